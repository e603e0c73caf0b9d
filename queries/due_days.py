"""Deadlines as days: what recurs is expanded within the document's period, between the days that are asked for.

A monthly duty is due at the end of each month unless its words say a day of it ('trước ngày 20 hằng tháng'), a
quarterly, half-yearly or yearly one at the end of it unless they say which day, month or quarter. What is due always,
after an event, or 'định kỳ' without a measure has no day.
"""

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from msgspec import Struct

from graph.dates import interval
from graph.folding import fold
from graph.patterns import pattern
from graph.record import Due
from graph.store.port import InstrumentRow

Standing = Literal["dated", "recurring", "undated"]
STANDINGS: tuple[Standing, ...] = ("dated", "recurring", "undated")
_YEAR = timedelta(days=366)  # what recurs is expanded so far where no last day is asked for
MOST = 1_000  # days of one deadline in the time asked for: a daily duty of three years
_MONTHS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
_DAYS = {"daily": 1, "weekly": 7}
_DAY = pattern("due_days.day", r"\bngay (\d{1,2})\b")
_DAY_MONTH = pattern("due_days.day_month", r"\b(\d{1,2}) (?:thang )?(\d{1,2})\b")
_MONTH = pattern("due_days.month", r"\bthang (\d{1,2})\b")
_QUARTER = pattern("due_days.quarter", r"\bquy (iv|i{1,3}|[1-4])\b")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


class Days(Struct, frozen=True):
    """ISO days in order; `cut`: a deadline has more than `MOST` in the time asked for, and those after are left out."""

    days: list[str] = []
    cut: bool = False


def days(
    due: Sequence[Due], words: str | None, document: InstrumentRow, until: str | None, since: str | None = None
) -> Days:
    """The days from `since` up to `until`, both included, on which a task is due.

    Of what recurs the first `MOST` from `since` on; without `until` it is looked at for a year.
    """
    begin = _day(interval(since)[0]) if since else date.min
    last = _day(interval(until)[1]) if until else date.max
    most = last if until else min(begin, date.max - _YEAR) + _YEAR
    found: set[date] = set()
    cut = False
    for one in due:
        if one.kind == "fixed" and (one.end or one.start):
            found.add(_day(interval(one.end or one.start)[1]))
        elif one.kind == "recurring":
            said = words if len(due) == 1 else one.event
            for points in _recurring(one, said or "", document, begin, most):
                some = list(islice(points, MOST + 1))
                found.update(some[:MOST])
                cut |= len(some) > MOST
    return Days([d.isoformat() for d in sorted(d for d in found if begin <= d <= last)], cut)


def standing(due: Sequence[Due]) -> Standing:
    """Whether a task has a day once and for all, comes again and again (or goes on always), or says neither."""
    if first(due):
        return "dated"
    return "recurring" if any(d.kind in ("recurring", "continuous") for d in due) else "undated"


def first(due: Sequence[Due]) -> str:
    """The earliest fixed day; "" where there is none."""
    ends = [_day(interval(end)[1]) for d in due if d.kind == "fixed" and (end := d.end or d.start)]
    return min(ends).isoformat() if ends else ""


def dated(due: Sequence[Due], document: InstrumentRow) -> bool:
    """Whether any of the deadlines has days at all."""
    return any(
        (d.kind == "fixed" and (d.end or d.start))
        or (d.kind == "recurring" and _first(d, document) is not None and _steps(d.recurrence))
        for d in due
    )


def _steps(recurrence: str | None) -> list[str]:
    return [name for name in (recurrence or "").split(", ") if name in _MONTHS or name in _DAYS]


def _first(due: Due, document: InstrumentRow) -> date | None:
    """From when on: the deadline's own beginning, else the document's date, not before its period."""
    if due.start:
        return _day(interval(due.start)[0])
    said = [_day(interval(document.issued)[0])] if document.issued else []
    said += [date(document.period[0], 1, 1)] if document.period else []
    return max(said, default=None)


def _recurring(due: Due, words: str, document: InstrumentRow, begin: date, until: date) -> Iterator[Iterator[date]]:
    """Of each of its steps the days from `begin` on, in order."""
    first = _first(due, document)
    if first is None:
        return
    ends = [until, *([date(document.period[1], 12, 31)] if document.period else [])]
    ends += [_day(interval(due.end)[1])] if due.end else []
    last = min(ends)
    steps = _steps(due.recurrence)
    for step in steps:
        said = fold(words if len(steps) == 1 else "")  # 'hằng quý, 6 tháng, năm' says no day of any of them
        if step in _DAYS:
            yield _by_days(_DAYS[step], first, begin, last)
        else:
            yield _by_months(step, said, max(first, begin), last)


def _by_days(step: int, first: date, begin: date, last: date) -> Iterator[date]:
    """Counted from the first day on, however long before `begin` that lies."""
    passed = max(1, -((first - begin).days // step))  # steps to the first day that is not before `begin`
    start = first.toordinal() + step * passed
    return map(date.fromordinal, range(start, last.toordinal() + 1, step))


def _by_months(step: str, said: str, first: date, last: date) -> Iterator[date]:
    day, month = _point(step, said)
    length = _MONTHS[step]
    for year in range(first.year, last.year + 1):
        for start in range(1, 13, length):
            at = month if month and length == 12 else start + length - 1
            end = calendar.monthrange(year, at)[1]
            point = date(year, at, min(day or end, end))
            if first <= point <= last:
                yield point


def _point(step: str, said: str) -> tuple[int | None, int | None]:
    """Day and month that the words name: (20, None) of 'trước ngày 20 hằng tháng', (15, 12) of '15/12 hằng năm'."""
    both = _DAY_MONTH.search(said)
    if step == "yearly" and both and 1 <= int(both[1]) <= 31 and 1 <= int(both[2]) <= 12:
        return int(both[1]), int(both[2])
    quarter, month, day = _QUARTER.search(said), _MONTH.search(said), _DAY.search(said)
    within = int(day[1]) if day and 1 <= int(day[1]) <= 31 else None
    if step == "yearly" and month and 1 <= int(month[1]) <= 12:
        return within, int(month[1])
    if step == "yearly" and quarter:
        return None, 3 * _QUARTERS[quarter[1]]
    return (within, None) if step != "yearly" else (None, None)


def _day(number: int) -> date:
    year, rest = divmod(number, 10000)
    return date(max(year, 1), *(divmod(rest, 100) if rest else (1, 1)))
