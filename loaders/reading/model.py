"""What reading works on: blocks of a view, their tree, the mentions and bodies found in them.

A *view* is the text as a reader reads it: footnotes moved, page numbers left out, torn lines joined, look-alike
characters and white space made plain. Blocks are its paragraphs; every offset here is a view offset unless said.
"""

from typing import Literal

from msgspec import Struct

BlockKind = Literal[
    "meta",  # a row of the portal's table of properties: 'Số hiệu | 316/KH-UBND'
    "header",  # quốc hiệu, issuer, number, place and date
    "title",  # 'KẾ HOẠCH' and the lines that follow it
    "heading",  # numbered or capital line that governs what follows: 'V. TỔ CHỨC THỰC HIỆN', '4. Sở Tư pháp', 'Điều 2.'
    "item",  # bullet, letter or number with text of its own
    "para",
    "cell",
    "footnote",
    "recipients",  # 'Nơi nhận: …'
    "signature",
]


class Block(Struct, gc=False):
    """One paragraph of the view. `start:end` is all of it, `body` where its text begins behind marker and bullet."""

    index: int
    kind: BlockKind
    start: int
    end: int
    body: int
    marker: str = ""  # as written without closing punctuation: 'V', '4', '2.1', 'a', '-', '+', 'Điều 2', 'Phụ lục I'
    rank: int = 99  # depth class: smaller governs larger
    parent: int | None = None  # index of the block it stands under
    path: str = ""  # 'V.4', 'II.1.a', 'Điều 2', 'Phụ lục I.3'; of bullets and paragraphs: that of what they stand under
    document: int = 0  # which of the file's documents it belongs to
    table: int | None = None
    row: int = 0
    col: int = 0
    rowspan: int = 1
    colspan: int = 1
    mark: str | None = None  # of a footnote: its mark
    reprint: bool = False  # belongs to the second printing of a text printed twice


class Named(Struct, gc=False):
    """A mention found in the view, before and after local clustering."""

    start: int
    end: int
    type: str  # canonical type name
    code: str | None
    issued: str | None  # partial date
    issuer: str | None  # canonical name, place settled
    title: str | None
    block: int
    provision: str | None = None
    points: bool = False  # 'Nghị quyết nêu trên': it only points back
    cluster: int = -1  # index into the record's instruments (or -1 - document index for the file's own)


class Body(Struct, frozen=True):
    """A body or collective found in text."""

    start: int
    end: int
    said: str  # the words of the text
    name: str  # canonical, with its place: 'Sở Tư pháp tỉnh Lạng Sơn'
    kind: str  # 'so', 'ubnd', 'collective', 'office', …: `graph/data/bodies.yaml`


class TableRow(Struct):
    """One row of a table: block indices of its cells by column."""

    cells: dict[int, int]


class Table(Struct):
    """A table of the view: `head` rows name the columns."""

    index: int
    rows: list[TableRow]
    caption: str = ""  # the text above it: the annex's title
