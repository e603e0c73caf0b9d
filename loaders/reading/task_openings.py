"""Whom the paragraph before a row of items orders: 'yêu cầu các sở …:'."""

from collections.abc import Iterable

from graph.bodies import plain
from graph.record import Modality
from loaders.reading.body_hits import Hits
from loaders.reading.body_items import Scan
from loaders.reading.markers import NONE
from loaders.reading.model import Block
from loaders.reading.ruleset import ruleset
from loaders.reading.task_headings import Head, begins_with_verb
from loaders.reading.task_roles import spans_of

_LEFT = 60  # characters before a list in which the word stands that orders or asks


def ordered(hits: Hits, block: Block, words: str) -> Head | None:
    """The bodies that an unmarked paragraph orders before it ends with a colon; None where it only introduces.

    >>> brief = "Thủ tướng yêu cầu Chủ tịch UBND các tỉnh:"
    >>> ordered(Hits(brief), Block(0, "para", 0, len(brief), 0), brief).names
    ('Chủ tịch UBND các tỉnh',)
    >>> said = "Chủ tịch UBND tỉnh yêu cầu các sở, ban, ngành thực hiện các nội dung sau:"
    >>> ordered(Hits(said), Block(0, "para", 0, len(said), 0), said).names
    ('các sở, ban, ngành',)
    """
    rules = ruleset("tasks")
    if block.rank != NONE or not words.endswith(":"):
        return None
    scan = Scan.within(hits, block.body, block.end)
    introduces = rules["introduces"].regex.search(plain(words[-40:])) is not None
    for span in reversed(spans_of(scan)):
        bound = rules["bound_below"].regex.match(scan.low, span.end)
        if bound and bound["duty"] and span.start == 0:
            return Head(tuple(item.said for item in span.items), "assign")  # 'Giám đốc các sở có trách nhiệm:'
        if not (introduces or bound):
            continue
        left = scan.low[max(0, span.start - _LEFT) : span.start]
        asked = rules["asked"].regex.search(left)
        if asked or rules["given"].regex.search(left):
            modality: Modality = "request" if asked and asked["ask"] != "yêu cầu" else "assign"
            return Head(tuple(item.said for item in span.items), modality)
    return None


def lists_things(words: str, below: Iterable[str]) -> bool:
    """Whether a duty only goes on with things behind its colon, not with further duties.

    >>> lists_things("Lập hồ sơ, bao gồm:", ["Đơn đề nghị"]), lists_things("Lập hồ sơ, gồm:", ["Rà soát hộ nghèo"])
    (True, False)
    """
    if not words.endswith(":") or not begins_with_verb(words):
        return False
    found = ruleset("tasks")["lists_things"].regex.search(plain(words[-80:]))
    return found is not None and (found["cases"] is not None or not any(map(begins_with_verb, below)))
