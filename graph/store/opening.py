"""Opening a store by what the user wrote: a path, or the address of a server."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from msgspec import MsgspecError

from graph.log import Loads, beside
from graph.store.access import Access, is_server
from graph.store.errors import CannotOpen, Damaged
from graph.store.port import Store
from graph.store.sqlite import SqliteStore
from graph.store.sqlite_connection import intact, translated


def open_store(
    where: str | Path,
    create: bool = True,
    access: Access = Access(),  # noqa: B008 - frozen
    mend: bool = False,
) -> Store:
    """The store at a path or address; with `create=False` a missing one is an error rather than an empty store.

    `mend`: one on a server that only `rebuild` can make whole, too.
    """
    if is_server(where):
        made: Store = import_module("graph.store.neo4j_store").Neo4jStore(
            str(where), access, create, mend
        )  # a slow import
        return made
    if not str(where):
        raise CannotOpen("store.no_name", path=where)
    return SqliteStore(where, create)


def loads_of(store: Store, where: str | Path) -> Loads:
    """Where it is noted what is loaded into the store: on its server, or in a file beside it."""
    made: Loads = store.loads() if is_server(where) else beside(Path(where))  # type: ignore[attr-defined]
    return made


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
        if is_server(where) or intact(Path(where)):
            raise
        raise Damaged("store.damaged", path=where) from error
