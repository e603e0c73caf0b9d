"""Free exploration in one file: pyvis gathers nodes and edges, our own template carries the vis-network it ships.

pyvis's own pages name a CDN even with "in_line" (shared ecosystem, finding 1), so of it only the network and its
library are used. Positions are those of the picture (`viz.picture`), physics is off: nothing jumps, and equal answers
are equal files.
"""

from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from queries.answers import Lineage
from viz.entries import Frame, one_line
from viz.picture import Box, drawing

_LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"  # the newest that pyvis 0.3.2 ships
_COLOURS = {"does": "#2f7d4f", "gone": "#a33333", "says": "#9aa5b2"}
_OPTIONS = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "keyboard": True, "navigationButtons": True},
    "nodes": {"shape": "box", "font": {"size": 14, "multi": False}},
    "edges": {"arrows": "to", "smooth": {"enabled": True, "type": "cubicBezier"}},
}


class Wording(Struct, frozen=True):
    """What the page says around the picture."""

    lang: str
    title: str
    find: str
    hint: str
    loaded: str


@lru_cache(maxsize=1)
def _library() -> str:
    return files("pyvis").joinpath(_LIBRARY).read_text("utf-8")


def network(found: Lineage, frame: Frame) -> Any:
    """The lineage as a `pyvis.network.Network`: boxes at their places, edges with their quotes as titles."""
    from pyvis.network import Network  # noqa: PLC0415 - brings IPython along, which takes a second

    drawn = drawing(found)
    made = Network(directed=True)
    for box in drawn.boxes:
        made.add_node(box.node.id, **_node(box, frame, drawn.root))
    for curve in drawn.curves:
        said = f"{frame.known(curve.edge.source)} — {frame.said(curve.edge)} — {frame.known(curve.edge.target)}"
        made.add_edge(
            curve.edge.source, curve.edge.target, title=f"{said}\n«{curve.quote}»", color=_COLOURS[curve.kind],
            relation=curve.edge.relation,
        )  # fmt: skip
    return made


def _node(box: Box, frame: Frame, root: str) -> dict[str, Any]:
    node = box.node
    title = f"{frame.name(node)}. {one_line(node.title)}" if node.title else frame.name(node)
    border = "#8a1c1c" if node.id == root else "#6b7786"
    return {
        "label": f"{box.first}\n{box.second}", "title": title, "x": box.x, "y": box.y, "physics": False, "shape": "box",
        "color": {"background": "#ffffff" if node.loaded else "#fffaf0", "border": border},
        "shapeProperties": {"borderDashes": False if node.loaded else [4, 3]},
    }  # fmt: skip


def page(found: Lineage, frame: Frame, words: Wording) -> str:
    """One HTML file that needs nothing from elsewhere."""
    made = network(found, frame)
    data = msgspec.json.encode({"nodes": made.nodes, "edges": made.edges, "options": _OPTIONS}).decode()
    environment = Environment(loader=PackageLoader("viz"), autoescape=True, undefined=StrictUndefined)
    safe = Markup(data.replace("<", "\\u003c"))  # noqa: S704 - nothing in it can end the element it stands in
    library = Markup(_library())  # noqa: S704 - a program, not words
    template = environment.get_template("network.html")
    return template.render(data=safe, library=library, **msgspec.structs.asdict(words))
