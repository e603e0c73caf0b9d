"""Mentions that only point back, issuers said once for several numbers, words and symbols that disagree."""

import pytest

from tests.reading.making import PLAN, named, understood

ONE = "Căn cứ Nghị quyết số 30/NQ-CP ngày 11/3/2022 của Chính phủ; Quyết định số 90/QĐ-TTg ngày 18/01/2022;\n"


def test_what_is_named_above_is_pointed_at() -> None:
    """'Nghị quyết nêu trên' is the only resolution that the document has named before."""
    found, clusters = understood(PLAN + ONE + "Các sở thực hiện Nghị quyết nêu trên, đúng tiến độ.")
    last = found.mentions[-1]
    assert found.text[last.start : last.end] == "Nghị quyết nêu trên"
    assert clusters[last.cluster].code == "30/NQ-CP"


@pytest.mark.parametrize(
    "words",
    [
        "Nghị quyết số 45/NQ-CP ngày 01/4/2022 và Nghị quyết nêu trên",  # two of them
        "Chỉ thị nêu trên",  # none of them
        "các Nghị quyết nêu trên",  # not one
        "Quyết định trên cơ sở nhu cầu",  # no pointing
    ],
)
def test_what_is_not_certain_is_no_mention(words: str) -> None:
    """Where two were named, or none, nothing is pointed at."""
    assert not [m for m in named(PLAN + ONE + f"Các sở thực hiện {words}.") if m[0].endswith("trên")]


def test_the_last_of_a_list_says_the_issuer() -> None:
    """Two Party resolutions joined by 'và', the issuer behind the second; across a title it stays open."""
    both = named(PLAN + "Thực hiện Nghị quyết số 18-NQ/TW và Nghị quyết số 19-NQ/TW của Bộ Chính trị.")
    assert [m[4] for m in both] == ["Bộ Chính trị", "Bộ Chính trị"]
    apart = named(PLAN + "Thực hiện Nghị quyết số 18-NQ/TW về đổi mới và Nghị quyết số 19-NQ/TW của Bộ Chính trị.")
    assert [m[4] for m in apart] == [None, "Bộ Chính trị"]


@pytest.mark.parametrize(
    ("words", "issuer", "warned"),
    [
        ("Nghị định số 42/2022/NĐ-CP ngày 24/6/2022 của Thủ tướng Chính phủ", "Chính phủ", True),
        ("Nghị định số 42/2022/NĐ-CP ngày 24/6/2022 của Chính phủ", "Chính phủ", False),
        ("Quyết định số 90/QĐ-TTg ngày 18/01/2022 của Thủ tướng", "Thủ tướng Chính phủ", False),
        ("Quyết định 178/CP ngày 23/7/1974 của Hội đồng Chính phủ", "Hội đồng Chính phủ", False),
    ],
)
def test_the_symbol_wins_with_a_warning(words: str, issuer: str, warned: bool) -> None:
    """Where words and symbol name different bodies the symbol decides, and a warning says so."""
    found, clusters = understood(PLAN + f"Thực hiện {words}.")
    assert clusters[found.mentions[0].cluster].issuer == issuer
    assert ("issuer_disagrees" in [w.code for w in found.warnings]) is warned


def test_a_letters_division_keeps_its_digit() -> None:
    """'589/UBND-VP3' is whole; behind a type's symbol the digit is a note's."""
    found = named(
        PLAN + "Theo Văn bản số 589/UBND-VP3 ngày 04/9/2024 của UBND tỉnh; Nghị định số 45/2020/NĐ-CP1 ngày 08/4/2020."
    )
    assert [m[2] for m in found] == ["589/UBND-VP3", "45/2020/NĐ-CP"]


def test_a_proposal_is_of_the_body_that_proposes() -> None:
    """'Theo đề nghị của Trưởng phòng … tại Tờ trình số …': the office speaks for its body."""
    district = PLAN.replace("TỈNH LẠNG SƠN", "HUYỆN VĂN QUAN").replace("Lạng Sơn, ngày", "Văn Quan, ngày")
    found = named(district + "Theo đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 12/TTr-PNV ngày 03/4/2023.")
    assert found[0][4] == "Phòng Nội vụ huyện Văn Quan"


def test_a_sentence_behind_a_body_is_no_joint_issuer() -> None:
    """'… của Bộ Chính trị, Ban Chấp hành Đảng bộ xã xây dựng' names one issuer."""
    found = named(
        PLAN
        + "Thực hiện Chỉ thị số 45-CT/TW ngày 14/4/2025 của Bộ Chính trị, Ban Chấp hành Đảng bộ xã xây dựng kế hoạch."
    )
    assert found[0][4] == "Bộ Chính trị"
    found = named(
        PLAN + "Thực hiện Công văn số 12/BTC-NSNN ngày 14/4/2025 của Bộ Tài chính, Sở Tài chính báo cáo như sau."
    )
    assert found[0][4] == "Bộ Tài chính"
