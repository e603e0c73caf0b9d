"""Lines and tables of a rich format as they come: the lines of a table wait until it is known what it is."""

from collections.abc import Callable

from loaders.formats.base import Line, Lines
from loaders.formats.tables import LONG, Grid


class Flow:
    """The text under construction, and the table that is open."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.lines = Lines()
        self.grid: Grid | None = None
        self._tables = 0
        self._near_head = True  # no long paragraph since the file's beginning or a document's head

    def put(self, line: Line) -> None:
        """A line of the open cell, or of the text."""
        if self.grid is not None:
            self.grid.lines.append(line)
        else:
            self._near_head = self._near_head and len(line.text) <= LONG
            self.lines.add(line)

    def plain(self, text: str) -> None:
        """A run of plain text, with what its lines, tabs and bars say."""
        self._near_head = False
        self._tables = self.lines.add_plain(text, self._tables)

    def begin_table(self, grid: Callable[[int], Grid]) -> None:
        """A table begins whose cells are cells; only one may be open."""
        self.grid = grid(self._tables)
        self._tables += 1

    def end_table(self) -> None:
        """The open table is complete."""
        if self.grid is None:
            return
        lines, head = self.grid.finish(self._near_head)
        self.grid = None
        self._near_head = self._near_head or head
        for line in lines:
            self.lines.add(line)
