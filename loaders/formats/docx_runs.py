"""The text of one Word paragraph as a reader sees it: insertions kept, deletions gone, a field only by its result."""

from collections.abc import Callable

from msgspec import Struct

from loaders.formats.docx_styles import Format, Styles
from loaders.formats.docx_symbols import symbol
from loaders.formats.word_xml import Element, math, mc, switch, w

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NEWLINES = str.maketrans("\r\n", "  ")  # inside w:t they are only white space
_PASSED = tuple(
    w(name) for name in ("hyperlink", "smartTag", "sdtContent", "fldSimple", "customXml", "bdo", "dir")
)  # fmt: skip
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"


class Note(Struct, frozen=True):
    """A footnote or endnote that the text refers to."""

    kind: str  # 'footnote', 'endnote'
    id: str
    mark: str


class Paragraph(Struct):
    """A paragraph's text (soft line breaks as newlines) and the paragraphs of the text boxes anchored in it."""

    text: str
    format: Format
    boxes: list["Paragraph"]


class Runs:
    """Reads paragraphs in the order of the document; counts notes, hidden runs, tracked changes on its way."""

    def __init__(self, styles: Styles, marker: Callable[[Format], str]) -> None:
        """`marker` gives the automatic number of the next paragraph of a format."""
        self._styles, self._marker = styles, marker
        self.notes: list[Note] = []
        self.hidden = 0
        self.changes = 0
        self._enter: dict[str, Callable[[Element], None]] = dict.fromkeys(_PASSED, self._inside)
        self._enter |= {
            w("r"): self._run, w("sdt"): self._control, mc("AlternateContent"): self._alternate,
            w("ins"): self._inserted, w("moveTo"): self._inserted,
            w("del"): self._deleted, w("moveFrom"): self._deleted,
            math("oMath"): self._formula, math("oMathPara"): self._formula,
        }  # fmt: skip
        self._out: list[str] = []
        self._boxes: list[Paragraph] = []
        self._fields: list[bool] = []  # of each field that is open: whether its result has begun
        self._format = styles.format(None)

    def paragraph(self, element: Element) -> Paragraph:
        """One `w:p`; the number that Word puts before it is part of its text."""
        saved = self._out, self._boxes, self._fields, self._format
        self._out, self._boxes, self._fields = [], [], []
        properties = element.find(w("pPr"))
        self._format = format_ = self._styles.format(properties)
        self._inside(element)
        paragraph = Paragraph("".join(self._out), format_, self._boxes)
        self._out, self._boxes, self._fields, self._format = saved
        if not format_.joined:
            paragraph.text = self._marker(format_) + paragraph.text
        return paragraph

    def _inside(self, element: Element) -> None:
        for child in element:
            if enter := self._enter.get(child.tag):
                enter(child)

    def _inserted(self, element: Element) -> None:
        self.changes += 1
        self._inside(element)

    def _deleted(self, _element: Element) -> None:
        self.changes += 1

    def _control(self, element: Element) -> None:
        """A content control; one that only prompts ('Click here to enter text') holds no text of the document."""
        if not switch(element.find(w("sdtPr")), "showingPlcHdr"):
            self._inside(element)

    def _alternate(self, element: Element) -> None:
        """One of several ways to draw the same thing: the first."""
        for child in element.iterchildren(mc("Choice"), mc("Fallback")):
            self._drawing(child) if child.find(w("r")) is None else self._inside(child)
            return

    def _formula(self, element: Element) -> None:
        self._out += [text.text or "" for text in element.iter(math("t"))]

    def _run(self, element: Element) -> None:
        properties = element.find(w("rPr"))
        hidden = self._styles.run(properties, self._format.style, "vanish")
        mark = len(self._out)
        custom = self._pieces(element, bool(hidden))
        if hidden:
            self.hidden += element.find(w("t")) is not None
            return
        if self._styles.run(properties, self._format.style, "caps"):
            self._out[mark:] = [piece.upper() for piece in self._out[mark:]]
        said = "".join(self._out[mark:])
        if said.strip().isdecimal() and self._styles.run(properties, None, "vertAlign") == "superscript":
            self._out[mark:] = [said.translate(SUPERSCRIPT)]
        if custom is not None:  # the mark is what the author typed behind the reference
            self.notes.append(Note(custom.kind, custom.id, said.strip() or custom.mark))

    def _pieces(self, element: Element, hidden: bool) -> Note | None:
        """Appends what the run shows; gives the note whose mark the run itself holds, if any."""
        custom = None
        for child in element:
            tag = child.tag
            if tag == w("fldChar"):
                self._field(child.get(w("fldCharType")))
            elif hidden or False in self._fields:
                continue
            elif tag == w("t"):
                self._out.append((child.text or "").translate(_NEWLINES))
            elif tag in (w("footnoteReference"), w("endnoteReference")):
                custom = self._reference(child) or custom
            elif tag == mc("AlternateContent"):
                self._alternate(child)
            elif tag in (w("drawing"), w("pict"), w("object")):
                self._drawing(child)
            else:
                self._out.append(_character(child))
        return custom

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _reference(self, element: Element) -> Note | None:
        """Footnotes and endnotes count together, in the order of the text, so that a mark names one note."""
        kind = "footnote" if element.tag == w("footnoteReference") else "endnote"
        note = Note(kind, element.get(w("id"), ""), str(len(self.notes) + 1))
        if element.get(w("customMarkFollows"), "0") in ("1", "true", "on"):
            return note
        self.notes.append(note)
        self._out.append(note.mark.translate(SUPERSCRIPT))
        return None

    def _drawing(self, element: Element) -> None:
        """Text boxes, each once; they are read after the paragraph that they are anchored in."""
        for child in element:
            if child.tag == w("txbxContent"):
                self._boxes += [self.paragraph(p) for p in paragraphs_of(child)]
            elif child.tag == mc("AlternateContent"):
                self._alternate(child)
            elif child.tag == _WORD_ART and child.get("string"):
                self._boxes.append(Paragraph(child.get("string", ""), self._format, []))
            else:
                self._drawing(child)


def paragraphs_of(element: Element) -> list[Element]:
    """All paragraphs in an element but those inside other paragraphs, in order."""
    found = []
    for child in element:
        if child.tag == w("p"):
            found.append(child)
        elif child.tag != mc("Fallback"):
            found += paragraphs_of(child)
    return found


def _character(element: Element) -> str:
    tag = element.tag
    if tag in (w("tab"), w("ptab")):
        return "\t"
    if tag in (w("br"), w("cr")):
        return "\n"  # the end of a line, a column, a page
    if tag == w("noBreakHyphen"):
        return "-"  # what is seen is a hyphen; numbers ('12/NQ-CP') are typed with it
    if tag == w("sym"):
        return symbol(element.get(w("char")), element.get(w("font")))
    return ""  # soft hyphens, marks of notes and pages, instructions of fields: not seen in the text
