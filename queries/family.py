"""What a picture shows: an instrument, what stands above and below it, as far as it was opened; many alike as groups.

One answer for the picture, the tree, the table, JSON and every export, so that they cannot differ. Names are asked for
first, quotes only of what is shown. Opened nothing and filtered nothing it has the edges of `queries.lineage`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from graph.areas import area, inside, known_areas
from graph.bodies import known_prefix
from graph.folding import fold, slug
from graph.store.descent import Direction, Step
from graph.store.port import InstrumentRow, Store
from graph.store.walking import ISSUE, dead_halves
from queries.answers import LineageEdge, Node
from queries.levels import level_key
from queries.lineage import DESCENT, edge_of
from queries.nodes import fields, node, rows_of
from queries.quotes import Quotes

MOST_BOXES = 300  # drawn one by one (docs/decisions/0013: why)
MOST_MET = 3_000  # that are looked at for the sake of grouping
MOST_COUNTED = 50  # behind a "+n"; above it is "more than"
GROUP_FROM = 9  # so many alike become one
Side = Literal["up", "down"]
_OWN: dict[Side, Direction] = {"up": "out", "down": "in"}
_BACK: dict[Side, Direction] = {"up": "in", "down": "out"}


class Wanted(Struct, frozen=True, kw_only=True):
    """What is opened, hidden and filtered; ids that nothing has are nothing."""

    up: int = 1  # hops from the root
    down: int = 1
    open_up: tuple[str, ...] = ()  # instruments whose next hop is shown too
    open_down: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()  # groups that are shown one by one
    hide: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()  # none: those of descent
    levels: tuple[str, ...] = ()  # none: all
    place: str | None = None
    first: int | None = None  # years of issue
    last: int | None = None
    most: int = MOST_BOXES


class Behind(Struct, frozen=True):
    """How many more there are on a side that was not opened; `more`: at least."""

    count: int = 0
    more: bool = False


class Relative(Node, frozen=True, kw_only=True):
    """An instrument of the family; `up` and `down` are what is behind it and not shown."""

    hop: int
    level: str
    up: Behind
    down: Behind


class Group(Struct, frozen=True, kw_only=True):
    """Instruments of one level and type that have the same relations to the same others."""

    id: str
    level: str
    type: str
    members: list[Node]

    @property
    def size(self) -> int:
        """How many."""
        return len(self.members)


class GroupEdge(Struct, frozen=True, kw_only=True):
    """The same relation of every member of a group; one end is the group's id."""

    source: str
    relation: str
    target: str
    count: int


class Family(Struct, frozen=True, kw_only=True):
    """All that is shown; there was no room for `left` more; `truncated`: there may be others still."""

    root: str
    nodes: list[Relative]
    edges: list[LineageEdge]
    groups: list[Group]
    group_edges: list[GroupEdge]
    hidden: list[Node]
    left: int
    truncated: bool


class _Gathering:
    """Hop by hop, each hop one question for the whole frontier."""

    def __init__(self, store: Store, root: InstrumentRow, wanted: Wanted, drafts: bool) -> None:
        self.store, self.root, self.wanted, self.drafts = store, root.id, wanted, drafts
        self.relations = list(wanted.relations or DESCENT)
        self.rows: dict[str, InstrumentRow | None] = {root.id: root}
        self.hops = {root.id: 0}
        self.met: set[Step] = set()
        self.opened: set[tuple[str, Side]] = set()
        self.truncated = False
        self.areas = known_areas(wanted.place) if wanted.place else ()

    def ends(self, ids: Sequence[str], side: Side, limit: int) -> dict[str, list[tuple[Step, str]]]:
        """The edges of each with their other ends; a decision and what it issues are crossed both ways."""
        own, back = _OWN[side], _BACK[side]
        found = self.store.steps(ids, own, self.relations, self.drafts, limit)
        ends = {i: [(s, s.target if own == "out" else s.source) for s in steps] for i, steps in found.items()}
        if ISSUE in self.relations:
            for i, steps in self.store.steps(ids, back, [ISSUE], self.drafts, limit).items():
                ends[i] += [(s, s.target if back == "out" else s.source) for s in steps]
        return ends

    def learn(self, ids: Iterable[str]) -> None:
        """Their rows; None for what is not shown: drafts, what is hidden or filtered away."""
        new = sorted({i for i in ids if i not in self.rows})
        known = rows_of(self.store, new, self.drafts)
        self.rows |= {i: known[i] if i in known and self._wanted(known[i]) else None for i in new}

    def _wanted(self, row: InstrumentRow) -> bool:
        asked = self.wanted
        if row.id in asked.hide or (asked.levels and level_key(row.issuer, row.type) not in asked.levels):
            return False
        if asked.place and not self._there(row, asked.place):
            return False
        year = int(row.issued[:4]) if row.issued else None
        if year is None:
            return asked.first is None and asked.last is None
        return (asked.first or 0) <= year <= (asked.last or 9999)

    def _there(self, row: InstrumentRow, place: str) -> bool:
        """By the gazetteer where it knows the place; what it does not know is words of the place or the issuer."""
        if not self.areas:
            return fold(place) in fold(f"{row.place or ''} {row.issuer or ''}")
        known = known_prefix(row.issuer or "")
        own = row.area or area(known[1] if known else None, row.issued)  # an area is kept of what is loaded alone
        return any(inside(own, outer) for outer in self.areas)

    def hop(self, frontier: Sequence[str], side: Side, seen: dict[str, int]) -> list[str]:
        """One step on from what was seen; gives what is new."""
        todo = [i for i in frontier if (i, side) not in self.opened]
        self.opened.update((i, side) for i in todo)
        found = self.ends(todo, side, MOST_MET) if todo else {}
        self.truncated |= any(len(some) > MOST_MET for some in found.values())
        ends = [(i, step, other) for i, some in found.items() for step, other in some]
        self.learn(other for _, _, other in ends)
        new = sorted({other for _, _, other in ends if self.rows[other] and other not in seen})
        room = max(0, MOST_MET - len(seen))
        self.truncated |= len(new) > room
        kept = new[:room]
        self.met.update(step for _, step, other in ends if self.rows[other])
        nearest = {other: seen[i] for i, _, other in sorted(ends, key=lambda e: -seen[e[0]])}
        seen.update((other, nearest[other] + 1) for other in kept)
        return kept

    def walk(self, side: Side, depth: int) -> None:
        """So many hops from the root; siblings are not kin: each direction is a walk of its own."""
        seen = {self.root: 0}
        met, self.met = self.met, set()
        frontier = [self.root]
        for _ in range(depth):
            frontier = self.hop(frontier, side, seen)
        ends = [(s.source, s.target) if side == "up" else (s.target, s.source) for s in self.met]
        relations = [s.relation for s in self.met]
        of_root = [(e, relation) for e, relation in zip(ends, relations, strict=True) if self.root in e]
        for dead in dead_halves(self.root, of_root, ends, seen):
            del seen[dead]
        self.met |= met  # what is shown is decided in the end
        self.hops |= {i: min(hop, self.hops.get(i, hop)) for i, hop in seen.items()}

    def open(self) -> None:
        """What was opened one by one, whatever the order in which it was."""
        asked: list[tuple[str, Side]] = [(i, "up") for i in self.wanted.open_up]
        asked += [(i, "down") for i in self.wanted.open_down]
        while now := [(i, side) for i, side in asked if i in self.hops and (i, side) not in self.opened]:
            for i, side in now:
                self.hop([i], side, self.hops)

    def row(self, i: str) -> InstrumentRow:
        """The row of what is shown."""
        row = self.rows[i]
        assert row is not None  # noqa: S101 - what has a hop passed `learn`
        return row

    def behind(self, ids: Sequence[str]) -> dict[tuple[str, Side], Behind]:
        """What a "+n" at each would open."""
        counts: dict[tuple[str, Side], Behind] = {}
        sides: tuple[Side, ...] = ("up", "down")
        for side in sides:
            closed = [i for i in ids if (i, side) not in self.opened]
            found = self.ends(closed, side, MOST_COUNTED) if closed else {}
            if self._filtered():
                self.learn(other for some in found.values() for _, other in some)
            for i, some in found.items():
                unseen = {o for _, o in some} - self.hops.keys() - set(self.wanted.hide)
                new = {o for o in unseen if self.rows.get(o, o) is not None}
                counts[i, side] = Behind(min(len(new), MOST_COUNTED), len(some) > MOST_COUNTED)
        return counts

    def _filtered(self) -> bool:
        return bool(self.wanted.levels or self.wanted.place or self.wanted.first or self.wanted.last)


def family(store: Store, root: InstrumentRow, wanted: Wanted = Wanted(), drafts: bool = False) -> Family:  # noqa: B008 - frozen
    """Nodes by (hop, id), edges by (source, relation, target), groups by id."""
    with store.read():
        found = _Gathering(store, root, wanted, drafts)
        found.walk("up", wanted.up)
        found.walk("down", wanted.down)
        found.open()
        steps = [s for s in sorted(found.met) if s.source in found.hops and s.target in found.hops]
        return _shown(found, steps)


def _shown(found: _Gathering, steps: list[Step]) -> Family:
    wanted, store = found.wanted, found.store
    groups = _groups(found, steps)
    grouped = {m.id: g.id for g in groups for m in g.members}
    order = sorted((i for i in found.hops if i not in grouped), key=lambda i: (found.hops[i], i))
    kept = order[: wanted.most]
    behind = found.behind(kept)
    inside = set(kept)
    drawn = store.quoted([s for s in steps if s.source in inside and s.target in inside])
    quotes = Quotes(store, {q.file for e in drawn for q in e.quotes})
    ends = {**{i: i for i in kept}, **grouped}
    shared = Counter(
        (ends[s.source], s.relation, ends[s.target])
        for s in steps
        if s.source in ends and s.target in ends and not (s.source in inside and s.target in inside)
    )
    hidden = rows_of(store, wanted.hide, found.drafts)
    return Family(
        root=found.root,
        nodes=[_relative(found, i, behind) for i in kept],
        edges=[edge_of(e, quotes, 1) for e in drawn],
        groups=groups,
        group_edges=[
            GroupEdge(source=s, relation=r, target=t, count=count) for (s, r, t), count in sorted(shared.items())
        ],
        hidden=[node(row) for row in hidden.values()],
        left=len(order) - len(kept),
        truncated=found.truncated,
    )


def _relative(found: _Gathering, i: str, behind: dict[tuple[str, Side], Behind]) -> Relative:
    row, none = found.row(i), Behind()
    return Relative(
        **fields(row), hop=found.hops[i], level=level_key(row.issuer, row.type), up=behind.get((i, "up"), none),
        down=behind.get((i, "down"), none),
    )  # fmt: skip


def _perhaps_alike(found: _Gathering, steps: list[Step]) -> set[str]:
    """All that can be in a group, and few others: sums of hashes, which are equal where the relations are."""
    sums = dict.fromkeys(found.hops, 0)
    last = ("", "", "")
    for s in steps:  # in order, so that what is said of the same two twice stands together
        if last != (last := (s.source, s.relation, s.target)):
            sums[s.source] += hash(("out", s.relation, s.target))
            sums[s.target] += hash(("in", s.relation, s.source))
    asked = {found.root, *found.wanted.open_up, *found.wanted.open_down}
    marks = {i: (found.row(i).type, sums[i]) for i in found.hops.keys() - asked}
    many = {mark for mark, count in Counter(marks.values()).items() if count >= GROUP_FROM}
    return {i for i, mark in marks.items() if mark in many}


def _groups(found: _Gathering, steps: list[Step]) -> list[Group]:
    """Leaves that are alike; what others hang on, or what was opened, stands by itself."""
    perhaps = _perhaps_alike(found, steps)
    edges: dict[str, set[tuple[str, str, str]]] = {i: set() for i in perhaps}
    for s in steps:
        if s.source in perhaps:
            edges[s.source].add(("out", s.relation, s.target))
        if s.target in perhaps:
            edges[s.target].add(("in", s.relation, s.source))
    alike: dict[tuple[str, str, tuple[tuple[str, str, str], ...]], list[str]] = {}
    for i in sorted(perhaps):
        row = found.row(i)
        alike.setdefault((level_key(row.issuer, row.type), row.type, tuple(sorted(edges[i]))), []).append(i)
    groups: list[Group] = []
    anchors: set[str] = set()
    for (level, kind, ends), members in sorted(alike.items(), key=lambda a: (-len(a[1]), a[0])):
        key = ".".join([level, slug(kind), *(f"{way}-{relation}-{other}" for way, relation, other in ends)])
        others = {other for _, _, other in ends}
        joined = {m.id for g in groups for m in g.members}
        if len(members) < GROUP_FROM or key in found.wanted.groups or others & joined or anchors & set(members):
            continue
        anchors |= others
        groups.append(Group(id=key, level=level, type=kind, members=[node(found.row(i)) for i in members]))
    return sorted(groups, key=lambda g: g.id)
