"""What loading and reading did, as entries: summaries of `ingest`, `extract` and `explain`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from viz.entries import Entry, Frame, facts, one_line


class Ingested(Protocol):
    """What `ingest` counted."""

    loaded: int
    unchanged: int
    failed: int
    documents: dict[str, int]
    tasks: int
    targets: int
    relations: int
    warnings: dict[str, int]


class Fired(Protocol):
    """One rule that looked at a place."""

    @property
    def rule(self) -> str:
        """Its name."""

    @property
    def fired(self) -> bool:
        """Whether it matched."""

    @property
    def clause(self) -> str:
        """The words it looked at."""

    @property
    def why(self) -> str:
        """What decided."""


def _by_count(counts: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(n)) for name, n in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])))


def ingested(summary: Ingested, frame: Frame) -> Iterator[Entry]:
    """Files, documents by type, statements, warnings by code."""
    yield Entry(f"{frame.head('files')}: {summary.loaded}", (), level=1)
    for key in ("unchanged", "failed"):
        if getattr(summary, key):
            yield Entry(f"{frame.head(key)}: {getattr(summary, key)}", (), level=1)
    total = sum(summary.documents.values())
    yield Entry(f"{frame.head('document')}: {total}", _by_count(summary.documents), level=1)
    yield Entry(f"{frame.head('relations_said')}: {summary.relations}", (), level=1)  # before files are joined
    for key in ("tasks", "targets"):
        yield Entry(f"{frame.head(key)}: {getattr(summary, key)}", (), level=1)
    warnings = {frame.labels.get(f"warning.{code}", code): n for code, n in summary.warnings.items()}
    yield Entry(f"{frame.head('warnings')}: {sum(summary.warnings.values())}", _by_count(warnings), level=1)


def explained(rows: Iterable[Fired], frame: Frame) -> Iterator[Entry]:
    """Rules that fired, then those that nearly did; a clause is said where it begins to be spoken of."""
    said = ""
    for row in sorted(rows, key=lambda r: not r.fired):
        head = f"{frame['fired' if row.fired else 'not_fired']}: {row.rule}"
        clause = one_line(row.clause) if row.clause != said else ""
        said = row.clause
        yield Entry(head, facts(frame, [("clause", clause), ("seen", row.why)]), level=1)
