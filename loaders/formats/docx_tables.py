"""Tables of Word: where the cells of a row stand, which are covered or deleted."""

from itertools import islice

from loaders.formats.tables import Cell, Grid
from loaders.formats.word_xml import Element, number, switch, value, w


class WordGrid(Grid):
    """The rows of one table as they come."""

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
