"""The one way from a file to its record: bytes → loader → reading."""

from pathlib import Path

from graph.record import Record
from graph.segments import Segment
from loaders.files import read_file
from loaders.limits import Limits
from loaders.loading import load
from loaders.reading.read import read


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
