"""A plain text as other files would hold it: its blocks, as reading joins its lines, for a format to write."""

from abc import ABC, abstractmethod
from itertools import groupby
from typing import Literal

from loaders.reading.blocks import build
from loaders.reading.model import Block
from loaders.text import Loaded, Segment
from loaders.view import Mark, View

Piece = tuple[Literal["text", "note", "raised"], str]  # 'note': a reference to the note of this number, from 1


class Twin(ABC):
    """Headings, whole paragraphs, tables and notes of a text, in order; each format writes them its way."""

    def __init__(self, loaded: Loaded) -> None:
        """`loaded` is the plain text."""
        self._text = loaded.text
        self._view: View
        self._view, blocks = build(loaded)
        self.blocks = [(block, self._segment(loaded, block)) for block in blocks]
        self._bodies: dict[str, list[str]] = {}
        for block in blocks:
            if block.kind == "footnote" and block.mark:
                self._bodies.setdefault(block.mark, []).append(self._said(block))
        self._written: list[str] = []  # marks of notes, in the order of their references

    @abstractmethod
    def paragraph(self, level: int, pieces: list[Piece]) -> None:
        """A paragraph; a heading where `level` is not 0."""

    @abstractmethod
    def reference_behind(self, number: int) -> None:
        """A reference to a note behind the last paragraph."""

    @abstractmethod
    def table(self, cells: list[tuple[Segment, list[str]]]) -> None:
        """A table's cells, each with its lines."""

    def write(self) -> None:
        """All of it."""
        for table, group in groupby(self.blocks, key=lambda pair: pair[1].table):
            pairs = list(group)
            if table is not None:
                self.table([(s, self._text[s.start : s.end].split("\n")) for _, s in pairs])
                continue
            for block, _ in pairs:
                self._block(block)

    def notes(self) -> list[list[str]]:
        """The paragraphs of each note that something refers to, from the first."""
        return [self._bodies[mark] for mark in self._written]

    def _segment(self, loaded: Loaded, block: Block) -> Segment:
        at = self._view.at(block.start)
        return next(s for s in loaded.segments if s.start <= at < s.end)

    def _said(self, block: Block) -> str:
        return self._view.text[block.start : block.end]

    def _block(self, block: Block) -> None:
        if block.kind == "footnote":
            if block.mark and block.mark not in self._written:  # nothing refers to it: behind what it follows
                self._written.append(block.mark)
                self.reference_behind(len(self._written))
            return
        said = self._said(block)
        heading = bool(block.marker) and len(said) < 120 and said[-1] not in ".;:," and block.rank < 40
        self.paragraph((1 if said.isupper() else 2) if heading else 0, self._pieces(block))

    def _pieces(self, block: Block) -> list[Piece]:
        pieces: list[Piece] = []
        at = block.start
        for mark in self._marks(block):
            pieces.append(("text", self._view.text[at : mark.at]))
            pieces.append(self._reference(mark.mark.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))))
            at = mark.at
        return [*pieces, ("text", self._view.text[at : block.end])]

    def _marks(self, block: Block) -> list[Mark]:
        return [mark for mark in self._view.marks if block.start < mark.at <= block.end]

    def _reference(self, mark: str) -> Piece:
        if mark in self._written or mark not in self._bodies:
            return "raised", mark
        self._written.append(mark)
        return "note", str(len(self._written))
