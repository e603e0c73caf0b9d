"""Pages (.html, .htm) into text and segments: a line of the text a paragraph, in the order of the page.

What of the page is the document says `html_page`. A line break parts lines as in Word (`soft_lines`); text in `<pre>`
is read as plain text is.
"""

from msgspec import structs

from graph.patterns import pattern
from loaders.formats.base import BLANK, Line, Lines
from loaders.formats.flow import Flow
from loaders.formats.html_decoding import decode_html, refuse_old_fonts
from loaders.formats.html_lists import Lists
from loaders.formats.html_notes import notes_of, own_mark
from loaders.formats.html_page import document_of
from loaders.formats.html_tables import HtmlGrid, is_frame
from loaders.formats.html_tree import BLOCKS, Node, parse, walk
from loaders.formats.soft_lines import ITEM, soft_lines
from loaders.formats.text_notes import SUPERSCRIPTS, plain
from loaders.limits import Limits
from loaders.text import Kind, Loaded, NotRead

_SPACE = pattern("html.space", r"(?<![ \t\n\r\f])[ \t\n\r\f]{1,100000}")
_PADDED = pattern("html.padded", r"(?<![ \u00a0])[ \u00a0]{2,1000}")
_MARKED = pattern("html.marked", rf"([{SUPERSCRIPTS}]{{1,3}})\s{{0,5}}(?=\S)")
_CENTRED = pattern("html.centred", r"(?i)text-align\s?:\s?(-webkit-)?(center)?")
_RAISED = pattern("html.raised", r"(?i)vertical-align\s?:\s?super")
_RAISE = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_HEADINGS = {f"h{n}": n for n in range(1, 7)}


def load(data: bytes, name: str, limits: Limits) -> Loaded:
    """The text of a page; raises `NotRead`."""
    del name  # its content says it all
    return page(data, data, "", limits)


def page(content: bytes, data: bytes, charset: str, limits: Limits) -> Loaded:
    """The text of a page in a file `data` that names its encoding ('': the page does); raises `NotRead`."""
    text, encoding = decode_html(content, charset)
    loaded = _Page(parse(text, limits), limits).read().loaded("html", data, encoding)
    refuse_old_fonts(loaded.text)
    return loaded


class _Page:
    """A page on its way into lines."""

    def __init__(self, root: Node, limits: Limits) -> None:
        self._root, self._limits = root, limits
        self._notes = notes_of(root)
        self._flow = Flow()
        self._lists = Lists()
        self._said: list[str] = []
        self._count = 0  # of lines
        self._marker = ""  # of the list's item that is open, until its first line
        self._tables: list[bool] = []  # of each table that is open: whether it is the grid
        self._raised = self._unseen = 0  # elements that are open: superscripts, marks of notes
        self._kept = 0  # elements that keep their line ends
        self._level = 0  # of the heading that is open
        self._note: str | None = None  # the mark of the note that is open
        self._first = False  # its first line is to come
        self._centred = [False]
        self._marks: set[str] = set()  # raised numbers in the text so far

    def read(self) -> Lines:
        """All of it."""
        document_of(self._root, frozenset(self._notes.bodies))
        for event in walk(self._root):
            if event[0] == "text":
                self._text(event[1])
            elif event[0] == "start":
                self._start(event[1])
            else:
                self._end(event[1])
        self._flush()
        return self._flow.lines

    def _text(self, text: str) -> None:
        if self._unseen:
            return
        if not self._kept:
            text = _SPACE.sub(" ", text)
            if text[0] == " " and self._said and self._said[-1][-1:] in (" ", "\n"):
                text = text[1:]
        if self._raised and text.strip().isdecimal():
            text = text.translate(_RAISE)
        self._said.append(text)

    def _start(self, node: Node) -> None:
        tag = node.tag
        if tag in BLOCKS:
            self._flush()
            self._centred.append(_centred(node, self._centred[-1]))
            self._begin_block(node)
        elif tag == "br":
            self._said.append("\n")
        elif node in self._notes.references and not self._unseen:
            self._said.append(_shown(self._notes.references[node]))
            self._unseen += 1
        elif node in self._notes.backs:
            self._unseen += 1
        elif _is_raised(node):
            self._raised += 1

    def _begin_block(self, node: Node) -> None:
        tag = node.tag
        if node in self._notes.bodies:
            self._note, self._first = self._notes.bodies[node], True
        if tag in ("ul", "ol", "menu", "dir"):
            self._lists.begin(node)
        elif tag == "li":
            self._marker = "" if self._note is not None and self._first else self._lists.marker(node)
        elif tag in _HEADINGS:
            self._level = _HEADINGS[tag]
        elif tag == "pre":
            self._kept += 1
        elif tag in ("table", "dl"):
            self._begin_table(node)

    def _end(self, node: Node) -> None:
        tag = node.tag
        if tag in BLOCKS:
            self._flush()
            self._centred.pop()
            self._end_block(node)
        elif node in self._notes.references or node in self._notes.backs:
            self._unseen -= 1
        elif tag != "br" and _is_raised(node):
            self._raised -= 1

    def _end_block(self, node: Node) -> None:
        tag = node.tag
        grid = self._flow.grid if self._tables and self._tables[-1] else None
        if node in self._notes.bodies:
            self._note = None
        if tag in ("ul", "ol", "menu", "dir"):
            self._lists.end()
        elif tag == "li":
            self._marker = ""
        elif tag in _HEADINGS:
            self._level = 0
        elif tag == "pre":
            self._kept -= 1
        elif tag in ("table", "dl"):
            if self._tables.pop():
                self._flow.end_table()
        elif isinstance(grid, HtmlGrid):
            self._end_part(grid, node)

    def _end_part(self, grid: HtmlGrid, node: Node) -> None:
        """The end of a cell or a row; a list of terms is a table of two columns."""
        if node.tag == "caption":
            for line in grid.lines:
                self._flow.lines.add(line)
            grid.lines = []
        if node.tag in ("td", "th", "dt", "dd"):
            grid.end_cell(node)
        if node.tag in ("tr", "dd"):
            grid.end_row()

    def _begin_table(self, node: Node) -> None:
        """A frame's cells are text of the page, a table in a cell is text of that cell."""
        own = self._flow.grid is None and (node.tag == "dl" or not is_frame(node))
        self._tables.append(own)
        if own:
            self._flow.begin_table(HtmlGrid)

    def _flush(self) -> None:
        """What was said since the last block began or ended, as lines."""
        said, self._said = "".join(self._said), []
        if not said.strip(BLANK):
            return
        if self._kept and self._flow.grid is None and "\n" in said:
            self._flow.plain(said)
            return
        said = _PADDED.sub(" ", said)
        for text in soft_lines(said, self._centred[-1]):
            self._line(text.strip(BLANK))

    def _line(self, text: str) -> None:
        if not text:
            return
        self._count += 1
        if self._count > self._limits.paragraphs:
            raise NotRead("html.paragraphs", "paragraphs", most=self._limits.paragraphs)
        if self._note is not None:
            self._note_line(text, self._note)
            return
        marked = _MARKED.match(text)
        if marked and self._flow.grid is None and plain(marked[1]) in self._marks:
            self._flow.put(Line(text[marked.end() :], "footnote", prefix=marked[0], mark=plain(marked[1])))
            return
        self._marks.update(_numbers(text))
        if self._marker:
            text = text if ITEM.match(text) else self._marker + text
            self._marker = ""
        kind: Kind = "heading" if self._level else "body"
        self._flow.put(Line(text, kind, self._level))

    def _note_line(self, text: str, mark: str) -> None:
        """A line of a note; the first has the mark before it in the text, outside its segment."""
        line = Line(text, "footnote", mark=mark)
        if self._first:
            self._first = False
            line = structs.replace(line, text=text[own_mark(text, mark) :], prefix=f"{_shown(mark)} ")
        self._flow.put(line)


def _shown(mark: str) -> str:
    return mark.translate(_RAISE)


_RAISED_NUMBER = pattern("html.raised_number", rf"(?<=\S)[{SUPERSCRIPTS}]{{1,3}}")


def _numbers(text: str) -> set[str]:
    return {plain(found) for found in _RAISED_NUMBER.findall(text)}


def _is_raised(node: Node) -> bool:
    return node.tag == "sup" or (node.tag not in BLOCKS and _RAISED.search(node.get("style")) is not None)


def _centred(node: Node, above: bool) -> bool:
    """Whether the lines of a block stand in the middle."""
    if node.tag == "center" or node.tag in _HEADINGS:
        return True
    if align := node.get("align"):
        return align.lower() == "center"
    found = _CENTRED.search(node.get("style"))
    return above if found is None else found[2] is not None
