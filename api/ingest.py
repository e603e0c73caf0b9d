"""Files into a store: some a transaction, unchanged files skipped, a tally that is right also when interrupted."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, Protocol

from msgspec import Struct, field

from api.sources import STDIN, Source, stored
from api.workers import Outcome
from graph.log import Loads
from graph.rows import FileRows, rows
from graph.store.base import batches
from graph.store.port import Store

State = Literal["loaded", "unchanged", "failed"]
_ASKED = 256  # files that the store is asked about at once
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

    def add(self, said: FileRows) -> None:
        """One file more; called when its transaction is done."""
        self.loaded += 1
        self.documents = _sum(self.documents, said.types)
        self.warnings = _sum(self.warnings, said.codes)
        self.instruments += sum(not c.own for c in said.clusters)
        self.relations += len(said.claims)
        self.tasks += len(said.tasks)
        self.targets += len(said.targets)


def _sum(known: dict[str, int], more: Iterable[str]) -> dict[str, int]:
    return dict(sorted((Counter(known) + Counter(more)).items()))


def key_of(source: Source, sha256: str) -> str:
    """Under which path the store keeps it: standard input has no path, so its bytes name it."""
    return f"stdin:{sha256[:10]}" if source.path == STDIN else stored(source.key)


def _unchanged(known: tuple[str, str] | None, source: Source, reading: str, most: int) -> bool:
    """The same bytes, read by the same rules, are in the store already: `known` is (sha256, reading) of its file."""
    if source.problem or known is None or known[1] != reading or not os.path.isfile(source.key):
        return False
    if os.path.getsize(source.key) > most:
        return False
    with open(source.key, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == known[0]


RESTORED = "rdf"  # `FileRow.reading` of a file known only by the statements of an RDF file: its text is not here


def member_key(key: str, sha256: str) -> str:
    """Under which path a file stands that an RDF file speaks of."""
    return f"{key}!/{sha256}"


def _once(sources: Iterable[Source]) -> Iterator[Source]:
    """Without those that are given twice."""
    done: set[str] = set()
    for source in sources:
        if source.problem or source.key not in done:
            done.add(source.key)
            yield source


class Reads(Protocol):
    """Who reads, be it here (`api.workers`) or on a cluster (`api.cluster`); a context manager."""

    def groups(self) -> Iterator[list[Outcome]]:
        """Outcomes with their rows in the order of the inputs, some at once."""

    def attend(self) -> None:
        """Called now and then while something is written."""

    def __enter__(self) -> "Reads":
        """Begin."""

    def __exit__(self, *exc: object) -> None:
        """End whatever is still under way."""


class Loading:
    """One run over many sources; `summary` is right at any moment, `log` has a line for each file tried."""

    def __init__(self, store: Store, log: Loads, reading: str, seen: Seen) -> None:
        self.store, self.log, self.reading, self.seen = store, log, reading, seen
        self.summary = Summary()

    def _changed(self, sources: Iterable[Source], most: int) -> Iterator[Source]:
        for some in batches(_once(sources), _ASKED):
            known = self.store.at([stored(s.key) for s in some])
            for source in some:
                if _unchanged(known.get(stored(source.key)), source, self.reading, most):
                    self.summary.unchanged += 1
                    self.seen(source, "unchanged", None)
                else:
                    yield source

    def _put(self, group: Sequence[Outcome], attend: Callable[[], None]) -> None:
        """One transaction; what happened is said when it is done."""
        read = [(o, o.said, key_of(o.source, o.said.sha256)) for o in group if o.said]
        known = set(self.store.at([key for _, _, key in read]))
        if read:
            with self.store.write() as writer:
                for _, said, key in read:
                    writer.add(said, key, self.reading)
                    attend()
        for outcome in group:
            if outcome.graph:
                self._put_graph(outcome)
            else:
                self._tell(outcome, known)

    def _tell(self, outcome: Outcome, known: set[str]) -> None:
        source, said = outcome.source, outcome.said
        if said is None:
            self.summary.failed += 1
            self.log.note("failed", stored(source.key), reading=self.reading, note=outcome.reason or "")
            self.seen(source, "failed", outcome.reason)
            return
        key = key_of(source, said.sha256)
        self.log.note("replaced" if key in known else "loaded", key, said.sha256, self.reading)
        self.summary.add(said)
        self.seen(source, "loaded", None)

    def _put_graph(self, outcome: Outcome) -> None:
        """The files whose statements an RDF file holds, in one transaction; a file read itself knows better."""
        key = stored(outcome.source.key)
        known = {f.sha256: f for f in self.store.files()}
        before = {p for f in known.values() for p in f.paths if p.startswith(member_key(key, ""))}
        own = {member_key(key, said.sha256): said for said in outcome.graph}
        read = {p: full for p, said in own.items() if (full := known.get(said.sha256)) and full.reading != RESTORED}
        better = {p: rows(self.store.said(full.sha256).statements) for p, full in read.items() if p not in before}
        with self.store.write() as writer:
            for path, said in own.items():
                if path in better:
                    writer.add(better[path], path, read[path].reading)
                elif path not in read:
                    writer.add(said, path, RESTORED)
            for gone in sorted(before - set(own)):
                writer.drop(gone)
        for said in outcome.graph:
            self.summary.add(said)
        self.log.note("loaded", key, note=RESTORED)
        self.seen(outcome.source, "loaded", None)

    def run(self, sources: Iterable[Source], most: int, reading: Callable[[Iterator[Source]], Reads]) -> Summary:
        """All of them; an interruption leaves what was done. Files above `most` bytes are not compared."""
        with reading(self._changed(sources, most)) as under_way:
            for group in under_way.groups():
                self._put(group, under_way.attend)
        return self.summary
