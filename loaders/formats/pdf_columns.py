"""Text in columns outside tables: a document's head, the recipients beside a signature, several signatures.

Such lines are found by the gap between their parts. A block of columns goes on as long as each line stands in them:
to one side of the gaps, and not in the middle of the page.
"""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from loaders.formats.pdf_lines import Line, is_marker

_GAP = 1.1  # of the size: words of a justified line stand closer
_WIDE = 3.0  # of the size: a gap that no justified line has
_UNEVEN = 2.2  # how much wider than the second widest a gap is
_HIGH = 9.0  # of the size: a signature's own room
_BESIDE = 0.75  # of the size: lines so near in height stand beside each other
_ALONE = 40  # lines on one side before another column begins
_CLOSE = 1.5  # of the size: lines of one sentence stand no further apart
_STRAY = 6.0  # points: how far a line's middle or beginning may lie from those of its column


class Columns(Struct):
    """Lines side by side, column by column."""

    columns: list[list[Line]]

    @property
    def lines(self) -> list[Line]:
        """All of them."""
        return [line for column in self.columns for line in column]


def columns_of(lines: Sequence[Line], width: float) -> list[Line | Columns]:
    """The lines of one page with blocks of columns put together; `width` is the page's."""
    found: list[Line | Columns] = []
    at = 0
    margins = _margins(lines, width)
    while at < len(lines):
        gaps = _gaps(lines, at, margins)
        if not gaps:
            found.append(lines[at])
            at += 1
            continue
        block = _Block(gaps, margins)
        stop = at
        while stop < len(lines) and not (block.empty and stop - at > _ALONE) and block.take(lines[stop]):
            stop += 1
        if block.empty:
            found.append(lines[at])
            at += 1
            continue
        while found and isinstance(above := found[-1], Line) and block.take_above(above):
            found.pop()
        found.append(block.done())
        at = stop
    return found


def _margins(lines: Sequence[Line], width: float) -> tuple[float, float]:
    if not lines:
        return 0.0, width
    return min(line.x0 for line in lines), max(line.x1 for line in lines)


def _gaps(lines: Sequence[Line], at: int, margins: tuple[float, float]) -> list[tuple[float, float]]:
    """The gaps that begin a block of columns at a line: inside it, or between it and one beside it."""
    line = lines[at]
    after = lines[at + 1] if at + 1 < len(lines) else None
    if after and after.y - line.y < _BESIDE * line.size:
        first, second = sorted((line, after), key=lambda one: one.x0)
        if second.x0 - first.x1 > _GAP * line.size:
            return [(first.x1, second.x0)]
    words = line.words
    room = [(b.x0 - a.x1, a.x1, b.x0) for a, b in pairwise(words)]
    wide = sorted((gap for gap, _, _ in room), reverse=True)
    full = line.x0 - margins[0] < _STRAY and margins[1] - line.x1 < _STRAY
    if not wide or wide[0] < _GAP * line.size:
        return []
    if wide[0] < _WIDE * line.size and (full or (len(wide) > 1 and wide[0] < _UNEVEN * wide[1])):
        return []
    gaps = [(a, b) for gap, a, b in room if gap > max(wide[0] / _UNEVEN, _GAP * line.size)]
    first = next(part for part in line.split(gaps[0][1] - gaps[0][0]))
    return [] if is_marker(first.text) else gaps


def _goes_on(text: str, following: str) -> bool:
    if text[-1] == "-" and text[-2:-1].isalnum():
        return True
    return text[-1] not in ".;:!?" and (following[0].islower() or following[0].isdigit())


class _Block:
    """Columns on their way."""

    def __init__(self, gaps: list[tuple[float, float]], margins: tuple[float, float]) -> None:
        self._gaps, self._margins = gaps, margins
        self._middle = sum(margins) / 2
        self._columns: list[list[Line]] = [[] for _ in range(len(gaps) + 1)]
        self._last: Line | None = None

    @property
    def empty(self) -> bool:
        """No two columns have text."""
        return sum(1 for column in self._columns if column) < 2

    def done(self) -> Columns:
        """What was taken, with what the column was too narrow for ('TTLT-BYT-' and 'BTC', 'năm' and '2025') joined."""
        for column in self._columns:
            for before, after in pairwise(column):
                after.joined = after.y - before.y < _CLOSE * before.size and _goes_on(before.text, after.text)
        return Columns([column for column in self._columns if column])

    def take(self, line: Line) -> bool:
        """Takes the next line if it stands in the columns."""
        if self._last and line.y - self._last.y > _HIGH * line.size:
            return False
        parts = self._parts(line)
        if parts is None or not self._fits(parts):
            return False
        for column, part in parts:
            self._columns[column].append(part)
        self._last = line
        return True

    def take_above(self, line: Line) -> bool:
        """Takes the line above the block if it stands in one of the columns."""
        first = min((column[0] for column in self._columns if column), key=lambda one: one.y)
        parts = self._parts(line)
        if not parts or len(parts) > 1 or first.y - line.y > 1.6 * line.size or not self._fits(parts):
            return False
        self._columns[parts[0][0]].insert(0, parts[0][1])
        return True

    def _parts(self, line: Line) -> list[tuple[int, Line]] | None:
        """The line's parts by column, the gaps made narrower by it; None where a word stands across a gap."""
        gaps: list[tuple[float, float]] = []
        columns: list[list[int]] = [[] for _ in range(len(self._gaps) + 1)]
        for n, word in enumerate(line.words):
            column = sum(1 for a, b in self._gaps if (word.x0 + word.x1) / 2 > (a + b) / 2)
            columns[column].append(n)
        for k, (a, b) in enumerate(self._gaps):
            left = max((line.words[n].x1 for group in columns[: k + 1] for n in group), default=a)
            right = min((line.words[n].x0 for group in columns[k + 1 :] for n in group), default=b)
            gaps.append((max(a, left), min(b, right)))
            if gaps[-1][1] - gaps[-1][0] < 0.7 * line.size:
                return None
        self._gaps = gaps
        parts = [(k, line.words[group[0] : group[-1] + 1]) for k, group in enumerate(columns) if group]
        return [(k, Line(words, line.y, line.size)) for k, words in parts]

    def _fits(self, parts: list[tuple[int, Line]]) -> bool:
        """Whether a line on one side stands in its column rather than in the middle of the page."""
        if len(parts) > 1 or self.empty:
            return True
        column, line = parts[0]
        others = self._columns[column]
        if not others:
            return True
        aligned = sum(1 for other in others if abs(line.x0 - other.x0) < _STRAY / 2)
        if aligned > (column > 0):  # one may be chance: a title often begins where the middle of a head does
            return True
        near = min(abs(line.middle - other.middle) for other in others)
        return near < abs(line.middle - self._middle)
