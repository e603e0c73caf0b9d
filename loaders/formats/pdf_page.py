"""One page of a PDF, read: its lines outside tables, its tables, its ruling lines."""

from collections import defaultdict

import pypdfium2.raw as pdfium
from msgspec import Struct

from loaders.formats.pdf_grid import Grid, Span, grids_of
from loaders.formats.pdf_lines import Line, lines_of
from loaders.formats.pdf_rules import Rule, rules_of
from loaders.formats.pdf_words import PageText, Word
from loaders.limits import Limits
from loaders.text import NotRead

_PICTURE = 0.5  # of the page: pictures that cover so much of it may be the page itself


class Table(Struct):
    """A ruled table on one page: its columns' places, its rows, the lines of each cell; empty cells have none."""

    xs: list[float]
    rows: int
    cells: dict[Span, list[Line]]
    top: float
    bottom: float


class Page(Struct):
    """What a page holds; places are points from its upper left corner."""

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[Table]
    across: list[Rule]
    aside: list[Line]  # what runs in another direction: a stamp, a watermark
    text: str  # as pdfium gives it, to be judged
    mapless: int  # characters without a known meaning
    pictured: bool  # a picture covers most of it
    invisible: bool  # its text is drawn with no ink over that picture


def page_of(document: "pdfium.FPDF_DOCUMENT", index: int, limits: Limits) -> Page:
    """The page of that index, from 0; raises `NotRead`."""
    raw = pdfium.FPDF_LoadPage(document, index)
    if not raw:
        raise NotRead("pdf.page", page=index + 1)
    try:
        if pdfium.FPDFPage_CountObjects(raw) > limits.pdf_page_objects:  # before any more is made of them
            raise NotRead("pdf.objects", "pdf_page_objects", most=limits.pdf_page_objects)
        text = pdfium.FPDFText_LoadPage(raw)
        if not text:
            raise NotRead("pdf.page", page=index + 1)
        try:
            return _read(raw, text, index + 1, limits)
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(raw)


def _read(raw: "pdfium.FPDF_PAGE", text: "pdfium.FPDF_TEXTPAGE", number: int, limits: Limits) -> Page:
    if pdfium.FPDFText_CountChars(text) > limits.pdf_page_characters:
        raise NotRead("pdf.page_characters", "pdf_page_characters", page=number, most=limits.pdf_page_characters)
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(raw, box)
    found = PageText(text, (box.left, box.bottom, box.right, box.top))
    rules = rules_of(raw, found.turn, limits.pdf_page_objects)
    pictured = rules.pictures >= _PICTURE
    invisible = pictured and found.invisible()
    words = found.words()
    grids = grids_of(rules)
    free, tables = _tables([word for word in words if word.upright], grids)
    aside = _turned([word for word in words if not word.upright])
    width, height = found.turn.size
    return Page(
        number, width, height, lines_of(free), tables, rules.across, aside, found.text, found.mapless(), pictured,
        invisible,
    )  # fmt: skip


def _tables(words: list[Word], grids: list[Grid]) -> tuple[list[Word], list[Table]]:
    """The words outside all tables, and each table that holds some."""
    if not grids:
        return words, []
    free: list[Word] = []
    cells: list[dict[Span, list[Word]]] = [defaultdict(list) for _ in grids]
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.y - word.size * 0.3
        for n, grid in enumerate(grids):
            span = grid.at(x, y) if grid.ys[0] <= y <= grid.ys[-1] else None
            if span is not None:
                cells[n][span].append(word)
                break
        else:
            free.append(word)
    tables = []
    for grid, found in zip(grids, cells, strict=True):
        if len(found) == 1:  # one cell in all that is drawn: a frame
            free += [word for inside in found.values() for word in inside]
        elif found:
            lines = {span: lines_of(found.get(span, ())) for span in grid.cells.values()}
            tables.append(Table(grid.xs, len(grid.ys) - 1, lines, grid.ys[0], grid.ys[-1]))
    return free, tables


def _turned(words: list[Word]) -> list[Line]:
    """Each run of turned words as one line, in the order of the page's own stream."""
    lines: list[Line] = []
    for word in words:
        if lines and abs(lines[-1].words[-1].y - word.y) < 3 * word.size:
            lines[-1].words.append(word)
        else:
            lines.append(Line([word], word.y, word.size, "stamp"))
    return lines
