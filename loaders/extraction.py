"""The one way from a file to its record: bytes → loader → reading."""

import hashlib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from graph.record import Record
from graph.segments import Segment
from loaders.limits import Limits
from loaders.loading import load, read_file
from loaders.reading.read import read

_PACKAGES = ("graph", "loaders")  # reading imports nothing of ours but these two
_ENDINGS = (".py", ".yaml", ".json", ".gz")


def extract(content: Path | bytes, source: str, limits: Limits | None = None) -> Record:
    """The record of a file or of bytes; raises `NotRead` with one line where it cannot be read.

    A file is never read beyond the limit of bytes.
    """
    return extract_all(content, source, limits)[0]


def extract_all(content: Path | bytes, source: str, limits: Limits | None = None) -> tuple[Record, list[Segment]]:
    """The record, and the segments of its text, which a store keeps beside it."""
    limits = limits or Limits()
    data = content if isinstance(content, bytes) else read_file(content, limits)
    loaded = load(data, source, limits)
    return read(loaded, source), loaded.segments


@lru_cache(maxsize=1)
def reading_fingerprint() -> str:
    """A hash of rules, gazetteer and code: a file is read anew when any of them changes.

    All of `graph` goes in, also what only stores use: reading once too often costs seconds, a stale record is wrong.
    """
    digest = hashlib.sha256()
    for package in _PACKAGES:
        root = Path(str(files(package)))
        for path in sorted(p for p in root.rglob("*") if p.suffix in _ENDINGS):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
