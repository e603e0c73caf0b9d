"""`export .csv .csv.zip .xlsx` and `tasks --output`: nothing is a formula, dates are dates, and what was loaded is told."""

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from graph.record import Due
from graph.store.opening import open_store
from graph.store.port import written
from tests.cli.making import family_store, phahe
from tests.graph.making import Made
from tests.queries.family import X

HOSTILE = (
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("http://x")',
    "1/2",
    "007",
    "http://x.vn",
)
TABLES = {"instruments", "edges", "tasks", "targets", "organizations"}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    made = Made("hostile")
    own = made.document("Kế hoạch", "5/KH-UBND", "2025-12-09", X, "=1+1", place="tỉnh Lạng Sơn", period=(2026, 2030))
    due = [Due(kind="fixed", start=None, end="2026-06-30", recurrence=None, event=None)]
    for text in HOSTILE:
        made.task(own, text, f"Sở {text}", deliverable=text, deadline="trước ngày 30/6/2026", due=due)
    made.task(own, "x" * 40_000, "Giám đốc Sở Tư pháp tỉnh Lạng Sơn", deliverable="Quyết định của UBND tỉnh; báo cáo")
    made.task(own, "Chuông \x07 và \x1b[31m", "Sở Nội vụ tỉnh Lạng Sơn")
    family_store(folder)
    store = open_store(str(folder / "phahe.db"))
    written(store, [(made.record(), "/made/=hostile.txt")]).close()
    return folder


def book(here: Path, name: str = "all.xlsx", *words: str, **env: str) -> Workbook:
    done = phahe(*(words or ("export", name)), cwd=here, **env)
    assert done.returncode == 0, done.stderr.decode()
    assert "đã nạp 8 văn bản" in done.stderr.decode()
    return load_workbook(here / name)


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_no_cell_is_a_formula(here: Path) -> None:
    """Every text is a text, whatever it begins with; what a task says stands in the cell as it is."""
    cells = [c for sheet in book(here) for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {c.data_type for c in cells} <= {"s", "n", "d"}
    assert all(c.hyperlink is None for c in cells)
    texts = {c.value for c in cells if c.data_type == "s"}
    assert {t for t in HOSTILE if not t.startswith("\t")} <= texts
    with zipfile.ZipFile(here / "all.xlsx") as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())
        assert not any("externalLink" in name for name in package.namelist())


def test_the_sheet_of_tasks(here: Path) -> None:
    """The columns as offices know them, real dates, a hidden id, filters, a frozen and repeated head, A4 across."""
    sheet = book(here)["Nhiệm vụ"]
    head = [c.value for c in sheet[1]]
    assert head[:4] == ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Người chịu trách nhiệm"]
    assert head[-1] == "Mã nhiệm vụ"
    letter = sheet.cell(1, len(head)).column_letter
    assert sheet.column_dimensions[letter].hidden
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{letter}{sheet.max_row}"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_area == f"'Nhiệm vụ'!$A$1:$J${sheet.max_row}", (
        "what offices fill in; where it stands is for the screen"
    )
    assert (sheet.row_dimensions[2].height or 0) > 30, "LibreOffice takes a row without a height for one line"
    assert all(0 < (row.height or 0) <= 409 for row in sheet.row_dimensions.values())
    assert len(sheet.data_validations.dataValidation) == 1
    due = [row[head.index("Ngày đến hạn")] for row in sheet.iter_rows(min_row=2)]
    dated = [c for c in due if c.value is not None]
    assert {c.value for c in dated} == {datetime(2026, 6, 30)}
    assert all(c.is_date for c in dated)
    assert sheet.cell(2, 2).alignment.wrap_text
    ids = [row[-1].value for row in sheet.iter_rows(min_row=2)]
    assert len(ids) == len(set(ids)) == sheet.max_row - 1


def test_persons_approvers_and_long_texts(here: Path) -> None:
    """An office is the person, its body leads; the body of a product approves; what no cell holds is cut and says so."""
    sheet = book(here)["Nhiệm vụ"]
    head = [c.value for c in sheet[1]]
    rows = [dict(zip(head, (c.value for c in row), strict=True)) for row in sheet.iter_rows(min_row=2)]
    long = next(r for r in rows if str(r["Nhiệm vụ"]).startswith("xxx"))
    assert str(long["Nhiệm vụ"]).endswith("x […]")
    assert len(str(long["Nhiệm vụ"])) == 32_767
    assert long["Cơ quan chủ trì"] == "Sở Tư pháp tỉnh Lạng Sơn"
    assert long["Người chịu trách nhiệm"] == "Giám đốc Sở Tư pháp tỉnh Lạng Sơn"
    assert long["Thẩm quyền phê duyệt"] == "UBND tỉnh"
    assert long["Căn cứ giao (số, ngày, Điều/khoản)"].startswith("Kế hoạch 5/KH-UBND ngày 9/12/2025 của UBND tỉnh")  # type: ignore[union-attr]
    assert any("\\x07" in str(r["Nhiệm vụ"]) for r in rows)


def test_what_was_loaded(here: Path) -> None:
    """The second sheet lists every loaded document, drafts only where asked for, with dates of issue as dates."""
    sheet = book(here)["Nguồn"]
    assert "đã nạp 8 văn bản" in sheet["A1"].value
    head = [c.value for c in sheet[2]]
    issued = [row[head.index("Ngày ban hành")] for row in sheet.iter_rows(min_row=3)]
    assert (len(issued), all(c.is_date for c in issued)) == (7, True)
    codes = [row[head.index("Số, ký hiệu")].value for row in sheet.iter_rows(min_row=3)]
    assert "99/KH-UBND" not in codes
    assert phahe("export", "drafts.xlsx", "--include-drafts", cwd=here).returncode == 0
    assert load_workbook(here / "drafts.xlsx")["Nguồn"].max_row == sheet.max_row + 1


def test_labels_are_a_setting(here: Path) -> None:
    """Labels by key; an unknown key is an error of usage that names the variable."""
    sheet = book(here, "own.xlsx", PHAHE_TASK_COLUMNS="lead=Đơn vị chủ trì; deadline=Thời gian hoàn thành")["Nhiệm vụ"]
    assert [c.value for c in sheet[1]][2:6:3] == ["Đơn vị chủ trì", "Thời gian hoàn thành"]
    bad = phahe("export", "bad.xlsx", cwd=here, PHAHE_TASK_COLUMNS="leader=X")
    assert (bad.returncode, b"PHAHE_TASK_COLUMNS" in bad.stderr) == (2, True)
    assert not (here / "bad.xlsx").exists()


def test_the_sheet_of_one_body(here: Path) -> None:
    """`tasks --output` writes the tasks of the question, and nothing on stdout."""
    words = ("tasks", "--organization", "Sở Tư pháp", "--output", "one.xlsx")
    sheet = book(here, "one.xlsx", *words)
    assert phahe(*words, cwd=here).stdout == b""
    assert sheet["Nhiệm vụ"].max_row == 1 + 4
    assert "Sở Tư pháp" in sheet["Nguồn"]["A1"].value
    assert phahe(*words[:-1], "one.csv", cwd=here).returncode == 0
    assert len(table((here / "one.csv").read_bytes())) == 4
    assert phahe(*words[:-1], "one.pdf", cwd=here).returncode == 2


def test_tables_as_csv(here: Path) -> None:
    """Five tables with a head, UTF-8 with its mark, a guard before what a spreadsheet would run; equal bytes twice."""
    assert phahe("export", "all.csv.zip", cwd=here).returncode == 0
    first = (here / "all.csv.zip").read_bytes()
    assert phahe("export", "all.csv.zip", cwd=here).returncode == 0
    assert (here / "all.csv.zip").read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        tables = {name.removesuffix(".csv"): archive.read(name) for name in archive.namelist()}
    assert set(tables) == TABLES
    assert all(content.startswith(b"\xef\xbb\xbf") and table(content) for content in tables.values())
    texts = [row["text"] for row in table(tables["tasks"])]
    assert "'=cmd|'/c calc'!A1" in texts
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in table(tables["tasks"]) for cell in row.values())
    assert phahe("export", "all.csv", cwd=here).returncode == 0
    assert (here / "all.csv").read_bytes() == tables["tasks"]


def test_edges_have_a_row_for_each_quote(here: Path) -> None:
    """No quote, no row; ends lead to instruments of the other table."""
    assert phahe("export", "edges.csv.zip", cwd=here).returncode == 0
    with zipfile.ZipFile(here / "edges.csv.zip") as archive:
        edges, instruments = (table(archive.read(f"{name}.csv")) for name in ("edges", "instruments"))
    ids = {row["id"] for row in instruments}
    assert edges
    assert all(row["text"] and row["source"] in ids and row["target"] in ids for row in edges)


def test_workbooks_of_equal_stores_are_equal(here: Path) -> None:
    """No time of writing stands in them."""
    assert phahe("export", "a.xlsx", cwd=here).returncode == phahe("export", "b.xlsx", cwd=here).returncode == 0
    assert (here / "a.xlsx").read_bytes() == (here / "b.xlsx").read_bytes()


def test_where_nothing_can_be_written(here: Path) -> None:
    """One line, no file; an unknown ending is an error of usage that names the known ones."""
    done = phahe("export", "nowhere/a.xlsx", cwd=here)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, b"", 1)
    unknown = phahe("export", "a.docx", cwd=here)
    assert (unknown.returncode, b".csv.zip" in unknown.stderr) == (2, True)
