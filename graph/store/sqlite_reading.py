"""Reading an SQLite store: a connection a thread, one generation as long as a question lasts, typed errors."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

from graph import deadline
from graph.store.errors import StoreError
from graph.store.sqlite_connection import TIMEOUT, reader, translated

Row = tuple[Any, ...]
_STEPS = 100_000  # of SQLite's machine between two looks at the clock: about a millisecond


class _Own:
    """A thread's connection: closed when the thread has ended, and with it its cache and its map of the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class Reading:
    """The connections of one store that read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._all: WeakSet[_Own] = WeakSet()
        self._lock = threading.Lock()

    def _connection(self) -> sqlite3.Connection:
        own: _Own | None = getattr(self._local, "own", None)
        if own is None:
            # a thread that may only glance waits for no lock
            wait = TIMEOUT if deadline.most_rows() is None else 0
            own = self._local.own = _Own(reader(self._path, wait))
            own.connection.set_progress_handler(deadline.over, _STEPS)
            with self._lock:
                self._all.add(own)
        return own.connection

    @contextmanager
    def _typed(self) -> Iterator[None]:
        deadline.check()
        try:
            yield
        except sqlite3.Error as error:
            raise self._type(error) from error

    def _type(self, error: sqlite3.Error) -> StoreError:
        deadline.check()
        return translated(error, self._path)

    def rows(self, query: str, values: Iterable[object] = ()) -> list[Row]:
        """All rows, fetched: an error of the last row is typed as one of the first is."""
        deadline.check()
        try:  # of a short look a context manager is a tenth
            found = self._connection().execute(query, tuple(values))
            most = deadline.most_rows()
            if most is None:
                return found.fetchall()
            rows = found.fetchmany(most + 1)
        except sqlite3.Error as error:
            raise self._type(error) from error
        if len(rows) > most:
            raise deadline.too_long()
        return rows

    def many(self, query: str, values: Iterable[tuple[object, ...]]) -> list[list[Row]]:
        """All rows of the query for each of the values."""
        with self._typed():
            run = self._connection().execute
            return [run(query, some).fetchall() for some in values]

    def first(self, query: str, values: Iterable[object] = ()) -> Row | None:
        """The first row."""
        return next(iter(self.rows(query, values)), None)

    def each(self, query: str, values: Iterable[object] = ()) -> Iterator[Row]:
        """Row by row, for what may be as large as the store."""
        with self._typed():
            yield from self._connection().execute(query, tuple(values))

    @contextmanager
    def one_generation(self) -> Iterator[None]:
        """What is read inside is of one commit, whoever writes meanwhile; inside another one nothing more happens."""
        with self._typed():
            connection = self._connection()
            outermost = not connection.in_transaction
            if outermost:
                connection.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            if outermost:
                try:  # also when the time is over: the next question of this thread begins anew
                    connection.execute("COMMIT")
                except sqlite3.Error as error:
                    raise translated(error, self._path) from error

    def close(self) -> None:
        """Let go of all connections."""
        with self._lock:
            for own in list(self._all):
                own.connection.close()
            self._all = WeakSet()
            self._local = threading.local()
