"""What a large store answers: each question over and over, with p50 and p95 beside the bar."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from random import Random

from msgspec import Struct

from benchmarks.made_graph import facts, held
from graph.identity import instrument_id, number_key
from graph.store.descent import Descent, Direction
from graph.store.sqlite import SqliteStore
from queries import finding
from queries.answers import Reach
from queries.conflicts import conflicts
from queries.coverage import coverage
from queries.lineage import DESCENT, EDGES_A_NODE, MOST_NODES, lineage
from queries.missing import missing
from queries.search import search
from queries.stats import extent
from queries.tasks import Asked, tasks

_LONG = 2.0  # seconds after which a question is not asked again


class Timed(Struct, frozen=True):
    """A question with p50 and p95 in milliseconds, how often it was asked, and what p95 may be."""

    name: str
    p50: float
    p95: float
    times: int
    at_most: float | None = None


def identity(i: int) -> str:
    """The id that the i-th instrument has in the graph."""
    kind, code, day, issuer = facts(i)
    return instrument_id(kind, code, day, issuer)


def calibration() -> float:
    """Milliseconds of a loop of plain Python, the unit of the run: the least of five."""
    times = []
    for _ in range(5):
        began = time.thread_time()
        sum(i * i for i in range(200_000))
        times.append(time.thread_time() - began)
    return min(times) * 1000


def timed(name: str, ask: Callable[[int], object], asked: Sequence[int], at_most: float | None = None) -> Timed:
    """Each of what is asked once after a first time that does not count, until it takes too long."""
    times: list[float] = []
    if len(asked) > 1:
        ask(asked[0])
    for i in asked:
        began = time.thread_time()
        ask(i)
        times.append((time.thread_time() - began) * 1000)
        if sum(times) > 10_000 * _LONG or times[-1] > 1000 * _LONG:
            break
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return Timed(name, statistics.median(times), p95, len(times), at_most)


def _walk(store: SqliteStore, i: int, side: Direction, depth: int = 4) -> object:
    asked = Descent(relations=DESCENT, depth=depth, nodes=MOST_NODES, edges=EDGES_A_NODE)
    return store.walk(identity(i), (side,), asked)


def one_instrument(store: SqliteStore, n: int) -> Iterator[Timed]:
    """What P7 asks of one instrument; `n` instruments are in the store, the first are the hubs."""
    rng = Random(11)
    some, hubs = [i for i in (rng.randrange(n) for _ in range(330)) if held(i)], list(range(100))
    yield timed("resolve by number", lambda i: store.by_number(number_key(*facts(i)[:2]) or ""), some, 0.1)
    typed = "{} {} ngày {}"
    yield timed("resolve a citation as typed", lambda i: finding.resolve(store, typed.format(*facts(i)[:3])), some)
    for name, asked in (("", some), (", hubs", hubs)):
        for side, word in (("out", "up"), ("in", "down")):
            yield timed(f"one hop {word}{name}", lambda i, s=side: _walk(store, i, s, 1), asked, 0.5)  # type: ignore[misc]
            yield timed(f"one hop {word}{name}, quotes", lambda i, s=side: store.edges([identity(i)], s), asked)  # type: ignore[misc]
    for name, asked in (("", some), (", hubs", hubs)):
        for side, word in (("out", "up"), ("in", "down")):
            yield timed(f"lineage {word}{name}", lambda i, s=side: _walk(store, i, s), asked, 5)  # type: ignore[misc]
            reach = Reach(direction="up" if side == "out" else "down", depth=4)
            rows = store.instruments([identity(i) for i in asked])
            yield timed(
                f"lineage {word}{name}, the whole answer",
                lambda i, rows=rows, reach=reach: lineage(store, rows[identity(i)], reach),  # type: ignore[misc]
                asked[:60],
            )


def many(store: SqliteStore, n: int) -> Iterator[Timed]:
    """Questions over many rows: words, tasks of a body, and those that look over the whole store."""
    rng = Random(12)
    some = [rng.randrange(n) for _ in range(50)]
    yield timed("search, a word of every title", lambda _: search(store, "về việc"), some, 15)
    yield timed("search, a province's plans", lambda _: search(store, "kế hoạch Sơn La"), some, 15)
    yield timed("search, a number", lambda i: search(store, f"{facts(i)[1]}"), some, 15)
    yield timed("search, one title", lambda i: search(store, f"về việc made {i}"), some, 15)
    duties = Asked(organization="Sở Tư pháp tỉnh Sơn La")
    yield timed("tasks of a body, all", lambda _: tasks(store, duties), list(range(5)))
    yield timed("what was loaded (under every answer)", lambda _: extent(store), some)
    yield timed("most cited and not loaded", lambda _: store.named(most=100), list(range(5)), 1)
    yield timed("missing", lambda _: missing(store), [0])
    root = store.instruments([identity(0)])[identity(0)]
    yield timed("coverage of the greatest hub", lambda _: coverage(store, root, "province"), [0])
    yield timed("stats", lambda _: store.counts(), [0])


def all_conflicts(store: SqliteStore) -> Timed:
    """Relations of a made graph are drawn, so a quarter contradict their dates: each check ends at its limit."""
    return timed("conflicts", lambda _: conflicts(store, lambda key, **_: key), [0])
