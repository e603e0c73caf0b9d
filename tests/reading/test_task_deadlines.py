"""Deadlines of tasks as plans write them: clock times, half-years, weeks, months of a quarter, sessions, labels."""

import pytest

from graph.record import Due
from tests.reading.test_tasks import tasks


def of(said: str) -> tuple[str | None, list[Due]]:
    """The deadline of a bullet under a body."""
    (task,) = tasks(f"I. TỔ CHỨC THỰC HIỆN\n1. Sở Xây dựng\n- {said}\n")
    return task.deadline, task.due


@pytest.mark.parametrize(
    ("said", "words", "start", "end"),
    [
        ("Gửi số liệu trước 17h00 ngày 20/5/2026.", "trước 17h00 ngày 20/5/2026", None, "2026-05-20"),
        ("Gửi số liệu chậm nhất 16 giờ 30 phút ngày 20/12/2026.", "chậm nhất 16 giờ 30 phút ngày 20/12/2026", None,
         "2026-12-20"),
        ("Kiểm tra công trình trong 6 tháng đầu năm 2026.", "trong 6 tháng đầu năm 2026", "2026-01-01", "2026-06-30"),
        ("Kiểm tra công trình trong 6 tháng cuối năm 2026.", "trong 6 tháng cuối năm 2026", "2026-07-01", "2026-12-31"),
        ("Cấp phép cho công trình. Thời hạn hoàn thành: Quý IV/2026.", "Quý IV/2026", "2026-10-01", "2026-12-31"),
        ("Cấp phép cho công trình. Hoàn thành trước ngày 30/4/2026.", "Hoàn thành trước ngày 30/4/2026", None, "2026-04-30"),
        ("Mở hội nghị trong tuần thứ 2 của tháng 3/2026.", "trong tuần thứ 2 của tháng 3/2026", "2026-03-01", "2026-03-31"),
        ("Mở hội nghị trong tuần đầu tháng 9/2025.", "trong tuần đầu tháng 9/2025", "2025-09-01", "2025-09-30"),
    ],
)  # fmt: skip
def test_a_fixed_time(said: str, words: str, start: str | None, end: str) -> None:
    """With a year: whole days; of a week only its month is sure."""
    deadline, (due,) = of(said)
    assert (deadline, due.kind, due.start, due.end) == (words, "fixed", start, end)


@pytest.mark.parametrize("day", ["ngày 05 tháng cuối quý", "ngày 15 của tháng cuối quý"])
def test_a_day_of_each_quarter(day: str) -> None:
    """It comes back every quarter."""
    deadline, (due,) = of(f"Gửi số liệu trước {day}.")
    assert deadline == f"trước {day}"
    assert (due.kind, due.recurrence) == ("recurring", "quarterly")


@pytest.mark.parametrize(
    "words",
    ["không quá 15 ngày làm việc kể từ ngày nhận được hồ sơ", "trước kỳ họp thường lệ giữa năm của HĐND tỉnh"],
)
def test_a_time_that_hangs_on_an_event(words: str) -> None:
    """Days from something, or before a session."""
    deadline, (due,) = of(f"Hoàn thiện phương án {words}.")
    assert (deadline, due.kind) == (words, "event")


def test_who_holds_the_session_is_not_reported_to() -> None:
    """'trước kỳ họp … của HĐND' says when; 'gửi UBND tỉnh qua Sở Nội vụ' says to whom."""
    found = tasks(
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Xây dựng\n- Báo cáo kết quả trước kỳ họp thường lệ giữa năm của HĐND tỉnh.\n"
        "- Tổng hợp kết quả gửi UBND tỉnh qua Sở Nội vụ.\n"
    )
    assert [t.reports_to for t in found] == [None, "UBND tỉnh Lạng Sơn"]


def test_the_sentence_behind_says_until_when() -> None:
    """The deadline belongs to the duty before it."""
    found = tasks(
        "I. KINH PHÍ\nGiao Sở Xây dựng chủ trì kiểm tra công trình. Hoàn thành trước ngày 30/4/2026. "
        "Sở Nội vụ có trách nhiệm mở lớp tập huấn. Thời hạn hoàn thành: Quý IV/2026.\n"
    )
    assert [t.deadline for t in found] == ["Hoàn thành trước ngày 30/4/2026", "Quý IV/2026"]
