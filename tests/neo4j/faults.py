"""What can happen to a server and to the way to it, at a chosen statement of a load."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from unittest.mock import patch

from graph.record import Record
from graph.store.errors import Moved, StoreError
from graph.store.memory import MemoryStore
from graph.store.neo4j_connection import Row, Run
from graph.store.neo4j_store import Neo4jStore
from tests.graph.making import Made
from tests.neo4j.server import ACCESS, Running
from tests.stores.test_equality import load, seen


def records(count: int) -> list[Record]:
    """Plans that share what they cite, so that each moves what the others said."""
    found = []
    for n in range(count):
        made = Made(f"plan {n}")
        own = made.document(
            "Kế hoạch", f"{n}/KH-UBND", "2025-12-09", "UBND tỉnh Sơn La", "cải cách", place="tỉnh Sơn La"
        )
        made.claims(
            own, "IMPLEMENTS", made.cites("Nghị quyết", "76/NQ-CP", "2021-07-15" if n % 2 else None, "Chính phủ")
        )
        made.claims(own, "CITES", made.cites("Luật", None, "2019", None, "Đầu tư công"))
        made.task(own, "Chủ trì rà soát", "Sở Tư pháp tỉnh Sơn La").target(own, "95% hồ sơ")
        found.append(made.record())
    return found


@contextmanager
def at_statement(number: int, happen: Callable[[], None]) -> Iterator[list[int]]:
    """`happen` just before the statement of that number that this process sends; the list counts them."""
    run, sent = Run.__call__, [0]

    def counted(self: Run, statement: str, **parameters: object) -> list[Row]:
        sent[0] += 1
        if sent[0] == number:
            happen()
        return run(self, statement, **parameters)

    with patch.object(Run, "__call__", counted):
        yield sent


def statements_of(url: str, some: Sequence[Record]) -> int:
    """How many statements the load takes."""
    store = Neo4jStore(url, ACCESS)
    with at_statement(0, lambda: None) as sent:
        load(store, some)
    store.close()
    return sent[0]


def prefixes(some: Sequence[Record]) -> list[bytes]:
    """What a store shows after none, one, two … of the files."""
    store, found = MemoryStore(), []
    found.append(seen(store))
    for record in some:
        load(store, [record])
        found.append(seen(store))
    return found


def killed(server: Running, some: Sequence[Record], number: int) -> int:
    """Kill the server at a statement, start it again, look, and load again; after how many files it died.

    What it shows then is what it showed before or after one of the files, and in the end it is whole.
    """
    store = Neo4jStore(server.url, QUICK)
    done = 0
    with at_statement(number, server.kill), suppress(StoreError):
        for record in some:
            load(store, [record])
            done += 1
    store.close()
    server.start()
    legal = prefixes(some)
    again = Neo4jStore(server.url, ACCESS)
    assert _at_rest(again) == legal[done]
    load(again, some)
    assert seen(again) == legal[-1]
    assert again.generation() == len(some)
    again.close()
    return done


QUICK = type(ACCESS)(password=ACCESS.password, connect=2, retry=0.5)


def _at_rest(store: Neo4jStore) -> bytes:
    """What it shows; who died just behind his commit left the store moving for a minute (`neo4j_moving`)."""
    for _ in range(90):
        try:
            return seen(store)
        except Moved:
            time.sleep(1)
    return seen(store)


class Between:
    """Stands between a client and a server, and can cut what goes through it, or grow deaf to the server."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"bolt://127.0.0.1:{self._listening.getsockname()[1]}"
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self.deaf = False
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._to))
                self._pairs.append((client, server))
                threading.Thread(target=self._pass, args=(client, server, False), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, client, True), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, back: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if back and self.deaf:
                    self.deaf = False
                    self.cut()
                    return
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """Every connection ends."""
        pairs, self._pairs = self._pairs, []
        for end in (e for pair in pairs for e in pair):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self) -> None:
        self.cut()
        self._listening.close()
