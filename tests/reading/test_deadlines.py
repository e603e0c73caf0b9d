"""Deadlines: the words that say when, and what they mean."""

import pytest

from loaders.reading.deadlines import deadline_words, find_deadlines, read_due


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Gửi báo cáo về Sở Nội vụ trước ngày 05/12/2026.", "trước ngày 05/12/2026"),
        ("Hằng năm, tổ chức tập huấn; hoàn thành trong quý III.", "Hằng năm; hoàn thành trong quý III"),
        ("Định kỳ hằng quý, 6 tháng, năm hoặc đột xuất báo cáo kết quả.", "Định kỳ hằng quý, 6 tháng, năm hoặc đột xuất"),
        ("Đến năm 2028 hoàn thành việc số hóa.", "Đến năm 2028"),
        ("Trình UBND tỉnh trong thời hạn 15 ngày kể từ ngày Nghị quyết có hiệu lực.",
         "trong thời hạn 15 ngày kể từ ngày Nghị quyết có hiệu lực"),
        ("Xây dựng kế hoạch hằng năm của đơn vị.", None),
        ("Thực hiện Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị.", None),
        ("Thường xuyên, kịp thời cập nhật dữ liệu giai đoạn 2026-2030.", None),
    ],
)  # fmt: skip
def test_the_words_of_a_deadline(text: str, words: str | None) -> None:
    """Times of the duty, not those that belong to a noun or date an instrument."""
    assert deadline_words(text, find_deadlines(text)) == words


@pytest.mark.parametrize(
    ("words", "kind", "start", "end", "recurrence"),
    [
        ("trước ngày 25/11/2026", "fixed", None, "2026-11-25", None),
        ("Quý II/2025", "fixed", "2025-04-01", "2025-06-30", None),
        ("trong tháng 2/2028", "fixed", "2028-02-01", "2028-02-29", None),
        ("Từ tháng 3 đến tháng 6/2026", "fixed", "2026-03-01", "2026-06-30", None),
        ("Năm 2026-2030", "fixed", "2026-01-01", "2030-12-31", None),
        ("đến năm 2030", "fixed", None, "2030-12-31", None),
        ("Quý I, quý II năm 2026", "fixed", "2026-01-01", "2026-06-30", None),
        ("Quý IV - Quý I/2026", "fixed", "2025-10-01", "2026-03-31", None),
        ("Từ Quý IV/2025 đến Quý II/2026", "fixed", "2025-10-01", "2026-06-30", None),
        ("Quý I hàng năm", "recurring", None, None, "yearly"),
        ("trước 30/10 hằng năm", "recurring", None, None, "yearly"),
        ("định kỳ hằng tháng", "recurring", None, None, "monthly"),
        ("Thường xuyên", "continuous", None, None, None),
        ("Sau khi Trung ương ban hành hướng dẫn", "event", None, None, None),
    ],
)
def test_what_a_deadline_means(
    words: str, kind: str, start: str | None, end: str | None, recurrence: str | None
) -> None:
    """Whole days where a year is said; else how often, always, or after what."""
    (due,) = read_due(words)
    assert (due.kind, due.start, due.end, due.recurrence) == (kind, start, end, recurrence)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("Quý II", "2026-04-01", "2026-06-30"),
        ("Trước ngày 15/11", None, "2026-11-15"),
        ("trong tháng 6", "2026-06-01", "2026-06-30"),
        ("Quý I, III", "2026-01-01", "2026-09-30"),
        ("Trước ngày 15/3/2027", None, "2027-03-15"),
        ("Trong năm", "2026-01-01", "2026-12-31"),
        ("Trước ngày 15/11 hằng năm", None, None),
        ("trước ngày 10/6 và ngày 10/12", None, None),
        ("hằng quý", None, None),
    ],
)
def test_a_plan_of_one_year_gives_its_year(words: str, start: str | None, end: str | None) -> None:
    """To one time that has none and does not come again; several are left as they are said."""
    (due,) = read_due(words, 2026)
    assert (due.start, due.end) == (start, end)
    assert due.kind == ("fixed" if end else "recurring")


def test_words_that_say_no_time_mean_none() -> None:
    """Nothing is guessed."""
    assert read_due("Theo chỉ tiêu được giao") == ()
    assert read_due("ngày 31/02/2026") == ()
