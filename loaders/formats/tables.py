"""One table on its way into lines: where each cell stands, how far it reaches, whether it is a document's head."""

from collections.abc import Iterable, Sequence

from msgspec import Struct, structs

from graph.folding import fold
from graph.rulefiles import rules_of
from loaders.formats.base import Line

# the words at the head of every document of State (NĐ 30/2020, annex I) or Party (HD 36-HD/VPTW)
_HEAD = ("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam", "doc lap tu do hanh phuc")
_HEAD_ROWS, _HEAD_COLUMNS, _HEAD_LINE = 6, 3, 200
# beside a head: 'Số: 12/KH-UBND', 'Lai Châu, ngày 5 tháng 3 năm 2024'; not 'Số hiệu', 'Số thứ tự'
_NUMBER = rules_of("loaders.formats", "printed")["head_cell"].regex
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
    """The rows of one table as they come; each format says what is a cell and where it stands."""

    def __init__(self, index: int) -> None:
        """`index` numbers the tables of the file."""
        self._index, self._row, self._col = index, 0, 0
        self._cells: list[Cell] = []
        self.lines: list[Line] = []  # of the cell that is open

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
        return is_head([line.text for cell in self._cells for line in cell.lines], at_head)


def is_head(texts: Sequence[str], at_head: bool) -> bool:
    """Whether the lines of two columns are a document's head: its words; or near the top, a number or a date."""
    if any(len(text) > _HEAD_LINE for text in texts):
        return False
    folded = [fold(text) for text in texts]
    if any(words.startswith(_HEAD) for words in folded) or _HEAD[0] in fold(" ".join(texts)):
        return True
    return at_head and any(_NUMBER.match(text) for text in texts)
