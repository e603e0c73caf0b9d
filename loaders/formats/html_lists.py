"""What a browser shows before the items of a list."""

from collections.abc import Callable

from loaders.formats.html_tree import Node
from loaders.formats.numbering import letters, roman

_STYLES = {
    "decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I", "disc": "-", "circle": "-", "square": "-", "none": "",
}  # fmt: skip
_FORMS: dict[str, Callable[[int], str]] = {
    "1": str, "a": letters, "A": lambda n: letters(n).upper(), "i": roman, "I": lambda n: roman(n).upper(),
}  # fmt: skip


class Lists:
    """The lists that are open, and how far each has counted."""

    def __init__(self) -> None:
        """None open."""
        self._open: list[tuple[Node, int, int]] = []  # list, next number, step

    def begin(self, node: Node) -> None:
        """An `ol` or `ul` begins."""
        step = -1 if "reversed" in node.attributes else 1
        first = len([item for item in node.nodes if item.tag == "li"]) if step < 0 else 1
        self._open.append((node, _number(node.get("start"), first), step))

    def end(self) -> None:
        """The innermost list ends."""
        if self._open:
            self._open.pop()

    def marker(self, item: Node) -> str:
        """What stands before an item: '2. ', 'b. ', '- ' (whatever a bullet looks like)."""
        if not self._open:
            return "- "
        node, number, step = self._open[-1]
        number = _number(item.get("value"), number)
        self._open[-1] = node, number + step, step
        form = (
            _style(item) or item.get("type") or _style(node) or node.get("type") or ("1" if node.tag == "ol" else "-")
        )
        if _style(item, node) == "none":
            return ""
        return f"{_FORMS[form](number)}. " if form in _FORMS else "- "


def _style(*nodes: Node) -> str:
    """The form that a style names; 'none' of any of the nodes."""
    for node in nodes:
        style = node.get("style").lower().replace(" ", "")
        for name in ("list-style-type:", "list-style:"):
            if name in style:
                word = style.partition(name)[2].partition(";")[0]
                if word == "none":
                    return "none"
                return _STYLES.get(word, "")
    return ""


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.strip().lstrip("-").isdecimal() and len(text) < 6 else otherwise
