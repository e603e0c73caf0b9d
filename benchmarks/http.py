"""P11 and issue 6: the API over real connections, beside a bare FastAPI application that answers a constant.

`python -m benchmarks.http STORE|-` is the server that is measured; `-` the constant one.
"""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, repeat
from pathlib import Path
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from benchmarks.made_graph import Shape, facts, records
from benchmarks.questions import identity
from benchmarks.results import Line, Report, bar
from benchmarks.shared import ROOT
from graph.store.opening import open_store
from graph.store.port import Store
from queries.answers import Reach
from queries.lineage import lineage

_CONNECTIONS, _SECONDS = 16, 5.0
_INSTRUMENTS, _NODES = 3_000, 300
_TICKS = os.sysconf("SC_CLK_TCK")


class Asked(Struct, frozen=True):
    """What came of asking: times of each answer in seconds by the clock, and the server's processor seconds."""

    times: list[float]
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    @property
    def cost(self) -> float:
        """Milliseconds of the server's processor an answer: what other work on the machine changes least."""
        return self.cpu / len(self.times) * 1000

    def percentile(self, which: int) -> float:
        """Milliseconds."""
        return statistics.quantiles(self.times, n=100)[which - 1] * 1000


class _Connection(asyncio.Protocol):
    """One connection that asks again as soon as it is answered."""

    def __init__(self, requests: Iterator[bytes], until: float, most: int) -> None:
        self.requests, self.until, self.left = requests, until, most
        self.times: list[float] = []
        self.got, self.began = b"", 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self._ask()

    def _ask(self) -> None:
        self.got, self.began = b"", time.perf_counter()
        self.transport.write(next(self.requests))

    def data_received(self, data: bytes) -> None:
        self.got += data
        head, found, body = self.got.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return
        assert head.startswith(b"HTTP/1.1 200"), head[:200]
        self.times.append(time.perf_counter() - self.began)
        self.left -= 1
        if self.left and time.perf_counter() < self.until:
            self._ask()
        else:
            self.transport.close()
            self.done.set_result(None)


Paths = Iterator[str]  # without an end


class Server(Struct, frozen=True):
    """A server that runs."""

    pid: int
    port: int

    def cpu(self) -> float:
        """Seconds of the processor so far."""
        parts = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / _TICKS

    def memory(self) -> float:
        """Resident megabytes of its own: pages of the file that its connections map are the system's."""
        line = next(s for s in Path(f"/proc/{self.pid}/status").read_text().splitlines() if s.startswith("RssAnon"))
        return int(line.split()[1]) / 1024

    def ask(self, paths: Paths, connections: int = _CONNECTIONS, seconds: float = _SECONDS, most: int = 10**9) -> Asked:
        """One question after the other."""
        return asyncio.run(self.asking(paths, connections, seconds, most))

    async def asking(self, paths: Paths, connections: int, seconds: float, most: int = 10**9) -> Asked:
        requests = (f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() for path in paths)
        loop, before, began = asyncio.get_running_loop(), self.cpu(), time.perf_counter()
        each = max(1, most // connections)
        made = [
            await loop.create_connection(lambda: _Connection(requests, began + seconds, each), "127.0.0.1", self.port)
            for _ in range(connections)
        ]
        await asyncio.gather(*(protocol.done for _, protocol in made))
        times = [t for _, protocol in made for t in protocol.times]
        return Asked(times, time.perf_counter() - began, self.cpu() - before)


@contextmanager
def serving(store: str) -> Iterator[Server]:
    """A process of its own."""
    command = [sys.executable, "-m", "benchmarks.http", store]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdout
        try:
            server = Server(process.pid, int(process.stdout.readline()))
            _ready(server.port)
            yield server
        finally:
            process.terminate()


def _ready(port: int) -> None:
    for _ in range(400):
        with socket.socket() as made:
            if not made.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)


class Questions(Struct, frozen=True):
    """What is asked of a made graph: a row, a lineage of so many nodes; the same again, or what nobody asked yet."""

    citations: tuple[str, ...]
    root: str
    nodes: int

    def row(self) -> Paths:
        """One row, the same again and again."""
        return repeat(_resolve(self.citations[0]))

    def rows(self, spaces: int = 0) -> Paths:
        """Rows; none twice, as nothing is kept of what is written otherwise."""
        return (_resolve(c + " " * n) for n in count(spaces) for c in self.citations)

    def lineage(self) -> Paths:
        """The same lineage."""
        return repeat(f"{self.root}&depth=2")

    def lineages(self, zeros: int = 1) -> Paths:
        """It, written otherwise each time."""
        return (f"{self.root}&depth={'0' * n}2" for n in count(zeros))


def _filled(path: Path) -> Questions:
    """A made graph, and its questions."""
    store = open_store(path)
    made = iter(records(Shape(_INSTRUMENTS)))
    while some := [pair for pair, _ in zip(made, range(500), strict=False)]:
        with store.write() as writer:
            for record, segments in some:
                writer.put(record, record.source, "made", segments)
    root, nodes = _root(store)
    store.close()
    known = (f"{kind} {code} ngày {day}" for kind, code, day, _ in map(facts, range(_INSTRUMENTS)))
    return Questions(tuple(dict.fromkeys(known)), root, nodes)


def _resolve(citation: str) -> str:
    return f"/api/v1/resolve?q={quote(citation)}"


def _instrument(i: str) -> str:
    return f"/api/v1/instruments/{quote(i, safe='~')}"


def _root(store: Store) -> tuple[str, int]:
    """The lineage that comes nearest to so many nodes, but for its depth, which is 2."""
    best = ("", 0)
    for i in range(0, _INSTRUMENTS, 7):
        row = store.instruments([identity(i)]).get(identity(i))
        if row is None:
            continue
        found = len(lineage(store, row, Reach(direction="down", depth=2)).nodes)
        if abs(found - _NODES) < abs(best[1] - _NODES):
            best = (f"{_instrument(row.id)}/lineage?direction=down", found)
    return best


def _upload(port: int, seconds: float) -> None:
    """A file of 20 MB that takes so long to come, a piece at a time."""
    size, pieces = 20 << 20, 40
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    tail = b"\r\n--x--\r\n"
    with socket.create_connection(("127.0.0.1", port)) as made:
        length = len(head) + size + len(tail)
        made.sendall(
            f"POST /api/v1/documents HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\n\r\n".encode()
            + head
        )
        line = "Căn cứ Nghị định số 1/2020/NĐ-CP ngày 01/01/2020;\n".encode()
        whole = (line * (size // len(line) + 1))[:size]
        for n in range(pieces):
            made.sendall(whole[n * size // pieces : (n + 1) * size // pieces])
            time.sleep(seconds / pieces)
        made.sendall(tail)
        assert made.recv(100).startswith(b"HTTP/1.1 202")


async def _beside(server: Server, asked: Questions) -> Asked:
    """Rows, by four connections, while a file comes slowly and is read."""
    upload = asyncio.get_running_loop().run_in_executor(None, _upload, server.port, _SECONDS)
    found = await server.asking(asked.rows(100), 4, 2 * _SECONDS)
    await upload
    return found


def _better(server: Server, paths: Paths) -> Asked:
    """Of two rounds, behind one that warms up."""
    server.ask(paths, seconds=1)
    return max((server.ask(paths) for _ in range(2)), key=lambda a: a.rate)


def _rows(server: Server, asked: Questions) -> Iterator[Line]:
    """P11: one row beside a constant of the same framework, which runs on its loop and reads nothing."""
    with serving("-") as other:
        constant = _better(other, repeat("/"))
    text = f"{constant.rate:,.0f} a second; {constant.cost:.2f} ms of the server's processor each"
    yield Line("", "a constant of FastAPI, 16 connections", text)
    for name, paths in (("one row, never asked before", asked.rows()), ("one row, asked before", asked.row())):
        row = _better(server, paths)
        text = f"{row.rate:,.0f} a second; {row.cost:.2f} ms of the server's processor each"
        yield bar("P11", f"{name}, 16 connections", (row.rate, text), least=3500)
        yield bar("P11", f"{name}, p99", (row.percentile(99), f"{row.percentile(99):.1f} ms"), at_most=15)
        ratio = constant.cost / row.cost
        text = f"{ratio:.2f} by the processor, {row.rate / constant.rate:.2f} by the clock"
        yield bar("P11", f"{name}, against the constant", (ratio, text), least=0.8)


def _lineages(server: Server, asked: Questions) -> Iterator[Line]:
    for name, paths in (("never asked before", asked.lineages()), ("asked before", asked.lineage())):
        many = _better(server, paths)
        text = f"{many.rate:,.0f} a second; {many.cost:.2f} ms of the server's processor each"
        yield bar("P11", f"lineage of {asked.nodes} nodes, {name}, 16 connections", (many.rate, text), least=300)


def _others(server: Server, asked: Questions) -> Iterator[Line]:
    for said, rows, families in (
        ("never asked before", asked.rows(50), asked.lineages(2_000)),
        ("asked before", asked.row(), asked.lineage()),
    ):
        row, family = server.ask(rows, connections=1), server.ask(families, connections=1)
        clock, work = family.percentile(95) / row.percentile(95), family.cost / row.cost
        # a busy machine lengthens short answers most and so hides what long ones cost: the worse of the two is judged
        text = f"{clock:.1f} times by the clock, {work:.1f} by the processor ({family.cost:.1f} ms to {row.cost:.2f})"
        name = f"lineage of {asked.nodes} nodes against one row, p95, one connection, {said}"
        yield bar("#6", name, (max(clock, work), text), at_most=10)
    alone = server.ask(asked.rows(150), connections=4, seconds=2 * _SECONDS)
    beside = asyncio.run(_beside(server, asked))
    text = " to ".join(f"{a.percentile(50):.1f} and {a.percentile(99):.1f} ms" for a in (beside, alone))
    yield Line("", "one row while 20 MB come in 5 s and are read, p50 and p99, against alone", text)


def _memory(server: Server, asked: Questions) -> Line:
    """What is kept of answers is full before: the growth is what never ends."""
    server.ask(asked.lineages(5), most=400, seconds=600)
    server.ask(asked.rows(200), most=3_000, seconds=600)
    before = server.memory()
    server.ask(asked.rows(210), most=9_000, seconds=600)
    server.ask(asked.lineages(600), most=1_000, seconds=600)
    after = server.memory()
    text = f"{after - before:.1f} MB ({before:.0f} → {after:.0f})"
    return bar("#6", "growth in memory over 10,000 requests", (after - before, text), at_most=10)


def report() -> Report:
    """All of it on a made graph."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        asked = _filled(path)
        with serving(str(path)) as server:
            lines = [_memory(server, asked)]
            lines += [*_rows(server, asked), *_lineages(server, asked), *_others(server, asked)]
    note = (
        f"A made graph of {_INSTRUMENTS:,} instruments; client and server are two processes here, one worker. "
        "What was never asked before is written otherwise each time, so that nothing that is kept answers it. "
        "The constant is an async function of FastAPI that sends 300 bytes."
    )
    return Report(lines, [note])


def _serve(store: str) -> None:
    import uvicorn  # noqa: PLC0415

    if store == "-":
        from fastapi import FastAPI, Request, Response  # noqa: PLC0415

        app = FastAPI()
        content = b'{"items": [' + b'"' + b"x" * 300 + b'"]}'

        async def constant(request: Request) -> Response:
            return Response(content, media_type="application/json")

        app.add_api_route("/", constant, response_class=Response)
    else:
        from api.http.app import create_app  # noqa: PLC0415

        app = create_app(store)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    print(listener.getsockname()[1], flush=True)
    config = uvicorn.Config(app, log_level="error", access_log=False, server_header=False, proxy_headers=False)
    uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    _serve(sys.argv[1])
