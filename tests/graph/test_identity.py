"""Keys and ids: equal for equal instruments, and never to be taken for each other."""

from hypothesis import given
from hypothesis import strategies as st

from graph.identity import bare_number, id_parts, instrument_id, issuer_key, name_key, number_key

numbers = st.integers(1, 99999).map(str) | st.sampled_from(("66.17", "30a"))
symbols = st.lists(st.sampled_from(("NQ", "CP", "TU", "QĐ", "UBND", "KH", "TTg")), min_size=1, max_size=3, unique=True)


def test_ids_are_citations() -> None:
    """An id is type, code, date and issuer as slugs; unnumbered documents have their file's hash."""
    assert instrument_id("Kế hoạch hành động", "12-KH/TU") == "ke-hoach~12-kh-tu"
    assert instrument_id("Kế hoạch", "35/KH-UBND", None, "UBND tỉnh Sơn La") == "ke-hoach~35-kh-ubnd~ubnd-tinh-son-la"
    assert instrument_id("Luật", None, "2015-06-19", "Quốc hội", "Đầu tư") == "luat~dau-tu~2015-06-19"
    assert instrument_id("Chỉ thị", None, sha256="ab" * 32) == "chi-thi~khong-so~ababababab"


def test_titles_are_never_taken_for_numbers() -> None:
    """A title that begins like a number or like a reserved word gets a prefix."""
    assert instrument_id("Luật", None, title="76 NQ CP") == "luat~ten-76-nq-cp"
    assert instrument_id("Luật", None, title="Không số") == "luat~ten-khong-so"
    assert instrument_id("Luật", None, title="tên 76") == "luat~ten-ten-76"
    assert instrument_id("Luật", None) == "luat~khong-ten"


@given(number=numbers, parts=symbols, year=st.sampled_from((None, "2021")), dash=st.sampled_from("-/"))
def test_an_id_leads_back_to_its_bucket(number: str, parts: list[str], year: str | None, dash: str) -> None:
    """The code in an id has the number key of the code that it came from, and holds no slash."""
    code = "/".join(p for p in (number, year, dash.join(parts)) if p)
    made = instrument_id("Nghị quyết", code, "2021-07-15", "Chính phủ")
    back = id_parts(made)
    assert back
    assert "/" not in made
    assert (
        number_key(back.type, back.code)
        == number_key("Nghị quyết", code)
        == number_key("Nghị quyết", "/".join((number, *([year] if year else []), *reversed(parts))))
    )
    assert (back.issued, back.issuer) == ("2021-07-15", "chinh-phu")


def test_ids_taken_apart() -> None:
    """Names, unnumbered documents and other words."""
    named = id_parts("luat~dau-tu-cong~2019")
    assert named
    assert name_key(named.type, named.title) == name_key("Luật", "Đầu tư công")
    own = id_parts("ke-hoach~khong-so~0123456789.2")
    assert own
    assert own.own == "0123456789.2"
    assert id_parts("NQ 76/NQ-CP") is None
    assert id_parts("nghi-quyet") is None


def test_small_keys() -> None:
    """The bare number, the issuer as compared, and what has neither."""
    assert bare_number("0076/NQ-CP") == "76"
    assert bare_number(None) is None
    assert issuer_key("Thường trực HĐND tỉnh Sơn La") == "thuong-truc-hdnd-tinh-son-la"
    assert number_key("Luật", None) is name_key("Luật", None) is None
