"""What a benchmark hands back, and the page on which it is kept.

A section measures and gives a `Report`; `benchmarks/RESULTS.md` has the last one of each, with the commit, the time and
the load of the machine when it was measured, so that a section can be run alone. `results.json` is what the page is
made of.
"""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from benchmarks.shared import ROOT

Reached = Literal["yes", "no", ""]  # '' where nothing is asked
PAGE, DATA = ROOT / "benchmarks" / "RESULTS.md", ROOT / "benchmarks" / "results.json"
_HEAD = """\
Written by `make bench` (`python -m benchmarks --only SECTION` does one section anew). Bars P and R are those of
`shared/performance.md`, section 3; #4 is issue 4. The load average (before → after, of 1/5/15 minutes) says how much
else the machine was doing: beside more than one busy process a core, times by the clock grow by as much; seconds of
the processor and ratios of one run grow less.
"""
_WORDS = {"yes": "reached", "no": "**not reached**", "": ""}


class Line(Struct, frozen=True):
    """One figure: the bar's name (P6, #4; '' where it is only told), what, how much, what is asked."""

    bar: str
    what: str
    measured: str
    asked: str = ""
    reached: Reached = ""


class Report(Struct, frozen=True):
    """All that one section measured; `notes` say how, and what a figure does not say."""

    lines: list[Line]
    notes: list[str] = []


class Kept(Struct, frozen=True):
    """A report and when and where it was made."""

    report: Report
    commit: str
    date: str
    machine: str
    load: str


def bar(
    bar: str, what: str, measured: tuple[float, str], at_most: float | None = None, least: float | None = None
) -> Line:
    """A line with its verdict; `measured` is the number that is compared and its text with the unit."""
    number, text = measured
    if at_most is not None:
        return Line(bar, what, text, f"≤ {at_most:g}", "yes" if number <= at_most else "no")
    if least is not None:
        return Line(bar, what, text, f"≥ {least:g}", "yes" if number >= least else "no")
    return Line(bar, what, text)


def kept(report: Report, before: tuple[float, float, float]) -> Kept:
    """The report with its circumstances; `before` is the load average when it began."""
    load = " → ".join("/".join(f"{x:.1f}" for x in some) for some in (before, os.getloadavg()))
    return Kept(report, _commit(), f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", machine(), load)


def machine() -> str:
    """Processor, cores, memory, Python."""
    info = Path("/proc/cpuinfo")
    names = [line.split(":")[1].strip() for line in _lines(info) if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = f"{os.cpu_count()} cores"
    return f"{names[0] if names else platform.machine()}, {cores}, {memory:.0f} GB, Python {platform.python_version()}"


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def _commit() -> str:
    def git(*args: str) -> str:
        return subprocess.run(["git", *args], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    changed = [line for line in git("status", "--porcelain").splitlines() if "benchmarks/RESULTS.md" not in line]
    changed = [line for line in changed if "benchmarks/results.json" not in line]
    return (git("rev-parse", "--short", "HEAD") or "unknown") + (" with changes" if changed else "")


def all_kept() -> dict[str, Kept]:
    """What was measured last, by section."""
    return msgspec.json.decode(DATA.read_bytes(), type=dict[str, Kept]) if DATA.exists() else {}


def keep(name: str, made: Kept) -> None:
    """Put a section's report in the place of its last one, and write the page anew."""
    found = {**all_kept(), name: made}
    DATA.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    PAGE.write_text(page(found), "utf-8")


def page(found: dict[str, Kept]) -> str:
    """The whole page, bars first."""
    told = [(line, name) for name, one in found.items() for line in one.report.lines if line.reached]
    told.sort(key=lambda pair: (pair[0].bar[0], int(pair[0].bar[1:])))
    head = [
        "# Benchmarks",
        "",
        *_HEAD.splitlines(),
        "",
        "## Bars",
        "",
        "| bar | what | measured | asked | | section |",
        "| --- | --- | --- | --- | --- | --- |",
        *(f"| {x.bar} | {x.what} | {x.measured} | {x.asked} | {_WORDS[x.reached]} | {name} |" for x, name in told),
    ]
    return "\n".join([*head, *(line for name, one in found.items() for line in _section(name, one))]) + "\n"


def _section(name: str, one: Kept) -> list[str]:
    rows = [f"| {x.bar} | {x.what} | {x.measured} | {x.asked} | {_WORDS[x.reached]} |" for x in one.report.lines]
    where = f"{one.date}, commit {one.commit}; {one.machine}; load average {one.load}"
    table = ["| bar | what | measured | asked | |", "| --- | --- | --- | --- | --- |", *rows]
    return ["", f"## {name}", "", where, "", *table, *(f"\n{note}" for note in one.report.notes)]
