"""The whole graph as RDF, or a part of it: blocks of triples for whoever writes them or asks them."""

from collections.abc import Iterable, Iterator, Sequence

from graph.body_keys import issuers
from graph.rdf import derived, writing
from graph.rdf.terms import Block, Facts, iri
from graph.store.port import EdgeRow, InstrumentRow, Store
from queries.answers import Reach
from queries.lineage import walked
from queries.membership import collectives, member
from queries.show import edges_of


def blocks(store: Store, drafts: bool = False) -> Iterator[Block]:
    """All triples of a store, in one order."""
    return writing.blocks(store, memberships(store), drafts)


def memberships(store: Store) -> dict[str, list[str]]:
    """Of each body the collectives that it may be a member of: kind and level fit; a document says which place."""
    known = collectives(store)
    bodies = ((row.id, member(row.id, row.name, row.place)) for row in store.bodies()) if known else iter(())
    return {body: [c.id for c in known if c.suits(one)] for body, one in bodies if one is not None}


def instrument(store: Store, row: InstrumentRow, drafts: bool = False) -> list[Block]:
    """What `show` shows: the instrument, its edges both ways, its tasks and targets by name.

    Every triple stands in `blocks` too, so that parts and the whole can be put together.
    """
    edges = [e for side in ("out", "in") for e in edges_of(store, row, side, drafts)[0]]
    rows = store.instruments([row.id, *(i for e in edges for i in (e.source, e.target))])
    duties: Facts = []
    if drafts or row.stage != "draft":
        duties += [("phahe:assigns", iri("task", t.id)) for t in store.tasks(documents=[row.id], drafts=True)]
        duties += [("phahe:sets", iri("target", t.id)) for t in store.targets([row.id])]
    return _part(rows, edges, {row.id: duties}, drafts)


def lineage(store: Store, root: InstrumentRow, reach: Reach, drafts: bool = False) -> list[Block]:
    """What `lineage` shows: instruments and the edges that lead from one to the other."""
    _, rows, edges = walked(store, root, reach, drafts)
    return _part(rows, edges, {}, drafts)


def _part(
    rows: dict[str, InstrumentRow], edges: Iterable[EdgeRow], duties: dict[str, Facts], drafts: bool
) -> list[Block]:
    found: list[Block] = []
    shown = [e for e in {derived.edge_of(e): e for e in edges}.values() if drafts or (e.act == "done" and not e.draft)]
    for i in sorted(rows):
        mine: Sequence[EdgeRow] = [e for e in shown if e.source == i]
        row = rows[i]
        by = [iri("organization", body.id) for _, body in issuers(row.issuer, row.issued, row.place)]
        found += derived.instrument_blocks(row, mine, duties.get(i, []), by)
    return found
