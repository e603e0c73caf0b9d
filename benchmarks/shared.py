"""What the benchmarks share: where the documents are, and records of many files at once."""

import sys
from collections.abc import Iterable
from pathlib import Path

from graph.record import to_json
from loaders.extraction import extract
from loaders.text import NotRead

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def need_shared() -> Path:
    """`../shared`, or an end with one line where the machine has none."""
    if not SHARED.is_dir():
        sys.exit("../shared is not on this machine: nothing to measure")
    return SHARED


def records(paths: Iterable[Path]) -> list[bytes]:
    """One line of JSON a file; a file that cannot be read is said on stderr and left out."""
    lines = []
    for path in paths:
        try:
            lines.append(to_json(extract(path, str(path))))
        except NotRead as error:
            print(f"{path}: {error}", file=sys.stderr)
    return lines
