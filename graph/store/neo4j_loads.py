"""What was loaded when, kept on the server beside the graph, and the right to load alone (see `graph.log`).

A lease on the `_Store` node: who holds it renews it; whoever dies holds it for `_LEASE` at most, by the server's clock.
It keeps two loads from mixing file by file. Nothing half gets in without it: each transaction takes the node's lock.
"""

import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import msgspec

from graph.log import Entry, Event, entry
from graph.store.errors import StoreError
from graph.store.neo4j_connection import Server

_LEASE, _RENEW, _PAUSE = 30, 10.0, 1.0  # seconds


class Neo4jLoads:
    """The log of one store, and its lease."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._me = f"{uuid.uuid4()} {socket.gethostname()} {os.getpid()}"

    def note(self, event: Event, path: str, sha256: str | None = None, reading: str = "", note: str = "") -> None:
        """Something happened just now."""
        facts = msgspec.to_builtins(entry(event, path, sha256, reading, note))
        self._server.write(lambda run: run(_NOTE, facts=facts))

    def entries(self) -> Iterator[Entry]:
        """All entries, oldest first."""
        for row in self._server.read(_ENTRIES):
            yield msgspec.convert(row["facts"], Entry)

    def size(self) -> int:
        """How many entries there are."""
        return next((int(row["size"]) for row in self._server.read(_SIZE)), 0)

    @contextmanager
    def alone(self, waiting: Callable[[], None]) -> Iterator[None]:
        """Nobody else loads into the store meanwhile; `waiting` is called once where somebody does just now."""
        done = threading.Event()
        said = False
        while not self._take():
            if not said:
                waiting()
                said = True
            done.wait(_PAUSE)
        renewing = threading.Thread(target=self._renew, args=(done,), daemon=True)
        renewing.start()
        try:
            yield
        finally:
            done.set()
            renewing.join()
            with suppress(StoreError):  # a server that is gone takes the lease along in time
                self._server.write(lambda run: run(_GIVE, me=self._me))

    def _take(self) -> bool:
        return bool(self._server.write(lambda run: run(_TAKE, me=self._me, lease=_LEASE)))

    def _renew(self, done: threading.Event) -> None:
        while not done.wait(_RENEW):
            with suppress(StoreError):  # the next transaction says so
                self._take()


# setting a property takes the node's lock, so two can't both find it free
_TAKE = """
MATCH (s:_Store {name: 'phahe'}) SET s.asked = $me
WITH s WHERE s.loader IS NULL OR s.loader = $me OR s.leased < datetime()
SET s.loader = $me, s.leased = datetime() + duration({seconds: $lease})
RETURN s.loader AS loader"""
_GIVE = "MATCH (s:_Store {name: 'phahe', loader: $me}) REMOVE s.loader, s.leased, s.asked"
_NOTE = """
MATCH (s:_Store {name: 'phahe'}) SET s.loads = coalesce(s.loads, 0) + 1
CREATE (l:_Load) SET l = $facts, l.nth = s.loads"""
_SIZE = "MATCH (s:_Store {name: 'phahe'}) RETURN coalesce(s.loads, 0) AS size"
_ENTRIES = "MATCH (l:_Load) WITH l ORDER BY l.nth RETURN properties(l) AS facts"
