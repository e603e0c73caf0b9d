"""Automatic numbering, written out as Word shows it: '1. ', 'a) ', 'Điều 2. ', '- ' (ECMA-376 17.9)."""

from collections.abc import Callable

from msgspec import Struct

from graph.patterns import pattern
from loaders.formats.docx_styles import Format, Styles
from loaders.formats.word_xml import Element, number, switch, to_int, value, w

_LEVELS = 9
_PLACE = pattern("numbering.place", r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_KEPT_BULLETS = frozenset("+*")  # every other bullet, whatever its font draws, is a dash


class Level(Struct, frozen=True):
    """One level of a list."""

    form: str
    text: str
    start: int
    after: str  # what stands between number and text
    restart: int | None  # the level (from 1) whose step makes this one begin again; 0 never; None any above
    legal: bool  # all numbers in it are written in figures
    style: str | None


class List(Struct):
    """A list as paragraphs name it: its levels, the count it shares, the numbers it begins with."""

    abstract: int
    levels: dict[int, Level]
    starts: dict[int, int]


def roman(n: int) -> str:
    """Small Roman figures.

    >>> roman(14)
    'xiv'
    """
    if not 0 < n < 4000:
        return str(n)
    out = ""
    for unit, figures in _ROMAN:
        out, n = out + figures * (n // unit), n % unit
    return out


def letters(n: int) -> str:
    """Letters as Word counts: z is followed by aa, bb (at most 30 of one letter).

    >>> letters(4), letters(28)
    ('d', 'bb')
    """
    return chr(97 + (n - 1) % 26) * ((n - 1) // 26 + 1) if 0 < n <= 780 else str(n)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "lowerRoman": roman,
    "upperRoman": lambda n: roman(n).upper(),
    "lowerLetter": letters,
    "upperLetter": lambda n: letters(n).upper(),
    "none": lambda _: "",
}


class Numbering:
    """The lists of a file, and how far each has counted."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """`root` is word/numbering.xml, or None where the file has none."""
        self._lists = {} if root is None else _lists(root, styles)
        self._counts: dict[int, list[int | None]] = {}  # of each abstract list, one number a level
        self._begun: set[tuple[int, int]] = set()  # (list, level) whose own start has been used

    def marker(self, format_: Format) -> str:
        """What Word shows before the next paragraph of this format, and the step that it takes."""
        known = self._lists.get(format_.list_id)
        if known is None:
            return ""
        at = self._level(known, format_)
        level = known.levels.get(at)
        if level is None:
            return ""
        counts = self._counts.setdefault(known.abstract, [None] * _LEVELS)
        self._step(format_.list_id, known, counts, at)
        if level.form == "bullet":
            return f"{level.text if level.text in _KEPT_BULLETS else '-'} " if level.text.strip() else ""
        text = _PLACE.sub(lambda place: _shown(known, counts, int(place[1]) - 1, level.legal), level.text)
        return text + level.after if text.strip() else ""

    def _level(self, known: List, format_: Format) -> int:
        if format_.list_level is not None:
            return format_.list_level
        return next((at for at, level in known.levels.items() if level.style and level.style == format_.style), 0)

    def _step(self, list_id: int, known: List, counts: list[int | None], at: int) -> None:
        start = known.starts.get(at)
        if start is not None and (list_id, at) not in self._begun:
            counts[at] = start
        else:
            before = counts[at]
            counts[at] = before + 1 if before is not None else _start(known, at)
        self._begun.add((list_id, at))
        for below in range(at + 1, _LEVELS):
            level = known.levels.get(below)
            if level is None or level.restart is None or 0 < at + 1 <= level.restart:
                counts[below] = None


def _start(known: List, at: int) -> int:
    own = known.starts.get(at)
    if own is not None:
        return own
    return known.levels[at].start if at in known.levels else 1


def _shown(known: List, counts: list[int | None], at: int, legal: bool) -> str:
    count = counts[at]
    n = _start(known, at) if count is None else count
    level = known.levels.get(at)
    form = "decimal" if legal or level is None else level.form
    return _FORMS.get(form, str)(n)  # a form that we do not know is shown in figures, as Word does


def _lists(root: Element, styles: Styles) -> dict[int, List]:
    abstracts = {to_int(e.get(w("abstractNumId"))): e for e in root.iterfind(w("abstractNum"))}
    named = {to_int(e.get(w("numId"))): e for e in root.iterfind(w("num"))}
    lists = {}
    for list_id, element in named.items():
        abstract = abstracts.get(number(element, "abstractNumId"))
        link = value(abstract, "numStyleLink")
        if link:  # the levels stand in the list of that style
            other = named.get(styles.list_of(link))
            abstract = abstracts.get(number(other, "abstractNumId")) if other is not None else abstract
        if list_id and abstract is not None:
            lists[list_id] = _list(element, abstract)
    return lists


def _list(element: Element, abstract: Element) -> List:
    levels = _levels(abstract)
    starts = {}
    for override in element.iterfind(w("lvlOverride")):
        levels |= _levels(override)
        at, start = to_int(override.get(w("ilvl"))), number(override, "startOverride")
        if at is not None and start is not None:
            starts[at] = start
    return List(to_int(abstract.get(w("abstractNumId"))) or 0, levels, starts)


def _levels(parent: Element) -> dict[int, Level]:
    levels = {}
    for element in parent.iterfind(w("lvl")):
        at, start = to_int(element.get(w("ilvl"))), number(element, "start")
        if at is None or not 0 <= at < _LEVELS:
            continue
        levels[at] = Level(
            form=value(element, "numFmt") or "decimal",
            text=value(element, "lvlText") or "",
            start=0 if start is None else start,  # 17.9.25: zero where nothing is said
            after="" if value(element, "suff") == "nothing" else " ",
            restart=number(element, "lvlRestart"),
            legal=bool(switch(element, "isLgl")),
            style=value(element, "pStyle"),
        )
    return levels
