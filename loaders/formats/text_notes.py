"""Footnotes in plain text: lines that begin with a mark which the text refers to.

A note's lines stand where the page ended, in the middle of a sentence as often as not. Superscript marks (¹) are
certain; a plain number ('1 Nghị định …', '[1] …') counts only where the text before it carries the same mark.
"""

from collections.abc import Sequence
from typing import Protocol

from graph.datafiles import read_yaml
from graph.patterns import pattern

# nothing ends with these: the line was broken behind them
_OPEN_WORDS = frozenset(read_yaml("loaders.formats", "printed.yaml")["open_words"])
_EDITOR = 140  # characters: what breaks lines at a width breaks them before
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(SUPERSCRIPTS, "0123456789")
_SUPER_HEAD = pattern("notes.superscript", rf"[{SUPERSCRIPTS}]{{1,3}}")
_PLAIN_HEAD = pattern("notes.plain", r"(?:(\d{1,2})|\[(\d{1,3})\]|\((\d{1,2})\))\s{0,2}(?=[^\W\d_]{2})")
_REFERENCE = pattern("notes.reference", r"(?<=[^\W\d_])(\d{1,2})(?=[\s,;.)\n])|(?<=[\w”\"’.,;)])\s?\[(\d{1,3})\]")


class _Line(Protocol):
    start: int
    end: int
    text: str
    blank_before: bool


def plain(mark: str) -> str:
    """A mark in plain digits: '¹²' gives '12'."""
    return mark.translate(_PLAIN)


def mark_footnotes(text: str, lines: Sequence[_Line]) -> dict[int, str]:
    """Start of each line that belongs to a note → the note's mark; continuation lines carry their note's mark too."""
    heads = [n for n, line in enumerate(lines) if (head := line.text[0]).isdigit() or head in "[("]
    references = _references(text, [lines[n].text for n in heads])
    found: dict[int, str] = {}
    stop = 0  # behind the last note's lines
    for n in heads:
        if n >= stop and _mark(lines[n], references) is not None:
            stop = _read_notes(lines, n, references, found)
    return found


def _read_notes(lines: Sequence[_Line], first: int, references: dict[str, int], found: dict[int, str]) -> int:
    """The notes that begin at a line, one behind the other, into `found`; the line behind them."""
    before, width = lines[first - 1] if first else None, _width(lines)
    mark, is_list = "", False
    for n in range(first, len(lines)):
        line = lines[n]
        new = _mark(line, references)
        if new is not None:
            mark, is_list = new, _is_list(line)
        elif not (_goes_on(lines[n - 1], line, is_list, before) or _wrapped(lines[n - 1], line, width)):
            return n
        found[line.start] = mark
    return len(lines)


def _width(lines: Sequence[_Line]) -> int:
    """Where an editor broke all lines of the text; 0 where some line is longer than any editor's."""
    longest = max((len(line.text) for line in lines), default=0)
    return longest if longest <= _EDITOR else 0


def _wrapped(last: _Line, line: _Line, width: int) -> bool:
    """Whether a line was broken only because the next word did not fit."""
    if not width or line.blank_before:
        return False
    return len(last.text) + 1 + len(line.text.split(maxsplit=1)[0]) > width


def _references(text: str, heads: Sequence[str]) -> dict[str, int]:
    """First place of each plain mark in running text; empty when none of the lines could be a note."""
    if not any(map(_PLAIN_HEAD.match, heads)):
        return {}
    found: dict[str, int] = {}
    for match in _REFERENCE.finditer(text):
        found.setdefault(match[1] or f"[{match[2]}]", match.start())
    return found


def _mark(line: _Line, references: dict[str, int]) -> str | None:
    head = line.text[0]
    if head in SUPERSCRIPTS:
        match = _SUPER_HEAD.match(line.text)
        return plain(match[0]) if match and len(line.text) > match.end() else None
    if not (head.isdigit() or head in "[("):
        return None
    match = _PLAIN_HEAD.match(line.text)
    if not match:
        return None
    mark = match[1] or match[2] or match[3]
    key = f"[{mark}]" if match[2] else mark
    return mark if references.get(key, line.start) < line.start else None


def _is_list(line: _Line) -> bool:
    """Whether a note is a list of its own: '¹⁸ - Nghị quyết …;'."""
    return line.text.lstrip(SUPERSCRIPTS + "0123456789[]() ").startswith(("-", "+", "•"))


def _goes_on(last: _Line, line: _Line, is_list: bool, before: _Line | None) -> bool:
    """Whether `line` still belongs to the note whose last line was `last`; `before` is the text's last line."""
    if is_list and last.text.endswith(";") and line.text[0] in "-+•":
        return True
    open_note = last.text[-1] not in ".;:!?"
    torn = before is not None and before.text[-1] not in ".;:!?" and len(before.text) > 30
    if line.blank_before:
        return open_note and line.text[0].islower() and not torn
    if last.text[-1] == "," or last.text.rsplit(maxsplit=1)[-1] in _OPEN_WORDS:
        return True
    return open_note and (line.text[0].islower() or line.text[0].isdigit())
