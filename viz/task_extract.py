"""Tasks as a Word document to work on: an extract, marked as one, with neither national header nor signature.

Paper, margins, type and the page's number as NĐ 30/2020/NĐ-CP, Phụ lục I, asks: A4 (the table lies across), top and
bottom 20 mm, left 30 mm, right 15 mm, Times New Roman 13, the number in the middle of the head from page two on.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as Made
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Row as Row
from docx.text.paragraph import Paragraph
from msgspec import Struct

from queries.sheets import TaskLine
from viz.entries import day, one_line
from viz.escaping import escaped
from viz.task_sheet import basis

MOST_TASKS = 2_000  # rows that Word lays out while somebody waits; all of them are in the workbook
_WIDTHS = {"number": 12, "task": 76, "lead": 40, "coordinate": 38, "deadline": 28, "deliverable": 28, "basis": 30}  # mm
_LONG, _SHORT = 297, 210  # mm
_MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 15}  # mm
_FONT, _SIZE = "Times New Roman", 13
_EPOCH = (2000, 1, 1, 0, 0, 0)  # equal stores are equal files


class TooManyTasks(Exception):  # noqa: N818 - an answer for people
    """More tasks than the extract may have."""


class Extract(Struct, frozen=True):
    """What it is made of besides its rows: labels of columns, words, and the lines under its title."""

    lang: str
    labels: Mapping[str, str]
    words: Mapping[str, str]
    summary: Sequence[str]


def extract(rows: Iterable[tuple[str, TaskLine]], made_of: Extract) -> bytes:
    """The file; each row with the heading under which it stands ("": none)."""
    document = Document()
    _page(document, made_of)
    _line(document, made_of.words["mark"], bold=True, centred=True)
    _line(document, made_of.words["title"], bold=True, centred=True)
    for line in made_of.summary:
        _line(document, line, centred=True)
    _table(document, rows, made_of)
    _line(document, made_of.words["note"], italic=True)
    _undated(document)
    target = io.BytesIO()
    document.save(target)
    return _settled(target.getvalue())


def _page(document: Made, made_of: Extract) -> None:
    """Paper and type; the number of the page stands on all but the first, what it is at the foot of each."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_LONG), Mm(_SHORT)
    for edge, length in _MARGINS.items():
        setattr(section, edge, Mm(length))
    section.different_first_page_header_footer = True
    number = _centred(section.header.paragraphs[0])
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number._p.append(field)  # python-docx has no fields of its own
    for foot in (section.footer, section.first_page_footer):
        _run(_centred(foot.paragraphs[0]), made_of.words["foot"], italic=True)


def _centred(paragraph: Paragraph) -> Paragraph:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _run(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False) -> None:
    run = paragraph.add_run(escaped(text, lines=True))
    run.bold, run.italic = bold or None, italic or None


def _line(document: Made, text: str, *, bold: bool = False, italic: bool = False, centred: bool = False) -> None:
    paragraph = document.add_paragraph()
    _run(_centred(paragraph) if centred else paragraph, text, bold=bold, italic=italic)


def _table(document: Made, rows: Iterable[tuple[str, TaskLine]], made_of: Extract) -> None:
    """Its head stands on every page, no row is torn by a page's end, a heading goes over all columns."""
    table = document.add_table(rows=1, cols=len(_WIDTHS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS.values(), strict=True):
        column.width = Mm(width)  # LibreOffice goes by the grid, Word by the cells
    head = table.rows[0]
    _whole(head, "w:tblHeader")
    _fill(head, [made_of.labels[key] for key in _WIDTHS], bold=True)
    under = ""
    for number, (heading, line) in enumerate(rows, 1):
        if number > MOST_TASKS:
            raise TooManyTasks
        if heading != under:
            under = heading
            cells = table.add_row().cells
            _run(cells[0].merge(cells[-1]).paragraphs[0], heading, bold=True)
        row = table.add_row()
        _whole(row, "w:cantSplit")
        _fill(row, _values(number, line, made_of))


def _whole(row: Row, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _fill(row: Row, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, width, text in zip(row.cells, _WIDTHS.values(), texts, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Mm(0)
        _run(_centred(paragraph) if bold else paragraph, text, bold=bold)


def _values(number: int, line: TaskLine, made_of: Extract) -> list[str]:
    """In the order of the columns."""
    due = f"({day(line.due_end)})" if line.due_end else ""
    said = one_line(line.deadline or "")
    deadline = said if due.strip("()") in said else f"{said} {due}".strip()
    return [
        str(number), one_line(line.text), line.lead, line.coordinate, deadline, one_line(line.deliverable or ""),
        basis(line, made_of.words["where"]),
    ]  # fmt: skip


def _undated(document: Made) -> None:
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1)
    document.core_properties.author = document.core_properties.comments = ""


def _settled(file: bytes) -> bytes:
    """The same package without the time at which it was made."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in made.namelist():
            package.writestr(zipfile.ZipInfo(name, _EPOCH), made.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
