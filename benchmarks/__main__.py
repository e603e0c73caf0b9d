"""All benchmarks, or some: `python -m benchmarks [--only SECTION …]` writes benchmarks/RESULTS.md.

A section is a module with `report() -> Report`; to add one, write its module and name it in `SECTIONS`.
"""

import argparse
import os
import sys
from importlib import import_module

from benchmarks.results import PAGE, Line, keep, kept

SECTIONS = {  # name of the section: module; in the order of the page
    "reading": "benchmarks.speed",
    "start": "benchmarks.start",
    "size": "benchmarks.size",
    "peers": "benchmarks.peers",
    "pdf": "benchmarks.pdf",
    "rdf": "benchmarks.rdf",
    "hostile": "benchmarks.hostile",
    "jobs": "benchmarks.jobs",
    "neo4j": "benchmarks.neo4j",
    "http": "benchmarks.http",
    "pictures": "benchmarks.pictures",
    "pages": "benchmarks.pages",
    "faults": "benchmarks.faults",
    "sameness": "benchmarks.sameness",
}


def _told(line: Line) -> str:
    verdict = {"yes": "reached", "no": "NOT REACHED", "": ""}[line.reached]
    return f"  {line.bar:<4}{line.what:<58} {line.measured:<28} {line.asked:<10} {verdict}".rstrip()


def main() -> int:
    """Measure, print, write the page."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--only", nargs="+", choices=SECTIONS, metavar="SECTION", help=", ".join(SECTIONS))
    for name in ap.parse_args().only or SECTIONS:
        print(f"{name} …", flush=True)
        before = os.getloadavg()
        try:
            report = import_module(SECTIONS[name]).report()
        except SystemExit as nothing:  # what it needs is not on this machine
            print(f"  {nothing}")
            continue
        for line in report.lines:
            print(_told(line), flush=True)
        keep(name, kept(report, before))
    print(PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
