"""A text with its marks: runs that share the same marks, so that what overlaps can be shown at all."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

from msgspec import Struct

Kind = Literal["mention", "task", "relation", "here"]


class Mark(Struct, frozen=True):
    """A run that says something; `target` is the instrument that a mention names."""

    start: int
    end: int
    kind: Kind
    target: str = ""


class Run(Struct, frozen=True):
    """A run of the text under the same marks; `first`: the sought place begins here."""

    text: str
    kinds: tuple[str, ...]
    target: str
    first: bool


def runs(text: str, start: int, marks: Iterable[Mark]) -> Iterator[Run]:
    """The text (which begins at `start`) cut wherever a mark begins or ends.

    >>> [(r.text, r.kinds) for r in runs("abcd", 10, [Mark(11, 13, "task"), Mark(12, 14, "mention", "x")])]
    [('a', ()), ('b', ('task',)), ('c', ('mention', 'task')), ('d', ('mention',))]
    """
    end = start + len(text)
    inside = [m for m in marks if m.start < end and m.end > start and m.start < m.end]
    edges = sorted({start, end, *(max(start, m.start) for m in inside), *(min(end, m.end) for m in inside)})
    beginnings = sorted(inside, key=lambda m: m.start)
    open_marks: list[Mark] = []
    place = 0
    for left, right in pairwise(edges):
        while place < len(beginnings) and beginnings[place].start <= left:
            open_marks.append(beginnings[place])
            place += 1
        open_marks = [m for m in open_marks if m.end > left]
        first = any(m.kind == "here" and max(start, m.start) == left for m in open_marks)
        target = next((m.target for m in reversed(open_marks) if m.target), "")
        yield Run(text[left - start : right - start], tuple(sorted({m.kind for m in open_marks})), target, first)
