"""Clusters into instruments: what joins, what stays open, and what one misprint may not do."""

from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.derivation import instrument_row
from graph.record import Record
from graph.resolution import Resolved, meanings
from graph.resolution.groups import Facts, Group
from graph.resolution.numbers import _between, _one, _Seed
from graph.statements import statements
from tests.graph.making import Made, cited

NQ, CP, X, Y = "Nghị quyết", "Chính phủ", "UBND tỉnh Lạng Sơn", "UBND tỉnh Sơn La"
DATED = (NQ, "76/NQ-CP", "2021-07-15", CP)
ID76 = "nghi-quyet~76-nq-cp~2021-07-15~chinh-phu"
Said = tuple[str | None, ...]


def resolved(*records: Record) -> list[Resolved]:
    return meanings(c for r in records for c in statements(r, "").clusters)[0]


def ids(*records: Record) -> list[str]:
    """Instruments that nobody loaded."""
    return [r.id for r in resolved(*records) if not any(w.loaded for w in r.wordings)]


def meant(records: Sequence[Record], file: str) -> list[str]:
    """What the citations of one made file mean, in the order of their local ids."""
    sha256 = Made(file).sha256
    _, spoken = meanings(c for r in records for c in statements(r, "").clusters)
    return [i for (f, local), i in sorted(spoken.items()) if f == sha256 and local != "d1"]


def files(name: str, count: int, *said: Said) -> list[Record]:
    return [cited(f"{name}{n}", *said) for n in range(count)]


@pytest.mark.parametrize(
    "said",
    [
        (NQ, "76/NQ-CP", None, CP),
        (NQ, "76/NQ-CP", "2021", CP),
        (NQ, "76/NQ-CP", "2021-07", None),
        (NQ, "76/NQ-CP", "2021-07-15", None),
        (NQ, "76/NQ-CP", None, None),
        ("Nghị quyết", "76-NQ/CP", None, "CHÍNH PHỦ"),
    ],
)
def test_less_precise_citations_join_the_only_seed(said: Said) -> None:
    """A citation that lacks date or issuer is the one instrument that it can be."""
    assert ids(cited("a", DATED), cited("b", said)) == [ID76]


@pytest.mark.parametrize(
    "said", [(NQ, "76/NQ-CP", "2020", CP), (NQ, "76/2021/NQ-CP", None, CP), ("Kế hoạch", "76/NQ-CP", None, CP)]
)
def test_what_cannot_be_the_seed_stays_apart(said: Said) -> None:
    """Another year, a year inside the number, or another type is another instrument."""
    assert len(ids(cited("a", DATED), cited("b", said))) == 2


def test_every_province_has_its_number_35() -> None:
    """The number alone is nothing: provinces differ, also where neither citation has a date."""
    a, b = ("Kế hoạch", "35/KH-UBND", None, X), ("Kế hoạch", "35/KH-UBND", None, Y)
    assert ids(cited("a", a), cited("b", b)) == [
        "ke-hoach~35-kh-ubnd~ubnd-tinh-lang-son",
        "ke-hoach~35-kh-ubnd~ubnd-tinh-son-la",
    ]
    found = resolved(cited("a", a), cited("b", b), cited("c", ("Kế hoạch", "35/KH-UBND", None, None)))
    assert [r.id for r in found if r.open] == ["ke-hoach~35-kh-ubnd"]


def test_a_vague_issuer_is_settled_by_the_only_place() -> None:
    """'UBND tỉnh' of an unknown province is the one province that has the number, and open with two."""
    vague = ("Kế hoạch", "35/KH-UBND", "2023-01-05", "UBND tỉnh")
    seed = ("Kế hoạch", "35/KH-UBND", "2023-01-05", X)
    assert ids(cited("a", seed), cited("b", vague)) == ["ke-hoach~35-kh-ubnd~2023-01-05~ubnd-tinh-lang-son"]
    other = ("Kế hoạch", "35/KH-UBND", "2023-01-05", Y)
    assert len(ids(cited("a", seed), cited("b", vague), cited("c", other))) == 3


def test_quyet_dinh_and_quy_dinh_are_two() -> None:
    """QĐ abbreviates both; the type comes from the word."""
    assert len(ids(cited("a", ("Quyết định", "22-QĐ/TW", None, None), ("Quy định", "22-QĐ/TW", None, None)))) == 2


def test_a_plan_of_action_is_a_plan() -> None:
    """'Kế hoạch hành động số 12' and 'Kế hoạch số 12' are one type group; so are both orders of a symbol."""
    a = ("Kế hoạch hành động", "12-KH/TU", "2021-03-04", "Tỉnh ủy Sơn La")
    b = ("Kế hoạch", "12/KH-TU", "2021-03-04", "Ban Thường vụ Tỉnh ủy Sơn La")
    assert ids(cited("a", a), cited("b", b)) == ["ke-hoach~12-kh-tu~2021-03-04~tinh-uy-son-la"]


def test_two_dates_of_one_day_and_month_are_one() -> None:
    """A misprinted year makes no second instrument; most files decide the date, and the other one is kept."""
    misprint = (NQ, "76/NQ-CP", "2012-07-15", CP)
    (one,) = (r for r in resolved(*files("a", 2, DATED), cited("b", misprint)) if r.id.startswith("nghi"))
    row = instrument_row(one)
    assert (row.id, row.issued, row.dates) == (ID76, "2021-07-15", ("2012-07-15",))
    (tie,) = ids(cited("a", DATED), cited("b", misprint))
    assert tie == "nghi-quyet~76-nq-cp~2012-07-15~chinh-phu"


def test_two_dates_of_one_year_and_title_are_one() -> None:
    """The same year and title is one instrument; without a title they stay two."""
    a, b = (NQ, "76/NQ-CP", "2021-07-15", CP, "cải cách"), (NQ, "76/NQ-CP", "2021-06-05", CP, "Cải cách")
    assert len(ids(cited("a", a), cited("b", b))) == 1
    assert len(ids(cited("a", a[:4]), cited("b", b[:4]))) == 2


def test_a_central_number_with_its_year_is_used_once() -> None:
    """107/2020/NĐ-CP is one decree whatever day is given; a province may begin anew within a year."""
    a, b = ("Nghị định", "107/2020/NĐ-CP", "2020-09-14", CP), ("Nghị định", "107/2020/NĐ-CP", "2020-09-04", CP)
    assert len(ids(cited("a", a), cited("b", b))) == 1
    c, d = ("Quyết định", "9/2025/QĐ-UBND", "2025-02-14", X), ("Quyết định", "9/2025/QĐ-UBND", "2025-08-04", X)
    assert len(ids(cited("a", c), cited("b", d))) == 2


def test_the_documents_own_date_wins() -> None:
    """What the loaded document says of its own date outweighs any number of citations."""
    made = Made("own")
    made.document("Kế hoạch", "35/KH-UBND", "2023-05-06", X, "một")
    wrong = ("Kế hoạch", "35/KH-UBND", "2022-05-06", X)
    found = [r for r in resolved(made.record(), *files("a", 3, wrong)) if r.id.startswith("ke-hoach")]
    assert [r.id for r in found] == ["ke-hoach~35-kh-ubnd~2023-05-06~ubnd-tinh-lang-son"]


def test_two_loaded_plans_of_one_day_in_two_years_are_two() -> None:
    """Two documents that themselves bear different titles and years are two, whatever the day."""
    first, second = Made("one"), Made("two")
    first.document("Kế hoạch", "35/KH-UBND", "2022-05-06", X, "một")
    second.document("Kế hoạch", "35/KH-UBND", "2023-05-06", X, "hai")
    assert len(resolved(first.record(), second.record())) == 2


def test_loaded_documents_that_lost_their_header_are_not_mixed() -> None:
    """Two loaded plans of number 35 without date and issuer, with different titles, are two instruments."""
    first, second = Made("one"), Made("two")
    first.document("Kế hoạch", "35/KH-UBND", None, None, "một")
    second.document("Kế hoạch", "35/KH-UBND", None, None, "hai")
    found = resolved(first.record(), second.record(), cited("c", ("Kế hoạch", "35/KH-UBND", None, None)))
    mine = [r for r in found if r.id.startswith("ke-hoach")]
    assert len(mine) == 3
    assert [r.id for r in mine if r.open] == ["ke-hoach~35-kh-ubnd"]


def test_a_misprint_between_two_instruments_does_not_join_them() -> None:
    """One file's date that shares the day with one and the year and title with the other makes them no one."""
    a, b = (NQ, "9/NQ-CP", "2017-10-03", CP, "cũ"), (NQ, "9/NQ-CP", "2020-05-01", CP, "mới")
    between = (NQ, "9/NQ-CP", "2020-10-03", CP, "mới")
    assert len(ids(cited("a", a), cited("b", b), cited("c", between))) == 2


def test_a_law_by_name_takes_the_number_of_its_day_and_year() -> None:
    """'Luật … ngày 19/6/2015', 'năm 2015' and no date at all are the law of that name; a wrong day too."""
    law = ("Luật", "77/2015/QH13", "2015-06-19", "Quốc hội", "Tổ chức chính quyền địa phương")
    for date in ("2015-06-19", "2015", None, "2015-06-09"):
        named = ("Luật", None, date, None, "Tổ chức chính quyền địa phương")
        assert ids(cited("a", law), cited("b", named)) == ["luat~77-2015-qh13~2015-06-19~quoc-hoi"]
    other = ("Luật", None, "2025", None, "Tổ chức chính quyền địa phương")
    assert ids(cited("a", law), cited("b", other))[1] == "luat~to-chuc-chinh-quyen-dia-phuong~2025"


def test_the_types_word_may_head_a_title() -> None:
    """A law is one whether its title repeats the word 'Luật' or not."""
    law = ("Luật", "39/2019/QH14", "2019-06-13", "Quốc hội", "Đầu tư công")
    named = ("Luật", None, None, None, "Luật Đầu tư công")
    assert ids(cited("a", law), cited("b", named)) == ["luat~39-2019-qh14~2019-06-13~quoc-hoi"]


def test_a_law_known_by_name_only() -> None:
    """Without a number, title and year are the law; the undated mention joins the one dated."""
    said = ("Luật", None, "2015-06-25", "Quốc hội", "Ngân sách nhà nước")
    bare = ("Luật", None, None, None, "NGÂN SÁCH NHÀ NƯỚC")
    assert ids(cited("a", said), cited("b", bare)) == ["luat~ngan-sach-nha-nuoc~2015-06-25"]
    assert ids(cited("b", bare)) == ["luat~ngan-sach-nha-nuoc"]


def test_a_wrong_number_for_a_law_does_not_open_its_name() -> None:
    """One file that gives a law's title to another number does not open everybody's 'Luật Đầu tư công'."""
    law = ("Luật", "39/2019/QH14", "2019-06-13", "Quốc hội", "Đầu tư công")
    wrong = ("Luật", "38/2019/QH14", None, "Quốc hội", "Đầu tư công")
    some = [*files("a", 2, law), cited("b", ("Luật", None, None, None, "Đầu tư công")), cited("c", wrong)]
    assert meant(some, "b") == ["luat~39-2019-qh14~2019-06-13~quoc-hoi"]


def test_congress_resolutions_are_told_apart_by_issuer() -> None:
    """A resolution with neither number nor title is named by who issued it."""
    a, b = ("Nghị quyết Đại hội", None, None, "Đại hội XIII"), ("Nghị quyết Đại hội", None, None, "Đại hội XIV")
    assert len(ids(cited("a", a, b))) == 2


dates = st.sampled_from(("2021-07-15", "2021-07-05", "2012-07-15", "2021", "2019", "2019-02-03", "2020-01-01", None))
any_said = st.tuples(st.just(NQ), st.just("76/NQ-CP"), dates, st.sampled_from((CP, "Thủ tướng Chính phủ", None)))


@settings(max_examples=200)
@given(undated=any_said, misprint=any_said)
def test_one_misprint_moves_nobody_else(undated: Said, misprint: Said) -> None:
    """Where three files agree, one more file changes no meaning of another file's citation.

    Wrong in date and issuer at once it is another body's number: then a citation without issuer is rightly open.
    """
    assume(misprint[2] == DATED[2] or misprint[3] in {CP, None})
    some = [*files("a", 3, DATED), cited("b", undated)]
    before = meant(some, "b")
    after = meant([*some, cited("c", misprint)], "b")
    if before == [ID76]:
        assert after == before
    assert meant([*some, cited("c", misprint)], "a0") == [ID76]


@pytest.mark.parametrize("date", ["2021-07-05", "2021-08-15", "2012-07-15", "2021-05-07"])
def test_a_misprinted_day_against_two_files(date: str) -> None:
    """Two files that agree outweigh one that gives another day of the year or another year of the day."""
    undated = cited("b", (NQ, "76/NQ-CP", None, CP))
    misprint = cited("c", (NQ, "76/NQ-CP", date, CP))
    assert meant([*files("a", 2, DATED), undated, misprint], "b") == [ID76]


def written(name: str, year: int, *said: Said) -> Record:
    """A plan of that year that cites without dates."""
    made = Made(name)
    own = made.document("Kế hoạch", "9/KH-UBND", f"{year}-10-01", "UBND tỉnh Sơn La")
    for one in said:
        made.claims(own, "CITES", made.cites(*one))
    return made.record()


BUDGET = ("Luật", None, None, None, "Ngân sách nhà nước")
OLD = ("Luật", "83/2015/QH13", "2015-06-25", "Quốc hội", "Ngân sách nhà nước")
NEW = ("Luật", "89/2025/QH15", "2025-06-25", "Quốc hội", "Ngân sách nhà nước")


def test_nobody_cites_what_is_younger_than_he_is() -> None:
    """A plan of 2021 that names a law without its date does not mean the law of 2025, whatever else is loaded."""
    new, old = cited("n", NEW), cited("o", OLD)
    assert meant([written("p", 2021, BUDGET), new], "p") == ["luat~ngan-sach-nha-nuoc"]
    assert meant([written("p", 2025, BUDGET), new], "p") == ["luat~89-2025-qh15~2025-06-25~quoc-hoi"]
    assert meant([written("p", 2021, BUDGET), new, old], "p") == ["luat~83-2015-qh13~2015-06-25~quoc-hoi"]
    assert resolved(written("p", 2026, BUDGET), written("q", 2021, BUDGET), new, old)


def test_numbers_without_date_are_no_younger_either() -> None:
    """The same for a number; two who could know different things still name one node where nothing else is known."""
    number = (NQ, "76/NQ-CP", None, None)
    early, late = written("p", 2019, number), written("q", 2022, number)
    assert meant([early, late, cited("a", DATED)], "q") == [ID76]
    assert meant([early, late, cited("a", DATED)], "p") == ["nghi-quyet~76-nq-cp"]
    assert {*meant([early, late], "p"), *meant([early, late], "q")} == {"nghi-quyet~76-nq-cp"}


titles = st.frozensets(st.sampled_from("abc"), max_size=2)
seeds = st.tuples(st.sampled_from(("2019", "2020")), st.sampled_from(("07-15", "07-16", "08-01")), titles, titles)


@settings(max_examples=300)
@given(said=st.lists(seeds, min_size=1, unique_by=lambda s: s[:2]), once=st.booleans())
def test_what_lies_between_two_is_found_without_comparing_all_pairs(
    said: list[tuple[str, str, frozenset[str], frozenset[str]]], once: bool
) -> None:
    """A date lies between two instruments where it is one with both and they are not one with each other."""
    mine = [_Seed(Group(Facts("x", f"{y}-{d}"), ()), y, d, own | more, own, once) for y, d, own, more in said]
    for seed in mine:
        alike = [s for s in mine if s is not seed and _one(s, seed)]
        assert _between(seed, alike) == any(not _one(a, b) for a in alike for b in alike if a is not b)
