"""Styles of a Word file: what a paragraph or run inherits, along `basedOn` (ECMA-376 17.7)."""

from collections.abc import Iterator

from msgspec import Struct

from loaders.formats.word_xml import Element, number, switch, value, w

_BODY_LEVEL = 9  # 17.3.1.20: outline level 9 is body text
_MAX_CHAIN = 32  # a style based on itself must not loop


class Style(Struct, frozen=True):
    """What one style says itself; None where it leaves it to its base."""

    name: str
    base: str | None
    outline: int | None
    list_id: int | None
    list_level: int | None
    align: str | None
    run: dict[str, bool | str | None]


class Format(Struct, frozen=True):
    """What holds for a paragraph, its own properties before its style's."""

    style: str | None
    level: int  # of a heading, 1 the highest; 0 none
    list_id: int  # 0: not numbered
    list_level: int | None
    centred: bool
    contents: bool  # a line of a table of contents
    joined: bool  # its end was deleted: it goes on with the next paragraph


class Styles:
    """All styles of a file."""

    def __init__(self, root: Element | None) -> None:
        """`root` is word/styles.xml, or None where the file has none."""
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        self._inherited: dict[tuple[str | None, str], bool | str | None] = {}
        for element in () if root is None else root.iterfind(w("style")):
            name = element.get(w("styleId"), "")
            self._styles[name] = _style(element)
            if element.get(w("type")) == "paragraph" and element.get(w("default")) in ("1", "true", "on"):
                self._default = name

    def format(self, properties: Element | None) -> Format:
        """The format of a paragraph with this `w:pPr`."""
        style = value(properties, "pStyle") or self._default
        outline, align = number(properties, "outlineLvl"), value(properties, "jc")
        lists = None if properties is None else properties.find(w("numPr"))
        list_id, list_level = number(lists, "numId"), number(lists, "ilvl")
        contents = False
        for inherited in self._chain(style):
            outline = inherited.outline if outline is None else outline
            align = align or inherited.align
            list_id = inherited.list_id if list_id is None else list_id
            list_level = inherited.list_level if list_level is None else list_level
            contents = contents or inherited.name.startswith("toc ") or inherited.name == "table of figures"
        level = 0 if outline is None or not 0 <= outline < _BODY_LEVEL else outline + 1
        return Format(style, level, list_id or 0, list_level, align == "center", contents, _mark_deleted(properties))

    def run(self, properties: Element | None, paragraph_style: str | None, name: str) -> bool | str | None:
        """A property of a run ('vanish', 'caps', 'vertAlign'): its own, its style's, its paragraph's style's."""
        own = _run_property(properties, name)
        if own is not None:
            return own
        of_run = self._inherit(value(properties, "rStyle"), name)
        return self._inherit(paragraph_style, name) if of_run is None else of_run

    def _inherit(self, style: str | None, name: str) -> bool | str | None:
        """Kept, because every run asks."""
        key = style, name
        if key not in self._inherited:
            found = (s.run[name] for s in self._chain(style))
            self._inherited[key] = next((value for value in found if value is not None), None)
        return self._inherited[key]

    def list_of(self, style: str) -> int:
        """The list that a numbering style stands for (17.9.21), 0 where none."""
        return next((s.list_id for s in self._chain(style) if s.list_id is not None), 0)

    def _chain(self, name: str | None) -> Iterator[Style]:
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(name) if name else None
            if style is None:
                return
            yield style
            name = style.base


def _style(element: Element) -> Style:
    paragraph, run = element.find(w("pPr")), element.find(w("rPr"))
    lists = None if paragraph is None else paragraph.find(w("numPr"))
    inherited = {name: _run_property(run, name) for name in ("vanish", "caps", "vertAlign")}
    return Style(
        name=(value(element, "name") or "").lower(),
        base=value(element, "basedOn"),
        outline=number(paragraph, "outlineLvl"),
        list_id=number(lists, "numId"),
        list_level=number(lists, "ilvl"),
        align=value(paragraph, "jc"),
        run=inherited,
    )


def _run_property(properties: Element | None, name: str) -> bool | str | None:
    return value(properties, name) if name == "vertAlign" else switch(properties, name)


def _mark_deleted(properties: Element | None) -> bool:
    mark = None if properties is None else properties.find(w("rPr"))
    return mark is not None and any(child.tag in (w("del"), w("moveFrom")) for child in mark)
