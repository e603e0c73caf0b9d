"""`implementers`: the plans and decisions that carry an instrument out, direct and through others, with the chain."""

from msgspec import Struct

from graph.store.port import EdgeRow, InstrumentRow, Store
from queries.answers import Implementer
from queries.nodes import counts, fields, is_plan, rows_of
from queries.quotes import Quotes

EDGES_A_NODE, MOST_NODES, MOST_HOPS = 2_000, 20_000, 12
_EDGES_FOR_ONE = 10  # edges that are looked at for each row that is asked for: not all of them are of plans
CARRIES_OUT, ISSUES = "IMPLEMENTS", "PROMULGATES"


class Found(Struct, frozen=True):
    """The rows of the answer, and whether a limit cut them."""

    rows: list[Implementer]
    truncated: bool


class _Chain(Struct, frozen=True):
    """How an instrument reaches the root: ids from it on, and the edge of each step."""

    ids: tuple[str, ...]
    edges: tuple[EdgeRow, ...] = ()


class _Search:
    """Breadth first from the root; what is reached once is not entered again."""

    def __init__(self, store: Store, root: InstrumentRow, drafts: bool, edges: int = EDGES_A_NODE) -> None:
        self.store, self.drafts, self._most = store, drafts, edges
        self.rows = {root.id: root}
        self.chains = {root.id: _Chain((root.id,))}
        self.truncated = False

    def _edges(self, frontier: list[str]) -> list[tuple[str, str, EdgeRow]]:
        """(reached, from, edge): implementers, and the other half of a decision with its plan."""
        inward = self.store.edges(frontier, "in", [CARRIES_OUT, ISSUES], drafts=self.drafts, limit=self._most)
        outward = self.store.edges(frontier, "out", [ISSUES], drafts=self.drafts, limit=self._most)
        met = []
        for here in frontier:
            into, out = inward.get(here, []), outward.get(here, [])
            self.truncated |= max(len(into), len(out)) > self._most
            met += [(e.source, here, e) for e in into[: self._most] if counts(e, self.drafts)]
            met += [(e.target, here, e) for e in out[: self._most] if counts(e, self.drafts)]
        return met

    def _joins(self, here: str, edge: EdgeRow, rows: dict[str, InstrumentRow]) -> bool:
        """A decision is joined only with a plan that it issues, not with a regulation."""
        issued = rows.get(edge.target) or self.rows.get(edge.target)
        return edge.relation == CARRIES_OUT or (issued is not None and is_plan(issued))

    def hop(self, frontier: list[str]) -> list[str]:
        """One step outwards; the shortest chain wins, ties by id."""
        met = [m for m in self._edges(frontier) if m[0] not in self.chains]
        rows = rows_of(self.store, (m[0] for m in met), self.drafts)
        best: dict[str, _Chain] = {}
        for reached, here, edge in met:
            if reached in rows and self._joins(here, edge, rows):
                before = self.chains[here]
                chain = _Chain((reached, *before.ids), (edge, *before.edges))
                if reached not in best or _order(chain) < _order(best[reached]):
                    best[reached] = chain
        new = sorted(best)
        room = MOST_NODES - len(self.rows)
        self.truncated |= len(new) > room
        for i in new[:room]:
            self.rows[i], self.chains[i] = rows[i], best[i]
        return new[:room]

    def listed(self) -> list[str]:
        """What carries the root out, of what was reached so far."""
        return [
            i
            for i, chain in self.chains.items()
            if any(e.relation == CARRIES_OUT for e in chain.edges) and is_plan(self.rows[i])
        ]


def _order(chain: _Chain) -> tuple[tuple[str, ...], bool]:
    """By ids; between the same two, what is said to carry out goes before what issues."""
    return chain.ids, chain.edges[0].relation != CARRIES_OUT


def implementers(store: Store, root: InstrumentRow, drafts: bool = False, most: int | None = None) -> Found:
    """Rows by (length of the chain, id). The root's own decision or plan is the root's other half, and not listed.

    `most`: only the first so many, and only as far as it takes to find them; then `truncated` says that there is more.
    """
    search = _Search(store, root, drafts, EDGES_A_NODE if most is None else _EDGES_FOR_ONE * most)
    frontier = [root.id]
    for _ in range(MOST_HOPS):
        frontier = search.hop(frontier)
        if not frontier or (most is not None and len(search.listed()) >= most):
            break
    listed = sorted(search.listed(), key=lambda i: (len(search.chains[i].ids), i))
    chains = [search.chains[i] for i in listed[:most]]
    quotes = Quotes(store, (q.file for chain in chains for edge in chain.edges for q in edge.quotes[:1]))
    rows = [_row(search.rows[chain.ids[0]], chain, quotes) for chain in chains]
    return Found(rows, search.truncated or bool(frontier) or len(listed) > len(rows))


def _row(row: InstrumentRow, chain: _Chain, quotes: Quotes) -> Implementer:
    return Implementer(
        **fields(row) | {"sample": row.sample},
        place=row.place,
        direct=len(chain.ids) == 2,
        chain=list(chain.ids),
        evidence=[e for edge in chain.edges for e in quotes.of(edge, most=1)],
    )
