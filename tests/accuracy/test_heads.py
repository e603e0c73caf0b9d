"""Documents in forms that the rules were not written for: who they are, what they name, what they do to it.

What the first reading of each batch gave, before anything was mended for it (slips of the gold put right), is the
fairer guess for unseen documents. 01 to 20: identity 0.94, header 0.95, instruments 0.985, mentions 0.96, issuers 0.93,
relations 0.96, evidence 1.00. 21 to 28, after mending for those: identity 0.95, header 0.885, instruments 1.00,
mentions 1.00, issuers 0.90, relations 0.98, evidence 1.00. The sixteen whole documents among `documents` (49 to 64):
identity 0.99, header 0.95, instruments 0.985, mentions 0.99, issuers 1.00, relations 0.92, evidence 1.00; 69 to 76: identity 0.975,
header 0.97, instruments 1.00, mentions 0.96, issuers 1.00, relations 1.00.
"""

import json
from pathlib import Path

import pytest

from tests.acceptance.scoring import load_scorer
from tests.accuracy.measuring import measure

FLOORS = {
    "offsets": 1.0, "identity": 0.98, "header": 0.98, "instruments": 0.98, "mentions": 0.98, "issuers": 0.97,
    "relations": 0.97, "evidence": 0.98,
}  # fmt: skip


def test_heads_mentions_and_relations(shared: Path) -> None:
    """No measure falls below its floor; what differs is printed."""
    _hold(*measure(load_scorer(shared), "heads", tuple(FLOORS)))


def test_whole_documents(shared: Path) -> None:
    """The same of the documents of `test_tasks` that are annotated whole."""
    _hold(*measure(load_scorer(shared), "documents", tuple(FLOORS), "relations"))


def _hold(figures: dict[str, float], misses: list[str]) -> None:
    below = {name: round(figures[name], 3) for name, floor in FLOORS.items() if figures[name] < floor}
    shown = [m for m in misses if not any(w in m for w in (": task", ": target", ": assignees", ": deadline"))]
    assert not below, "\n".join([str(below), *shown])


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "heads").glob("*.txt")), ids=lambda p: p.stem)
def test_gold_beside_each(path: Path) -> None:
    """Every document has its gold, and its mentions stand in the text."""
    gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
    text = path.read_text("utf-8")
    assert all(m in text for i in gold["instruments"] for m in i["mentions"])
