"""What stands above a paragraph, and whom the paragraph before a row of items orders: 'yêu cầu các sở …:'."""

from collections.abc import Iterator

from graph.bodies import plain
from graph.record import Modality
from loaders.reading.body_items import Hits
from loaders.reading.context import Reading
from loaders.reading.markers import NONE, ROMAN
from loaders.reading.model import Block
from loaders.reading.ruleset import ruleset
from loaders.reading.task_headings import Head
from loaders.reading.task_roles import spans_of

_LEFT = 60  # characters before a list in which the word stands that orders or asks


def above(reading: Reading, block: Block) -> Iterator[Block]:
    """The blocks that govern a block, the nearest first."""
    while block.parent is not None:
        block = reading.blocks[block.parent]
        yield block


def ordered(hits: Hits, block: Block, words: str) -> Head | None:
    """The bodies that an unmarked paragraph orders before it ends with a colon; None where it only introduces.

    >>> said = "Chủ tịch UBND tỉnh yêu cầu các sở, ban, ngành thực hiện các nội dung sau:"
    >>> ordered(Hits(said), Block(0, "para", 0, len(said), 0), said).names
    ('các sở, ban, ngành',)
    """
    rules = ruleset("tasks")
    if block.rank != NONE or not words.endswith(":") or not rules["introduces"].regex.search(plain(words[-40:])):
        return None
    scan = hits.scan(block.body, block.end)
    for span in reversed(spans_of(scan)):
        left = scan.low[max(0, span.start - _LEFT) : span.start]
        asked = rules["asked"].regex.search(left)
        if asked or rules["given"].regex.search(left):
            modality: Modality = "request" if asked and asked["ask"] != "yêu cầu" else "assign"
            return Head(tuple(item.said for item in span.items), modality)
    return None


def carried_out_ahead(reading: Reading, blocks: list[Block], block: Block) -> bool:
    """Whether a report says here, behind what is still to be done, who carries it out: 'III. TỔ CHỨC THỰC HIỆN'."""
    top = next((a for a in above(reading, block) if a.rank <= ROMAN), None)
    if top is None or plain(reading.words(top)).strip(" .:") != "tổ chức thực hiện":
        return False
    before = (b for b in blocks if b.index < top.index and b.kind == "heading" and b.rank <= ROMAN)
    return any(ruleset("tasks")["ahead"].regex.search(reading.words(b)[:160]) for b in before)
