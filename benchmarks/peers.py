"""Peers in the same run: eyecite on its own language beside our reading, networkx beside our walk.

eyecite finds citations of US courts; its text is made here, of sentences with citations as dense as ours. It reads
another language: the ratio says how far apart the two are, not who is better at the other's work. Our whole reading
does much more than it (relations, tasks, targets); our citations alone, from bytes to clusters, is the nearest to its
work: structure, heads and organisations of issuers are in it too. `make bench` installs it; without it those lines are
left out.
"""

import resource
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from importlib.util import find_spec
from itertools import islice
from random import Random

import networkx as nx

from benchmarks.made_graph import held
from benchmarks.questions import identity, timed
from benchmarks.results import Line, Report, bar
from benchmarks.shared import need_shared
from benchmarks.size import store_of_a_tenth
from benchmarks.speed import documents
from graph.store.descent import Descent
from graph.store.sqlite import SqliteStore
from loaders.extraction import extract
from loaders.limits import Limits
from loaders.loading import load
from loaders.reading.read import understand
from queries.lineage import DESCENT, EDGES_A_NODE, MOST_NODES

_REPORTERS = ("U.S.", "F.2d", "F.3d", "F. Supp. 2d", "S. Ct.", "Cal. 4th", "N.E.2d", "A.2d")
_NAMES = ("Marlow", "Hendry", "Okafor", "Brandt", "Castillo", "Whitfield", "Nakamura", "Petrov", "Lindqvist", "Adeyemi")
_PROSE = (
    "The court below read the statute too narrowly, and the record does not bear out what it found on the second.",
    "Nothing in the text of the rule says that notice must be given twice, and we decline to add what is not there.",
    "Counsel for the respondent answered that the agreement had ended before the dispute over delivery arose at all.",
    "We turn to whether the order was final, for if it was not there is nothing here that we may review on appeal.",
)


def american(size: int) -> list[str]:
    """Made opinions of about 20 kB, with a citation in every third sentence."""
    rng = Random(3)
    texts, out = [], 0
    while out < size:
        said: list[str] = []
        while sum(map(len, said)) < 20_000:
            said.append(rng.choice(_PROSE))
            if rng.random() < 0.4:
                a, b = rng.sample(_NAMES, 2)
                where = f"{rng.randrange(1, 600)} {rng.choice(_REPORTERS)} {rng.randrange(1, 1500)}"
                said.append(f"See {a} v. {b}, {where} ({rng.randrange(1950, 2024)}).")
        texts.append(" ".join(said))
        out += len(texts[-1])
    return texts


def spent(read: Callable[[str], int], texts: Iterable[str]) -> tuple[float, float]:
    """Megabytes and citations a second of the processor."""
    size = found = 0
    began = time.process_time()
    for text in texts:
        found += read(text)
        size += len(text.encode())
    took = time.process_time() - began
    return size / took / 1e6, found / took


def eyecite() -> list[Line]:
    """P5: both its tokenizers, our whole reading and our citations alone, in turn."""
    if find_spec("eyecite") is None:
        return [Line("", "eyecite", "not installed (make bench installs it)")]
    from eyecite import get_citations  # noqa: PLC0415 - only where it is installed
    from eyecite.tokenizers import HyperscanTokenizer, default_tokenizer  # noqa: PLC0415

    seeds = [p.read_text("utf-8") for p in sorted((need_shared() / "seeds").glob("*.txt"))]
    ours = [data.decode() for data in documents(seeds, 1_500_000)]
    theirs = american(400_000)
    lines, speeds = [], {}
    tokenizers = {"eyecite, default": default_tokenizer}
    if find_spec("hyperscan") is not None:
        tokenizers["eyecite, hyperscan"] = HyperscanTokenizer()
    for name, tokenizer in tokenizers.items():
        get_citations(theirs[0], tokenizer=tokenizer)  # compiling is not counted
        speeds[name] = spent(lambda text, t=tokenizer: len(get_citations(text, tokenizer=t)), theirs)  # type: ignore[misc]
    extract(ours[0].encode(), "start.txt")
    speeds["phahe, whole records"] = spent(lambda text: len(extract(text.encode(), "x.txt").mentions), ours)
    speeds["phahe, citations alone"] = spent(citations_of, ours)
    for name, (megabytes, citations) in speeds.items():
        lines.append(Line("", name, f"{megabytes:.2f} MB/s, {citations:,.0f} citations/s"))
    if "eyecite, hyperscan" in speeds:
        for ours_is, what in (("phahe, whole records", "whole records"), ("phahe, citations alone", "citations alone")):
            ratio = speeds[ours_is][0] / speeds["eyecite, hyperscan"][0]
            lines.append(bar("P5", f"MB/s of {what}, times eyecite's hyperscan", (ratio, f"{ratio:.1f}"), least=10))
    return lines


def citations_of(text: str) -> int:
    """How many citations a text has, read from its bytes, with type, number, date, issuer, title and cluster."""
    reading, _ = understand(load(text.encode(), "x.txt", Limits()))
    return len(reading.mentions)


def in_memory() -> list[Line]:
    """Lineage over the same edges in networkx and in our store."""
    path, n = store_of_a_tenth()
    rng = Random(11)
    asked = [*filter(held, (rng.randrange(n) for _ in range(60))), *range(40)]
    with closing(SqliteStore(path, create=False)) as store:
        began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        graph = nx.MultiDiGraph()
        rows = store._reading.each("SELECT e.src, e.dst, r.name FROM edge e JOIN relation r USING(rel)")
        graph.add_edges_from((s, d, {"relation": r}) for s, d, r in rows)
        took = time.process_time() - began
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        keys = dict(store._rows("SELECT id, nid FROM instrument"))
        walk = Descent(relations=DESCENT, depth=4, nodes=MOST_NODES, edges=EDGES_A_NODE)
        theirs = timed("networkx", lambda i: _descend(graph, keys[identity(i)]), asked)
        ours = timed("phahe", lambda i: store.walk(identity(i), ("in",), walk), asked)
        edges = graph.number_of_edges()
    told = f"p50 {theirs.p50:.2f}, p95 {theirs.p95:.2f} ms; {took:.0f} s and {memory:,} MB to hold {edges:,} edges"
    return [
        Line("", "lineage down in networkx, from memory", told),
        Line("", "lineage down in phahe, from disk, by name", f"p50 {ours.p50:.2f}, p95 {ours.p95:.2f} ms"),
    ]


def _descend(graph: "nx.MultiDiGraph[int]", root: int) -> set[int]:
    """Four hops against the edges, 50 of each instrument, 500 in all; in no order."""
    known, frontier = {root}, [root]
    for _ in range(4):
        met: list[int] = []
        for here in frontier:
            ways = (s for s, _, r in graph.in_edges(here, data="relation") if r not in {"CITES", "RESPONDS_TO"})
            met += [s for s in islice(ways, 50) if s not in known]
        frontier = list(dict.fromkeys(met))[: 500 - len(known)]
        known.update(frontier)
    return known


def report() -> Report:
    """P5, and lineage in memory (first: memory is measured by its highest mark)."""
    return Report(
        [*in_memory(), *eyecite()],
        [
            "eyecite reads made opinions of US courts, we the seeds with other numbers; seconds of the processor. A "
            "Vietnamese character is 1.3 bytes of UTF-8, an English one 1: by characters the ratios are as much less."
        ],
    )
