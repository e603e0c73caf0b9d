"""Which lines of a PDF go on with the paragraph above them, by the places where they begin and end.

A line that is full (the next word would not have fitted) goes on unless the next one begins further in, stands apart,
or begins where first lines begin. Lines in the middle of the page are left to the reading, which knows titles.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from loaders.formats.pdf_lines import Line, is_marker
from loaders.formats.text_notes import SUPERSCRIPTS

_SAME = 4.0  # points: lines that begin so near begin at one place
_INDENT = 8.0  # and so far in, at least, stand first lines
_APART = 1.4  # times the usual distance between lines of one paragraph
_LOOSE = 1.12  # a weaker sign of the same
_FIRST = 0.15  # of the lines that begin at a place: fewer begin with a small letter where paragraphs begin
_TERMINAL = frozenset(".;:!?…")
_FEW = 8
_LINE = 1.7  # times the size: lines of a paragraph stand no further apart
_SPACED = 1.06  # times the least distance in a cell: more, before a capital, parts its paragraphs


class Area(Struct, frozen=True):
    """Where the text of a page stands: its sides, and the usual distance of two lines as a share of their size."""

    left: float
    right: float
    pitch: float

    def centred(self, line: Line) -> bool:
        """Whether a line stands in the middle, with room on both sides."""
        off = abs(line.middle - (self.left + self.right) / 2)
        return off < _SAME and line.x0 - self.left > _INDENT and self.right - line.x1 > _INDENT


class Placed(Struct):
    """A line of the running text, and its page."""

    page: int
    line: Line


def areas_of(pages: dict[int, tuple[float, list[Line]]]) -> dict[int, Area]:
    """The area of each page; `pages` are widths and lines. A page of few lines takes that of others of its width."""
    own = {number: _area(lines) for number, (_, lines) in pages.items()}
    wide: dict[int, list[Area]] = defaultdict(list)
    for number, (width, lines) in pages.items():
        if len(lines) >= _FEW:
            wide[round(width)].append(own[number])
    found = {}
    for number, (width, lines) in pages.items():
        area, others = own[number], wide[round(width)]
        if len(lines) < _FEW and others:
            left, right = _middle(a.left for a in others), _middle(a.right for a in others)
            area = Area(min(area.left, left), max(area.right, right), _middle(a.pitch for a in others))
        found[number] = area
    return found


def _area(lines: list[Line]) -> Area:
    if not lines:
        return Area(0.0, 0.0, _LINE)
    ends = sorted(line.x1 for line in lines)
    begins = sorted(line.x0 for line in lines)
    pairs = pairwise(lines)
    steps = sorted((b.y - a.y) / a.size for a, b in pairs if 0 < b.y - a.y < 4 * a.size and a.size == b.size)
    pitch = min(steps[len(steps) // 4], _LINE) if steps else _LINE
    return Area(begins[len(begins) // 20], ends[-1 - len(ends) // 20], pitch)


def _middle(numbers: Iterable[float]) -> float:
    ordered = sorted(numbers)
    return ordered[len(ordered) // 2]


def join(flow: list[Placed], areas: dict[int, Area]) -> None:
    """Sets `joined` and `sure` of lines that follow one another with nothing but page ends between."""
    firsts = _first_places(flow, areas)
    for before, after in pairwise(flow):
        here, there = areas[before.page], areas[after.page]
        if there.centred(after.line) and _wrapped(before, after, here):
            after.line.joined = True
        elif here.centred(before.line) or there.centred(after.line):
            before.line.sure = before.line.sure and not here.centred(before.line)
            after.line.sure = not there.centred(after.line)
        elif before.line.sure and after.line.sure:
            after.line.joined = _goes_on(before, after, here, there, firsts)


def _wrapped(before: Placed, after: Placed, area: Area) -> bool:
    """Whether a line in the middle goes on in the next one because the page is no wider."""
    line, following = before.line, after.line
    near = before.page == after.page and following.y - line.y <= _APART * area.pitch * line.size
    same = abs(line.size - following.size) < 1 and _capitals(line.text) == _capitals(following.text)
    return near and same and line.x1 - line.x0 + following.first_width() > area.right - area.left


def join_notes(notes: list[Placed], areas: dict[int, Area]) -> None:
    """The same for the lines of notes: they are never in the middle."""
    firsts = _first_places(notes, areas)
    for before, after in pairwise(notes):
        if before.line.mark == after.line.mark and after.line.text[0] not in SUPERSCRIPTS:
            after.line.joined = _goes_on(before, after, areas[before.page], areas[after.page], firsts)


def join_cell(lines: list[tuple[int, Line]], room: float) -> None:
    """The same for the lines of a cell, with their pages; `room` is how long a line of its column can be.

    What stands in the middle of a cell has no place to begin at: only lengths tell.
    """
    steps = sorted(b.y - a.y for (p, a), (q, b) in pairwise(lines) if p == q)
    pitch = steps[0] if steps else 0.0
    for (page, before), (below, after) in pairwise(lines):
        text, head = before.text, after.text[0]
        step = after.y - before.y if page == below else 0.0
        marked = is_marker(after.words[0].text) and len(after.words) > 1
        if marked and (not head.isalnum() or text[-1] in _TERMINAL or step > _LOOSE * pitch):
            continue
        if head.islower() and text[-1] not in _TERMINAL:
            after.joined = True
        elif step < (_SPACED if head.isupper() else _LOOSE) * max(pitch, 0.1):
            after.joined = before.x1 - before.x0 + after.first_width() > room - 1


def _full(line: Line, after: Line, area: Area) -> bool:
    return line.x1 + after.first_width() > area.right - 1


def _goes_on(before: Placed, after: Placed, here: Area, there: Area, firsts: set[int]) -> bool:
    line, following = before.line, after.line
    text, head = line.text, following.text[0]
    if abs(line.size - following.size) > 0.12 * line.size or _capitals(text) != _capitals(following.text):
        return False
    step = (following.y - line.y) / line.size if before.page == after.page else 0.0
    if step > _APART * here.pitch:
        return False
    open_end = text[-1] not in _TERMINAL
    marked = is_marker(following.words[0].text) and len(following.words) > 1
    if text[-1] == "-" and text[-2:-1].isalnum():
        return True
    if not _full(line, following, here):
        return open_end and head.islower() and not marked
    further = (following.x0 - there.left) - (line.x0 - here.left)
    if further < -_SAME:
        return not (marked and not open_end and step > _LOOSE * here.pitch)
    if further > _SAME:
        return is_marker(line.words[0].text) and len(line.words) > 1 and abs(following.x0 - line.words[1].x0) < _SAME
    if head.islower() and not marked:
        return True
    place = round((following.x0 - there.left) / _SAME)
    if place in firsts and following.x0 - there.left > _INDENT:
        return False
    indented = bool(firsts) and place not in firsts  # paragraphs begin elsewhere
    return step <= _LOOSE * here.pitch and (open_end or (indented and not marked))


def _capitals(text: str) -> bool:
    """Words in capitals, as titles and offices are; not a number as '26/2016/TT-BTC'."""
    return text.isupper() and not any(char.isdigit() for char in text)


def _first_places(flow: list[Placed], areas: dict[int, Area]) -> set[int]:
    """Where paragraphs begin: places at which hardly a line begins with a small letter."""
    count: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for placed in flow:
        found = count[round((placed.line.x0 - areas[placed.page].left) / _SAME)]
        found[0] += 1
        found[1] += placed.line.text[0].islower()
    return {place for place, (lines, small) in count.items() if lines >= 3 and small < _FIRST * lines}
