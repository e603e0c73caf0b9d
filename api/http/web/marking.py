"""A text with its marks: runs that share the same marks, so that what overlaps can be shown at all."""

from collections.abc import Iterable, Iterator, Mapping
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
    """A run of the text under the same marks, what begins with it: the sought place, a task, a page."""

    text: str
    kinds: tuple[str, ...]
    target: str
    first: bool
    task: bool = False
    leaf: int = 0
    at: int = 0  # where it begins, from the text's first character on


def runs(text: str, start: int, marks: Iterable[Mark], leaves: Mapping[int, int] = {}) -> Iterator[Run]:
    """The text (which begins at `start`) cut wherever a mark begins or ends, or a page (`leaves`: its number by place).

    >>> [(r.text, r.kinds) for r in runs("abcd", 10, [Mark(11, 13, "task"), Mark(12, 14, "mention", "x")])]
    [('a', ()), ('b', ('task',)), ('c', ('mention', 'task')), ('d', ('mention',))]
    """
    end = start + len(text)
    inside = [m for m in marks if m.start < end and m.end > start and m.start < m.end]
    turned = {place for place in leaves if start <= place < end}
    edges = sorted({start, end, *turned, *(max(start, m.start) for m in inside), *(min(end, m.end) for m in inside)})
    beginnings = sorted(inside, key=lambda m: m.start)
    open_marks: list[Mark] = []
    place = 0
    for left, right in pairwise(edges):
        while place < len(beginnings) and beginnings[place].start <= left:
            open_marks.append(beginnings[place])
            place += 1
        open_marks = [m for m in open_marks if m.end > left]
        first = any(m.kind == "here" and max(start, m.start) == left for m in open_marks)
        task = any(m.kind == "task" and m.start == left for m in open_marks)
        target = next((m.target for m in reversed(open_marks) if m.target), "")
        kinds = tuple(sorted({m.kind for m in open_marks}))
        yield Run(text[left - start : right - start], kinds, target, first, task, leaves.get(left, 0), left - start)
