"""Tables: cells with their places, merged ones with their reach, heads known as heads."""

from docx import Document
from docx.table import Table

from loaders.loading import load
from loaders.text import Loaded, Segment
from tests.making_docx import saved, with_body

Found = list[tuple[str, int, int, int, int]]


def cells(loaded: Loaded, kind: str = "cell") -> Found:
    return [
        (loaded.text[s.start : s.end], s.row, s.col, s.rowspan, s.colspan) for s in loaded.segments if s.kind == kind
    ]


def fill(table: Table, rows: list[list[str]]) -> None:
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def tbl(*rows: str, columns: int = 2) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def test_cells_come_by_rows_each_paragraph_a_line() -> None:
    """A row's cells in order; a cell of two paragraphs is two segments of one place."""
    document = Document()
    document.add_paragraph("Phụ lục")
    table = document.add_table(2, 2)
    fill(table, [["STT", "Nhiệm vụ"], ["1", "Rà soát"]])
    table.cell(1, 1).add_paragraph("- Báo cáo")
    loaded = load(saved(document), "a.docx")
    assert cells(loaded) == [
        ("STT", 0, 0, 1, 1), ("Nhiệm vụ", 0, 1, 1, 1),
        ("1", 1, 0, 1, 1), ("Rà soát", 1, 1, 1, 1), ("- Báo cáo", 1, 1, 1, 1),
    ]  # fmt: skip
    assert {s.table for s in loaded.segments} == {None, 0}


def test_merged_cells_keep_their_reach() -> None:
    """Merged across and down: the first cell has the spans, the covered ones are not there."""
    document = Document()
    table = document.add_table(4, 3)
    fill(table, [["a", "", "c"], ["d", "e", "f"], ["", "h", "i"], ["", "k", "l"]])
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).merge(table.cell(3, 0))
    found = cells(load(saved(document), "a.docx"))
    assert found[:3] == [("a", 0, 0, 1, 2), ("c", 0, 2, 1, 1), ("d", 1, 0, 3, 1)]
    assert ("h", 2, 1, 1, 1) in found
    assert ("l", 3, 2, 1, 1) in found
    assert len(found) == 9


def test_two_merges_below_each_other_stay_two() -> None:
    """A merge that begins where another ends is its own."""
    down, on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    rows = [
        f"<w:tr>{tc(text, merge)}{tc('x')}</w:tr>" for text, merge in (("a", down), ("", on), ("b", down), ("", on))
    ]
    assert [c for c in cells(load(with_body(tbl(*rows)), "a.docx")) if c[0] in "ab"] == [
        ("a", 0, 0, 2, 1),
        ("b", 2, 0, 2, 1),
    ]


def test_rows_that_begin_further_right_and_deleted_rows() -> None:
    """A grid offset moves a row; a row deleted in tracked changes is gone and not counted."""
    across = '<w:hMerge w:val="restart"/>'
    rows = (
        f"<w:tr>{tc('a')}{tc('b')}</w:tr>",
        f"<w:tr><w:trPr><w:del w:id='1' w:author='x'/></w:trPr>{tc('c')}{tc('d')}</w:tr>",
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{tc('e')}</w:tr>",
        f"<w:tr>{tc('g', across)}{tc('', '<w:hMerge/>')}</w:tr>",
    )
    found = cells(load(with_body(tbl(*rows)), "a.docx"))
    assert found == [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("e", 1, 1, 1, 1), ("g", 2, 0, 1, 2)]


def test_a_table_in_a_cell_is_text_of_that_cell() -> None:
    """Nested tables are flattened in place."""
    inner = tbl(f"<w:tr>{tc('p')}{tc('q')}</w:tr>")
    row = f"<w:tr>{tc('a')}<w:tc><w:p><w:r><w:t>trước</w:t></w:r></w:p>{inner}<w:p/></w:tc></w:tr>"
    found = cells(load(with_body(tbl(row, f"<w:tr>{tc('c')}{tc('d')}</w:tr>")), "a.docx"))
    assert [(text, row, col) for text, row, col, *_ in found] == [
        ("a", 0, 0), ("trước", 0, 1), ("p", 0, 1), ("q", 0, 1), ("c", 1, 0), ("d", 1, 1),
    ]  # fmt: skip


def test_a_table_of_one_column_only_frames_its_text() -> None:
    """Pages pasted from the web stand in one big cell: its paragraphs are the body, a table within it is a table."""
    inner = tbl(f"<w:tr>{tc('p')}{tc('q')}</w:tr>")
    first, last = "<w:p><w:r><w:t>Điều 1.</w:t></w:r></w:p>", "<w:p><w:r><w:t>Điều 2.</w:t></w:r></w:p>"
    frame = f"<w:tr><w:tc>{first}{inner}{last}</w:tc></w:tr>"
    loaded = load(with_body(tbl(frame, columns=1)), "a.docx")
    assert [(loaded.text[s.start : s.end], s.kind, s.table) for s in loaded.segments] == [
        ("Điều 1.", "body", None), ("p", "cell", 0), ("q", "cell", 0), ("Điều 2.", "body", None),
    ]  # fmt: skip


def head(left: list[str], right: list[str]) -> str:
    def cell(texts: list[str]) -> str:
        paragraphs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
        return f"<w:tc><w:tcPr/>{paragraphs}</w:tc>"

    return tbl(f"<w:tr>{cell(left)}{cell(right)}</w:tr>")


STATE = head(
    ["UBND TỈNH MẪU", "Số: 12/KH-UBND"], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Mẫu, ngày 5 tháng 3 năm 2024"]
)
PARTY = head(["TỈNH ỦY MẪU", "*", "Số 12-KH/TU"], ["ĐẢNG CỘNG SẢN VIỆT NAM"])
SPLIT = head(["Số: 12/KH-UBND"], ["Mẫu, ngày 5 tháng 3 năm 2024"])
LONG = "<w:p><w:r><w:t>" + "Căn cứ chức năng, nhiệm vụ được giao " * 12 + "</w:t></w:r></w:p>"


def kinds(body: str) -> list[tuple[int, set[str]]]:
    found: dict[int, set[str]] = {}
    segment: Segment
    for segment in load(with_body(body), "a.docx").segments:
        if segment.table is not None:
            found.setdefault(segment.table, set()).add(segment.kind)
    return sorted(found.items())


def test_the_two_columns_at_the_top_are_a_head() -> None:
    """State and Party, and the second half of a head that was cut into two tables."""
    assert kinds(STATE + LONG) == [(0, {"header"})]
    assert kinds(PARTY + LONG) == [(0, {"header"})]
    assert kinds(STATE + SPLIT + LONG) == [(0, {"header"}), (1, {"header"})]


def test_a_second_document_in_the_file_has_a_head_too() -> None:
    """The plan behind its decision begins with its own head."""
    assert kinds(STATE + LONG + STATE + LONG) == [(0, {"header"}), (1, {"header"})]


def test_other_tables_are_no_heads() -> None:
    """A table of properties at the top; a number and date far down; a table of tasks that names the motto's words."""
    properties = tbl(f"<w:tr>{tc('Số hiệu')}{tc('12/KH-UBND')}</w:tr>")
    assert kinds(properties + LONG) == [(0, {"cell"})]
    assert kinds(STATE + LONG + SPLIT) == [(0, {"header"}), (1, {"cell"})]
    tasks = tbl(*[f"<w:tr>{tc('Cộng hòa xã hội chủ nghĩa Việt Nam')}{tc('x')}</w:tr>"] * 7)
    assert kinds(LONG + tasks) == [(0, {"cell"})]
