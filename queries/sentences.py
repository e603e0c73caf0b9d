"""The sentence around a passage, cut out of a text whose lines may be broken anywhere."""

from collections.abc import Iterator

from graph.patterns import pattern
from graph.store.port import Store

REACH = 300  # code points looked at on each side; a longer sentence is cut there
WRAPPED = 60  # a line shorter than this was not broken by its page
_STOP = pattern("sentences.stop", r"(?<=[.;!?…])\s{1,3}(?=[^\W\d_a-zà-ỹ]|[-+•*–])")
_ITEM = pattern(
    "sentences.item", r"[-+•*–]\s|\d{1,3}(?:\.\d{1,3}){0,4}[.)]\s|[a-zđ][.)]\s|[IVX]{1,6}\.\s|Điều \d|Căn cứ "
)


def _breaks(text: str) -> Iterator[tuple[int, int]]:
    """Line breaks that end a paragraph: beside blank lines, headings, items, and short lines before a capital."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        before = text[start:end].strip()
        after = text[end + 1 : (text.find("\n", end + 1) + 1 or len(text) + 1) - 1].strip()
        alone = not before or not after or before.isupper() or after.isupper() or bool(_ITEM.match(after))
        if alone or (after[0].isupper() and len(before) < WRAPPED):
            yield end, end + 1
        start = end + 1


def around(store: Store, file: str, start: int, end: int) -> str:
    """The sentence, or the clause between its marks, that holds `start:end` of a file's text."""
    first = max(0, start - REACH)
    text = store.text(file, first, end + REACH)
    borders = [*_breaks(text), *((m.start(), m.end()) for m in _STOP.finditer(text))]
    begin = max((after for _, after in borders if after <= start - first), default=0)
    stop = min((before for before, _ in borders if before >= end - first), default=len(text))
    return text[begin:stop].strip()
