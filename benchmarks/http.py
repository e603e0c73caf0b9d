"""P11 and issue 6: the API over real connections, beside a bare FastAPI application that answers a constant.

`python -m benchmarks.http STORE|- [h11|auto]` is the server that is measured; `-` the constant one.
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

    def __init__(self, request: bytes, until: float, most: int) -> None:
        self.request, self.until, self.left = request, until, most
        self.times: list[float] = []
        self.got, self.began = b"", 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self._ask()

    def _ask(self) -> None:
        self.got, self.began = b"", time.perf_counter()
        self.transport.write(self.request)

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


class Server(Struct, frozen=True):
    """A server that runs."""

    pid: int
    port: int

    def cpu(self) -> float:
        """Seconds of the processor so far."""
        parts = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / _TICKS

    def memory(self) -> float:
        """Resident megabytes."""
        line = next(s for s in Path(f"/proc/{self.pid}/status").read_text().splitlines() if s.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def ask(self, path: str, connections: int = _CONNECTIONS, seconds: float = _SECONDS, most: int = 10**9) -> Asked:
        """The same question over and over."""
        return asyncio.run(self.asking(path, connections, seconds, most))

    async def asking(self, path: str, connections: int, seconds: float, most: int = 10**9) -> Asked:
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        loop, before, began = asyncio.get_running_loop(), self.cpu(), time.perf_counter()
        each = max(1, most // connections)
        made = [
            await loop.create_connection(lambda: _Connection(request, began + seconds, each), "127.0.0.1", self.port)
            for _ in range(connections)
        ]
        await asyncio.gather(*(protocol.done for _, protocol in made))
        times = [t for _, protocol in made for t in protocol.times]
        return Asked(times, time.perf_counter() - began, self.cpu() - before)


@contextmanager
def serving(store: str, http: str) -> Iterator[Server]:
    """A process of its own."""
    command = [sys.executable, "-m", "benchmarks.http", store, http]
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


def _filled(path: Path) -> tuple[str, str, int]:
    """A made graph; the path of one row, of a lineage of some 300 nodes, and how many it has."""
    store = open_store(path)
    made = iter(records(Shape(_INSTRUMENTS)))
    while some := [pair for pair, _ in zip(made, range(500), strict=False)]:
        with store.write() as writer:
            for record, segments in some:
                writer.put(record, record.source, "made", segments)
    root, depth, nodes = _root(store)
    store.close()
    kind, code, day, _ = facts(_INSTRUMENTS // 2)
    return f"/api/v1/resolve?q={quote(f'{kind} {code} ngày {day}')}", f"{_instrument(root)}/lineage?{depth}", nodes


def _instrument(i: str) -> str:
    return f"/api/v1/instruments/{quote(i, safe='~')}"


def _root(store: Store) -> tuple[str, str, int]:
    """The instrument whose lineage comes nearest to so many nodes."""
    best = ("", "", 0)
    for i in range(0, _INSTRUMENTS, 7):
        row = store.instruments([identity(i)]).get(identity(i))
        if row is None:
            continue
        found = len(lineage(store, row, Reach(direction="down", depth=2)).nodes)
        if abs(found - _NODES) < abs(best[2] - _NODES):
            best = (row.id, "direction=down&depth=2", found)
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


async def _beside(server: Server, path: str) -> Asked:
    """One row, by four connections, while a file comes slowly and is read."""
    upload = asyncio.get_running_loop().run_in_executor(None, _upload, server.port, _SECONDS)
    found = await server.asking(path, 4, 2 * _SECONDS)
    await upload
    return found


def _rows(store: str, http: str, one: str) -> Iterator[Line]:
    """P11: one row beside a constant of the same size and way (a function in a thread), each twice, the better."""
    with serving("-", http) as server:
        server.ask("/", seconds=1)
        constant = max((server.ask("/") for _ in range(2)), key=lambda a: a.rate)
    with serving(store, http) as server:
        server.ask(one, seconds=1)
        row = max((server.ask(one) for _ in range(2)), key=lambda a: a.rate)
    name = "httptools, uvloop" if http == "auto" else "as installed (h11)"
    text = f"{row.rate:,.0f} a second; {row.cost:.2f} ms of the server's processor each"
    yield bar("P11", f"one row, 16 connections, {name}", (row.rate, text), least=3500)
    yield bar("P11", f"one row, p99, {name}", (row.percentile(99), f"{row.percentile(99):.1f} ms"), at_most=15)
    ratio = constant.cost / row.cost
    text = f"{ratio:.2f} by the processor, {row.rate / constant.rate:.2f} by the clock"
    yield bar("P11", f"one row against a constant of FastAPI, {name}", (ratio, text), least=0.8)


def _others(server: Server, one: str, family: str, nodes: int) -> Iterator[Line]:
    row, family_one = server.ask(one, connections=1), server.ask(family, connections=1)
    clock, work = family_one.percentile(95) / row.percentile(95), family_one.cost / row.cost
    # a busy machine lengthens short answers most and so hides what long ones cost: the worse of the two is judged
    text = f"{clock:.1f} times by the clock, {work:.1f} by the processor ({family_one.cost:.1f} ms to {row.cost:.2f})"
    yield bar(
        "#6", f"lineage of {nodes} nodes against one row, p95, one connection", (max(clock, work), text), at_most=10
    )
    many = server.ask(family)
    text = f"{many.rate:,.0f} a second; {many.cost:.1f} ms of the server's processor each"
    yield bar("P11", f"lineage of {nodes} nodes, 16 connections", (many.rate, text), least=300)
    alone = server.ask(one, connections=4, seconds=2 * _SECONDS)
    beside = asyncio.run(_beside(server, one))
    text = " to ".join(f"{a.percentile(50):.1f} and {a.percentile(99):.1f} ms" for a in (beside, alone))
    yield Line("", "one row while 20 MB come in 5 s and are read, p50 and p99, against alone", text)


def _memory(server: Server, one: str, family: str) -> Line:
    server.ask(one, most=1_000, seconds=600)
    server.ask(family, most=160, seconds=600)
    before = server.memory()
    server.ask(one, most=9_000, seconds=600)
    server.ask(family, most=1_000, seconds=600)
    after = server.memory()
    grown = after - before
    text = f"{grown:.1f} MB ({before:.0f} → {after:.0f})"
    return bar("#6", "growth in memory over 10,000 requests", (grown, text), at_most=10)


def report() -> Report:
    """All of it on a made graph."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        one, family, nodes = _filled(path)
        lines = [*_rows(str(path), "h11", one)]
        if _quick():
            lines += _rows(str(path), "auto", one)
        with serving(str(path), "h11") as server:
            lines.append(_memory(server, one, family))
            lines += _others(server, one, family, nodes)
    note = (
        f"A made graph of {_INSTRUMENTS:,} instruments; client and server are two processes here, one worker. "
        "The constant is a function of FastAPI that runs in a thread, as ours do: what is asked of the store must not "
        "hold up the loop. uvicorn takes httptools and uvloop where it finds them; the program does not bring them."
    )
    return Report(lines, [note])


def _quick() -> bool:
    try:
        import httptools  # noqa: F401, PLC0415
        import uvloop  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def _serve(store: str, http: str) -> None:
    import uvicorn  # noqa: PLC0415

    if store == "-":
        from fastapi import FastAPI, Request, Response  # noqa: PLC0415

        app = FastAPI()
        content = b'{"items": [' + b'"' + b"x" * 300 + b'"]}'

        def constant(request: Request) -> Response:
            return Response(content, media_type="application/json")

        app.add_api_route("/", constant, response_class=Response)
    else:
        from api.http.app import create_app  # noqa: PLC0415

        app = create_app(store)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    print(listener.getsockname()[1], flush=True)
    options: Any = {} if http == "auto" else {"http": "h11", "loop": "asyncio"}
    config = uvicorn.Config(
        app, log_level="error", access_log=False, server_header=False, proxy_headers=False, **options
    )
    uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    _serve(sys.argv[1], sys.argv[2])
