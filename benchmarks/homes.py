"""One made graph in every home that it can have: load, lineage and memory in SQLite, Neo4j, networkx and two of RDF.

`python -m benchmarks.homes N FOLDER`: all files of the made graph of N; of Neo4j what `homes_neo4j` loaded there. What
was measured of the others is kept in the folder, so that Neo4j can follow when it is loaded. All walk alike: down, four
hops, fifty edges of an instrument, five hundred instruments.
"""

import argparse
import gc
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.homes_neo4j import ACCESS, LARGE, PASSWORD, Loaded, resident
from benchmarks.made_graph import Shape, records
from benchmarks.made_graph import held as held_by_a_file
from benchmarks.questions import identity
from benchmarks.results import Line, Report, keep, kept
from graph.store.descent import Descent
from graph.store.neo4j_store import Neo4jStore
from graph.store.port import Store
from graph.store.sqlite import SqliteStore
from graph.store.sqlite_whole import SqliteFilling
from queries.lineage import DESCENT
from tests.neo4j.server import Running

_WALK = Descent(relations=DESCENT, depth=4, nodes=500, edges=50)
_NS = "https://phahe.example/"
Ends = list[tuple[str, str, str]]


def timed(ask: Callable[[str], object], asked: list[str]) -> str:
    """p50 and p95 by the clock."""
    ask(asked[0])
    times = []
    for one in asked:
        began = time.perf_counter()
        ask(one)
        times.append(1000 * (time.perf_counter() - began))
    times.sort()
    return f"lineage down p50 {times[len(times) // 2]:.1f}, p95 {times[len(times) * 95 // 100]:.1f} ms"


def descend(before: Callable[[str], Iterable[str]], root: str) -> set[str]:
    """The walk over whatever names the sources of the edges of an instrument."""
    known, frontier = {root}, [root]
    for _ in range(4):
        met = [s for here in frontier for s in islice(before(here), 50) if s not in known]
        frontier = list(dict.fromkeys(met))[: 500 - len(known)]
        known.update(frontier)
    return known


def in_networkx(edges: Ends) -> Callable[[str], object]:
    import networkx as nx  # noqa: PLC0415 - its memory is measured

    graph: Any = nx.MultiDiGraph()
    graph.add_edges_from((s, t, {"relation": r}) for s, r, t in edges)
    return lambda root: descend(lambda i: (s for s, _, r in graph.in_edges(i, data="relation") if r in DESCENT), root)


def in_rdflib(edges: Ends) -> Callable[[str], object]:
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph(bind_namespaces="none")
    for s, r, t in edges:
        graph.add((rdflib.URIRef(_NS + s), rdflib.URIRef(_NS + r), rdflib.URIRef(_NS + t)))
    along = [rdflib.URIRef(_NS + r) for r in DESCENT]
    return lambda root: descend(lambda i: (s for p in along for s in graph.subjects(p, i)), rdflib.URIRef(_NS + root))


def in_pyoxigraph(edges: Ends) -> Callable[[str], object]:
    import pyoxigraph as ox  # noqa: PLC0415

    store, node = ox.Store(), ox.NamedNode
    store.bulk_extend(ox.Quad(node(_NS + s), node(_NS + r), node(_NS + t)) for s, r, t in edges)
    along = [node(_NS + r) for r in DESCENT]
    return lambda root: descend(
        lambda i: (q.subject for p in along for q in store.quads_for_pattern(None, p, i)), node(_NS + root)
    )


def held(make: Callable[[Ends], Callable[[str], object]], edges: Ends, asked: list[str]) -> str:
    """What it costs to hold the edges, in a child of this process, and to walk over them."""
    ours, theirs = os.pipe()
    if not os.fork():
        try:
            os.write(theirs, _told(make, edges, asked).encode())
        except BaseException:
            traceback.print_exc()
        finally:  # whatever failed, nothing of the parent goes on in its child
            os._exit(0)
    os.close(theirs)
    told = os.read(ours, 4096).decode()
    os.close(ours)
    os.wait()
    return told or "failed"


def _told(make: Callable[[Ends], Callable[[str], object]], edges: Ends, asked: list[str]) -> str:
    gc.collect()
    before, began = resident(os.getpid(), "VmRSS"), time.process_time()
    ask = make(edges)
    spent = time.process_time() - began
    return f"{spent:.1f} s of the processor, {resident(os.getpid(), 'VmRSS') - before:,} MB; {timed(ask, asked)}"


def filled(path: Path, instruments: int, files: int) -> tuple[float, int]:
    """Seconds of the processor and MB at most that filling SQLite cost; once, what it cost stands beside it."""
    told = path.with_suffix(".cost.json")
    if not path.exists():
        began = time.process_time()
        with SqliteFilling(path) as filling:
            for record, segments in islice(records(Shape(instruments)), files):
                filling.put(record, record.source, "made", segments)
        told.write_bytes(msgspec.json.encode((time.process_time() - began, resident(os.getpid()))))
    return msgspec.json.decode(told.read_bytes(), type=tuple[float, int])


def roots(files: int) -> list[str]:
    """Forty hubs, and sixty others out of the older half, which every home has."""
    return [identity(n) for n in (*range(40), *range(files // 4, files // 2, files // 240))]


def embedded(instruments: int, folder: Path, files: int) -> Iterator[Line]:
    """SQLite, and what holds the edges in memory."""
    path = folder / f"homes{files}.db"
    spent, memory = filled(path, instruments, files)
    store: Store = SqliteStore(path, create=False)
    edges = [(e[0], e[1], e[2]) for e in store.pairs(tuple({*DESCENT, "CITES", "RESPONDS_TO"}))]
    many = sum(1 for _ in store.all_instruments())
    size = f"{files:,} files, {many:,} instruments, {len(edges):,} edges: "
    asked = roots(files)
    yield Line("", size + "SQLite", f"{spent:.0f} s of the processor, {memory:,} MB; "
               + timed(lambda i: store.walk(i, ("in",), _WALK), asked))  # fmt: skip
    for name, make in (("networkx", in_networkx), ("pyoxigraph", in_pyoxigraph), ("rdflib", in_rdflib)):
        yield Line("", size + name, held(make, edges, asked))
    store.close()


def served(instruments: int, folder: Path, files: int, url: str | None) -> Iterator[Line]:
    """Neo4j with what it holds, at `url` or started here, and SQLite with all files once more beside it."""
    cost = msgspec.json.decode((folder / f"neo4j{instruments}.json").read_bytes(), type=Loaded)
    server = None if url else Running(folder / f"neo4j{instruments}", LARGE, PASSWORD)
    asked = roots(files)
    try:
        # `mend`: a graph that takes an hour to load may be of an older schema, whose walks are the same
        other = Neo4jStore(server.url if server else str(url), ACCESS, mend=True)
        store: Store = SqliteStore(folder / f"homes{files}.db", create=False)
        beside = timed(lambda i: store.walk(i, ("in",), _WALK), asked)
        told = timed(lambda i: other.walk(i, ("in",), _WALK), asked)
        same = all(other.walk(i, ("in",), _WALK) == store.walk(i, ("in",), _WALK) for i in asked[::5])
        spent = f"{cost.server:.0f} s of the server's processor and {cost.own:.0f} of ours, {cost.megabytes:,} MB"
        words = "the same walks" if same else f"walks differ: it has {files - cost.files:,} files less"
        size = f"{cost.files:,} files, {other.extent().instruments:,} instruments: "
        yield Line("", size + "Neo4j", f"{spent}; {told}; SQLite beside it: {beside}; {words}")
        other.close()
        store.close()
    finally:
        if server:
            server.stop()


def main() -> int:
    """Measure, print, keep."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("instruments", type=int)
    ap.add_argument("folder", type=Path)
    ap.add_argument("--url", help="of a server that holds the graph of Neo4j already")
    args = ap.parse_args()
    files = sum(map(held_by_a_file, range(args.instruments)))
    before = os.getloadavg()
    told = args.folder / f"homes{files}.lines.json"
    lines = msgspec.json.decode(told.read_bytes(), type=list[Line]) if told.exists() else []
    if not lines:
        lines = list(embedded(args.instruments, args.folder, files))
        told.write_bytes(msgspec.json.encode(lines))
    for line in lines:
        print(f"  {line.what}: {line.measured}", flush=True)
    for line in served(args.instruments, args.folder, files, args.url):
        lines.append(line)
        print(f"  {line.what}: {line.measured}", flush=True)
    keep("homes", kept(Report(lines, _NOTES), before))
    return 0


_NOTES = [
    "`python -m benchmarks.homes_neo4j N FOLDER` loads Neo4j (begun anew it goes on where it stopped), `python "
    "-m benchmarks.homes N FOLDER` fills the others with all files of the made graph of N and walks in each. "
    "SQLite (filled whole) and Neo4j (1,000 files a transaction, each derived at once) hold statements, texts, "
    "quotes and the graph; networkx and the two of RDF hold the edges alone, a direct triple each, walked by "
    "their own look-ups in Python; MB: by how much the process grew, of Neo4j the server at most (3 GB heap, 2 "
    "GB page cache). Times of lineage are by the clock, of forty hubs and sixty others; beside a dozen busy "
    "processes on two cores, so only those of one line say something about each other. Neo4j was stopped at the "
    "size that its line names, on 1 December 2026, because the machine was needed; its edges are counted in "
    "what was sent.",
]

if __name__ == "__main__":
    sys.exit(main())
