"""What of a page is the document: menus, notices, lists of related documents and what is hidden are taken out.

Judged by structure alone: landmarks, how much of a block is links or controls, where the long paragraphs and the parts
of a document (head, grounds, signature, list of recipients) stand. A page that is nothing but its document loses
nothing: what has no links, no controls and no better sibling stays.
"""

from graph.folding import fold
from loaders.formats.html_tables import is_frame, rows_of
from loaders.formats.html_tree import BLOCKS, CONTROLS, Node, nodes_of, text_of
from loaders.formats.html_weights import PROSE, Line, Weight, lines_of, weigh

_LABEL = 40  # a link so short that stands alone is a button
_SHARE = 0.55  # of what a block weighs: the document stands in the child with more; two printings have half each
_LANDMARKS = frozenset(("nav", "aside", "menu", "dialog", "search"))
_ROLES = frozenset((
    "navigation", "complementary", "contentinfo", "banner", "search", "dialog", "alertdialog", "alert", "menu",
    "menubar", "tablist", "toolbar", "breadcrumb", "status", "tooltip",
))  # fmt: skip
# what may be a line of the document beside the block that holds the rest; an h1 is as often the page's own name
_TEXTUAL = frozenset(("p", "pre", "h2", "h3", "h4", "h5", "h6", "table", "blockquote"))
_CLOSED = frozenset(("p", "pre", "ul", "ol", "li", "dl", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"))
_FEW = 4  # lines: a paragraph in a block of its own, not where a document stands


def document_of(root: Node, notes: frozenset[Node]) -> None:
    """Take out of the page what is not its document; `notes` are bodies of footnotes, which stay."""
    lines = list(lines_of(root))
    _take_out_hidden(root, lines)
    weights = weigh(root, lines)
    whole = weights.get(root, Weight())
    for node in list(nodes_of(root)):
        if _is_landmark(node) and _small(weights.get(node, Weight()), whole):
            node.take_out()
    weights = weigh(root, lines)
    whole = weights.get(root, Weight())
    if whole.links or whole.controls:  # else it is no page of a portal
        _descend(root, weights, notes)
        _take_out_menus(root, weigh(root, lines), notes)


def _take_out_hidden(root: Node, lines: list[Line]) -> None:
    """What a browser does not show; all of it stays where nothing else would."""
    hidden = [node for node in nodes_of(root) if node.hidden]
    if not hidden:
        return
    whole = weigh(root, lines).get(root, Weight())
    for node in hidden:
        node.take_out()
    if whole.mass and not weigh(root, lines).get(root, Weight()).mass:
        for node in hidden:
            node.put_back()


def _is_landmark(node: Node) -> bool:
    if node.tag in _LANDMARKS or node.get("role") in _ROLES:
        return True
    return node.tag in ("header", "footer") and not any(above.tag in ("article", "main") for above in node.above)


def _small(weight: Weight, whole: Weight) -> bool:
    """Not where the document is, whatever the page calls it."""
    return weight.mass * 2 <= whole.mass or not weight.mass


def _descend(root: Node, weights: dict[Node, Weight], notes: frozenset[Node]) -> None:
    """From the page to where the document stands: beside the child that holds most of it, furniture goes."""
    node = root
    while True:
        mass = weights.get(node, Weight()).mass
        best = max(node.nodes, key=lambda n: weights.get(n, Weight()).mass, default=None)
        if (
            best is None
            or not mass
            or weights.get(best, Weight()).mass < _SHARE * mass
            or not _is_room(best, weights[best])
        ):
            return
        beyond = weights[best].heads > 0  # what stands before a document's head, or behind its foot
        for child in node.nodes:
            if child is best:
                beyond = weights[best].feet > 0
            elif child.tag in BLOCKS and _is_furniture(child, weights.get(child, Weight()), mass, beyond, notes):
                child.take_out()
        node = best


def _is_room(node: Node, weight: Weight) -> bool:
    """Documents stand in it, it is no part of one."""
    return weight.lines > _FEW and node.tag not in _CLOSED and (node.tag != "table" or is_frame(node))


def _is_furniture(node: Node, weight: Weight, mass: int, beyond: bool, notes: frozenset[Node]) -> bool:
    """A sibling of the document that is no part of it."""
    if weight.parts or (weight.weak and not weight.links) or _holds(node, notes) or is_properties(node):
        return False
    if beyond and node.tag not in _TEXTUAL and weight.own * 4 < mass and not _has_data(node):
        return True
    if not weight.own:
        return bool(weight.links or weight.controls) or node.tag not in _TEXTUAL
    if weight.own * 20 < mass:
        return node.tag not in _TEXTUAL or bool(weight.links or weight.controls)
    return (weight.links + weight.controls) * 400 >= weight.own


def _has_data(node: Node) -> bool:
    """A table of more than two columns stands in it."""
    return any(len(cells) > 2 for below in nodes_of(node) if below.tag == "table" for cells in rows_of(below))


def _holds(node: Node, notes: frozenset[Node]) -> bool:
    return bool(notes) and any(below in notes for below in nodes_of(node))


def is_properties(node: Node) -> bool:
    """A portal's table of a document's properties: a label and a value in each row, or two of each."""
    tables = [below for below in nodes_of(node) if below.tag in ("table", "dl")]
    if len(tables) != 1:
        return False
    if tables[0].tag == "dl":
        return len([n for n in tables[0].nodes if n.tag == "dt"]) >= 3
    cells = rows_of(tables[0])
    if len(cells) < 3 or not all(len(row) in (2, 4) for row in cells):
        return False
    labels = [text_of(row[0]) for row in cells]
    return all(0 < len(label) <= _LABEL and fold(label)[:1].isalpha() for label in labels)


def _take_out_menus(root: Node, weights: dict[Node, Weight], notes: frozenset[Node]) -> None:
    """Blocks of links wherever they stand, and buttons: lines of their own that are nothing but a short link."""
    stack = [root]
    while stack:
        node = stack.pop()
        weight = weights.get(node)
        menu = weight is not None and node.tag in BLOCKS and node is not root and _is_menu(node, weight, notes)
        if menu or node.tag in CONTROLS:
            node.take_out()
        else:
            stack.extend(node.nodes)


def _is_menu(node: Node, weight: Weight, notes: frozenset[Node]) -> bool:
    if weight.parts or not weight.links or _holds(node, notes):
        return False
    if weight.lines > 1:
        return weight.links >= 0.7 * weight.lines and weight.prose < 2 * PROSE
    return node.tag not in ("td", "th", "tr") and len(text_of(node)) <= _LABEL and _leads_away(node)


def _leads_away(node: Node) -> bool:
    """Its link is to another page: one inside the page is a note's or a contents'."""
    return not any(below.get("href").startswith("#") for below in nodes_of(node) if below.tag == "a")
