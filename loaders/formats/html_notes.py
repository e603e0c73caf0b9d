"""Footnotes of a page: marks that link to their note, notes that link back (Word, LibreOffice, any converter)."""

from collections import Counter

from msgspec import Struct

from graph.patterns import pattern
from loaders.formats.html_tree import Node, nodes_of, text_of, walk

_MARK = pattern("html.note_mark", r"[\[(]?(\d{1,3}|\*{1,3}|[a-z]|[ivx]{1,5})[\])]?\Z")
_OWN = pattern(
    "html.note_own_mark",
    r"[\[(]?(\d{1,3}|\*{1,3}|[⁰¹²³⁴-⁹]{1,3}|[a-z]|[ivx]{1,5})[\])]?(?=[\s.:]|[^\W\d_])[.:]?\s{0,5}",
)
_BLOCKS = frozenset((
    "p", "div", "li", "td", "dd", "aside", "section",
))  # fmt: skip


class Notes(Struct):
    """References and notes by node, each with its mark; `backs` are the marks at the head of the notes."""

    references: dict[Node, str] = {}
    bodies: dict[Node, str] = {}
    backs: set[Node] = set()


def notes_of(root: Node) -> Notes:
    """All notes of the page whose reference and note know of each other."""
    places: dict[Node, int] = {}
    named: dict[str, Node] = {}
    links: list[tuple[Node, str]] = []
    for place, node in enumerate(nodes_of(root)):
        places[node] = place
        for name in (node.get("id"), node.get("name")):
            if name:
                named.setdefault(name, node)
        if node.tag == "a" and "#" in node.get("href"):
            links.append((node, node.get("href").rpartition("#")[2]))
    notes = Notes()
    marked = [(node, target, found[1]) for node, target in links if (found := _MARK.match(text_of(node)))]
    forth = [(n, t, m) for n, t, m in marked if t in named and places[named[t]] > places[n]]
    back = {n: t for n, t in links if t in named and places[named[t]] < places[n]}
    held = _held({named[target] for _, target, _ in forth})
    for node, target, mark in forth:
        body = _body(named[target], held, mark)
        if body is None or (body in notes.bodies and notes.bodies[body] != mark):
            continue
        notes.references[node] = mark
        notes.bodies[body] = mark
        notes.backs.update(below for below in nodes_of(body) if below in back)
    return notes


def own_mark(text: str, mark: str) -> int:
    """How much of a note's first line is its mark, typed: '[1] ', '1. ', '¹ '."""
    found = _OWN.match(text)
    if not found:
        return 0
    plain = found[1].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
    return found.end() if plain == mark else 0


def _held(targets: set[Node]) -> Counter[Node]:
    """How many notes' targets stand in each node."""
    return Counter(node for target in targets for node in (target, *target.above))


def _body(target: Node, held: Counter[Node], mark: str) -> Node | None:
    """The highest block around a note's target that holds this note alone and begins with it."""
    found = target if target.tag in _BLOCKS else None
    for above in target.above:
        if held[above] > 1 or above.tag in ("body", "html", "td", "ol", "ul"):
            break
        if above.tag in _BLOCKS and _begins(above, mark):
            found = above
        elif found is not None:
            break
    return found


def _begins(node: Node, mark: str) -> bool:
    """Whether the first text of a node is the mark."""
    for kind, said in walk(node):
        if kind == "text" and isinstance(said, str) and (words := said.lstrip(" \t\n[(")):
            return words.startswith(mark)
    return False
