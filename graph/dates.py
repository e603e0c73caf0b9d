"""Partial dates: '2021', '2021-07' and '2021-07-15' are all legal values, and each is an interval of whole days."""

import calendar
import datetime
from functools import lru_cache

OPEN_START, OPEN_END = 0, 99991231
Interval = tuple[int, int]


@lru_cache(maxsize=16384)
def interval(date: str | None) -> Interval:
    """First and last day as YYYYMMDD integers; None is every day there is.

    >>> interval("2023"), interval("2024-02"), interval("2021-07-15")
    ((20230101, 20231231), (20240201, 20240229), (20210715, 20210715))
    """
    if date is None:
        return OPEN_START, OPEN_END
    parts = [int(p) for p in date.split("-")]
    year = parts[0]
    if len(parts) == 1:
        return year * 10000 + 101, year * 10000 + 1231
    month = parts[1]
    if len(parts) == 2:
        return year * 10000 + month * 100 + 1, year * 10000 + month * 100 + calendar.monthrange(year, month)[1]
    day = year * 10000 + month * 100 + parts[2]
    return day, day


@lru_cache(maxsize=16384)
def partial(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """A partial date, or None where there is no such day.

    >>> partial(2021, 7, 15), partial(2021, 7), partial(2021, 2, 30)
    ('2021-07-15', '2021-07', None)
    """
    if not 1900 <= year <= 2200 or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def typed(text: str) -> str | None:
    """The partial date that a person typed, or None: ISO, or day, month and year with strokes.

    >>> typed("2026-12-31"), typed("31/12/2026"), typed("6/2026"), typed("2026"), typed("31/2/2026"), typed("x")
    ('2026-12-31', '2026-12-31', '2026-06', '2026', None, None)
    """
    parts = text.strip().split("-") if "-" in text else text.strip().split("/")[::-1]
    if not 1 <= len(parts) <= 3 or not all(p.isascii() and p.isdigit() and len(p) <= 4 for p in parts):
        return None
    return partial(*map(int, parts))


def days_after(date: str | None, days: int) -> str | None:
    """So many days after a whole day; None where the day is not known.

    >>> days_after("2017-01-20", 15), days_after("2017-01", 15)
    ('2017-02-04', None)
    """
    if precision(date) < 3 or date is None:
        return None
    return (datetime.date.fromisoformat(date) + datetime.timedelta(days=days)).isoformat()


def precision(date: str | None) -> int:
    """0 unknown, 1 year, 2 month, 3 day."""
    return 0 if date is None else date.count("-") + 1


def compatible(a: str | None, b: str | None) -> bool:
    """Whether the two can be the same day."""
    (a0, a1), (b0, b1) = interval(a), interval(b)
    return a0 <= b1 and b0 <= a1


def more_precise(a: str | None, b: str | None) -> str | None:
    """The one that says more; the first where they say as much."""
    return b if precision(b) > precision(a) else a
