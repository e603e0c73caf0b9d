"""All of a store at once: deriving everything anew, and a new store filled from nothing.

The same steps as for one file (`refreshing`), but each bucket once, in pieces of a fixed size, and the indexes that
only the next step needs made when the step before is done: a tree that is filled in order costs a third.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from graph.record import Task
from graph.rows import FileRows
from graph.search import search_text, task_text
from graph.store import sqlite_counts, sqlite_words
from graph.store.port import InstrumentRow
from graph.store.refreshing import Refresh
from graph.store.sqlite_connection import clear, connect, make, schema, translated
from graph.store.sqlite_refresh import DELETE_ALL, SqliteTables
from graph.store.sqlite_writer import SqliteWriter

_instrument = msgspec.msgpack.Decoder(InstrumentRow).decode
_task = msgspec.msgpack.Decoder(Task).decode
_TOGETHER = 5000  # rows of a kind held at once
_PRAGMAS = ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-262144", "foreign_keys=ON")
_DERIVED = (
    "edge_in",
    "edge_issues",
    "edge_issued",
    "instrument_name",
    "claim_pair",
    "wording_instrument",
)  # indexes over what deriving writes
_STATED = (  # and over what files say, which nobody asks for while they are put
    "path_file", "cluster_file", "cluster_wording", "mention_file", "mention_speaker", "mention_target", "claim_file",
    "claim_source", "claim_target", "task_file", "task_document", "task_body_task", "target_file", "target_document",
    "body_said_body", "wording_family",
)  # fmt: skip
_BUCKETS = "SELECT DISTINCT bucket FROM wording WHERE bucket > ? AND bucket < ? ORDER BY bucket LIMIT ?"
_POINT = """
UPDATE claim SET src = (SELECT nid FROM meant WHERE cid = source), dst = (SELECT nid FROM meant WHERE cid = target)"""
_PAIRS = "SELECT DISTINCT src, dst FROM claim WHERE (src, dst) > (?, ?) ORDER BY src, dst LIMIT ?"


def everything(connection: sqlite3.Connection) -> None:
    """Drop all that is derived, and derive it anew."""
    run = connection.execute
    for statement in DELETE_ALL:
        run(statement)
    _drop(connection, _DERIVED)
    run("UPDATE meta SET value = 0 WHERE key IN ('instruments', 'loaded')")
    run("UPDATE wording SET nid = NULL WHERE nid IS NOT NULL")
    run("UPDATE claim SET src = NULL, dst = NULL WHERE src IS NOT NULL")
    derive(connection)


def derive(connection: sqlite3.Connection) -> None:
    """Derive all of a store of which nothing is derived, and which has no indexes over what is."""
    run = connection.execute
    _words(connection, "search_task", "SELECT tid, said FROM task ORDER BY tid", lambda said: task_text(_task(said)))
    refresh = Refresh(SqliteTables(connection, whole=True))
    refresh.settle((key, None) for kinds in ("!", "#") for key in _buckets(connection, kinds))
    refresh.settle((key, None) for key in _buckets(connection, "="))
    rows = "SELECT place, said FROM instrument ORDER BY place"
    _words(connection, "search", rows, lambda said: search_text(_instrument(said)))
    run(_POINT)
    _create(connection, ("claim_pair", "wording_instrument"))
    for pairs in _pieces(connection):
        refresh.join(pairs)
    _create(connection, ("edge_in", "edge_issues", "edge_issued", "instrument_name"))
    refresh.bodies = {b for (b,) in run("SELECT DISTINCT body FROM body_said")}
    refresh.run()
    sqlite_words.everything(connection)
    sqlite_counts.everything(connection)


def _words(connection: sqlite3.Connection, index: str, rows: str, words: Callable[[bytes], str]) -> None:
    """Fill a search index in the order of its rows."""
    made = ((place, words(said)) for place, said in connection.execute(rows))
    connection.executemany(f"INSERT INTO {index}(rowid, words) VALUES(?, ?)", made)


def _buckets(connection: sqlite3.Connection, kind: str) -> Iterator[str]:
    """Keys of one kind, in order."""
    last, end = kind, chr(ord(kind) + 1)
    while some := connection.execute(_BUCKETS, (last, end, _TOGETHER)).fetchall():
        yield from (key for (key,) in some)
        (last,) = some[-1]


def _pieces(connection: sqlite3.Connection) -> Iterator[list[tuple[int, int]]]:
    """All pairs between which something is claimed, in order."""
    last = (-1, -1)
    while some := connection.execute(_PAIRS, (*last, _TOGETHER)).fetchall():
        yield some
        last = some[-1]


def _drop(connection: sqlite3.Connection, names: tuple[str, ...]) -> None:
    for name in names:
        connection.execute(f"DROP INDEX IF EXISTS {name}")


def _create(connection: sqlite3.Connection, names: tuple[str, ...]) -> None:
    for statement in schema():
        if statement.startswith("CREATE INDEX") and statement.split()[2] in names:
            connection.execute(statement)


class SqliteFilling(SqliteWriter):
    """Fills a store that does not exist yet, beside its place: all of it or nothing, and nothing of it is seen before.

    For many files at once: a copy of another store, an import. A kill leaves what was there.
    """

    def __init__(self, path: Path) -> None:
        self._place, self._new = path, path.with_name(path.name + ".new")
        clear(self._new)
        connection = connect(self._new)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        make(connection)
        super().__init__(connection, path)

    def __enter__(self) -> "SqliteFilling":
        super().__enter__()
        _drop(self._connection, (*_DERIVED, *_STATED))
        return self

    def add(self, said: FileRows, path: str, reading: str) -> None:
        """Load one file."""
        super().add(said, path, reading)
        self._refresh.forget()  # everything is derived at the end
        self._words.clear()

    def __exit__(self, *exc: object) -> None:
        try:
            if exc[0] is None:
                self._whole()
        except sqlite3.Error as failed:
            raise translated(failed, self._path) from failed
        finally:
            self._connection.close()
            clear(self._new)

    def _whole(self) -> None:
        _create(self._connection, _STATED)
        derive(self._connection)
        self._connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
        self._connection.execute("COMMIT")
        self._connection.close()
        with closing(connect(self._new)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        with self._new.open("rb") as file:
            os.fsync(file.fileno())
        if self._place.exists():
            raise FileExistsError(self._place)
        os.replace(self._new, self._place)
