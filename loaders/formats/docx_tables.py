"""One Word table on its way into lines: where each cell stands, how far it reaches, whether it is a document's head."""

from collections.abc import Iterable
from itertools import islice

from msgspec import Struct, structs

from graph.folding import fold
from graph.patterns import pattern
from loaders.formats.base import Line
from loaders.formats.word_xml import Element, number, switch, value, w

# the words at the head of every document of State (NĐ 30/2020, annex I) or Party (HD 36-HD/VPTW)
_HEAD = ("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam", "doc lap tu do hanh phuc")
_HEAD_ROWS, _HEAD_COLUMNS, _HEAD_LINE = 6, 3, 200
# beside a head: 'Số: 12/KH-UBND', 'Lai Châu, ngày 5 tháng 3 năm 2024'; not 'Số hiệu', 'Số thứ tự'
_NUMBER = pattern("docx_tables.number", r"Số\s{0,3}(?:[:.…]|\d)|[^\W\d_][^\n\d,]{1,40}, ngày\b")
LONG = 200  # characters: a paragraph of the text, not a line of a head


class Cell(Struct):
    """One cell: `row` and `col` count grid places from 0."""

    row: int
    col: int
    colspan: int
    lines: list[Line]
    rowspan: int = 1
    goes_on: bool = False  # the lower part of a cell merged downwards


class Grid:
    """The rows of one table as they come."""

    def __init__(self, index: int) -> None:
        """`index` numbers the tables of the file."""
        self._index, self._row, self._col = index, 0, 0
        self._cells: list[Cell] = []
        self.lines: list[Line] = []  # of the cell that is open

    def end_cell(self, element: Element) -> None:
        """A `w:tc` is complete."""
        properties, row = _properties(element, "tcPr"), element.getparent()
        if not self._col and row is not None:
            self._col = number(_properties(row, "trPr"), "gridBefore") or 0
        span = min(max(number(properties, "gridSpan") or 1, 1), 1000)
        lines, self.lines = self.lines, []
        if _merge(properties, "hMerge") == "continue" and self._cells and self._cells[-1].row == self._row:
            self._cells[-1].colspan += span
        else:
            goes_on = covered(element)
            self._cells.append(Cell(self._row, self._col, span, [] if goes_on else lines, goes_on=goes_on))
        self._col += span

    def end_row(self, kept: bool) -> None:
        """A `w:tr` is complete; a deleted one leaves nothing."""
        self._col = 0
        if kept:
            self._row += 1
        else:
            self._cells = [cell for cell in self._cells if cell.row != self._row]

    def finish(self, at_head: bool) -> tuple[list[Line], bool]:
        """All lines in the order of the rows, and whether they are a document's head."""
        head = self._is_head(at_head)
        self._reach_down()
        return [line for cell in self._cells for line in self._lines(cell, head)], head

    def _lines(self, cell: Cell, head: bool) -> Iterable[Line]:
        for line in cell.lines:
            yield structs.replace(
                line, kind="header" if head else "cell", level=0, table=self._index, row=cell.row, col=cell.col,
                rowspan=cell.rowspan, colspan=cell.colspan,
            )  # fmt: skip

    def _reach_down(self) -> None:
        above: dict[int, Cell] = {}  # by column, the cell whose lower parts may follow
        for cell in self._cells:
            if cell.goes_on and (top := above.get(cell.col)) is not None and top.row + top.rowspan == cell.row:
                top.rowspan += 1
            elif not cell.goes_on:
                above[cell.col] = cell

    def _is_head(self, at_head: bool) -> bool:
        """Small, of short lines, with the head's words; or near the top, with a number or a date."""
        if self._row > _HEAD_ROWS or any(cell.col >= _HEAD_COLUMNS for cell in self._cells):
            return False
        texts = [line.text for cell in self._cells for line in cell.lines]
        if any(len(text) > _HEAD_LINE for text in texts):
            return False
        folded = [fold(text) for text in texts]
        if any(words.startswith(_HEAD) for words in folded) or _HEAD[0] in fold(" ".join(texts)):
            return True
        return at_head and any(_NUMBER.match(text) for text in texts)


def columns(table: Element) -> int:
    """How many columns the table's grid names; 0 where it names none."""
    grid = table.find(w("tblGrid"))
    return 0 if grid is None else len(grid.findall(w("gridCol")))


def covered(cell: Element) -> bool:
    """The cell lies under one merged downwards: Word shows nothing of it."""
    return _merge(_properties(cell, "tcPr"), "vMerge") == "continue"


def deleted(row: Element) -> bool:
    """The row is a tracked deletion."""
    properties = _properties(row, "trPr")
    return properties is not None and properties.find(w("del")) is not None


def _properties(element: Element, name: str) -> Element | None:
    """Of a row or cell: they stand at its head (17.4), so a row of a million cells is not searched for them again."""
    return next((child for child in islice(element, 2) if child.tag == w(name)), None)


def _merge(properties: Element | None, name: str) -> str | None:
    """'restart', 'continue' (said or, without a value, meant), or None."""
    return None if switch(properties, name) is None else value(properties, name) or "continue"
