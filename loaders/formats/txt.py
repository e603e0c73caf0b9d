"""Plain text into segments: a segment a line, tables in text as cells, footnotes and page numbers known as such.

Nothing is joined here and nothing is dropped: a page number is a segment of kind `running`, a torn line is two
segments; what they mean together is `loaders.reading.blocks`' to say.
"""

from hashlib import sha256

from graph.patterns import pattern
from graph.rulefiles import rules_of
from loaders.formats.page_numbers import is_page_number
from loaders.formats.text_notes import mark_footnotes
from loaders.formats.text_tables import cells_of
from loaders.formats.txt_decoding import text_of
from loaders.limits import Limits
from loaders.text import Loaded, Segment

_LINE = pattern("txt.line", r"[^\n\f]{1,100000}")
_RULES = "-_=*~.—–"
RULE = pattern("txt.rule", rf"\A[{_RULES}]{{3,200}}\Z")
_DIGIT = pattern("txt.digit", r"\d")
_DIGITS = pattern("txt.digits", r"\d{1,9}[ \d+/-]{0,20}")
_GAZETTE = rules_of("loaders.formats", "printed")["gazette"].regex  # on every page
_INVISIBLE = "\u200b\u200c\u200d\ufeff"
_BLANK = " \t\r\u00a0\u200b\u200c\u200d\ufeff\u3000"


def load(data: bytes, name: str, limits: Limits) -> Loaded:
    """The text of a plain text file; raises `NotRead`."""
    text, encoding = text_of(data, name, limits)
    return Loaded(text, segments_of(text), "txt", encoding, sha256(data).hexdigest())


class Line:
    """One line with text: where it stands, what surrounds it."""

    __slots__ = ("blank_before", "end", "raw", "start", "text")

    def __init__(self, raw: int, start: int, end: int, text: str, blank_before: bool) -> None:
        """`raw` is where the line begins with its indent, `start:end` its text without blanks."""
        self.raw, self.start, self.end, self.text, self.blank_before = raw, start, end, text, blank_before


def lines_of(text: str) -> list[Line]:
    """Lines of the text; a line of blanks alone counts as such unless it begins with a tab (an empty cell)."""
    found: list[Line] = []
    blank, last = True, 0
    for match in _LINE.finditer(text):
        line, end = match[0].lstrip(_INVISIBLE), match.end()
        raw = end - len(line)
        if not blank and (raw - last != 1 or text[last] != "\n"):
            blank = "\f" in text[last:raw] or text.count("\n", last, raw) > 1
        last = end
        core = line.strip(_BLANK)
        if not core and not line.startswith("\t"):
            blank = True
            continue
        start = raw + line.index(core)
        found.append(Line(raw, start, start + len(core), core, blank))
        blank = False
    return found


def segments_of(text: str) -> list[Segment]:
    """All segments of a plain text, in order."""
    lines = lines_of(text)
    taken: dict[int, Segment] = {}
    for cell in cells_of(text, lines):
        taken[cell.start] = cell
    covered = _covered(lines, taken)
    free = [line for line, inside in zip(lines, covered, strict=True) if not inside and line.text.strip("|-:=+ ")]
    notes = mark_footnotes(text, free)
    heads = _running_heads(free)
    segments = list(taken.values())
    segments += [_segment(line, notes.get(line.start), line.text in heads) for line in free]
    return sorted(segments, key=lambda s: s.start)


def _covered(lines: list[Line], cells: dict[int, Segment]) -> list[bool]:
    """For each line whether some cell holds part of it."""
    spans = sorted((c.start, c.end) for c in cells.values())
    out, at = [], 0
    for line in lines:
        while at < len(spans) and spans[at][1] <= line.raw and spans[at][1] < line.start:
            at += 1
        out.append(not line.text or (at < len(spans) and spans[at][0] < line.end and spans[at][1] > line.start))
    return out


def _running_heads(lines: list[Line]) -> frozenset[str]:
    """Lines that pages repeat but for a number ('CÔNG BÁO/Số 281/Ngày 21-05-2026   99'), beside the pages' numbers.

    Three times, and beside a page's number most times, is no coincidence.
    """
    pages = [is_page_number(line.text) for line in lines]
    if sum(pages) < 3:
        return frozenset()
    seen: dict[str, list[int]] = {}
    for n, line in enumerate(lines):
        if 8 <= len(line.text) <= 120 and line.text[-1] not in ".;:," and _DIGIT.search(line.text) and not pages[n]:
            seen.setdefault(_DIGITS.sub("#", line.text), []).append(n)
    found = [places for places in seen.values() if len(places) >= 3]
    beside = [places for places in found if 2 * sum(any(pages[max(n - 1, 0) : n + 2]) for n in places) >= len(places)]
    return frozenset(lines[n].text for places in beside for n in places)


def _segment(line: Line, note: str | None, head: bool) -> Segment:
    if note is not None:
        return Segment(line.start, line.end, "footnote", mark=note)
    if (
        head
        or is_page_number(line.text)
        or _GAZETTE.match(line.text)
        or (line.text[0] in _RULES and RULE.match(line.text))
    ):
        return Segment(line.start, line.end, "running")
    return Segment(line.start, line.end, hard=False)
