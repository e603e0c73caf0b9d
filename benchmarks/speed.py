"""How fast reading is: the seeds with changed numbers, 8 MB as separate documents, against one pass of a bare pattern.

`python -m benchmarks.speed` prints CPU time, MB/s and the ratio, as the mean of all rounds and as the least of each
seed; start-up (imports, rules, the first document) is apart. `--profile` adds where the time goes, by module.
"""

import argparse
import cProfile
import pstats
import re
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import NamedTuple

from benchmarks.results import Line, Report, bar
from benchmarks.shared import ROOT, need_shared
from graph.store.sqlite import SqliteStore
from loaders.extraction import extract, extract_all

# the bare code pattern that reading is measured against: the number of an instrument, and nothing else
BARE = re.compile(
    r"\b\d{1,5}(?:[./]\d{2,4})?[/-][A-ZĐ][A-ZĐƯa-z0-9]*(?:[-/][A-ZĐƯ][A-Za-zĐƯ0-9]*)*"
)  # fmt: skip
_NUMBER = re.compile(r"(số:? )(\d{1,5})")
MEGABYTE = 1_000_000


def documents(seeds: list[str], size: int) -> Iterator[bytes]:
    """The seeds over and over, in each round with other numbers behind 'số', until `size` bytes are out."""
    out = 0
    for turn in count():
        for seed in seeds:
            data = _NUMBER.sub(partial(_shifted, turn), seed).encode()
            yield data
            out += len(data)
            if out >= size:
                return


def _shifted(turn: int, number: re.Match[str]) -> str:
    """A number of as many digits that is another one in each round."""
    digits = number[2]
    return number[1] + str((int(digits) + turn * 7) % 10 ** len(digits)).zfill(len(digits))


class Spent(NamedTuple):
    """CPU seconds of a round of the seeds: on the average of all rounds, and the least that each seed took in any."""

    mean: float
    least: float


def measure(texts: list[bytes], seeds: int) -> tuple[Spent, Spent]:
    """What the extraction takes, and one pass of the bare pattern over the same texts, document by document in turn.

    Other work on the machine only ever adds: of a seed's rounds (they differ but in their numbers) the least counts.
    """
    reading: list[list[float]] = [[] for _ in range(seeds)]
    passes: list[list[float]] = [[] for _ in range(seeds)]
    for n, data in enumerate(texts):
        began = time.process_time()
        extract(data, f"{n}.txt")
        reading[n % seeds].append(time.process_time() - began)
        text = data.decode()
        began = time.process_time()
        for _found in BARE.finditer(text):
            pass
        passes[n % seeds].append(time.process_time() - began)
    return _spent(reading), _spent(passes)


def _spent(times: list[list[float]]) -> Spent:
    return Spent(sum(sum(t) / len(t) for t in times), sum(map(min, times)))


def profile(texts: list[bytes]) -> None:
    """Where the time goes, by module: the time in each module's own functions, builtins under who called them."""
    profiler = cProfile.Profile()
    profiler.enable()
    for n, data in enumerate(texts):
        extract(data, f"{n}.txt")
    profiler.disable()
    stats = pstats.Stats(profiler)
    spent: Counter[str] = Counter()
    for (file, _, name), (_, _, own, _, callers) in stats.stats.items():  # type: ignore[attr-defined]
        if file == "~" and callers:
            for (caller, _, _), row in callers.items():
                spent[_module(caller, name)] += row[2]
        else:
            spent[_module(file, name)] += own
    total = sum(spent.values())
    print(f"\nwhere the time goes (profiled, {total:.1f} s)")
    for module, seconds in spent.most_common(25):
        print(f"  {seconds / total:6.1%}  {seconds:6.2f} s  {module}")


def _module(file: str, name: str) -> str:
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(ROOT) and ".venv" not in path.parts:
        return ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return f"({path.stem})" if path.suffix == ".py" else name


def stored(texts: list[bytes]) -> float:
    """Seconds of the processor that reading and writing take, one durable transaction a document."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "s.db")
        began = time.process_time()
        for n, data in enumerate(texts):
            record, segments = extract_all(data, f"{n}.txt")
            with store.write() as writer:
                writer.put(record, record.source, "bench", segments)
        spent = time.process_time() - began
        store.close()
    return spent


def _lines(megabytes: float) -> list[Line]:
    seeds = [p.read_text("utf-8") for p in sorted((need_shared() / "seeds").glob("*.txt"))]
    for seed in seeds:
        extract(seed.encode(), "start.txt")
    texts = list(documents(seeds, int(megabytes * MEGABYTE)))
    size = sum(map(len, texts)) / MEGABYTE
    reading, bare = measure(texts, len(seeds))
    a_round = size * len(seeds) / len(texts)
    nfd = [unicodedata.normalize("NFD", t.decode()).encode() for t in texts]
    composed = size / len(texts) * len(seeds) / reading.least
    decomposed = a_round / measure(nfd, len(seeds))[0].least  # the same characters: MB of the composed text
    with_store = size / stored(texts)
    return [
        bar("P2", "whole records, in passes of a bare pattern", (r := reading.least / bare.least, f"{r:.1f}"), 12),
        bar("P2", "whole records, MB/s a core", (composed, f"{composed:.2f} MB/s"), least=8),
        bar("P3", "and the store, a transaction a document, MB/s", (with_store, f"{with_store:.2f} MB/s"), least=6),
        bar(
            "P13", "decomposed text beside composed", (decomposed / composed, f"{decomposed / composed:.2f}"), least=0.4
        ),
    ]


def report() -> Report:
    """P2, P3, P13."""
    note = "The seeds with other numbers; seconds of the processor, of reading the least of each seed's rounds."
    return Report(_lines(8.0), [note])


def main() -> int:
    """Measure and print."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--megabytes", type=float, default=8.0)
    ap.add_argument("--profile", action="store_true", help="also where the time goes, by module (a pass of its own)")
    args = ap.parse_args()
    seeds = [p.read_text("utf-8") for p in sorted((need_shared() / "seeds").glob("*.txt"))]
    began = time.process_time()
    for seed in seeds:
        extract(seed.encode(), "start.txt")
    start = time.process_time() - began
    texts = list(documents(seeds, int(args.megabytes * MEGABYTE)))
    size = sum(map(len, texts)) / MEGABYTE
    reading, bare = measure(texts, len(seeds))
    a_round = size * len(seeds) / len(texts)
    print(f"documents        {len(texts)} ({size:.2f} MB)")
    print(f"start-up         {start:.2f} s (rules, gazetteer, the five seeds once)")
    for how, spent, unit in (("mean", reading.mean, bare.mean), ("least", reading.least, bare.least)):
        print(f"extraction       {spent * 1000:.1f} ms CPU a round, {a_round / spent:.2f} MB/s ({how})")
        print(f"bare pattern     {unit * 1000:.2f} ms CPU a round, {a_round / unit:.1f} MB/s ({how})")
        print(f"ratio            {spent / unit:.1f} ({how})")
    if args.profile:
        profile(texts[: max(len(seeds), len(texts) // 8)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
