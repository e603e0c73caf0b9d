"""What every loader gives: text that is never edited, and a table of segments over it."""

from msgspec import Struct

from graph.record import Warning
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


class NotRead(Exception):  # noqa: N818 - it is an answer for people, not a fault of the program
    """A file that cannot be read; the message is one line that says why, `limit` the field of `Limits` that it hit."""

    def __init__(self, reason: str, limit: str = "") -> None:
        super().__init__(reason)
        self.limit = limit
