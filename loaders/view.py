"""The text as a reader reads it, with every span mapped back.

A view is an ordered list of pieces of the text: footnotes stand behind the paragraph they interrupt, page numbers
are gone, torn lines run on, look-alike characters and white space are plain. Characters map one to one inside a
piece, so a span maps back by bisection.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct

from graph.folding import LOOKALIKES
from graph.patterns import pattern

_PLAIN = {
    **LOOKALIKES,
    **dict.fromkeys("\xa0" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000\t\n\r\x0b", " "),
    **dict.fromkeys("–—‒―−‐‑\u00ad\uff0d\ufffe", "-"),
    **dict.fromkeys("⁄∕／", "/"),
    "：": ":", "；": ";",
}  # fmt: skip
# Left out of the view: zero-width characters, Markdown's marks of bold, italics and links, its escapes, references to
# notes (superscript or '[^1]', kept as `Mark`s), all but one of a run of blanks, a lone soft hyphen at a line's end
# with the break behind it.
# The pattern begins with one class, so that `re` passes over everything else; look-behinds ask which of it it was.
_ZERO, _SUPER, _GAP = r"\u200b-\u200f\u2060\ufeff", "⁰¹²³⁴-⁹", r"\t\n\r\u00a0"
_NOISY = rf"{_GAP}{_ZERO}*\\\[\]{_SUPER}\u00ad"
_BEHIND = (
    rf"(?:(?<=[ \t\n\u00a0][ {_GAP}])[ {_GAP}]*|(?<=[{_ZERO}])[{_ZERO}]*"
    r"|(?<=\*)(?:\*{1,2}|(?=[\w\"“'(])|(?<=[\w.,;:!?)\"”'].))|(?<=\[)(?=[^\[\]\n]{1,600}\]\()|(?<=\])\([^()\s]{0,300}\)"
    r"|(?<=\[)\^\w{1,20}\]|(?<=\\)(?=[-.+*()\[\]#_])"
    rf"|(?<=[{_SUPER}])(?<![\s\d(/]m.)(?<!km.)(?<!cm.)[{_SUPER}]*|(?<=\u00ad)\s?)"
)
_NOISE = pattern("view.noise", f"[{_NOISY}]{_BEHIND}")
_NOISE_OR_BLANKS = pattern("view.noise_or_blanks", f"[ {_NOISY}]{_BEHIND}")
_BLANKS = ("  ", "\t ", "\n ", "\u00a0 ")  # only behind another one is a plain blank noise
_OTHERS = "".join(f"\\U{ord(c):08x}" for c in sorted(_PLAIN) if c not in " \n")
_NOT_PLAIN = pattern("view.not_plain", rf"[\n{_OTHERS}]")
# Anything that is noise or not plain, but for line breaks and two blanks: most paragraphs hold none.
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
        starts, first = self._starts, self.at(start)
        piece = bisect_right(starts, start)
        if start < end and (piece == len(starts) or end <= starts[piece]):  # all in one piece
            return first, first + end - start
        last = self.at(end - 1) + 1
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
    """Every character plain; `str.translate` would look all of them up, not only those that are not."""
    return _NOT_PLAIN.sub(lambda found: _PLAIN[found[0]], words)


class Builder:
    """Puts a view together, piece by piece; what goes on where the text goes on is one piece."""

    def __init__(self, source: str, gaps: Sequence[int] = ()) -> None:
        """`source` is the loaded text; at `gaps`, in order, a blank is missing in it."""
        self.source, self._gaps = source, gaps
        self._specials = [*(m.start() for m in _SPECIAL.finditer(source)), len(source)]
        if gaps:
            self._specials = sorted([*self._specials, *gaps])
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._sources: list[int] = []
        self._marks: list[Mark] = []
        self._shift: int | None = None  # of the last piece: how far its place in the text is from that in the view
        self.length = 0

    def _piece(self, start: int, words: str) -> None:
        """The words that stand for those at the text offset `start`."""
        if start - self.length != self._shift:
            self._shift = start - self.length
            self._starts.append(self.length)
            self._sources.append(start)
        self._parts.append(words)
        self.length += len(words)

    def add(self, start: int, end: int) -> bool:
        """The run `start:end` of the source, cleaned; whether it stands in the view as it is."""
        words, special, length = self.source[start:end], self._specials, self.length
        if special[bisect_left(special, start)] < end or "  " in words or "\n" in words:
            self._clean(start, end)
            return False
        if words:
            if start - length != self._shift:
                self._shift = start - length
                self._starts.append(length)
                self._sources.append(start)
            self._parts.append(words)
            self.length = length + len(words)
        return True

    def _clean(self, start: int, end: int) -> None:
        """What is left of a run without its noise, every character plain."""
        at = start
        blanks = any(self.source.find(two, max(start - 1, 0), end) >= 0 for two in _BLANKS)
        for noise in (_NOISE_OR_BLANKS if blanks else _NOISE).finditer(self.source, start, end):
            if noise.start() > at:
                self._words(at, noise.start())
            at = noise.end()
            if noise[0][0] in _SUPERSCRIPTS:
                self._marks.append(Mark(self.length, noise[0]))
            elif noise[0].startswith("[^"):
                self._marks.append(Mark(self.length, noise[0][2:-1]))
        if end > at:
            self._words(at, end)

    def _words(self, start: int, end: int) -> None:
        """A run without noise, every character plain, with the blanks that it lacks."""
        gaps = self._gaps
        for at in gaps[bisect_right(gaps, start) : bisect_left(gaps, end)] if gaps else ():
            self._piece(start, _plain(self.source[start:at]))
            self._piece(at - 1, " ")
            start = at
        self._piece(start, _plain(self.source[start:end]))

    def join(self, start: int, joint: str = " ") -> None:
        """A blank (or a line break inside a block) for the break that stands at or before text offset `start`."""
        if self._parts and self._parts[-1][-1] not in " \n":
            self._piece(start, joint)

    def end_block(self, start: int) -> None:
        """A line break of the view, which stands for the text offset `start`."""
        self._piece(start, "\n")

    def view(self) -> View:
        """The view of all that was added."""
        return View("".join(self._parts), self._starts, self._sources, self._marks)
