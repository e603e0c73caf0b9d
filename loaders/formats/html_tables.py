"""Tables of a page: which ones only frame text, and where the cells of the others stand."""

from loaders.formats.html_tree import BLOCKS, Node, nodes_of
from loaders.formats.tables import Cell, Grid

_MOST_COLUMNS, _MOST_ROWS = 100, 10_000  # that one cell may cover
_FRAME = 0.6  # of a table's text: one cell with so much of it holds the page, or the document
_LONG, _PARAGRAPHS = 1500, 8  # characters and blocks of a cell that is a page


class HtmlGrid(Grid):
    """Cells where HTML puts them: behind those of their row, beside those that reach down from above."""

    def __init__(self, index: int) -> None:
        """`index` numbers the tables of the file."""
        super().__init__(index)
        self._taken: dict[int, int] = {}  # column → the first row in which it is free again

    def end_cell(self, node: Node) -> None:
        """A `td` or `th` is complete."""
        while self._taken.get(self._col, 0) > self._row:
            self._col += 1
        columns = _span(node.get("colspan"), _MOST_COLUMNS)
        rows = _span(node.get("rowspan"), _MOST_ROWS)
        lines, self.lines = self.lines, []
        self._cells.append(Cell(self._row, self._col, columns, lines, rows))
        if rows > 1:
            self._taken |= dict.fromkeys(range(self._col, self._col + columns), self._row + rows)
        self._col += columns

    def end_row(self) -> None:
        """A `tr` is complete."""
        self._col = 0
        self._row += 1


def rows_of(table: Node) -> list[list[Node]]:
    """The cells of each row, its own only."""
    parts = [part for part in table.nodes if part.tag in ("thead", "tbody", "tfoot")]
    rows = [row for part in (table, *parts) for row in part.nodes if row.tag == "tr"]
    return [[cell for cell in row.nodes if cell.tag in ("td", "th")] for row in rows]


def is_frame(table: Node) -> bool:
    """The table lays text out: it has one column, or one cell holds a page or the other tables."""
    rows = [row for row in rows_of(table) if row]
    if all(len(row) == 1 for row in rows):
        return True
    largest = max((cell for row in rows for cell in row), key=lambda cell: cell.size)
    if largest.size < _FRAME * table.size:
        return False
    below = list(nodes_of(largest))
    if any(node.tag == "table" for node in below):
        return True
    blocks = sum(1 for node in below if node.tag in BLOCKS)
    return len(rows) <= 3 and largest.size >= _LONG and blocks >= _PARAGRAPHS


def _span(text: str, most: int) -> int:
    text = text.strip()
    return min(max(int(text), 1), most) if text.isdecimal() and len(text) < 8 else 1
