"""The store on a real Neo4j server: how fast, beside SQLite and beside the bare driver, and what it survives.

`python -m benchmarks.neo4j --instruments 20000 --kills 20 --graphs 300` starts a server of its own (tests/neo4j).
Ratios within one run count: other work on the machine moves all figures together.
"""

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from neo4j import GraphDatabase

from benchmarks.made_graph import Shape, records
from benchmarks.results import Line, Report, bar
from benchmarks.size import identity, spread
from graph.record import Record
from graph.store.descent import Descent
from graph.store.neo4j_connection import Row, Run
from graph.store.neo4j_store import Neo4jStore
from graph.store.port import Store
from graph.store.sqlite import SqliteStore
from queries.answers import Reach
from queries.lineage import DESCENT, lineage
from tests.neo4j.faults import killed, statements_of
from tests.neo4j.faults import records as few
from tests.neo4j.server import PASSWORD, NoServer, Running, emptied, empty
from tests.neo4j.test_sameness import agree
from tests.stores.test_equality import several

Sent = list[tuple[str, dict[str, Any]]]


def groups(instruments: int, together: int) -> Iterator[list[Record]]:
    """The records of a made graph, some a transaction."""
    made = (record for record, _ in records(Shape(instruments)))
    while some := list(islice(made, together)):
        yield some


def fill(store: Store, instruments: int, together: int) -> float:
    """Seconds to load; making the records is not counted."""
    spent = 0.0
    for some in groups(instruments, together):
        gc.collect()
        began = time.perf_counter()
        with store.write() as writer:
            for record in some:
                writer.put(record, record.source, "made")
        spent += time.perf_counter() - began
    return spent


def recorded(store: Neo4jStore, some: Sequence[Record], sent: Sent) -> float:
    """One transaction; what was sent, in order; its seconds."""
    run = Run.__call__

    def kept(self: Run, statement: str, **parameters: Any) -> list[Row]:
        sent.append((statement, parameters))
        return run(self, statement, **parameters)

    with patch.object(Run, "__call__", kept):
        began = time.perf_counter()
        with store.write() as writer:
            for record in some:
                writer.put(record, record.source, "made")
        return time.perf_counter() - began


def bare(url: str, sent: Sent) -> float:
    """The same statements with the same parameters by the driver alone; answers are fetched."""
    whole = GraphDatabase.driver(url, auth=("neo4j", PASSWORD), notifications_min_severity="OFF")
    with whole as driver, driver.session() as session:
        driver.verify_connectivity()
        began = time.perf_counter()
        with session.begin_transaction() as tx:
            for statement, parameters in sent:
                list(tx.run(statement, parameters))  # type: ignore[arg-type]
            tx.commit()
        return time.perf_counter() - began


def against_the_driver(server: Running, rounds: int, together: int) -> list[Line]:
    """P10: each batch is loaded by the product and by the driver alone, each time into an emptied database.

    Once to warm the server up, once to count.
    """
    ratios = []
    for some in islice(groups(rounds * together, together), rounds):
        for _ in range(2):
            store, sent = emptied(server.url), Sent()
            ours = recorded(store, some, sent)
            store.close()
            empty(server.url)
            theirs = bare(server.url, sent)
        ratios.append(ours / theirs)
    median = sorted(ratios)[len(ratios) // 2]
    words = f"load beside the bare driver, {together} files a transaction, median of {rounds}"
    return [bar("P10", words, (median, f"{median:.2f} times"), at_most=1.2)]


def lineages(name: str, store: Store, instruments: int) -> Iterator[Line]:
    """p50 and p95 of the walk and of the whole answer, from random instruments and from hubs."""
    random = range(instruments // 2, instruments, max(1, instruments // 200))
    for words, starts in (("random", random), ("hubs", range(60))):
        ids = [i for i in map(identity, starts) if store.instruments([i])][:60]
        rows = store.instruments(ids)
        for side, direction in (("out", "up"), ("in", "down")):
            asked = Descent(relations=DESCENT, depth=4, nodes=500, edges=50)
            walk = spread(lambda n: store.walk(ids[n], (side,), asked), range(len(ids)))  # noqa: B023
            reach = Reach(direction=direction, depth=4)  # type: ignore[arg-type]
            whole = spread(lambda n: lineage(store, rows[ids[n]], reach), range(len(ids)))  # noqa: B023
            told = f"{walk[0]:.1f} / {walk[1]:.1f} ms; with quotes {whole[0]:.1f} / {whole[1]:.1f} ms"
            yield Line("", f"{name}: lineage {direction}, 4 hops of 500, {words}, p50 / p95", told)


def sizes(server: Running, folder: Path, instruments: int, together: int) -> Iterator[Line]:
    """Load and lineage beside SQLite on the same graph."""
    neo4j, sqlite = emptied(server.url), SqliteStore(folder / "a.db")
    spent = {}
    for name, store in (("SQLite", sqlite), ("Neo4j", neo4j)):
        spent[name] = fill(store, instruments, together)
        edges = sum(store.counts().relations.values())
        told = f"{spent[name]:.1f} s, {instruments / spent[name]:,.0f} files/s, {edges / spent[name]:,.0f} edges/s"
        yield Line("", f"{name}: load of {instruments:,} files, {edges:,} edges", told)
    yield Line("", "the same load, Neo4j beside SQLite", f"{spent['Neo4j'] / spent['SQLite']:.1f} times")
    yield from lineages("SQLite", sqlite, instruments)
    yield from lineages("Neo4j", neo4j, instruments)
    memory = Path(f"/proc/{server.pid}/status").read_text("ascii")
    resident = int(next(line for line in memory.splitlines() if line.startswith("VmRSS")).split()[1])
    yield Line("", "the server's memory", f"{resident / 1024:,.0f} MB")
    sqlite.close()
    neo4j.close()


def kills(server: Running, count: int) -> Line:
    """Killed and started again at so many points of a load."""
    some = few(4)
    emptied(server.url).close()
    sent = statements_of(server.url, some)
    for n in range(count):
        empty(server.url)
        killed(server, some, 1 + n * (sent - 1) // max(1, count - 1))
    return Line(
        "#5", f"killed at {count} of {sent} statements of a load", "whole, nothing twice", "nothing half", "yes"
    )


def graphs(server: Running, count: int) -> Line:
    """Made graphs, every question of all three stores."""
    compared = []

    @settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(some=several)
    def same(some: tuple[Record, ...]) -> None:
        compared.append(agree(some, server.url, most=1))

    same()
    words = f"answers over {len(compared)} made graphs, from memory, SQLite and Neo4j"
    return Line("R5", words, f"{sum(compared):,} equal", "all equal", "yes")


def measured(args: argparse.Namespace) -> Iterator[Line]:
    """One server for all of it."""
    with tempfile.TemporaryDirectory() as folder:
        server = Running(Path(folder) / "home")
        try:
            if args.rounds:
                yield from against_the_driver(server, args.rounds, args.together)
            if args.instruments:
                yield from sizes(server, Path(folder), args.instruments, args.together)
            if args.graphs:
                yield graphs(server, args.graphs)
            if args.kills:
                yield kills(server, args.kills)
        finally:
            server.kill()


def _arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--instruments", type=int, default=5_000)
    ap.add_argument("--together", type=int, default=200, help="files a transaction")
    ap.add_argument("--rounds", type=int, default=6, help="batches against the bare driver")
    ap.add_argument("--kills", type=int, default=20)
    ap.add_argument("--graphs", type=int, default=300)
    return ap.parse_args(given)


def report() -> Report:
    """All of it."""
    try:
        lines = list(measured(_arguments([])))
    except NoServer as nothing:
        raise SystemExit(str(nothing)) from None
    return Report(
        lines, ["Neo4j 5.26 Community of tests/neo4j: one core's quick compiler, 768 MB heap, 64 MB page cache."]
    )


def main() -> int:
    """Measure and print."""
    for line in measured(_arguments()):
        print(f"  {line.bar:<4}{line.what}: {line.measured}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
