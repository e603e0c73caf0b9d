"""Twenty-four documents of many kinds: who must do what, until when, by which column, and which numbers are goals.

Instruments and relations are not annotated here (`test_heads` has them). Read for the first time, before anything was
mended for them: 01 to 14 gave tasks 0.905, assignees 0.888, deadlines 0.959, targets 0.988; 15 to 20, written after
the first were mended, gave tasks 0.919, assignees 0.865, deadlines, columns and targets 1.000; 21 to 24, written after
those, tasks 0.769, assignees 0.787, deadlines 0.889, targets 0.933 (one with a numbering of its own was lost whole).
Precision of tasks was 1.000 but for one broken table: what is wrong is missed. Those are the fairer guesses for unseen
documents.
"""

import json
from pathlib import Path

import pytest

from tests.accuracy.measuring import load_scorer, measure

FLOORS = {
    "offsets": 1.0, "tasks": 0.98, "inline_tasks": 0.85, "assignees": 0.97, "task_columns": 0.98,
    "prose_deadlines": 0.97, "targets": 0.97, "target_details": 0.95,
}  # fmt: skip
_OTHERS = (": instrument", ": relation", ": mention", ": issuer", ": evidence", ": identity", ": header")


def test_tasks_and_targets(shared: Path) -> None:
    """No measure falls below its floor; what differs is printed."""
    figures, misses = measure(load_scorer(shared), "documents", tuple(FLOORS))
    below = {name: round(figures[name], 3) for name, floor in FLOORS.items() if figures[name] < floor}
    shown = [m for m in misses if not any(w in m for w in _OTHERS)]
    assert not below, "\n".join([str(below), *shown])


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent / "documents").glob("*.json")), ids=lambda path: path.stem
)
def test_gold_quotes_its_document(path: Path) -> None:
    """Tasks, deadlines and targets of the gold stand in the text, so that the gold says nothing of its own."""
    gold, text = json.loads(path.read_text("utf-8")), path.with_suffix(".txt").read_text("utf-8")
    said = [t["text"].removesuffix(".") for t in gold["tasks"]] + [t["text"] for t in gold["targets"]]
    said += [part for t in gold["tasks"] for part in (t["deadline"] or "").split("; ")]
    assert all(words in text for words in said)
