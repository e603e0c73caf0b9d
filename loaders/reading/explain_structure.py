"""What a block is, and by which rule: its marker and place in the tree, why it is a heading, a row, a table's cell."""

from collections.abc import Iterator

from loaders.explanation import Explanation, Value
from loaders.reading.context import Reading
from loaders.reading.markers import DASH, HEADS, NONE
from loaders.reading.model import Block
from loaders.reading.outline import SHORT, heading_by, row_by

_SHOWN = 60  # characters of what a block stands under


def of_block(reading: Reading, block: Block) -> Iterator[Explanation]:
    """How the block stands."""
    whole = reading.whole(block)

    def said(rule: str, fired: bool, reason: str, **values: Value) -> Explanation:
        return Explanation(rule, fired, whole, reason, values)

    if block.reprint:
        yield said("printings", True, "second_printing")
    if block.kind in ("cell", "meta", "header", "signature") and block.table is not None:
        yield said("layout." + block.kind, True, "table_" + block.kind, table=block.table + 1)
    elif block.kind == "footnote":
        yield said("blocks.footnote", True, "footnote", mark=block.mark or "")
    if block.kind == "cell":
        yield _row(reading, block)
    elif block.marker:
        above = reading.blocks[block.parent] if block.parent is not None else None
        under = reading.whole(above)[:_SHOWN] if above else ""
        reason = "marker_under" if under else "marker_top"
        yield said("structure.marker", True, reason, marker=block.marker, path=block.path, under=under)
        if block.rank < DASH:
            yield _heading(reading, block)
    elif block.kind == "para" and whole[:1] in HEADS and block.rank == NONE:
        yield said("structure.marker", False, "no_marker", begins=whole[:12])


def _heading(reading: Reading, block: Block) -> Explanation:
    """Whether a numbered block is a heading, and what made it one or kept it from being one."""
    words = reading.words(block)
    governs = any(b.parent == block.index for b in reading.blocks[block.index + 1 :])
    by = heading_by(block, words, governs)
    whole = reading.whole(block)
    if by and block.kind == "heading":
        return Explanation("outline.heading", True, whole, f"heading_{by}", {"most": SHORT})
    if not governs:
        return Explanation("outline.heading", False, whole, "governs_nothing")
    if len(words) > SHORT:
        return Explanation("outline.heading", False, whole, "too_long", {"length": len(words), "most": SHORT})
    return Explanation("outline.heading", False, whole, "ends_as_sentence", {"end": words[-1:]})


def _row(reading: Reading, block: Block) -> Explanation:
    """Which row of which table a cell stands in, and what its first cell makes of the row."""
    table = next(t for t in reading.tables if t.index == block.table)
    first = reading.blocks[min(table.rows[block.row].cells.items())[1]]
    words = reading.whole(first).strip()
    by = row_by(words)
    values: dict[str, Value] = {
        "row": block.row + 1, "column": block.col + 1, "first": words[:_SHOWN], "path": block.path,
    }  # fmt: skip
    return Explanation(
        f"outline.{by or 'ordinal'}", bool(by), reading.whole(block), f"row_{by or 'unnumbered'}", values
    )
