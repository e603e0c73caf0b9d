"""The made graph in Neo4j, loaded once and kept: `python -m benchmarks.homes_neo4j N FOLDER`, hours for 200,000."""

import argparse
import os
import sys
import time
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct

from benchmarks.made_graph import Shape, records
from graph.store.access import Access
from graph.store.neo4j_store import Neo4jStore
from tests.neo4j.server import Running

TOGETHER = 1000  # files a transaction
LARGE = ("-Xms1g", "-Xmx3g", "-XX:+UseSerialGC", "-Dpagecache=2048")
PASSWORD = "a-server-of-the-benchmark"  # noqa: S105 - on the loopback, while it runs
ACCESS = Access(password=PASSWORD)
_TICKS = os.sysconf("SC_CLK_TCK")


class Loaded(Struct, frozen=True):
    """What a load cost so far: files, seconds by the clock and of both processors, and the server's memory at most."""

    files: int
    clock: float
    own: float
    server: float
    megabytes: int
    load: tuple[float, float, float]


def spent(pid: int) -> float:
    """Seconds of the processor that another process took."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident(pid: int, mark: str = "VmHWM") -> int:
    """Its memory in MB, by default at most."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith(mark)).split()[1]) // 1024


def load(store: Neo4jStore, server: Running, instruments: int, told: Path) -> Loaded:
    """Fill it from where it stands; what it cost goes to `told` after each transaction."""
    made = (record for record, _ in records(Shape(instruments)))
    before = msgspec.json.decode(told.read_bytes(), type=Loaded) if told.exists() else Loaded(0, 0, 0, 0, 0, (0, 0, 0))
    clock = own = 0.0
    start, done = spent(server.pid), before.files
    for _ in islice(made, done):
        continue
    while some := list(islice(made, TOGETHER)):
        began, cpu = time.perf_counter(), time.process_time()
        with store.write() as writer:
            for record in some:
                writer.put(record, record.source, "made")
        clock += time.perf_counter() - began
        own += time.process_time() - cpu
        done += len(some)
        cost = Loaded(
            done, before.clock + clock, before.own + own, before.server + spent(server.pid) - start,
            max(before.megabytes, resident(server.pid)), os.getloadavg(),
        )  # fmt: skip
        told.write_bytes(msgspec.json.encode(cost))
        print(f"{done:,} files, {cost.clock:,.0f} s, server {cost.server:,.0f} s, own {cost.own:,.0f} s", flush=True)
    return msgspec.json.decode(told.read_bytes(), type=Loaded)


def filled(folder: Path, instruments: int) -> tuple[Running, Loaded]:
    """A running server with the graph, loaded or found; who asks stops it."""
    server = Running(folder / f"neo4j{instruments}", LARGE, PASSWORD)
    try:
        store = Neo4jStore(server.url, ACCESS)
        cost = load(store, server, instruments, folder / f"neo4j{instruments}.json")
        store.close()
    except BaseException:
        server.stop()
        raise
    return server, cost


def main() -> int:
    """Load it, and stop the server."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("instruments", type=int)
    ap.add_argument("folder", type=Path)
    args = ap.parse_args()
    server, cost = filled(args.folder, args.instruments)
    server.stop()
    print(cost)
    return 0


if __name__ == "__main__":
    sys.exit(main())
