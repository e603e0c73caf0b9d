"""Tables in plain text: cells a line each with a tab before, lines parted by tabs, rows between bars.

A web page saved as text keeps a table as one cell a line, a tab before each, a blank line between rows; the last row
may be cut off. Bars come from portals ('| Số hiệu | 316/KH-UBND |') and from Markdown; where they only stand between
cells ('1 | Rà soát | Sở Y tế'), every line is a row.
"""

from collections.abc import Sequence

from graph.datafiles import read_yaml
from graph.patterns import pattern
from loaders.formats.indented_tables import Indented, Line, Row
from loaders.formats.page_numbers import page_lines
from loaders.text import Kind, Segment

_RULE = pattern("text_tables.rule", r"(?<![|\s:+=-])[|\s:+=-]{3,400}\Z")
_BAR_PART = pattern("text_tables.bar_part", r"[^|\n]{1,20000}")
_BLANK = " \t\r\n\u00a0\u200b\ufeff"
_BETWEEN = " | "  # between two cells


# what the two columns of a head or of a signature begin with
_COLUMNS = tuple(read_yaml("loaders.formats", "printed.yaml")["columns"])


def cells_of(text: str, lines: Sequence[Line]) -> list[Segment]:
    """Every cell with text, as segments of kind `cell` (of a portal's head or properties too)."""
    if "\t" not in text and "|" not in text:
        return []
    found: list[Segment] = []
    stop, table = 0, 0
    tables = _Tables(text, lines)
    for at, line in enumerate(lines):
        if at >= stop and ("\t" in line.text or "|" in line.text or text[line.raw] == "\t"):
            rows, stop = tables.at(at)
            if rows:
                found += _segments(rows, table)
                table += 1
    return found


class _Tables:
    """The table that begins at a line. What holds none is read once: no later line of it begins one either."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self._text, self._lines = text, lines
        self._pages = page_lines(text, lines) if "\n\t" in text else frozenset()
        # up to which line there is no table of the kind
        self._barren = dict.fromkeys(("indented", "double", "tabbed", "piped"), 0)

    def at(self, at: int) -> tuple[list[Row], int]:
        """Its rows and the line behind them."""
        line = self._lines[at]
        if self._text[line.raw] == "\t":
            return self._indented(at)
        if "\t" in line.text:
            return self._try("tabbed", at)
        if "|" in line.text and (line.text[0] == "|" or line.text[-1] == "|"):
            return _barred(self._text, self._lines, at)
        return self._try("piped", at) if _BETWEEN in line.text else ([], at + 1)

    def _indented(self, at: int) -> tuple[list[Row], int]:
        rows, stop = self._try("indented", at)
        below = self._lines[at + 1] if at + 1 < len(self._lines) else None
        if not rows and below and below.blank_before and self._text[below.raw] == "\t":
            rows, stop = self._try("double", at)
        return rows, stop

    def _try(self, kind: str, at: int) -> tuple[list[Row], int]:
        if at < self._barren[kind]:
            return [], at + 1
        if kind == "tabbed":
            rows, stop = _tabbed(self._text, self._lines, at)
        elif kind == "piped":
            rows, stop = _piped(self._text, self._lines, at)
        else:
            rows, stop = Indented(self._text, self._lines, self._pages, kind == "double").read(at)
        if rows:
            return rows, stop
        self._barren[kind] = stop
        return [], at + 1


def _segments(rows: list[Row], table: int) -> list[Segment]:
    kind: Kind = "cell"
    return [Segment(s, e, kind, True, table=table, row=r, col=c) for r, row in enumerate(rows) for c, s, e in row]


def _tabbed(text: str, lines: Sequence[Line], at: int) -> tuple[list[Row], int]:
    """A row a line, cells parted by tabs; at least two rows of at least three cells."""
    rows: list[Row] = []
    stop = at
    for index in range(at, len(lines)):
        line = lines[index]
        if "\t" not in line.text:
            if rows and not line.blank_before and len(rows[-1]) >= 3 and _open_cell(line, lines, index):
                column, start, _ = rows[-1][-1]
                rows[-1][-1] = (column, start, line.end)
                stop = index + 1
                continue
            break
        rows.append(_row_of(text, line))
        stop = index + 1
    wide = sum(1 for row in rows if len(row) >= 3)
    laid_out = any(
        line.text.startswith(_COLUMNS) or f"\t{word}" in line.text for line in lines[at:stop] for word in _COLUMNS
    )
    return (rows if wide >= 2 or laid_out else []), stop


def _piped(text: str, lines: Sequence[Line], at: int) -> tuple[list[Row], int]:
    """A row a line, cells parted by bars between them; two rows of three cells, or a head or a signature in two."""
    first = lines[at]
    if any(f"{_BETWEEN}{word}" in first.text for word in _COLUMNS):
        return [_row_of(text, first, "|")], at + 1
    rows: list[Row] = []
    stop = at
    for index in range(at, len(lines)):
        line = lines[index].text
        if _BETWEEN not in line or line[0] == "|" or any(f"{_BETWEEN}{word}" in line for word in _COLUMNS):
            break
        rows.append(_row_of(text, lines[index], "|"))
        stop = index + 1
    wide = sum(1 for row in rows if len(row) >= 3)
    return (rows if wide >= 2 and 2 * wide > len(rows) else []), stop


def _open_cell(line: Line, lines: Sequence[Line], index: int) -> bool:
    """A line without tabs inside a table goes on with the last cell when the table goes on behind it."""
    return index + 1 < len(lines) and "\t" in lines[index + 1].text and len(line.text) < 300


def _row_of(text: str, line: Line, mark: str = "\t") -> Row:
    row: Row = []
    at = line.raw  # the first cells may be empty
    for column, part in enumerate(text[line.raw : line.end].split(mark)):
        core = part.strip(_BLANK)
        if core:
            start = at + part.index(core[0])
            row.append((column, start, start + len(core)))
        at += len(part) + 1
    return row


class _Bars:
    """Rows between bars, read mark by mark: a bar at a line's start begins a row, text up to a bar is a cell."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.rows: list[Row] = []
        self._cells: Row = []
        self._column = 0
        self.start: int | None = None  # where the cell being read begins

    def line(self, line: Line) -> None:
        """Read one line."""
        if line.text[0] == "|" and self.start is None:
            self._end_row()
        first = line.end - len(line.text.lstrip(" |"))  # the first of the text
        for offset, char in _marks(line):
            if char != "|":
                self.start = offset if self.start is None else self.start
            elif self.start is not None:
                self._end_cell(offset)
                self._column += 1
            elif offset > first:
                self._column += 1

    def end(self, end: int) -> list[Row]:
        """All rows, the last cell closed at `end`."""
        if self.start is not None:
            self._end_cell(end)
        self._end_row()
        return self.rows

    def _end_cell(self, end: int) -> None:
        if self.start is not None:
            self._cells.append((self._column, self.start, _trimmed(self._text, self.start, end)))
        self.start = None

    def _end_row(self) -> None:
        if self._cells:
            self.rows.append(self._cells)
        self._cells, self._column = [], 0


def _barred(text: str, lines: Sequence[Line], at: int) -> tuple[list[Row], int]:
    """Rows between bars, over lines if need be; rules ('|---|---|') part head and rows and are nothing themselves."""
    bars, stop = _Bars(text), at
    for index in range(at, len(lines)):
        line = lines[index]
        if bars.start is None and index > at and _bars_end(lines, at, index):
            break
        stop = index + 1
        if not (_RULE.match(line.text) and "-" in line.text):
            bars.line(line)
    return bars.end(lines[stop - 1].end), stop


def _bars_end(lines: Sequence[Line], at: int, index: int) -> bool:
    line = lines[index]
    if "|" not in line.text and not _bar_ahead(lines, index):
        return True
    if line.blank_before and line.text[0] != "|":
        return True
    # the properties of a portal end, the document's own head begins
    return line.text == "|" and lines[at].text.count("|") > 1


def _bar_ahead(lines: Sequence[Line], index: int) -> bool:
    """A cell over several lines: a bar closes it within the next three lines, without a blank line between."""
    for line in lines[index + 1 : index + 4]:
        if line.blank_before or line.text[0] == "|":
            return False
        if line.text[-1] == "|":
            return len(lines[index].text) < 200
    return False


def _marks(line: Line) -> list[tuple[int, str]]:
    """Bars and beginnings of text in a line, with their offsets."""
    marks: list[tuple[int, str]] = []
    for match in _BAR_PART.finditer(line.text):
        if match.start():
            marks.append((line.start + match.start() - 1, "|"))
        core = match[0].strip(_BLANK)
        if core:
            marks.append((line.start + match.start() + match[0].index(core[0]), core[0]))
    if line.text[-1] == "|":
        marks.append((line.end - 1, "|"))
    return marks


def _trimmed(text: str, start: int, end: int) -> int:
    """`end` without the blanks before it."""
    return start + len(text[start:end].rstrip(_BLANK))
