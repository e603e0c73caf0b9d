"""Opening a store by what the user wrote: a path, or later the address of a server."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import MsgspecError

from graph.store.errors import CannotOpen, Damaged
from graph.store.port import Store
from graph.store.sqlite import SqliteStore
from graph.store.sqlite_connection import intact, translated

SERVERS = ("neo4j://", "neo4j+s://", "neo4j+ssc://", "bolt://", "bolt+s://", "bolt+ssc://")


def open_store(where: str | Path, create: bool = True) -> Store:
    """The store at a path; with `create=False` a missing file is an error rather than an empty store."""
    if str(where).startswith(SERVERS):
        raise CannotOpen("store.server", path=where)
    if not str(where):
        raise CannotOpen("store.no_name", path=where)
    return SqliteStore(where, create)


@contextmanager
def typed(where: str | Path) -> Iterator[None]:
    """What flipped bytes or a full disk raise, as `StoreError`: rows hold packed values and texts."""
    try:
        yield
    except sqlite3.Error as error:
        raise translated(error, Path(where)) from error
    except (UnicodeDecodeError, zlib.error, MsgspecError) as error:
        raise Damaged("store.damaged", path=where) from error
    except (LookupError, TypeError, ValueError, AttributeError) as error:  # a row that is not there, or a fault of ours
        if intact(Path(where)):
            raise
        raise Damaged("store.damaged", path=where) from error
