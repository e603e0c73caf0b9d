"""What is quoted of a clause that is far too long: a window around the words that matter, cut where words end.

A document that names a thousand numbers in one sentence would else be quoted a thousand times over.
"""

_LONGEST = 1200  # characters: clauses that people write are shorter and are quoted whole
_AROUND = 300  # kept on each side of the words that matter
_LOOK = 150  # of those the outer ones, where a mark that parts clauses is the better place to cut
_MARKS = ("; ", ". ", ": ", ", ")


def excerpt(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """`start:end` where it is short; else what stands around `first:last` in it.

    >>> said = "một hai, " * 200
    >>> low, high = excerpt(said, 0, len(said), 900, 903)
    >>> (low, high, said[low:low + 7], said[high - 7:high])
    (603, 1195, 'một hai', 'một hai')
    """
    if end - start <= _LONGEST:
        return start, end
    low, high = max(start, first - _AROUND), min(end, last + _AROUND)
    return (_begin(text, low, first) if low > start else start), (_stop(text, last, high) if high < end else end)


def _begin(text: str, low: int, first: int) -> int:
    """Behind the first mark, else the first blank, from `low` on."""
    look = min(first, low + _LOOK)
    places = [text.find(mark, low, look) for mark in _MARKS]
    at = min((p + 2 for p in places if p >= 0), default=text.find(" ", low, first) + 1)
    return at or low


def _stop(text: str, last: int, high: int) -> int:
    """Before the last mark, else the last blank, up to `high`."""
    at = max(text.rfind(mark, max(last, high - _LOOK), high) for mark in _MARKS)
    at = at if at >= 0 else text.rfind(" ", last, high)
    return at if at >= 0 else high
