import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.reading.headwords import places_named
from loaders.reading.ruleset import head_rule
from loaders.text import NotRead
from tests.reading.making import PLAN, reading, record, understood


def test_the_head_of_a_plan():
    """Number, date, issuer over two lines, place, title, period, nature."""
    doc = understood(PLAN + "I. MỤC TIÊU\n")[0].docs[0]
    assert (doc.type, doc.code, doc.issued, doc.issuer) == (
        "Kế hoạch",
        "77/KH-UBND",
        "2024-02-03",
        "UBND tỉnh Lạng Sơn",
    )
    assert (doc.title, doc.place, doc.period) == (
        "Nâng cao chất lượng hòa giải ở cơ sở giai đoạn 2024 - 2026", "tỉnh Lạng Sơn", (2024, 2026),
    )  # fmt: skip
    assert (doc.nature, doc.stage) == ("hanh_chinh", "issued")


def test_a_lost_head_is_given_by_the_note_of_the_plan():
    """Number and date of the decision stand only in '(Kèm theo Quyết định số …)'; the plan has the decision's date."""
    text = (
        "QUYẾT ĐỊNH\nBAN HÀNH KẾ HOẠCH HÒA GIẢI Ở CƠ SỞ\nỦY BAN NHÂN DÂN TỈNH SƠN LA\nCăn cứ Luật Hòa giải ở cơ sở;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch hòa giải.\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký.\nNơi nhận:\n- Như Điều 3;\n"
        "KẾ HOẠCH\nHòa giải ở cơ sở\n(Kèm theo Quyết định số 12/QĐ-UBND ngày 05/01/2024 của UBND tỉnh)\nI. MỤC TIÊU\n"
    )
    decision, plan = understood(text)[0].docs
    assert (decision.code, decision.issued, decision.effective, decision.issuer) == (
        "12/QĐ-UBND", "2024-01-05", "2024-01-05", "UBND tỉnh Sơn La",
    )  # fmt: skip
    assert (plan.code, plan.issued, plan.issuer, plan.promulgated_by) == (None, "2024-01-05", "UBND tỉnh Sơn La", 0)


def test_a_blank_number_is_a_warning_not_a_draft():
    """'Số:     /KH-UBND' loses the number only."""
    found = understood(PLAN.replace("Số: 77/KH-UBND", "Số:       /KH-UBND") + "I. MỤC TIÊU\n")[0]
    assert found.docs[0].code is None
    assert found.docs[0].stage == "issued"
    assert "number_blank" in [w.code for w in found.warnings]


def test_a_draft_says_so():
    """DỰ THẢO in the head."""
    assert reading("DỰ THẢO\n" + PLAN + "I. MỤC TIÊU\n").docs[0].stage == "draft"


def test_a_secret_document_is_refused():
    """MẬT in the head: the file is not read."""
    with pytest.raises(NotRead, match="MẬT"):
        reading(PLAN.replace("Số: 77/KH-UBND", "MẬT\n\nSố: 77/KH-UBND"))


def test_a_letter_has_no_title_line():
    """'V/v …' is a letter's subject."""
    text = "UBND TỈNH LẠNG SƠN\nSỞ TƯ PHÁP\n\nSố: 345/STP-XDKT\n\nLạng Sơn, ngày 05 tháng 6 năm 2024\n\nV/v góp ý dự thảo Quyết định\n\nKính gửi: Các sở, ban, ngành.\n\nThực hiện Công văn số 12/BTP-VĐC ngày 01/6/2024, Sở Tư pháp đề nghị góp ý.\n"
    doc = understood(text)[0].docs[0]
    assert (doc.type, doc.code, doc.title, doc.issuer) == (
        "Công văn",
        "345/STP-XDKT",
        "góp ý dự thảo Quyết định",
        "Sở Tư pháp tỉnh Lạng Sơn",
    )


def test_a_party_document():
    """The Party's head: issuer, number with hyphen first, nature."""
    text = "TỈNH ỦY SƠN LA\n*\nSố 15-NQ/TU\n\nĐẢNG CỘNG SẢN VIỆT NAM\n\nSơn La, ngày 21 tháng 01 năm 2022\n\nNGHỊ QUYẾT\nvề đẩy mạnh cải cách hành chính\n\nI. TÌNH HÌNH\nThời gian qua đã có chuyển biến.\nT/M TỈNH ỦY\nBÍ THƯ\n\nNguyễn Văn Mẫu\n"
    doc = understood(text)[0].docs[0]
    assert (doc.code, doc.issuer, doc.nature, doc.signer) == ("15-NQ/TU", "Tỉnh ủy Sơn La", "dang", "Nguyễn Văn Mẫu")


def test_what_the_text_names_and_lacks():
    """An annex named and not there, and a section left out, are incomplete."""
    found = understood(
        PLAN + "I. MỤC TIÊU\n1. Chung.\n2. Riêng.\n4. Khác.\n(Có phụ lục phân công nhiệm vụ kèm theo)\n"
    )[0]
    assert found.docs[0].incomplete == ["Phụ lục", "mục I.3"]


def test_a_resolution_says_its_day_of_effect_where_it_was_passed():
    """'Nghị quyết đã được … thông qua ngày … và có hiệu lực từ ngày …' is said of the document itself."""
    made = record(
        "HỘI ĐỒNG NHÂN DÂN\nTỈNH AN GIANG\nSố: 45/2025/NQ-HĐND\nAn Giang, ngày 10 tháng 12 năm 2025\n\nNGHỊ QUYẾT\n"
        "Quy định một mức chi\n\nĐiều 1. Mức chi theo Nghị quyết số 3/2020/NQ-HĐND, có hiệu lực từ ngày 01/3/2020.\n"
        "Điều 2. Nghị quyết đã được Hội đồng nhân dân tỉnh khóa X, kỳ họp thứ 36 thông qua ngày 10 tháng 12 năm 2025"
        " và có hiệu lực từ ngày 01 tháng 01 năm 2026./.\n"
    )
    assert made.documents[0].effective == "2026-01-01"


def test_an_effect_some_days_after_the_signing():
    """'có hiệu lực sau 10 ngày kể từ ngày ký' is a day."""
    made = record(
        "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG\nSố: 23/2017/QĐ-UBND\nAn Giang, ngày 25 tháng 01 năm 2017\n\nQUYẾT ĐỊNH\n"
        "Ban hành Quy định phân cấp\n\nĐiều 2. Quyết định này có hiệu lực thi hành sau 10 ngày kể từ ngày ký.\n"
    )
    assert made.documents[0].effective == "2017-02-04"


def test_departments_that_speak_together_are_named_apart():
    """'SỞ A - CÔNG AN TỈNH' are two issuers; a department whose name holds a dash is one."""
    head = "{}\nSố: 15/HD-LN\nGia Lai, ngày 14 tháng 8 năm 2025\n\nHƯỚNG DẪN\nVề liên thông thủ tục\n\nI. NỘI DUNG\n"
    joint = record(head.format("SỞ TƯ PHÁP - CÔNG AN TỈNH")).documents[0].issuer
    assert joint == "Sở Tư pháp tỉnh Gia Lai; Công an tỉnh Gia Lai"
    for said in ("LIÊN SỞ: TƯ PHÁP - NỘI VỤ", "LIÊN SỞ\nTƯ PHÁP - NỘI VỤ"):  # their kind said once
        assert record(head.format(said)).documents[0].issuer == "Sở Tư pháp tỉnh Gia Lai; Sở Nội vụ tỉnh Gia Lai"
    one = record(head.format("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI")).documents[0].issuer
    assert one == "Sở Lao động - Thương binh và Xã hội tỉnh Gia Lai"


_UNITS = (
    "tỉnh ",
    "Tỉnh ",
    "TP. ",
    "TP ",
    "thành phố ",
    "Thị xã ",
    "thị trấn ",
    "xã ",
    "Phường ",
    "đặc khu ",
    "huyện ",
    "Quận ",
)
_NAMES = ("Kim Liên", "Nghệ An", "12", " - Vũng Tàu", "xãKim", "Huyện", ", ", "của ", "a", "\n")


@given(st.lists(st.sampled_from(_UNITS + _NAMES), max_size=16).map("".join))
def test_places_are_found_where_the_rule_finds_them(text):
    """Looking only where a unit's word stands gives what a pass of the rule over all of the text gives."""
    assert [m.span() for m in places_named(text)] == [m.span() for m in head_rule("place").finditer(text)]


def test_a_signature_in_one_cell_is_read_apart() -> None:
    """'KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn Mẫu' in one line, also where the lines ran together."""
    for said in ("KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn Mẫu", "KT. CHỦ TỊCHPHÓ CHỦ TỊCHNguyễn Văn Mẫu"):
        doc = understood(f"{PLAN}I. MỤC TIÊU\nNâng cao chất lượng.\n\nNơi nhận:\n- Lưu: VT.\n{said}\n")[0].docs[0]
        assert doc.signer == "Nguyễn Văn Mẫu"
        assert (doc.signed_as or "").startswith("KT. CHỦ TỊCH")


def test_number_and_day_may_stand_below_the_title() -> None:
    """As pages print an act: type and number first, the body, number and day below."""
    text = "THÔNG TƯ 12/2031/TT-BXD\nBAN HÀNH QUY CHUẨN MẪU NHÀ\n\nSố: 12/2031/TT-BXD\nHà Nội, ngày 05 tháng 3 năm 2031\n\nCăn cứ Luật Xây dựng;\n"
    doc = understood(text)[0].docs[0]
    assert (doc.code, doc.issued, doc.issuer) == ("12/2031/TT-BXD", "2031-03-05", "Bộ Xây dựng")
    assert doc.title == "BAN HÀNH QUY CHUẨN MẪU NHÀ"


def test_a_subject_says_number_and_day_where_a_list_of_letters_prints_them() -> None:
    """'Về việc … (45/UBND-NC, ngày 02/3/2031)'; 'V/v' on the number's own line."""
    listed = understood("Về việc rà soát hộ nghèo (45/UBND-NC, ngày 02/3/2031).\n\nGiao Sở Nội vụ rà soát.\n")[0].docs[
        0
    ]
    assert (listed.type, listed.code, listed.issued, listed.title) == (
        "Công văn", "45/UBND-NC", "2031-03-02", "rà soát hộ nghèo",
    )  # fmt: skip
    beside = understood("VĂN PHÒNG CHÍNH PHỦ\nSố: 12/VPCP-CN V/v rà soát quy hoạch\n\nKính gửi: Bộ Xây dựng.\n")[
        0
    ].docs[0]
    assert (beside.code, beside.title) == ("12/VPCP-CN", "rà soát quy hoạch")


def test_a_letter_without_head_is_known_by_how_it_opens() -> None:
    """'… có ý kiến như sau:' orders; a plan that is issued 'như sau:' does not make a letter."""
    text = "Thực hiện Hướng dẫn số 3-HD/HU ngày 17/9/2020, UBND huyện có ý kiến như sau:\n\n1. Phòng Nội vụ rà soát hộ nghèo.\n"
    made = record(text)
    assert made.documents[0].type == "Công văn"
    assert [t.assignees[0].said for t in made.tasks] == ["Phòng Nội vụ"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "Ngày 05/3/2031, UBND tỉnh Nghệ An ban hành Công văn số 12/UBND-NN về việc kiểm tra thuốc thú y.\n"
            "Giao Sở Y tế rà soát hộ nghèo.\n",
            ("Công văn", "12/UBND-NN", "2031-03-05", "UBND tỉnh Nghệ An", "kiểm tra thuốc thú y"),
        ),
        (
            "Kết luận số 9-KL/TW\n\nKết luận số 9-KL/TW ngày 05/3/2031 của Bộ Chính trị về phát triển khoa học\n\n1. Các tỉnh ủy quán triệt.\n",
            ("Kết luận", "9-KL/TW", "2031-03-05", "Bộ Chính trị", "về phát triển khoa học"),
        ),
        (
            "UBND tỉnh Nghệ An ban hành Kế hoạch phòng dịch năm 2031, với các nội dung như sau:\n\nI. MỤC TIÊU\n",
            ("Kế hoạch", None, None, "UBND tỉnh Nghệ An", "phòng dịch năm 2031"),
        ),
    ],
)
def test_a_text_without_head_says_which_act_it_gives(said: str, told: tuple[str | None, ...]) -> None:
    """News of a letter, a headline, an opening that issues a plan."""
    doc = understood(said)[0].docs[0]
    assert (doc.type, doc.code, doc.issued, doc.issuer, doc.title) == told


def test_who_cites_a_letter_does_not_retell_it() -> None:
    """'Thực hiện Công văn số …' and 'Theo đó, UBND tỉnh đã ban hành …' give no number."""
    for said in (
        "Thực hiện Công văn số 12/UBND-NN về dịch,",
        "Theo đó, UBND tỉnh đã ban hành Công văn số 12/UBND-NN về dịch.",
    ):
        assert understood(f"{said}\n\n1. Sở Y tế rà soát.\n")[0].docs[0].code is None


def test_the_superior_body_in_the_same_line_issues_nothing() -> None:
    """'BỘ TÀI CHÍNH TỔNG CỤC THUẾ' of a head saved as one line; its signature 'THỦ TRƯỞNG Nguyễn …' in one cell."""
    head = "BỘ TÀI CHÍNH TỔNG CỤC THUẾ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/TCT-CS\nHà Nội, ngày 05 tháng 3 năm 2031\n"
    doc = understood(f"{head}\nKính gửi: Cục Thuế tỉnh Nghệ An.\n\nRà soát số thu.\n\nTỔNG CỤC TRƯỞNG Trần Văn Mẫu\n")[
        0
    ].docs[0]
    assert (doc.issuer, doc.signer) == ("Tổng cục Thuế", "Trần Văn Mẫu")


def test_a_letters_own_number_is_no_naming() -> None:
    """It has no title line; what its text says of another letter is one."""
    text = "BỘ NỘI VỤ\nSố: 12/BNV-CCHC\nV/v rà soát\nHà Nội, ngày 5 tháng 6 năm 2026\nKính gửi: Các bộ\nTiếp theo Công văn số 9/BNV-CCHC ngày 2/5/2026, Bộ Nội vụ đề nghị các bộ rà soát.\n"
    found = record(text)
    assert [m.text for m in found.mentions] == ["Công văn số 9/BNV-CCHC ngày 2/5/2026"]
    assert found.documents[0].code == "12/BNV-CCHC"


def test_a_resolution_of_a_council_says_when_it_was_passed() -> None:
    """Where the page lost its head: what the resolution says of itself, not of what another one passed."""
    text = "NGHỊ QUYẾT\nVỀ\nCHƯƠNG TRÌNH TIẾP CÔNG DÂN TRONG NĂM CỦA HỘI ĐỒNG NHÂN DÂN TỈNH\nHỘI ĐỒNG NHÂN DÂN TỈNH CÀ MAU\nXét Tờ trình số 5/TTr-HĐND;\nQUYẾT NGHỊ:\nĐiều 1. Thông qua chương trình.\nNghị quyết này đã được Hội đồng nhân dân tỉnh Cà Mau khóa X, kỳ họp thứ hai thông qua ngày 9 tháng 7 năm 2026 và có hiệu lực kể từ ngày thông qua./.\n"
    (found,) = record(text).documents
    assert found.title == "VỀ CHƯƠNG TRÌNH TIẾP CÔNG DÂN TRONG NĂM CỦA HỘI ĐỒNG NHÂN DÂN TỈNH"
    assert (found.issuer, found.issued, found.effective) == ("HĐND tỉnh Cà Mau", "2026-07-09", "2026-07-09")
    other = text.replace("Nghị quyết này đã được", "Quy hoạch được").replace(" và có hiệu lực kể từ ngày thông qua", "")
    assert record(other).documents[0].issued is None


def test_several_properties_stand_on_a_line() -> None:
    """As some portals print them above a text."""
    text = "Số hiệu: 5/KH-UBND Loại văn bản: Kế hoạch\nNơi ban hành: Tỉnh Cà Mau Người ký: Lê Văn Mẫu\nNgày ban hành: 9/7/2026 Ngày hiệu lực: Đang cập nhật\nKẾ HOẠCH\nRà soát thủ tục\nI. MỤC ĐÍCH\n1. Rà soát.\n"
    (found,) = record(text).documents
    assert (found.code, found.issued, found.signer) == ("5/KH-UBND", "2026-07-09", "Lê Văn Mẫu")
