"""What `explain` says of heads and feet, of structure and of lists of bodies; in both languages."""

from pathlib import Path

import pytest

from api.messages import words
from loaders.explanation import Explanation
from loaders.loading import load
from loaders.reading.explain import explain
from loaders.reading.explain_bodies import lists_of_bodies
from loaders.reading.explain_heads import of_head
from loaders.reading.explain_structure import of_block
from loaders.reading.read import understand
from tests.reading.making import PLAN

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "samples").glob("*.*"))
BODY = """I. YÊU CẦU
Không phô trương, hình thức.

II. TỔ CHỨC THỰC HIỆN
1. Sở Tư pháp, Công an tỉnh
- Chủ trì hướng dẫn nghiệp vụ.
2. Các cơ quan có trách nhiệm gửi kết quả đúng kỳ hạn.
Căn cứ Kế hoạch này, các đơn vị tổ chức thực hiện.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Thị Mẫu
"""


def at(words_: str, text: str = PLAN + BODY) -> list[Explanation]:
    return explain(text.encode(), "made.txt", text.index(words_))


def reasons(words_: str, text: str = PLAN + BODY) -> dict[str, tuple[bool, str]]:
    """Rule → whether it fired, and the code of the reason; the first of each rule."""
    found: dict[str, tuple[bool, str]] = {}
    for e in at(words_, text):
        found.setdefault(e.rule, (e.fired, e.reason))
    return found


def test_each_line_of_a_head_says_what_it_gave() -> None:
    """Issuer, number, day and place, type, title."""
    assert reasons("ỦY BAN NHÂN DÂN\nTỈNH")["headwords.issuer"][0]
    (number,) = [e for e in at("Số: 77") if e.rule == "heads.number"]
    assert (number.fired, number.values) == (True, {"code": "77/KH-UBND"})
    (day,) = [e for e in at("Lạng Sơn, ngày") if e.rule == "heads.date"]
    assert (day.fired, day.values) == (True, {"date": "2024-02-03", "place": "Lạng Sơn"})
    assert reasons("KẾ HOẠCH")["titles.type"] == (True, "type")
    (title,) = [e for e in at("Nâng cao") if e.rule == "titles.title"]
    assert title.values["title"] == "Nâng cao chất lượng hòa giải ở cơ sở giai đoạn 2024 - 2026"


def test_a_second_number_in_a_head_nearly_counts() -> None:
    """The first one is the document's; the line says which."""
    text = PLAN.replace("Lạng Sơn, ngày", "Số: 78/KH-UBND\n\nLạng Sơn, ngày") + BODY
    (number,) = [e for e in at("Số: 78", text) if e.rule == "heads.number"]
    assert (number.fired, number.reason) == (False, "number_taken")
    assert number.values == {"read": "78/KH-UBND", "code": "77/KH-UBND"}


def test_a_foot_says_who_signed() -> None:
    """The form of signing and the name under it; a name that stands under none nearly is one."""
    assert reasons("TM. ỦY BAN")["headwords.signature"] == (True, "signed_as")
    assert reasons("Trần Thị Mẫu")["heads.person"] == (True, "signer")
    text = PLAN + BODY.replace("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n", "")
    assert reasons("Trần Thị Mẫu", text)["heads.person"] == (False, "person_unsigned")


def test_a_line_with_a_type_in_the_text_says_why_it_begins_nothing() -> None:
    """It has a marker, ends with a colon, or has no head of its own."""
    text = PLAN + "1. KẾ HOẠCH TRIỂN KHAI\n\nQUYẾT ĐỊNH:\n\nBÁO CÁO\n\n" + BODY
    assert reasons("1. KẾ HOẠCH", text)["titles.type"] == (False, "type_marked")
    assert reasons("QUYẾT ĐỊNH:", text)["titles.type"] == (False, "type_colon")
    assert reasons("BÁO CÁO", text)["titles.type"] == (False, "type_no_head")


def test_a_block_says_where_it_stands_and_why_it_is_a_heading() -> None:
    """Marker and path; capitals, few words with something under them; or what kept it from being one."""
    (marker,) = [e for e in at("1. Sở Tư pháp") if e.rule == "structure.marker"]
    assert marker.values == {"marker": "1", "path": "II.1", "under": "II. TỔ CHỨC THỰC HIỆN"}
    assert reasons("II. TỔ CHỨC")["outline.heading"] == (True, "heading_capitals")
    assert reasons("1. Sở Tư pháp")["outline.heading"] == (True, "heading_short")
    assert reasons("2. Các cơ quan")["outline.heading"] == (False, "ends_as_sentence")
    long = "3. " + "việc " * 50 + "\n- Một việc\n"
    assert reasons("3. việc", PLAN + long + BODY)["outline.heading"] == (False, "too_long")
    assert reasons("4. Một việc", PLAN + "4. Một việc\n5. Hai việc\n- Ba")["outline.heading"] == (
        False,
        "governs_nothing",
    )
    assert reasons("Thay thế", PLAN + "Thay thế việc đã nêu.\n")["structure.marker"] == (False, "no_marker")


def test_a_row_of_a_table_says_what_numbers_it() -> None:
    """A group, an ordinal, neither."""
    rows = [
        ("TT", "Nội dung", "Chủ trì"),
        ("I", "Thể chế", ""),
        ("1", "Rà soát", "Sở Tư pháp"),
        ("*", "Khác", "Sở Y tế"),
    ]
    table = "Nhiệm vụ cụ thể như sau:\n" + "".join("\t".join(row) + "\n" for row in rows)
    text = PLAN + table
    assert reasons("Thể chế", text)["outline.group"] == (True, "row_group")
    (row,) = [e for e in at("Rà soát", text) if e.rule == "outline.ordinal"]
    assert (row.fired, row.values["path"], row.values["row"], row.values["column"]) == (True, "I.1", 3, 2)
    assert reasons("Khác", text)["outline.ordinal"] == (False, "row_unnumbered")


def test_bodies_are_shown_with_their_kind_and_name() -> None:
    """And how a heading was taken apart."""
    found = at("1. Sở Tư pháp")
    named = {e.rule: e.values["name"] for e in found if e.reason == "body"}
    assert named == {"bodies.so": "Sở Tư pháp tỉnh Lạng Sơn", "bodies.nganh-doc": "Công an tỉnh Lạng Sơn"}
    (items,) = [e.values["items"] for e in found if e.rule == "bodies.free_list"]
    assert items == "Sở Tư pháp (so); Công an tỉnh (nganh-doc)"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem[:20])
def test_every_reason_has_its_sentence(sample: Path) -> None:
    """In both languages, with all its values."""
    reading, _ = understand(load(sample.read_bytes(), sample.name))
    for block in reading.blocks:
        for e in [*of_head(reading, block), *of_block(reading, block), *lists_of_bodies(reading, block, "")]:
            assert e.clause
            for lang in ("vi", "en"):
                assert words(lang)(f"why.{e.reason}", **e.values)


def test_the_reasons_of_relations_have_their_sentences() -> None:
    """Those of a clause too: fired, refused, nearly."""
    text = PLAN + "Kế hoạch này không thay thế Kế hoạch số 95/KH-UBND ngày 01/4/2020. Thực hiện Chỉ thị số 96/CT-TTg.\n"
    for place in ("thay thế", "96/CT"):
        for e in at(place, text):
            assert words("en")(f"why.{e.reason}", **e.values) != words("en").sentence(f"why.{e.reason}") or not e.values
