"""A document says the same whatever kind of file holds it (issue 3, 5.5; issue 4, 1)."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from graph.record import to_json
from loaders.extraction import extract
from tests.acceptance.scoring import below
from tests.making_docx import as_docx
from tests.making_html import as_markup, bare, in_portal
from tests.making_md import as_markdown

Record = dict[str, Any]
SAMPLES = Path(__file__).parents[2] / "samples"
FORMS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "docx": ("docx", as_docx),
    "md": ("md", lambda text: as_markdown(text).encode()),
    "html": ("html", lambda text: bare(as_markup(text)).encode()),
    "html of a portal": ("html", lambda text: in_portal(as_markup(text)).encode()),
}


def record(content: bytes, source: str) -> Record:
    found: Record = json.loads(to_json(extract(content, source)))
    return found


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_seeds_in_another_format_give_the_same_records(form: str, shared: Path, scorer: ModuleType) -> None:
    """Headings, real tables, real footnotes, whole paragraphs: F1 at least 0.95 in everything, over all and in each."""
    totals = twins(form, sorted((shared / "seeds").glob("*.txt")), scorer)
    assert all(totals[name]["tp"] for name in ("mentions", "relations", "tasks", "task_columns", "targets"))


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_samples_in_another_format_give_the_same_records(form: str, scorer: ModuleType) -> None:
    """The sample documents too."""
    assert twins(form, sorted(SAMPLES.glob("*.txt")), scorer)["relations"]["tp"]


def twins(form: str, paths: list[Path], scorer: ModuleType) -> dict[str, Counter[str]]:
    """The sums over all files, each of which was near enough to its text."""
    ending, make = FORMS[form]
    totals: dict[str, Counter[str]] = {}
    for path in paths:
        data = path.read_bytes()
        plain, other = record(data, path.name), record(make(data.decode()), f"{path.stem}.{ending}")
        assert other["format"] == ending
        figures, misses = scorer.score(scorer.as_gold(plain), other)
        for name, found in figures.items():
            totals.setdefault(name, Counter()).update({key: found[key] for key in ("tp", "fp", "fn")})
        assert not below(figures), "\n".join([path.name, str(below(figures)), *misses])
    overall = {name: scorer.prf(c["tp"], c["fp"], c["fn"]) for name, c in totals.items()}
    assert not below(overall)
    return totals
