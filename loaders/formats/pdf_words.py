"""The words of a PDF page with their places, as pdfium sees them.

Asking pdfium for every character's box costs five times as much as the text itself: a word is asked for at its first
and last character, and character by character only where something inside it may stand higher or lower.

Places are in points from the page's upper left corner, turned so that most of the text runs from left to right,
whatever the page's own rotation says.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator

import pypdfium2.raw as pdfium
from msgspec import Struct

from graph.patterns import pattern
from loaders.formats.docx_symbols import lookalike

_WORD = pattern("pdf.word", r"[^\s\x02\ufffe]{1,2000}[\x02\ufffe]?|[\x02\ufffe]")
_PRIVATE = range(0xF020, 0xF100)  # where fonts of symbols keep their own characters
_PLAIN = str.maketrans(
    {
        "\x02": "-",
        "\ufffe": "-",  # pdfium's own marks of a hyphen at a line's end
        **{chr(point): lookalike(point) for point in _PRIVATE},
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",  # one glyph, several letters
    }
)
_MAYBE_RAISED = pattern(
    "pdf.maybe_raised", r"(?<=[^\s\d\[(/.,-])\d{1,3}|(?<=[.,])(?<!\d.)\d{1,3}|\A\d{1,3}(?=[^\W\d_])"
)
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SAMPLE = 40  # words that are asked in which direction a page's text runs
_RAISED = 0.12  # of the size: how much higher a reference stands, at least
_SMALLER = 0.8  # and how much smaller it is
_TOUCHING = 0.08  # of the size: a blank is three times as wide
Box = tuple[float, float, float, float]  # left, top, right, bottom; of pdfium: left, bottom, right, top


class Word(Struct):
    """A run of characters without blanks."""

    text: str
    x0: float
    x1: float
    y: float  # the baseline, from the top
    size: float  # of the font, as it is shown
    upright: bool = True  # it runs as most of the page's text does
    glued: bool = False  # nothing parts it from the word before


class Turn(Struct, frozen=True):
    """How a page's own places become ours: `quarters` are the quarter turns that its text takes to run to the right."""

    quarters: int
    left: float
    bottom: float
    width: float
    height: float

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Left, top, right, bottom of a box of the page (`y` upwards)."""
        x0, x1, y0, y1 = x0 - self.left, x1 - self.left, y0 - self.bottom, y1 - self.bottom
        match self.quarters:
            case 1:
                return y0, x0, y1, x1
            case 2:
                return self.width - x1, y0, self.width - x0, y1
            case 3:
                return self.height - y1, self.width - x1, self.height - y0, self.width - x0
            case _:
                return x0, self.height - y1, x1, self.height - y0

    @property
    def high(self) -> float:
        """The upper edge of an unturned page, in its own places."""
        return self.bottom + self.height

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as read."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)


class PageText:
    """One page's text, open in pdfium."""

    def __init__(self, raw: "pdfium.FPDF_TEXTPAGE", bounds: Box) -> None:
        """`bounds` are left, bottom, right, top of what is shown of the page."""
        self._raw = raw
        self._x, self._y, self._box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self.count = max(int(pdfium.FPDFText_CountChars(raw)), 0)
        self.text = self._read()
        spans = [m.span() for m in _WORD.finditer(self.text)]
        left, bottom, right, top = bounds
        self._turned = False  # the last word
        self.turn = Turn(self._quarters(spans), left, bottom, right - left, top - bottom)
        self._spans = spans
        self._sizes: dict[tuple[float, float], float] = {}

    def words(self) -> list[Word]:
        """All words that stand on the page, in the order of the page's own stream."""
        width, height = self.turn.size
        found: list[Word] = []
        for start, end in self._spans:
            for word in self._word(start, end):
                if word.x1 > 0 and word.x0 < width and 0 < word.y < height + 1:
                    word.glued = bool(found) and self._touch(found[-1], word, start)
                    found.append(word)
        return found

    def mapless(self) -> int:
        """How many characters no table of the file gives a Unicode character for, by a sample of 200."""
        step = max(self.count // 200, 1)
        asked = range(0, self.count, step)
        return sum(1 for n in asked if pdfium.FPDFText_HasUnicodeMapError(self._raw, n) == 1) * step

    def invisible(self, words: int = 50) -> bool:
        """Whether most words of a sample are drawn with no ink (render mode 3: recognised text under a picture)."""
        spans = self._spans[:: max(len(self._spans) // words, 1)]
        modes = Counter(
            pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(self._raw, start)) for start, _ in spans
        )
        return modes[pdfium.FPDF_TEXTRENDERMODE_INVISIBLE] * 2 > len(spans) > 0

    def _read(self) -> str:
        """One character each, so that an index into the text is an index of pdfium's."""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        written = pdfium.FPDFText_GetText(self._raw, 0, self.count, buffer)
        text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
        if written == self.count + 1 and len(text) == self.count:
            return text
        return "".join(map(self._character, range(self.count)))

    def _character(self, n: int) -> str:
        point = pdfium.FPDFText_GetUnicode(self._raw, n)
        return "\ufffd" if 0xD800 <= point <= 0xDFFF or point > 0x10FFFF else chr(point)

    def _quarters(self, spans: list[tuple[int, int]]) -> int:
        asked = [start for start, end in spans if end - start > 1]
        turns = Counter(map(self._angle, asked[:: max(len(asked) // _SAMPLE, 1)]))
        return turns.most_common(1)[0][0] if turns else 0

    def _angle(self, n: int) -> int:
        """In quarter turns; pdfium's own runs clockwise."""
        return -round(float(pdfium.FPDFText_GetCharAngle(self._raw, n)) / (math.pi / 2)) % 4

    def _rect(self, n: int) -> Box:
        box, turn = self._box, self.turn
        pdfium.FPDFText_GetLooseCharBox(self._raw, n, box)
        if turn.quarters:
            return turn.box(box.left, box.bottom, box.right, box.top)
        left, high = turn.left, turn.high  # most pages: asked twice a word
        return box.left - left, high - box.top, box.right - left, high - box.bottom

    def _origin(self, n: int) -> tuple[float, float]:
        """Where a character begins on its baseline."""
        pdfium.FPDFText_GetCharOrigin(self._raw, n, self._x, self._y)
        x, y = self._x.value, self._y.value
        return self.turn.box(x, y, x, y)[:2] if self.turn.quarters else (x - self.turn.left, self.turn.high - y)

    def _baseline(self, n: int) -> float:
        return self._origin(n)[1]

    def _size(self, n: int, below: float) -> float:
        """The size as shown. pdfium gives the font's own, which a matrix scales: asked once for each depth below."""
        size = float(pdfium.FPDFText_GetFontSize(self._raw, n))
        key = (size, round(below, 1))
        if key not in self._sizes:
            pdfium.FPDFText_GetMatrix(self._raw, n, self._matrix)
            self._sizes[key] = size * (math.hypot(self._matrix.c, self._matrix.d) or 1.0)
        return self._sizes[key]

    def _word(self, start: int, end: int) -> Iterator[Word]:
        text = self.text[start:end].translate(_PLAIN)
        first = self._rect(start)
        last = first if end == start + 1 else self._rect(end - 1)
        y = self._baseline(start)
        size = self._size(start, first[3] - y)
        if not self._runs_right(start, end, first, last):
            boxes = (first, last)
            yield Word(text, min(b[0] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes), size, False)
        elif _MAYBE_RAISED.search(text) or last[2] - first[0] > 1.3 * size * len(text):
            yield from self._parts(start, end)
        else:
            yield Word(text, first[0], last[2], y, size)

    def _runs_right(self, start: int, end: int, first: Box, last: Box) -> bool:
        """Whether a word runs as most do. Of one character, only its angle tells: asked beside turned words."""
        if end - start > 1:
            self._turned = last[0] - first[0] < 0.05 * (end - start)
        elif self._turned:
            self._turned = self._angle(start) != self.turn.quarters
        return not self._turned

    def _parts(self, start: int, end: int) -> Iterator[Word]:
        """A word that holds raised digits ('Nam¹', '¹Nghị'), or gaps that pdfium took for none."""
        word: Word | None = None
        for n in range(start, end):
            char = self.text[n].translate(_PLAIN)
            x0, _, x1, low = self._rect(n)
            y = self._baseline(n)
            size = self._size(n, low - y)
            if word is None or not -size < x0 - word.x1 < size * 0.6:
                pass
            elif _above(y, size, word.y, word.size) and char.isdigit():
                word.text, word.x1 = word.text + char.translate(SUPERSCRIPT), x1
                continue
            elif _above(word.y, word.size, y, size) and word.text.isdecimal():
                word = Word(word.text.translate(SUPERSCRIPT) + char, word.x0, x1, y, size)
                continue
            elif abs(word.y - y) < size / 2:
                word.text, word.x1 = word.text + char, max(x1, word.x1)
                continue
            if word is not None:
                yield word
            word = Word(char, x0, x1, y, size)
        if word is not None:
            yield word

    def _touch(self, last: Word, word: Word, start: int) -> bool:
        """Whether the blank or line's end that pdfium puts before a word is not there to be seen."""
        if abs(last.y - word.y) > 1 or not -1 < word.x0 - last.x1 < _TOUCHING * word.size or not start:
            return False
        if pdfium.FPDFText_IsGenerated(self._raw, start - 1) != 1:
            return False
        before = start - 1
        while before and self.text[before].isspace():
            before -= 1
        return not self._ends_before(before, last.x1, word)

    def _ends_before(self, n: int, box_end: float, word: Word) -> bool:
        """Whether a character ends well before a word by its font's own widths, and only its box reaches there.

        A font that is not in the file is drawn by another whose letters may be wider than the room that they have.
        """
        size = float(pdfium.FPDFText_GetFontSize(self._raw, n))
        font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(self._raw, n))
        width = ctypes.c_float()
        if not font or not pdfium.FPDFFont_GetGlyphWidth(font, ord(self.text[n]), size, width) or width.value <= 0:
            return False
        pdfium.FPDFText_GetMatrix(self._raw, n, self._matrix)
        end = self._origin(n)[0] + width.value * (math.hypot(self._matrix.a, self._matrix.b) or 1.0)
        seen = _TOUCHING * word.size
        return end + seen < min(box_end, word.x0)


def _above(y: float, size: float, base: float, base_size: float) -> bool:
    """Whether something stands at a line as a reference does: smaller and raised."""
    return size < base_size * _SMALLER and base_size * _RAISED < base - y < base_size
