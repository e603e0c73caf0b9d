"""Each seed written out as a Word file says the same as its text (issue 3, 5.5)."""

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from graph.record import to_json
from loaders.extraction import extract
from tests.acceptance.scoring import quickened
from tests.making_docx import as_docx

Record = dict[str, Any]


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    """`../shared/score/score.py` as a module."""
    spec = importlib.util.spec_from_file_location("score", shared / "score" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return quickened(module)


def record(content: bytes, source: str) -> Record:
    found: Record = json.loads(to_json(extract(content, source)))
    return found


def below(figures: Record) -> Record:
    return {name: round(found["f1"], 3) for name, found in figures.items() if found["f1"] < 0.95}


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
