"""Numbers that are goals: which they are, what is said of them, and which numbers never are."""

import pytest

from graph.record import Target
from loaders.extraction import extract

HEAD = """ỦY BAN NHÂN DÂN
TỈNH HÀ GIANG
Số: {code}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Giang, ngày 05 tháng 01 năm 2026

{type}
Về việc thử cách đọc chỉ tiêu

"""


def read(body: str, kind: str = "KẾ HOẠCH", code: str = "12/KH-UBND") -> list[Target]:
    text = HEAD.format(code=code, type=kind) + body
    record = extract(text.encode(), "thu.txt")
    assert all(record.text[t.start : t.end] == t.text for t in record.targets)
    assert len({t.id for t in record.targets}) == len(record.targets)
    return record.targets


def goals(line: str) -> list[Target]:
    return read(
        f"I. MỤC TIÊU\n1. Mục tiêu chung\nPhát triển bền vững.\n2. Chỉ tiêu cụ thể\n- {line}\n- Giữ vững ổn định.\n"
    )


def duty(line: str) -> list[Target]:
    return read(f"I. NHIỆM VỤ, GIẢI PHÁP\n1. Công tác chung\n- {line}\n- Giữ vững ổn định.\n")


@pytest.mark.parametrize(
    ("line", "value", "unit", "comparator"),
    [
        ("Tối thiểu 81% số chợ có điểm thu gom.", 81, "%", ">="),
        ("Ít nhất 12 xã có thư viện.", 12, "xã", ">="),
        ("Tỷ lệ chợ có điểm thu gom đạt từ 35% trở lên.", 35, "%", ">="),
        ("Trên 97,5% số chợ có điểm thu gom.", 97.5, "%", ">"),
        ("Không quá 3% hồ sơ bị trả lại.", 3, "%", "<="),
        ("Dưới 2% hồ sơ bị trả lại.", 2, "%", "<"),
        ("Tỷ lệ che phủ rừng: 58,2%.", 58.2, "%", "="),
        ("Đón 1.250.000 lượt khách tham quan.", 1250000, "lượt khách", "="),
        ("Thu nhập bình quân đạt 62 triệu đồng/người/năm.", 62, "triệu đồng/người/năm", "="),
        ("Kim ngạch xuất khẩu tăng gấp 2,5 lần so với năm 2020.", 2.5, "lần", "="),
        ("Chỉ số hài lòng tăng từ 3 bậc trở lên.", 3, "bậc", ">="),
        ("Đạt 100 phần trăm số chợ có điểm thu gom.", 100, "%", "="),
        ("Giảm tỷ lệ chợ tạm từ 9% xuống còn 4%.", 4, "%", "="),
    ],
)
def test_value_unit_and_comparator(line: str, value: float, unit: str, comparator: str) -> None:
    """One goal a line: its number as JSON has it, its unit as printed, what compares."""
    (target,) = goals(line)
    assert (target.value, target.unit, target.comparator) == (value, unit, comparator)


def test_a_range_is_two_goals_of_one_text() -> None:
    """'a% - b%' is at least a and at most b."""
    low, high = goals("Giảm tỷ lệ chợ tạm 2 - 3,5%/năm.")
    assert [(t.value, t.comparator) for t in (low, high)] == [(2, ">="), (3.5, "<=")]
    assert low.text == high.text == "Giảm tỷ lệ chợ tạm 2 - 3,5%/năm"
    assert high.id == f"{low.id}.2"


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("Phấn đấu 70% số chợ có mái che; bảo đảm 60% bến có ghế.", ["70% số chợ có mái che", "60% bến có ghế"]),
        ("90% chợ lớn; 80% chợ vừa và 70% chợ bé được lát.", ["90% chợ lớn; 80% chợ vừa và 70% chợ bé được lát"] * 3),
        ("85% chợ có nước sạch, trong đó, tỷ lệ chợ lớn đạt 95%.", ["85% chợ có nước sạch", "tỷ lệ chợ lớn đạt 95%"]),
        ("Sửa đường vào chợ, giảm 20% số điểm ngập; trồng cây xanh.", ["giảm 20% số điểm ngập"]),
        ("Tỷ lệ thu gom đạt tối thiểu lần lượt là 40%, 30%.", ["Tỷ lệ thu gom đạt tối thiểu lần lượt là 40%, 30%"] * 2),
        ("Cải tạo chợ. Tiếp tục phấn đấu giảm 5% số chợ tạm so với năm 2025.", ["giảm 5% số chợ tạm so với năm 2025"]),
    ],
)  # fmt: skip
def test_clauses(line: str, texts: list[str]) -> None:
    """Numbers with predicates of their own are cut apart, those that share one keep the sentence; heads fall away."""
    assert [t.text for t in goals(line)] == texts


def test_a_list_of_shares_has_one_comparison() -> None:
    """'tối thiểu lần lượt là 40%, 30%' is at least for both."""
    assert [t.comparator for t in goals("Tỷ lệ thu gom ở hai cấp đạt tối thiểu lần lượt là 40%, 30%.")] == [">=", ">="]


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("Đến năm 2029, 55% số chợ có mái che.", 2029),
        ("55% số chợ có mái che vào năm 2028.", 2028),
        ("Đến hết ngày 31/12/2027: 55% số chợ có mái che.", 2027),
        ("Số chợ tạm giảm 5% so với năm 2025.", None),
        ("Giai đoạn 2026 - 2028, mỗi năm giảm 5% số chợ tạm.", None),
    ],
)
def test_due_in_the_clause(line: str, due: int | None) -> None:
    """The year stands in the clause; what compares and what is a stage is no year."""
    (target,) = goals(line)
    assert (target.due, target.due_source) == (due, "stated" if due else None)


def test_due_from_a_line_above() -> None:
    """'- Đến năm …:' governs what hangs under it, or what follows it on its own level, until the next such line."""
    body = (
        "I. MỤC TIÊU\n1. Chợ\n- Đến năm 2027:\n+ 50% số chợ có mái che.\n- Đến năm 2031:\n- 60% số chợ có mái che.\n"
        "+ 70% số chợ có cân đối chứng.\n2. Bến xe\n- 80% bến xe có ghế chờ.\n"
    )
    assert [(t.value, t.due) for t in read(body)] == [(50, 2027), (60, 2031), (70, 2031), (80, None)]


def test_due_from_a_heading() -> None:
    """A heading of goals that says its year gives it to all below."""
    body = (
        "I. MỤC TIÊU ĐẾN NĂM 2031\n1. Chợ\n- 50% số chợ có mái che.\n"
        "II. NHIỆM VỤ\n1. Chung\n- Bảo đảm 90% chợ có cân.\n"
    )
    assert [(t.value, t.due) for t in read(body)] == [(50, 2031), (90, None)]


@pytest.mark.parametrize(
    "line",
    [
        "Tập trung vào 6 nội dung trên 3 lĩnh vực.",
        "Rà soát thủ tục có thời hạn giải quyết từ 04 ngày trở lên.",
        "Bố trí kinh phí tối thiểu 5 tỷ đồng.",
        "Ngân sách tỉnh hỗ trợ 40% kinh phí.",
        "Doanh nghiệp nhà nước nắm giữ 51% vốn điều lệ.",
        "Đối với các xã có tỷ lệ hộ nghèo từ 30% trở lên, ưu tiên vốn.",
        "Tiếp tục thực hiện Đề án 06 và dịch vụ công mức độ 3 và 4.",
        "Hiện nay tỷ lệ chợ có mái che đạt 45%.",
        "Triển khai Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị.",
    ],
)
def test_no_goal(line: str) -> None:
    """Cases, budgets, shares, the present, codes and names of schemes are no goals."""
    assert duty(line) == []


def test_counts_outside_goals_need_a_firm_word() -> None:
    """Among tasks a count is a goal only behind 'ít nhất', 'tối thiểu', 'phấn đấu'."""
    assert [t.value for t in duty("Mỗi xã xây dựng ít nhất 02 mô hình điểm.")] == [2]
    assert duty("Cử 20 công chức đi học.") == []


def test_money_and_background_sections_hold_none() -> None:
    """Sections on funds and on how things are set no goals."""
    body = "I. THỰC TRẠNG\n1. Chợ\n- Có 45% số chợ có mái che.\nII. KINH PHÍ THỰC HIỆN\n1. Nguồn\n- Tỉnh bảo đảm 70%.\n"
    assert read(body) == []


def test_a_report_says_what_was_reached_and_what_is_next() -> None:
    """In a report percentages are results, bare counts are left out; behind 'Phương hướng' are goals."""
    body = (
        "I. KẾT QUẢ THỰC HIỆN\n1. Chợ\nĐã sửa 12 chợ; 45% số chợ có mái che.\n"
        "II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2027\n1. Chợ\n- Phấn đấu 60% số chợ có mái che; có thêm 03 chợ loại một.\n"
    )
    found = read(body, "BÁO CÁO", "12/BC-UBND")
    assert [(t.value, t.achieved) for t in found] == [(45, True), (60, False), (3, False)]


def test_a_circular_sets_no_goals() -> None:
    """Percentages of a normative text are rates and shares."""
    body = "Điều 1. Mức thu\n1. Mức thu bằng 30% giá dịch vụ.\n2. Cơ sở được giảm 50% khi đạt chuẩn.\n"
    assert read(body, "THÔNG TƯ", "12/2026/TT-BTC") == []


def test_a_table_of_indicators() -> None:
    """Each value of a table of indicators is a goal of its column's year; columns of what was done are none."""
    body = (
        "I. MỤC TIÊU\n1. Chung\n- Phát triển chợ.\nPHỤ LỤC\nCHỈ TIÊU CHỦ YẾU\n"
        "TT\tChỉ tiêu\tĐVT\tThực hiện năm 2025\tNăm 2027\tNăm 2030\n"
        "1\tSố chợ có mái che\tchợ\t5\t10\t25\n2\tTỷ lệ rác được thu gom\t%\t70\t≥ 80\t90 - 95\n"
    )
    found = [(t.text.split("\t")[0], t.value, t.unit, t.comparator, t.due) for t in read(body)]
    assert found == [
        ("Số chợ có mái che", 10, "chợ", "=", 2027),
        ("Số chợ có mái che", 25, "chợ", "=", 2030),
        ("Tỷ lệ rác được thu gom", 80, "%", ">=", 2027),
        ("Tỷ lệ rác được thu gom", 90, "%", ">=", 2030),
        ("Tỷ lệ rác được thu gom", 95, "%", "<=", 2030),
    ]


def test_a_second_printing_gives_none() -> None:
    """A text that the page prints twice sets its goals once."""
    text = HEAD.format(code="12/KH-UBND", type="KẾ HOẠCH") + (
        "I. MỤC TIÊU\n1. Chợ\n- 50% số chợ trên địa bàn tỉnh có mái che và có cân đối chứng tại cổng chợ.\n"
        "II. NHIỆM VỤ\n1. Chung\n- Sở Công Thương chủ trì hướng dẫn các xã rà soát, sắp xếp, nâng cấp chợ hằng năm.\n"
        "2. Riêng\n- Sở Tài chính cân đối nguồn vốn sự nghiệp cho các xã vùng cao, vùng sâu có chợ phiên lâu đời.\n"
        "- Các xã vận động hộ kinh doanh giữ vệ sinh, phòng cháy và trả phí đầy đủ cho tổ quản lý chợ.\n"
        "- Báo, Đài tỉnh mở chuyên mục giới thiệu chợ phiên và hàng nông sản đặc trưng của từng vùng.\n"
    )
    assert len(extract((text * 2).encode(), "hai.txt").targets) == 1


@pytest.mark.parametrize(
    ("line", "compared"),
    [
        ("- Kinh tế số chiếm từ 15% GRDP trở lên.", [(15, ">=")]),
        ("- Tỷ lệ hộ nghèo từ 5% số hộ trở xuống.", [(5, "<=")]),
        ("- Giảm ít nhất 30% thời gian, 30% chi phí tuân thủ.", [(30, ">="), (30, ">=")]),
        ("- Giảm ít nhất 30% thời gian, 50% hồ sơ được số hóa.", [(30, ">="), (50, "=")]),
    ],
)
def test_what_compares_stands_apart_or_governs_two(line: str, compared: list[tuple[int, str]]) -> None:
    """'từ … trở lên' around what is measured; one verb and comparison for two numbers without predicates."""
    assert [(t.value, t.comparator) for t in goals(line)] == compared
