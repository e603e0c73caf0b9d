"""`coverage`: every place of today stands in the list, former ones where they have documents."""

from functools import lru_cache

import pytest

from graph.store.memory import MemoryStore
from graph.store.port import Store, written
from queries import coverage as covering
from queries.answers import Covered
from queries.coverage import NoSuchPlace, coverage
from queries.finding import one
from tests.graph.making import Made
from tests.queries.family import DECISION_Y, PLAN_X, PLAN_Y, RESOLUTION, SUB_PLAN, records


def _plan(name: str, code: str, issued: str, issuer: str, place: str) -> Made:
    made = Made(name)
    own = made.document("Kế hoạch", code, issued, issuer, "Cải cách hành chính", place=place)
    return made.claims(own, "IMPLEMENTS", made.cites(*RESOLUTION))


@lru_cache(maxsize=1)
def store() -> Store:
    more = [
        _plan("old", "7/KH-UBND", "2024-02-03", "UBND tỉnh Đắk Nông", "tỉnh Đắk Nông"),
        _plan("year", "8/KH-UBND", "2025", "UBND tỉnh Lâm Đồng", "tỉnh Lâm Đồng"),
        _plan("department", "85/KH-STP", "2026-01-02", "Sở Tư pháp tỉnh Nghệ An", "tỉnh Nghệ An"),
        _plan("commune", "12/KH-UBND", "2026-01-02", "UBND xã Kim Liên", "xã Kim Liên, tỉnh Nghệ An"),
        _plan("district", "9/KH-UBND", "2024-01-02", "UBND huyện Nam Đàn", "huyện Nam Đàn, tỉnh Nghệ An"),
    ]
    made = Made("other")
    made.document("Báo cáo", "3/BC-UBND", "2025-12-01", "UBND tỉnh Lâm Đồng", "Thu ngân sách", place="tỉnh Lâm Đồng")
    return written(MemoryStore(), [(r, r.source) for r in (*records(), made.record(), *(m.record() for m in more))])


def rows(level: str = "province", place: str | None = None) -> list[Covered]:
    held = store()
    return coverage(held, one(held, "NQ 76"), level, place).rows


def ids(row: Covered) -> list[str]:
    return [p.id for p in row.plans]


def test_every_province_of_today_stands_in_the_list() -> None:
    """34 provinces, each once, whether or not anything of them is loaded; a plan is listed with its quote."""
    current = [r for r in rows() if r.until is None and not r.unsure]
    assert len(current) == len({r.place for r in current}) == 34
    by_name = {r.place: r for r in current}
    assert ids(by_name["tỉnh Lạng Sơn"]) == [PLAN_X]
    assert by_name["tỉnh Lạng Sơn"].plans[0].evidence[0].text
    assert sorted(ids(by_name["tỉnh Sơn La"])) == sorted([PLAN_Y, DECISION_Y])
    assert (by_name["tỉnh Cao Bằng"].state, by_name["tỉnh Cao Bằng"].documents) == ("nothing_loaded", 0)


def test_no_plan_and_nothing_loaded_are_two_answers() -> None:
    """A province of which something else is loaded has no plan among what is loaded."""
    today = next(r for r in rows() if r.place == "tỉnh Lâm Đồng" and r.since)
    assert (today.state, today.documents, today.plans) == ("no_plan_loaded", 1, [])


def test_what_was_issued_before_a_merger_is_the_former_place_s() -> None:
    """A former province with documents stands behind the one that it is part of today; the latter has no plan of it."""
    found = rows()
    former = next(r for r in found if r.place == "tỉnh Đắk Nông")
    assert (former.until, former.today, former.state, former.documents) == ("2025-06-30", "tỉnh Lâm Đồng", "planned", 1)
    places = [r.place for r in found]
    assert places.index("tỉnh Đắk Nông") > places.index("tỉnh Lâm Đồng")
    assert "tỉnh Bình Thuận" not in places


def test_a_document_whose_date_leaves_the_version_open() -> None:
    """A plan of 2025 may be of before or after the merger: it stands by itself, and says so."""
    unsure = [r for r in rows() if r.unsure and "Huế" not in r.place]
    assert [(r.place, r.documents, len(r.plans)) for r in unsure] == [("tỉnh Lâm Đồng", 1, 1)]


def test_plans_of_bodies_in_a_place_are_not_its_own() -> None:
    """A department's and a commune's plan stand under `within`; documents counts them."""
    nghe_an = next(r for r in rows() if r.place == "tỉnh Nghệ An")
    assert (nghe_an.state, nghe_an.documents, len(nghe_an.within)) == ("no_plan_loaded", 3, 3)


def test_communes_of_a_province() -> None:
    """Every commune of today, then former units that have documents."""
    found = rows("commune", "tỉnh Nghệ An")
    with_plan = [r for r in found if r.plans]
    assert [(r.place, r.state) for r in with_plan] == [
        ("xã Kim Liên, tỉnh Nghệ An", "planned"),
        ("huyện Nam Đàn, tỉnh Nghệ An", "planned"),
    ]
    assert len([r for r in found if not r.unsure]) == 130
    assert [r.place for r in rows("commune", "xã Kim Liên, tỉnh Nghệ An")] == ["xã Kim Liên, tỉnh Nghệ An"]


def test_departments_of_a_province() -> None:
    """The departments that loaded documents name or that issued one."""
    (nghe_an,) = rows("department", "Nghệ An")
    assert (nghe_an.place, nghe_an.state, nghe_an.documents) == ("Sở Tư pháp tỉnh Nghệ An", "planned", 1)
    (lang_son,) = rows("department", "Lạng Sơn")
    assert (lang_son.place, lang_son.state, lang_son.documents) == ("Sở Tư pháp tỉnh Lạng Sơn", "nothing_loaded", 0)


def test_a_place_that_nobody_knows() -> None:
    """It is refused, not answered with an empty list."""
    with pytest.raises(NoSuchPlace):
        rows("province", "nơi nào")
    assert covering.LEVELS == ("province", "commune", "department")


def test_plans_of_no_place_are_counted_apart() -> None:
    """A plan of a central body stands under no province, and the answer says how many there are."""
    held = written(
        MemoryStore(), [(_plan("vn", "1/KH-BNV", "2022-01-02", "Bộ Nội vụ", "").record(), "a"), (records()[0], "b")]
    )
    found = coverage(held, one(held, "NQ 76"), "province")
    assert found.nowhere == 1
    assert sum(len(r.plans) for r in found.rows) == 1
    assert SUB_PLAN not in {p for r in found.rows for p in ids(r)}
