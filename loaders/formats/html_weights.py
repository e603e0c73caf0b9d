"""How much of a page's blocks is prose, links, controls, or a part of a document (head, grounds, signature)."""

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from graph.patterns import pattern
from graph.rulefiles import rules_of
from loaders.formats.html_tree import BLOCKS, CONTROLS, Node, nodes_of, walk

PROSE = 80  # characters: a line so long is a paragraph, not a label
_CLAIM = 100  # what a part of a document weighs, in characters of prose
_PARTS = rules_of("loaders.formats", "printed")["page_part"].regex
_WEAK = rules_of("loaders.formats", "printed")["number_or_day"].regex
_WORD = pattern("html.word", r"[^\W\d_]")


class Line(Struct):
    """A line of the page as a browser breaks it, and the block it stands in; a control is one without text."""

    block: Node
    text: str = ""
    is_link: bool = False  # nothing is said beside the link, or little behind it ('… (12/3/2024)')
    part: int = 0  # of a document: 1 its head, 2 its foot, 3 another
    weak: bool = False


class Weight(Struct):
    """What stands in a block."""

    prose: int = 0
    own: int = 0  # of it what the page says once
    lines: int = 0
    links: int = 0  # lines that are links
    parts: int = 0
    heads: int = 0  # of them the first line of a document
    feet: int = 0  # of them signatures, lists of recipients
    weak: int = 0  # lines that may be a document's number or day, or a page's own
    controls: int = 0

    @property
    def mass(self) -> int:
        """How much of a document stands here, in characters."""
        return self.prose + self.parts * _CLAIM


def weigh(root: Node, lines: list[Line]) -> dict[Node, Weight]:
    """Of every block what stands in it; of `lines`, the whole page's, those that were taken out count no more."""
    nodes = list(nodes_of(root))
    live = frozenset(nodes)
    lines = [line for line in lines if line.block in live]
    seen = Counter(line.text for line in lines if len(line.text) >= PROSE)
    weights: dict[Node, Weight] = {}
    for line in lines:
        weight = weights.setdefault(line.block, Weight())
        if not line.text:
            weight.controls += 1
            continue
        weight.lines += 1
        if line.is_link:
            weight.links += 1
            continue
        if len(line.text) >= PROSE:
            weight.prose += len(line.text)
            weight.own += len(line.text) if seen[line.text] == 1 else 0
        weight.parts += line.part > 0
        weight.heads += line.part == 1
        weight.feet += line.part == 2
        weight.weak += line.weak
    for node in reversed(nodes):
        if node.parent is not None and (own := weights.get(node)):
            _add(weights.setdefault(node.parent, Weight()), own)
    return weights


def _add(total: Weight, more: Weight) -> None:
    total.prose += more.prose
    total.own += more.own
    total.lines += more.lines
    total.links += more.links
    total.parts += more.parts
    total.heads += more.heads
    total.feet += more.feet
    total.weak += more.weak
    total.controls += more.controls


def lines_of(root: Node) -> Iterator[Line]:
    """Every line with text, and one without for every control."""
    reader = _LineReader(root)
    for event in walk(root):
        if event[0] == "text":
            reader.text(event[1])
            continue
        kind, node = event
        block = node.tag in BLOCKS
        if block or node.tag == "br":
            yield from reader.line()
        elif node.tag in CONTROLS:
            if kind == "start":
                yield Line(reader.blocks[-1])
        elif node.tag == "a" and node.get("href"):
            reader.links += 1 if kind == "start" else -1
        if block and node is not root:
            reader.blocks.append(node) if kind == "start" else reader.blocks.pop()


class _LineReader:
    """The line that is open."""

    def __init__(self, root: Node) -> None:
        self.blocks, self.links = [root], 0  # that are open
        self._runs: list[tuple[str, bool]] = []  # text, and whether it is a link's

    def text(self, text: str) -> None:
        """A run of text."""
        if self._runs or not text.isspace():
            self._runs.append((text, self.links > 0))

    def line(self) -> Iterator[Line]:
        """The line, if it says anything."""
        if not self._runs:
            return
        runs, self._runs = self._runs, []
        text = " ".join("".join(said for said, _ in runs).split())
        part = _PARTS.match(text)
        yield Line(
            self.blocks[-1], text, _is_link(runs, text), (part.lastindex or 3) if part else 0,
            _WEAK.match(text) is not None,
        )  # fmt: skip


def _is_link(runs: list[tuple[str, bool]], text: str) -> bool:
    linked = sum(len(said.strip()) for said, link in runs if link)
    if not linked:
        return False
    lone = not any(_WORD.search(said) for said, link in runs if not link)
    return lone or (runs[0][1] and linked >= 0.6 * len(text))
