"""The embedded store: one SQLite file behind the port, one writer beside any number of readers (WAL).

The derived tables are a pure function of the statement tables; writing is in `sqlite_writer`, deriving in
`sqlite_refresh`. Answers are ordered by id and stated keys, never by row ids, which depend on the order of loading.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from graph.areas import outermost
from graph.dates import interval
from graph.derivation import target_row, task_row
from graph.record import Target, Task
from graph.segments import Segment, Sheets, unpacked
from graph.store import base, sqlite_words
from graph.store.descent import Descent, Direction, Step, Walk
from graph.store.errors import StoreError
from graph.store.port import (
    BodyRow,
    Counts,
    EdgeRow,
    ExtentRow,
    FileRow,
    InstrumentRow,
    MentionRow,
    Said,
    Spans,
    TargetRow,
    TaskRow,
)
from graph.store.sqlite_connection import translated, writer
from graph.store.sqlite_lookups import SqliteLookups
from graph.store.sqlite_migration import ready
from graph.store.sqlite_queries import (
    AT,
    BY_NAME,
    BY_NUMBER,
    COUNTS,
    DEGREES,
    DUTIES_OF_ALL,
    DUTIES_OF_DOCUMENTS,
    EXTENT,
    FILES,
    MENTIONS,
    PATHS,
    SEARCH,
    SHEETS,
    TASKS_IN,
    TASKS_OF_BODIES,
    TASKS_OF_BODIES_IN,
    TASKS_OF_DOCUMENTS_IN,
)
from graph.store.sqlite_quotes import Texts, nids, quoted
from graph.store.sqlite_reading import Reading, Row
from graph.store.sqlite_said import FILE_SAID, said_from
from graph.store.sqlite_ways import Shown, SqliteWays
from graph.store.sqlite_whole import everything
from graph.store.sqlite_writer import SqliteWriter
from graph.store.walking import walk

_instrument = msgspec.msgpack.Decoder(InstrumentRow).decode
_task = msgspec.msgpack.Decoder(Task).decode
_target = msgspec.msgpack.Decoder(Target).decode
_parts = msgspec.msgpack.Decoder(Spans).decode
_body = msgspec.msgpack.Decoder(BodyRow).decode
_sheets = msgspec.msgpack.Decoder(Sheets).decode
_warnings = msgspec.msgpack.Decoder(list[tuple[str, str, int, int]]).decode


class SqliteStore(SqliteLookups):
    """The port over a file; what looks over many rows at once is in `sqlite_lookups`."""

    def __init__(self, path: str | Path, create: bool = True) -> None:
        self.path = Path(path)
        ready(self.path, create)
        self._reading = Reading(self.path)
        self._first = self._reading.first
        self._writing: sqlite3.Connection | None = None
        self._lock = threading.Lock()
        self._texts = Texts(self._reading)
        self._ways = SqliteWays(self._reading)

    def write(self) -> SqliteWriter:
        """A transaction; one at a time."""
        return SqliteWriter(self._writer(), self.path)

    def read(self) -> AbstractContextManager[None]:
        """What is asked inside sees one generation: a deferred transaction, which no writer waits for."""
        return self._reading.one_generation()

    def rebuild(self) -> None:
        """Derive everything anew from the statements; changes nothing that `export` shows."""
        connection = self._writer()
        try:
            connection.execute("BEGIN IMMEDIATE")
            everything(connection)
            connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise translated(error, self.path) from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of files and connections."""
        with self._lock:
            self._reading.close()
            if self._writing:
                self._writing.close()
            self._writing = None

    def _rows(self, query: str, values: Iterable[object] = ()) -> list[Row]:
        return self._reading.rows(query, values)

    def _each(self, query: str, values: Iterable[object] = ()) -> Iterator[Row]:
        return self._reading.each(query, values)

    def _writer(self) -> sqlite3.Connection:
        with self._lock:
            if self._writing is None:
                try:
                    self._writing = writer(self.path)
                except sqlite3.Error as error:
                    raise translated(error, self.path) from error
            return self._writing

    # what was loaded

    def generation(self) -> int:
        """Grows with every committed change."""
        return int(self._rows("SELECT value FROM meta WHERE key = 'generation'")[0][0])

    def files(self) -> list[FileRow]:
        """All files, by sha256."""
        with self.read():
            return [self._file(row) for row in self._rows(FILES)]

    def _file(self, row: Row) -> FileRow:
        fid, sha256, form, warnings, reading = row
        own = "SELECT i.id FROM meant c JOIN instrument i ON i.nid = c.nid WHERE c.fid = ? AND c.own = 1 ORDER BY c.cid"
        return FileRow(
            sha256=sha256,
            paths=tuple(sorted(p for (p,) in self._rows("SELECT path FROM path WHERE fid = ?", (fid,)))),
            format=form,
            documents=tuple(i for (i,) in self._rows(own, (fid,))),
            warnings=warnings,
            reading=reading,
        )

    def said(self, sha256: str) -> Said:
        """All that one file says, and what its clusters are."""
        with self.read():
            return said_from(self._rows, self._of_file(FILE_SAID, sha256), self._texts.whole(sha256))

    def at(self, paths: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Which file stands at each of those paths that are known, and its reading."""
        return {path: (sha256, reading) for path, sha256, reading in self._rows(AT, (json.dumps(paths),))}

    def paths_of(self, files: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Those of the files (sha256) that exist with their paths, sorted."""
        found: dict[str, tuple[str, ...]] = {}
        for sha256, path in self._rows(PATHS, (json.dumps(sorted(set(files))),)):
            found[sha256] = (*found.get(sha256, ()), path)
        return found

    def extent(self) -> ExtentRow:
        """How much is loaded, and how much only named."""
        ((instruments, loaded, first, last),) = self._rows(EXTENT)
        return ExtentRow(instruments=instruments, loaded=loaded, first=first, last=last)

    def counts(self) -> Counts:
        """Counts of everything that is shown without drafts."""
        relations = "SELECT name, shown FROM relation WHERE shown > 0"
        with self.read():
            number = {name: self._rows(query)[0][0] for name, query in COUNTS.items()}
            return Counts(relations=dict(sorted(self._rows(relations))), **number)

    # the graph

    def instruments(self, ids: Sequence[str]) -> dict[str, InstrumentRow]:
        """Those of the ids that exist."""
        query = "SELECT id, said FROM instrument WHERE id IN (SELECT value FROM json_each(?))"
        found = {i: _instrument(said) for i, said in self._rows(query, (json.dumps(list(ids)),))}
        return {i: found[i] for i in ids if i in found}

    def by_number(self, number_key: str) -> list[InstrumentRow]:
        """All instruments of a number bucket, by id."""
        return self._in_order("SELECT said FROM instrument WHERE bucket = ?", ("#" + number_key,))

    def by_name(self, name_key: str) -> list[InstrumentRow]:
        """All instruments of a name bucket, by id."""
        return self._in_order(BY_NAME, ("=" + name_key, name_key))

    def by_bare_number(self, number: str) -> list[InstrumentRow]:
        """All instruments of that number, by id."""
        return self._in_order(BY_NUMBER, (number,))

    def search_candidates(self, words: Sequence[str], drafts: bool = True, most: int = -1) -> list[InstrumentRow]:
        """The first `most` instruments that have all the folded words, the last as a prefix; by id."""
        if not words:
            return []
        with self.read():
            return self._in_order(SEARCH, (sqlite_words.asked(self._rows, words), drafts, most))

    def edges(
        self,
        ids: Sequence[str],
        direction: Direction,
        relations: Sequence[str] | None = None,
        as_of: str | None = None,
        drafts: bool = False,
        limit: int = 50,
    ) -> dict[str, list[EdgeRow]]:
        """Edges of each id, by (relation, other end, from, until), at most `limit + 1` of each."""
        shown = Shown(relations, drafts, interval(as_of) if as_of else None)
        with self.read():  # the quotes are asked for apart: all of the generation that has the edges
            keys = nids(self._reading, ids)
            steps = self._steps(list(keys.values()), direction, shown, limit)
            found: dict[str, list[EdgeRow]] = {i: [] for i in dict.fromkeys(ids)}
            for step, edge in zip(steps, self.quoted(steps), strict=True):
                found[step.source if direction == "out" else step.target].append(edge)
            return {i: base.edges_by(direction, some) for i, some in found.items()}

    def _steps(self, keys: Sequence[int], direction: Direction, shown: Shown, limit: int) -> list[Step]:
        rows = [row for some in self._ways.edges(keys, direction, shown, limit, exact=True).values() for row in some]
        names = self._ways.names(sorted({end for row in rows for end in row[:2]}))
        return [self._ways.step(row, names[row[0]][0], names[row[1]][0]) for row in rows]

    def steps(
        self,
        ids: Sequence[str],
        direction: Direction,
        relations: Sequence[str],
        drafts: bool = False,
        limit: int = 50,
        after: str = "",
    ) -> dict[str, list[Step]]:
        """The edges of each id without their quotes, from the other end behind `after` on."""
        found: dict[str, list[Step]] = {i: [] for i in dict.fromkeys(ids)}
        with self.read():
            keys = list(nids(self._reading, ids).values())
            # some ids may have the number of `after`; what goes out is bounded by a text
            most = -1 if after and direction == "out" else limit + self._ways.tied(keys, after)
            shown = Shown(relations, drafts, after=after if direction == "in" else "")
            for step in self._steps(keys, direction, shown, most):
                found[step.source if direction == "out" else step.target].append(step)
        ordered = {i: base.steps_by(direction, base.behind(some, direction, after)) for i, some in found.items()}
        return {i: some[: limit + 1] for i, some in ordered.items()}

    def degrees(self, ids: Sequence[str], drafts: bool = False) -> dict[str, dict[Direction, dict[str, int]]]:
        """How many edges each id has, by direction and relation."""
        found: dict[str, dict[Direction, dict[str, int]]] = {i: {"in": {}, "out": {}} for i in ids}
        for side in ("in", "out"):
            for name, relation, count in self._rows(DEGREES[side], (json.dumps(list(found)), drafts)):
                found[name][side][relation] = count
        return found

    def walk(self, root: str, sides: Sequence[Direction], asked: Descent) -> Walk:
        """Descent from an instrument that exists, without quotes."""
        with self.read():
            return walk(self._ways, (nids(self._reading, [root])[root], root), sides, asked)

    def quoted(self, steps: Sequence[Step]) -> list[EdgeRow]:
        """The edges of the steps with their quotes, in the order of the steps."""
        with self.read():
            return quoted(self._reading, self._texts, steps)

    def between(self, sources: Sequence[str], target: str, drafts: bool = False) -> list[EdgeRow]:
        """The edges from any of the instruments to one, by (source, relation, from, until)."""
        with self.read():
            keys = nids(self._reading, [*sources, target])
            if target not in keys:
                return []
            ends = {key: i for i, key in keys.items()}
            ways = self._ways.between([keys[s] for s in dict.fromkeys(sources) if s in keys], keys[target], drafts)
            return base.edges_of_all(self.quoted([self._ways.step(w, ends[w[0]], target) for w in ways]))

    def mentions(self, ids: Sequence[str], direction: Direction, drafts: bool = True) -> list[MentionRow]:
        """Mentions in ('out') or of ('in') the instruments, by (source, file, start)."""
        rows = self._rows(MENTIONS[direction], (json.dumps(list(ids)), drafts))
        return base.mentions_sorted(_mention(row) for row in rows)

    def tasks(
        self,
        bodies: Sequence[str] | None = None,
        documents: Sequence[str] | None = None,
        drafts: bool = False,
        areas: Sequence[str] | None = None,
    ) -> list[TaskRow]:
        """Tasks of any of the bodies in any of the documents of any of the areas, by (document, file, start, id)."""
        wanted = None if documents is None else json.dumps(list(documents))
        within = None if areas is None else json.dumps(outermost(areas))
        if bodies is not None:
            asked = (json.dumps(list(bodies)), wanted, wanted, drafts)
            rows = self._rows(TASKS_OF_BODIES_IN, (*asked, within)) if within else self._rows(TASKS_OF_BODIES, asked)
        elif within and wanted:
            rows = self._rows(TASKS_OF_DOCUMENTS_IN, (wanted, drafts, within))
        elif within:
            rows = self._rows(TASKS_IN, (within, drafts))
        else:
            rows = self._given("task", wanted, drafts)
        return base.tasks_sorted(task_row(_task(said), file, document) for said, file, document in rows)

    def targets(self, documents: Sequence[str]) -> list[TargetRow]:
        """Targets that the documents set, by (document, file, start, id)."""
        return self._targets(json.dumps(list(documents)))

    def _targets(self, wanted: str | None) -> list[TargetRow]:
        rows = self._given("target", wanted, True)
        return base.targets_sorted(target_row(_target(said), file, document) for said, file, document in rows)

    def _given(self, table: str, wanted: str | None, drafts: bool) -> list[Row]:
        if wanted is None:
            return self._rows(DUTIES_OF_ALL[table], (drafts,))
        return self._rows(DUTIES_OF_DOCUMENTS[table], (wanted, drafts))

    def bodies(self) -> list[BodyRow]:
        """All bodies, by id."""
        return sorted((_body(said) for (said,) in self._rows("SELECT said FROM body")), key=lambda b: b.id)

    def body_candidates(self, folded: str) -> list[BodyRow]:
        """Bodies whose folded name or alias holds the folded words; by id."""
        rows = self._rows("SELECT said FROM body WHERE instr(folded, ?) > 0", (f" {folded} ",))
        return sorted((_body(said) for (said,) in rows), key=lambda b: b.id)

    def text(self, sha256: str, start: int, end: int) -> str:
        """A run of a file's text, code points."""
        return self._texts.run(sha256, start, end)

    def segments(self, sha256: str) -> tuple[Segment, ...]:
        """The runs of a file's text as its loader saw them, in the order of the text."""
        (blob,) = self._of_file("SELECT segments FROM file WHERE sha256 = ?", sha256)
        return unpacked(blob)

    def sheets(self, files: Sequence[str]) -> dict[str, Sheets]:
        """Where pages begin in the texts of the files, which all exist."""
        rows = self._rows(SHEETS, (json.dumps(list(files)),))
        return {sha256: _sheets(said) if said else () for sha256, said in rows}

    def warnings(self, sha256: str) -> list[tuple[str, str, int, int]]:
        """(code, message, start, end) of a file's warnings, by place."""
        (warnings,) = self._of_file("SELECT warnings FROM file WHERE sha256 = ?", sha256)
        return sorted(_warnings(warnings), key=lambda w: (w[2], w[3], w[0], w[1]))

    def _of_file(self, query: str, sha256: str) -> Row:
        row = self._first(query, (sha256,))
        if row is None:
            raise StoreError("store.no_text", sha256=sha256)
        return row

    # all of it

    def all_instruments(self) -> Iterator[InstrumentRow]:
        """Every instrument, by id."""
        for (said,) in self._reading.each("SELECT said FROM instrument ORDER BY id"):
            yield _instrument(said)

    def all_edges(self) -> Iterator[EdgeRow]:
        """Every edge, by source, relation, target, from, until."""
        shown = Shown(None, True)
        for (nid,) in self._rows("SELECT nid FROM instrument ORDER BY id"):
            with self.read():
                edges = base.edges_of_all(self.quoted(self._steps([nid], "out", shown, -1)))
            yield from edges

    def all_tasks(self) -> Iterator[TaskRow]:
        """Every task."""
        return iter(self.tasks(drafts=True))

    def all_targets(self) -> Iterator[TargetRow]:
        """Every target."""
        return iter(self._targets(None))


def _mention(row: Row) -> MentionRow:
    source, target, file, start, end, provision, reprint, parts = row
    return MentionRow(
        source=source, target=target, file=file, start=start, end=end, provision=provision, reprint=bool(reprint),
        parts=_parts(parts) if parts else (),
    )  # fmt: skip
