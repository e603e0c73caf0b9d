"""RDF of the samples: writing it, and three hops in each engine of SPARQL; ratios of one run count."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from benchmarks.made_graph import Shape, records
from benchmarks.questions import identity
from benchmarks.results import Line, Report
from benchmarks.shared import ROOT
from graph.rdf.formats import WRITERS
from graph.rdf.terms import Block
from graph.store.memory import MemoryStore
from graph.store.port import written
from loaders.extraction import extract
from queries.rdf import blocks
from queries.sparql import Engine, checked, loaded
from queries.sparql_reach import needed

_ENGINES: tuple[Engine, ...] = ("pyoxigraph", "rdflib")
_ROUNDS = 3
_STEP = "phahe:basedOn|phahe:implements"
T = TypeVar("T")


def _spent(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of the processor, and what came out."""
    gc.collect()
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def _made(count: int) -> list[Block]:
    store = MemoryStore()
    with store.write() as writer:
        for record, segments in records(Shape(count)):
            writer.put(record, record.source, "made", segments)
    return list(blocks(store))


def at_size(count: int) -> Iterator[Line]:
    """A made graph: what a query must read of it, and paths of any length, from an instrument and from a hub."""
    made = _made(count)
    triples = sum(len(b.facts) for b in made)
    hub, some = (f"<https://phahe.example/instrument/{identity(n)}>" for n in (0, count // 2))
    asked = {
        "up, `p+`": f"SELECT DISTINCT ?x {{ {some} ({_STEP})+ ?x }}",
        "down from the hub, `p+`": f"SELECT DISTINCT ?x {{ ?x ({_STEP})+ {hub} }}",
        "the same with a type and a code": f"SELECT ?c {{ ?x ({_STEP})+ {hub} ; phahe:loaded true ; phahe:typeName "
        '"Kế hoạch" ; phahe:code ?c }',
    }
    for words, text in asked.items():
        query, told = checked(text), []
        for engine in _ENGINES:
            reading, ask = _spent(lambda: loaded(needed(made, query.touched), engine))  # noqa: B023 - run at once
            spent = min(_spent(lambda: len(list(ask(query))))[0] for _ in range(_ROUNDS))  # type: ignore[arg-type]  # noqa: B023
            told.append(f"{engine} {1000 * spent:.0f} ms after {reading:.2f} s of reading")
        yield Line("", f"{count:,} made documents, {triples:,} triples: {words}", "; ".join(told))
    for engine in _ENGINES:
        reading, _ = _spent(lambda: loaded(made, engine))  # noqa: B023 - run at once
        yield Line("", f"{engine}: all {triples:,} triples read (a query that may meet any)", f"{reading:.2f} s")


def report() -> Report:
    """Triples made and written, each engine loaded and asked from every loaded document; then a made graph."""
    paths: list[Path] = sorted((ROOT / "samples").iterdir())
    store = written(MemoryStore(), [(extract(p, p.name), p.name) for p in paths])
    seconds, made = _spent(lambda: list(blocks(store)))
    triples = sum(len(b.facts) for b in made)
    lines = [Line("", "triples made", f"{triples / seconds / 1000:.0f}k a second")]
    for ending, writer in WRITERS.items():
        seconds = min(_spent(lambda: b"".join(writer(made)))[0] for _ in range(_ROUNDS))  # noqa: B023 - run at once
        lines.append(Line("", f"triples written, {ending}", f"{triples / seconds / 1000:.0f}k a second"))
    medians = []
    for engine in _ENGINES:
        seconds, ask = _spent(lambda: loaded(made, engine))  # noqa: B023 - run at once
        times = []
        for root in (r.id for r in store.all_instruments() if r.loaded):
            steps = f"<https://phahe.example/instrument/{root}> {_STEP} ?a . ?a {_STEP} ?b . ?b {_STEP} ?x"
            query = checked(f"SELECT DISTINCT ?x {{ {steps} }}")
            times.append(min(_spent(lambda: list(ask(query)))[0] for _ in range(_ROUNDS)))  # type: ignore[arg-type]  # noqa: B023
        medians.append(statistics.median(times))
        said = f"{triples / seconds / 1000:.0f}k triples a second, {1000 * medians[-1]:.2f} ms"
        lines.append(Line("", f"{engine}: loaded; three hops, p50", said))
    lines.append(Line("", "three hops: rdflib to pyoxigraph", f"{medians[1] / medians[0]:.0f} times"))
    lines += at_size(1000)
    return Report(lines, [f"{triples:,} triples of samples/; seconds of the processor, the least of {_ROUNDS} rounds"])
