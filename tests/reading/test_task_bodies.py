"""Tasks by their bodies: members of committees, verbs that no list knows, offices, brackets behind a list."""

import doctest

import pytest

from loaders.reading import task_rosters
from tests.reading.test_tasks import DECISION, tasks, who


def test_the_examples_in_the_docstrings_hold() -> None:
    """What the docstrings show is so."""
    assert doctest.testmod(task_rosters).failed == 0


@pytest.mark.parametrize(
    "members",
    [
        "Điều 1. Kiện toàn Ban Chỉ đạo gồm các ông, bà sau:\n1. Trưởng ban: Phó Chủ tịch UBND tỉnh.\n2. Các ủy viên:\n"
        "- Giám đốc Sở Y tế;\n- Bộ trưởng Bộ Quốc phòng;\n- Ông Trần Văn Mẫu, Giám đốc Sở Nội vụ - Ủy viên;\n"
        "- Đại diện lãnh đạo Công an tỉnh.\n",
        "Điều 1. Thành lập Hội đồng gồm:\n1. Chủ tịch Hội đồng: Phó Chủ tịch UBND tỉnh.\n2. Thành viên:\n"
        "a) Giám đốc Sở Xây dựng;\nb) Mời Chủ tịch Ủy ban MTTQ Việt Nam tỉnh - Thành viên;\n",
        "Điều 1. Kiện toàn Ban Chỉ đạo gồm:\n1. Trưởng ban: Phó Chủ tịch UBND tỉnh.\n2. Các ủy viên:\n"
        "- 01 Thứ trưởng Bộ Nội vụ;\n- 01 Phó Chánh án Tòa án nhân dân tỉnh;\n- 02 Phó Giám đốc Công an tỉnh.\n",
    ],
)
def test_members_of_a_committee_have_no_tasks(members: str) -> None:
    """An office or a name without a verb is no duty; who carries the decision out is named behind."""
    found = tasks(
        members + "Điều 2. Chánh Văn phòng UBND tỉnh và các thành viên Ban Chỉ đạo chịu trách nhiệm thi hành "
        "Quyết định này.\n",
        DECISION,
    )
    assert [(t.where, t.kind) for t in found] == [("Điều 2", "article")]
    assert who(found[0]) == {("Chánh Văn phòng UBND", "r"), ("Các thành viên Ban Chỉ đạo", "r")}


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ("Sở Tài chính quyết toán kinh phí trước ngày 05/3/2026.", "Sở Tài chính"),
        ("Sở Y tế nhắc các trạm trực cấp cứu ngày nghỉ.", "Sở Y tế"),
        ("UBND xã Tân Thanh di dời 12 hộ dân.", "UBND xã Tân Thanh"),
        ("Các đơn vị thuộc, trực thuộc Sở căn cứ Kế hoạch này xây dựng kế hoạch của mình.",
         "Các đơn vị thuộc, trực thuộc Sở"),
    ],
)  # fmt: skip
def test_where_duties_are_shared_out_any_verb_is_one(said: str, body: str) -> None:
    """The place in the structure proves the duty."""
    (task,) = tasks(f"I. TỔ CHỨC THỰC HIỆN\n1. {said}\n")
    assert {n.removesuffix(" tỉnh Lạng Sơn") for n, _ in who(task)} == {body}


def test_a_heading_with_an_unknown_body_keeps_the_known_ones() -> None:
    """Nobody of the list and no task below it is lost."""
    found = tasks(
        "I. TỔ CHỨC THỰC HIỆN\n1. Công an phường, Ban Chỉ huy Quân sự phường, các trường học, trạm y tế, các khu phố\n"
        "- Tuyên truyền cho nhân dân.\n- Nắm tình hình trên địa bàn.\n"
    )
    assert len(found) == 2
    for task in found:
        names = {n for n, _ in who(task)}
        assert {"Công an phường", "Ban Chỉ huy Quân sự phường"} <= names
        assert any("trường học" in n for n in names)
        assert any("khu phố" in n for n in names)


def test_offices_that_share_their_bodies_are_one() -> None:
    """'Vụ trưởng, Cục trưởng các Vụ, Cục thuộc Bộ' among others that carry a decision out."""
    (task,) = tasks(
        "Điều 1. Chánh Văn phòng Bộ, Vụ trưởng Vụ Pháp chế, Vụ trưởng, Cục trưởng các Vụ, Cục thuộc Bộ và Thủ trưởng các "
        "cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này.\n",
        DECISION,
    )
    assert task.kind == "article"
    assert [a.said for a in task.assignees] == [
        "Chánh Văn phòng Bộ",
        "Vụ trưởng Vụ Pháp chế",
        "Vụ trưởng, Cục trưởng các Vụ, Cục thuộc Bộ",
        "Thủ trưởng các cơ quan, đơn vị có liên quan",
    ]


@pytest.mark.parametrize("bracket", ["", " (VNPT, Viettel)"])
def test_a_bracket_behind_the_list_changes_no_role(bracket: str) -> None:
    """'Đề nghị … phối hợp': all of them work along."""
    (task,) = tasks(
        "I. TỔ CHỨC THỰC HIỆN\n1. Đề nghị Đài Phát thanh và Truyền hình tỉnh, các doanh nghiệp viễn thông"
        f"{bracket} phối hợp tuyên truyền về Kế hoạch.\n"
    )
    assert task.modality == "request"
    assert {role for _, role in who(task)} == {"c"}
    assert len(task.assignees) == 2
