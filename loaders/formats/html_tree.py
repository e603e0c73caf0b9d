"""A page as a small tree of what may be read: parsed without a network, its nodes, depth and characters counted."""

from collections.abc import Iterator
from typing import Any, Literal, cast

from lxml import etree, html

from graph.patterns import pattern
from loaders.limits import XML_DEPTH, Limits
from loaders.text import NotRead

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
CONTROLS = frozenset((
    "button", "datalist", "input", "optgroup", "option", "select", "textarea",
))  # fmt: skip
# never text of a document: code, what is loaded from elsewhere, drawings, Word's own islands
_UNREAD = frozenset((
    "applet", "area", "audio", "base", "canvas", "embed", "frame", "frameset", "iframe", "link", "map", "meta",
    "meter", "noembed", "noframes", "noscript", "object", "param", "progress", "script", "source", "style",
    "svg", "template", "title", "track", "video", "xml",
))  # fmt: skip
_KEPT = frozenset((
    "align", "aria-hidden", "colspan", "hidden", "href", "id", "name", "reversed", "role", "rowspan", "start",
    "style", "type", "value",
))  # fmt: skip
_HIDDEN = pattern("html.hidden", r"(?i)display\s?:\s?none|visibility\s?:\s?hidden|mso-hide\s?:\s?all")
_NO_ATTRIBUTES: dict[str, str] = {}


class Node:
    """An element: its children are nodes and runs of text, in order."""

    __slots__ = ("attributes", "children", "gone", "parent", "size", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], parent: "Node | None") -> None:
        """`tag` is in small letters."""
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Node | str] = []
        self.gone = False  # taken out of the page with all that is in it
        self.size = 0  # characters in it, blanks at the ends of runs and what was taken out not counted

    def get(self, name: str) -> str:
        """An attribute, '' where it is not there."""
        return self.attributes.get(name, "")

    def take_out(self) -> None:
        """Out of the page with all that is in it."""
        if not any(above.gone for above in self.above):  # else it is out already
            self._set_gone(True, -self.size)

    def put_back(self) -> None:
        """Into the page again."""
        self._set_gone(False, self.size)

    def _set_gone(self, gone: bool, size: int) -> None:
        if self.gone != gone:
            self.gone = gone
            for above in self.above:
                above.size += size

    @property
    def nodes(self) -> list["Node"]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Node) and not child.gone]

    @property
    def above(self) -> Iterator["Node"]:
        """Its parent, that one's, and so on."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    @property
    def hidden(self) -> bool:
        """A browser does not show it."""
        if self.tag == "div" and self.get("role") == "tabpanel" and self.get("aria-hidden") == "true":
            return True
        return "hidden" in self.attributes or _HIDDEN.search(self.get("style")) is not None


def walk(root: Node) -> Iterator[tuple[Literal["start", "end"], Node] | tuple[Literal["text"], str]]:
    """What the page says in order, without recursion."""
    stack: list[tuple[Node, Iterator[Node | str]]] = [(root, iter(root.children))]
    yield "start", root
    while stack:
        node, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "end", node
        elif isinstance(child, str):
            yield "text", child
        elif not child.gone:
            yield "start", child
            stack.append((child, iter(child.children)))


def nodes_of(root: Node) -> Iterator[Node]:
    """The node and all below it, in order."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.nodes))


def text_of(root: Node) -> str:
    """All text in a node, runs of blanks as one."""
    return " ".join("".join(said for kind, said in walk(root) if kind == "text" and isinstance(said, str)).split())


class _Builder:
    """Takes the parser's events; raises `NotRead` at a limit, at once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.root = Node("html", _NO_ATTRIBUTES, None)
        self._open = self.root
        self._depth = self._nodes = self._characters = 0
        self._unread = 0  # elements that are open within one that is not read, itself included

    def start(self, tag: Any, attrib: Any) -> None:
        """An element begins."""
        self._depth += 1
        self._nodes += 1 + len(attrib)
        if self._depth > XML_DEPTH:
            raise NotRead("html.depth", most=XML_DEPTH)
        if self._nodes > self._limits.html_nodes:
            raise NotRead("html.nodes", "html_nodes", most=self._limits.html_nodes)
        if self._unread or tag in _UNREAD:
            self._unread += 1
            return
        kept = {name: value for name, value in attrib.items() if name in _KEPT} if attrib else _NO_ATTRIBUTES
        node = Node(tag, kept, self._open)
        self._open.children.append(node)
        self._open = node

    def end(self, tag: Any) -> None:
        """The element that is open ends."""
        del tag  # the parser closes what is open, in order
        self._depth -= 1
        if self._unread:
            self._unread -= 1
        elif self._open.parent is not None:
            self._open.parent.size += self._open.size
            self._open = self._open.parent

    def data(self, data: Any) -> None:
        """A run of text."""
        if self._unread or self._open.tag in CONTROLS:
            return
        self._characters += len(data)
        if self._characters > self._limits.characters:
            raise NotRead("file.characters", "characters", most=self._limits.characters)
        self._open.size += len(data.strip())
        children = self._open.children
        if children and isinstance(children[-1], str) and len(children[-1]) < 4096:
            children[-1] += data
        else:
            children.append(data)

    def comment(self, data: Any) -> None:
        """Never text; the parser is told to leave them out."""

    def close(self) -> Node:
        """The page."""
        return self.root


def parse(text: str, limits: Limits) -> Node:
    """The tree of a page; raises `NotRead`."""
    data = text.replace("\0", "").encode()
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, target=_Builder(limits), remove_comments=True, remove_pis=True
    )
    try:
        root = cast(Node, etree.fromstring(data, parser))
    except (etree.XMLSyntaxError, AssertionError) as error:
        raise NotRead("html.broken") from error
    return root
