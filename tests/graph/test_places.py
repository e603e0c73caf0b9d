"""Places: provinces with their dates, place strings, communes."""

import pytest

from graph.places import COMMUNE, DISTRICT, PROVINCE, at_level, chain, communes_named, parse, province, provinces


@pytest.mark.parametrize(
    ("day", "count", "cities"),
    [("2020", 63, 5), ("2025-06-30", 63, 6), ("2025-07-01", 34, 6), ("2026-04-30", 34, 7), ("2026-10-01", 34, 9)],
)
def test_there_are_as_many_provinces_as_on_that_day(day: str, count: int, cities: int) -> None:
    """63 until 30/6/2025, 34 from 1/7/2025; Huế a city from 2025, Đồng Nai, Quảng Ninh, Bắc Ninh in 2026."""
    there = provinces(day)
    assert (len(there), sum(p.kind == "thành phố" for p in there)) == (count, cities)


def test_every_old_province_has_one_heir_and_every_code_is_one_unit_today() -> None:
    """The 63 fall into the 34 codes; no code is used twice on one day."""
    assert {p.code for p in provinces("2020")} == {p.code for p in provinces("2026-10-01")}
    assert len({p.code for p in provinces("2025-08")}) == 34


@pytest.mark.parametrize(
    ("words", "full"),
    [
        ("Lạng Sơn", "tỉnh Lạng Sơn"),
        ("TỈNH SƠN LA", "tỉnh Sơn La"),
        ("TP.HCM", "thành phố Hồ Chí Minh"),
        ("Thành phố Hồ Chí Minh", "thành phố Hồ Chí Minh"),
        ("Đăk Lăk", "tỉnh Đắk Lắk"),
        ("Hoà Bình", "tỉnh Hòa Bình"),
        ("bà rịa vũng tàu", "tỉnh Bà Rịa - Vũng Tàu"),
    ],
)
def test_a_province_is_found_by_any_of_its_names(words: str, full: str) -> None:
    """With or without the type word, in any case, by other spellings."""
    found = province(words)
    assert found
    assert found.full == full


def test_a_province_is_asked_for_on_a_day() -> None:
    """Hà Giang ended on 30/6/2025; Bắc Ninh became a city on 20/9/2026."""
    assert province("Hà Giang", "2025-06") is not None
    assert province("Hà Giang", "2025-07-01") is None
    kinds = [found.kind for day in ("2026-09-19", "2026-09-20") if (found := province("Bắc Ninh", day))]
    assert kinds == ["tỉnh", "thành phố"]


def test_a_chain_is_read_innermost_first() -> None:
    """Each level of a chain can be asked for."""
    text = "xã Tân Lập, huyện Bắc Sơn, tỉnh Lạng Sơn"
    assert [p.said for p in chain(text)] == ["xã Tân Lập", "huyện Bắc Sơn", "tỉnh Lạng Sơn"]
    assert [p.level for p in chain(text)] == [COMMUNE, DISTRICT, PROVINCE]
    found = at_level(text, PROVINCE)
    assert found
    assert found.name == "Lạng Sơn"


def test_a_city_within_a_province_is_a_district() -> None:
    """'thành phố' is of the first level only where no province stands around it."""
    inner, outer = parse("thành phố Vinh, tỉnh Nghệ An"), parse("thành phố Đà Nẵng")
    assert inner
    assert outer
    assert (inner.level, outer.level) == (DISTRICT, PROVINCE)


@pytest.mark.parametrize("words", ["TỈNH ỦY BẮC GIANG", "tỉnh đoàn", "nơi nào đó", "", "huyện ủy Văn Quan"])
def test_what_is_no_place_gives_none(words: str) -> None:
    """A Party body is no place, nor are other words."""
    assert parse(words) is None


def test_communes_of_today_are_known_with_their_provinces() -> None:
    """Communes since 1/7/2025 have codes, under the code of each province that has one of the name."""
    assert communes_named("phường Hà Đông") == {"01": "09556"}
    assert len(communes_named("xã Tân Tiến")) > 1
    assert communes_named("xã Không Có") == {}


def test_every_old_province_has_a_code_of_its_own() -> None:
    """The 63 have 63 codes; since 1/7/2025 a unit's own code is the one it is counted under."""
    assert len({p.own for p in provinces("2020")}) == 63
    assert all(p.own == p.code for p in provinces("2025-08"))
    found = province("Đắk Nông")
    assert found
    assert (found.own, found.code) == ("67", "68")
