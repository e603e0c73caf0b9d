"""Small PDFs drawn by hand for tests: text at places, ruling lines, pictures; whatever a browser does not print."""

from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

from graph.record import Record
from loaders.extraction import extract
from loaders.loading import load
from loaders.text import Loaded, Segment

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerifCondensed.ttf")  # has all Vietnamese letters
LEFT, RIGHT, PITCH = 85.0, 540.0, 18.0  # points of an A4 page


class Sheet(FPDF):
    """A4 in points, 14 pt serif; `at` puts a line on a baseline."""

    def __init__(self, orientation: str = "portrait") -> None:
        super().__init__(orientation, unit="pt", format="A4")  # type: ignore[arg-type]
        if not FONT.is_file():
            pytest.skip("no DejaVu fonts on this machine (Debian: fonts-dejavu)")
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.add_font("serif", "", str(FONT))
        self.add_page()

    def at(self, x: float, y: float, words: str, size: float = 14.0) -> float:
        """Words on a baseline; gives the place where they end."""
        self.set_font("serif", "", size)
        self.text(x, y, words)
        return x + self.get_string_width(words)

    def middle(self, x: float, y: float, words: str, size: float = 14.0) -> None:
        """Words around a place."""
        self.set_font("serif", "", size)
        self.text(x - self.get_string_width(words) / 2, y, words)

    def paragraph(self, y: float, words: str, indent: float = 28.0, size: float = 14.0, right: float = RIGHT) -> float:
        """Words broken at the right margin, the first line indented; gives the next baseline."""
        self.set_font("serif", "", size)
        line, x = "", LEFT + indent
        for word in words.split(" "):
            longer = f"{line} {word}".strip()
            if line and x + self.get_string_width(longer) > right:
                self.text(x, y, line)
                line, x, y = word, LEFT, y + PITCH * size / 14
            else:
                line = longer
        self.text(x, y, line)
        return y + PITCH * size / 14

    def ruled(self, xs: list[float], ys: list[float]) -> None:
        """All lines of a table."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])

    def picture(self) -> None:
        """A grey picture over the whole page."""
        self.image(Image.new("L", (60, 80), 200), 0, 0, self.w, self.h)

    def bytes(self) -> bytes:
        return bytes(self.output())


def read(sheet: Sheet) -> Loaded:
    return load(sheet.bytes(), "thu.pdf")


def record(sheet: Sheet) -> Record:
    return extract(sheet.bytes(), "thu.pdf")


def said(loaded: Loaded, *kinds: str) -> list[str]:
    """The words of the segments of these kinds (of all when none is named)."""
    return [loaded.text[s.start : s.end] for s in loaded.segments if not kinds or s.kind in kinds]


def cells(loaded: Loaded, table: int = 0) -> dict[tuple[int, int], str]:
    """The words of each cell of a table, paragraphs joined by '/'."""
    found: dict[tuple[int, int], list[Segment]] = {}
    for segment in loaded.segments:
        if segment.kind == "cell" and segment.table == table:
            found.setdefault((segment.row, segment.col), []).append(segment)
    return {place: "/".join(loaded.text[s.start : s.end] for s in parts) for place, parts in found.items()}
