"""`lineage`: what an instrument comes from, and what comes from it, one call of the port for a whole frontier."""

from collections.abc import Iterable, Sequence

from graph.record import RELATIONS
from graph.store import port
from graph.store.port import EdgeRow, InstrumentRow, Store
from queries.answers import Lineage, LineageEdge, LineageNode, Reach
from queries.nodes import counts, fields, qualities, rows_of
from queries.quotes import Quotes

EDGES_A_NODE, MOST_NODES, MOST_HOPS = 50, 500, 6
# A bare citation and an answer to a letter are no descent.
DESCENT = tuple(r for r in RELATIONS if r not in {"CITES", "RESPONDS_TO"})
_SIDES: dict[str, tuple[port.Direction, ...]] = {"up": ("out",), "down": ("in",), "both": ("out", "in")}
ISSUE = "PROMULGATES"  # a decision and what it issues are one act: crossed both ways


Met = Iterable[tuple[str, EdgeRow]]  # (the other end, edge)


class _Walk:
    """One direction of a lineage: hops by id, the edges met, and whether a limit cut something off."""

    def __init__(self, store: Store, root: InstrumentRow, relations: Sequence[str], drafts: bool) -> None:
        self.store, self.relations, self.drafts = store, relations, drafts
        self.rows: dict[str, InstrumentRow] = {root.id: root}
        self.hops: dict[str, int] = {root.id: 0}
        self.edges: dict[tuple[str, ...], EdgeRow] = {}
        self.truncated = False

    def _met(self, frontier: list[str], side: port.Direction, relations: Sequence[str]) -> Met:
        if not relations:
            return
        found = self.store.edges(frontier, side, relations, drafts=self.drafts, limit=EDGES_A_NODE)
        for start in frontier:
            edges = found.get(start, [])
            self.truncated |= len(edges) > EDGES_A_NODE
            for edge in edges[:EDGES_A_NODE]:
                if counts(edge, self.drafts):
                    yield (edge.target if side == "out" else edge.source), edge

    def go(self, side: port.Direction, depth: int) -> None:
        """All hops of one direction: 'out' is up, towards what it rests on."""
        other: port.Direction = "in" if side == "out" else "out"
        issue = [ISSUE] if ISSUE in self.relations else []
        frontier = [next(iter(self.hops))]
        for hop in range(1, depth + 1):
            met = [*self._met(frontier, side, self.relations), *self._met(frontier, other, issue)]
            new = sorted({end for end, _ in met} - self.hops.keys())
            rows = rows_of(self.store, new, self.drafts)
            frontier = [i for i in new if i in rows]
            room = MOST_NODES - len(self.rows)
            if len(frontier) > room:
                frontier, self.truncated = frontier[:room], True
            self.rows.update((i, rows[i]) for i in frontier)
            self.hops.update((i, hop) for i in frontier)
            self.edges.update((_key(e), e) for _, e in met)
            if not frontier:
                break


def _key(edge: EdgeRow) -> tuple[str, ...]:
    return edge.source, edge.relation, edge.target, edge.act, edge.valid_from or "", edge.valid_until or ""


def lineage(store: Store, root: InstrumentRow, reach: Reach = Reach(), drafts: bool = False) -> Lineage:  # noqa: B008 - frozen
    """Nodes by (hop, id), edges by (source, relation, target); siblings are not kin: up and down are two walks."""
    sides = _SIDES[reach.direction]
    hops: dict[str, int] = {}
    rows: dict[str, InstrumentRow] = {}
    edges: dict[tuple[str, ...], EdgeRow] = {}
    truncated = False
    for side in sides:
        walk = _Walk(store, root, reach.relations or DESCENT, drafts)
        walk.go(side, min(reach.depth, MOST_HOPS))
        truncated |= walk.truncated
        hops = {i: min(walk.hops.get(i, 99), hops.get(i, 99)) for i in {**hops, **walk.hops}}
        rows.update(walk.rows)
        edges.update(walk.edges)
    kept = sorted(rows, key=lambda i: (hops[i], i))[:MOST_NODES]
    known = set(kept)
    quotes = Quotes(store)
    return Lineage(
        root=root.id,
        nodes=[LineageNode(**fields(rows[i]), hop=hops[i]) for i in kept],
        edges=[
            LineageEdge(source=e.source, relation=e.relation, target=e.target, evidence=quotes.of(e), **qualities(e))
            for _, e in sorted(edges.items())
            if e.source in known and e.target in known
        ],
        truncated=truncated or len(rows) > MOST_NODES,
    )
