"""Lines of a PDF become paragraphs, columns, notes, stamps by where they stand."""

import unicodedata

import pytest

from graph.record import to_json
from loaders.loading import load
from tests.hostile.pdfs import one_page, stream
from tests.making_pdf import LEFT, RIGHT, Sheet, read, record, said

LONG = (
    "Các sở, ban, ngành và Ủy ban nhân dân các xã, phường căn cứ chức năng, nhiệm vụ được giao tổ chức thực hiện "
    "nghiêm túc các nội dung của Kế hoạch MẪU này, bảo đảm đúng tiến độ và chất lượng"
)


def test_full_lines_go_on_and_indented_ones_begin() -> None:
    """Two paragraphs of several lines are two segments, whatever letter a line begins with."""
    sheet = Sheet()
    y = sheet.paragraph(100, f"1. {LONG}.")
    sheet.paragraph(y, f"2. {LONG}.")
    assert said(read(sheet)) == [f"1. {LONG}.", f"2. {LONG}."]


def test_a_paragraph_over_a_page_end_is_one() -> None:
    """The page's number between its parts is running; the second part is known to go on, with its own page."""
    sheet = Sheet()
    words = LONG.split(" ")
    for first in range(10):
        sheet.paragraph(100 + 60 * first, f"{first + 1}. {LONG}.")
    sheet.at(LEFT, 720, " ".join(words[:14]), 14.6)
    sheet.middle(300, 30, "1")
    sheet.add_page()
    sheet.middle(300, 30, "2")
    sheet.paragraph(80, " ".join(words[14:]) + ".", indent=0)
    loaded = read(sheet)
    assert said(loaded, "running") == ["1", "2"]
    last = loaded.segments[-1]
    assert (last.page, last.joined, last.kind) == (2, True, "body")


def test_words_torn_at_a_hyphen() -> None:
    """A symbol keeps its hyphen and gets no blank; a divided word keeps it as a soft one, which the view leaves out."""
    sheet = Sheet()
    sheet.at(LEFT + 28, 100, "Thực hiện chương trình của tỉnh và Quyết định số 3391/QĐ-")
    sheet.at(LEFT, 118, "UBND ngày 15/7/2021 của UBND tỉnh Thanh Hóa về phần mềm docu-")
    sheet.at(LEFT, 136, "mentation cho các cơ quan của tỉnh trong giai đoạn 2021 - 2025 và những năm")
    sheet.at(LEFT, 154, "sau.")
    loaded = read(sheet)
    assert "3391/QĐ-UBND ngày" in loaded.text
    assert "docu\u00admentation" in loaded.text
    assert [i.code for i in record(sheet).instruments] == ["3391/QĐ-UBND"]


def test_a_head_in_two_columns() -> None:
    """The left column, then the right one, as a head; a title in the middle is none of it."""
    sheet = Sheet()
    sheet.middle(180, 80, "ỦY BAN NHÂN DÂN", 13)
    sheet.middle(410, 80, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12)
    sheet.middle(180, 96, "TỈNH NGHỆ AN", 13)
    sheet.middle(410, 96, "Độc lập - Tự do - Hạnh phúc")
    sheet.middle(180, 124, "Số: 12/KH-UBND", 13)
    sheet.middle(410, 126, "Nghệ An, ngày 14 tháng 8 năm 2025")
    sheet.middle(312, 170, "KẾ HOẠCH")
    sheet.middle(312, 188, "Thực hiện chuyển đổi số (MẪU)")
    sheet.paragraph(230, f"1. {LONG}.")
    loaded = read(sheet)
    assert said(loaded, "header") == [
        "ỦY BAN NHÂN DÂN", "TỈNH NGHỆ AN", "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Nghệ An, ngày 14 tháng 8 năm 2025",
    ]  # fmt: skip
    document = record(sheet).documents[0]
    assert (document.type, document.code, document.issued) == ("Kế hoạch", "12/KH-UBND", "2025-08-14")


def test_recipients_beside_a_signature() -> None:
    """The list on the left and the signature on the right are two columns, also when their lines lie a little apart."""
    sheet = Sheet()
    y = sheet.paragraph(100, f"1. {LONG}./.") + 30
    for n, line in enumerate(("Nơi nhận:", "- Như Điều 3;", "- Lưu: VT.")):
        sheet.at(LEFT, y + 14 * n, line, 11)
    for n, line in enumerate(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")):
        sheet.middle(430, y + 3 + 16 * n, line)
    sheet.middle(430, y + 120, "Nguyễn Văn Mẫu")
    loaded = read(sheet)
    assert said(loaded, "cell") == [
        "Nơi nhận:", "- Như Điều 3;", "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu",
    ]  # fmt: skip


def test_a_footnote_below_a_rule() -> None:
    """Small type below a short rule is a note with its mark; the raised mark in the text refers to it."""
    sheet = Sheet()
    end = sheet.at(LEFT + 28, 100, "Thực hiện Nghị quyết số 76/NQ-CP")
    end = sheet.at(end, 95, "1", 8)
    sheet.at(end, 100, " của Chính phủ.")
    sheet.paragraph(140, f"2. {LONG}.")
    sheet.line(LEFT, 700, LEFT + 140, 700)
    end = sheet.at(LEFT, 711, "1", 6.5)
    sheet.at(end, 715, " Ngày 15 tháng 7 năm 2021 (MẪU).", 10)
    loaded = read(sheet)
    assert "76/NQ-CP¹ của" in loaded.text
    note = next(s for s in loaded.segments if s.kind == "footnote")
    assert (note.mark, loaded.text[note.start : note.end]) == ("1", "Ngày 15 tháng 7 năm 2021 (MẪU).")


def test_stamps_are_not_the_documents() -> None:
    """The gazette's line and a signature's stamp are `stamp`: neither of their days is the document's."""
    sheet = Sheet()
    sheet.at(LEFT, 40, "CÔNG BÁO/Số 361 + 362/Ngày 28-02-2025")
    sheet.at(400, 60, "Người ký: Cổng Thông tin MẪU", 8)
    sheet.at(400, 70, "Cơ quan: Văn phòng MẪU", 8)
    sheet.at(400, 80, "Thời gian ký: 02.03.2025 08:15:00 +07:00", 8)
    sheet.middle(312, 130, "KẾ HOẠCH")
    sheet.middle(312, 150, "Thực hiện chuyển đổi số (MẪU)")
    sheet.paragraph(190, f"1. {LONG}.")
    loaded = read(sheet)
    assert len(said(loaded, "stamp")) == 4
    assert "2025" not in to_json(record(sheet)).decode().partition('"documents"')[2].partition('"instruments"')[0]


def test_a_turned_page_is_read_upright() -> None:
    """Text that runs upwards on a page, as on landscape annexes bound upright, is read as it is meant."""
    sheet = Sheet()
    with sheet.rotation(90, 300, 420):
        sheet.at(60, 300, "Danh mục nhiệm vụ của Kế hoạch MẪU")
        sheet.at(60, 330, "Phân công các cơ quan thực hiện")
    assert said(read(sheet)) == ["Danh mục nhiệm vụ của Kế hoạch MẪU", "Phân công các cơ quan thực hiện"]


def test_letters_are_composed_and_words_outside_the_page_left_out() -> None:
    """NFC whatever the file holds; what nobody sees on the page is no text of it."""
    sheet = Sheet()
    sheet.at(LEFT, 100, unicodedata.normalize("NFD", "Quyết định của Ủy ban nhân dân tỉnh MẪU"))
    sheet.at(700, 100, "ngoài trang")
    sheet.at(LEFT, RIGHT, "được ban hành trong năm")
    text = load(sheet.bytes(), "").text
    assert text == unicodedata.normalize("NFC", text)
    assert "Ủy ban nhân dân" in text
    assert "ngoài trang" not in text


@pytest.mark.parametrize("gap", [-480, -520, -560, -600])
def test_a_blank_beside_a_letter_wider_than_its_room(gap: int) -> None:
    """A font that is not in the file is drawn by another: where its W covers the gap, the font's own width counts."""
    widths = b"/FirstChar 32/LastChar 126/Widths[" + b"400 " * 95 + b"]"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Mau/Encoding/WinAnsiEncoding" + widths + b">>"
    shown = b"BT /F 12 Tf 72 700 Td [(Khu W) %d (ban hanh)] TJ ET" % gap
    assert load(one_page(stream(shown), font=font)).text.strip() == "Khu W ban hanh"


def test_letters_that_touch_are_one_word() -> None:
    """Drawn one by one, without a blank between them, in a font that is in the file."""
    sheet = Sheet()
    end = sheet.at(LEFT, 100, "Sở Tư ph")
    sheet.at(end + 0.6, 100, "áp tỉnh MẪU")
    assert said(read(sheet)) == ["Sở Tư pháp tỉnh MẪU"]
