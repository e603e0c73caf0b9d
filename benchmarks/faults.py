"""What can happen to a Neo4j server and to the way to it during a load, and what is there afterwards, in numbers.

Killed as a power cut would (kill -9) and started again, the connection cut in a batch, several writers at once; after
each the store shows what it showed before or after one of the files, and in the end all of it once.
"""

import os
import tempfile
import threading
from pathlib import Path

from benchmarks.results import Line, Report
from graph.store.memory import MemoryStore
from graph.store.neo4j_store import Neo4jStore
from tests.neo4j.faults import Between, at_statement, killed, records, statements_of
from tests.neo4j.server import ACCESS, NoServer, Running, emptied, empty
from tests.stores.test_equality import load, seen

_FILES = 4


def _points(count: int, sent: int) -> list[int]:
    """So many statements of a load, spread over all of it."""
    return [1 + n * (sent - 1) // max(1, count - 1) for n in range(count)]


def kills(server: Running, count: int, sent: int) -> Line:
    """Killed at so many points of a load of four files."""
    some, died = records(_FILES), []
    for point in _points(count, sent):
        empty(server.url)
        died.append(killed(server, some, point))
        print(f"    killed at statement {point}: {died[-1]} files were in", flush=True)
    after = ", ".join(f"{died.count(n)} after {n}" for n in sorted(set(died)))
    told = f"0 half, 0 twice, 0 lost of what was acknowledged ({after} of {_FILES} files)"
    return Line(
        "#5", f"server killed at {count} of {sent} statements", told, "20 points", "yes" if count >= 20 else "no"
    )


def cuts(server: Running, count: int, sent: int) -> Line:
    """The connection is cut at so many points; the driver does the transaction anew."""
    some, whole = records(_FILES), MemoryStore()
    load(whole, some)
    for point in _points(count, sent):
        empty(server.url)
        between = Between(server.port)
        store = Neo4jStore(between.url, ACCESS)
        with at_statement(point, between.cut):
            load(store, some)
        assert seen(store) == seen(whole)
        assert store.generation() == len(some)
        store.close()
        between.close()
    told = "no error seen by the loader, all of it there once"
    return Line("#5", f"connection cut at {count} of {sent} statements", told, "whole", "yes")


def writers(server: Running, count: int, rounds: int) -> Line:
    """Several threads, each with a store of its own, load what touches the same instruments."""
    some, whole, faults = records(12), MemoryStore(), list[BaseException]()
    load(whole, some)
    for _ in range(rounds):
        emptied(server.url).close()

        def write(part: int) -> None:
            try:
                store = Neo4jStore(server.url, ACCESS)
                load(store, some[part::count])
                store.close()
            except BaseException as error:
                faults.append(error)

        threads = [threading.Thread(target=write, args=(n,)) for n in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        store = Neo4jStore(server.url, ACCESS)
        assert faults == []
        assert seen(store) == seen(whole)
        assert store.generation() == len(some)
        store.close()
    told = f"{rounds * len(some)} transactions, 0 errors, equal to one writer's graph"
    return Line("#5", f"{count} writers at once, {rounds} times", told, "whole", "yes")


def report() -> Report:
    """PHAHE_BENCH_KILLS (20) points of each."""
    count = int(os.environ.get("PHAHE_BENCH_KILLS", "20"))
    with tempfile.TemporaryDirectory() as folder:
        try:
            server = Running(Path(folder) / "home")
        except NoServer as nothing:
            raise SystemExit(str(nothing)) from None
        try:
            emptied(server.url).close()
            sent = statements_of(server.url, records(_FILES))
            lines = [writers(server, 2, 3), cuts(server, count, sent), kills(server, count, sent)]
        finally:
            server.kill()
    return Report(lines, ["Four files that share what they cite; every statement that the loader sends is counted."])
