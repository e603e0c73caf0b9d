"""The year that a goal is due: said in its clause, or by what stands before it."""

import re
from bisect import bisect_left, bisect_right

from loaders.reading.ruleset import ruleset


def due_years(low: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """(start, end, year) of every year in `low[start:end]` that says when; not what compares, dates or names.

    >>> due_years("đến năm 2031 giảm 5% so với năm 2025", 0, 36)
    [(0, 12, 2031)]
    """
    if "20" not in low[start:end]:
        return []
    found: dict[int, tuple[int, int, int]] = {}
    for name in ("due_by", "due_year"):
        for match in ruleset("targets")[name].regex.finditer(low, start, end):
            if match.end() not in found and not _only_compares(low, match):
                found[match.end()] = (match.start(), match.end(), int(match["y"]))
    return sorted(found.values())


def _only_compares(low: str, match: re.Match[str]) -> bool:
    return bool(ruleset("targets")["not_due"].regex.search(low, max(0, match.start() - 90), match.start()))


def due_of(years: list[tuple[int, int, int]], part: int, at: int, until: int) -> int | None:
    """The year for a number that ends at `at`, in a clause that ends at `until`: right behind it, before it, after it.

    `part` is where the sentence begins; a year of an earlier sentence holds on where it stood at its head.
    """
    right = bisect_left(years, (at,))  # the first that stands at the number's end or behind
    if right < len(years) and years[right][0] <= min(at + 12, until - 1):
        return years[right][2]
    if right and years[right - 1][0] >= part:
        return years[right - 1][2]
    right = bisect_left(years, (at + 1,))
    return years[right][2] if right < len(years) and years[right][0] < until else None


def at_heads(years: list[tuple[int, int, int]], starts: list[int]) -> list[tuple[int, int]]:
    """(start, year) of the years that stand at the head of a sentence; they begin at `starts`, in order."""
    places = ((a, bisect_right(starts, a) - 1, y) for a, _, y in years)
    return [(a, y) for a, n, y in places if n >= 0 and a - starts[n] <= 24]


def head_year(heads: list[tuple[int, int]], at: int) -> int | None:
    """The year at the head of a sentence before `at`: it governs those behind it too."""
    last = bisect_left(heads, (at,)) - 1
    return heads[last][1] if last >= 0 else None
