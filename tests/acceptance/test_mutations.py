"""A document says the same however its text was saved: the record of a changed text against that of the plain one."""

from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from graph.record import Record
from loaders.extraction import extract
from tests.acceptance.conftest import plain
from tests.acceptance.mutations import MUTATIONS
from tests.acceptance.scoring import FLOOR, below

_PLAIN = str.maketrans("АВЕКМНОРСТХ", "ABEKMHOPCTX", "\u200b")


def unmarked(value: Any) -> Any:
    """Every text of a record without what the mutation put into its letters, which a quote rightly keeps."""
    if isinstance(value, str):
        return value.translate(_PLAIN)
    if isinstance(value, list):
        return [unmarked(v) for v in value]
    return {k: unmarked(v) for k, v in value.items()} if isinstance(value, dict) else value


class Compared:
    """Mutated documents against the plain ones, counted over all of them."""

    def __init__(self, scorer: ModuleType, mutation: str) -> None:
        self.scorer, self.mutation = scorer, mutation
        self.counts: dict[str, Counter[str]] = {}
        self.misses: list[str] = []

    def add(self, path: Path, base: Record) -> None:
        """One document more; every quote of the mutated one stands at its offsets."""
        changed = MUTATIONS[self.mutation](path.read_text("utf-8"))
        record = plain(extract(changed.encode(), path.name))
        quotes = [record[k] for k in ("mentions", "tasks", "targets")] + [r["evidence"] for r in record["relations"]]
        for quote in (q for some in quotes for q in some):
            assert record["text"][quote["start"] : quote["end"]] == quote["text"]
        figures, misses = self.scorer.score(self.scorer.as_gold(plain(base)), unmarked(record | {"text": ""}))
        self.misses += [path.name, str(below(figures)), *misses]
        for name, found in figures.items():
            self.counts.setdefault(name, Counter()).update({key: found[key] for key in ("tp", "fp", "fn")})

    def join(self, other: "Compared") -> None:
        """What another counted."""
        self.misses += other.misses
        for name, counted in other.counts.items():
            self.counts.setdefault(name, Counter()).update(counted)

    def judge(self, floor: float = FLOOR) -> None:
        """F1 at least the floor in everything."""
        low = below({name: self.scorer.prf(c["tp"], c["fp"], c["fn"]) for name, c in self.counts.items()}, floor)
        assert not low, "\n".join([str(low), *self.misses])


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_samples(scorer: ModuleType, sample_paths: list[Path], sample_records: list[Record], mutation: str) -> None:
    """The samples that are texts, together: they are short, and one miss in one of them is a fifth of it."""
    compared = Compared(scorer, mutation)
    for path, base in zip(sample_paths, sample_records, strict=True):
        if path.suffix == ".txt":
            compared.add(path, base)
    compared.judge()


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_seeds(scorer: ModuleType, seeds: list[Path], seed_records: list[Record], mutation: str) -> None:
    """The five seeds: F1 at least 0.95 of everything over all, and 0.90 in each."""
    overall = Compared(scorer, mutation)
    for path, base in zip(seeds, seed_records, strict=True):
        alone = Compared(scorer, mutation)
        alone.add(path, base)
        alone.judge(0.90)
        overall.join(alone)
    overall.judge()
