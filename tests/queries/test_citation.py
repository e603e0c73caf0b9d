"""Citations as people type them are taken apart, whatever order, marks or separators."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.codes import parse as code
from queries.citation import parse

FULL = "76/nq-cp", "2021-07-15", ("Nghị quyết",)


@pytest.mark.parametrize(
    "text",
    [
        "NQ 76/NQ-CP ngày 15/7/2021",
        "Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021",
        "nghi quyet 76/nq-cp ngay 15-07-2021",
        "76/NQ–CP, 15.7.2021",
        "76 / NQ-CP 2021-07-15",
        "NGHỊ QUYẾT 76/NQ-CP 15/07/2021",
    ],
)
def test_one_citation_in_many_spellings(text: str) -> None:
    """Type, number and date are the same however they are written."""
    cited = parse(text)
    assert (cited.code, cited.issued, cited.types) == FULL
    assert not cited.words


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("NQ 76/NQ-CP năm 2021", "2021"),
        ("NQ 76/NQ-CP 7/2021", "2021-07"),
        ("NQ 76/NQ-CP tháng 7 năm 2021", "2021-07"),
        ("NQ 76/NQ-CP 2021", "2021"),
        ("NQ 76/NQ-CP ngày 31/2/2021", None),
    ],
)
def test_dates_may_be_partial(text: str, issued: str | None) -> None:
    """A month or a year is a date; a day that does not exist is none."""
    assert parse(text).issued == issued


@pytest.mark.parametrize(
    ("text", "number", "types"),
    [
        ("nghị quyết 76", "76", ("Nghị quyết",)),
        ("NQ76", "76", ("Nghị quyết",)),
        ("QĐ số 468", "468", ("Quyết định", "Quy định")),
        ("số 316", "316", ()),
    ],
)
def test_a_bare_number_is_a_citation(text: str, number: str, types: tuple[str, ...]) -> None:
    """A number without symbol stays a number; a symbol that stands for two types gives both."""
    cited = parse(text)
    assert (cited.code, cited.number, cited.types) == (None, number, types)


def test_words_behind_the_number_are_issuer_or_title() -> None:
    """What names the issuer must fit; what follows 'về' only helps to choose."""
    cited = parse("Kế hoạch 316/KH-UBND của Ủy ban nhân dân tỉnh Lạng Sơn về cải cách hành chính")
    assert cited.words == ("ubnd", "tinh", "lang", "son")
    assert cited.title == ("cai", "cach", "chinh")  # 'hành' is a filler: 'ban hành'


def test_a_law_is_its_title_and_year() -> None:
    """Laws are named without number; a year at the end is their date."""
    cited = parse("Luật Tổ chức chính quyền địa phương năm 2015")
    assert (cited.types, cited.issued) == (("Luật",), "2015")
    assert cited.title == ("to", "chuc", "chinh", "quyen", "dia", "phuong")
    assert parse("luat dat dai 2024").issued == "2024"


@given(
    st.integers(1, 9999),
    st.sampled_from(["NQ-CP", "NĐ-CP", "QĐ-TTg", "KH-UBND", "NQ/TW"]),
    st.sampled_from(["", "2020/", "2024/"]),
)
def test_any_number_is_found_again(number: int, symbol: str, year: str) -> None:
    """The code of a typed citation is the code, with or without diacritics and in lower case."""
    written = f"{number}/{year}{symbol}"
    for text in (written, written.lower(), f"văn bản số {written} ngày 1/2/2025"):
        found = parse(text).code
        assert found is not None
        assert code(found).key == code(written).key  # type: ignore[union-attr]


@given(st.text(max_size=300))
def test_anything_can_be_typed(text: str) -> None:
    """No text makes the parser fail."""
    parse(text)
