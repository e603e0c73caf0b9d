"""Lines that are nothing but a page's number."""

from collections.abc import Sequence
from typing import Protocol

from graph.rulefiles import rules_of

_PAGE_NUMBER = rules_of("loaders.formats", "printed")["page_number"].regex
_LONGEST = 18  # '--- PAGE BREAK ---'
_NEAR = 3  # a number that is no page's may stand between two that are


class _Line(Protocol):
    raw: int
    text: str


def is_page_number(line: str) -> bool:
    """Whether a line is nothing but a page's number: '- 12 -', '12', 'Trang 3/10'."""
    return len(line) <= _LONGEST and _PAGE_NUMBER.match(line) is not None


def numbered(lines: Sequence[_Line]) -> list[int]:
    """The lines, by index, that are nothing but a page's number."""
    short = [n for n, line in enumerate(lines) if len(line.text) <= _LONGEST]
    return [n for n in short if _ends(lines[n].text) and _PAGE_NUMBER.match(lines[n].text)]


def _ends(words: str) -> bool:
    """Whether a line ends as all pages' numbers do."""
    return words[-1:].isdecimal() or words[-1:] in ("-", "–", "—")


def page_lines(text: str, lines: Sequence[_Line]) -> frozenset[int]:
    """The lines, by index, that are pages' numbers wherever they stand: written as such, or one of a row of numbers.

    A bare number inside a table may be a line of a cell ('Tháng' and '12' below it): it counts where the next number
    of the text, or the one before, is its neighbour.
    """
    bare = [n for n in numbered(lines) if text[lines[n].raw] != "\t"]
    numbers = [int(lines[n].text) if lines[n].text.isdecimal() else None for n in bare]
    return frozenset(n for k, n in enumerate(bare) if numbers[k] is None or _in_row(numbers, k))


def _in_row(numbers: list[int | None], k: int) -> bool:
    number = numbers[k] or 0
    return number + 1 in numbers[k + 1 : k + 1 + _NEAR] or number - 1 in numbers[max(0, k - _NEAR) : k]
