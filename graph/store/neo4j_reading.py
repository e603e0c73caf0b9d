"""Reading a Neo4j store: the server keeps no old generation for us, so one is looked for at the beginning and the end.

Cypher reads what is committed at each moment. A question that meets two generations is asked anew by who can do so
(a method of the store by itself, `api.cli` for a whole answer), and refused where it cannot.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from graph.store.errors import Busy, Moved
from graph.store.neo4j_connection import Row, Server
from graph.store.neo4j_moving import State, state
from graph.store.neo4j_texts import Texts

T = TypeVar("T")
_TRIES = 20
_PAUSE = 0.05  # seconds until somebody's transaction may be over


class Reading:
    """The questions to one database, generation by generation."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._local = threading.local()  # of each thread: is it inside, its texts and their generation

    def __call__(self, statement: str, **parameters: Any) -> list[Row]:
        """All rows of one statement."""
        return self._server.read(statement, **parameters)

    def generation(self) -> int:
        """As it is now; 0 where the store is gone."""
        return state(self).generation

    @contextmanager
    def one_generation(self) -> Iterator[None]:
        """What is read inside is of one commit, else `Moved`; inside another one nothing more happens."""
        if getattr(self._local, "inside", False):
            yield
            return
        self._local.inside = True
        try:
            before = self._still()
            self.texts(before.generation)
            try:
                yield
            except Exception as error:  # perhaps because a row led to one of another generation
                if state(self) != before:
                    raise Moved("store.moved", path=self._server.where) from error
                raise
            if state(self) != before:
                raise Moved("store.moved", path=self._server.where)
        finally:
            self._local.inside = False

    def _still(self) -> State:
        """The state of a store that nobody's transaction is just changing."""
        for _ in range(_TRIES):
            found = state(self)
            if found.rebuilding:
                raise Busy("store.rebuilding", path=self._server.where)
            if not found.moving:
                return found
            time.sleep(_PAUSE)
        raise Moved("store.moved", path=self._server.where)

    def settled(self, ask: Callable[[], T]) -> T:
        """What `ask` gives of one generation."""
        for _ in range(_TRIES):
            with suppress(Moved), self.one_generation():
                return ask()
        with self.one_generation():
            return ask()

    def texts(self, generation: int | None = None) -> Texts:
        """The texts of a generation."""
        if generation is not None and getattr(self._local, "generation", None) != generation:
            self._local.generation, self._local.texts = generation, Texts(self)
        texts: Texts = self._local.texts
        return texts
