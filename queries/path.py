"""`path`: the shortest chains between two instruments, whichever way the relations point."""

from collections.abc import Iterable, Sequence

from graph.record import RELATIONS
from graph.store.port import EdgeRow, InstrumentRow, Store
from queries.answers import LineageEdge, LineageNode, Path
from queries.nodes import counts, fields, qualities, rows_of
from queries.quotes import Quotes

MOST_HOPS, MOST_ENDS, MOST_NODES = 8, 2_000, 20_000
MOST_SHOWN = 200  # instruments of the answer
_ALL_OUT = 10_000  # edges out of one instrument: bounded by its text


class _Side:
    """Breadth first from one end: hops by id, and from where each was reached."""

    def __init__(self, start: str) -> None:
        self.hops = {start: 0}
        self.before: dict[str, list[str]] = {start: []}
        self.frontier = [start]

    def grow(self, store: Store, relations: Sequence[str] | None, drafts: bool) -> bool:
        """One hop outwards; whether a limit cut it."""
        found = store.neighbours(self.frontier, relations, drafts, MOST_ENDS)
        hop = self.hops[self.frontier[0]] + 1
        cut = any(len(ends) > MOST_ENDS for ends in found.values())
        ends = {end for some in found.values() for end in some[:MOST_ENDS]} - self.hops.keys()
        seen = rows_of(store, ends, drafts)
        room = MOST_NODES - len(self.hops)
        new = sorted(seen)[:room]
        cut |= len(seen) > room
        self.hops.update((i, hop) for i in new)
        for here in self.frontier:
            for end in found[here][:MOST_ENDS]:
                if self.hops.get(end) == hop:
                    self.before.setdefault(end, []).append(here)
        self.frontier = new
        return cut

    def chain(self, ends: Iterable[str]) -> set[tuple[str, str]]:
        """The steps on shortest ways from the start to the ends, as (nearer, farther)."""
        steps, todo, done = set(), list(ends), set()
        while todo:
            here = todo.pop()
            if here not in done:
                done.add(here)
                for nearer in self.before[here]:
                    steps.add((nearer, here))
                    todo.append(nearer)
        return steps


def path(
    store: Store,
    ends: tuple[InstrumentRow, InstrumentRow],
    relations: Sequence[str] | None = None,
    depth: int = 6,
    drafts: bool = False,
) -> Path:
    """All instruments and relations on shortest chains; none where the two are not connected within `depth` hops."""
    first, last = ends
    here, there = _Side(first.id), _Side(last.id)
    truncated, met = False, {first.id} & {last.id}
    while not met and here.frontier and there.frontier and _length(here) + _length(there) < min(depth, MOST_HOPS):
        smaller = here if len(here.frontier) <= len(there.frontier) else there
        truncated |= smaller.grow(store, relations, drafts)
        met = set(smaller.frontier) & (there if smaller is here else here).hops.keys()
    steps = here.chain(met) | {(b, a) for a, b in there.chain(met)}
    total = min((here.hops[m] + there.hops[m] for m in met), default=0)
    hops = _hops(first.id, steps)
    kept = sorted(hops, key=lambda i: (hops[i], i))
    if len(kept) > MOST_SHOWN:
        kept, truncated = _thinned(kept, steps, hops, total), True
    rows = {**rows_of(store, kept, drafts), first.id: first, last.id: last}
    edges = _edges(store, {s for s in steps if s[0] in rows and s[1] in rows}, relations, drafts)
    return Path(
        start=first.id,
        end=last.id,
        nodes=[LineageNode(**fields(rows[i]), hop=hops[i]) for i in kept if i in rows],
        edges=edges,
        truncated=truncated,
    )


def _length(side: _Side) -> int:
    return side.hops[side.frontier[0]]


def _hops(start: str, steps: set[tuple[str, str]]) -> dict[str, int]:
    """How far each instrument of the steps lies from the start."""
    after: dict[str, list[str]] = {}
    for nearer, farther in steps:
        after.setdefault(nearer, []).append(farther)
    hops, todo = {start: 0}, [start]
    for here in todo:
        for end in after.get(here, ()):
            if end not in hops:
                hops[end] = hops[here] + 1
                todo.append(end)
    return hops if steps or start else {}


def _thinned(kept: list[str], steps: set[tuple[str, str]], hops: dict[str, int], total: int) -> list[str]:
    """Whole chains, the first ones by id, as many as there is room for."""
    after: dict[str, list[str]] = {}
    for nearer, farther in steps:
        after.setdefault(nearer, []).append(farther)
    chosen: set[str] = set()
    ways = [[kept[0]]]
    while ways and len(chosen) < MOST_SHOWN:
        way = ways.pop()
        if len(way) == total + 1:
            chosen.update(way)
        else:
            ways += [[*way, end] for end in sorted(after.get(way[-1], ()), reverse=True)]
    return sorted(chosen, key=lambda i: (hops[i], i))


def _edges(
    store: Store, steps: set[tuple[str, str]], relations: Sequence[str] | None, drafts: bool
) -> list[LineageEdge]:
    """The edges of each step, whichever way they point, by source, relation, target."""
    wanted = steps | {(b, a) for a, b in steps}
    found: dict[tuple[str, ...], EdgeRow] = {}
    for source in sorted({a for a, _ in wanted}):
        out = store.edges([source], "out", relations or RELATIONS, drafts=drafts, limit=_ALL_OUT)
        for edge in out.get(source, []):
            if (source, edge.target) in wanted and counts(edge, drafts):
                found[source, edge.relation, edge.target, edge.act, edge.valid_from or ""] = edge
    quotes = Quotes(store)
    return [
        LineageEdge(source=e.source, relation=e.relation, target=e.target, evidence=quotes.of(e), **qualities(e))
        for _, e in sorted(found.items())
    ]
