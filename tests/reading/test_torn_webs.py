"""What pages of the web lose: heads, blanks, the word before recipients; and who issued what has no telling symbol."""

import pytest

from tests.reading.making import PLAN, record, understood


def _issuers(text):
    return {i.code: i.issuer for i in record(text).instruments}


@pytest.mark.parametrize(
    ("sentence", "issuer"),
    [
        ("Ngày 02/3/2023, Bộ Lao động - Thương binh và Xã hội đã ban hành Công văn số 88/LĐTBXH-NCC về hồ sơ.",
         "Bộ Lao động - Thương binh và Xã hội"),
        ("Xét đề nghị của Cục Thuế tỉnh Nghệ An (Công văn số 88/LĐTBXH-NCC ngày 2/3/2023).", "Cục Thuế tỉnh Nghệ An"),
        ("Theo quy định tại Công văn số 88/LĐTBXH-NCC ngày 2/3/2023.", None),
        ("Sở Y tế đã ban hành kế hoạch; xem Công văn số 88/LĐTBXH-NCC.", None),
    ],
)  # fmt: skip
def test_the_body_before_a_number_issued_it(sentence, issuer):
    """A letter whose symbol names no body was issued by the body that its words say it issued."""
    assert _issuers(PLAN + sentence)["88/LĐTBXH-NCC"] == issuer


def test_a_shortened_law_is_the_only_one_that_begins_so():
    """'Luật Bầu cử' is the law named in full; 'Luật Đầu tư' is a law of its own beside 'Luật Đầu tư công'."""
    full = "Căn cứ Luật Bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân;\n"
    _, clusters = understood(PLAN + full + "1. Thực hiện Điều 5 Luật Bầu cử.\n")
    assert sum(c.type == "Luật" for c in clusters) == 1
    _, clusters = understood(PLAN + "Căn cứ Luật Đầu tư công;\n1. Thực hiện Điều 5 Luật Đầu tư.\n")
    assert sum(c.type == "Luật" for c in clusters) == 2


def test_a_resolution_without_head_has_the_day_of_its_passage():
    """The day said of the resolution itself, not that of another act which was passed."""
    text = (
        "NGHỊ QUYẾT\nVỀ PHÂN BỔ NGÂN SÁCH\nHỘI ĐỒNG NHÂN DÂN TỈNH LẠNG SƠN\n"
        "Căn cứ Luật Đất đai được Quốc hội thông qua ngày 18 tháng 1 năm 2024;\nQUYẾT NGHỊ:\nĐiều 1. Phân bổ ngân sách.\n"
        "{}Nghị quyết này được Hội đồng nhân dân tỉnh khóa XVII thông qua ngày 9 tháng 7 năm 2024./.\n"
    )
    assert record(text.format("")).documents[0].issued == "2024-07-09"
    assert record(text.partition("{}")[0]).documents[0].issued is None


def test_recipients_are_no_duties_where_their_heading_is_lost():
    """'- Lưu: VT' ends a list of recipients, and so does the word that ran into the sentence before."""
    text = PLAN + "II. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ\n- Rà soát biên chế.\n"
    lost = text + "Các sở báo cáo khi có vướng mắc./.\n- UBND các huyện, thành phố;\n- Lưu: VT, NC.\n"
    assert [t.text for t in record(lost).tasks if "Rà soát" not in t.text and "vướng" not in t.text] == []
    run = text + "Trên đây là kế hoạch của tỉnh./.Nơi nhận:\n- UBND các huyện triển khai;\n- Văn phòng (KT).\n"
    assert [t.text for t in record(run).tasks] == ["Rà soát biên chế."]


def test_an_index_is_a_target_without_unit():
    """A number below one that an index is to reach; a share of a thing is none."""
    text = PLAN + "I. MỤC TIÊU\n- Chỉ số giáo dục đạt trên 0,85 vào năm 2030.\n- Diện tích 0,5 ha.\n"
    assert [(t.value, t.unit, t.comparator) for t in record(text).targets] == [(0.85, "", ">")]
