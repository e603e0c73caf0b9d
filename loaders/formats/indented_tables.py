"""Tables in plain text with one cell a line, a tab before each, a blank line between rows.

A page's end may cut a row or a cell in two, and a text may be double-spaced: then three blank lines part rows.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from graph.datafiles import read_yaml
from graph.patterns import pattern
from loaders.formats.page_numbers import is_page_number

_PART = pattern("text_tables.part", r"[^\t]{1,20000}")
_BLANK = " \t\r\n\u00a0\u200b\ufeff"
_AHEAD = 8  # lines that a cell goes on behind a page's end
_NUMBER_HEADS = ("stt", "tt", "số tt", "số thứ tự")  # what the column of numbers is called
_WIDEST = 12  # columns of a table whose rows nothing parts
_COUNTED = pattern("text_tables.counted", r"(?:\d{1,3}(?:\.\d{1,2}){0,2}|[IVX]{1,5}|[A-HĐ]|[a-zđ])?[.)]?\Z")
_SECTION = pattern("text_tables.section", r"[IVX]{1,5}\.\s(?=[A-ZĐÀ-Ỹ])")  # a line behind a table without a blank one
_ENDS = tuple(read_yaml("loaders.formats", "printed.yaml")["ends"])

Row = list[tuple[int, int, int]]  # (column, start, end) of each cell with text


class Line(Protocol):
    """What is asked of a line of text."""

    raw: int
    start: int
    end: int
    text: str
    blank_before: bool


class Indented:
    """The rows that begin at a line; `wide` lines apart where the text is double-spaced."""

    def __init__(self, text: str, lines: Sequence[Line], pages: frozenset[int], double: bool) -> None:
        """`pages` are the lines known to be pages' numbers."""
        self._text, self._lines, self._pages, self._double = text, lines, pages, double
        self._rows: list[Row] = []
        self._widths: list[int] = []
        self._cut: list[bool] = []  # whether only a page's end parts the row from the one before

    def read(self, at: int) -> tuple[list[Row], int]:
        """The rows and the line behind them; no rows where fewer than two have three cells."""
        stop, paged, parted = at, False, False
        self._begin(cut=False)
        for index in range(at, len(self._lines)):
            tab, blank = self._tab(index), index > at and self._blank(index)
            if index > at and not tab and (index in self._pages or (blank and self._page_between(index))):
                paged, parted = True, parted or blank
                continue
            if blank or parted:
                if tab:
                    self._begin(cut=paged)
                elif not (paged and self._cell_goes_on(index)):
                    break
            elif index > at and not tab and self._whole() and _ends(self._lines[index].text):
                break
            self._line(self._lines[index], tab)
            stop, paged, parted = index + 1, False, False
        if len(self._rows) == 1:
            stop = self._parted(at, stop)
        rows = [row for row in self._joined() if row]
        return (rows if sum(1 for row in rows if len(row) >= 3) >= 2 else []), stop

    def _whole(self) -> bool:
        """Whether the row that is being read is as wide as the first."""
        return self._widths[-1] >= self._widths[0]

    def _parted(self, at: int, stop: int) -> int:
        """Rows that no blank line parts, cut where the column of numbers comes round; the line behind the last."""
        (row,), (wide,) = self._rows, self._widths
        said = {column: self._text[start:end] for column, start, end in row}
        if said.get(0, "").lower().strip(" .") not in _NUMBER_HEADS:
            return stop
        fits = (
            n for n in range(3, min(_WIDEST, wide // 3) + 1)
            if wide - wide // n * n in (0, n - 1) and said.get(n, "").strip(" .") in ("1", "I", "A")
            and all(_COUNTED.match(said.get(k, "")) for k in range(n, wide, n))
        )  # fmt: skip
        width = next(fits, 0)
        if not width:
            return stop
        last = max(n for n in range(at, stop) if self._tab(n))
        while last + 1 < stop and (self._lines[last + 1].text[:1].islower() or self._lines[last + 1].text[0] in "-+•"):
            last += 1
        end = self._lines[last].end
        self._rows = [[] for _ in range(-(-wide // width))]
        for column, start, until in row:
            self._rows[column // width].append((column % width, start, min(until, end)))
        self._widths = [width] * len(self._rows)
        self._cut = [False] * len(self._rows)
        return last + 1

    def _begin(self, cut: bool) -> None:
        self._rows.append([])
        self._widths.append(0)
        self._cut.append(cut)

    def _tab(self, index: int) -> bool:
        return self._text[self._lines[index].raw] == "\t"

    def _blank(self, index: int) -> bool:
        line = self._lines[index]
        if not self._double or not line.blank_before:
            return line.blank_before
        return self._text.count("\n", self._lines[index - 1].end, line.raw) > 2

    def _line(self, line: Line, tab: bool) -> None:
        row, width = self._rows[-1], self._widths[-1]
        if tab and line.start == line.raw + 1 and "\t" not in line.text:  # one cell with nothing around it
            row.append((width, line.start, line.end))
            self._widths[-1] = width + 1
        elif tab:
            parts = parts_of(self._text[line.raw + 1 : max(line.end, line.raw + 1)], line.raw + 1)
            row += [(width + n, *span) for n, span in enumerate(parts)]
            self._widths[-1] += len(parts) or 1  # an empty cell
        elif row and row[-1][0] == width - 1:
            row[-1] = (row[-1][0], row[-1][1], line.end)
        elif width:
            row.append((width - 1, line.start, line.end))

    def _page_between(self, index: int) -> bool:
        """A page's number between two rows of a table."""
        behind = index + 1 < len(self._lines) and self._tab(index + 1)
        return behind and is_page_number(self._lines[index].text)

    def _cell_goes_on(self, index: int) -> bool:
        """Whether a line behind a page's end goes on with a cell: cells below it, and its row is not whole yet."""
        first = self._lines[index].text[:1]
        if not (first.islower() or first in "-+•" or self._widths[-1] < self._widths[0]):
            return False
        for further in range(index + 1, min(index + 1 + _AHEAD, len(self._lines))):
            if self._tab(further):
                return True
            if self._blank(further):
                return False
        return False

    def _joined(self) -> list[Row]:
        """Rows that a page's end cuts made whole again, where both parts together are no wider than the others."""
        usual = Counter(self._widths)
        width = max(usual, key=lambda n: (usual[n], n))
        rows: list[Row] = []
        before = 0
        for row, wide, cut in zip(self._rows, self._widths, self._cut, strict=True):
            if cut and rows and 0 < before < width and before + wide <= width:
                rows[-1] += [(column + before, start, end) for column, start, end in row]
                before += wide
            else:
                rows.append(row)
                before = wide
        return rows


def _ends(line: str) -> bool:
    return line.startswith(_ENDS) or _SECTION.match(line) is not None


def parts_of(run: str, offset: int) -> list[tuple[int, int]]:
    """Cells of a run parted by tabs, trimmed; an empty run is one empty cell (no span)."""
    if "\t" not in run:  # one cell a line, as nearly always
        core = run.strip(_BLANK)
        start = offset + run.index(core)
        return [(start, start + len(core))] if core else []
    found = []
    for match in _PART.finditer(run):
        core = match[0].strip(_BLANK)
        if core:
            start = offset + match.start() + match[0].index(core[0])
            found.append((start, start + len(core)))
    return found
