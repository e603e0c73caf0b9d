"""What pages carry beside the text: their numbers, running heads and feet, the gazette's line, stamps of signing.

A stamp's names and days are not the document's: they say who put the file up, and when.
"""

from collections import defaultdict

from graph.patterns import pattern
from graph.rulefiles import rules_of
from loaders.formats.page_numbers import is_page_number
from loaders.formats.pdf_lines import Line
from loaders.formats.pdf_page import Page
from loaders.formats.txt import RULE

_EDGE = 0.12  # of the height: how far from the top or the bottom such lines stand
_LINES = 3  # at each edge
_OFTEN = 0.4  # of the pages
_SAME = 6.0  # points: a running line stands at one height
_DIGITS = pattern("pdf_running.digits", r"\d{1,9}")
_PRINTED = rules_of("loaders.formats", "printed")
_GAZETTE, _SIGNED, _CERTAIN = (_PRINTED[name].regex for name in ("gazette", "signed", "surely_signed"))


def mark_running(pages: list[Page]) -> None:
    """Sets the kind of such lines."""
    heads = _repeated(pages)
    for page in pages:
        for line in page.lines:
            if RULE.match(line.text):
                line.kind = "running"
        for line in _edges(page):
            if _GAZETTE.match(line.text):
                line.kind = "stamp"
            elif _masked(line) in heads or _is_number(page, line):
                line.kind = "running"
        page.lines = _stamps(page.lines)


def _edges(page: Page) -> list[Line]:
    """The first and last lines, where they stand near the page's edge."""
    high, low = page.height * _EDGE, page.height * (1 - _EDGE)
    top = [line for line in page.lines[:_LINES] if line.y < high]
    return top + [line for line in page.lines[-_LINES:] if line.top > low and line not in top]


def _is_number(page: Page, line: Line) -> bool:
    return is_page_number(line.text) and (line is page.lines[0] or line is page.lines[-1] or line.text.startswith("-"))


def _masked(line: Line) -> tuple[str, bool]:
    return _DIGITS.sub("#", line.text), line.y < 200


def _repeated(pages: list[Page]) -> set[tuple[str, bool]]:
    """Lines that stand at the same height of many pages, the same but for a number."""
    seen: dict[tuple[str, bool], list[float]] = defaultdict(list)
    for page in pages:
        for line in _edges(page):
            seen[_masked(line)].append(line.y if line.y < page.height / 2 else page.height - line.y)
    most = max(3, _OFTEN * len(pages))
    return {
        words for words, places in seen.items()
        if len(places) >= most and sum(abs(y - places[len(places) // 2]) <= _SAME for y in places) >= most
    }  # fmt: skip


def _stamps(lines: list[Line]) -> list[Line]:
    """The lines with those of a signature's stamp cut out as such, whatever stands beside it."""
    if not any(_CERTAIN.search(line.text) for line in lines):
        return lines
    found: list[Line] = []
    box: tuple[float, float, float] | None = None  # left, right and bottom of the stamp so far
    for line in lines:
        for part in line.split(line.size * 1.2) if line.kind == "body" else [line]:
            if part.kind == "body" and (_SIGNED.match(part.text) or _inside(part, box)):
                part.kind = "stamp"
                left, right, _ = box or (part.x0, part.x1, 0.0)
                box = (min(left, part.x0), max(right, part.x1), part.y)
            found.append(part)
    return _whole(found)


def _inside(line: Line, box: tuple[float, float, float] | None) -> bool:
    """Whether a line goes on with the stamp above it: close below, within its width, and no larger."""
    if box is None:
        return False
    left, right, bottom = box
    return left - 4 <= line.x0 and line.x1 <= right + 4 and 0 < line.y - bottom < line.size * 1.3 and line.size <= 10


def _whole(lines: list[Line]) -> list[Line]:
    """Parts of a line put together again where none of them is a stamp."""
    found: list[Line] = []
    for line in lines:
        if found and line.kind == found[-1].kind == "body" and line.y == found[-1].y:
            found[-1].words += line.words
            found[-1].said = ""
        else:
            found.append(line)
    return found
