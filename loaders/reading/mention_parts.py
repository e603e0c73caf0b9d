"""What all namings of instruments share: rules, the date and issuer behind them, the block in which they stand."""

import re
from bisect import bisect_right
from functools import cache, lru_cache

from graph.dates import partial
from graph.issuers import canonical_issuer, issuer_of
from loaders.reading.context import Reading
from loaders.reading.issuers import issuer_behind
from loaders.reading.numerals import spoken_date
from loaders.reading.ruleset import ruleset


@cache
def rule(name: str) -> re.Pattern[str]:
    """The compiled pattern of a rule of `mentions`."""
    return ruleset("mentions")[name].regex


def block_at(reading: Reading, offset: int) -> int:
    """Index of the block in which a character of the view stands."""
    starts = reading.starts
    return max(bisect_right(starts, offset) - 1, 0)


def behind(text: str, end: int) -> tuple[str | None, str | None, int]:
    """Date, issuer's words and the end of the mention whose number ends at `end`."""
    issued: str | None = None
    issuer: str | None = None
    date = rule("date")
    for _ in range(3):
        match = date.match(text, end) if issued is None else None
        if match:
            issued = read_date(match[0])
            end = match.end()
            if text[end : end + 1] == ")" and "(" in match[0]:
                end += 1
            continue
        span = issuer_behind(text, end) if issuer is None else None
        if span:
            issuer, end = text[span[0] : span[1]], span[1]
            continue
        break
    return issued, issuer, end


@lru_cache(maxsize=4096)
def read_date(words: str) -> str | None:
    """The partial date that words say.

    >>> read_date("ngày 15 tháng 7 năm 2021"), read_date("tháng 5/2026"), read_date("năm 2013")
    ('2021-07-15', '2026-05', '2013')
    """
    full = rule("figures").search(words)
    if full:
        return partial(int(full["y"]), int(full["m"]), int(full["d"]))
    month = rule("month_figures").search(words)
    if month:
        return partial(int(month["y"]), int(month["m"]))
    year = rule("year_figures").search(words)
    return partial(int(year["y"])) if year else spoken_date(words)


def settled_issuer(words: str | None, kind: str, code: str | None, place: str | None) -> str | None:
    """The issuer that the words name or, where there are none, the symbol."""
    if words == "Bộ trưởng":  # of which ministry, the symbol says
        words = None
    said = canonical_issuer(words, place, code) if words else None
    return said or (issuer_of(kind, code, place) if not words else None)
