"""The pieces of work that labels below them speak of: '- Cơ quan chủ trì: …'."""

from loaders.reading.context import Reading
from loaders.reading.markers import NONE, ROMAN
from loaders.reading.model import Block
from loaders.reading.task_drafts import Draft, complete
from loaders.reading.task_labels import Labels, read_labels

_TEXT = ("heading", "item", "para")
_SHORTEST = 12  # characters: what is no longer names no work
_NEAR = 8  # blocks: labels stand no farther behind 'Nội dung: …'


class Works:
    """Of one document: the work whose labels have been seen, each a task on its way."""

    def __init__(self, reading: Reading, first: int) -> None:
        """`first` is the document's first block of text."""
        self._reading, self._first = reading, first
        self._of_labels: dict[int, int] = {}  # block of labels -> the block of their work
        self.drafts: dict[int, Draft] = {}  # by the work's block
        self.named: dict[int | None, tuple[Block, int]] = {}  # by parent: 'Nội dung: …', where its words begin

    def label(self, block: Block, labels: Labels) -> None:
        """'- Cơ quan chủ trì: …' below a piece of work: the work is the task."""
        bracketed = self._reading.text.startswith("(", block.body)
        work = work_of(self._reading, self._first, block, bracketed, self._of_labels)
        start = work.body if work else 0
        if block.parent in self.named and block.index - self.named[block.parent][0].index <= _NEAR:
            work, start = self.named[block.parent]
        if work is None or work.kind not in _TEXT or work.index < self._first or work.end - work.body < _SHORTEST:
            return
        self._of_labels[block.index] = work.index
        draft = self.drafts.get(work.index)
        if draft is None:
            draft = self.drafts[work.index] = Draft(work, start, work.end, "heading", [], rule="label")
        complete(draft, labels)


def _told_below(reading: Reading, above: Block, block: Block) -> Block:
    """The paragraph below a heading that says the work which the heading only names."""
    below = reading.blocks[above.index + 1]
    said = above.kind == "heading" and below.rank == NONE and below.parent == above.index and below.index < block.index
    return below if said and read_labels(reading.words(below)) is None else above


def work_of(reading: Reading, first: int, block: Block, bracketed: bool, labelled: dict[int, int]) -> Block | None:
    """The piece of work that labels in a line of their own speak of: what they stand under, or the line right above.

    `labelled` has the work of each block of labels so far, `first` is the document's first block of text.
    """
    before = reading.blocks[block.index - 1] if block.index > first else None
    above = reading.blocks[block.parent] if block.parent is not None else None
    if before is None or (block.rank < NONE and not bracketed) or before.index == block.parent:
        return _told_below(reading, above, block) if above else None
    if before.index in labelled:
        return reading.blocks[labelled[before.index]]
    if before.kind not in ("heading", "item", "para"):
        return above
    if above is None or (above.kind == "heading" and above.rank <= ROMAN):
        return before
    if before.rank == NONE:
        return above
    items = [b for b in reading.blocks[above.index + 1 : block.index] if b.rank < NONE and b.index not in labelled]
    alone = len(items) == 1 or above.index in labelled.values()
    return before if bracketed or alone else above  # below several bullets a line speaks of them all
