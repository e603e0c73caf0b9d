"""What a table is for (data, a document's head, a portal's properties, signatures), and how wide the lines run."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from graph.folding import fold
from loaders.reading.lexicon import rules, tuple_of
from loaders.reading.model import BlockKind
from loaders.text import Loaded, Segment

_VALUE = 600  # characters of a property at most: what is longer is the document itself, in the same table


Place = tuple[int | None, int, int]  # table, row, column


class Wrapping(Struct, frozen=True):
    """Whether lines were broken at a width (0: they were not)."""

    width: int

    @property
    def narrow(self) -> bool:
        """Lines were broken at a width."""
        return self.width > 0

    def full(self, last: Segment, text: str, slack: float = 0.08) -> bool:
        """Whether the next line's first word would not have fitted behind `last`."""
        first = text.split(" ", 1)[0]
        return self.width > 0 and last.end - last.start + 1 + len(first) >= self.width * (1 - slack)

    def long(self, last: Segment) -> bool:
        """Whether a line may have been broken at the width: a justified one holds fewer letters than the longest."""
        return self.width > 0 and last.end - last.start >= self.width * 0.75


def wrapping(lines: list[Segment]) -> Wrapping:
    """The width that lines were broken at: many lines end near the longest one, and none is longer.

    Measured on saved pages: unbroken paragraphs spread from 20 to 900 characters, broken ones pile up at 60 to 110.
    """
    lengths = sorted(line.end - line.start for line in lines if not line.hard)
    if len(lengths) < 8:
        return Wrapping(0)
    width = lengths[int(len(lengths) * 0.97)]
    near = sum(1 for n in lengths if n >= width * 0.85)
    return Wrapping(width if width <= 130 and near >= len(lengths) * 0.3 else 0)


class Layout:
    """How the cells of each table are to be read."""

    def __init__(self, text: str, kinds: dict[int, BlockKind], texts: frozenset[Place]) -> None:
        """`kinds` says of each table whether it is data (`cell`) or laid out text; `texts` are cells that are text."""
        self._text, self._kinds, self._texts = text, kinds, texts

    def split(self, segment: Segment) -> tuple[BlockKind, Sequence[Segment]]:
        """The segment's kind and its lines: a data cell stays whole, a head's cell is its lines."""
        kind: BlockKind = "para"
        if segment.kind == "cell" and segment.table is not None:
            kind = self._kinds[segment.table]
            if (segment.table, segment.row, segment.col) in self._texts:
                kind = "para"
            elif kind in ("cell", "meta"):
                return kind, (segment,)
        elif segment.kind == "footnote":
            return "footnote", (segment,)
        elif segment.kind == "header":
            kind = "header"
        else:
            return kind, (segment,)
        return kind, list(self._lines(segment))

    def _lines(self, segment: Segment) -> Iterator[Segment]:
        at = segment.start
        for line in self._text[segment.start : segment.end].split("\n"):
            core = line.strip()
            if core:
                start = at + line.index(core[0])
                yield Segment(
                    start, start + len(core), hard=True, table=segment.table, row=segment.row, col=segment.col
                )
            at += len(line) + 1


def layout_of(loaded: Loaded) -> Layout:
    """The kind of every table."""
    cells: dict[int, list[Segment]] = defaultdict(list)
    for segment in loaded.segments:
        if segment.kind == "cell" and segment.table is not None:
            cells[segment.table].append(segment)
    kinds = {table: _kind(loaded.text, found) for table, found in cells.items()}
    sizes = _sizes(c for table, found in cells.items() if kinds[table] == "meta" for c in found)
    return Layout(loaded.text, kinds, frozenset(place for place, size in sizes.items() if size > _VALUE))


def _sizes(cells: Iterable[Segment]) -> Counter[Place]:
    """Characters of each cell, which may be several segments."""
    sizes: Counter[Place] = Counter()
    for cell in cells:
        sizes[cell.table, cell.row, cell.col] += cell.end - cell.start
    return sizes


def _kind(text: str, cells: list[Segment]) -> BlockKind:
    folded = [fold(text[c.start : c.end][:200]) for c in cells[:40]]
    properties = rules("structure")["properties"]
    if sum(1 for words in folded if words in properties) >= 2:
        return "meta"
    head = tuple_of("structure", "head")
    numbered = any(text.startswith(("Số:", "Số :"), c.start) for c in cells)
    if len(cells) <= 12 and (numbered or any(words.startswith(head) for words in folded)):
        return "header"
    closing = tuple_of("structure", "closing")
    columns = {c.col for c in cells}
    if len(columns) <= 2 and any(words.startswith(closing) for words in folded):
        return "signature"
    rows = {c.row for c in cells}
    return "cell" if len(columns) >= 2 and len(rows) >= 2 else "para"
