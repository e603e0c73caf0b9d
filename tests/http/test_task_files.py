"""What leaves the page of tasks: the workbook and the extract for Word are opened, and hold the rows of the page."""

import io
import re
from html.parser import HTMLParser

import openpyxl
import pytest
from docx import Document
from docx.shared import Pt
from starlette.testclient import TestClient

QUESTIONS = (
    "organization=Sở Tư pháp",
    "organization=Sở Tư pháp&role=lead",
    "organization=UBND xã Kim Liên&include=collectives",
    "place=tỉnh Thanh Hóa&due_after=1/4/2026&due_before=31/12/2026",
    "document=07/CT-UBND",
)


class Words(HTMLParser):
    """The first cell of each row of the table, one line each, and the headings of its groups."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tasks: list[str] = []
        self.groups: list[str] = []
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and dict(attrs).get("class") == "words":
            self._inside = tag
            self.tasks.append("")
        if tag == "th" and dict(attrs).get("scope") == "rowgroup":
            self._inside = tag
            self.groups.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if self._inside:
            (self.tasks if self._inside == "a" else self.groups)[-1] += data


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("order", ["deadline", "document"])
def test_files_hold_what_the_page_shows(client: TestClient, question: str, order: str) -> None:
    """The same tasks in the same order, under the same headings."""
    asked = f"{question}&order={order}"
    page = Words(client.get(f"/nhiem-vu?{asked}").text)
    assert page.tasks
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/api/v1/tasks.xlsx?{asked}").content))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [" ".join(str(r[1]).split()) for r in rows] == page.tasks
    rows_of_word = Document(io.BytesIO(client.get(f"/api/v1/tasks.docx?{asked}").content)).tables[0].rows
    cells = [[c.text for c in r.cells] for r in list(rows_of_word)[1:]]
    assert [c[1] for c in cells if c[0].isdigit()] == page.tasks
    headings = [c[0] for c in cells if not c[0].isdigit()]
    assert headings == [re.sub(r" \d+$", "", " ".join(g.split())) for g in page.groups]
    assert bool(headings) == (order == "deadline")


def test_the_extract_is_a_paper_of_an_office_but_no_act(client: TestClient) -> None:
    """A4 with margins and type of NĐ 30/2020; marked; no national header; the same question gives the same bytes."""
    path = "/api/v1/tasks.docx?organization=Sở Tư pháp&order=deadline"
    content = client.get(path).content
    assert client.get(path).content == content
    made = Document(io.BytesIO(content))
    section, style = made.sections[0], made.styles["Normal"].font
    lengths = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(n.mm) for n in (*lengths, section.left_margin, section.right_margin) if n] == [
        297,
        210,
        20,
        20,
        30,
        15,
    ]
    assert (style.name, style.size) == ("Times New Roman", Pt(13))
    assert made.paragraphs[0].text == "TRÍCH XUẤT"
    assert made.paragraphs[2].text == "Cơ quan: Sở Tư pháp"
    assert "CỘNG HÒA" not in "".join(p.text for p in made.paragraphs)
    assert "PAGE" in section.header._element.xml
    assert not section.first_page_header.paragraphs[0].text
    widths = [round(c.width.mm) for c in made.tables[0].rows[0].cells if c.width]
    assert 250 < sum(widths) <= 252.5
    assert [round(c.width.mm) for c in made.tables[0].columns if c.width] == widths, "LibreOffice goes by the grid"
    assert client.get("/api/v1/stats.docx").status_code == 406
