"""`stats`, and what was loaded: the frame of every answer."""

from msgspec import structs

from graph.store.port import Store
from queries.answers import Extent, Stats


def stats(store: Store) -> Stats:
    """Counts of everything."""
    counts = store.counts()
    return Stats(**{**structs.asdict(counts), "relations": dict(sorted(counts.relations.items()))})


def extent(store: Store) -> Extent:
    """How many documents, from when to when, and how many are only cited."""
    held = store.extent()
    return Extent(documents=held.loaded, first=held.first, last=held.last, cited_only=held.instruments - held.loaded)
