"""The embedded store at size: a made graph through the product's own writer, then its questions, and a tenth of it.

`python -m benchmarks.size --instruments 100000` prints load, bytes an edge, memory, and p50/p95 of the questions, each
also in units of a calibration loop of the same run, because machines and their other work differ. Bars: P6-P9 of
shared/performance.md, which were measured on bare tables; here are statements, texts and quotes as well.
"""

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random

from msgspec import Struct

from benchmarks.made_graph import Shape, facts, records
from graph.identity import instrument_id, number_key
from graph.store.sqlite import SqliteStore
from queries import finding
from queries.answers import Reach
from queries.lineage import lineage
from queries.tasks import Asked, tasks

TOGETHER = 500  # files a transaction: an import, not a clerk's single file


class Loaded(Struct, frozen=True):
    """One store filled, with what that cost."""

    path: Path
    shape: Shape
    seconds: float
    edges: int
    bytes: int


def fill(path: Path, shape: Shape) -> Loaded:
    """Load the made graph; making the records is not counted."""
    store = SqliteStore(path)
    spent, made = 0.0, records(shape)
    while batch := list(islice(made, TOGETHER)):
        began = time.process_time()
        with store.write() as writer:
            for record, segments in batch:
                writer.put(record, record.source, "made", segments)
        spent += time.process_time() - began
    (edges,) = store._rows("SELECT count(*) FROM edge")[0]
    store._rows("PRAGMA optimize")
    store.close()
    return Loaded(path, shape, spent, edges, path.stat().st_size)


def calibration() -> float:
    """Seconds of a loop of plain Python, the unit of the run."""
    began = time.perf_counter()
    sum(i * i for i in range(200_000))
    return time.perf_counter() - began


def spread(ask: Callable[[int], object], asked: Sequence[int]) -> tuple[float, float]:
    """p50 and p95 of the calls, in milliseconds."""
    times = []
    for i in asked:
        began = time.perf_counter()
        ask(i)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def identity(i: int) -> str:
    """The id that the i-th instrument has in the graph."""
    kind, code, day, issuer = facts(i)
    return instrument_id(kind, code, day, issuer)


def questions(store: SqliteStore, n: int) -> Iterator[tuple[str, tuple[float, float]]]:
    """Each question with its p50 and p95."""
    rng = Random(11)
    some, hubs = [rng.randrange(n) for _ in range(200)], list(range(100))
    yield "resolve by number", spread(lambda i: store.by_number(number_key(*facts(i)[:2]) or ""), some)
    yield "resolve a citation", spread(lambda i: finding.resolve(store, "{} {} ngày {}".format(*facts(i)[:3])), some)
    yield "one hop out", spread(lambda i: store.edges([identity(i)], "out"), some)
    yield "one hop in, hubs", spread(lambda i: store.edges([identity(i)], "in"), hubs)
    for side in ("up", "down"):
        for name, asked in (("", some[:60]), (", hubs", hubs[:60])):
            reach = Reach(direction=side, depth=4)
            rows = store.instruments([identity(i) for i in asked])
            yield f"lineage {side} 4 of 500{name}", spread(lambda i: lineage(store, rows[identity(i)], reach), asked)  # noqa: B023 - used at once
    yield "search, three words", spread(lambda i: store.search_candidates(["ve", "viec", f"{i}"]), some)
    yield (
        "tasks of a body",
        spread(lambda _: tasks(store, Asked(organization="Sở Tư pháp tỉnh Sơn La")), list(range(5))),
    )


def report(loaded: Loaded) -> None:
    """What one store cost and answers."""
    n = loaded.shape.instruments
    print(f"\n{n:,} instruments, {loaded.edges:,} edges")
    print(f"  load                    {loaded.seconds:9.1f} s CPU, {n / loaded.seconds:,.0f} files/s")
    print(f"  file                    {loaded.bytes / 1e6:9.1f} MB, {loaded.bytes / loaded.edges:,.0f} bytes an edge")
    store = SqliteStore(loaded.path, create=False)
    for name, (p50, p95) in questions(store, n):
        unit = calibration() * 1000
        print(f"  {name:<24}{p50:9.2f} ms p50 {p95:9.2f} ms p95   {p95 / unit:7.2f} units")
    print(f"  memory of the process   {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:9.0f} MB at most")
    store.close()


def bucket(folder: Path, size: int) -> None:
    """One number that ever more files bear: what one more costs."""
    store = SqliteStore(folder / "bucket.db")
    made = records(Shape(0, one_bucket=size))
    for done in (size // 10, size):
        for batch in iter(lambda: list(islice(made, TOGETHER)), []):
            with store.write() as writer:
                for record, _ in batch:
                    writer.put(record, record.source, "made")
            if store.extent().loaded >= done:
                break
        began = time.process_time()
        for record, _ in islice(made, 20):
            with store.write() as writer:
                writer.put(record, record.source, "made")
        print(f"  one more of {done:,}: {(time.process_time() - began) / 20 * 1000:.1f} ms CPU")
    store.close()


def main() -> int:
    """Measure and print."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--instruments", type=int, default=100_000)
    ap.add_argument("--bucket", type=int, default=50_000, help="files that bear one number")
    args = ap.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for n in (args.instruments // 10, args.instruments):
            report(fill(Path(folder) / f"{n}.db", Shape(n)))
        print("\none number in many families (01/QĐ-UBND)")
        bucket(Path(folder), args.bucket)
    return 0


if __name__ == "__main__":
    sys.exit(main())
