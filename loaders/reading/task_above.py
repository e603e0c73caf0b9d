"""What stands above a block: the nearest head, what the headings tell of. Asked of a block once, for all below it."""

from collections.abc import Iterator

from graph.bodies import plain
from loaders.reading.context import Reading
from loaders.reading.lexicon import tuple_of
from loaders.reading.markers import NONE, ROMAN
from loaders.reading.model import Block
from loaders.reading.ruleset import ruleset
from loaders.reading.task_headings import Head

_AHEAD = ruleset("tasks")["ahead"].regex
_KEYS = ("rights", "aims")  # lists of `duties.yaml`: with what a heading begins that tells of them
_HEAD = 160  # characters at the beginning of a heading that say what it is
_FAREWELLS = tuple_of("duties", "farewells")


def above(reading: Reading, block: Block) -> Iterator[Block]:
    """The blocks that govern a block, the nearest first."""
    while block.parent is not None:
        block = reading.blocks[block.parent]
        yield block


class Above:
    """Of the blocks of one document, which are passed by in order."""

    def __init__(self, reading: Reading, low: str, blocks: list[Block], heads: dict[int, Head]) -> None:
        """`low` is the text as `plain` has it; `heads` grows while the blocks are read."""
        self._reading, self._low, self._blocks, self._heads = reading, low, blocks, heads
        self._governing: dict[int | None, Head | None] = {None: None}
        self._told: dict[int | None, frozenset[str]] = {None: frozenset()}
        self._carried_out: dict[int, bool] = {}

    def pass_by(self, block: Block) -> None:
        """A block has been read: what it heads is settled."""
        self._governing[block.index] = self._heads.get(block.index) or self.head(block.parent)

    def head(self, index: int | None) -> Head | None:
        """The nearest head from a block (of which the index) upwards."""
        if index not in self._governing and index is not None:
            self._governing[index] = self.head(self._reading.blocks[index].parent)
        return self._governing[index]

    def told(self, index: int | None) -> frozenset[str]:
        """What the headings from a block upwards tell of: rights, aims, what lies ahead."""
        if index not in self._told and index is not None:
            block = self._reading.blocks[index]
            higher = self.told(block.parent)
            self._told[index] = higher | self._tells(block) if block.kind == "heading" else higher
        return self._told[index]

    def _tells(self, heading: Block) -> set[str]:
        """What a heading tells of, by its words."""
        own = {key for key in _KEYS if self._low.startswith(tuple_of("duties", key), heading.body)}
        return own | {"ahead"} if _AHEAD.search(self._reading.words(heading)[:_HEAD]) else own

    def carried_out(self, block: Block) -> bool:
        """Whether a report says here, behind what is still to be done, who does it: 'III. TỔ CHỨC THỰC HIỆN'."""
        top = next((a for a in above(self._reading, block) if a.rank <= ROMAN), None)
        if top is None:
            return False
        if top.index not in self._carried_out:
            self._carried_out[top.index] = self._ends_plans(top)
        return self._carried_out[top.index]

    def _ends_plans(self, top: Block) -> bool:
        """Whether a part says who carries out what a part before it plans."""
        if plain(self._reading.words(top)).strip(" .:") != "tổ chức thực hiện":
            return False
        before = (b for b in self._blocks if b.index < top.index and b.kind == "heading" and b.rank <= ROMAN)
        return any(_AHEAD.search(self._reading.words(b)[:_HEAD]) for b in before)


def parents_of(low: str, blocks: list[Block]) -> set[int]:
    """The blocks under which others stand; what ends a document ('Trên đây là …', recipients) stands under none."""
    found: set[int] = set()
    ended = False
    for block in blocks:
        if block.kind == "heading" and block.rank <= ROMAN:
            ended = False
        ended = ended or (block.rank == NONE and low.startswith(_FAREWELLS, block.body))
        if block.parent is not None and not ended:
            found.add(block.parent)
    return found
