"""The one way from a file to its record: bytes → loader → reading."""

import hashlib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from graph.record import Record
from loaders.limits import Limits
from loaders.loading import load, read_file
from loaders.reading.read import read

_DATA = (("loaders.reading.rules", ".yaml"), ("graph.data", ""), ("loaders.reading", ".py"), ("loaders.formats", ".py"))


def extract(content: Path | bytes, source: str, limits: Limits | None = None) -> Record:
    """The record of a file or of bytes; raises `NotRead` with one line where it cannot be read.

    A file is never read beyond the limit of bytes.
    """
    limits = limits or Limits()
    data = content if isinstance(content, bytes) else read_file(content, limits)
    return read(load(data, source, limits), source)


@lru_cache(maxsize=1)
def reading_fingerprint() -> str:
    """A hash of rules, gazetteer and reading code: a file is read anew when it changes."""
    digest = hashlib.sha256()
    for package, ending in _DATA:
        for entry in sorted(files(package).iterdir(), key=lambda e: e.name):
            if entry.is_file() and entry.name.endswith(ending) and not entry.name.endswith((".pyc",)):
                digest.update(entry.name.encode())
                digest.update(entry.read_bytes())
    return digest.hexdigest()[:16]
