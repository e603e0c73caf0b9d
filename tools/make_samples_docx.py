"""Write samples/*.docx out of tools/samples/*.txt, byte for byte the same at every run: `make samples`.

A source has one paragraph a line, and these marks:
`@header LEFT | RIGHT` and `@sign LEFT | RIGHT` rows of a table without borders (` // ` is a new paragraph in the cell),
`@center`, `@h1`, `@h2` paragraphs, `@page` a new page, `| a | b |` rows of a table (a row with fewer cells than the
first one: its last cell is merged to the right edge), `[^1]` a footnote whose text is the line `[^1]: …`.
"""

import re
import sys
import zipfile
from collections.abc import Iterable
from io import BytesIO
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import _Cell
from docx.text.paragraph import Paragraph

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
NOTE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
NOTE = re.compile(r"\[\^(\d+)\]")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: the same bytes whenever it is made


def kind(line: str) -> str:
    """What a line of the source is: '@h1', '|' for a row, '' for a paragraph."""
    return line.split(" ", 1)[0] if line.startswith("@") else "|" if line.startswith("|") else ""


def build(source: str) -> bytes:
    """The .docx that a source describes."""
    notes = dict(re.findall(r"^\[\^(\d+)\]: (.+)$", source, re.M))
    lines = [line for line in source.splitlines() if line.strip() and not NOTE.match(line)]
    document = Document()
    for mark, group in groupby(lines, kind):
        if mark == "|":
            _table(document, [[c.strip() for c in line.strip("| ").split("|")] for line in group])
        elif mark in {"@header", "@sign"}:
            _columns(document, [line.split(" ", 1)[1].split(" | ") for line in group])
        else:
            for line in group:
                _paragraph(document, mark, line.removeprefix(mark).strip())
    if notes:
        _add_notes(document, notes)
    packed = BytesIO()
    document.save(packed)
    return _same_bytes(packed.getvalue())


def _paragraph(document: DocumentType, mark: str, text: str) -> None:
    if mark == "@page":
        document.add_page_break()
    elif mark in {"@h1", "@h2"}:
        document.add_heading(text, level=int(mark[-1]))
    else:
        paragraph = document.add_paragraph()
        _with_notes(paragraph, text)
        if mark == "@center":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _with_notes(paragraph: Paragraph, text: str) -> None:
    for n, piece in enumerate(NOTE.split(text)):
        if n % 2 == 0:
            paragraph.add_run(piece)
        else:
            reference = f'<w:footnoteReference {nsdecls("w")} w:id="{piece}"/>'
            paragraph.add_run()._r.append(parse_xml(reference))


def _columns(document: DocumentType, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), 2)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            _fill(table.cell(r, c), text.split(" // "))


def _table(document: DocumentType, rows: list[list[str]]) -> None:
    width = len(rows[0])
    table = document.add_table(len(rows), width)
    table.style = "Table Grid"
    for r, row in enumerate(rows):
        if len(row) < width - 1:  # one empty cell at the end only lost its bar
            table.cell(r, len(row) - 1).merge(table.cell(r, width - 1))
        for c, text in enumerate(row):
            _fill(table.cell(r, c), [text])


def _fill(cell: _Cell, texts: Iterable[str]) -> None:
    for n, text in enumerate(texts):
        (cell.paragraphs[0] if n == 0 else cell.add_paragraph()).add_run(text)


def _add_notes(document: DocumentType, notes: dict[str, str]) -> None:
    separators = "".join(
        f'<w:footnote w:type="{name}" w:id="{n}"><w:p><w:r><w:{name}/></w:r></w:p></w:footnote>'
        for n, name in ((-1, "separator"), (0, "continuationSeparator"))
    )
    texts = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        for n, text in notes.items()
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}>{separators}{texts}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), NOTE_TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _same_bytes(packed: bytes) -> bytes:
    fresh = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as old, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return fresh.getvalue()


def main() -> int:
    """Write every sample that has a source."""
    for source in sorted((Path(__file__).parent / "samples").glob("*.txt")):
        target = SAMPLES / f"{source.stem}.docx"
        target.write_bytes(build(source.read_text("utf-8")))
        print(target.relative_to(SAMPLES.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
