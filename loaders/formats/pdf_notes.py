"""Footnotes of a PDF: what stands at the foot of a page below a short rule, or small and with a mark."""

from collections import Counter

from graph.patterns import pattern
from loaders.formats.pdf_lines import Line
from loaders.formats.pdf_page import Page
from loaders.formats.text_notes import SUPERSCRIPTS, plain

_SMALL = 0.93  # of the size of most text
MARK = pattern(
    "pdf_notes.mark", rf"(?:[{SUPERSCRIPTS}]{{1,3}}|\[\d{{1,3}}\]|\(\d{{1,3}}\)|\d{{1,3}}(?=[ .][^\W\d_])|\*{{1,3}})"
)
_SHORTEST, _LONGEST = 50.0, 0.5  # of a rule above notes: points, and share of the page's width


def body_size(pages: list[Page]) -> float:
    """The size of most of the text."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def mark_notes(pages: list[Page], size: float) -> None:
    """Sets kind and mark of the lines of notes; `size` is that of most of the text."""
    last, open_note = "", False
    for page in pages:
        body = [line for line in page.lines if line.kind == "body"]
        start = _start(page, body, size, open_note)
        for line in body[start:]:
            found = MARK.match(line.text)
            if found and len(line.text) > found.end():
                last = plain(found[0]).strip("[]()")
            if last:
                line.kind, line.mark = "footnote", last
        open_note = bool(body) and body[-1].kind == "footnote"


def _start(page: Page, body: list[Line], size: float, open_note: bool) -> int:
    """The index of the first line that belongs to notes; `open_note`: the page before ended with one."""
    rule = _rule(page, body, size)
    if rule is not None:
        return next((n for n, line in enumerate(body) if line.y > rule), len(body))
    start = len(body)
    while start and body[start - 1].size < size * _SMALL and not _beside(page, body[start - 1]):
        start -= 1
    if not start and open_note and not page.tables:
        return 0
    while start < len(body) and body[start].text[0] not in SUPERSCRIPTS + "[":
        start += 1
    return start


def _rule(page: Page, body: list[Line], size: float) -> float | None:
    """The height of a short rule at the text's left with small type below it and nothing else."""
    if not body:
        return None
    left = min(line.x0 for line in body)
    for rule in reversed(page.across):
        length = rule.end - rule.start
        if not (_SHORTEST <= length <= _LONGEST * page.width and abs(rule.start - left) < 40):
            continue
        below = [line for line in body if line.y > rule.at]
        above = [line for line in body if line.y <= rule.at]
        if not below or any(table.bottom > rule.at for table in page.tables):
            continue
        if below[0].top < rule.at - 6 or any(line.size > size * _SMALL for line in below):
            continue
        if not above or rule.at - above[-1].y > 2:  # else it underlines what stands on it
            return rule.at
    return None


def _beside(page: Page, line: Line) -> bool:
    """Whether a line stands in a table's height."""
    return any(table.top < line.y < table.bottom for table in page.tables)
