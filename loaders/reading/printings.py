"""A page that prints its document twice: which blocks belong to the lesser printing."""

from collections.abc import Sequence

from loaders.reading.model import Block

_LONG = 40  # shorter blocks repeat by nature ('a) Mục tiêu')
_RUN = 4  # so many long blocks in the same order are no coincidence
_HEAD = 0.2  # of the text: a page prints a document from its beginning
_SHARE = 0.6  # of the lesser printing's long blocks: procedures of one decree share paragraphs, but fewer


def mark_reprints(text: str, blocks: Sequence[Block]) -> tuple[int, int] | None:
    """Mark the blocks of the lesser printing; (first, last) block index of it, or None.

    The lesser one is the shorter; of equal ones the second.
    """
    long = [b for b in blocks if b.end - b.start >= _LONG and b.kind not in ("cell", "footnote", "meta")]
    seen: dict[str, int] = {}
    twins: list[tuple[int, int]] = []  # places in `long` of the first and second standing
    for place, block in enumerate(long):
        words = text[block.start : block.end]
        if words in seen:
            twins.append((seen[words], place))
        else:
            seen[words] = place
    run = _longest_run(twins)
    if len(run) < _RUN or run[-1][0] >= run[0][1]:
        return None
    first, second = (_start(blocks, long[place].index) for place in run[0])
    if blocks[first].start > _HEAD * len(text):
        return None
    low, high = _lesser(blocks, first, second)
    again = {long[place].index for pair in twins for place in pair}
    inside = [b.index for b in long if low <= b.index < high]
    if sum(1 for index in inside if index in again) < _SHARE * len(inside):
        return None
    for block in blocks[low:high]:
        block.reprint = True
    return low, high - 1


def _longest_run(twins: list[tuple[int, int]]) -> list[tuple[int, int]]:
    best: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    for pair in twins:
        close = run and 0 < pair[0] - run[-1][0] <= 3 and 0 < pair[1] - run[-1][1] <= 3
        run = [*run, pair] if close else [pair]
        best = run if len(run) > len(best) else best
    return best


def _start(blocks: Sequence[Block], index: int) -> int:
    """The first block of the printing that holds `index`: its head and title stand before it."""
    while index > 0 and blocks[index - 1].kind in ("header", "para") and _short(blocks[index - 1]):
        index -= 1
    return index


def _short(block: Block) -> bool:
    return block.end - block.start < 120


def _lesser(blocks: Sequence[Block], first: int, second: int) -> tuple[int, int]:
    """The first printing ends where the second begins; the second at the end of the file."""
    lengths = second - first, len(blocks) - second
    return (first, second) if lengths[0] < lengths[1] else (second, len(blocks))
