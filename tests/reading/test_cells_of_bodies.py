"""Cells that name several bodies: each on a paragraph of its own, numbered, or all of them led by the unit of the row."""

from docx import Document

from graph.record import Task
from loaders.extraction import extract
from tests.making_docx import saved

HEAD = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"]


def tasks(head: list[str], *rows: list[str]) -> list[Task]:
    """Tasks of a plan's annex; a line break in a cell is a paragraph of Word."""
    document = Document()
    for words in ("KẾ HOẠCH", "Thực hiện chuyển đổi số năm 2026 (MẪU)", "PHỤ LỤC PHÂN CÔNG NHIỆM VỤ"):
        document.add_paragraph(words)
    table = document.add_table(len(rows) + 1, len(head))
    for n, texts in enumerate([head, *rows]):
        for cell, text in zip(table.rows[n].cells, texts, strict=True):
            first, *others = text.split("\n")
            cell.text = first
            for other in others:
                cell.add_paragraph(other)
    return [task for task in extract(saved(document), "bang.docx").tasks if task.kind == "table"]


def named(task: Task, role: str) -> list[str]:
    return [a.organization for a in task.assignees if a.role == role]


def test_a_paragraph_that_stands_for_itself_parts_bodies() -> None:
    """Two paragraphs are two bodies; one that was broken in the middle of a name is one."""
    rows = [
        ["1", "Xây dựng cơ chế tài chính.", "Bộ Tài chính", "Bộ Nội vụ\nCơ quan, tổ chức liên quan", "Quý IV/2026"],
        ["2", "Xây dựng nền tảng số.", "Bộ Khoa học và\nCông nghệ", "Bộ Công an", "Quý IV/2026"],
    ]
    first, second = tasks(HEAD, *rows)
    assert named(first, "coordinate") == ["Bộ Nội vụ", "Cơ quan, tổ chức liên quan"]
    assert named(second, "lead") == ["Bộ Khoa học và Công nghệ"]


def test_numbers_in_brackets_part_bodies() -> None:
    """'(1) … (2) …' in a cell."""
    row = ["1", "Ban hành quy định.", "Bộ Công an", "(1) Bộ Tư pháp\n(2) Văn phòng Chính phủ", "Quý I/2026"]
    (task,) = tasks(HEAD, row)
    assert named(task, "coordinate") == ["Bộ Tư pháp", "Văn phòng Chính phủ"]


def test_the_unit_beside_tasks_that_it_leads() -> None:
    """Under 'Nhiệm vụ chủ trì' whoever the row names leads."""
    head = ["STT", "Đơn vị", "Nhiệm vụ chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành"]
    (task,) = tasks(head, ["1", "Bộ Nội vụ", "Hướng dẫn vị trí việc làm.", "Bộ Tài chính", "Quý I/2026"])
    assert (named(task, "lead"), named(task, "coordinate")) == (["Bộ Nội vụ"], ["Bộ Tài chính"])
