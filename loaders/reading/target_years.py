"""The year that a goal is due: said in its clause, or by what stands before it."""

import re

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
    behind = [y for a, _, y in years if at <= a <= min(at + 12, until - 1)]
    if behind:
        return behind[0]
    before = [y for a, _, y in years if part <= a < at]
    if before:
        return before[-1]
    after = [y for a, _, y in years if at < a < until]
    return after[0] if after else None


def head_year(years: list[tuple[int, int, int]], starts: list[int], at: int) -> int | None:
    """The year at the head of a sentence (they begin at `starts`) before `at`: it governs those behind it too."""
    heads = [y for a, _, y in years if a < at and any(0 <= a - s <= 24 for s in starts)]
    return heads[-1] if heads else None
