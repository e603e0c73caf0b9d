"""One graph in memory, in SQLite and on a Neo4j server: how many answers were compared, over how many graphs (R5).

PHAHE_BENCH_GRAPHS (300) made graphs; after PHAHE_BENCH_SECONDS (none) no more are begun, and the page says how many.
"""

import os
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from benchmarks.results import Line, Report
from benchmarks.shared import ROOT, need_shared
from graph.canonical import export
from graph.record import Record
from loaders.extraction import extract
from tests.neo4j.server import NoServer, Running
from tests.neo4j.test_sameness import agree, three
from tests.stores.test_equality import load, several

_QUICK = ("-Xmx1g", "-XX:+UseSerialGC", "-Xshare:auto")  # for a run this long the second compiler pays


def graphs(url: str, count: int, seconds: float) -> Line:
    """Made graphs that share numbers and contradict each other: loaded, asked, one file dropped, rebuilt."""
    compared: list[int] = []
    began = time.monotonic()

    @settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(some=several)
    def same(some: tuple[Record, ...]) -> None:
        if time.monotonic() - began < seconds:
            compared.append(agree(some, url, most=1))
            print(f"    {len(compared)} graphs, {sum(compared):,} answers", flush=True)

    same()
    words = f"{len(compared)} made graphs: answers of the three stores, all equal"
    whole = "yes" if len(compared) >= count else "no"
    return Line("R5", words, f"{sum(compared):,} in each", f"{count} graphs", whole)  # type: ignore[arg-type]


def files(url: str, folder: Path) -> Line:
    """The documents of a folder: every question about every instrument, and the export."""
    read = [extract(p, p.name) for p in sorted(folder.iterdir()) if p.suffix in {".txt", ".docx"}]
    with three(url) as stores:
        for store in stores:
            load(store, read)
        exports = [export(store, drafts) for drafts in (False, True) for store in stores]
    assert len(set(exports[:3])) == len(set(exports[3:])) == 1
    compared = agree(read, url, most=12)
    told = f"{compared:,} answers in each; {len(exports[0]):,} bytes of graph.json"
    return Line("R5", f"{folder.name}, {len(read)} files: answers and exports", told, "all equal", "yes")


def report() -> Report:
    """Samples, seeds, made graphs."""
    count = int(os.environ.get("PHAHE_BENCH_GRAPHS", "300"))
    seconds = float(os.environ.get("PHAHE_BENCH_SECONDS", "inf"))
    folders = [ROOT / "samples", need_shared() / "seeds"]
    with tempfile.TemporaryDirectory() as folder:
        try:
            server = Running(Path(folder) / "home", _QUICK)
        except NoServer as nothing:
            raise SystemExit(str(nothing)) from None
        try:
            lines = [*(files(server.url, f) for f in reversed(folders)), graphs(server.url, count, seconds)]
        finally:
            server.kill()
    return Report(lines, _NOTES)


_NOTES = [
    "A made graph: four files of hypothesis that share numbers, names and bodies and contradict each other, loaded "
    "into Neo4j in the opposite order. An answer is the JSON and the notes of one question of the contract (24, with "
    "and without drafts), compared byte for byte; beside them all answers of the store's port, again after a file was "
    "forgotten and after the graph was derived anew.",
]
