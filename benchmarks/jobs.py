"""Several processes and a cluster: what reading, writing and what lies between them cost, and what two readers gain.

`python -m benchmarks --only jobs`. Documents: the seeds with changed numbers, cut at 20 kB, as text and as Word; the
gazette's PDFs. Rounds of the ways in turn, the least of each: beside other work the clock says little, so seconds of
the processor stand beside it, and what they allow on an idle machine of two cores.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from api.isolation.client import forget
from api.isolation.terms import Terms
from api.sources import Source
from api.workers import outcomes
from benchmarks.hostile import _spent
from benchmarks.results import Line, Report, bar
from benchmarks.shared import need_shared
from benchmarks.speed import documents
from graph.rows import FileRows, rows
from graph.statements import statements
from graph.store.sqlite import SqliteStore
from loaders.extraction import extract_all
from loaders.limits import Limits
from tests.cluster.running import cluster
from tests.making_docx import as_docx

FILES, BYTES, SMALL, ROUNDS = 300, 20_000, 5000, 2
PHAHE = Path(sys.executable).with_name("phahe")


class Inside(Struct, frozen=True):
    """Seconds of the processor a document, all in this process."""

    read: float
    rows: float
    alone: float  # written, one a transaction
    together: float  # written, 32 a transaction
    stored: int  # bytes of the store


def texts(count: int, size: int) -> Iterator[str]:
    """The seeds in turn with other numbers, the first bytes of each."""
    seeds = [p.read_text("utf-8") for p in sorted((need_shared() / "seeds").glob("*.txt"))]
    for _, data in zip(range(count), documents(seeds, 1 << 40), strict=False):
        yield data[:size].decode("utf-8", "ignore")


def corpus(folder: Path) -> dict[str, Path]:
    """The folders that are loaded, by format."""
    made = {form: folder / form for form in ("txt", "docx")}
    for path in made.values():
        path.mkdir()
    for n, text in enumerate(texts(FILES, BYTES)):
        (made["txt"] / f"{n:04}.txt").write_text(text, "utf-8")
        (made["docx"] / f"{n:04}.docx").write_bytes(as_docx(text))
    return {**made, "pdf": need_shared() / "corpus" / "congbao"}


def inside(paths: list[Path], folder: Path) -> Inside:
    """What the steps cost without anything between them."""
    began = time.process_time()
    read = [extract_all(p, p.name) for p in paths]
    at = time.process_time()
    made = [rows(statements(record, "", segments)) for record, segments in read]
    done = time.process_time()
    alone, _ = written(made, 1, folder)
    together, stored = written(made, 32, folder)
    n = len(paths)
    return Inside((at - began) / n, (done - at) / n, alone, together, stored)


def written(made: list[FileRows], at_once: int, folder: Path) -> tuple[float, int]:
    """CPU seconds a document into a new store, the least of the rounds; bytes of the store."""
    spent, size = [], 0
    for turn in range(ROUNDS):
        path = folder / f"{at_once}-{turn}.db"
        store = SqliteStore(path)
        began = time.process_time()
        for start in range(0, len(made), at_once):
            with store.write() as writer:
                for n, said in enumerate(made[start : start + at_once]):
                    writer.add(said, f"/{start + n}", "")
        spent.append((time.process_time() - began) / len(made))
        store.close()
        size = path.stat().st_size
        path.unlink()
    return min(spent), size


def between(folder: Path) -> float:
    """CPU seconds that a file costs beyond its reading, both processes, without their start: an empty file's."""
    empty = folder / "empty.txt"
    empty.touch()
    few, many = SMALL // 10, SMALL + SMALL // 10
    least = [_apart(empty, many) - _apart(empty, few) for _ in range(ROUNDS)]
    return min(least) / (many - few)


def _apart(path: Path, times: int) -> float:
    forget()
    began = _spent()
    assert all(o.reason for o in outcomes([Source(path.name, str(path))] * times, 1, Terms(Limits(), 10 * SMALL), "vi"))
    spent = _spent() - began
    forget()
    return spent


def clock(*words: str, cwd: Path) -> float:
    """Seconds by the clock of one command; a file that cannot be read (a scan of the gazette) is no fault of it."""
    (cwd / "s.db").unlink(missing_ok=True)
    began = time.perf_counter()
    done = subprocess.run([PHAHE, *words], cwd=cwd, check=False, capture_output=True)
    spent = time.perf_counter() - began
    assert done.stdout, done.stderr.decode()
    return spent


def ways(given: Path, address: str, here: Path) -> dict[str, float]:
    """Seconds by the clock of each way, the least of the rounds."""
    ingest = ("ingest", str(given), "--store", "s.db")
    told = {
        "extract 1": ("extract", str(given), "--jobs", "1"),
        "extract 2": ("extract", str(given), "--jobs", "2"),
        "ingest 1": (*ingest, "--jobs", "1"),
        "ingest 2": (*ingest, "--jobs", "2"),
        "cluster": (*ingest, "--scheduler", address),
    }
    spent: dict[str, list[float]] = {name: [] for name in told}
    for _ in range(ROUNDS):
        for name, words in told.items():
            spent[name].append(clock(*words, cwd=here))
    return {name: min(some) for name, some in spent.items()}


def start(here: Path) -> float:
    """Seconds by the clock of loading one small file: what is there before any reading."""
    (here / "one.txt").write_text("KẾ HOẠCH\n", "utf-8")
    return min(clock("ingest", "one.txt", "--store", "s.db", cwd=here) for _ in range(ROUNDS))


def _gain(reader: float, writer: float, cores: int) -> float:
    """What a second reader gains on an idle machine, given the seconds of the processor a document."""
    one, two = (max(reader / jobs, writer, (reader + writer) / cores) for jobs in (1, 2))
    return one / two


def report() -> Report:
    """P3, P4 and what a cluster of two workers costs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = corpus(folder)
        paths = sorted(made["txt"].iterdir())
        size = sum(p.stat().st_size for p in paths) / len(paths)
        cost = inside(paths, folder)
        lines = [*_costs(cost, size), *_between(folder)]
        with cluster(folder / "cluster", 2) as running:
            clock("ingest", str(paths[0]), "--store", "s.db", "--scheduler", running.address, cwd=folder)  # both warm
            began = start(folder)
            for form, given in made.items():
                lines += _gained(form, len(list(given.iterdir())), ways(given, running.address, folder), began)
        shutil.rmtree(folder / "cluster", ignore_errors=True)
    return Report(lines, _NOTES)


def _costs(cost: Inside, size: float) -> list[Line]:
    whole = cost.read + cost.rows + cost.together
    speed = size / 1e6 / whole
    reader = cost.read + cost.rows
    return [
        Line("", "reading, CPU a document of 20 kB", f"{1000 * cost.read:.2f} ms"),
        Line("", "its rows, made by the reader", f"{1000 * cost.rows:.2f} ms"),
        Line("", "writing, a transaction each", f"{1000 * cost.alone:.2f} ms"),
        Line("", "writing, 32 a transaction", f"{1000 * cost.together:.2f} ms"),
        Line("", "bytes of store a document", f"{cost.stored // FILES:,}"),
        bar("P3", "read and durably stored, MB/s a core", (speed, f"{speed:.2f} MB/s"), least=6),
        bar("P3", "documents of 20 kB a second and core", (1 / whole, f"{1 / whole:.0f}"), least=300),
        Line("", "two readers to one, as CPU allows on two cores", f"{_gain(reader, cost.together, 2):.2f}"),
        Line("", "the same on four", f"{_gain(reader, cost.together, 4):.2f}"),
    ]


def _between(folder: Path) -> list[Line]:
    more = 1000 * between(folder)
    return [bar("P4", "a file beyond its reading, CPU of both processes", (more, f"{more:.3f} ms"), at_most=0.15)]


def _gained(form: str, count: int, took: dict[str, float], began: float) -> list[Line]:
    told = [
        Line("", f"{form}, {count} files: {name}", f"{seconds:.2f} s")
        for name, seconds in took.items()
        if "extract" not in name
    ]
    net = {name: max(seconds - began, 0.001) for name, seconds in took.items()}
    extract, ingest = net["extract 1"] / net["extract 2"], net["ingest 1"] / net["ingest 2"]
    dask = (took["cluster"] - took["ingest 2"]) / count * 1000
    asked = {"least": 1.7} if form == "txt" else {}
    name = "P4" if form == "txt" else ""
    return [
        *told,
        bar(name, f"{form}: extract --jobs 2 to --jobs 1", (extract, f"{extract:.2f}"), **asked),
        bar(name, f"{form}: ingest --jobs 2 to --jobs 1", (ingest, f"{ingest:.2f}"), **asked),
        Line("", f"{form}: two workers of a cluster beyond --jobs 2", f"{dask:+.1f} ms a file"),
    ]


_NOTES = [
    f"{FILES} texts of {BYTES // 1000} kB, the same as Word files, 47 PDFs of the gazette (679 pages). By the clock: "
    f"the least of {ROUNDS} rounds, the ways in turn; start-up (one small file) is taken off for the ratios. At "
    "`--jobs 1` reader and writer are two processes already, so on two cores a second reader gains what neither used: "
    "'as CPU allows' says how much that is. Beside other busy processes ratios by the clock say nothing.",
    "The cluster is a scheduler and two workers of one thread on this machine, on the loopback, warm.",
]


if __name__ == "__main__":
    os.environ.setdefault("PHAHE_LANG", "en")
    for line in report().lines:
        print(f"{line.bar:<4}{line.what:<60}{line.measured:<20}{line.asked}")
