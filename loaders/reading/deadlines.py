"""Deadlines: the words of the text that say when, and what they mean (`due`).

A time that belongs to a noun ("kế hoạch hằng năm") or dates an instrument ("Nghị quyết … ngày 15/7/2021") is none.
"""

import calendar
import re
from bisect import bisect_left, insort
from functools import lru_cache

from graph.bodies import plain
from graph.dates import partial
from graph.patterns import pattern
from graph.record import Due
from loaders.reading.lexicon import has_any, rules, tuple_of
from loaders.reading.octets import octets
from loaders.reading.ruleset import ruleset
from loaders.reading.trials import Trials

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_EVERY = rules("deadlines")["every"]
_FINDERS = (
    "periodic", "within", "by", "weekday", "of_every", "reported", "supplied", "reviewed", "once_every", "yearly",
    "at_most", "session", "occasion", "review", "labelled", "point",
)  # fmt: skip
_INSIDE = ("reported", "supplied", "reviewed", "labelled")  # the time is a part of what these find
_HALVES = tuple_of("deadlines", "halves")
_SEEN = tuple_of("deadlines", "seen")
_NEAR = tuple_of("deadlines", "near")
_WITHIN = tuple_of("deadlines", "within_period")
_FINAL = tuple_of("deadlines", "final")
_DATING = tuple_of("deadlines", "dating")


def find_deadlines(text: str, low: str | None = None, narrow: bytes | None = None) -> list[tuple[int, int]]:
    """The spans of a paragraph that say when its duty is due, in order.

    `low` is its `plain` form and `narrow` that as `octets`, where they are at hand.

    >>> t = "Gửi báo cáo trước ngày 25/11/2022; hằng năm tổng kết kế hoạch hằng năm."
    >>> [t[a:b] for a, b in find_deadlines(t)]
    ['trước ngày 25/11/2022', 'hằng năm']
    """
    low = plain(text) if low is None else low
    found: list[tuple[int, int]] = []
    for name in _tried(octets(low) if narrow is None else narrow):
        for match in ruleset("deadlines")[name].regex.finditer(low):
            start, end = match.span("when") if name in _INSIDE else match.span()
            end = len(low[:end].rstrip(" ,"))
            if _free(found, start, end) and not _of_noun(name, low, start):
                insort(found, (start, end))
    return found


def _free(found: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a span touches none of those found, which are in order and apart."""
    n = bisect_left(found, (end,))
    return n == 0 or found[n - 1][1] <= start


def _tried(narrow: bytes) -> list[str]:
    """The rules of which the words stand in the text: of every list one."""
    tried = _trials().of(narrow)
    return [name for name in _FINDERS if name in tried] if "seen" in tried else []


@lru_cache(maxsize=1)
def _trials() -> Trials:
    return Trials("deadlines", seen=_SEEN)


def deadline_behind(text: str) -> str | None:
    """The deadline of a sentence that says nothing but until when.

    >>> deadline_behind("Hoàn thành trước ngày 30/4/2026. Mức chi theo quy định."), deadline_behind("Mức chi …")
    ('Hoàn thành trước ngày 30/4/2026', None)
    """
    if not ruleset("deadlines")["afterwards"].regex.match(plain(text[:60])):
        return None
    end = text.find(". ", 3, 140)
    said = text[: end if end >= 0 else 140]
    return deadline_words(said, find_deadlines(said))


def _of_noun(name: str, low: str, start: int) -> bool:
    """Whether the words before make the time a part of a name or a noun."""
    if name != "by" or _final(low, start):
        return False
    near = low.startswith(_NEAR, start)
    if low.startswith(_WITHIN, start):  # 'ban hành Kế hoạch trong quý I' is due
        return bool(ruleset("deadlines")["told"].regex.search(low[max(0, start - 46) : start]))
    left = low[max(0, start - (14 if near else 46)) : start]
    cut = max(left.rfind(";"), left.rfind(". "), left.rfind(": "))
    left = left[cut + 1 :] if cut >= 0 else left
    if low.startswith("vào năm", start):  # 'sơ kết, đánh giá kết quả vào năm 2028' is due, 'ban hành vào năm' dates
        return has_any(left, _DATING)
    if low.startswith(_HALVES, start):
        return bool(ruleset("deadlines")["told"].regex.search(left))
    return bool(ruleset("deadlines")["noun"].regex.search(left))


def _final(low: str, start: int) -> bool:
    """'… hoàn thành trước ngày …': words that make a date a deadline whatever stands before."""
    return low.startswith(_FINAL, start)


def deadline_words(text: str, spans: list[tuple[int, int]]) -> str | None:
    """The deadlines of a paragraph as one string, joined by '; '."""
    return "; ".join(text[a:b] for a, b in spans) or None


@lru_cache(maxsize=1)
def _kinds() -> dict[str, re.Pattern[str]]:
    return {row["id"]: pattern(f"deadlines.kinds.{row['id']}", row["pattern"]) for row in rules("deadlines")["kinds"]}


@lru_cache(maxsize=8192)
def read_due(words: str, year: int | None = None) -> tuple[Due, ...]:
    """What the words of a deadline mean; `year`: of a plan for one year, which a day, month or quarter may leave out.

    >>> [(d.kind, d.start, d.end) for d in read_due("quý II/2025")]
    [('fixed', '2025-04-01', '2025-06-30')]
    >>> [(d.kind, d.recurrence) for d in read_due("Hằng năm")], [d.kind for d in read_due("Thường xuyên")]
    ([('recurring', 'yearly')], ['continuous'])
    >>> [(d.start, d.end) for d in read_due("trước ngày 15/11", 2026)], [d.end for d in read_due("Quý I, II", 2026)]
    ([(None, '2026-11-15')], ['2026-06-30'])
    """
    low, found = plain(" ".join(words.split())), []
    for part in low.split(";"):
        due = None if _kinds()["session"].search(part) else _fixed(_dated(part, year)) or _recurring(part)
        if due is None and _kinds()["always"].search(part):
            due = Due(kind="continuous", start=None, end=None, recurrence=None, event=None)
        if due is None and _kinds()["event"].search(part):
            due = Due(kind="event", start=None, end=None, recurrence=None, event=" ".join(words.split()).strip(" .;"))
        if due and due not in found:
            found.append(due)
    return tuple(found)


def _dated(low: str, year: int | None) -> str:
    """With the year of the plan, where one day, month or list of quarters stands without any and does not recur."""
    kinds = _kinds()
    if year is None or kinds["year"].search(low) or kinds["every"].search(low) or "định kỳ" in low:
        return low
    for kind in ("day_month", "month", "quarters", "quarter"):
        found = list(kinds[kind].finditer(low))
        if found:
            return f"{low[: found[0].end()]} năm {year}{low[found[0].end() :]}" if len(found) == 1 else low
    return f"năm {year}" if kinds["this_year"].search(low) else low


def _fixed(low: str) -> Due | None:
    """A day, a month, a quarter or years with their year: whole days from the first to the last."""
    kinds = _kinds()
    full = list(kinds["full_day"].finditer(low))
    if full:
        days = [partial(int(m["y"]), int(m["m"]), int(m["d"])) for m in full]
        return _due(days[0] if len(days) > 1 or not kinds["until"].search(low) else None, days[-1])
    if half := kinds["half"].search(low):
        y = int(half["y"])
        months_of = (1, 6) if half["half"] == "đầu" else (7, 12)
        return _due(_first(y, months_of[0], low), _last(y, months_of[1]))
    quarter = kinds["quarter"].search(low)
    year = kinds["years"].search(low) or kinds["year"].search(low)
    if quarter and (several := kinds["quarters"].search(low, quarter.start())):
        return _from_to([(_QUARTERS[m["q"]], m["y"]) for m in kinds["one_of_quarters"].finditer(several[0])])
    if quarter and (quarter["y"] or (year and not kinds["every"].search(low))):
        n, y = _QUARTERS[quarter["q"]], int(quarter["y"] or year["y"])  # type: ignore[index]
        return _due(_first(y, 3 * n - 2, low), _last(y, 3 * n))
    months = [m for m in kinds["month"].finditer(low) if 1 <= int(m["m"]) <= 12]
    if months and months[-1]["y"]:
        y, m = int(months[-1]["y"]), int(months[-1]["m"])
        if len(months) > 1:  # 'từ tháng 3 đến tháng 6/2026'
            return _due(partial(int(months[0]["y"] or y), int(months[0]["m"]), 1), _last(y, m))
        if low[: months[0].start()].endswith("trước "):
            y, m = (y, m - 1) if m > 1 else (y - 1, 12)
        return _due(_first(y, m, low), _last(y, m))
    if year and not kinds["every"].search(low):
        until = year.groupdict().get("z") or year["y"]
        return _due(_first(int(year["y"]), 1, low if not year.groupdict().get("z") else ""), _last(int(until), 12))
    return None


def _from_to(quarters: list[tuple[int, str | None]]) -> Due | None:
    """From the first quarter to the last; one without its year has that of the next."""
    year = next((y for _, y in reversed(quarters) if y), None)
    if year is None:
        return None
    (begin, own), (end, _) = quarters[0], quarters[-1]
    start = int(own or year) - (own is None and begin > end)  # 'quý IV - quý I/2026'
    return _due(partial(start, 3 * begin - 2, 1), _last(int(year), 3 * end))


def _first(year: int, month: int, low: str) -> str | None:
    return None if _kinds()["until"].search(low) else partial(year, month, 1)


def _last(year: int, month: int) -> str | None:
    return partial(year, month, calendar.monthrange(year, month)[1])


def _due(start: str | None, end: str | None) -> Due | None:
    return Due(kind="fixed", start=start, end=end, recurrence=None, event=None) if start or end else None


def _recurring(low: str) -> Due | None:
    """'Quý I hàng năm', 'trước 30/10 hằng năm', 'định kỳ hằng quý': how often, and which part of it."""
    kinds = _kinds()
    if day := kinds["of_quarter"].search(low):
        return Due(kind="recurring", start=None, end=None, recurrence="quarterly", event=day[0])
    often = [m["what"] or m["also"] for m in kinds["every"].finditer(low)]
    if not often and not kinds["quarter"].search(low) and not kinds["month"].search(low) and "định kỳ" not in low:
        day = kinds["day_month"].search(low)
        if not day:
            return None
    which = next((m[0] for k in ("quarter", "month", "day_month") if (m := kinds[k].search(low))), None)
    every = ", ".join(dict.fromkeys(_EVERY[o] for o in often)) or ("yearly" if which else "periodic")
    return Due(kind="recurring", start=None, end=None, recurrence=every, event=which)
