"""The store as the rest of the project sees it: statements in, derived graph out.

Statements (files, texts, clusters, mentions, claims, tasks, targets) are the truth; instruments, edges, bodies and
search text are derived from them by `graph.resolution` and `graph.derivation`, in the same transaction. Every list
that leaves a store is sorted by the keys stated at the method, by code point; no store's own order or score gets out.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from graph.record import Record
from graph.segments import Segment, Sheets
from graph.store.descent import Descent, Direction, Step, Walk
from graph.store.shapes import (
    BodyRow,
    Counts,
    EdgeRow,
    ExtentRow,
    FileRow,
    InstrumentRow,
    MentionRow,
    NamedRow,
    Quote,
    Said,
    SayingRow,
    Spans,
    TargetRow,
    TaskRow,
)

__all__ = [
    "BodyRow",
    "Counts",
    "Descent",
    "Direction",
    "EdgeRow",
    "ExtentRow",
    "FileRow",
    "InstrumentRow",
    "MentionRow",
    "NamedRow",
    "Quote",
    "Said",
    "SayingRow",
    "Spans",
    "Step",
    "Store",
    "TargetRow",
    "TaskRow",
    "Walk",
    "Writer",
    "written",
]

if TYPE_CHECKING:  # what rows hold is looked for by words that rows of the graph have as well
    from graph.rows import FileRows


class Writer(Protocol):
    """One transaction: all of it or nothing; used as a context manager."""

    def add(self, said: "FileRows", path: str, reading: str) -> None:
        """Load one file: replaces what stood at `path`; the same bytes at two paths are one file."""

    def put(self, record: Record, path: str, reading: str, segments: Sequence[Segment] = ()) -> None:
        """The same of a record, whose rows are made here; `reading` is the fingerprint of what made it."""

    def drop(self, path: str) -> bool:
        """Forget a path (and the file with its last path); False where it is not there."""

    def __enter__(self) -> "Writer":
        """Begin; a second writer waits."""

    def __exit__(self, *exc: object) -> None:
        """Commit statements, derived graph and generation together, or roll back on an error."""


class Store(Protocol):
    """A graph of instruments at rest."""

    def write(self) -> Writer:
        """A transaction; one at a time."""

    def rebuild(self) -> None:
        """Derive everything anew from the statements; changes nothing that `export` shows."""

    def read(self) -> AbstractContextManager[None]:
        """What this thread asks inside sees one generation, whoever writes meanwhile; may be nested.

        Each method sees one generation by itself, but for the four that give all of it row by row.
        """

    def close(self) -> None:
        """Let go of files and connections."""

    # what was loaded
    def generation(self) -> int:
        """Grows with every committed change."""

    def files(self) -> list[FileRow]:
        """All files, by sha256."""

    def said(self, sha256: str) -> Said:
        """All that one file says, equal from every store (`graph.store.saying`), and what its clusters are."""

    def at(self, paths: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Which file (sha256) stands at each of those paths that are known, and its `reading`; costs what is asked."""

    def paths_of(self, files: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Those of the files (sha256) that exist with their paths, sorted; costs what it is asked for."""

    def counts(self) -> Counts:
        """Counts of everything; costs the whole store."""

    def extent(self) -> ExtentRow:
        """The same as `counts` says of these four, but cheap: it stands under every answer."""

    # the graph
    def instruments(self, ids: Sequence[str]) -> dict[str, InstrumentRow]:
        """Those of the ids that exist."""

    def by_number(self, number_key: str) -> list[InstrumentRow]:
        """All instruments of a number bucket (`graph.identity.number_key`), by id."""

    def by_name(self, name_key: str) -> list[InstrumentRow]:
        """All instruments of a name bucket (`graph.identity.name_key`), by id."""

    def by_bare_number(self, number: str) -> list[InstrumentRow]:
        """All instruments whose number is '76', whatever their symbol or year: for citations such as 'NQ 76'; by id."""

    def search_candidates(self, words: Sequence[str], drafts: bool = True, most: int = -1) -> list[InstrumentRow]:
        """Instruments whose search text (`graph.search`) has all the folded words, the last as a prefix; by id.

        No words find nothing. At most `most`, the first by `graph.order.search_place`: the newest; -1: all. Who asks
        ranks: a store gives candidates only (design 9).
        """

    def neighbours(
        self, ids: Sequence[str], relations: Sequence[str] | None = None, drafts: bool = False, limit: int = 1000
    ) -> dict[str, list[str]]:
        """The other ends of the edges of each id, out and in, by id, at most `limit + 1` of each; without quotes."""

    def pairs(self, relations: Sequence[str], drafts: bool = False) -> Iterator[tuple[str, str, str]]:
        """(source, relation, target) of every edge of the relations, in that order; without quotes."""

    def naming(self, ids: Sequence[str], drafts: bool = False, limit: int = 1000) -> dict[str, list[str]]:
        """The loaded documents that name each id, itself left out, by id, at most `limit + 1` of each."""

    def named(self, types: Sequence[str] = (), drafts: bool = False, most: int = 1000) -> list[NamedRow]:
        """What loaded documents name and nobody loaded, by (count falling, id), at most `most + 1`.

        `types`: only instruments of these; none: all.
        """

    def disputed(self) -> list[InstrumentRow]:
        """Instruments that are given two dates or two titles (`dates`, `titles`), by id."""

    def shared_numbers(self) -> list[str]:
        """Number keys (of `by_number`) under which there are several instruments, in order."""

    def sayings(self, ids: Sequence[str]) -> list[SayingRow]:
        """Every naming of the instruments with what it calls them, by (instrument, document, file, start, end)."""

    def areas(self, outer: str, drafts: bool = False) -> dict[str, int]:
        """How many loaded documents each area (`graph.areas`) in the outer one has, and it itself, by area."""

    def of_area(self, area: str, drafts: bool = False) -> list[InstrumentRow]:
        """The loaded instruments of just this area, by id."""

    def edges(
        self,
        ids: Sequence[str],
        direction: Direction,
        relations: Sequence[str] | None = None,
        as_of: str | None = None,
        drafts: bool = False,
        limit: int = 50,
    ) -> dict[str, list[EdgeRow]]:
        """Edges of each id, by (relation, other end, from, until), at most `limit + 1` of each so that a cut shows."""

    def steps(
        self,
        ids: Sequence[str],
        direction: Direction,
        relations: Sequence[str],
        drafts: bool = False,
        limit: int = 50,
        after: str = "",
    ) -> dict[str, list[Step]]:
        """The same edges in the same order without their quotes; costs what it gives, however many a hub has.

        `after`: only to and from ids behind it, so that one relation comes page by page.
        """

    def degrees(self, ids: Sequence[str], drafts: bool = False) -> dict[str, dict[Direction, dict[str, int]]]:
        """How many edges each id has, by direction and relation, in the order of relations; none: left out."""

    def walk(self, root: str, sides: Sequence[Direction], asked: Descent) -> Walk:
        """Descent from an instrument that exists (`graph.store.walking`), without quotes."""

    def quoted(self, steps: Sequence[Step]) -> list[EdgeRow]:
        """The edges of the steps, which all exist, with their quotes, in the order of the steps."""

    def between(self, sources: Sequence[str], target: str, drafts: bool = False) -> list[EdgeRow]:
        """The edges from any of the instruments to one, by (source, relation, from, until)."""

    def mentions(self, ids: Sequence[str], direction: Direction, drafts: bool = True) -> list[MentionRow]:
        """Mentions in ('out') or of ('in') the instruments, by (source, file, start); `drafts`: also of drafts."""

    def tasks(
        self,
        bodies: Sequence[str] | None = None,
        documents: Sequence[str] | None = None,
        drafts: bool = False,
        areas: Sequence[str] | None = None,
    ) -> list[TaskRow]:
        """Tasks of any of the bodies (ids) in any of the documents (ids) of any of the areas.

        By (document, file, start, id); None asks for all. An area holds what lies in it.
        """

    def task_candidates(self, words: Sequence[str], drafts: bool = False, most: int = -1) -> list[TaskRow]:
        """Tasks whose text or deliverable has all the folded words, the last as a prefix, in the order of `tasks`.

        At most `most`, the first by `graph.order.task_place`; -1: all.
        """

    def targets(self, documents: Sequence[str]) -> list[TargetRow]:
        """Targets that the documents set, by (document, file, start, id)."""

    def bodies(self) -> list[BodyRow]:
        """All bodies, by id."""

    def body_candidates(self, folded: str) -> list[BodyRow]:
        """Bodies whose folded name or alias holds the folded words; by id."""

    def bodies_with(self, words: Sequence[str]) -> list[BodyRow]:
        """Bodies whose name and aliases have all the folded words, the last as a prefix; by id."""

    def collectives(self) -> list[BodyRow]:
        """Bodies that are kinds of bodies ('UBND cấp xã'), by id."""

    def text(self, sha256: str, start: int, end: int) -> str:
        """A run of a file's text, code points."""

    def segments(self, sha256: str) -> tuple[Segment, ...]:
        """The runs of a file's text as its loader saw them, in the order of the text; () where none were given."""

    def sheets(self, files: Sequence[str]) -> dict[str, Sheets]:
        """Where pages begin in the texts of the files (sha256), which all exist; () where none are known."""

    def warnings(self, sha256: str) -> list[tuple[str, str, int, int]]:
        """(code, message, start, end) of a file's warnings, by place."""

    # all of it, for export, each by id (edges by source, relation, target, from, until)
    def all_instruments(self) -> Iterator[InstrumentRow]:
        """Every instrument."""

    def all_edges(self) -> Iterator[EdgeRow]:
        """Every edge."""

    def all_tasks(self) -> Iterator[TaskRow]:
        """Every task."""

    def all_targets(self) -> Iterator[TargetRow]:
        """Every target."""


def written(store: Store, records: Iterable[tuple[Record, str]], reading: str = "") -> Store:
    """Load records one transaction each; for tests and notebooks."""
    for record, path in records:
        with store.write() as writer:
            writer.put(record, path, reading)
    return store
