"""Names and small questions of WordprocessingML (ECMA-376 part 1, chapter 17)."""

from lxml import etree

Element = etree._Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def w(name: str) -> str:
    """The full name of an element or attribute of Word's own: `w('p')`."""
    return f"{{{_W}}}{name}"


def mc(name: str) -> str:
    """The same for markup compatibility: `mc('Choice')`."""
    return f"{{{_MC}}}{name}"


def math(name: str) -> str:
    """The same for formulas: `math('t')`."""
    return f"{{{_MATH}}}{name}"


VAL = w("val")
_OFF = frozenset(("0", "false", "off"))


def value(parent: Element | None, name: str) -> str | None:
    """`w:val` of a child: of `<w:jc w:val="center"/>` 'center'; None where the child or its value is missing."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(VAL)


def number(parent: Element | None, name: str) -> int | None:
    """The same as an integer; None where it is none."""
    return to_int(value(parent, name))


def to_int(text: str | None) -> int | None:
    """An integer of at most nine digits, else None."""
    if text is None or not text.lstrip("-").isdecimal() or len(text) > 9:
        return None
    return int(text)


def switch(parent: Element | None, name: str) -> bool | None:
    """An on-off property (17.17.4): present without a value it is on; None where it is absent."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(VAL, "1") not in _OFF
