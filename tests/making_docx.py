"""Real Word files for tests: python-docx writes them, the rest (notes, numbering, boxes) is XML."""

import zipfile
from collections.abc import Iterable
from io import BytesIO
from itertools import groupby

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph

from loaders.loading import load
from loaders.reading.blocks import build
from loaders.reading.model import Block
from loaders.text import Loaded, Segment
from loaders.view import Mark, View

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    f"{nsdecls('w', 'r', 'm', 'wp', 'a')} "
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def saved(document: WordDocument) -> bytes:
    """The document as the bytes of its file."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def with_body(xml: str, **parts: str) -> bytes:
    """A Word file whose body is this XML; `parts` are the inner XML of 'numbering', 'styles', 'footnotes' and so on."""
    document = Document()
    body = document.element.body
    for child in list(body):
        body.remove(child)
    for element in parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>"):
        body.append(element)
    data = saved(document)
    for kind, inner in parts.items():
        data = with_part(data, kind, inner)
    return data


def with_part(data: bytes, kind: str, inner: str) -> bytes:
    """The file with one part more (or in place of python-docx's own), its relationship and content type."""
    root = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "endnotes": "endnotes"}[kind]
    name = f"word/{kind}.xml"
    members = members_of(data)
    if name not in members:
        link = f'<Relationship Id="rIdX{kind}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/></Relationships>'
        override = f'<Override PartName="/{name}" ContentType="{_TYPE}.{kind}+xml"/></Types>'
        for path, end, more in (
            ("word/_rels/document.xml.rels", b"</Relationships>", link),
            ("[Content_Types].xml", b"</Types>", override),
        ):
            members[path] = members[path].replace(end, more.encode())
    members[name] = f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES}>{inner}</w:{root}>'.encode()
    return zipped(members)


def members_of(data: bytes) -> dict[str, bytes]:
    """What the zip holds."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def note_xml(kind: str, number: int, texts: Iterable[str]) -> str:
    """A footnote or endnote of these paragraphs, with the mark that Word puts at its head."""
    ref = f"<w:r><w:{kind}Ref/></w:r>"
    paragraphs = "".join(
        f'<w:p>{ref if n == 0 else ""}<w:r><w:t xml:space="preserve"> {_escaped(text)}</w:t></w:r></w:p>'
        for n, text in enumerate(texts)
    )
    return f'<w:{kind} w:id="{number}">{paragraphs}</w:{kind}>'


def as_docx(text: str) -> bytes:
    """A plain text as the Word file that it was taken from: headings, real tables, real footnotes, whole paragraphs."""
    return _Twin(load(text.encode(), "twin.txt")).bytes()


class _Twin:
    """Writes the blocks of a text, as reading joins its lines, into a Word file."""

    def __init__(self, loaded: Loaded) -> None:
        self._text = loaded.text
        self._view: View
        self._view, blocks = build(loaded)
        self._blocks = [(block, self._segment(loaded, block)) for block in blocks]
        self._notes: dict[str, list[str]] = {}
        for block in blocks:
            if block.kind == "footnote" and block.mark:
                self._notes.setdefault(block.mark, []).append(self._said(block))
        self._written: list[str] = []
        self._document = Document()

    def bytes(self) -> bytes:
        """The Word file."""
        for table, group in groupby(self._blocks, key=lambda pair: pair[1].table):
            pairs = list(group)
            if table is not None:
                self._table([segment for _, segment in pairs])
                continue
            for block, _ in pairs:
                self._paragraph(block)
        notes = "".join(note_xml("footnote", n, self._notes[mark]) for n, mark in enumerate(self._written, 1))
        data = saved(self._document)
        return with_part(data, "footnotes", notes) if notes else data

    def _segment(self, loaded: Loaded, block: Block) -> Segment:
        at = self._view.at(block.start)
        return next(s for s in loaded.segments if s.start <= at < s.end)

    def _said(self, block: Block) -> str:
        return self._view.text[block.start : block.end]

    def _paragraph(self, block: Block) -> None:
        if block.kind == "footnote":
            if (
                block.mark and block.mark not in self._written
            ):  # nothing in the text refers to it: behind what it follows
                self._reference(self._document.paragraphs[-1], block.mark)
            return
        said = self._said(block)
        heading = bool(block.marker) and len(said) < 120 and said[-1] not in ".;:," and block.rank < 40
        paragraph = self._document.add_paragraph(style=f"Heading {1 if said.isupper() else 2}" if heading else None)
        at = block.start
        for mark in self._marks(block):
            paragraph.add_run(self._view.text[at : mark.at])
            self._reference(paragraph, mark.mark.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")))
            at = mark.at
        paragraph.add_run(self._view.text[at : block.end])

    def _marks(self, block: Block) -> list[Mark]:
        return [mark for mark in self._view.marks if block.start < mark.at <= block.end]

    def _reference(self, paragraph: Paragraph, mark: str) -> None:
        run = paragraph.add_run()
        if mark in self._written or mark not in self._notes:
            run.text, run.font.superscript = mark, True
            return
        self._written.append(mark)
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self._written)))
        run._r.append(reference)

    def _table(self, cells: list[Segment]) -> None:
        rows, columns = max(c.row + c.rowspan for c in cells), max(c.col + c.colspan for c in cells)
        table = self._document.add_table(rows, columns)
        for segment in cells:
            cell = table.cell(segment.row, segment.col)
            if segment.rowspan > 1 or segment.colspan > 1:
                cell = cell.merge(table.cell(segment.row + segment.rowspan - 1, segment.col + segment.colspan - 1))
            first, *others = self._text[segment.start : segment.end].split("\n")
            target = cell.paragraphs[0] if not cell.text else cell.add_paragraph()
            target.text = first
            for line in others:
                cell.add_paragraph(line)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
