"""What a PDF says from its first page to its last: lines, columns and whole tables in reading order."""

from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from loaders.formats import pdf_tables
from loaders.formats.pdf_columns import Columns, columns_of
from loaders.formats.pdf_lines import Line
from loaders.formats.pdf_page import Page
from loaders.formats.pdf_paragraphs import Placed, areas_of, join, join_notes


class Item(Struct):
    """A line, a block of columns, or a table, and the page that it begins on."""

    page: int
    content: Line | Columns | pdf_tables.Whole


def flow_of(pages: list[Page]) -> list[Item]:
    """All that is neither stamp nor running head nor note, with what goes on known."""
    flow: list[Item] = []
    for page in pages:
        _add(flow, page)
    lines = {page.number: (page.width, _lines_on(flow, page.number)) for page in pages}
    areas = areas_of(lines)
    for plain, run in groupby(flow, key=lambda item: isinstance(item.content, Line)):
        if plain:
            join([Placed(item.page, item.content) for item in run if isinstance(item.content, Line)], areas)
    join_notes([Placed(p.number, line) for p in pages for line in p.lines if line.kind == "footnote"], areas)
    return flow


def _lines_on(flow: Iterable[Item], page: int) -> list[Line]:
    return [item.content for item in flow if item.page == page and isinstance(item.content, Line)]


def _add(flow: list[Item], page: Page) -> None:
    """The page's lines and tables from top to bottom; a table that only goes on is added to the one before."""
    lines = [line for line in page.lines if line.kind == "body"]
    for table in page.tables:
        above = [line for line in lines if line.y < table.top]
        lines = lines[len(above) :]
        flow += [Item(page.number, content) for content in columns_of(above, page.width)]
        last = flow[-1].content if flow else None
        goes_on = isinstance(last, pdf_tables.Whole) and last.page == page.number - 1
        if not (goes_on and isinstance(last, pdf_tables.Whole) and pdf_tables.go_on(last, page.number, table)):
            flow.append(Item(page.number, pdf_tables.begin(page.number, table)))
    flow += [Item(page.number, content) for content in columns_of(lines, page.width)]
