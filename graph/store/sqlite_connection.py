"""Opening the file of an SQLite store: pragmas, schema, and what is refused."""

import os
import sqlite3
import stat
import time
from contextlib import closing, suppress
from importlib.resources import files
from pathlib import Path

from graph.store.errors import Busy, CannotOpen, CannotWrite, Damaged, NewerSchema, NotAStore, OlderSchema, StoreError

SCHEMA = 10
APPLICATION = 0x50684865  # 'PhHe'
TIMEOUT = 30.0  # seconds a second writer waits for the first
_PAUSE = 0.02  # seconds between two tries
_SMALLEST = 512  # bytes of a page: nothing less is a database


def prepare(path: Path, create: bool) -> None:
    """Make the file where it is missing (if `create`), and refuse what is no store of ours."""
    _check_file(path, create)
    try:
        connection = connect(path)
    except sqlite3.Error as error:
        raise translated(error, path) from error
    try:
        _check(connection, path)
    except sqlite3.Error as error:
        raise translated(error, path) from error
    finally:
        connection.close()


def _check_file(path: Path, create: bool) -> None:
    """A pipe would wait for ever, and SQLite takes a file of a few bytes for an empty one and would write over it.

    Never opens the file: closing it would let go of all locks that connections of this process have on it
    (fcntl(2)), and a writer elsewhere would clear away the log that they read.
    """
    if str(path) == ":memory:":
        raise CannotOpen("store.no_name", path=path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise CannotOpen("store.folder", path=path)
        if not stat.S_ISREG(status.st_mode):
            raise CannotOpen("store.no_file", path=path)
    except FileNotFoundError as error:
        if create and path.parent.is_dir():
            if not os.access(path.parent, os.W_OK | os.X_OK):
                raise CannotOpen("store.closed_folder", path=path) from error
            return
        raise CannotOpen("store.no_folder" if create else "store.missing", path=path) from error
    except PermissionError as error:
        raise CannotOpen("store.not_allowed", path=path) from error
    except OSError as error:
        raise CannotOpen("store.unopened", path=path, reason=error.strerror) from error
    if 0 < status.st_size < _SMALLEST:
        raise NotAStore("store.not_ours", path=path)
    if not os.access(path, os.R_OK):
        raise CannotOpen("store.not_allowed", path=path)


def writer(path: Path) -> sqlite3.Connection:
    """A connection that writes: durable at every commit."""
    connection = connect(path)
    _wal(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA cache_size=-65536")
    return connection


def reader(path: Path, wait: float = TIMEOUT) -> sqlite3.Connection:
    """A connection that cannot write, and waits so many seconds for a lock."""
    connection = connect(path, wait)
    connection.execute("PRAGMA query_only=1")
    connection.execute("PRAGMA mmap_size=1073741824")
    connection.execute("PRAGMA cache_size=-32768")
    connection.execute("PRAGMA temp_store=MEMORY")
    return connection


def translated(error: sqlite3.Error, path: Path) -> StoreError:
    """The error in one line for people; codes: sqlite.org/rescode.html."""
    extended = getattr(error, "sqlite_errorcode", None)
    code = extended & 0xFF if extended is not None else None
    if code == sqlite3.SQLITE_NOTADB:
        return NotAStore("store.not_ours", path=path)
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return Busy("store.busy", path=path)
    if code == sqlite3.SQLITE_CORRUPT or extended == sqlite3.SQLITE_IOERR_SHORT_READ or "UTF-8" in str(error):
        return Damaged("store.damaged", path=path)
    if code == sqlite3.SQLITE_FULL:
        return CannotWrite("store.full", path=path)
    if code == sqlite3.SQLITE_IOERR:
        return CannotWrite("store.unwritten", path=path)
    if code == sqlite3.SQLITE_READONLY:
        return CannotWrite("store.read_only", path=path)
    return CannotOpen("store.unopened", path=path, reason=error)


def intact(path: Path) -> bool:
    """Whether the file hangs together, indexes too; reads all of it."""
    try:
        with closing(connect(path)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


def connect(path: Path, wait: float = TIMEOUT) -> sqlite3.Connection:
    """A connection as they all begin."""
    where = str(path)
    if _unchanging(path):  # else SQLite would want to make its shared memory beside the file
        for char in "%?#":
            where = where.replace(char, f"%{ord(char):02x}")
        return _connected(f"file:{where}?immutable=1", wait, uri=True)
    return _connected(where, wait, uri=False)


def _connected(where: str, wait: float, *, uri: bool) -> sqlite3.Connection:
    # no implicit transactions: ours begin where we say; readers of other threads have connections of their own
    return sqlite3.connect(where, timeout=wait, isolation_level=None, check_same_thread=False, uri=uri)


def _unchanging(path: Path) -> bool:
    """A store in a folder where nothing can be written, and that nobody writes to just now."""
    if os.access(path.parent, os.W_OK) or not path.exists():
        return False
    log = path.with_name(path.name + "-wal")
    return not log.exists() or not log.stat().st_size


def _wal(connection: sqlite3.Connection) -> None:
    """Readers beside the writer. SQLite waits for a lock, but not for the one that this change of the file needs."""
    until = time.monotonic() + TIMEOUT
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _check(connection: sqlite3.Connection, path: Path) -> None:
    if _made(connection, path):
        return
    _wal(connection)
    connection.execute("BEGIN IMMEDIATE")
    if not _made(connection, path):  # another process may have been first
        make(connection)
    connection.execute("COMMIT")


def make(connection: sqlite3.Connection) -> None:
    """The schema of today, in an empty file."""
    for statement in schema():
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id={APPLICATION}")
    connection.execute(f"PRAGMA user_version={SCHEMA}")


def _made(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the schema is there; raises for anything else than ours or an empty file."""
    version, application, tables = connection.execute(  # one statement: another process may be making it just now
        "SELECT user_version, application_id, EXISTS(SELECT 1 FROM sqlite_master) "
        "FROM pragma_user_version, pragma_application_id"
    ).fetchone()
    if not tables and not version:
        return False
    if application != APPLICATION:
        raise NotAStore("store.not_ours", path=path)
    if version > SCHEMA:
        raise NewerSchema("store.newer", path=path, found=version, known=SCHEMA)
    if version < SCHEMA:
        raise OlderSchema("store.older", path=path, found=version, known=SCHEMA)
    return True


def schema() -> list[str]:
    """The schema as single statements (`executescript` would commit behind our back)."""
    lines = files("graph.store").joinpath("schema.sql").read_text("utf-8").splitlines()
    bare = "\n".join(line.split("--")[0] for line in lines)
    return [s for s in (part.strip() for part in bare.split(";")) if s]


def clear(new: Path) -> None:
    """Away with a file that was to become a store, and with what SQLite keeps beside it."""
    for ending in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            new.with_name(new.name + ending).unlink()
