"""The text as a reader reads it, with every span mapped back.

A view is an ordered list of pieces of the text: footnotes stand behind the paragraph they interrupt, page numbers
are gone, torn lines run on, look-alike characters and white space are plain. Characters map one to one inside a
piece, so a span maps back by bisection.
"""

from bisect import bisect_right

from msgspec import Struct

from graph.folding import LOOKALIKES
from graph.patterns import pattern

_PLAIN = {
    **LOOKALIKES,
    **dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, *map(ord, "\t\n\r\x0b")], " "),
    **dict.fromkeys(map(ord, "–—‒―−‐‑\u00ad\uff0d\ufffe"), "-"),
    **dict.fromkeys(map(ord, "⁄∕／"), "/"),
    ord("：") : ":", ord("；") : ";",
}  # fmt: skip
# Left out of the view: zero-width characters, Markdown's marks of bold, italics and links, its escapes, references to
# notes (superscript or '[^1]', kept as `Mark`s), all but one of a run of blanks, a lone soft hyphen at a line's end
# with the break behind it.
# The pattern begins with one class, so that `re` passes over everything else; look-behinds ask which of it it was.
_ZERO, _SUPER, _GAP = r"\u200b-\u200f\u2060\ufeff", "⁰¹²³⁴-⁹", r" \t\n\r\u00a0"
_NOISE = pattern(
    "view.noise",
    rf"[{_GAP}{_ZERO}*\\\[\]{_SUPER}\u00ad](?:(?<=[ \t\n\u00a0][{_GAP}])[{_GAP}]*|(?<=[{_ZERO}])[{_ZERO}]*"
    r"|(?<=\*)(?:\*{1,2}|(?=[\w\"“'(])|(?<=[\w.,;:!?)\"”'].))|(?<=\[)(?=[^\[\]\n]{1,600}\]\()|(?<=\])\([^()\s]{0,300}\)"
    r"|(?<=\[)\^\w{1,20}\]|(?<=\\)(?=[-.+*()\[\]#_])"
    rf"|(?<=[{_SUPER}])(?<![\s\d(/]m.)(?<!km.)(?<!cm.)[{_SUPER}]*|(?<=\u00ad)\s?)",
)
_OTHERS = "".join(f"\\U{c:08x}" for c in sorted(_PLAIN) if c != 0x20)
_NOT_PLAIN = pattern("view.not_plain", f"[{_OTHERS}]")
# Anything that is noise or not plain, but for two blanks: most paragraphs hold none, and one search says so.
_SPECIAL = pattern("view.special", rf"[{_OTHERS}{_ZERO}*\\\[{_SUPER}]")
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")


class Mark(Struct, frozen=True):
    """A footnote's reference: the view offset it stands at, its digits."""

    at: int
    mark: str


class View:
    """Plain text and the way back; made by `Builder`."""

    def __init__(self, text: str, starts: list[int], sources: list[int], marks: list[Mark]) -> None:
        """`starts` and `sources` are the beginnings of each piece in the view and in the text."""
        self.text, self._starts, self._sources, self.marks = text, starts, sources, marks

    def at(self, offset: int) -> int:
        """The text offset of the character at a view offset."""
        piece = bisect_right(self._starts, offset) - 1
        return self._sources[piece] + offset - self._starts[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Text offsets of the view span: from its first character to behind its last."""
        first, last = self.at(start), self.at(end - 1) + 1
        return (first, last) if first < last else (last - 1, first + 1)

    def parts(self, start: int, end: int, gap: int = 3) -> list[tuple[int, int]]:
        """The runs that a span is made of, where more than `gap` characters of something else lie between."""
        runs: list[tuple[int, int]] = []
        piece = bisect_right(self._starts, start) - 1
        if piece + 1 >= len(self._starts) or end <= self._starts[piece + 1]:
            return runs
        while piece < len(self._starts) and self._starts[piece] < end:
            stop = self._starts[piece + 1] if piece + 1 < len(self._starts) else len(self.text)
            low, high = max(start, self._starts[piece]), min(end, stop)
            source = self._sources[piece] - self._starts[piece]
            if runs and 0 <= low + source - runs[-1][1] <= gap:
                runs[-1] = (runs[-1][0], high + source)
            else:
                runs.append((low + source, high + source))
            piece += 1
        return runs if len(runs) > 1 else []


def _plain(words: str) -> str:
    return words.translate(_PLAIN) if _NOT_PLAIN.search(words) else words


class Builder:
    """Puts a view together, piece by piece."""

    def __init__(self, source: str) -> None:
        """`source` is the loaded text."""
        self.source = source
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._sources: list[int] = []
        self._marks: list[Mark] = []
        self.length = 0

    def _piece(self, start: int, end: int, words: str) -> None:
        if end > start:
            self._starts.append(self.length)
            self._sources.append(start)
            self._parts.append(words)
            self.length += end - start

    def add(self, start: int, end: int) -> None:
        """The run `start:end` of the source, cleaned."""
        words = self.source[start:end]
        if "  " not in words and not _SPECIAL.search(words):
            self._piece(start, end, words)
            return
        at = start
        for noise in _NOISE.finditer(self.source, start, end):
            self._piece(at, noise.start(), _plain(self.source[at : noise.start()]))
            at = noise.end()
            if noise[0][0] in _SUPERSCRIPTS:
                self._marks.append(Mark(self.length, noise[0]))
            elif noise[0].startswith("[^"):
                self._marks.append(Mark(self.length, noise[0][2:-1]))
        self._piece(at, end, _plain(self.source[at:end]))

    def join(self, start: int, joint: str = " ") -> None:
        """A blank (or a line break inside a block) for the break that stands at or before text offset `start`."""
        if self._parts and self._parts[-1][-1] not in " \n":
            self._starts.append(self.length)
            self._sources.append(start)
            self._parts.append(joint)
            self.length += 1

    @property
    def empty(self) -> bool:
        """Nothing added since the last end of a block."""
        return not self._parts or self._parts[-1] == "\n"

    def end_block(self, start: int) -> None:
        """A line break of the view, which stands for the text offset `start`."""
        self._starts.append(self.length)
        self._sources.append(start)
        self._parts.append("\n")
        self.length += 1

    def view(self) -> View:
        """The view of all that was added."""
        return View("".join(self._parts), self._starts, self._sources, self._marks)
