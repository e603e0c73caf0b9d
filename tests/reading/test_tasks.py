"""Tasks: who must do what, under headings, in articles, directives, sentences; what is no task."""

import pytest

from graph.record import Task
from loaders.reading.body_items import Scan
from loaders.reading.task_headings import read_head
from loaders.reading.task_roles import read_duties
from loaders.reading.tasks import find_tasks
from tests.reading.making import PLAN, reading, record

END = "\nNơi nhận:\n- Sở Y tế chủ trì;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn Mẫu\n"


def tasks(body: str, head: str = PLAN) -> list[Task]:
    """The tasks of a document with this body."""
    return find_tasks(reading(head + body + END))


def who(task: Task) -> set[tuple[str, str]]:
    """Bodies with the first letter of their role."""
    return {(a.organization.removesuffix(" tỉnh Lạng Sơn"), a.role[0]) for a in task.assignees}


HEADING = ["Sở Xây dựng"]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Chủ trì thẩm định hồ sơ.", {("Sở Xây dựng", "l")}),
        ("Chủ trì, phối hợp với Sở Tài chính lập dự toán.", {("Sở Xây dựng", "l"), ("Sở Tài chính", "c")}),
        ("Phối hợp với Sở Tài chính lập dự toán.", {("Sở Xây dựng", "c"), ("Sở Tài chính", "c")}),
        ("Phối hợp với Sở Tài chính lập dự toán; theo dõi việc giải ngân.",
         {("Sở Xây dựng", "c"), ("Sở Xây dựng", "r"), ("Sở Tài chính", "c")}),
        ("Rà soát quy hoạch, phối hợp với các xã công bố kết quả.",
         {("Sở Xây dựng", "r"), ("Sở Xây dựng", "c"), ("các xã", "c")}),
        ("Hướng dẫn, đôn đốc các xã, phường thực hiện.", {("Sở Xây dựng", "r")}),
        ("Tháo gỡ vướng mắc; triển khai hoặc phối hợp với Sở Y tế triển khai các mô hình.",
         {("Sở Xây dựng", "r"), ("Sở Xây dựng", "c"), ("Sở Y tế", "c")}),
        ("Đồng chủ trì với Sở Y tế, phối hợp với các xã kiểm tra.", {("Sở Xây dựng", "l"), ("Sở Y tế", "l"), ("các xã", "c")}),
        ("Chủ trì, phối hợp với Sở Y tế và sở, ban, ngành liên quan kiểm tra.",
         {("Sở Xây dựng", "l"), ("Sở Y tế", "c"), ("sở, ban, ngành liên quan", "c")}),
        ("Rà soát số liệu và phối hợp với Trung tâm dữ liệu dùng chung xây dựng phương án.",
         {("Sở Xây dựng", "r"), ("Sở Xây dựng", "c"), ("Trung tâm dữ liệu dùng chung", "c")}),
        ("Phối hợp phòng Văn hóa - Xã hội, công an xã tuyên truyền.",
         {("Sở Xây dựng", "c"), ("phòng Văn hóa - Xã hội", "c"), ("công an xã", "c")}),
        ("Trên cơ sở đề nghị của các xã, Sở Tài chính chủ trì cân đối kinh phí.", {("Sở Tài chính", "l")}),
        ("Ban hành quy chế phối hợp với Công an tỉnh.", {("Sở Xây dựng", "r")}),
        ("Tham mưu UBND tỉnh ban hành kế hoạch; Sở Nội vụ bố trí biên chế.",
         {("Sở Xây dựng", "r"), ("Sở Nội vụ", "r")}),
        ("Lập dự toán gửi Sở Tài chính để tổng hợp, trình UBND tỉnh.", {("Sở Xây dựng", "r"), ("Sở Tài chính", "r")}),
        ("Báo cáo UBND tỉnh (qua Sở Nội vụ) theo quy định.", {("Sở Xây dựng", "r")}),
        ("Theo dõi các sở, ngành; UBND các xã triển khai Đề án.", {("Sở Xây dựng", "r")}),
        ("UBND các xã chịu trách nhiệm quản lý công trình.", {("UBND các xã", "r")}),
        ("Sở Y tế chủ trì, Sở Tài chính phối hợp kiểm tra.", {("Sở Y tế", "l"), ("Sở Tài chính", "c")}),
        ("Là cơ quan thường trực, chủ trì tổng hợp kết quả.", {("Sở Xây dựng", "l")}),
        ("Đôn đốc các đơn vị được giao chủ trì hoàn thành nhiệm vụ.", {("Sở Xây dựng", "r")}),
    ],
)  # fmt: skip
def test_roles_follow_from_the_clause(text: str, roles: set[tuple[str, str]]) -> None:
    """lead, coordinate and responsible as the guide decides, under the heading 'Sở Xây dựng'."""
    duties = read_duties(Scan(text), HEADING)
    assert {(said, role[0]) for said, role in duties.roles} == roles


@pytest.mark.parametrize(
    "line",
    ["Kinh phí thực hiện", "Chế độ báo cáo", "Chính phủ điện tử", "Cải cách thể chế", "Phòng, chống thiên tai",
     "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính", "Ban hành văn bản"],
)  # fmt: skip
def test_a_heading_about_a_matter_names_no_bodies(line: str) -> None:
    """Also where duties are shared out."""
    assert read_head(line, organising=True) is None


def test_each_paragraph_under_a_body_is_a_task_of_it() -> None:
    """Letters, bullets and paragraphs; the text begins behind the mark, or behind the colon."""
    found = tasks(
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Tư pháp\na) Chủ trì biên soạn tài liệu hòa giải.\n"
        "Cập nhật tài liệu trên Cổng Thông tin điện tử.\nb) Tổng hợp kết quả trước ngày 15/11/2024.\n"
        "2. Công an tỉnh, Sở Tài chính: Bố trí lực lượng và kinh phí theo phân cấp.\n"
    )
    assert [(t.where, t.text) for t in found] == [
        ("I.1.a", "Chủ trì biên soạn tài liệu hòa giải."),
        ("I.1.a", "Cập nhật tài liệu trên Cổng Thông tin điện tử."),
        ("I.1.b", "Tổng hợp kết quả trước ngày 15/11/2024."),
        ("I.2", "Bố trí lực lượng và kinh phí theo phân cấp."),
    ]
    assert [t.kind for t in found] == ["heading"] * 4
    assert who(found[0]) == {("Sở Tư pháp", "l")}
    assert who(found[3]) == {("Công an", "r"), ("Sở Tài chính", "r")} or who(found[3]) == {
        ("Công an tỉnh Lạng Sơn", "r"), ("Sở Tài chính", "r")}  # fmt: skip
    assert found[2].deadline == "trước ngày 15/11/2024"


def test_an_introduction_hands_its_roles_down() -> None:
    """'Chủ trì, phối hợp với …:' governs the bullets below; itself it is no task."""
    found = tasks(
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Tư pháp\na) Chủ trì, phối hợp với Sở Tài chính:\n- Lập dự toán.\n- Tập huấn hòa giải viên.\n"
    )
    assert [t.text for t in found] == ["Lập dự toán.", "Tập huấn hòa giải viên."]
    assert all(who(t) == {("Sở Tư pháp", "l"), ("Sở Tài chính", "c")} for t in found)


def test_a_request_is_no_order() -> None:
    """'Đề nghị' to a body outside the issuer's reach, 'Khuyến khích' to all."""
    found = tasks(
        "I. GIẢI PHÁP\nKhuyến khích các doanh nghiệp tham gia hòa giải ở cơ sở.\nII. TỔ CHỨC THỰC HIỆN\n"
        "1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh: Giám sát việc thực hiện Kế hoạch.\n"
    )
    assert [t.modality for t in found] == ["encourage", "request"]


def test_recipients_signature_and_what_was_done_are_no_tasks() -> None:
    """'Nơi nhận' says who gets a copy; a result is a result."""
    found = tasks("I. KẾT QUẢ\nSở Tư pháp đã tổ chức 12 lớp tập huấn.\nUBND tỉnh đã ban hành kế hoạch.\n")
    assert found == []


def test_a_sentence_with_words_that_bind_is_a_task_by_itself() -> None:
    """Only that sentence, with the bodies that it names."""
    found = tasks(
        "I. KINH PHÍ\nKinh phí do ngân sách bảo đảm. Hằng năm, các cơ quan, đơn vị có trách nhiệm lập dự toán gửi Sở Tài chính "
        "để tổng hợp. Mức chi theo quy định.\n"
    )
    (task,) = found
    assert (task.kind, task.deadline) == ("inline", "Hằng năm")
    assert task.text.startswith("Hằng năm")
    assert task.text.endswith("tổng hợp.")
    assert who(task) == {("Các cơ quan, đơn vị", "r"), ("Sở Tài chính", "r")}


def test_work_with_labels_below_it_is_a_task() -> None:
    """'Cơ quan chủ trì: …', 'Thời gian: …' belong to the line above."""
    (task,) = tasks(
        "I. NHIỆM VỤ\n1. Biên soạn sổ tay hòa giải viên\n- Cơ quan chủ trì: Sở Tư pháp.\n"
        "- Cơ quan phối hợp: Các sở, ban, ngành.\n- Thời gian thực hiện: Quý II/2024.\n- Sản phẩm: Sổ tay.\n"
    )
    assert task.text == "Biên soạn sổ tay hòa giải viên"
    assert who(task) == {("Sở Tư pháp", "l"), ("Các sở, ban, ngành", "c")}
    assert (task.deadline, task.deliverable) == ("Quý II/2024", "Sổ tay")
    assert [(d.start, d.end) for d in task.due] == [("2024-04-01", "2024-06-30")]


DECISION = PLAN.replace("77/KH-UBND", "78/QĐ-UBND").replace(
    "KẾ HOẠCH\nNâng cao", "QUYẾT ĐỊNH\nVề việc phê duyệt Đề án nâng cao"
)


def test_articles_give_tasks_without_the_sentence_on_entry_into_force() -> None:
    """'Giao …', numbered duties of an article, and who must carry the decision out."""
    found = tasks(
        "Điều 1. Phê duyệt Đề án.\nĐiều 2. Tổ chức thực hiện\n1. Giao Sở Tư pháp chủ trì triển khai Đề án.\n"
        "2. Sở Tài chính có trách nhiệm bố trí kinh phí.\n"
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng UBND tỉnh, Giám đốc các Sở: Tư pháp, Tài chính "
        "chịu trách nhiệm thi hành Quyết định này.\n",
        DECISION,
    )
    assert [(t.where, t.kind) for t in found] == [
        ("Điều 2.1", "article"),
        ("Điều 2.2", "article"),
        ("Điều 3", "article"),
    ]
    assert who(found[0]) == {("Sở Tư pháp", "l")}
    assert found[2].text.startswith("Chánh Văn phòng")
    assert who(found[2]) == {
        ("Chánh Văn phòng UBND", "r"),
        ("Giám đốc Sở Tư pháp", "r"),
        ("Giám đốc Sở Tài chính", "r"),
    }


DIRECTIVE = PLAN.replace("77/KH-UBND", "05/CT-UBND").replace("KẾ HOẠCH\nNâng cao", "CHỈ THỊ\nVề việc nâng cao")


def test_a_directive_shares_duties_out_by_number() -> None:
    """'1. Sở Y tế:' with letters, '2. Sở … chủ trì …' whole, the closing appeal by itself."""
    found = tasks(
        "1. Sở Y tế:\na) Rà soát cơ sở khám chữa bệnh.\nb) Phối hợp với Công an tỉnh kiểm tra.\n"
        "2. Sở Tài chính chủ trì cân đối kinh phí.\nYêu cầu Giám đốc các sở, ban, ngành nghiêm túc thực hiện Chỉ thị này./.\n",
        DIRECTIVE,
    )
    assert [(t.where, t.kind) for t in found] == [
        ("1.a", "heading"),
        ("1.b", "heading"),
        ("2", "heading"),
        ("2", "inline"),
    ]
    assert found[2].text == "Sở Tài chính chủ trì cân đối kinh phí."
    assert {r for _, r in who(found[1])} == {"c"}


TABLE = (
    "I. NHIỆM VỤ\nChi tiết tại Phụ lục.\nPHỤ LỤC\nDANH MỤC NHIỆM VỤ NĂM 2024\n"
    "\tSTT\n\tNội dung công việc\n\tCơ quan chủ trì\n\tCơ quan phối hợp\n\tThời gian\n\tSản phẩm\n\n"
    "\tI\n\tTUYÊN TRUYỀN\n\t \n\t \n\t \n\t \n\n"
    "\t1\n\tTổ chức hội nghị\n\tSở Tư pháp\n\tCác sở, ban, ngành; UBND các xã\n\tQuý III/2024\n\tHội nghị\n\n"
    "\t2\n\tXây dựng tài liệu\n\tSở Tư pháp\n\tSở Tài chính\n\t- Tháng 3/2024\n- Tháng 9/2024\n\t- Đề cương\n- Tài liệu\n"
)


def test_rows_of_a_table_are_tasks_with_the_columns_of_its_head() -> None:
    """Group rows give none; a row whose results have a time each is one task a result."""
    head = PLAN
    found = [t for t in find_tasks(reading(head + TABLE)) if t.kind == "table"]
    assert [(t.where, t.text, t.deadline, t.deliverable) for t in found] == [
        ("Phụ lục I.1", "Tổ chức hội nghị", "Quý III/2024", "Hội nghị"),
        ("Phụ lục I.2", "Xây dựng tài liệu", "Tháng 3/2024", "Đề cương"),
        ("Phụ lục I.2", "Xây dựng tài liệu", "Tháng 9/2024", "Tài liệu"),
    ]
    assert who(found[0]) == {("Sở Tư pháp", "l"), ("Các sở, ban, ngành", "c"), ("UBND các xã", "c")}
    assert len({t.id for t in found}) == 3


def test_every_task_quotes_its_text() -> None:
    """`text[start:end]` is the task, also where lines were joined."""
    source = PLAN + "I. TỔ CHỨC THỰC HIỆN\n1. Sở Tư pháp\n- Chủ trì việc biên soạn\ntài liệu cho hòa giải viên.\n"
    found = reading(source)
    assert all(found.loaded.text[t.start : t.end] == t.text for t in find_tasks(found))


@pytest.mark.parametrize(
    "opening",
    [
        "Thủ tướng Chính phủ yêu cầu Chủ tịch UBND các tỉnh:",
        "Chủ tịch UBND các tỉnh có trách nhiệm:",
    ],
)
def test_who_stands_before_the_colon_is_bound_by_the_items_below(opening: str) -> None:
    """'… yêu cầu X:' and 'X có trách nhiệm:' before a row of items."""
    found = tasks(f"{opening}\n- Rà soát hộ nghèo.\n- Báo cáo kết quả trước ngày 15/12/2031.\n")
    assert [(t.text, who(t)) for t in found] == [
        ("Rà soát hộ nghèo.", {("Chủ tịch UBND các tỉnh", "r")}),
        ("Báo cáo kết quả trước ngày 15/12/2031.", {("Chủ tịch UBND các tỉnh", "r")}),
    ]


def test_items_that_only_list_cases_are_no_duties() -> None:
    """'… trong các trường hợp sau:' is one duty; what stands below it are cases."""
    found = tasks(
        "III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\na) Cấp giấy phép trong các trường hợp sau:\nLàm việc tại nhiều xã;\nLàm việc theo mùa.\n"
    )
    assert [t.text for t in found] == ["Cấp giấy phép trong các trường hợp sau:"]


def test_items_that_each_begin_with_their_body_are_headed_by_it():
    """In a row of which most items begin with a body, one that goes on with its duty is its task, whatever stands above."""
    text = PLAN + (
        "II. GIẢI PHÁP\n1. Tháo gỡ khó khăn cho sản xuất\na) Sở Tài chính:\n- Rà soát các khoản thu.\n"
        "b) Sở Công Thương chủ trì, phối hợp với Sở Y tế kết nối cung cầu.\nc) Sở Nội vụ có trách nhiệm theo dõi thi đua.\n"
    )
    found = {t.text.split(" ")[2]: t.kind for t in record(text).tasks}
    assert found == {"các": "heading", "Thương": "heading", "vụ": "heading"}
