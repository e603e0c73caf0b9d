"""Sixty documents of many kinds: who must do what, until when, by which column, and which numbers are goals.

Instruments and relations are annotated in 49 to 76 only (`test_heads` measures them). Read for the first time, before anything was
mended for them: 01 to 14 gave tasks 0.905, assignees 0.888, deadlines 0.959, targets 0.988; 15 to 20, written after
the first were mended, gave tasks 0.919, assignees 0.865, deadlines, columns and targets 1.000; 21 to 24, written after
those, tasks 0.769, assignees 0.787, deadlines 0.889, targets 0.933 (one with a numbering of its own was lost whole).
25 to 32, in wordings unlike all of those (shared out by body, 'Nội dung: …' with labels, 'Giao Sở …:', conclusions by
topic, an urgent dispatch, a Party programme, a table of seven columns, a commune of two tiers), tasks 0.872, assignees
0.684, deadlines 0.923, columns 0.733, targets 0.966; 0.881 and 0.784 for tasks and assignees once slips of that gold
(other names of bodies not listed, one list cut against the guide, kinds) were put right, still before anything was
mended. 49 to 64 (a department's plan by its offices, labels in brackets over torn lines, communes of two tiers, a
city's directive, an urgent dispatch by field, three bodies' programme, a Party plan, a council's supervision, articles
that share out, a letter of orders, conclusions by item, heads of two rows, one column of bodies, a report's next duties,
goals with years, a circular) gave tasks 0.901, assignees 0.797, deadlines 0.877, targets 0.949, and none of the rows of
two tables; assignees 0.855 and targets 0.966 with slips of that gold put right (other names of bodies, mostly).
65 to 68 (shared out under stars, a ministry's letter whose items name nobody, a Markdown table with a head in one cell, a
commune's Party resolution), written after those were mended: tasks 0.857, assignees 0.767, deadlines 1.000. 69 to 76, by somebody who had seen neither
rules nor readings: tasks 0.948, assignees 0.686 (0.775 with slips put right), deadlines 0.897, targets and columns 1.000.
What is wrong in tasks is mostly missed, not invented (precision 1.000 but for broken tables and 0.951 in the
last batch). Those are the fairer guesses for unseen documents.
"""

import json
from pathlib import Path

import pytest

from tests.acceptance.scoring import load_scorer
from tests.accuracy.measuring import measure

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
