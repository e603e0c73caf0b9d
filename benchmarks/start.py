"""Start-up: what a command costs before it does anything, and one question on a small store."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.results import Line, Report, bar
from benchmarks.shared import ROOT

_ROUNDS = 7
PHAHE = Path(sys.executable).with_name("phahe")


def spent(*command: str, cwd: Path) -> tuple[float, float]:
    """Seconds by the clock and of the processor, the least of some rounds each: other work only ever adds."""
    clock, cpu = [], []
    for _ in range(_ROUNDS):
        used, began = _children(), time.perf_counter()
        subprocess.run([PHAHE, *command], cwd=cwd, check=True, capture_output=True)
        clock.append(time.perf_counter() - began)
        cpu.append(_children() - used)
    return min(clock), min(cpu)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def report() -> Report:
    """`--help`, `--version` and three questions on the samples."""
    asked = (
        ("--help", 0.3, "#4"),
        ("--version", 0.15, "P12"),
        ("stats", 0.6, "#4"),
        ("lineage 76/NQ-CP", 0.6, "#4"),
        ("missing", 0.6, "#4"),
    )
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        subprocess.run(
            [PHAHE, "ingest", ROOT / "samples", "--store", "s.db"], cwd=here, check=True, capture_output=True
        )
        for words, most, source in asked:
            store = [] if words.startswith("-") else ["--store", "s.db"]
            clock, cpu = spent(*words.split(), *store, cwd=here)
            lines.append(bar(source, f"phahe {words}", (clock, f"{clock:.2f} s ({cpu:.2f} s of the processor)"), most))
    return Report(lines, [f"Samples of the repository; the least of {_ROUNDS} runs, by the clock."])
