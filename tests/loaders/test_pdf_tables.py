"""Ruled tables of a PDF: merged cells, page ends, paragraphs inside cells."""

from tests.making_pdf import LEFT, Sheet, cells, read, said

XS = [LEFT, LEFT + 40, LEFT + 240, LEFT + 345, LEFT + 450]
HEAD = ("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn")


def row(sheet: Sheet, y: float, *texts: str) -> None:
    """A row's cells; '|' begins another line."""
    for x, text in zip(XS, texts, strict=False):
        for n, line in enumerate(text.split("|")):
            if line:
                sheet.at(x + 5, y + 14 * (n + 1), line, 11)


def test_a_row_torn_by_a_page_end_is_one() -> None:
    """The head printed again is running, the rest of the row goes on in its cells, the next row follows."""
    sheet = Sheet()
    row(sheet, 700, *HEAD)
    row(sheet, 720, "1", "Xây dựng kế hoạch thực hiện|và tổ chức triển khai", "Sở Nội vụ", "Quý I/2026")
    sheet.ruled(XS, [700, 720, 760])
    sheet.add_page()
    row(sheet, 60, *HEAD)
    row(sheet, 80, "", "đến các xã, phường")
    row(sheet, 100, "2", "Báo cáo kết quả", "Sở Tài chính", "Tháng 12")
    sheet.ruled(XS, [60, 80, 100, 120])
    loaded = read(sheet)
    found = cells(loaded)
    assert found[1, 1] == "Xây dựng kế hoạch thực hiện và tổ chức triển khai/đến các xã, phường"
    assert found[2, 2] == "Sở Tài chính"
    assert said(loaded, "running") == list(HEAD)
    assert [s.joined for s in loaded.segments if (s.row, s.col) == (1, 1) and s.kind == "cell"] == [False, True]
    assert {s.table for s in loaded.segments if s.kind == "cell"} == {0}


def test_a_table_that_goes_on_without_its_head() -> None:
    """Rows of the next page follow those of the page before, in one table."""
    sheet = Sheet()
    row(sheet, 700, *HEAD)
    row(sheet, 720, "1", "Xây dựng kế hoạch.", "Sở Nội vụ", "Quý I/2026")
    sheet.ruled(XS, [700, 720, 740])
    sheet.add_page()
    row(sheet, 60, "2", "Báo cáo kết quả.", "Sở Tài chính", "Tháng 12")
    sheet.ruled(XS, [60, 80])
    found = cells(read(sheet))
    assert (found[1, 0], found[2, 0], found[2, 3]) == ("1", "2", "Tháng 12")


def test_merged_cells_reach_over_rows_columns_and_pages() -> None:
    """A body beside two tasks, a group's name over all columns; on the next page a merged cell is empty and goes on."""
    sheet = Sheet()
    row(sheet, 660, *HEAD)
    row(sheet, 680, "I. Nhiệm vụ chung của các cơ quan")
    row(sheet, 700, "1", "Xây dựng kế hoạch.", "Sở Nội vụ", "Quý I/2026")
    row(sheet, 720, "2", "Ban hành quy chế.", "", "Quý II/2026")
    for y in (660, 680, 700, 740):
        sheet.line(XS[0], y, XS[-1], y)
    for x0, x1 in ((XS[0], XS[2]), (XS[3], XS[4])):
        sheet.line(x0, 720, x1, 720)
    for x in XS:
        sheet.line(x, 660, x, 680)
        sheet.line(x, 700, x, 740)
    for x in (XS[0], XS[-1]):
        sheet.line(x, 680, x, 700)
    sheet.add_page()
    row(sheet, 60, "3", "Kiểm tra.", "", "Quý III/2026")
    sheet.ruled(XS, [60, 80])
    loaded = read(sheet)
    spans = {loaded.text[s.start : s.end]: (s.row, s.col, s.rowspan, s.colspan) for s in loaded.segments}
    assert spans["I. Nhiệm vụ chung của các cơ quan"] == (1, 0, 1, 4)
    assert spans["Sở Nội vụ"] == (2, 2, 3, 1)
    assert spans["Kiểm tra."] == (4, 1, 1, 1)


def test_paragraphs_of_a_cell() -> None:
    """A line that had room for the next word ends a paragraph; a full one goes on."""
    sheet = Sheet()
    row(sheet, 100, *HEAD)
    row(sheet, 120, "1", "Rà soát các văn bản quy phạm|pháp luật", "Sở Tư pháp|Sở Nội vụ", "Quý I/2026")
    row(sheet, 160, "2", "Theo dõi.", "Các sở, ban, ngành", "Cả năm")
    sheet.ruled(XS, [100, 120, 160, 180])
    found = cells(read(sheet))
    assert found[1, 1] == "Rà soát các văn bản quy phạm pháp luật"
    assert found[1, 2] == "Sở Tư pháp/Sở Nội vụ"


def test_a_frame_is_no_table() -> None:
    """A box around a paragraph is drawn, not said."""
    sheet = Sheet()
    sheet.at(LEFT + 5, 120, "Kế hoạch này có hiệu lực từ ngày ký.")
    sheet.ruled([LEFT, LEFT + 400], [100, 130])
    assert said(read(sheet), "body") == ["Kế hoạch này có hiệu lực từ ngày ký."]
