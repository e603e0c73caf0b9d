"""Markdown: its marks stay in the text, no segment holds those of a line's beginning, the view none at all."""

import pytest

from graph.record import to_json
from loaders.extraction import extract
from loaders.loading import load
from loaders.reading.blocks import build
from loaders.text import Segment

PLAN = """---
title: Mẫu
---
# ỦY BAN NHÂN DÂN TỈNH LAI CHÂU

## KẾ HOẠCH ##
**Cải cách hành chính năm 2026**

> Căn cứ Nghị quyết số 76/NQ-CP[^1] ngày 15/7/2021 của Chính phủ;

1\\. Sở *Nội vụ* chủ trì.

| TT | Nhiệm vụ | Cơ quan |
|---:|:--------|--------|
| 1 | Rà soát<br>thủ tục | Sở Tư pháp |

[^1]: Về Chương trình tổng thể
    giai đoạn 2021 - 2030.

Đoạn cuối.
"""


def said(text: str, segments: list[Segment]) -> list[tuple[str, str]]:
    return [(s.kind, text[s.start : s.end]) for s in segments]


def test_marks_of_lines() -> None:
    """Headings with their level, quotes, notes with their mark, cells in lines, a page's properties apart."""
    loaded = load(PLAN.encode(), "a.md")
    assert loaded.text == PLAN
    assert said(loaded.text, [s for s in loaded.segments if s.kind != "running"]) == [
        ("heading", "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU"),
        ("heading", "KẾ HOẠCH"),
        ("body", "**Cải cách hành chính năm 2026**"),
        ("body", "Căn cứ Nghị quyết số 76/NQ-CP[^1] ngày 15/7/2021 của Chính phủ;"),
        ("body", "1\\. Sở *Nội vụ* chủ trì."),
        *[("cell", words) for words in ("TT", "Nhiệm vụ", "Cơ quan", "1", "Rà soát", "thủ tục", "Sở Tư pháp")],
        ("footnote", "Về Chương trình tổng thể"),
        ("footnote", "giai đoạn 2021 - 2030."),
        ("body", "Đoạn cuối."),
    ]
    assert [s.level for s in loaded.segments if s.kind == "heading"] == [1, 2]
    assert {s.mark for s in loaded.segments if s.kind == "footnote"} == {"1"}


def test_the_view_has_no_marks() -> None:
    """Emphasis, escapes and references are not read; the reference is known as one."""
    view, blocks = build(load(PLAN.encode(), "a.md"))
    words = [view.text[b.start : b.end] for b in blocks]
    assert "Cải cách hành chính năm 2026" in words
    assert "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;" in words
    assert "1. Sở Nội vụ chủ trì." in words
    assert "Về Chương trình tổng thể giai đoạn 2021 - 2030." in words
    assert [mark.mark for mark in view.marks] == ["1"]


def test_a_marked_title_is_a_title() -> None:
    """'# KẾ HOẠCH' is a title line."""
    text = "Số: 1/KH-UBND\n\n# KẾ HOẠCH\n## Chuyển đổi số năm 2024\n\n## I. MỤC ĐÍCH\nNâng cao.\n"
    found = extract(text.encode(), "a").documents[0]
    assert (found.type, found.title) == ("Kế hoạch", "Chuyển đổi số năm 2024")


def test_underlined_headings_and_hard_breaks() -> None:
    """The older form of headings; two blanks or a stroke at a line's end part it from the next."""
    loaded = load("KẾ HOẠCH\n===\nDòng một của đoạn văn  \nDòng hai\\\nDòng ba\n".encode(), "a.md")
    assert [(s.kind, s.hard) for s in loaded.segments if s.kind != "running"] == [
        ("heading", True), ("body", True), ("body", True), ("body", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "format_"),
    [
        ("Điều 1.", "a.md", "md"), ("Điều 1.", "a.markdown", "md"), ("Điều 1.", "a.txt", "txt"),
        ("Số: 1/KH\n\n## Mục tiêu\n", "a.txt", "md"), ("| a | b |\n|---|---|\n", "a", "md"),
        ("Điều 1 #2", "a", "txt"), ("| Số hiệu | 12 |", "a.txt", "txt"), ("-----\nĐiều", "a.txt", "txt"),
    ],
)  # fmt: skip
def test_known_by_ending_or_content(text: str, name: str, format_: str) -> None:
    """The ending says so, or a heading's or table's marks."""
    assert load(text.encode(), name).format == format_


def test_a_cited_quote_keeps_its_place() -> None:
    """Offsets of a record point into the text with its marks."""
    record = extract(PLAN.encode(), "a.md")
    assert record.format == "md"
    mention = next(m for m in record.mentions if "76/NQ-CP" in m.text)
    assert record.text[mention.start : mention.end] == mention.text
    assert to_json(record)
