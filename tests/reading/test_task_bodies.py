"""Tasks by their bodies: members of committees, verbs that no list knows, offices, brackets behind a list."""

import doctest

import pytest

from loaders.reading import task_rosters
from tests.reading.making import record
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


@pytest.mark.parametrize(
    ("heading", "body"),
    [
        ("Giao bộ phận giúp việc của Đảng ủy", "Bộ phận giúp việc của Đảng ủy"),
        ("Trách nhiệm Tổ công tác triển khai Đề án 06", "Tổ công tác triển khai Đề án 06"),
        ("Nhiệm vụ các phòng chuyên môn", "Các phòng chuyên môn"),
    ],
)
def test_a_heading_names_a_body_by_its_work(heading: str, body: str) -> None:
    """What the body is for stands in its name, and the heading may leave 'của' out."""
    (task,) = tasks(f"I. TỔ CHỨC THỰC HIỆN\n1. {heading}:\na) Theo dõi việc thực hiện Kế hoạch.\n")
    assert {n for n, _ in who(task)} == {body}


@pytest.mark.parametrize("heading", ["NHIỆM VỤ TRỌNG TÂM", "NHIỆM VỤ VÀ GIẢI PHÁP", "Nhiệm vụ phòng, chống dịch"])
def test_a_heading_of_work_names_nobody(heading: str) -> None:
    """Duties in general are no body's."""
    assert not tasks(f"II. {heading}\n1. Tăng cường tuyên truyền trên địa bàn tỉnh.\n")


def test_a_list_of_provinces_and_cities_is_each_of_them() -> None:
    """The gazetteer says which is a city; the heading's bodies have no part in it."""
    (task,) = tasks(
        "I. TỔ CHỨC THỰC HIỆN\n1. Các bộ, ngành\na) Ủy ban nhân dân các tỉnh, thành phố Hà Nội, Lâm Đồng và các địa "
        "phương liên quan phối hợp Bộ Công an bàn giao đất.\n"
    )
    assert who(task) == {
        ("UBND thành phố Hà Nội", "c"), ("UBND tỉnh Lâm Đồng", "c"), ("Các địa phương liên quan", "c"), ("Bộ Công an", "c"),
    }  # fmt: skip


def test_those_named_in_the_decision_end_no_list() -> None:
    """'… và các ông (bà) có tên tại Điều 1 căn cứ Quyết định thi hành' binds all before it."""
    (task,) = tasks(
        "Điều 2. Chánh Văn phòng UBND tỉnh, Giám đốc các Sở: Y tế, Tài chính; Chủ tịch UBND các xã và các ông (bà) có tên "
        "tại Điều 1 căn cứ Quyết định thi hành./.\n",
        DECISION,
    )
    assert who(task) >= {("Chánh Văn phòng UBND", "r"), ("Giám đốc Sở Y tế", "r"), ("Giám đốc Sở Tài chính", "r")}


def test_a_paragraph_without_a_body_goes_on_with_the_item_above() -> None:
    """Below '3. Văn phòng …' a paragraph that begins with a verb is the Văn phòng's; another is not."""
    found = tasks(
        "I. TỔ CHỨC THỰC HIỆN\n1. Văn phòng UBND tỉnh chủ trì tổng hợp tình hình.\n\nHằng quý báo cáo Chủ tịch UBND tỉnh."
        "\n\n2. Sở Y tế rà soát trang thiết bị.\n\nKinh phí do ngân sách bảo đảm.\n"
    )
    assert [(t.text[:12], who(t)) for t in found] == [
        ("Văn phòng UB", {("Văn phòng UBND", "l")}), ("Hằng quý báo", {("Văn phòng UBND", "r")}),
        ("Sở Y tế rà s", {("Sở Y tế", "r")}),
    ]  # fmt: skip


def test_what_a_committee_may_ask_for_is_no_duty() -> None:
    """Under 'Quyền hạn của …' nothing is laid on those who may be asked."""
    text = "Điều 3. Quyền hạn của Ban Chỉ đạo\n1. Yêu cầu các sở, ngành cung cấp thông tin phục vụ nhiệm vụ.\n2. Mời họp.\n"
    assert not tasks(text, DECISION)


def test_the_article_of_a_circular_that_says_who_carries_it_out() -> None:
    """There duties are laid as in a plan, on the issuer too; elsewhere a circular's rules are none."""
    head = (
        "BỘ Y TẾ\nSố: 12/2026/TT-BYT\nHà Nội, ngày 01 tháng 4 năm 2026\n\nTHÔNG TƯ\nHướng dẫn một việc\n\n"
        "Điều 5. Lập hồ sơ\n1. Sở Y tế tổng hợp hồ sơ, trình UBND cấp tỉnh.\n"
    )
    found = tasks(
        "Điều 9. Tổ chức thực hiện\n1. Bộ Y tế chủ trì, phối hợp với các bộ, ngành:\na) Hướng dẫn thực hiện Thông tư.\n"
        "2. Ủy ban nhân dân các cấp\na) Ủy ban nhân dân cấp tỉnh\nBố trí kinh phí thực hiện.\n"
        "3. Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các đơn vị phản ánh về Bộ Y tế.\n",
        head,
    )
    assert [(t.where, who(t)) for t in found] == [
        ("Điều 9.1.a", {("Bộ Y tế", "l"), ("Các bộ, ngành", "c")}), ("Điều 9.2.a", {("UBND cấp tỉnh", "r")}),
    ]  # fmt: skip


def test_a_person_in_office_is_given_work() -> None:
    """'Phân công Phó Chủ tịch UBND tỉnh A chỉ đạo', 'Đồng chí A, Phó Bí thư …, phụ trách': the office."""
    found = tasks(
        "Điều 2. Phân công Phó Chủ tịch UBND tỉnh Trần Văn Mẫu chỉ đạo việc xây dựng Đề án.\n"
        "Điều 3. Các thành viên Ban Chỉ đạo công tác dân số tỉnh và các đơn vị liên quan căn cứ Quyết định thi hành.\n",
        DECISION,
    )
    assert [who(task) for task in found] == [
        {("Phó Chủ tịch UBND", "r")},
        {("Các thành viên Ban Chỉ đạo", "r"), ("Các đơn vị liên quan", "r")},
    ]


def test_a_list_behind_the_heads_of_bodies_is_no_heading() -> None:
    """'Điều 4. Thủ trưởng các cơ quan: Sở A, Sở B chịu trách nhiệm thi hành' is one task."""
    found = tasks(
        "Điều 4. Thủ trưởng các cơ quan: Văn phòng UBND tỉnh, Sở Y tế; Chủ tịch UBND các xã chịu trách nhiệm thi hành"
        " Quyết định này.\n",
        DECISION,
    )
    assert [len(task.assignees) for task in found] == [4]


@pytest.mark.parametrize(
    ("words", "bodies"),
    [
        (
            "Trên cơ sở nội dung Chương trình hành động của Chính phủ, các bộ, Ủy ban nhân dân các tỉnh theo chức năng xây dựng kế hoạch.",
            {("Các bộ", "r"), ("UBND các tỉnh", "r")},
        ),
        ("Kết thúc năm 2026, Sở Y tế báo cáo kết quả.", {("Sở Y tế", "r")}),
        ("Sở Y tế phối hợp với chính quyền các cấp kiểm tra.", {("Sở Y tế", "c"), ("Chính quyền các cấp", "c")}),
    ],
)
def test_a_scene_ends_before_the_list_that_works(words: str, bodies: set[tuple[str, str]]) -> None:
    """The body that ends a scene's words is no subject; governments of a level are a body without 'các'."""
    (task,) = tasks(f"III. TỔ CHỨC THỰC HIỆN\n1. {words}\n")
    assert who(task) == bodies


def test_a_duty_that_lists_papers_is_one_task() -> None:
    """'Lập hồ sơ, bao gồm:' is the duty; the papers below it are none, and what follows them is one again."""
    found = tasks(
        "III. TỔ CHỨC THỰC HIỆN\n1. Ủy ban nhân dân xã\n- Lập hồ sơ quyết toán của mỗi lớp học nghề, bao gồm:\n"
        "+ Bảng kê khối lượng;\n+ Hóa đơn và biên bản.\n- Tổng hợp, báo cáo kết quả.\n"
    )
    assert [task.text[:14] for task in found] == ["Lập hồ sơ quyế", "Tổng hợp, báo "]


def test_an_office_in_capitals_is_no_issuer() -> None:
    """A letter whose head names no place is not issued by whoever signs it."""
    made = record(
        "ỦY BAN NHÂN DÂN THÀNH PHỐ\nSố: 1428/UBND-VP\nV/v bảo đảm an toàn thông tin\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nKính gửi: Giám đốc các Sở.\n1. Sở Y tế rà soát văn bản.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Văn Mẫu\n"
    )
    assert made.documents[0].issuer is None


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        (
            "UBND các phường Tân An, Bình Khê và xã Kim Mẫu bàn giao mặt bằng.",
            {("UBND phường Tân An", "r"), ("UBND phường Bình Khê", "r"), ("UBND xã Kim Mẫu", "r")},
        ),
        (
            "UBND các xã: Kim Mẫu, Tân Mẫu; các phường: Bình Khê, Tân An rà soát quỹ đất.",
            {(f"UBND {name}", "r") for name in ("xã Kim Mẫu", "xã Tân Mẫu", "phường Bình Khê", "phường Tân An")},
        ),
        (
            "Ngân hàng Nhà nước chi nhánh Khu vực 9 và Thuế cơ sở 5 hướng dẫn hồ sơ.",
            {("Ngân hàng Nhà nước Khu vực 9", "r"), ("Thuế cơ sở 5", "r")},
        ),
        (
            "Giao Sở Nội vụ làm đầu mối, cùng Sở Y tế khảo sát nhân lực.",
            {("Sở Nội vụ", "r"), ("Sở Y tế", "c")},
        ),
        (
            "Giao Phó Chủ tịch UBND tỉnh Trần Văn Mẫu chủ trì giao ban.",
            {("Phó Chủ tịch UBND", "l")},
        ),
        (
            "Giao đồng chí Trần Văn Mẫu - Giám đốc Sở Y tế chỉ đạo việc tiêm phòng.",
            {("Giám đốc Sở Y tế", "r")},
        ),
        (
            "Chuyên viên phụ trách lĩnh vực Văn hóa, Thông tin: lập danh sách khách mời.",
            {("Chuyên viên phụ trách lĩnh vực Văn hóa, Thông tin", "r")},
        ),
    ],
)
def test_bodies_by_number_place_and_person(said: str, roles: set[tuple[str, str]]) -> None:
    """Branches with a number, places of several kinds, persons by name and office, who works along."""
    (found,) = tasks(f"III. TỔ CHỨC THỰC HIỆN\n1. {said}\n")
    assert who(found) == roles


def test_what_a_letter_says_of_itself_is_no_task() -> None:
    """'Công văn này thay thế …' among its orders; a heading among them only introduces."""
    found = tasks(
        "III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\na) Rà soát hộ nghèo.\nb) Kế hoạch này thay thế Kế hoạch số 4/KH-UBND.\n"
    )
    assert [t.text for t in found] == ["Rà soát hộ nghèo."]


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        (
            "Phối hợp với tổ công nghệ số cộng đồng, công an xã hướng dẫn người dân.",
            {("tổ công nghệ số cộng đồng", "c"), ("công an xã", "c"), ("Sở Y tế", "c")},
        ),
        (
            "Phối hợp với cơ quan liên quan lập dự toán.",
            {("Cơ quan liên quan", "c"), ("Sở Y tế", "c")},
        ),
    ],
)
def test_who_is_worked_with_may_be_said_in_lower_case(said: str, roles: set[tuple[str, str]]) -> None:
    """Behind 'phối hợp với' a known name needs no capital."""
    (found,) = tasks(f"III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- {said}\n")
    assert {(name.lower(), role) for name, role in who(found)} == {(name.lower(), role) for name, role in roles}


def test_the_front_and_the_organisations_are_several_bodies() -> None:
    """'Mặt trận Tổ quốc và các tổ chức chính trị - xã hội': a new 'các' behind 'và' begins the next."""
    (found,) = tasks(
        "III. TỔ CHỨC THỰC HIỆN\n1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam và các tổ chức chính trị - xã hội vận động hội viên.\n"
    )
    assert [a.said for a in found.assignees] == [
        "Ủy ban Mặt trận Tổ quốc Việt Nam",
        "các tổ chức chính trị - xã hội",
    ]


def test_the_last_item_is_no_heading_of_what_ends_the_document() -> None:
    """'Trên đây là …' and the recipients stand under no item."""
    found = tasks(
        "III. TỔ CHỨC THỰC HIỆN\n1. Giao Đội trật tự đô thị xã và UBND các xã Kim Mẫu, Tân Mẫu rà soát hộ nghèo.\n\nTrên đây là Kế hoạch của UBND tỉnh./.\n"
    )
    assert [a.said for a in found[0].assignees] == ["Đội trật tự đô thị xã", "UBND xã Kim Mẫu", "UBND xã Tân Mẫu"]


@pytest.mark.parametrize(
    ("said", "bodies"),
    [
        (
            "Ủy ban nhân dân các tỉnh, thành phố: Hà Nội, Nghệ An rà soát thủ tục.",
            ["UBND thành phố Hà Nội", "UBND tỉnh Nghệ An"],
        ),
        ("Ủy ban nhân dân các tỉnh, thành phố: rà soát thủ tục.", ["UBND các tỉnh, thành phố"]),
    ],
)
def test_provinces_behind_a_colon_are_named_one_by_one(said: str, bodies: list[str]) -> None:
    """The colon ends the heading only where a duty stands behind it."""
    head = "VĂN PHÒNG CHÍNH PHỦ\nSố: 5/TB-VPCP\nTHÔNG BÁO\nKết luận của Phó Thủ tướng\n1. Yêu cầu:\n"
    (task,) = record(f"{head}a) {said}\n").tasks
    assert [a.organization for a in task.assignees] == bodies
