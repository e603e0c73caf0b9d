"""Files into a store: one transaction a file, unchanged files skipped, a tally that is right also when interrupted."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from msgspec import Struct, field

from api.isolation.messages import Terms
from api.sources import STDIN, Source, stored
from api.workers import Outcome, outcomes
from graph.log import Log
from graph.record import Record
from graph.segments import unpacked
from graph.store.port import Store

State = Literal["loaded", "unchanged", "failed"]
Seen = Callable[[Source, State, str | None], None]


class Summary(Struct, kw_only=True):
    """What one run of `ingest` did; `documents` by type, `warnings` by code, of the files loaded now."""

    loaded: int = 0
    unchanged: int = 0
    failed: int = 0
    documents: dict[str, int] = field(default_factory=dict)
    instruments: int = 0
    relations: int = 0
    tasks: int = 0
    targets: int = 0
    warnings: dict[str, int] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        """One file more; called when its transaction is done."""
        self.loaded += 1
        self.documents = _sum(self.documents, (d.type for d in record.documents))
        self.warnings = _sum(self.warnings, (w.code for w in record.warnings))
        self.instruments += len(record.instruments)
        self.relations += len(record.relations)
        self.tasks += len(record.tasks)
        self.targets += len(record.targets)


def _sum(known: dict[str, int], more: Iterable[str]) -> dict[str, int]:
    return dict(sorted((Counter(known) + Counter(more)).items()))


def key_of(source: Source, sha256: str) -> str:
    """Under which path the store keeps it: standard input has no path, so its bytes name it."""
    return f"stdin:{sha256[:10]}" if source.path == STDIN else stored(source.key)


def _unchanged(store: Store, source: Source, reading: str, most: int) -> bool:
    """The same bytes, read by the same rules, are in the store already."""
    known = store.file_at(stored(source.key))
    if source.problem or known is None or known.reading != reading or not os.path.isfile(source.key):
        return False
    if os.path.getsize(source.key) > most:
        return False
    with open(source.key, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == known.sha256


class Loading:
    """One run over many sources; `summary` is right at any moment, `log` has a line for each file tried."""

    def __init__(self, store: Store, log: Log, reading: str, seen: Seen) -> None:
        self.store, self.log, self.reading, self.seen = store, log, reading, seen
        self.summary = Summary()

    def _changed(self, sources: Iterable[Source], most: int) -> Iterator[Source]:
        done: set[str] = set()
        for source in sources:
            if source.key in done and not source.problem:
                continue  # given twice
            done.add(source.key)
            if _unchanged(self.store, source, self.reading, most):
                self.summary.unchanged += 1
                self.seen(source, "unchanged", None)
            else:
                yield source

    def _put(self, outcome: Outcome) -> None:
        if outcome.reason is not None:
            self.summary.failed += 1
            self.log.note("failed", stored(outcome.source.key), reading=self.reading, note=outcome.reason)
            self.seen(outcome.source, "failed", outcome.reason)
            return
        record = outcome.read()
        key = key_of(outcome.source, record.sha256)
        known = self.store.file_at(key)
        with self.store.write() as writer:
            writer.put(record, key, self.reading, unpacked(outcome.layout))
        self.log.note("replaced" if known else "loaded", key, record.sha256, self.reading)
        self.summary.add(record)
        self.seen(outcome.source, "loaded", None)

    def run(self, sources: Iterable[Source], jobs: int, terms: Terms, lang: str) -> Summary:
        """All of them; an interruption leaves what was done."""
        for outcome in outcomes(self._changed(sources, terms.limits.file_bytes), jobs, terms, lang):
            self._put(outcome)
        return self.summary
