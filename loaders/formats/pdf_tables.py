"""Ruled tables over page ends: parts put together, heads printed again left out, a row torn in two made one."""

from collections import defaultdict

from msgspec import Struct, field

from graph.folding import fold
from loaders.formats.pdf_lines import Line
from loaders.formats.pdf_page import Table
from loaders.formats.pdf_paragraphs import join_cell

_NEAR = 6.0  # points: columns of two pages so near are one
_HEAD_ROWS = 4  # no head that is printed again has more
_NUMBERED = 0.6  # of the rows: a first column so full numbers them
_TERMINAL = frozenset(".;:!?…")


class Cell(Struct):
    """A cell of the whole table: its lines with the pages they stand on."""

    row: int
    col: int
    rowspan: int
    colspan: int
    lines: list[tuple[int, Line]]

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(line.text for _, line in self.lines)


class Whole(Struct):
    """A table over all its pages."""

    page: int  # the last one it stands on
    xs: list[float]
    cells: list[Cell]
    rows: int
    again: list[tuple[int, Line]] = field(default_factory=list)  # lines of heads printed again

    def in_order(self) -> list[Cell]:
        """By row and column."""
        return sorted(self.cells, key=lambda cell: (cell.row, cell.col))

    def join(self) -> None:
        """Sets which lines of the cells go on with those above them."""
        room: dict[tuple[int, int], float] = defaultdict(float)
        for cell in self.cells:
            widest = max((line.x1 - line.x0 for _, line in cell.lines), default=0.0)
            room[cell.col, cell.colspan] = max(room[cell.col, cell.colspan], widest)
        for cell in self.cells:
            join_cell(cell.lines, room[cell.col, cell.colspan])

    def row(self, n: int) -> dict[int, Cell]:
        """The cells with text that a row has, by column."""
        return {cell.col: cell for cell in self.cells if cell.row <= n < cell.row + cell.rowspan and cell.lines}


def begin(page: int, table: Table) -> Whole:
    """A table by itself."""
    cells = [
        Cell(span.row, span.col, span.rowspan, span.colspan, [(page, line) for line in lines])
        for span, lines in table.cells.items()
    ]
    return Whole(page, table.xs, cells, table.rows)


def go_on(whole: Whole, page: int, table: Table) -> bool:
    """Adds the table of the next page if its columns are the same; whether they are."""
    columns = _columns(whole, table)
    if columns is None:
        return False
    part = begin(page, table)
    for cell in part.cells:
        end = columns[cell.col + cell.colspan]
        cell.col, cell.colspan = columns[cell.col], end - columns[cell.col]
    part.cells, heads = _without_head(whole, part)
    part.rows -= heads
    whole.again += part.again
    torn = bool(part.cells) and _torn(whole, part)
    offset = whole.rows - torn
    for cell in part.cells:
        cell.row += offset
        above = _above(whole, cell, offset, torn)
        if above is not None:
            above.lines += cell.lines
            above.rowspan = max(above.rowspan, cell.row + cell.rowspan - above.row)
        else:
            whole.cells.append(cell)
    whole.rows, whole.page = offset + part.rows, page
    return True


def _columns(whole: Whole, table: Table) -> dict[int, int] | None:
    """Column of the part → column of the whole, one more than there are for the last end; None where they differ.

    A page may lack lines of merged columns, or have some that others lack: the whole then gets them.
    """
    if abs(whole.xs[0] - table.xs[0]) > _NEAR or abs(whole.xs[-1] - table.xs[-1]) > _NEAR:
        return None
    found = [_nearest(whole.xs, x) for x in table.xs]
    missing = [x for x, n in zip(table.xs, found, strict=True) if n is None]
    if missing and any(_nearest(table.xs, x) is None for x in whole.xs):
        return None
    for x in missing:
        _insert(whole, x)
    return {n: place for n, x in enumerate(table.xs) if (place := _nearest(whole.xs, x)) is not None}


def _nearest(xs: list[float], x: float) -> int | None:
    n = min(range(len(xs)), key=lambda k: abs(xs[k] - x))
    return n if abs(xs[n] - x) <= _NEAR else None


def _insert(whole: Whole, x: float) -> None:
    """A column more: cells that lie over it grow, those behind it move."""
    n = sum(1 for other in whole.xs if other < x)
    whole.xs = [*whole.xs[:n], x, *whole.xs[n:]]
    for cell in whole.cells:
        if cell.col >= n:
            cell.col += 1
        elif cell.col + cell.colspan >= n:
            cell.colspan += 1


def _without_head(whole: Whole, part: Whole) -> tuple[list[Cell], int]:
    """The cells without the rows that only print the head again, and how many those were; their lines are kept."""
    most = min(_HEAD_ROWS, part.rows - 1, whole.rows)
    for count in range(most, 0, -1):
        if all(_said(whole, n) == _said(part, n) for n in range(count)) and any(_said(part, n) for n in range(count)):
            if any(cell.row < count < cell.row + cell.rowspan for cell in part.cells):
                continue
            part.again = [pair for cell in part.in_order() if cell.row < count for pair in cell.lines]
            rest = [cell for cell in part.cells if cell.row >= count]
            for cell in rest:
                cell.row -= count
            return rest, count
    return part.cells, 0


def _said(table: Whole, row: int) -> list[tuple[int, str]]:
    return sorted((col, fold(cell.text)) for col, cell in table.row(row).items())


def _torn(whole: Whole, part: Whole) -> bool:
    """Whether the first row of a page goes on with the last one of the page before."""
    above, below = whole.row(whole.rows - 1), part.row(0)
    if not above or not below or _is_group(below, whole) or _is_group(above, whole):
        return False
    first = {n for c in whole.cells if c.col == 0 and c.lines for n in range(c.row, c.row + c.rowspan)}
    numbered = len(first) >= _NUMBERED * whole.rows
    merged = any(c.row == 0 and c.col == 0 and c.rowspan > 1 for c in part.cells)
    if numbered and 0 in above and above[0].rowspan == 1 and 0 not in below and not merged:
        return True
    if 0 in above and 0 in below and _is_number(above[0].text) and _is_number(below[0].text):
        return False
    return any(_unfinished(above[col], below[col]) for col in above.keys() & below.keys())


def _is_group(row: dict[int, Cell], whole: Whole) -> bool:
    """A heading over all columns, or over all but the one of numbers."""
    columns = len(whole.xs) - 1
    return any(cell.colspan >= max(columns - 1, 2) for cell in row.values())


def _is_number(text: str) -> bool:
    return len(text) <= 8 and any(char.isalnum() for char in text)


def _unfinished(above: Cell, below: Cell) -> bool:
    return above.text[-1] not in _TERMINAL and below.text[0].islower()


def _above(whole: Whole, cell: Cell, offset: int, torn: bool) -> Cell | None:
    """The cell that goes on in this one: of a row torn in two, or merged downwards over the page's end.

    A merged cell prints its text once, on its first page.
    """
    if cell.row != offset:
        return None
    row = offset if torn else offset - 1
    above = next((c for c in whole.cells if c.col == cell.col and c.row <= row < c.row + c.rowspan), None)
    if above is None or torn:
        return above
    merged = above.rowspan > 1 or cell.rowspan > 1
    return above if merged and above.lines and not cell.lines else None
