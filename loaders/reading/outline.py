"""The tree: what each block stands under, and its path ('II.2.1', 'VI.3.a', 'Điều 2', 'Phụ lục I.3')."""

from collections.abc import Sequence
from typing import Literal

from graph.patterns import pattern
from loaders.reading.markers import ANNEX, ARTICLE, DASH, NONE, PAREN, ROMAN
from loaders.reading.model import Block, Table, TableRow

SHORT = 200  # a numbered line longer than this says something itself
_GROUP = pattern("outline.group", r"(?:[IVXL]{1,6}|[A-HĐ])(?:\.\d{1,2})?[.)]?\Z")
_ORDINAL = pattern("outline.ordinal", r"\d{1,3}(?:\.\d{1,3}){0,3}[a-zđ]?[.)]?\Z")


def grow(text: str, blocks: Sequence[Block], tables: Sequence[Table]) -> None:
    """Set `parent`, `path` and the kind `heading`; each document and the lesser printing have trees of their own."""
    stack: list[Block] = []
    current = (-1, False)
    under: Block | None = None  # what a paragraph stands under: the nearest heading or letter, never a bullet
    for block in blocks:
        if (block.document, block.reprint) != current:
            stack, under, current = [], None, (block.document, block.reprint)
        kind = block.kind
        if kind in ("item", "heading"):
            _place(block, stack)
            under = _governing(stack)
        elif under and kind in ("para", "cell"):
            block.parent, block.path = under.index, under.path
    _headings(text, blocks)
    for table in tables:
        _rows(text, blocks, table)


def _place(block: Block, stack: list[Block]) -> None:
    """Put a marked block where its marker belongs and make it the last of the stack."""
    while stack and stack[-1].rank >= block.rank:
        stack.pop()
    parent = stack[-1] if stack else None
    block.parent = parent.index if parent else None
    block.path = _path(block, parent)
    stack.append(block)


def _governing(stack: list[Block]) -> Block | None:
    for block in reversed(stack):
        if block.rank < DASH:
            return block
    return None


def _path(block: Block, parent: Block | None) -> str:
    above = parent.path if parent else ""
    if block.rank >= DASH:
        return above
    marker = block.marker.strip("()") if block.rank == PAREN else block.marker
    if block.rank == ANNEX:
        return "Phụ lục" + marker[len("phụ lục") :] if marker.lower().startswith("phụ lục") else marker.capitalize()
    if block.rank == ARTICLE:
        return marker
    if block.rank < ROMAN - 2 or not above:
        return marker if not above or block.rank < ROMAN - 2 else f"{above}.{marker}"
    if parent and parent.rank == ANNEX:
        return f"{above} {marker}"
    if parent and "." in marker and marker.rpartition(".")[0] == parent.marker and above.endswith(parent.marker):
        return above[: len(above) - len(parent.marker)] + marker
    return f"{above}.{marker}"


def _headings(text: str, blocks: Sequence[Block]) -> None:
    """A numbered block is a heading when something stands under it and it says little itself."""
    governs = {b.parent for b in blocks if b.parent is not None}
    for block in blocks:
        marked = block.kind == "item" and block.rank < DASH
        if marked and heading_by(block, text[block.body : block.end], block.index in governs):
            block.kind = "heading"


def heading_by(block: Block, words: str, governs: bool) -> Literal["capitals", "rank", "short", ""]:
    """What makes a numbered block a heading: capitals, its marker, or that others stand under its few words."""
    if words.isupper():
        return "capitals"
    if block.rank < ARTICLE:
        return "rank"
    return "short" if governs and len(words) <= SHORT and words[-1:] not in (".", ";") else ""


def tables_of(text: str, blocks: Sequence[Block]) -> list[Table]:
    """The data tables: rows of cells, with the annex's title (or the paragraph before) as caption."""
    found: dict[int, Table] = {}
    for block in blocks:
        if block.kind != "cell" or block.table is None:
            continue
        table = found.get(block.table)
        if table is None:
            table = found[block.table] = Table(block.table, [], _caption(text, blocks, block.index))
        while len(table.rows) <= block.row:
            table.rows.append(TableRow({}))
        table.rows[block.row].cells[block.col] = block.index
    return list(found.values())


def _caption(text: str, blocks: Sequence[Block], index: int) -> str:
    for block in reversed(blocks[max(0, index - 4) : index]):
        if block.rank == ANNEX or text[block.body : block.end].isupper():
            return text[block.body : block.end]
    return ""


def _rows(text: str, blocks: Sequence[Block], table: Table) -> None:
    """Paths of a table's cells: group rows ('I', 'CẢI CÁCH THỂ CHẾ') govern the numbered rows behind them."""
    group = ""
    for row in table.rows:
        cells = [blocks[i] for _, i in sorted(row.cells.items())]
        if not cells:
            continue
        first = text[cells[0].start : cells[0].end].strip()
        base = cells[0].path
        by = row_by(first)
        number = first.rstrip(".)") if by else ""
        if by == "group":
            group = number
        elif by == "ordinal":
            number = ".".join(p for p in (group, number) if p)
        joined = " " if base.startswith("Phụ lục") and "." not in base else "."
        path = f"{base}{joined if base else ''}{number}" if number else base
        for cell in cells:
            cell.path = path


def row_by(first: str) -> Literal["group", "ordinal", ""]:
    """What the first cell makes of a row: a group of rows ('I', 'A.1'), one of them ('3', '2.1a'), or neither."""
    if _GROUP.match(first):
        return "group"
    return "ordinal" if _ORDINAL.match(first) else ""


__all__ = ["NONE", "grow", "tables_of"]
