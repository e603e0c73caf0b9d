"""The graph out of statements: pure functions that every store shares (design 5 and 7)."""

from graph.derivation.edges import EdgeKey, Spoken, edge_row, living
from graph.derivation.instruments import instrument_row
from graph.derivation.rows import body_row, target_row, task_row

__all__ = ["EdgeKey", "Spoken", "body_row", "edge_row", "instrument_row", "living", "target_row", "task_row"]
