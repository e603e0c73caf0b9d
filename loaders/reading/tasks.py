"""Tasks (being written)."""

from graph.record import Task
from loaders.reading.context import Reading


def find_tasks(reading: Reading) -> list[Task]:
    """All tasks."""
    return []
