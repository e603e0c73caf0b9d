"""What every loader gives: text that is never edited, and a table of segments over it."""

from msgspec import Struct

from graph.record import Warning
from graph.refusals import Refused
from graph.segments import Kind, Segment

__all__ = ["Kind", "Loaded", "NotRead", "Segment"]


class Loaded(Struct, frozen=True):
    """A file read: NFC text in code points, its segments, what it was."""

    text: str
    segments: list[Segment]
    format: str
    encoding: str
    sha256: str
    warnings: list[Warning] = []


class NotRead(Refused):
    """A file that cannot be read; `code` and `values` say why, `limit` is the field of `Limits` that it hit."""

    def __init__(self, code: str, limit: str = "", **values: object) -> None:
        super().__init__(code, **values)
        self.limit = limit
