"""A load into a real Neo4j server beside the bare driver with the same batches (P10), in turn.

Equality with the other stores is measured in `sameness`, what the store survives in `faults`, size in `homes`.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from msgspec import Struct
from neo4j import GraphDatabase

from benchmarks.homes_neo4j import spent
from benchmarks.made_graph import Shape, records
from benchmarks.results import Line, Report, bar
from graph.record import Record
from graph.store.neo4j_connection import Row, Run
from graph.store.neo4j_store import Neo4jStore
from tests.neo4j.server import PASSWORD, NoServer, Running, emptied, empty

Sent = list[tuple[str, dict[str, Any]]]


def groups(instruments: int, together: int) -> Iterator[list[Record]]:
    """The records of a made graph, some a transaction."""
    made = (record for record, _ in records(Shape(instruments)))
    while some := list(islice(made, together)):
        yield some


class Cost(Struct):
    """Seconds by the clock, and of the processor: ours and the server's."""

    clock: float
    processor: float


@contextmanager
def costing(pid: int) -> Iterator[Cost]:
    """What happens inside costs; the load is waited for, what the server does behind it is its own affair."""
    cost, began, ours, theirs = Cost(0, 0), time.perf_counter(), time.process_time(), spent(pid)
    yield cost
    cost.clock = time.perf_counter() - began
    cost.processor = time.process_time() - ours + spent(pid) - theirs


def recorded(store: Neo4jStore, some: Sequence[Record], sent: Sent, pid: int) -> Cost:
    """One transaction; what was sent, in order; its cost."""
    run = Run.__call__

    def kept(self: Run, statement: str, **parameters: Any) -> list[Row]:
        sent.append((statement, parameters))
        return run(self, statement, **parameters)

    with patch.object(Run, "__call__", kept), costing(pid) as cost, store.write() as writer:
        for record in some:
            writer.put(record, record.source, "made")
    return cost


def bare(url: str, sent: Sent, pid: int) -> Cost:
    """The same statements with the same parameters by the driver alone; answers are fetched."""
    whole = GraphDatabase.driver(url, auth=("neo4j", PASSWORD), notifications_min_severity="OFF")
    with whole as driver, driver.session() as session:
        driver.verify_connectivity()
        with costing(pid) as cost, session.begin_transaction() as tx:
            for statement, parameters in sent:
                list(tx.run(statement, parameters))  # type: ignore[arg-type]
            tx.commit()
        return cost


def against_the_driver(server: Running, rounds: int, together: int) -> list[Line]:
    """P10: each batch is loaded by the product and by the driver alone, each time into an emptied database.

    Once to warm the server up, once to count.
    """
    ratios = []
    for some in islice(groups(rounds * together, together), rounds):
        for _ in range(2):
            store, sent = emptied(server.url), Sent()
            ours = recorded(store, some, sent, server.pid)
            store.close()
            empty(server.url)
            theirs = bare(server.url, sent, server.pid)
        ratios.append((ours.clock / theirs.clock, ours.processor / theirs.processor))
    clock, processor = (sorted(of_one)[rounds // 2] for of_one in zip(*ratios, strict=True))
    least, most = min(ratios)[0], max(ratios)[0]
    words = f"load beside the bare driver, {together} files a transaction, median of {rounds}: "
    told = f"{clock:.2f} times ({least:.2f} to {most:.2f})"
    return [
        bar(
            "P10",
            words + "seconds of the processor, ours and the server's",
            (processor, f"{processor:.2f} times"),
            at_most=1.2,
        ),
        Line("P10", words + "by the clock", told, "≤ 1.2"),
    ]


def report() -> Report:
    """Six batches of 200 files."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            server = Running(Path(folder) / "home")
        except NoServer as nothing:
            raise SystemExit(str(nothing)) from None
        try:
            lines = against_the_driver(server, rounds=6, together=200)
        finally:
            server.kill()
    notes = [
        "Neo4j 5.26 Community of tests/neo4j: one core's quick compiler, 768 MB heap, 64 MB page cache. The driver "
        "sends the same statements with the same parameters in one transaction; what the product computes is its part."
    ]
    return Report(lines, notes)
