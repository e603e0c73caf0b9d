"""Deadlines as days: steps, days and months that the words name, and the document's period."""

import pytest

from graph.record import Due
from graph.store.port import InstrumentRow
from queries.due_days import dated, days


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
    found = days(every(recurrence), words, document(), "2027-06-30")
    assert (len(found), found[0] if found else None) == (count, first)
    assert dated(every(recurrence), document()) == bool(count)


def test_the_period_ends_it() -> None:
    """Nothing recurs behind the period; without one it goes on, without any date nobody knows from when on."""
    assert days(every("yearly"), "hằng năm", document(), "2040")[-1] == "2027-12-31"
    assert days(every("yearly"), "hằng năm", document(period=None), "2040")[-1] == "2040-12-31"
    assert days(every("yearly"), "hằng năm", document(None, None), "2040") == []
    assert not dated(every("yearly"), document(None, None))
    assert days(every("monthly"), "hằng tháng", document("2026-05", None), "2026-06-30") == ["2026-05-31", "2026-06-30"]


def test_fixed_days() -> None:
    """The last day of what is said; several deadlines give several days."""
    due = [
        Due(kind="fixed", start=None, end=end, recurrence=None, event=None) for end in ("2026-11-20", "2026-02", "2026")
    ]
    assert days(due, "…", document(), "2026-12-31") == ["2026-02-28", "2026-11-20", "2026-12-31"]
    assert days(due, "…", document(), "2026-03-01") == ["2026-02-28"]
    other = [Due(kind=kind, start=None, end=None, recurrence=None, event="sau khi") for kind in ("continuous", "event")]  # type: ignore[arg-type]
    assert days(other, "thường xuyên", document(), "2030") == []
    assert not dated(other, document())


@pytest.mark.parametrize("recurrence", ["daily", "weekly", "monthly", "yearly"])
def test_an_old_duty_goes_on(recurrence: str) -> None:
    """What came before the day that is asked from costs nothing of the days that are named."""
    old = document("2001-01-02", None)
    found = days(every(recurrence), "", old, "2026-12-31", "2026-01-01")
    whole = days(every(recurrence), "", document("2024-01-02", None), "2026-12-31", "2026-01-01")
    assert len(found) == len(whole) > 0
    assert found[0] >= "2026-01-01"
    if recurrence == "weekly":  # steps are counted from the document's date
        assert found[0] == "2026-01-06"
    assert days(every(recurrence), "", old, "9999-12-31", "9999-12-31") in ([], ["9999-12-31"])
