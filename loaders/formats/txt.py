"""Plain text into segments: a segment a line, tables in text as cells, footnotes and page numbers known as such.

Nothing is joined here and nothing is dropped: a page number is a segment of kind `running`, a torn line is two
segments; what they mean together is `loaders.reading.blocks`' to say.
"""

from collections.abc import Iterator
from hashlib import sha256
from operator import attrgetter

from msgspec import Struct

from graph.patterns import pattern
from graph.rulefiles import rules_of
from loaders.formats.page_numbers import numbered
from loaders.formats.text_notes import mark_footnotes
from loaders.formats.text_tables import cells_of
from loaders.formats.txt_decoding import text_of
from loaders.limits import Limits
from loaders.text import Loaded, Segment

_LONGEST = 100_000  # characters of a line
_RULES = "-_=*~.—–"
RULE = pattern("txt.rule", rf"\A[{_RULES}]{{3,200}}\Z")
_DIGIT = pattern("txt.digit", r"\d")
_DIGITS = pattern("txt.digits", r"\d{1,9}[ \d+/-]{0,20}")
_GAZETTE = rules_of("loaders.formats", "printed")["gazette"].regex  # on every page
_ASIDE_HEADS = frozenset("C0123456789" + _RULES)  # what a rule or the gazette's head begins with
_FRAME = "|-:=+ "  # of a table drawn with characters
_INVISIBLE = "\u200b\u200c\u200d\ufeff"
_BLANK = " \t\r\u00a0\u200b\u200c\u200d\ufeff\u3000"


def load(data: bytes, name: str, limits: Limits) -> Loaded:
    """The text of a plain text file; raises `NotRead`."""
    text, encoding = text_of(data, name, limits)
    return Loaded(text, segments_of(text), "txt", encoding, sha256(data).hexdigest())


class Line(Struct, gc=False):
    """One line with text: `raw` is where it begins with its indent, `start:end` is its text without blanks."""

    raw: int
    start: int
    end: int
    text: str
    blank_before: bool


def lines_of(text: str) -> list[Line]:
    """Lines of the text; a line of blanks alone counts as such unless it begins with a tab (an empty cell)."""
    found: list[Line] = []
    blank, paged = True, "\f" in text
    for at, line in _raw_lines(text):
        if paged and text[at - 1 : at] == "\f":
            blank = True
        core = line.strip(_BLANK)
        if core and len(core) == len(line):  # nothing around it, as most lines are
            found.append(Line(at, at, at + len(core), core, blank))
            blank = False
            continue
        raw = at if line[:1] not in _INVISIBLE else at + len(line) - len(line.lstrip(_INVISIBLE))
        if core:
            start = at + line.index(core[0])
            found.append(Line(raw, start, start + len(core), core, blank))
            blank = False
        elif text[raw : raw + 1] == "\t" and raw < at + len(line):
            found.append(Line(raw, raw, raw, core, blank))
            blank = False
        else:
            blank = True
    return found


def _raw_lines(text: str) -> Iterator[tuple[int, str]]:
    """Every line with its place; a page's end ends one too, and what is longer than any line is taken as several."""
    at = 0
    for line in text.replace("\f", "\n").split("\n"):
        if len(line) <= _LONGEST:
            yield at, line
        else:
            for cut in range(0, len(line), _LONGEST):
                yield at + cut, line[cut : cut + _LONGEST]
        at += len(line) + 1


def segments_of(text: str) -> list[Segment]:
    """All segments of a plain text, in order."""
    lines = lines_of(text)
    cells = {cell.start: cell for cell in cells_of(text, lines)}
    free = [line for line in _outside(lines, cells) if line.text[:1] not in _FRAME or line.text.strip(_FRAME)]
    notes, running = mark_footnotes(text, free), _running(free)
    segments = list(cells.values())
    for line in free:
        if line.start in notes:
            segments.append(Segment(line.start, line.end, "footnote", mark=notes[line.start]))
        elif line.start in running:
            segments.append(Segment(line.start, line.end, "running"))
        else:
            segments.append(Segment(line.start, line.end))
    return sorted(segments, key=attrgetter("start")) if cells else segments


def _outside(lines: list[Line], cells: dict[int, Segment]) -> list[Line]:
    """The lines of which no cell holds a part."""
    if not cells:
        return lines
    spans = sorted((c.start, c.end) for c in cells.values())
    out, at = [], 0
    for line in lines:
        while at < len(spans) and spans[at][1] <= line.raw and spans[at][1] < line.start:
            at += 1
        if not (at < len(spans) and spans[at][0] < line.end and spans[at][1] > line.start):
            out.append(line)
    return out


def _running(lines: list[Line]) -> set[int]:
    """The starts of the lines that belong to pages, not to the text: numbers, heads, rules."""
    pages = numbered(lines)
    found = {lines[n].start for n in pages}
    found |= {
        line.start for line in lines
        if line.text[0] in _ASIDE_HEADS and _is_aside(line.text)
    }  # fmt: skip
    if len(pages) >= 3:
        heads = _running_heads(lines, frozenset(pages))
        found |= {line.start for line in lines if line.text in heads}
    return found


def _is_aside(text: str) -> bool:
    """A rule across the page, or the gazette's own head."""
    if text[-1] in _RULES:  # each is known by its end, and a rule holds nothing else
        return text[1:2] in _RULES and RULE.match(text) is not None
    return text[-1].isdecimal() and _GAZETTE.match(text) is not None


def _running_heads(lines: list[Line], pages: frozenset[int]) -> frozenset[str]:
    """Lines that pages repeat but for a number ('CÔNG BÁO/Số 281/Ngày 21-05-2026   99'), beside the pages' numbers.

    Three times, and beside a page's number most times, is no coincidence.
    """
    seen: dict[str, list[int]] = {}
    for n, line in enumerate(lines):
        if 8 <= len(line.text) <= 120 and line.text[-1] not in ".;:," and _DIGIT.search(line.text) and n not in pages:
            seen.setdefault(_DIGITS.sub("#", line.text), []).append(n)
    found = [places for places in seen.values() if len(places) >= 3]
    beside = [
        places for places in found
        if 2 * sum(not pages.isdisjoint((n - 1, n, n + 1)) for n in places) >= len(places)
    ]  # fmt: skip
    return frozenset(lines[n].text for places in beside for n in places)
