"""Each seed written out as a Word file says the same as its text (issue 3, 5.5)."""

import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from graph.record import to_json
from loaders.extraction import extract
from tests.acceptance.scoring import below
from tests.making_docx import as_docx

Record = dict[str, Any]


def record(content: bytes, source: str) -> Record:
    found: Record = json.loads(to_json(extract(content, source)))
    return found


def test_the_seeds_as_docx_give_the_same_records(shared: Path, scorer: ModuleType) -> None:
    """Headings, real tables, real footnotes, whole paragraphs: F1 at least 0.95 in everything, over all and in each."""
    totals: dict[str, Counter[str]] = {}
    for path in sorted((shared / "seeds").glob("*.txt")):
        data = path.read_bytes()
        plain, word = record(data, path.name), record(as_docx(data.decode()), f"{path.stem}.docx")
        assert word["format"] == "docx"
        figures, misses = scorer.score(scorer.as_gold(plain), word)
        for name, found in figures.items():
            totals.setdefault(name, Counter()).update({key: found[key] for key in ("tp", "fp", "fn")})
        assert not below(figures), "\n".join([path.name, str(below(figures)), *misses])
    overall = {name: scorer.prf(c["tp"], c["fp"], c["fn"]) for name, c in totals.items()}
    assert not below(overall)
    assert all(overall[name]["tp"] for name in ("mentions", "relations", "tasks", "task_columns", "targets"))
