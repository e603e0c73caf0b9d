"""Each seed and sample printed as PDF says the same as its text (issue 4, 1)."""

import json
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from graph.record import Record, from_json, to_json
from loaders.extraction import extract
from loaders.loading import load
from tests.acceptance.conftest import ROOT
from tests.acceptance.scoring import below
from tests.printing import browser, page_of, printed


def sources(folder: Path) -> list[Path]:
    """The texts and Word files of a folder."""
    return sorted(path for path in folder.iterdir() if path.suffix in {".txt", ".docx"})


def twins(paths: list[Path], folder: Path) -> list[tuple[Path, Record, Record]]:
    """Each file's record, and that of its PDF."""
    if browser() is None:
        pytest.skip("no Chromium on this machine (Debian: chromium)")
    pages = {path.stem: page_of(load(path.read_bytes(), path.name)) for path in paths}
    pdfs = printed(pages, folder)
    return [
        (path, extract(path, path.name), from_json(to_json(extract(pdfs[path.stem], f"{path.stem}.pdf"))))
        for path in paths
    ]


def same(pairs: list[tuple[Path, Record, Record]], scorer: ModuleType) -> dict[str, float]:
    """Asserts F1 of at least 0.95 in everything for each; gives what lies below it over all."""
    totals: dict[str, Counter[str]] = {}
    for path, plain, pdf in pairs:
        assert pdf.format == "pdf"
        figures, misses = scorer.score(scorer.as_gold(json.loads(to_json(plain))), json.loads(to_json(pdf)))
        for name, found in figures.items():
            totals.setdefault(name, Counter()).update({key: found[key] for key in ("tp", "fp", "fn")})
        assert not below(figures), "\n".join([path.name, str(below(figures)), *misses])
    overall = {name: scorer.prf(c["tp"], c["fp"], c["fn"]) for name, c in totals.items()}
    assert all(overall[name]["tp"] for name in ("mentions", "relations", "tasks", "targets"))
    return below(overall)


def test_the_samples_as_pdf_give_the_same_records(scorer: ModuleType, tmp_path: Path) -> None:
    """Page numbers in the foot, ruled tables over pages, notes in small type below: F1 at least 0.95 in each."""
    assert not same(twins(sources(ROOT / "samples"), tmp_path), scorer)


def test_the_seeds_as_pdf_give_the_same_records(shared: Path, scorer: ModuleType, tmp_path: Path) -> None:
    """The same for the seeds."""
    assert not same(twins(sources(shared / "seeds"), tmp_path), scorer)
