"""Parts of a document: where duties are shared out or wishes told, what is a rule of a law, what ends it."""

from collections import Counter

from loaders.reading.body_hits import Hits
from loaders.reading.context import Doc, Reading
from loaders.reading.lexicon import tuple_of
from loaders.reading.markers import DASH, NONE, ROMAN
from loaders.reading.model import Block
from loaders.reading.ruleset import ruleset

HEAD = 160  # characters at the beginning of a block that say what it is
TEXT = ("heading", "item", "para")
RECIPIENTS = tuple_of("duties", "recipients")
_RUN_INTO = ("Nơi nhận:", "Nơi nhận :")
_KEPT = tuple_of("duties", "kept")
_MOST = 40  # recipients in one list
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Hiến pháp")
_WISHES = ruleset("tasks")["wishes"].regex
_ORGANISING = ruleset("tasks")["organising"].regex
_CARRYING_OUT = ruleset("tasks")["carrying_out"].regex


def _recipients(reading: Reading, blocks: list[Block]) -> set[int]:
    """The dashes that end with what is kept in the files: '- Lưu: VT.' ends a list of recipients, headed or not."""
    found: set[int] = set()
    row: list[int] = []
    for block in blocks:
        row = [*row, block.index] if block.rank == DASH and len(row) < _MOST else [block.index][: block.rank == DASH]
        if row and reading.text.startswith(_KEPT, block.body):
            found.update(row)
    return found


class Parts:
    """Of one document; its blocks are noted in order."""

    def __init__(self, reading: Reading, doc: Doc, hits: Hits, blocks: list[Block]) -> None:
        """`blocks` are those of the document that are read."""
        self._reading, self._doc, self._hits, self._blocks = reading, doc, hits, blocks
        self.organising: set[int] = set()  # blocks under which duties are shared out
        self.carrying_out: set[int] = set()  # in a law, where an article says who carries it out: as in any other text
        self.wishes: set[int] = set()
        self.law = doc.type in _LAWS
        self.recipients = _recipients(reading, blocks)
        self._below = Counter(b.parent for b in blocks if b.rank < NONE)
        self._own = Counter(b.parent for b in blocks if b.rank < NONE and b.body in hits.at)

    def note(self, block: Block, words: str, low: str, inside: bool) -> None:
        """What a block says of those that follow: that duties or wishes are told there."""
        size = len(words)
        if inside or (size < 200 and _ORGANISING.search(low, 0, HEAD)):
            self.organising.add(block.index)
        if self.law and (block.parent in self.carrying_out or _CARRYING_OUT.match(low, 0, HEAD)):
            self.carrying_out.add(block.index)
        if block.parent in self.wishes or (size < 120 and _WISHES.search(low)):
            self.wishes.add(block.index)

    def follows_recipients(self, block: Block) -> bool:
        """Whether the paragraph before ran into the word that opens the list of recipients: '… ./.Nơi nhận:'."""
        before = self._reading.blocks[block.index - 1] if block.index > self._doc.first else None
        return before is not None and self._reading.text.endswith(_RUN_INTO, before.start, before.end)

    def each_own(self, block: Block) -> bool:
        """Whether most of what stands right under the block begins with a body."""
        return self._own[block.index] * 2 > self._below[block.index]

    def among_bodies(self, block: Block) -> bool:
        """Whether an item stands in a row of which most begin with a body, each with what is its own."""
        row = block.parent
        return row is not None and not self.law and self._own[row] > 1 and self._own[row] * 2 > self._below[row]

    def shared(self, block: Block) -> bool:
        """Whether a block stands where duties are shared out; in a law, where it says who carries it out."""
        if self.law:
            return block.parent in self.carrying_out
        return block.parent in self.organising

    def shares_out(self, block: Block) -> bool:
        """Whether the block stands right under a heading that shares duties out: '4. Kinh phí: Sở Tài chính …'."""
        above = self._reading.blocks[block.parent] if block.parent is not None else None
        return (
            above is not None
            and above.kind == "heading"
            and _ORGANISING.search(self._hits.low, above.body, min(above.end, above.body + HEAD)) is not None
        )

    def in_law(self, block: Block) -> bool:
        """Whether a block is a rule of a law: not where it says who carries the law out."""
        return self.law and block.index not in self.carrying_out

    def ends(self, block: Block) -> bool:
        """Whether nothing but paragraphs follows before the recipients, the signature or a larger heading."""
        if self._reading.text.endswith(_RUN_INTO, block.start, block.end):
            return True
        for after in self._reading.blocks[block.index + 1 : self._doc.last + 1]:
            if (
                after.kind == "signature"
                or self._reading.text.startswith(RECIPIENTS, after.body)
                or after.rank <= ROMAN
            ):
                return True
            if after.rank < NONE and after.kind in TEXT:
                return False
        return True
