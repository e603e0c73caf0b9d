"""The same pages out of SQLite and out of a Neo4j server: the same bytes, and how many times as long."""

import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

from starlette.testclient import TestClient

from api.http.app import create_app
from benchmarks.made_graph import Shape, records
from benchmarks.questions import identity
from benchmarks.results import Line, Report
from graph.store.base import batches
from graph.store.neo4j_connection import Row, Run
from graph.store.opening import open_store
from graph.store.port import Store
from tests.neo4j.server import ENV, NoServer, Running, emptied

_INSTRUMENTS, _CITES, _ROUNDS, _TOGETHER = 1_000, 10, 5, 250
_HOW = (
    f"A made graph of {_INSTRUMENTS:,} instruments; pages through the application in this process, the least of "
    f"{_ROUNDS} rounds by the clock, both stores in turn. Statements are what one page asks of the server: each is a "
    "way there and back, which over an office's network takes longer than here on one machine."
)


def _fill(store: Store) -> None:
    for some in batches(records(Shape(_INSTRUMENTS, _CITES)), _TOGETHER):
        with store.write() as writer:
            for record, segments in some:
                writer.put(record, record.source, "made", segments)
    store.close()


def _paths(store: Store) -> dict[str, str]:
    """Pages by name: of a hub, of an ordinary instrument, of a body."""
    hub, late = identity(0), [identity(i) for i in range(_INSTRUMENTS // 2, _INSTRUMENTS)]
    task = store.tasks(documents=late)[-1]
    plain, body = task.document, task.assignees[0].organization
    store.close()
    return {
        "first page": "/",
        "search": "/?q=" + quote("kế hoạch"),
        "ordinary instrument": f"/van-ban/{plain}",
        "hub": f"/van-ban/{hub}",
        "picture of the hub": f"/van-ban/{hub}/pha-he",
        "table of an ordinary one, two hops": f"/van-ban/{plain}/pha-he?as=table&up=2&down=2",
        "text": f"/van-ban/{plain}/toan-van",
        "plans that carry the hub out": f"/van-ban/{hub}/thuc-hien",
        "tasks of a body": f"/nhiem-vu?organization={quote(body)}",
        "coverage of the hub": f"/do-phu?instrument={hub}",
        "what is not loaded": "/chua-nap",
        "contradictions": "/mau-thuan",
        "exploration": "/kham-pha",
    }


@contextmanager
def _counted() -> Iterator[list[int]]:
    """How many statements this process sends to a server."""
    run, sent = Run.__call__, [0]

    def counted(self: Run, statement: str, **parameters: object) -> list[Row]:
        sent[0] += 1
        return run(self, statement, **parameters)

    with patch.object(Run, "__call__", counted):
        yield sent


def _seconds(client: TestClient, path: str) -> float:
    began = time.perf_counter()
    assert client.get(path).status_code == 200, path
    return time.perf_counter() - began


def _measured(clients: Mapping[str, TestClient], paths: Mapping[str, str]) -> Iterator[Line]:
    """One line a page; a page that is not the same in both is said to be another one."""
    other = []
    for name, path in paths.items():
        with _counted() as sent:
            bodies = {store: client.get(path).content for store, client in clients.items()}
        if len(set(bodies.values())) > 1:
            other.append(name)
        rounds = [{store: _seconds(client, path) for store, client in clients.items()} for _ in range(_ROUNDS)]
        ours, theirs = (min(r[store] for r in rounds) * 1000 for store in ("SQLite", "Neo4j"))
        text = f"{theirs / ours:.1f} times ({theirs:.0f} to {ours:.0f} ms), {sent[0]} statements"
        yield Line("", name, text)
    yield Line("#6", "pages that are not the same bytes", ", ".join(other) or "none", "none", "no" if other else "yes")


def report() -> Report:
    """Both filled alike, then asked in turn."""
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {**ENV, "PHAHE_HTTP_SECONDS": "300"}):
        try:
            server = Running(Path(folder) / "home")
        except NoServer as nothing:
            raise SystemExit(str(nothing)) from None
        try:
            path = Path(folder) / "made.db"
            _fill(open_store(path))
            _fill(emptied(server.url))
            paths = _paths(open_store(path))
            with _client(str(path)) as own, _client(server.url) as far:
                lines = list(_measured({"SQLite": own, "Neo4j": far}, paths))
        finally:
            server.kill()
    return Report(lines, [_HOW])


def _client(store: str) -> TestClient:
    return TestClient(create_app(store), base_url="http://localhost")
