"""Descent, hop by hop, for every store: a few ways from each instrument, none of them with its quotes.

The algorithm stands here once, over keys of the store's own; a store gives it `Ways`, each asked once a hop for the
whole frontier. Only what is shown in the end gets names and, from `Store.quoted`, quotes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

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


class Ways(Protocol[K]):
    """What a store is asked for."""

    def ways(
        self, keys: Sequence[K], direction: Direction, relations: Sequence[str], drafts: bool, limit: int
    ) -> Iterable[tuple[list[Way[K]], bool]]:
        """Of each key the first `limit` edges in the order of `Store.edges`, in any order, and whether there are more.

        Of those, edges that do not count are left out after the cut: `draft` ones count where drafts are asked for,
        others where they are done.
        """

    def names(self, keys: Sequence[K]) -> Mapping[K, tuple[str, bool]]:
        """The ids of those that exist, and whether each is a draft."""

    def step(self, way: Way[K], source: str, target: str) -> Step:
        """The edge of a way."""


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
        self.met: set[Way[K]] = set()
        self.truncated = False

    def _hop(self, frontier: Sequence[K], side: Direction, relations: Sequence[str]) -> set[K]:
        """The other ends of one hop."""
        if not relations:
            return set()
        ends: set[K] = set()
        for ways, more in self._ways.ways(frontier, side, relations, self.asked.drafts, self.asked.edges):
            self.truncated |= more
            self.met.update(ways)
            ends.update([way[1] for way in ways] if side == "out" else [way[0] for way in ways])
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
        near, far = (0, 1) if side == "out" else (1, 0)
        pairs = [((way[0], way[1]), way) for way in self.met]
        ends = [(pair[near], pair[far]) for pair, _ in pairs]
        of_root = [(e, self._ways.step(w, "", "").relation) for e, (_, w) in zip(ends, pairs, strict=True) if root in e]
        for key in dead_halves(root, of_root, ends, self.hops):
            del self.hops[key]

    def _entered(self, new: Sequence[K], hop: int) -> list[K]:
        """Those that there is room for, the first by id."""
        room = self.asked.nodes - len(self.hops)
        if room <= 0:  # only whether there is more
            self.truncated |= any(self._seen(new[n : n + 50]) for n in range(0, len(new), 50))
            return []
        seen = sorted(self._seen(new))
        self.truncated |= len(seen) > room
        self.hops.update((key, hop) for _, key in seen[:room])
        self.ids.update((key, name) for name, key in seen[:room])
        return [key for _, key in seen[:room]]

    def _seen(self, keys: Sequence[K]) -> list[tuple[str, K]]:
        named = self._ways.names(keys)
        return [(name, key) for key, (name, draft) in named.items() if self.asked.drafts or not draft]


def walk(ways: Ways[K], root: tuple[K, str], sides: Sequence[Direction], asked: Descent) -> Walk:
    """What is met from the root (key, id) in each direction; siblings are not kin: two directions are two walks."""
    hops: dict[K, int] = {}
    ids: dict[K, str] = {}
    met: set[Way[K]] = set()
    truncated = False
    for side in sides:
        one = _Walk(ways, root, asked)
        one.go(side)
        truncated |= one.truncated
        hops |= {key: min(hop, hops.get(key, hop)) for key, hop in one.hops.items()}
        ids |= one.ids
        met |= one.met
    kept = sorted(hops, key=lambda key: (hops[key], ids[key]))[: asked.nodes]
    known = {key: ids[key] for key in kept}
    shown = [w for w in met if w[0] in known and w[1] in known]
    return Walk(
        hops={ids[key]: hops[key] for key in kept},
        steps=tuple(sorted(ways.step(w, known[w[0]], known[w[1]]) for w in shown)),
        truncated=truncated or len(hops) > asked.nodes,
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
    ) -> Iterator[tuple[list[Way[str]], bool]]:
        """Of each key the first `limit` edges that count, and whether there are more."""
        for rows in self._edges(keys, direction, relations, drafts=drafts, limit=limit).values():
            counted = [e for e in rows[:limit] if base.counted(e.act, e.draft, drafts)]
            yield [_way(step_of(e), e.draft) for e in counted], len(rows) > limit

    def names(self, keys: Sequence[str]) -> dict[str, tuple[str, bool]]:
        """The ids of those that exist, and whether each is a draft."""
        return {i: (i, row.stage == "draft") for i, row in self._instruments(keys).items()}

    def step(self, way: Way[str], source: str, target: str) -> Step:
        """The edge of a way."""
        return Step(source, way[2], target, *way[3:6])


def step_of(edge: EdgeRow) -> Step:
    """The edge by what tells it from others."""
    return Step(edge.source, edge.relation, edge.target, edge.act, edge.valid_from or "", edge.valid_until or "")


def _way(step: Step, draft: bool) -> Way[str]:
    return step.source, step.target, step.relation, step.act, step.valid_from, step.valid_until, draft
