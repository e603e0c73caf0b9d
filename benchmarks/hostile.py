"""Hostile input and faults at length: `python -m benchmarks.hostile [--mutants N] [--kills N] [--seed S]`.

Two thousand mutated files of every format through one reader, a hundred `kill -9` of an ingest, the price of isolation
a document. Prints what it measured; exit 1 where something fell that may not fall.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from api.isolation.client import forget
from api.isolation.messages import Reply, Request
from api.isolation.pool import Pool
from api.isolation.terms import Terms
from benchmarks.results import Line, Report
from graph.record import to_json
from graph.segments import packed
from loaders.extraction import extract_all
from loaders.limits import Limits
from tests.cli.making import phahe, plans, process
from tests.cli.test_faults import killed_at_random
from tests.hostile.mutating import ROOT, mutants

TERMS = Terms(Limits(cpu_seconds=10), 500)
_PROCESS = ("file.cpu_seconds", "file.wall_seconds", "file.memory", "file.worker", "file.crash")


def mutated(count: int, seed: int, folder: Path) -> bool:
    """Reads so many mutants; whether each was a record or a reason of its loader."""
    ends: Counter[str] = Counter()
    bad, slowest = [], (0.0, "")
    with Pool(1, TERMS) as pool:
        for name, content in mutants(count, seed):
            path = folder / name
            path.write_bytes(content)
            began = time.perf_counter()
            reply = pool.answer(Request(str(path).encode(), name))
            slowest = max(slowest, (time.perf_counter() - began, name))
            ends[f"{name.rpartition('.')[2]} {_end(reply)}"] += 1
            if reply.code in _PROCESS:
                bad.append(f"{name}: {reply.code} {reply.values}")
            path.unlink()
    forget()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"mutants          {count} (seed {seed}), largest reader {peak} MB")
    print(f"  slowest        {slowest[0]:.2f} s by the clock: {slowest[1]}")
    for form in sorted({e.split()[0] for e in ends}):
        told = ", ".join(f"{e.split()[1]} {n}" for e, n in ends.most_common() if e.startswith(form + " "))
        print(f"  {form:<5} {told}")
    for line in bad:
        print(f"  FELL {line}")
    return not bad


def _end(reply: Reply) -> str:
    return reply.code or "record"


def killed(times: int, seed: int, folder: Path) -> bool:
    """Kills so many ingests; whether the export is that of an undisturbed one."""
    plans(folder / "p", 200)
    process("ingest", "p", "--store", "whole.db", cwd=folder)
    cut = 0
    for turn in range(times):
        cut += killed_at_random(folder / "p", f"killed{turn // 10}.db", 1, seed + turn)
    same = True
    whole = phahe("export", "-", "--store", "whole.db", cwd=folder).stdout
    for store in sorted(folder.glob("killed*.db")):
        process("ingest", "p", "--store", store.name, cwd=folder)
        same = same and phahe("export", "-", "--store", store.name, cwd=folder).stdout == whole
    told = "the same bytes" if same else "DIFFER"
    print(f"kill -9          {times} runs, {cut} of them before they were done: exports {told}")
    return same


def isolation() -> None:
    """CPU a document in a reader and in this process: the samples, over and over."""
    files = sorted((ROOT / "samples").glob("*.txt")) * 40
    for path in files[:20]:
        extract_all(path, path.name)
    began = time.process_time()
    for path in files:
        record, segments = extract_all(path, path.name)
        to_json(record), packed(segments)
    inside = (time.process_time() - began) / len(files)
    with Pool(1, TERMS) as pool:
        pool.answer(Request(str(files[0]).encode(), "x.txt"))
        before = _spent()
        for path in files:
            pool.answer(Request(str(path).encode(), path.name))
        pool.close()
        apart = (_spent() - before) / len(files)
    print(f"isolation        {1000 * inside:.2f} ms CPU a document here, {1000 * apart:.2f} in a reader")


def _spent() -> float:
    """CPU seconds of this process and of the readers that have ended, by the server's own account."""
    total = time.process_time()
    me = Path("/proc/self/task").parent.resolve().name
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")")[1].split()
        except OSError:
            continue
        if fields[1] == me:
            total += sum(map(int, fields[11:15])) / 100
    return total


def report() -> Report:
    """R1 and R2 at the size that issue 4 asks for; what is printed on the way names every mutant that fell."""
    isolation()
    with tempfile.TemporaryDirectory() as folder:
        read = mutated(2000, 1, Path(folder))
        same = killed(100, 1, Path(folder))
    told = "no crash, none over 10 s, each a record or a reason"
    return Report(
        [
            Line("R2", "2,000 mutated files", told if read else "some fell", "none falls", "yes" if read else "no"),
            Line("R1", "100 kill -9", "same export" if same else "differs", "same export", "yes" if same else "no"),
        ]
    )


def main() -> int:
    """All three."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--mutants", type=int, default=2000)
    ap.add_argument("--kills", type=int, default=100)
    ap.add_argument("--seed", type=int, default=1)
    args = ap.parse_args()
    isolation()
    with tempfile.TemporaryDirectory() as folder:
        good = mutated(args.mutants, args.seed, Path(folder))
        good = killed(args.kills, args.seed, Path(folder)) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
