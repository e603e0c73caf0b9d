"""Real Word files for tests: python-docx writes them, the rest (notes, numbering, boxes) is XML."""

import zipfile
from collections.abc import Iterable
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.text.run import Run

from loaders.loading import load
from loaders.text import Loaded, Segment
from tests.twins import Piece, Twin

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
    return _Word(load(text.encode(), "twin.txt")).bytes()


class _Word(Twin):
    """Writes a Word file."""

    def __init__(self, loaded: Loaded) -> None:
        super().__init__(loaded)
        self._document = Document()

    def bytes(self) -> bytes:
        """The Word file."""
        self.write()
        notes = "".join(note_xml("footnote", n, texts) for n, texts in enumerate(self.notes(), 1))
        data = saved(self._document)
        return with_part(data, "footnotes", notes) if notes else data

    def paragraph(self, level: int, pieces: list[Piece]) -> None:
        """A paragraph of Word."""
        paragraph = self._document.add_paragraph(style=f"Heading {level}" if level else None)
        for kind, said in pieces:
            run = paragraph.add_run("" if kind == "note" else said)
            if kind == "note":
                _refer(run, int(said))
            elif kind == "raised":
                run.font.superscript = True

    def reference_behind(self, number: int) -> None:
        """In the last paragraph."""
        _refer(self._document.paragraphs[-1].add_run(), number)

    def table(self, cells: list[tuple[Segment, list[str]]]) -> None:
        """A table of Word."""
        rows, columns = max(c.row + c.rowspan for c, _ in cells), max(c.col + c.colspan for c, _ in cells)
        table = self._document.add_table(rows, columns)
        for segment, (first, *others) in cells:
            cell = table.cell(segment.row, segment.col)
            if segment.rowspan > 1 or segment.colspan > 1:
                cell = cell.merge(table.cell(segment.row + segment.rowspan - 1, segment.col + segment.colspan - 1))
            target = cell.paragraphs[0] if not cell.text else cell.add_paragraph()
            target.text = first
            for line in others:
                cell.add_paragraph(line)


def _refer(run: Run, number: int) -> None:
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    run._r.append(reference)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
