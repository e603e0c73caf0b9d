"""Descent, hop by hop, for every store: a few ways from each instrument, none of them with its quotes.

The algorithm stands here once, over keys of the store's own; a store gives it `Ways`, each asked once a hop for the
whole frontier. Only what is shown in the end gets names and, from `Store.quoted`, quotes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from graph.record import Act
from graph.store import base
from graph.store.descent import Descent, Direction, Step, Walk
from graph.store.port import EdgeRow, InstrumentRow

# A decision and what it issues are one act: crossed both ways. But the root's own other half is a bridge only: what a
# decision issues is nothing that the decision comes from, nor is the decision something that comes from its plan.
ISSUE = "PROMULGATES"
_OTHER: dict[Direction, Direction] = {"out": "in", "in": "out"}
K = TypeVar("K", int, str)
# of a store's own values
Way = tuple[K, K, Any, Any, Any, Any, bool]  # source, target, relation, act, from, until, draft
Facts = tuple[str, str, str, Act, str, str]  # of a step; thousands are put in order, which tuples do faster
# an instrument, the other ends of its edges, a mark for each, whether there are more
Met = tuple[K, Sequence[K], Sequence[Any], bool]


class Ways(Protocol[K]):
    """What a store is asked for."""

    def ways(
        self, keys: Sequence[K], direction: Direction, relations: Sequence[str], drafts: bool, limit: int
    ) -> Iterable[Met[K]]:
        """Of each key that has any the first `limit` edges in the order of `Store.edges`, in any order.

        Of those, edges that do not count are left out after the cut: `draft` ones count where drafts are asked for,
        others where they are done. A mark is whatever `steps` knows an edge by beside its ends.
        """

    def first(self, keys: Sequence[K], drafts: bool, most: int) -> list[tuple[str, K]]:
        """The first `most` of the keys by their ids, with these; drafts only where asked for."""

    def relation(self, mark: Any) -> str:
        """The relation of an edge."""

    def steps(self, met: Collection[tuple[K, K, Any]], ids: Mapping[K, str]) -> Iterable[Facts]:
        """The edges by source, target and mark; some may come twice."""


def dead_halves(
    root: K, of_root: Iterable[tuple[tuple[K, K], str]], ends: Iterable[tuple[K, K]], hops: Mapping[K, int]
) -> set[K]:
    """The root's other halves that lead to nothing new (see `ISSUE`), of a walk in one direction.

    `ends`: of all edges met, as (this end, the end further in the direction); `of_root`: the root's with relations.
    """
    ahead: dict[K, set[str]] = {}
    back: set[K] = set()
    for (near, far), relation in of_root:
        if near == root:
            ahead.setdefault(far, set()).add(relation)
        elif relation == ISSUE:
            back.add(near)
    halves = {key for key, said in ahead.items() if said == {ISSUE} and key in hops} - back
    return halves - {near for near, far in ends if hops.get(far) == 2} if halves else set()


class _Walk(Generic[K]):
    """One direction: hops by key, the ways met, and whether a limit cut something off."""

    def __init__(self, ways: Ways[K], root: tuple[K, str], asked: Descent) -> None:
        self.asked = asked
        self._ways: Ways[K] = ways
        self.hops: dict[K, int] = {root[0]: 0}
        self.ids: dict[K, str] = {root[0]: root[1]}
        self.met: list[tuple[Direction, Met[K]]] = []
        self.truncated = False

    def _hop(self, frontier: Sequence[K], side: Direction, relations: Sequence[str]) -> set[K]:
        """The other ends of one hop."""
        if not relations:
            return set()
        ends: set[K] = set()
        for met in self._ways.ways(frontier, side, relations, self.asked.drafts, self.asked.edges):
            self.truncated |= met[3]
            self.met.append((side, met))
            ends.update(met[1])
        return ends

    def go(self, side: Direction) -> None:
        """All hops: 'out' is up, towards what it rests on."""
        issue = [ISSUE] if ISSUE in self.asked.relations else []
        frontier = list(self.hops)
        for hop in range(1, self.asked.depth + 1):
            ends = self._hop(frontier, side, self.asked.relations) | self._hop(frontier, _OTHER[side], issue)
            frontier = self._entered(sorted(ends - self.hops.keys()), hop)
            if not frontier:
                break
        self._without_dead_halves(side)

    def _without_dead_halves(self, side: Direction) -> None:
        """Takes out the root's other halves that lead to nothing new (see `ISSUE`)."""
        root = next(iter(self.hops))
        met = [(a, way) for a, way in self.met if way[0] == root or root in way[1]]
        of_root = [
            ((key, end) if a == side else (end, key), self._ways.relation(mark))
            for a, (key, ends, marks, _) in met
            for end, mark in zip(ends, marks, strict=True)
            if root in (key, end)
        ]
        every = ((key, end) if a == side else (end, key) for a, (key, ends, *_) in self.met for end in ends)
        for key in dead_halves(root, of_root, every, self.hops):
            del self.hops[key]

    def _entered(self, new: Sequence[K], hop: int) -> list[K]:
        """Those that there is room for, the first by id."""
        room = self.asked.nodes - len(self.hops)
        drafts = self.asked.drafts
        if room <= 0:  # only whether there is more
            self.truncated |= any(self._ways.first(new[n : n + 50], drafts, 1) for n in range(0, len(new), 50))
            return []
        seen = self._ways.first(new, drafts, room + 1) if new else []
        self.truncated |= len(seen) > room
        self.hops.update((key, hop) for _, key in seen[:room])
        self.ids.update((key, name) for name, key in seen[:room])
        return [key for _, key in seen[:room]]

    def shown(self, known: Mapping[K, str]) -> Iterator[tuple[K, K, Any]]:
        """What was met between the known ones, by source, target and mark."""
        for side, (key, ends, marks, _) in self.met:
            if key in known:
                for end, mark in zip(ends, marks, strict=True):
                    if end in known:
                        yield (key, end, mark) if side == "out" else (end, key, mark)


def walk(ways: Ways[K], root: tuple[K, str], sides: Sequence[Direction], asked: Descent) -> Walk:
    """What is met from the root (key, id) in each direction; siblings are not kin: two directions are two walks."""
    hops: dict[K, int] = {}
    ids: dict[K, str] = {}
    walks = []
    for side in sides:
        one = _Walk(ways, root, asked)
        one.go(side)
        walks.append(one)
        hops |= {key: min(hop, hops.get(key, hop)) for key, hop in one.hops.items()}
        ids |= one.ids
    kept = sorted(hops, key=lambda key: (hops[key], ids[key]))[: asked.nodes]
    known = {key: ids[key] for key in kept}
    shown = {way for one in walks for way in one.shown(known)}
    return Walk(
        hops={ids[key]: hops[key] for key in kept},
        steps=tuple(Step(*facts) for facts in sorted(set(ways.steps(shown, known)))),
        truncated=any(one.truncated for one in walks) or len(hops) > asked.nodes,
    )


class Edges(Protocol):
    """`Store.edges`."""

    def __call__(
        self,
        ids: Sequence[str],
        direction: Direction,
        relations: Sequence[str] | None = None,
        as_of: str | None = None,
        drafts: bool = False,
        limit: int = 50,
    ) -> dict[str, list[EdgeRow]]:
        """Edges of each id."""


class Known:
    """`Ways` of a store that has its edges with their quotes anyway; keys are ids."""

    def __init__(self, edges: Edges, instruments: Callable[[Sequence[str]], Mapping[str, InstrumentRow]]) -> None:
        self._edges, self._instruments = edges, instruments

    def ways(
        self, keys: Sequence[str], direction: Direction, relations: Sequence[str], drafts: bool, limit: int
    ) -> Iterator[Met[str]]:
        """Of each key the first `limit` edges that count, and whether there are more."""
        for key, rows in self._edges(keys, direction, relations, drafts=drafts, limit=limit).items():
            counted = [_way(step_of(e), e.draft) for e in rows[:limit] if base.counted(e.act, e.draft, drafts)]
            yield met(key, direction, counted, len(rows) > limit)

    def names(self, keys: Sequence[str]) -> dict[str, bool]:
        """Those of the ids that exist, and whether each is a draft."""
        return {i: row.stage == "draft" for i, row in self._instruments(keys).items()}

    def first(self, keys: Sequence[str], drafts: bool, most: int) -> list[tuple[str, str]]:
        """The first `most` of the ids, twice."""
        return first(self.names(keys), drafts, most)

    def relation(self, mark: Way[str]) -> str:
        """The relation of an edge."""
        return str(mark[2])

    def steps(self, met: Collection[tuple[str, str, Any]], _ids: Mapping[str, str]) -> Iterable[Facts]:
        """The edges, which are their own marks."""
        return ((way[0], way[2], way[1], *way[3:6]) for _, _, way in met)


def met(key: str, direction: Direction, ways: Sequence[Way[str]], more: bool) -> Met[str]:
    """Ways from or to one instrument, each the mark of itself."""
    return key, [w[1] if direction == "out" else w[0] for w in ways], ways, more


def first(drafts_of: Mapping[str, bool], drafts: bool, most: int) -> list[tuple[str, str]]:
    """The first `most` of the ids, twice, without drafts where these are not asked for."""
    return [(i, i) for i in sorted(i for i, draft in drafts_of.items() if drafts or not draft)[:most]]


def step_of(edge: EdgeRow) -> Step:
    """The edge by what tells it from others."""
    return Step(edge.source, edge.relation, edge.target, edge.act, edge.valid_from or "", edge.valid_until or "")


def _way(step: Step, draft: bool) -> Way[str]:
    return step.source, step.target, step.relation, step.act, step.valid_from, step.valid_until, draft
