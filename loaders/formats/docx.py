"""Word files (.docx) into text and segments.

One line of the text a paragraph, in the order of the document. Soft line breaks: the lines of a centred paragraph (a
head, a title) and lines that begin with a bullet or a number are segments of their own; elsewhere the paragraph stays
one segment with the newline inside it, because the break only wraps its words. Page headers and footers are not read.
"""

from collections.abc import Iterator
from typing import Literal

from msgspec import structs

from loaders.formats.base import Line, Lines
from loaders.formats.docx_runs import SUPERSCRIPT, Note, Paragraph, Runs, paragraphs_of
from loaders.formats.docx_styles import Styles
from loaders.formats.docx_tables import WordGrid, columns, covered, deleted
from loaders.formats.flow import Flow
from loaders.formats.numbering import Numbering
from loaders.formats.package import Package
from loaders.formats.safe_xml import Guard, events
from loaders.formats.soft_lines import soft_lines
from loaders.formats.word_parts import WordParts
from loaders.formats.word_xml import Element, mc, w
from loaders.limits import Limits
from loaders.text import Kind, Loaded, NotRead

_TAGS = [w(name) for name in ("p", "tbl", "tr", "tc", "altChunk")]
_Table = Literal["grid", "flat", "nested"]


def load(data: bytes, name: str, limits: Limits) -> Loaded:
    """The text of a Word file; raises `NotRead`."""
    del name  # its content says it all
    package = Package(data, limits)
    parts = WordParts(package, limits)
    document = _Document(parts, limits)
    document.read(package.chunks(parts.main))
    return document.lines.loaded("docx", data)


class _Document:
    """The body of a Word file while it streams by: what has become lines is let go of at once."""

    def __init__(self, parts: WordParts, limits: Limits) -> None:
        self._parts, self._limits = parts, limits
        styles = Styles(parts.tree("styles"))
        self._runs = Runs(styles, Numbering(parts.tree("numbering"), styles).marker)
        self._guard = Guard(limits)
        self._flow = Flow()
        self._tables: list[_Table | None] = []  # the tables that are open, outermost first; None: not yet known
        self._inside = 0  # paragraphs that are open: those within a paragraph are in its text boxes
        self._paragraphs = self._characters = 0
        self._carried = ""  # text whose paragraph mark was deleted
        self._hidden_at: int | None = None

    @property
    def lines(self) -> Lines:
        """What has been read."""
        return self._flow.lines

    def read(self, chunks: Iterator[bytes]) -> None:
        """All of the main part, then the notes."""
        for event, element in events(chunks, self._guard, _TAGS):
            if element.tag == w("p"):
                self._paragraph_event(event, element)
            elif not self._inside:
                self._table_event(event, element)
        self.lines.add(Line(self._carried))
        self._notes()
        self._warn()

    def _paragraph_event(self, event: str, element: Element) -> None:
        self._inside += 1 if event == "start" else -1
        if self._inside or event == "start":
            return
        if not _unseen(element):
            paragraph = self._runs.paragraph(element)
            self._count_text(len(paragraph.text))
            self._paragraph(paragraph)
        element.clear()
        if self._flow.grid is None:
            self._release(element)

    def _count_text(self, characters: int) -> None:
        self._paragraphs += 1
        self._characters += characters
        if self._paragraphs > self._limits.paragraphs:
            raise NotRead("word.paragraphs", "paragraphs", most=self._limits.paragraphs)
        if self._characters > self._limits.characters:
            raise NotRead("word.characters", "characters", most=self._limits.characters)

    def _table_event(self, event: str, element: Element) -> None:
        tag = element.tag
        if tag == w("altChunk"):
            if event == "start":
                self.lines.warn(
                    "alt_chunk", "Tệp chèn một tệp khác vào giữa văn bản; phần ấy chưa đọc được", self.lines.size
                )
        elif tag == w("tbl"):
            self._tables.append(None) if event == "start" else self._end_table()
        elif event == "start":
            if tag == w("tr") and self._tables and self._tables[-1] is None:
                self._begin_table(element)
        elif isinstance(grid := self._flow.grid, WordGrid) and self._tables[-1] == "grid":
            if tag == w("tc"):
                grid.end_cell(element)
            else:
                grid.end_row(not deleted(element))
                element.clear()
                self._release(element)

    def _begin_table(self, row: Element) -> None:
        """A table of one column only frames its text; a table in a cell is text of that cell."""
        table = row.getparent()
        if self._flow.grid is not None:
            self._tables[-1] = "nested"
        elif table is not None and columns(table) == 1:
            self._tables[-1] = "flat"
        else:
            self._tables[-1] = "grid"
            self._flow.begin_table(WordGrid)

    def _end_table(self) -> None:
        if self._tables.pop() == "grid":
            self._flow.end_table()

    def _release(self, element: Element) -> None:
        """Let go of everything before an element: what is read stays out of memory."""
        node: Element | None = element
        while node is not None:
            parent = node.getparent()
            while parent is not None and node.getprevious() is not None:
                del parent[0]
            node = parent
        self._guard.released()

    def _paragraph(self, paragraph: Paragraph) -> None:
        paragraph.text, self._carried = self._carried + paragraph.text, ""
        if paragraph.format.joined:
            self._carried, paragraph.text = paragraph.text, ""
        if self._runs.hidden and self._hidden_at is None:
            self._hidden_at = self.lines.size
        for line in _lines(paragraph):
            self._flow.put(line)

    def _notes(self) -> None:
        """The notes that the text refers to, behind it; a note may refer to no other."""
        bodies = {
            kind: self._parts.notes(kind)
            for kind in ("footnote", "endnote")
            if any(n.kind == kind for n in self._runs.notes)
        }
        for note in list(self._runs.notes):
            body = bodies[note.kind].get(note.id)
            found = [] if body is None else [self._runs.paragraph(element) for element in paragraphs_of(body)]
            for n, line in enumerate(line for paragraph in found for line in _lines(paragraph)):
                self.lines.add(_note_line(note, line, first=n == 0))

    def _warn(self) -> None:
        if self._runs.hidden:
            message = f"Bỏ qua {self._runs.hidden} đoạn chữ ẩn"
            self.lines.warn("hidden_text", message, self._hidden_at or 0)
        if self._runs.changes:
            message = f"Văn bản còn {self._runs.changes} chỗ sửa chưa duyệt: phần thêm được giữ, phần xóa bị bỏ"
            self.lines.warn("tracked_changes", message, 0)


def _lines(paragraph: Paragraph) -> Iterator[Line]:
    """The lines of a paragraph, then those of its text boxes."""
    format_ = paragraph.format
    kind: Kind = "running" if format_.contents else "heading" if format_.level else "body"
    for text in soft_lines(paragraph.text, format_.centred):
        yield Line(text, kind, format_.level if kind == "heading" else 0)
    for box in paragraph.boxes:
        yield from (structs.replace(line, kind="body", level=0) for line in _lines(box))


def _note_line(note: Note, line: Line, *, first: bool) -> Line:
    """A line of a note; the first has the mark before it in the text, outside its segment."""
    text = line.text.strip()
    if not first:
        return Line(text, "footnote", mark=note.mark)
    shown = note.mark.translate(SUPERSCRIPT)
    return Line(text.removeprefix(shown), "footnote", prefix=f"{shown} ", mark=note.mark)


def _unseen(paragraph: Element) -> bool:
    """The paragraph stands in a deleted row, a covered cell, or in a second drawing of something."""
    for above in paragraph.iterancestors(w("tr"), w("tc"), mc("Fallback")):
        tag = above.tag
        if tag == mc("Fallback") or (tag == w("tc") and covered(above)) or (tag == w("tr") and deleted(above)):
            return True
    return False
