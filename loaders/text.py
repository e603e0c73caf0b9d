"""What every loader gives: text that is never edited, and a table of segments over it."""

from typing import Literal

from msgspec import Struct

from graph.record import Warning

Kind = Literal["body", "heading", "cell", "footnote", "header", "running", "stamp", "ocr"]


class Segment(Struct, frozen=True):
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


class Loaded(Struct, frozen=True):
    """A file read: NFC text in code points, its segments, what it was."""

    text: str
    segments: list[Segment]
    format: str
    encoding: str
    sha256: str
    warnings: list[Warning] = []


class NotRead(Exception):  # noqa: N818 - it is an answer for people, not a fault of the program
    """A file that cannot be read; the message is one line that says why, `limit` the field of `Limits` that it hit."""

    def __init__(self, reason: str, limit: str = "") -> None:
        super().__init__(reason)
        self.limit = limit
