"""The whole graph as RDF: blocks of triples for whoever writes them or asks them."""

from collections.abc import Iterator

from graph.rdf import writing
from graph.rdf.terms import Block
from graph.store.port import Store
from queries.membership import collectives, member


def blocks(store: Store, drafts: bool = False) -> Iterator[Block]:
    """All triples of a store, in one order."""
    return writing.blocks(store, memberships(store), drafts)


def memberships(store: Store) -> dict[str, list[str]]:
    """Of each body the collectives that it may be a member of: kind and level fit; a document says which place."""
    known = collectives(store)
    bodies = ((row.id, member(row.id, row.name, row.place)) for row in store.bodies()) if known else iter(())
    return {body: [c.id for c in known if c.suits(one)] for body, one in bodies if one is not None}
