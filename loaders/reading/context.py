"""What every finder gets: the view, its blocks and tables, the documents in the file, the mentions found so far."""

from functools import cached_property

from msgspec import Struct, field

from graph.bodies import respelled
from graph.body_keys import BodyKey
from graph.folding import lowered
from graph.record import Nature, Stage, Warning
from loaders.reading.model import Block, Body, Named, Table
from loaders.reading.octets import octets
from loaders.text import Loaded
from loaders.view import View

_PAGE_BREAK = 40  # characters: a page number and its blank lines between two runs of one sentence; a note is longer


class Doc(Struct):
    """A document of the file while it is being read; offsets are block indices."""

    index: int
    first: int  # first block (of its head)
    last: int  # last block, inclusive
    title_block: int | None
    type: str
    code: str | None = None
    symbol: str | None = None  # of a blank number: '/KH-UBND'
    issued: str | None = None
    effective: str | None = None
    issuer: str | None = None
    title: str | None = None
    signer: str | None = None
    signed_as: str | None = None
    period: tuple[int, int] | None = None
    place: str | None = None
    nature: Nature = "hanh_chinh"
    stage: Stage = "issued"
    incomplete: list[str] = field(default_factory=list)
    sample: bool = False
    promulgated_by: int | None = None  # index of the decision in the file that issues it
    attached_to: tuple[int, int] | None = None  # view span of "(Kèm theo Quyết định số …)"
    effective_signed: bool = False  # 'có hiệu lực kể từ ngày ký'
    body: int = 0  # first block of its text proper, behind head and title
    id: str = ""


class Reading:
    """One file on its way to a record. Finders read it and add to their own list; nothing here is global."""

    def __init__(self, loaded: Loaded, view: View, blocks: list[Block], tables: list[Table]) -> None:
        """Begin with the structure; documents and mentions come next."""
        self.loaded, self.view, self.blocks, self.tables = loaded, view, blocks, tables
        self.text = view.text  # what patterns run on
        self.starts = [b.start for b in blocks]  # for bisection
        self.docs: list[Doc] = []
        self.mentions: list[Named] = []  # in the order of the view
        self.short_forms: dict[str, int] = {}  # folded short form defined in the text -> cluster
        self.bodies: dict[int, list[Body]] = {}  # bodies found, by block (filled on demand)
        self.organizations: list[tuple[str, str, BodyKey]] = []  # (canonical name, as said, which) of all that is named
        self.warnings: list[Warning] = []

    @cached_property
    def low(self) -> str:
        """The view's text in lower case, character for character."""
        return lowered(self.text)

    @cached_property
    def plain(self) -> str:
        """The view's text as `graph.bodies.plain` has it; the view's dashes and blanks are plain already."""
        return respelled(self.low)

    @cached_property
    def narrow(self) -> bytes:
        """`plain` in one byte a character, which automata run over."""
        return octets(self.plain)

    def words(self, block: Block) -> str:
        """A block's text behind its marker."""
        return self.view.text[block.body : block.end]

    def whole(self, block: Block) -> str:
        """A block's text with its marker."""
        return self.view.text[block.start : block.end]

    def doc_of(self, block: Block) -> Doc:
        """The document that a block belongs to."""
        return self.docs[block.document]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Text offsets of a view span."""
        return self.view.span(start, end)

    def quote(self, start: int, end: int) -> tuple[int, int, str]:
        """Text offsets and text of a view span."""
        low, high = self.view.span(start, end)
        return low, high, self.loaded.text[low:high]

    def quote_with(self, start: int, end: int, at: int) -> tuple[int, int, str]:
        """The same, but where notes tear the span only the run with the view offset `at`: no foreign words in it."""
        here = self.view.at(at)
        torn = self.view.parts(start, end, gap=_PAGE_BREAK)
        low, high = next((run for run in torn if run[0] <= here < run[1]), self.view.span(start, end))
        return low, high, self.loaded.text[low:high]

    def warn(self, code: str, message: str, start: int, end: int) -> None:
        """A warning at a view span."""
        low, high = self.view.span(start, max(end, start + 1)) if self.view.text else (0, 0)
        self.warnings.append(Warning(code=code, message=message, start=low, end=high))
