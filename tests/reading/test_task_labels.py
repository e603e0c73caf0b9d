"""Labels of work: who leads, who works along, until when, below a line of work or at its end."""

import doctest

import pytest

from loaders.reading import task_labels
from loaders.reading.task_labels import read_labels, storable
from tests.reading.test_tasks import tasks, who


def test_the_examples_in_the_docstrings_hold() -> None:
    """What the docstrings show is so."""
    assert doctest.testmod(task_labels).failed == 0


WORK = "I. NHIỆM VỤ\n1. Rà soát quy trình cấp phép xây dựng trên địa bàn tỉnh"


@pytest.mark.parametrize(
    "said",
    [
        ".\n(Cơ quan chủ trì: Sở Xây dựng; cơ quan phối hợp: Sở Nội vụ; thời gian hoàn thành: quý II/2026)\n",
        ".\nCơ quan chủ trì: Sở Xây dựng; cơ quan phối hợp: Sở Nội vụ; thời gian hoàn thành: quý II/2026.\n",
        ".\nChủ trì: Sở Xây dựng. Phối hợp: Sở Nội vụ. Thời hạn: quý II/2026.\n",
        ".\n- Cơ quan chủ trì: Sở Xây dựng; cơ quan phối hợp: Sở Nội vụ.\n- Thời gian: quý II/2026.\n",
        " (Chủ trì: Sở Xây dựng; Phối hợp: Sở Nội vụ; Thời gian: quý II/2026).\n",
        ". Cơ quan chủ trì: Sở Xây dựng, cơ quan phối hợp: Sở Nội vụ, thời gian hoàn thành: quý II/2026.\n",
        " (Sở Xây dựng chủ trì, Sở Nội vụ phối hợp; hoàn thành trong quý II/2026).\n",
        ".\n(Sở Xây dựng chủ trì; Sở Nội vụ phối hợp; hoàn thành trong quý II/2026)\n",
        ".\n(Giao Sở Xây dựng chủ trì, phối hợp với Sở Nội vụ thực hiện trong quý II/2026)\n",
    ],
)
def test_labels_give_roles_and_the_deadline_to_their_work(said: str) -> None:
    """Below the work or at its end, in a bracket or not: one task."""
    (task,) = tasks(WORK + said)
    assert task.text.startswith("Rà soát quy trình")
    assert who(task) == {("Sở Xây dựng", "l"), ("Sở Nội vụ", "c")}
    assert [(d.start, d.end) for d in task.due] == [("2026-04-01", "2026-06-30")]


def test_a_bracket_inside_a_label_and_lists_of_fields_stay_whole() -> None:
    """'các Sở: A, B' is two bodies, a bracket in a value closes nothing."""
    found = read_labels(
        "Tập huấn (Chủ trì: Văn phòng UBND tỉnh (Trung tâm Hành chính công); phối hợp: các Sở: Y tế, Nội vụ; sản phẩm: Tài liệu)"
    )
    assert found
    assert [r for _, r in found.roles] == ["lead", "coordinate", "coordinate"]
    assert [n for n, _ in found.roles[1:]] == ["Sở Y tế", "Sở Nội vụ"]
    assert found.deliverable == "Tài liệu"


def test_a_bracket_below_a_bullet_speaks_of_that_bullet() -> None:
    """Each bullet has its own; the heading above them is no task."""
    found = tasks(
        "I. NHIỆM VỤ\n1. Công tác tuyên truyền\n- Biên soạn tờ gấp tuyên truyền.\n(Chủ trì: Sở Y tế)\n"
        "- Phát sóng chuyên mục hằng tuần.\n(Chủ trì: Sở Nội vụ; thời gian: Quý I/2026)\n"
    )
    assert [(t.text, who(t)) for t in found] == [
        ("Biên soạn tờ gấp tuyên truyền.", {("Sở Y tế", "l")}),
        ("Phát sóng chuyên mục hằng tuần.", {("Sở Nội vụ", "l")}),
    ]


def test_a_role_in_a_bracket_behind_a_body_is_no_label() -> None:
    """'Sở Y tế (cơ quan chủ trì)' names a body."""
    assert read_labels("4. Sở Y tế (cơ quan chủ trì), các sở, ngành") is None
    assert read_labels("Sở Y tế: Chủ trì, phối hợp với các sở tổ chức thực hiện.") is None


def test_what_is_no_name_is_never_stored() -> None:
    """Lists, labels and torn brackets."""
    assert not any(map(storable, ("Sở Y tế; phối hợp", "Sở: Y tế", "Sở Y tế)", "")))
    assert storable("UBND xã Kim Liên (cũ)")


def test_a_paragraph_below_its_title_is_the_work_that_labels_speak_of() -> None:
    """'a) Rà soát văn bản' only names it; a time below a task of its own completes that task."""
    found = tasks(
        "II. NHIỆM VỤ\na) Rà soát văn bản\nRà soát, đề xuất sửa đổi các văn bản có liên quan đến dữ liệu dùng chung.\n"
        "- Đơn vị chủ trì: Sở Tư pháp.\n- Thời gian thực hiện: Quý III năm 2026.\n"
        "b) Sở Nội vụ tổng hợp kết quả, báo cáo Chủ tịch UBND tỉnh.\nThời gian hoàn thành: trước ngày 15/11/2026.\n"
    )
    assert [(t.text[:18], t.deadline) for t in found] == [
        ("Rà soát, đề xuất s", "Quý III năm 2026"), ("Sở Nội vụ tổng hợp", "trước ngày 15/11/2026"),
    ]  # fmt: skip


def test_a_label_may_hold_a_sentence() -> None:
    """'Phân công thực hiện: Sở A chủ trì; các xã phối hợp' says the roles itself."""
    (found,) = tasks(
        "II. NHIỆM VỤ\n1. Dự trữ vật tư, phương tiện\n+ Phân công thực hiện: Sở Y tế chủ trì tham mưu; Sở Nội vụ phối hợp.\n"
        "+ Thời hạn hoàn thành: 30/8/2026.\n"
    )
    assert {(a.said, a.role) for a in found.assignees} == {("Sở Y tế", "lead"), ("Sở Nội vụ", "coordinate")}
    assert found.deadline == "30/8/2026"
