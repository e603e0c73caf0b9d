"""Relations (being written)."""

from graph.record import Relation
from loaders.reading.clusters import Cluster
from loaders.reading.context import Reading


def find_relations(reading: Reading, clusters: list[Cluster]) -> list[Relation]:
    """All relations."""
    return []
