"""Where a block is spoken of: the line that introduces its list, the place in the text that refers to a footnote."""

from bisect import bisect_right

from loaders.reading.context import Reading
from loaders.reading.model import Block

_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def references(reading: Reading) -> dict[str, list[int]]:
    """Where the text refers to footnotes, by their marks."""
    found: dict[str, list[int]] = {}
    for mark in reading.view.marks:
        block = reading.blocks[max(bisect_right(reading.starts, mark.at - 1) - 1, 0)]
        if block.kind != "footnote" and reading.text[mark.at - 1 : mark.at] != "\n":
            found.setdefault(mark.mark.translate(_PLAIN_DIGITS), []).append(mark.at)
    return found


def introduction(reading: Reading, block: Block) -> Block | None:
    """The block that introduces the list in which a block stands: the nearest one above it that governs it."""
    if not block.marker:
        above = reading.blocks[block.index - 1] if block.index else None
        ends = above is not None and reading.text[above.end - 1 : above.end] == ":"
        return above if above is not None and ends and above.document == block.document else None
    for above in reversed(reading.blocks[max(0, block.index - 80) : block.index]):
        if above.document != block.document or above.reprint != block.reprint:
            return None
        if above.kind in ("footnote", "cell"):
            continue
        if above.rank < block.rank:
            return above
        if above.rank > block.rank and not above.marker and reading.text[above.end - 1 : above.end] == ":":
            return above
    return None
