"""`lineage`: what an instrument comes from, and what comes from it; only what is shown gets its quotes."""

from graph.record import RELATIONS
from graph.store.descent import Descent, Direction, Walk
from graph.store.port import EdgeRow, InstrumentRow, Store
from queries.answers import Lineage, LineageEdge, LineageNode, Reach
from queries.nodes import fields, qualities
from queries.quotes import Quotes

EDGES_A_NODE, MOST_NODES, MOST_HOPS = 50, 500, 6
# A bare citation and an answer to a letter are no descent.
DESCENT = tuple(r for r in RELATIONS if r not in {"CITES", "RESPONDS_TO"})
_SIDES: dict[str, tuple[Direction, ...]] = {"up": ("out",), "down": ("in",), "both": ("out", "in")}


def walked(
    store: Store, root: InstrumentRow, reach: Reach, drafts: bool
) -> tuple[Walk, dict[str, InstrumentRow], list[EdgeRow]]:
    """The walk with its instruments and edges, inside one generation of who asks."""
    asked = Descent(
        relations=tuple(reach.relations or DESCENT),
        depth=min(reach.depth, MOST_HOPS),
        nodes=MOST_NODES,
        edges=EDGES_A_NODE,
        drafts=drafts,
    )
    met = store.walk(root.id, _SIDES[reach.direction], asked)
    return met, store.instruments(list(met.hops)), store.quoted(met.steps)


def lineage(store: Store, root: InstrumentRow, reach: Reach = Reach(), drafts: bool = False) -> Lineage:  # noqa: B008 - frozen
    """Nodes by (hop, id), edges by (source, relation, target); siblings are not kin: up and down are two walks."""
    with store.read():
        met, rows, edges = walked(store, root, reach, drafts)
        quotes = Quotes(store, {q.file for e in edges for q in e.quotes})
    return Lineage(
        root=root.id,
        nodes=[LineageNode(**fields(rows[i]), hop=hop) for i, hop in met.hops.items()],
        edges=[edge_of(e, quotes) for e in edges],
        truncated=met.truncated,
    )


def edge_of(edge: EdgeRow, quotes: Quotes, most: int | None = None) -> LineageEdge:
    """One edge with its quotes, or the first `most` of them."""
    return LineageEdge(
        source=edge.source, relation=edge.relation, target=edge.target, evidence=quotes.of(edge, most),
        **qualities(edge),
    )  # fmt: skip
