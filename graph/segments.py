"""Segments: the runs of a text as its loader saw them, kept with the file (design 1 and 6)."""

import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import msgspec
from msgspec import Struct

Kind = Literal["body", "heading", "cell", "footnote", "header", "running", "stamp", "ocr"]


class Segment(Struct, frozen=True, array_like=True, gc=False):
    """One run of the text as the loader sees it: a line, a paragraph, a cell.

    Segments are in the order of the text, do not overlap, hold no line break at their ends, and leave out blank lines.
    """

    start: int
    end: int
    kind: Kind = "body"
    hard: bool = False  # a real paragraph (Word, HTML): never joined with its neighbours
    level: int = 0  # of a heading: 1 is the highest; 0 unknown
    page: int | None = None
    table: int | None = None  # which table of the file a cell stands in
    row: int = 0
    col: int = 0
    rowspan: int = 1
    colspan: int = 1
    mark: str | None = None  # a footnote's own mark: '1'
    confidence: float = 1.0
    joined: bool = False  # known to go on with the paragraph, or the cell, of the segment before it


Sheets = tuple[tuple[int, int], ...]  # (start, page) wherever another page begins than that of the segment before
_decode = msgspec.msgpack.Decoder(tuple[Segment, ...]).decode


def packed(segments: Sequence[Segment]) -> bytes:
    """A file's table of segments as one small blob."""
    return zlib.compress(msgspec.msgpack.encode(segments), 1)


def unpacked(blob: bytes) -> tuple[Segment, ...]:
    """The table of a blob."""
    return _decode(zlib.decompress(blob))


def page_starts(segments: Sequence[Segment]) -> Sheets:
    """(start, page) wherever another page begins than that of the segment before."""
    paged = [(s.start, s.page) for s in segments if s.page is not None]
    return tuple(paged[:1] + [here for before, here in pairwise(paged) if here[1] != before[1]])
