"""Deadlines as days: steps, days and months that the words name, and the document's period."""

import pytest

from graph.record import Due
from graph.store.port import InstrumentRow
from queries.due_days import MOST, dated, days


def document(issued: str | None = "2025-12-09", period: tuple[int, int] | None = (2026, 2027)) -> InstrumentRow:
    return InstrumentRow(
        id="x", type="Kế hoạch", code=None, issued=issued, issuer=None, title=None, loaded=True, period=period
    )


def every(recurrence: str) -> list[Due]:
    return [Due(kind="recurring", start=None, end=None, recurrence=recurrence, event=None)]


@pytest.mark.parametrize(
    ("recurrence", "words", "count", "first"),
    [
        ("monthly", "hằng tháng", 18, "2026-01-31"),
        ("monthly", "trước ngày 20 hằng tháng", 18, "2026-01-20"),
        ("monthly", "ngày 31 hằng tháng", 18, "2026-01-31"),
        ("quarterly", "hằng quý", 6, "2026-03-31"),
        ("quarterly", "trước ngày 05 tháng cuối quý", 6, "2026-03-05"),
        ("half-yearly", "6 tháng một lần", 3, "2026-06-30"),
        ("yearly", "hằng năm", 1, "2026-12-31"),
        ("yearly", "trước ngày 15/12 hằng năm", 1, "2026-12-15"),
        ("yearly", "trước ngày 15 tháng 3 hằng năm", 2, "2026-03-15"),
        ("yearly", "Tháng 12 hằng năm", 1, "2026-12-31"),
        ("yearly", "Quý I hằng năm", 2, "2026-03-31"),
        ("quarterly, half-yearly, yearly", "hằng quý, 6 tháng, năm", 6, "2026-03-31"),
        ("weekly", "hằng tuần", 77, "2026-01-08"),
        ("periodic", "định kỳ", 0, None),
    ],
)
def test_what_recurs(recurrence: str, words: str, count: int, first: str | None) -> None:
    """Until the middle of 2027, within 2026-2027, not before the plan."""
    found = days(every(recurrence), words, document(), "2027-06-30").days
    assert (len(found), found[0] if found else None) == (count, first)
    assert dated(every(recurrence), document()) == bool(count)


def test_the_period_ends_it() -> None:
    """Nothing recurs behind the period; without one it goes on, without any date nobody knows from when on."""
    assert days(every("yearly"), "hằng năm", document(), "2040").days[-1] == "2027-12-31"
    assert days(every("yearly"), "hằng năm", document(period=None), "2040").days[-1] == "2040-12-31"
    assert days(every("yearly"), "hằng năm", document(None, None), "2040").days == []
    assert not dated(every("yearly"), document(None, None))
    assert days(every("monthly"), "hằng tháng", document("2026-05", None), "2026-06-30").days == [
        "2026-05-31",
        "2026-06-30",
    ]


def test_fixed_days() -> None:
    """The last day of what is said; several deadlines give several days."""
    due = [
        Due(kind="fixed", start=None, end=end, recurrence=None, event=None) for end in ("2026-11-20", "2026-02", "2026")
    ]
    assert days(due, "…", document(), "2026-12-31").days == ["2026-02-28", "2026-11-20", "2026-12-31"]
    assert days(due, "…", document(), "2026-03-01").days == ["2026-02-28"]
    other = [Due(kind=kind, start=None, end=None, recurrence=None, event="sau khi") for kind in ("continuous", "event")]  # type: ignore[arg-type]
    assert days(other, "thường xuyên", document(), "2030").days == []
    assert not dated(other, document())


@pytest.mark.parametrize(("recurrence", "first", "count"), [("daily", "2026-11-01", 30), ("weekly", "2026-11-04", 4)])
def test_counted_from_the_day_asked_for(recurrence: str, first: str, count: int) -> None:
    """A duty of every day in a plan of years ago is found today, on the days that its own beginning gives."""
    plan = document("2022-03-02", None)
    found = days(every(recurrence), "hằng ngày", plan, "2026-11-30", "2026-11-01")
    assert (found.days[0], len(found.days), found.cut) == (first, count, False)
    whole = days(every("weekly"), "hằng tuần", plan, "2026-11-30").days
    assert whole[:2] == ["2022-03-09", "2022-03-16"]
    assert whole[-4:] == days(every("weekly"), "hằng tuần", plan, "2026-11-30", "2026-11-01").days


def test_more_days_than_are_listed_are_said() -> None:
    """The first thousand, and that there are more; the end of time is no fault."""
    plan = document("2022-01-01", None)
    found = days(every("daily"), "hằng ngày", plan, "2026-12-31")
    assert (found.days[0], len(found.days), found.cut) == ("2022-01-02", MOST, True)
    assert not days(every("daily"), "hằng ngày", plan, "2024-09-27").cut
    assert days(every("daily"), "hằng ngày", plan, "9999", "9999-12-30").days == ["9999-12-30", "9999-12-31"]
    assert days(every("daily"), "hằng ngày", plan, "2021") == days([], "", plan, "2021")
