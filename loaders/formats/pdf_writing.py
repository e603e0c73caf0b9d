"""The flow of a PDF written out as text and segments, each page's own things where the page begins or ends."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct, field

from loaders.formats import base
from loaders.formats.pdf_columns import Columns
from loaders.formats.pdf_flow import Item
from loaders.formats.pdf_lines import Line, glued
from loaders.formats.pdf_notes import MARK
from loaders.formats.pdf_page import Page
from loaders.formats.pdf_tables import Cell, Whole
from loaders.formats.tables import is_head
from loaders.text import Kind, Loaded


class _Edge(Struct):
    """What stands on a page before and behind its text."""

    top: list[Line] = field(default_factory=list)
    bottom: list[Line] = field(default_factory=list)


def written(pages: list[Page], flow: list[Item], pictures: list[int], data: bytes) -> Loaded:
    """The file as read; `pictures` are the pages that only show one."""
    writer = _Writer(pages)
    writer.flow(flow)
    writer.turn(pages[-1].number + 1)
    if pictures:
        named = ", ".join(map(str, pictures))
        writer.lines.warn("pdf_pictures", f"Trang {named} là ảnh chụp, chưa đọc được chữ trong ảnh", writer.lines.size)
    return writer.lines.loaded("pdf", data)


class _Writer:
    def __init__(self, pages: list[Page]) -> None:
        self.lines = base.Lines()
        self._edges = _edges(pages)
        self._page, self._tables = 0, 0

    def turn(self, page: int) -> None:
        """Everything between the page being written and `page`."""
        while self._page < page:
            self._plain(self._edges[self._page].bottom, self._page)
            self._page += 1
            self._plain(self._edges[self._page].top, self._page)

    def flow(self, flow: list[Item]) -> None:
        """All of the running text."""
        for number, run in groupby(flow, key=lambda item: item.page if isinstance(item.content, Line) else -1):
            if number >= 0:
                self.turn(number)
                self._plain([item.content for item in run if isinstance(item.content, Line)], number)
                continue
            for item in run:
                self._item(item)

    def _item(self, item: Item) -> None:
        if isinstance(item.content, Whole):
            self._whole(item.content)
        elif isinstance(item.content, Columns):
            self.turn(item.page)
            self._columns(item.content, item.page)

    def _plain(self, lines: list[Line], page: int) -> None:
        """Lines of one page, those that go on joined."""
        for first, said in _paragraphs(lines):
            prefix, text = _parted(said) if first.kind == "footnote" else ("", said)
            hard = first.sure and first.kind != "footnote"
            self.lines.add(
                base.Line(text, first.kind, prefix=prefix, page=page, mark=first.mark, joined=first.joined, hard=hard)
            )

    def _columns(self, columns: Columns, page: int) -> None:
        kind: Kind = "header" if is_head([line.text for line in columns.lines], True) else "cell"
        for col, lines in enumerate(columns.columns):
            for _, text in _paragraphs(lines):
                self.lines.add(base.Line(text, kind, page=page, table=self._tables, col=col))
        self._tables += 1

    def _whole(self, table: Whole) -> None:
        table.join()
        for page, line in table.again:
            line.kind = "running"
            self._edges[page].top.append(line)
        for _, cells in groupby(table.in_order(), key=lambda cell: cell.row):
            row = list(cells)
            self.turn(min((page for cell in row for page, _ in cell.lines), default=self._page))
            for cell in row:
                self._cell(cell)
        self._tables += 1

    def _cell(self, cell: Cell) -> None:
        for page, run in groupby(cell.lines, key=lambda pair: pair[0]):
            for first, text in _paragraphs([line for _, line in run]):
                self.lines.add(
                    base.Line(
                        text, "cell", page=page, table=self._tables, row=cell.row, col=cell.col,
                        rowspan=cell.rowspan, colspan=cell.colspan, joined=first.joined,
                    )
                )  # fmt: skip


def _parted(note: str) -> tuple[str, str]:
    """The mark at the head of a note, which stands in the text before its segment, and the note."""
    found = MARK.match(note)
    bare = note[found.end() :].lstrip(" .") if found else ""
    return (note[: len(note) - len(bare)], bare) if found and bare else ("", note)


def _paragraphs(lines: list[Line]) -> Iterator[tuple[Line, str]]:
    """The first line and the whole text of each paragraph."""
    first: Line | None = None
    text = ""
    for line in lines:
        if first is not None and line.joined:
            text = glued(text, line.text)
            continue
        if first is not None:
            yield first, text
        first, text = line, line.text
    if first is not None:
        yield first, text


def _edges(pages: list[Page]) -> dict[int, _Edge]:
    """By page, what is not of the flow: notes and running feet behind it, running heads and stamps before or behind."""
    found: dict[int, _Edge] = defaultdict(_Edge)
    for page in pages:
        for line in page.lines:
            if line.kind == "footnote":
                found[page.number].bottom.append(line)
            elif line.kind != "body":
                side = found[page.number]
                (side.top if line.y < page.height / 2 else side.bottom).append(line)
        found[page.number].bottom += page.aside
    return found
