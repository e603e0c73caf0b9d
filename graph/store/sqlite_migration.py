"""An older store becomes one of today: its statements are copied, all else is derived anew, beside the old file.

Statements are the truth, so a version differs from today's by how its statement tables are read, and by nothing else.
The old file is replaced in one step when the new one is whole; until then it is only locked.
"""

import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

import msgspec

from graph import claims, paged
from graph.order import task_place
from graph.record import Task
from graph.rows import cluster_row, sheets_of
from graph.statements import Cluster
from graph.store.errors import Busy, OlderSchema
from graph.store.sqlite_connection import TIMEOUT, clear, connect, make, prepare, translated
from graph.store.sqlite_refresh import free_place
from graph.store.sqlite_whole import everything
from graph.store.sqlite_writer import wording_of

OLDEST = 4  # what earlier ones hold is read no more: their files are loaded anew
_WORDINGS = 6  # since then what clusters say stands in `wording`, before in each of them
_NARROW = 7  # since then texts are packed in pages, claims without what their columns say, tasks stand in an order
_ALIKE = ("path", "mention", "target", "body_said")  # in all versions since
_ALIKE_SINCE = {_WORDINGS: ("wording", "cluster"), _NARROW: ("file", "claim", "task", "task_body")}
_DERIVED = {"nid", "src", "dst"}  # columns of these tables that are derived anew
_PAUSE = 0.02  # seconds between two tries
_one = threading.Lock()
_cluster = msgspec.msgpack.Decoder(Cluster).decode
_task = msgspec.msgpack.Decoder(Task).decode
_NEW_FILE = (
    "INSERT INTO file(fid, sha256, digest, format, reading, n_warnings, pages, sheets, warnings, segments, text) "
    "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def ready(path: Path, create: bool) -> None:
    """As `prepare`; a store of an older version that is known becomes one of today first."""
    until = time.monotonic() + TIMEOUT
    with _one:
        while True:
            try:
                return prepare(path, create)
            except OlderSchema as error:
                if int(str(error.values["found"])) < OLDEST:
                    raise
                _tried(path, error, until)


def _tried(path: Path, older: OlderSchema, until: float) -> None:
    """One attempt; while others have the file open there may be more of them."""
    try:
        _migrate(path)
    except sqlite3.Error as failed:
        error = translated(failed, path)
        if not isinstance(error, Busy) or time.monotonic() > until:
            raise error from failed
        time.sleep(_PAUSE)
    except (msgspec.MsgspecError, UnicodeDecodeError, LookupError, ValueError):
        raise older from None  # what it holds cannot be read any more


def _migrate(path: Path) -> None:
    """Under a lock that nobody else, reading or writing, has beside us."""
    found = path.stat().st_ino
    new = path.with_name(path.name + ".new")
    with closing(connect(path)) as old:
        # the write-ahead log goes into the file: it would be taken for the log of the file that comes in its place
        if old.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
            return  # others read it
        old.execute("BEGIN EXCLUSIVE")
        if path.stat().st_ino != found:
            return  # another process was first, and this is the file that it replaced
        clear(new)
        try:
            _copied(old, new)
            os.replace(new, path)
        finally:
            clear(new)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _copied(old: sqlite3.Connection, new: Path) -> None:
    (version,) = old.execute("PRAGMA user_version").fetchone()
    with closing(connect(new)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN")
        make(connection)
        for made in _files(old) if version < _NARROW else ():
            connection.execute(_NEW_FILE, made)
        for table in (*_ALIKE, *(t for since, some in _ALIKE_SINCE.items() if version >= since for t in some)):
            _table(old, connection, table)
        if version < _WORDINGS:
            _clusters(old, connection)
        if version < _NARROW:
            _claims(old, connection)
            _tasks(old, connection)
        (generation,) = old.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
        connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (generation + 1,))
        everything(connection)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL")


def _table(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> None:
    columns = [name for _, name, *_ in new.execute(f"PRAGMA table_info({table})") if name not in _DERIVED]
    names, places = ", ".join(f'"{c}"' for c in columns), ", ".join("?" * len(columns))
    rows = old.execute(f"SELECT {names} FROM {table}")  # noqa: S608 - names of our own tables
    new.executemany(f"INSERT INTO {table}({names}) VALUES({places})", rows)


def _files(old: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    columns = "fid, sha256, digest, format, reading, n_warnings, warnings, segments, text"
    for *head, warnings, segments, text in old.execute(f"SELECT {columns} FROM file"):  # noqa: S608 - ours
        pages, packed = paged.parts(paged.packed(zlib.decompress(text).decode("utf-8", "surrogatepass")))
        yield *head, pages, sheets_of(segments), warnings, segments, packed


def _claims(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    rows = old.execute("SELECT qid, fid, speaker, source, target, said FROM claim")
    new.executemany(
        "INSERT INTO claim(qid, fid, speaker, source, target, said) VALUES(?, ?, ?, ?, ?, ?)",
        ((*place, claims.packed(claims.unpacked(said))) for *place, said in rows),
    )


def _tasks(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """Tasks, and which bodies they are laid on, under their new row ids."""
    for tid, fid, document, said in old.execute("SELECT tid, fid, document, said FROM task ORDER BY tid"):
        place = free_place(new, "task", task_place(_task(said).id))
        new.execute("INSERT INTO task(tid, fid, document, said) VALUES(?, ?, ?, ?)", (place, fid, document, said))
        bodies = old.execute("SELECT body FROM task_body WHERE tid = ?", (tid,))
        new.executemany("INSERT INTO task_body VALUES(?, ?)", [(body, place) for (body,) in bodies])


def _clusters(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    rows = old.execute("SELECT fid, cid, said FROM cluster ORDER BY fid, cid")
    for fid, clusters in groupby(rows, key=lambda row: int(row[0])):
        counted: set[tuple[str, bytes]] = set()
        for _, cid, said in clusters:
            cluster = _cluster(said)
            wid = wording_of(new, cluster_row(cluster), counted)
            new.execute("INSERT INTO cluster(cid, fid, own, wid) VALUES(?, ?, ?, ?)", (cid, fid, cluster.loaded, wid))
