"""Words into lines: what stands on one baseline, from left to right, raised digits with the word they follow."""

from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from graph.patterns import pattern
from graph.rulefiles import rules_of
from loaders.formats.pdf_words import SUPERSCRIPT, Word
from loaders.text import Kind

_SAME = 0.3  # of the size: baselines so near are one
_RAISED = 0.75  # of the line's size: a reference that stands alone is smaller than this, and no higher than a letter
_SPACE = 0.25  # of the size: a blank of most fonts
_MARK = pattern("pdf_lines.mark", r"\d{1,3}[,;]?\Z")
_MARKER = rules_of("loaders.formats", "printed")["first_part"].regex


class Line(Struct):
    """Words on one baseline, and what becomes of them."""

    words: list[Word]
    y: float
    size: float
    kind: Kind = "body"
    mark: str | None = None  # of a footnote
    joined: bool = False  # goes on with the paragraph of the line before
    sure: bool = True  # where paragraphs begin and end here is known
    said: str = ""  # its text, once it was asked for

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return max(self.words[-1].x1, self.words[0].x1)

    @property
    def middle(self) -> float:
        """Half way."""
        return (self.x0 + self.x1) / 2

    @property
    def top(self) -> float:
        """About where its letters begin."""
        return self.y - self.size

    @property
    def text(self) -> str:
        """Its words, a blank between."""
        if not self.said:
            words = self.words
            self.said = words[0].text + "".join([w.text if w.glued else f" {w.text}" for w in words[1:]])
        return self.said

    def first_width(self) -> float:
        """How much room its first word takes behind another."""
        width = self.words[0].x1
        for word in self.words[1:]:
            if not word.glued:
                break
            width = word.x1
        return width - self.words[0].x0 + _SPACE * self.size

    def split(self, gap: float) -> "list[Line]":
        """Its parts where so much room lies between two words."""
        parts: list[list[Word]] = [self.words[:1]]
        for word in self.words[1:]:
            if word.x0 - parts[-1][-1].x1 >= gap:
                parts.append([])
            parts[-1].append(word)
        return [_line(part) for part in parts]


def glued(text: str, following: str) -> str:
    """Two lines of one paragraph as one text.

    A word divided at the line's end keeps its hyphen as a soft one, which no view shows; 'QĐ-' and 'TTg' their own.

    >>> glued("Quyết định số 12/QĐ-", "UBND"), glued("Bộ Lao động -", "Thương binh")
    ('Quyết định số 12/QĐ-UBND', 'Bộ Lao động - Thương binh')
    """
    if text[-1:] == "/" and text[-2:-1].isalnum() and (following[0].isupper() or following[0].isdigit()):
        return text + following
    if text[-1:] != "-" or not text[-2:-1].isalnum():
        return f"{text} {following}"
    if all("a" <= char <= "z" for char in (*text[-3:-1], *following[:2])):
        return f"{text[:-1]}\u00ad{following}"
    return text + following


def is_marker(text: str) -> bool:
    """Whether a line's first part is no more than the number, letter or dash of an item."""
    return len(text) < 12 and _MARKER.match(text) is not None


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines from top to bottom."""
    lines: list[Line] = []
    group: list[Word] = []
    for word in sorted(words, key=lambda w: (w.y, w.x0)):
        if group and word.y - group[-1].y > _SAME * max(word.size, group[-1].size):
            lines.append(_line(group))
            group = []
        group.append(word)
    if group:
        lines.append(_line(group))
    return _raised(lines)


def _line(words: list[Word]) -> Line:
    ordered = sorted(words, key=lambda w: w.x0)
    widest = max(ordered, key=lambda w: w.x1 - w.x0)
    for n, word in enumerate(ordered):
        if n == 0 or (word.glued and word.x0 - ordered[n - 1].x1 > word.size):
            word.glued = False
    return Line(ordered, widest.y, widest.size)


def _raised(lines: list[Line]) -> list[Line]:
    """Lines of nothing but small raised numbers put into the line whose references they are."""
    found: list[Line] = []
    waiting: list[Line] = []
    for line in lines:
        found += [mark for mark in waiting if not _attach(mark, line)]
        waiting = []
        if all(_MARK.match(word.text) for word in line.words):
            waiting.append(line)
        else:
            found.append(line)
    return sorted(found + waiting, key=lambda line: line.y)


def _attach(marks: Line, line: Line) -> bool:
    if marks.size > _RAISED * line.size or not 0 < line.y - marks.y < 0.8 * line.size:
        return False
    for mark in marks.words:
        mark.text, mark.glued = mark.text.translate(SUPERSCRIPT), True
        line.words.append(mark)
    line.words.sort(key=lambda w: w.x0)
    line.said, line.words[0].glued = "", False
    for before, word in pairwise(line.words):
        if word.text[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹" and word.x0 - before.x1 > _SPACE * line.size:
            word.glued = False
    return True
