"""What a picture costs: the family of a hub, its pages, and 300 instruments opened in Chromium without a jump."""

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from api.http.app import create_app
from benchmarks.made_graph import Shape, records
from benchmarks.questions import identity
from benchmarks.results import Line, Report
from graph.store.opening import open_store
from queries.family import Wanted, family

_INSTRUMENTS, _CITES, _TIMES = 6_000, 12, 11
# from the first box that is drawn on
_DRAWN = """() => new Promise((done) => {
  const look = () => {
    if (!window.phahe) return requestAnimationFrame(look);
    phahe.net.once("afterDrawing", () => done(true));
    phahe.net.redraw();
  };
  look();
})"""
_HOW = (
    f"A made graph, {_INSTRUMENTS} instruments, {_CITES} citations each, on SQLite; medians of {_TIMES} by the clock; "
    "pages through the application in this process. Chromium: median of four first visits (empty cache) to a server "
    "in a process of its own."
)
_CHROMIUM = shutil.which("chromium")


def _filled(folder: Path) -> Path:
    """A store with hubs: the first is cited thousands of times."""
    path = folder / "p.db"
    store = open_store(path)
    with store.write() as writer:
        for record, segments in records(Shape(_INSTRUMENTS, _CITES)):
            writer.put(record, f"/made/{record.source}", "", segments)
    store.close()
    return path


def _median(ask: Callable[[], object]) -> float:
    """Milliseconds by the clock, after a first time that does not count."""
    ask()
    times = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


@contextmanager
def _served(path: Path) -> Iterator[str]:
    """A server in a process of its own."""
    words = [str(Path(sys.executable).with_name("phahe")), "serve", "--store", str(path), "--port", "0"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stderr
        found = re.search(r"http://[\d.:]+", server.stderr.readline())
        assert found
        yield found[0]
        server.terminate()


def _opened(address: str) -> tuple[int, float, bool]:
    """Boxes, the median of seconds until they are drawn, and whether all stand where the server put them."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only with a browser

    times, still, count = [], True, 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(5):
            page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
            began = time.perf_counter()
            page.goto(f"{address}/kham-pha", wait_until="domcontentloaded")
            page.evaluate(_DRAWN)
            times.append(time.perf_counter() - began)
            page.wait_for_timeout(500)
            placed = page.evaluate("() => Object.fromEntries(phahe.data.nodes.map((n) => [n.id, { x: n.x, y: n.y }]))")
            still &= page.evaluate("() => phahe.net.getPositions()") == placed
            count = len(placed)
            page.close()
        browser.close()
    return count, statistics.median(times[1:]), still


def report() -> Report:
    """The section."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        path = _filled(Path(folder))
        hub, plain = identity(0), identity(_INSTRUMENTS - 2)
        store = open_store(path)
        rows = store.instruments([hub, plain])
        incoming = sum(store.degrees([hub])[hub]["in"].values())
        one = _median(lambda: family(store, rows[plain]))
        many = _median(lambda: family(store, rows[hub]))
        groups = [g.id for g in family(store, rows[hub]).groups]
        full = family(store, rows[hub], Wanted(groups=tuple(groups)))
        whole = _median(lambda: family(store, rows[hub], Wanted(groups=tuple(groups))))
        store.close()
        with TestClient(create_app(str(path)), base_url="http://localhost") as client:
            ordinary = _median(lambda: client.get(f"/van-ban/{plain}"))
            page = _median(lambda: client.get(f"/van-ban/{hub}"))
            picture = _median(lambda: client.get(f"/van-ban/{hub}/pha-he?" + "&".join(f"groups={g}" for g in groups)))
            png = _median(lambda: client.get(f"/van-ban/{plain}/pha-he.png"))
        lines += [
            Line("", "one hop each way of an ordinary instrument", f"{one:.1f} ms"),
            Line("", f"one hop each way of a hub ({incoming} relations in), grouped", f"{many:.1f} ms"),
            Line("", f"the same opened: {len(full.nodes)} boxes", f"{whole:.1f} ms"),
            Line("", "page of an ordinary instrument", f"{ordinary:.0f} ms"),
            Line("", "page of the hub", f"{page:.0f} ms"),
            Line("", f"page of its picture with {len(full.nodes)} boxes", f"{picture:.0f} ms"),
            Line("", "PNG of an ordinary instrument's picture", f"{png:.0f} ms"),
        ]
        if _CHROMIUM:
            with _served(path) as address:
                count, seconds, still = _opened(address)
            reached = "yes" if seconds <= 2 and still else "no"
            lines.append(
                Line("#6", f"{count} boxes of exploration drawn in Chromium", f"{seconds:.2f} s", "2 s", reached)
            )
            lines.append(Line("", "all where the server put them, half a second later too", "yes" if still else "no"))
    return Report(lines, [_HOW])
