"""What the acceptance tests share: the measures of `../shared/score` and the five seeds, read once."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from graph.record import Record, from_json, to_json
from loaders.extraction import extract
from tests.acceptance.scoring import load_scorer

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def scorer(shared: Path) -> ModuleType:
    """`../shared/score/score.py` as a module, made quick."""
    return load_scorer(shared)


@pytest.fixture(scope="session")
def seeds(shared: Path) -> list[Path]:
    """The five seeds, by name."""
    found = sorted((shared / "seeds").glob("*.txt"))
    assert len(found) == 5
    return found


@pytest.fixture(scope="session")
def seed_records(seeds: list[Path]) -> list[Record]:
    """A record each, in the order of `seeds`."""
    return [extract(path, path.name) for path in seeds]


@pytest.fixture(scope="session")
def sample_paths() -> list[Path]:
    return sorted(path for path in (ROOT / "samples").iterdir() if path.suffix in {".txt", ".docx"})


@pytest.fixture(scope="session")
def sample_records(sample_paths: list[Path]) -> list[Record]:
    """A record each, in the order of `sample_paths`, as it comes out of `phahe extract`."""
    return [from_json(to_json(extract(path, path.name))) for path in sample_paths]


def plain(record: Record) -> dict[str, Any]:
    """The record as whoever reads the JSON line has it."""
    found: dict[str, Any] = json.loads(to_json(record))
    return found
