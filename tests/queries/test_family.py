"""What a picture shows: the lineage, opened, hidden, filtered, grouped; the order of an address changes nothing."""

from itertools import combinations

import pytest
from msgspec import structs

from graph.store.memory import MemoryStore
from graph.store.port import Store, written
from queries.answers import Reach
from queries.family import Behind, Family, Wanted, family
from queries.finding import one
from queries.lineage import lineage
from queries.nodes import node
from queries.overview import overview
from tests.graph.making import Made
from tests.queries.family import DECISION_Y, DIRECTIVE, PLAN_X, PLAN_Y, ROOT, SUB_PLAN, family_store, pairs_of
from viz.entries import Frame
from viz.labels import labels
from viz.picture import drawing

__all__ = ["family_store"]
DRAFT = "ke-hoach~99-kh-ubnd~2026-01-01~ubnd-tinh-lang-son"
LAW = "luat~to-chuc-chinh-quyen-dia-phuong~2025"


def ids(found: Family) -> set[str]:
    return {n.id for n in found.nodes}


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_it_is_the_lineage(store: Store, depth: int) -> None:
    """Nothing opened, hidden or filtered: the nodes, hops and edges of the question, of every instrument."""
    for row in store.all_instruments():
        if row.stage == "draft":
            continue
        asked = lineage(store, row, Reach(depth=depth))
        found = family(store, row, Wanted(up=depth, down=depth))
        assert {n.id: n.hop for n in found.nodes} == {n.id: n.hop for n in asked.nodes}
        assert pairs_of(found) == sorted((e.source, e.relation, e.target) for e in asked.edges)
        assert all(len(e.evidence) == 1 for e in found.edges)


def test_a_number_says_what_opening_it_shows(store: Store) -> None:
    """'+n' on a side is how many come when that side is opened; then there is no number any more."""
    root = one(store, ROOT)
    before = family(store, root)
    assert ids(before) == {ROOT, PLAN_X, PLAN_Y, DIRECTIVE}
    for shown in before.nodes:
        up, down = Wanted(open_up=(shown.id,)), Wanted(open_down=(shown.id,))
        for behind, wanted in ((shown.up, up), (shown.down, down)):
            after = family(store, root, wanted)
            assert len(after.nodes) == len(before.nodes) + behind.count
            assert not behind.more
    directive = next(n for n in before.nodes if n.id == DIRECTIVE)
    assert directive.down == Behind(1)
    opened = family(store, root, Wanted(open_down=(DIRECTIVE,)))
    assert SUB_PLAN in ids(opened)
    assert next(n for n in opened.nodes if n.id == DIRECTIVE).down == Behind()


def test_the_order_of_opening_is_nothing(store: Store) -> None:
    """What was opened in one order is the same picture in another, also where one stands behind the other."""
    root = one(store, PLAN_X)
    one_way = family(store, root, Wanted(open_down=(ROOT, DIRECTIVE)))
    assert family(store, root, Wanted(open_down=(DIRECTIVE, ROOT))) == one_way
    assert SUB_PLAN in ids(one_way)


def test_hidden_with_its_branch(store: Store) -> None:
    """What is hidden is not shown, nor what hangs on it alone; it is named, so that it can come back."""
    found = family(store, one(store, ROOT), Wanted(down=2, hide=(DIRECTIVE,)))
    assert ids(found) == {ROOT, PLAN_X, PLAN_Y, DECISION_Y}
    assert [n.id for n in found.hidden] == [DIRECTIVE]


def test_what_is_hidden_is_behind_nothing(store: Store) -> None:
    """Opening a side that holds only what is hidden would show nothing: no number. Drafts are named where they count."""
    wanted = Wanted(hide=(SUB_PLAN, DRAFT))
    found = family(store, one(store, ROOT), wanted)
    directive = next(n for n in found.nodes if n.id == DIRECTIVE)
    assert directive.down == Behind()
    assert [n.id for n in found.hidden] == [SUB_PLAN]
    assert {n.id for n in family(store, one(store, ROOT), wanted, drafts=True).hidden} == {SUB_PLAN, DRAFT}


def test_filters(store: Store) -> None:
    """By relation, level, place and year; the root stays."""
    root = one(store, ROOT)
    assert ids(family(store, root, Wanted(levels=("chinh_phu",)))) == {ROOT, DIRECTIVE}
    assert ids(family(store, root, Wanted(place="lang son"))) == {ROOT, PLAN_X}
    assert ids(family(store, root, Wanted(first=2022, last=2022))) == {ROOT, PLAN_Y, DIRECTIVE}
    assert ids(family(store, one(store, PLAN_X), Wanted(relations=("BASED_ON",)))) == {PLAN_X, LAW}
    assert ids(family(store, root, Wanted(first=1990, last=1991))) == {ROOT}


def test_a_place_is_a_place() -> None:
    """The province and what lies in it, not a commune that bears its name elsewhere; unknown places go by words."""
    said = ("Nghị quyết", "76/NQ-CP", "2021-07-15", "Chính phủ")
    places = {
        "UBND tỉnh Hòa Bình": "tỉnh Hòa Bình", "UBND xã Hòa Bình": "xã Hòa Bình, tỉnh Lạng Sơn",
        "UBND huyện Mai Châu": "huyện Mai Châu, tỉnh Hòa Bình",
    }  # fmt: skip
    records = []
    for n, (issuer, place) in enumerate(places.items(), start=1):
        made = Made(f"p{n}")
        own = made.document("Kế hoạch", f"{n}/KH-UBND", "2022-01-02", issuer, "Thử", place=place)
        records.append(made.claims(own, "IMPLEMENTS", made.cites(*said)))
    store = written(MemoryStore(), [(r.record(), r.name) for r in records])

    def of(place: str) -> set[str | None]:
        return {n.issuer for n in family(store, one(store, "76/NQ-CP"), Wanted(place=place)).nodes} - {"Chính phủ"}

    assert of("hoa binh") == {"UBND tỉnh Hòa Bình", "UBND huyện Mai Châu"}
    assert of("Lạng Sơn") == {"UBND xã Hòa Bình"}
    assert of("mai chau") == {"UBND huyện Mai Châu"}


def hub(members: int) -> Store:
    """A resolution that so many communes have a plan for; two of these plans have plans of their own below."""
    records = []
    for n in range(members):
        made = Made(f"p{n}")
        own = made.document("Kế hoạch", f"{n + 1}/KH-UBND", f"202{n % 3}-01-02", f"UBND xã Số {n}")
        records.append(made.claims(own, "IMPLEMENTS", made.cites("Nghị quyết", "76/NQ-CP", "2021-07-15", "Chính phủ")))
    for n in (0, 1):
        made = Made(f"below{n}")
        own = made.document("Chương trình", f"{n}/CTr-X", "2024-01-02", f"Hội Nông dân xã Số {n}")
        cited = made.cites("Kế hoạch", f"{n + 1}/KH-UBND", f"202{n}-01-02", f"UBND xã Số {n}")
        records.append(made.claims(own, "IMPLEMENTS", cited))
    return written(MemoryStore(), [(r.record(), r.name) for r in records])


def test_many_alike_are_a_group() -> None:
    """Of one level and type with the same relations; opened it is its members; the edges are the same either way."""
    store = hub(40)
    root = one(store, "76/NQ-CP")
    found = family(store, root)
    (group,) = found.groups
    assert (group.level, group.type, group.size) == ("xa", "Kế hoạch", 40)
    assert [(e.relation, e.target, e.count) for e in found.group_edges] == [("IMPLEMENTS", root.id, 40)]
    assert ids(found) == {root.id}
    opened = family(store, root, Wanted(groups=(group.id,)))
    assert not opened.groups
    assert ids(opened) == {root.id, *(m.id for m in group.members)}
    assert len(opened.edges) == 40
    two = family(store, root, Wanted(down=2))
    assert [g.size for g in two.groups] == [38]
    assert len(two.nodes) == 1 + 2 + 2


def test_eight_are_no_group() -> None:
    """A few stand one by one."""
    assert not family(hub(8), one(hub(8), "76/NQ-CP")).groups


def test_no_room_is_said() -> None:
    """More than may be drawn: the first by hop and id, the root among them, and how many are left."""
    store = hub(40)
    root = one(store, "76/NQ-CP")
    group = family(store, root).groups[0].id
    found = family(store, root, Wanted(groups=(group,), most=10))
    assert len(found.nodes) == 10
    assert found.nodes[0].id == root.id
    assert found.left == 31
    assert len(found.edges) == 9


def test_a_cut_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub with more than is looked at."""
    monkeypatch.setattr("queries.family.MOST_MET", 20)
    assert family(hub(40), one(hub(40), "76/NQ-CP")).truncated


def test_what_is_joined_most(store: Store) -> None:
    """The overview has the edges between what it shows, and says what it left out."""
    whole = overview(store, 300)
    assert not whole.truncated
    assert whole.left == 0
    some = overview(store, 3)
    assert len(some.nodes) == 3
    assert ROOT in ids(some)
    assert some.left == len(whole.nodes) - 3
    assert set(pairs_of(some)) <= set(pairs_of(whole))


def test_very_many_of_a_year_stand_side_by_side() -> None:
    """No column is endless, and no box stands on another."""
    store = hub(40)
    root = one(store, "76/NQ-CP")
    found = family(store, root, Wanted(groups=(family(store, root).groups[0].id,)))
    drawn = drawing(found, Frame(labels("vi")))
    assert len({(b.x, b.y) for b in drawn.boxes}) == 41
    assert len({b.y for b in drawn.boxes}) <= 13
    assert drawn.height < 2_000
    assert all(b.x + drawn.box_width < drawn.width for b in drawn.boxes)


def test_a_year_is_no_day(store: Store) -> None:
    """A name says 'ngày' of a day, 'tháng' of a month, 'năm' of a year."""
    law = node(one(store, LAW))
    shape = Frame(labels("vi"))
    dates = {"2025": "năm 2025", "2025-05": "tháng 5/2025", "2025-05-01": "ngày 1/5/2025"}
    for issued, said in dates.items():
        assert said in shape.name(structs.replace(law, issued=issued))


def crossings(found: Family) -> int:
    """How many pairs of lines of the picture cross, taken as straight from box to box."""
    drawn = drawing(found, Frame(labels("vi")))
    at = {b.id: (b.x, b.y) for b in drawn.boxes}
    lines = [sorted((at[c.source], at[c.target])) for c in drawn.curves]

    def side(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return sum(
        side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
        for (a, b), (c, d) in combinations(lines, 2)
    )


def test_lines_do_not_cross_without_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five plans of one year whose own plans came in the other order: as the dates have it each line crosses each."""
    root = ("Nghị quyết", "76/NQ-CP", "2021-07-15", "Chính phủ")
    records = []
    for n in range(1, 6):
        above, below = Made(f"a{n}"), Made(f"b{n}")
        said = ("Kế hoạch", f"{n}/KH-UBND", f"2022-0{n}-01", f"UBND tỉnh Số {n}")
        own = above.document(*said, "Trên")
        records.append(above.claims(own, "IMPLEMENTS", above.cites(*root)))
        own = below.document("Chương trình", f"{n}/CTr-UBND", f"2023-0{6 - n}-01", f"UBND tỉnh Số {n}", "Dưới")
        records.append(below.claims(own, "IMPLEMENTS", below.cites(*said)))
    store = written(MemoryStore(), [(r.record(), r.name) for r in records])
    found = family(store, one(store, "76/NQ-CP"), Wanted(down=2))
    assert len(found.edges) == 10
    assert crossings(found) == 0
    monkeypatch.setattr("viz.picture.untangled", lambda cells, _joined, _height: dict(cells))
    assert crossings(found) == 10
