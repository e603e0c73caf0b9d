"""The embedded store at size: a made graph of a million instruments and ten million edges, its questions, and a tenth.

`python -m benchmarks --only size` fills and asks 1,000,000 and 100,000 instruments (PHAHE_BENCH_INSTRUMENTS: another
number and its tenth). PHAHE_BENCH_STORES names a folder where the stores are kept and found again. Bars: P6-P9 of
shared/performance.md; they were measured on bare tables, here stand statements, texts and quotes as well.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct

from benchmarks.made_graph import Shape, records
from benchmarks.questions import Timed, all_conflicts, calibration, many, one_instrument
from benchmarks.results import Line, Report, bar
from graph.resolution import resolve_numbers
from graph.store.sqlite import SqliteStore
from graph.store.sqlite_connection import reader
from graph.store.sqlite_refresh import SqliteTables
from graph.store.sqlite_whole import SqliteFilling

TOGETHER = 500  # files a transaction: an import, not a clerk's single file
_GRAPH = ("instrument", "sqlite_autoindex_instrument_%", "instrument_%", "edge", "edge_in", "search%", "bearer%")


class Filled(Struct, frozen=True):
    """What filling a store cost: seconds of the processor without making the records, and by the clock."""

    put: float
    seconds: float
    clock: float
    megabytes: int  # of memory at most
    load: tuple[float, float, float]


def fill(path: Path, shape: Shape) -> Filled:
    """Load the made graph into a new store."""
    making, clock, began = 0.0, time.time(), time.process_time()
    with SqliteFilling(path) as writer:
        made = records(shape)
        while True:
            since = time.process_time()
            batch = list(islice(made, TOGETHER))
            making += time.process_time() - since
            if not batch:
                break
            for record, segments in batch:
                writer.put(record, record.source, "made", segments)
        put = time.process_time() - began - making
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    whole = time.process_time() - began - making
    return Filled(put, whole, time.time() - clock, memory, os.getloadavg())


def filled(folder: Path, n: int) -> tuple[Path, Filled]:
    """A store of n instruments, made in a process of its own for the sake of its memory, or found."""
    path = folder / f"made{n}.db"
    told = path.with_suffix(".json")
    if not told.exists():
        command = [sys.executable, "-m", "benchmarks.size", "--fill", str(n), str(path)]
        told.write_bytes(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return path, msgspec.json.decode(told.read_bytes(), type=Filled)


def _load(path: Path, cost: Filled, n: int) -> list[Line]:
    with closing(SqliteStore(path, create=False)) as store:
        ((edges,),) = store._rows("SELECT count(*) FROM edge")
        names = " OR ".join(f"name LIKE '{name}'" for name in _GRAPH)
        ((graph,),) = store._rows(f"SELECT sum(pgsize) FROM dbstat WHERE aggregate = 1 AND ({names})")  # noqa: S608 - ours
    size = path.stat().st_size
    name = f"{n:,} instruments, {edges:,} edges: "
    bars: dict[str, float | None] = {"s": None, "b": None, "m": None}
    if n >= 1_000_000:
        bars = {"s": 120, "b": 60, "m": 1024}
    told = f"{cost.seconds:.0f} s of the processor ({cost.put:.0f} statements), {cost.clock:.0f} by the clock"
    return [
        bar("P6", name + "filling a new store", (cost.seconds, told), bars["s"]),
        bar("P6", name + "bytes an edge, all", (size / edges, f"{size / edges:.0f} ({size / 1e6:,.0f} MB)"), bars["b"]),
        bar(
            "P6",
            name + "bytes an edge, instruments, edges and search alone",
            (graph / edges, f"{graph / edges:.0f}"),
            bars["b"],
        ),
        bar("P6", name + "memory of filling, MB", (cost.megabytes, f"{cost.megabytes:,}"), bars["m"]),
    ]


def _line(n: int, one: Timed, unit: float) -> Line:
    told = f"p50 {one.p50:.2f}, p95 {one.p95:.2f} ms ({one.p95 / unit:.2f} units)"
    return bar("P7", f"{n:,}: {one.name}", (one.p95, told), one.at_most)


def _asked(path: Path, n: int) -> tuple[list[Line], dict[str, float]]:
    """All questions; and the 95th percentiles of the lineages."""
    with closing(SqliteStore(path, create=False)) as store:
        lines, lineages = [], {}
        for group in (one_instrument, many):
            for one in group(store, n):
                lines.append(_line(n, one, calibration()))
                print(f"  {lines[-1].what:<58} {lines[-1].measured}", flush=True)
                if one.name.startswith("lineage"):
                    lineages[one.name] = one.p95
        if n <= 200_000:
            lines.append(_line(n, all_conflicts(store), calibration()))
    return lines, lineages


def resolution(path: Path) -> Line:
    """P9: every number bucket resolved from its wordings, nothing written; per mention that they stand for."""
    with closing(reader(path)) as connection:
        ((mentions,),) = connection.execute("SELECT count(*) FROM mention")
        query = "SELECT DISTINCT bucket FROM wording WHERE bucket >= '#' AND bucket < '$'"
        keys = [(key, None) for (key,) in connection.execute(query)]
        tables = SqliteTables(connection)
        began = time.process_time()
        for n in range(0, len(keys), 200):
            for (key, _), said in zip(keys[n : n + 200], tables.wordings(keys[n : n + 200]), strict=True):
                resolve_numbers(key, [s.wording for s in said])
        spent = time.process_time() - began
    told = f"{mentions / spent:,.0f}/s ({len(keys):,} buckets, {mentions:,} mentions, {spent:.1f} s)"
    return bar("P9", "resolving everything anew, mentions a second", (mentions / spent, told), least=500_000)


def bucket(folder: Path, size: int) -> list[Line]:
    """One number that ever more files bear: what one more costs, a transaction each."""
    path = folder / "bucket.db"
    path.unlink(missing_ok=True)
    made = records(Shape(0, one_bucket=size + 40))
    lines = []
    for done in (size // 10, size):
        if not path.exists():
            with SqliteFilling(path) as filling:
                for record, _ in islice(made, done):
                    filling.put(record, record.source, "made")
        store = SqliteStore(path)
        while store.extent().loaded < done:
            with store.write() as writer:
                for record, _ in islice(made, TOGETHER):
                    writer.put(record, record.source, "made")
        began = time.process_time()
        for record, _ in islice(made, 20):
            with store.write() as writer:
                writer.put(record, record.source, "made")
        spent = (time.process_time() - began) / 20 * 1000
        store.close()
        lines.append(
            Line("", f"one file more of number 01/QĐ-UBND, {done:,} bear it", f"{spent:.1f} ms of the processor")
        )
    return lines


def store_of_a_tenth() -> tuple[Path, int]:
    """The smaller of the two stores, kept where `report` keeps them or in a folder of its own; for `peers`."""
    n = int(os.environ.get("PHAHE_BENCH_INSTRUMENTS", "1000000")) // 10
    kept = os.environ.get("PHAHE_BENCH_STORES")
    return filled(Path(kept or tempfile.mkdtemp(prefix="phahe-bench-")), n)[0], n


def report() -> Report:
    """P6 to P9."""
    n = int(os.environ.get("PHAHE_BENCH_INSTRUMENTS", "1000000"))
    kept = os.environ.get("PHAHE_BENCH_STORES")
    with tempfile.TemporaryDirectory() as folder:
        here = Path(kept or folder)
        lines: list[Line] = []
        before: dict[str, float] = {}
        for size in (n // 10, n):
            path, cost = filled(here, size)
            lines += _load(path, cost, size)
            asked, lineages = _asked(path, size)
            lines += asked
            for name, p95 in lineages.items():
                if name in before and "answer" not in name:
                    grown = p95 / before[name]
                    lines.append(bar("P8", f"{name}: p95 of {size:,} to that of a tenth", (grown, f"{grown:.2f}"), 2))
            before = lineages
        lines += [resolution(path), *bucket(Path(folder), 50_000)]
    return Report(lines, _NOTES)


_NOTES = [
    "A made graph (`benchmarks/made_graph.py`): every instrument is a document of 0.8 kB that cites twelve others by "
    "Zipf's law, each with a mention, a claim and its quote. Filled by `SqliteFilling`: statements first, indexes and "
    "what is derived last, in a file that is renamed when it is whole.",
    "'lineage' is what P7 was measured on: instruments and edges, depth 4, at most 500 instruments, 50 edges of each. "
    "'The whole answer' adds the quotes of every edge shown (500 to 1,300) and makes the answer's objects.",
    "A unit is a loop of 200,000 squares in plain Python, timed beside each question.",
]


def main() -> int:
    """Fill one store, for `filled`."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--fill", nargs=2, metavar=("N", "PATH"), required=True)
    n, path = ap.parse_args().fill
    sys.stdout.buffer.write(msgspec.json.encode(fill(Path(path), Shape(int(n)))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
