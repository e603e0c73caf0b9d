"""New wording that an amending article quotes: it is not the voice of the document that quotes it."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice

from loaders.reading.lexicon import tuple_of
from loaders.reading.relation_rules import words

_LONGEST = 60_000  # characters of one quoted wording
_MARKS = 120  # quotation marks in it: where more stand, one was left open
_LEADS = tuple_of("relations", "wording_leads")
_LEAD = 16  # characters: 'như sau :' and blanks before the mark
Span = tuple[int, int]


def quoted(low: str) -> list[Span]:
    """Where new wording stands: behind 'như sau:' or 'cụm từ', from its quotation mark to the one that closes it."""
    found: list[Span] = []
    if "như sau" not in low and "cụm từ" not in low:
        return found
    for start in _marks(low):
        if (found and start < found[-1][1]) or not words("wording").search(low, max(0, start - _LEAD), start + 1):
            continue
        end = _closed(low, start)
        while (more := words("wording_goes_on").match(low[end : end + 8])) is not None:
            end = _closed(low, end + more.end() - 1)
        found.append((start, end))
    return found


def _marks(low: str) -> list[int]:
    """The quotation marks that stand so near behind words that lead to new wording."""
    found: set[int] = set()
    for lead in _LEADS:
        at = low.find(lead)
        while at >= 0:
            found.update(m.start() for m in words("quotation").finditer(low, at, at + _LEAD + 1))
            at = low.find(lead, at + 1)
    return sorted(found)


def _closed(low: str, start: int) -> int:
    """Behind the mark that closes the one at `start`: none left open, at a line's end; else where that line ends."""
    depth, first = 0, None
    line = low.find("\n", start)
    line = len(low) if line < 0 else line
    for mark in islice(words("quotation").finditer(low, start, min(len(low), start + _LONGEST)), _MARKS):
        depth += 1 if mark[0] == "“" or mark.start() == start else -1
        if mark.start() == start or mark[0] == "“":
            continue
        if depth <= 0 and (mark.end() <= line or words("line_end").match(low[mark.end() : mark.end() + 8])):
            return mark.end()
        if first is None and words("line_end").match(low[mark.end() : mark.end() + 8]):
            first = mark.end()
    return first or line


def inside(spans: Sequence[Span], place: int) -> bool:
    """Whether a place stands in one of the spans."""
    at = bisect_right(spans, (place, 1 << 60)) - 1
    return at >= 0 and spans[at][0] <= place < spans[at][1]
