"""Opening a store by what the user wrote: a path, or later the address of a server."""

from pathlib import Path

from graph.store.errors import CannotOpen
from graph.store.port import Store
from graph.store.sqlite import SqliteStore

SERVERS = ("neo4j://", "neo4j+s://", "neo4j+ssc://", "bolt://", "bolt+s://", "bolt+ssc://")


def open_store(where: str | Path, create: bool = True) -> Store:
    """The store at a path; with `create=False` a missing file is an error rather than an empty store."""
    if str(where).startswith(SERVERS):
        raise CannotOpen(str(where), "bản này chỉ có kho trong tệp; kho Neo4j sẽ có sau")
    return SqliteStore(where, create)
