"""Opening the file of an SQLite store: pragmas, schema, and what is refused."""

import sqlite3
from importlib.resources import files
from pathlib import Path

from graph.store.errors import Busy, CannotOpen, NewerSchema, NotAStore, OlderSchema, StoreError

SCHEMA = 4
APPLICATION = 0x50684865  # 'PhHe'
TIMEOUT = 30.0  # seconds a second writer waits for the first


def prepare(path: Path, create: bool) -> None:
    """Make the file where it is missing (if `create`), and refuse what is no store of ours."""
    if not path.exists() and not create:
        raise CannotOpen(str(path), "không có tệp này")
    _check_magic(path)
    try:
        connection = _connect(path)
    except sqlite3.Error as error:
        raise CannotOpen(str(path), str(error)) from error
    try:
        _check(connection, path)
    except sqlite3.Error as error:
        raise translated(error, path) from error
    finally:
        connection.close()


def _check_magic(path: Path) -> None:
    """SQLite takes a file of a few bytes for an empty one and would write over it."""
    if not path.exists():
        return
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise CannotOpen(str(path), error.strerror or str(error)) from error
    if head and head != b"SQLite format 3\0":
        raise NotAStore(str(path))


def writer(path: Path) -> sqlite3.Connection:
    """A connection that writes: durable at every commit."""
    connection = _connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA cache_size=-65536")
    return connection


def reader(path: Path) -> sqlite3.Connection:
    """A connection that cannot write."""
    connection = _connect(path)
    connection.execute("PRAGMA query_only=1")
    connection.execute("PRAGMA mmap_size=1073741824")
    connection.execute("PRAGMA cache_size=-32768")
    connection.execute("PRAGMA temp_store=MEMORY")
    return connection


def translated(error: sqlite3.Error, path: Path) -> StoreError:
    """The error in one line for people."""
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_NOTADB:
        return NotAStore(str(path))
    if code is not None and code & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return Busy(str(path))
    return CannotOpen(str(path), str(error))


def _connect(path: Path) -> sqlite3.Connection:
    # no implicit transactions: ours begin where we say; readers of other threads have connections of their own
    return sqlite3.connect(path, timeout=TIMEOUT, isolation_level=None, check_same_thread=False)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    if _made(connection, path):
        return
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("BEGIN IMMEDIATE")
    if not _made(connection, path):  # another process may have been first
        for statement in _statements():
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.execute(f"PRAGMA user_version={SCHEMA}")
    connection.execute("COMMIT")


def _made(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the schema is there; raises for anything else than ours or an empty file."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT EXISTS(SELECT 1 FROM sqlite_master)").fetchone()
    if not tables and not version:
        return False
    if application != APPLICATION:
        raise NotAStore(str(path))
    if version > SCHEMA:
        raise NewerSchema(str(path), version, SCHEMA)
    if version < SCHEMA:
        raise OlderSchema(str(path), version, SCHEMA)
    return True


def _statements() -> list[str]:
    """The schema as single statements (`executescript` would commit behind our back)."""
    lines = files("graph.store").joinpath("schema.sql").read_text("utf-8").splitlines()
    bare = "\n".join(line.split("--")[0] for line in lines)
    return [s for s in (part.strip() for part in bare.split(";")) if s]
