"""Targets (being written)."""

from graph.record import Target
from loaders.reading.context import Reading


def find_targets(reading: Reading) -> list[Target]:
    """All targets."""
    return []
