"""Free exploration: pyvis gathers nodes and edges, our own page carries the vis-network that it ships.

pyvis's own pages name a CDN even with "in_line" (shared ecosystem, finding 1), so of it only the network and its
library are used. Positions are those of the picture (`viz.picture`), physics is off: nothing jumps, and equal answers
are equal files. In a notebook: `viz.notebook.picture`.
"""

from functools import lru_cache
from importlib.resources import files
from typing import Any, Protocol

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from queries.answers import Evidence
from queries.family import Family
from viz.entries import Frame, Quote
from viz.escaping import shown, shown_json
from viz.picture import Box, Curve, Drawing, drawing, group_name

LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"  # the newest that pyvis 0.3.2 ships
_COLOURS = {"does": "#2f7d4f", "gone": "#a33333", "changes": "#a86e00", "says": "#8b95a3"}
_DASHES: dict[str, Any] = {"gone": [6, 3], "changes": [8, 3, 2, 3]}
_FACE = "Be Vietnam Pro, Noto Sans, DejaVu Sans, Arial"
_HALF = 35  # of a box: what vis-network places is its middle
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "keyboard": {"enabled": True, "bindToWindow": False}, "tooltipDelay": 200},
    "nodes": {
        "shape": "box", "margin": 8, "widthConstraint": {"minimum": 236, "maximum": 236},
        "font": {"size": 12, "multi": False, "align": "left", "color": "#0b4f8a", "face": _FACE},
    },
    "edges": {
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.6}},
        "smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal"},
    },
}  # fmt: skip


class Opens(Protocol):
    """Addresses of what can be opened."""

    def instrument(self, instrument: str) -> str:
        """Its page."""

    def sentence(self, passage: Evidence) -> str:
        """The page of the text, at the words."""

    def ungroup(self, group: str) -> str:
        """The same with the members of a group one by one."""


class Wording(Struct, frozen=True):
    """What the page says around the picture."""

    title: str
    loaded: str
    notes: tuple[str, ...] = ()


class Row(Struct, frozen=True):
    """An edge in words, for the table under the picture."""

    source: str
    relation: str
    target: str
    quote: Quote | None


@lru_cache(maxsize=1)
def _library() -> str:
    return files("pyvis").joinpath(LIBRARY).read_text("utf-8")


def network(found: Family, frame: Frame, opens: Opens | None = None) -> Any:
    """The family as a `pyvis.network.Network`: boxes at their places, edges with their quotes as titles.

    Further values of a node: `name`, `href`; of an edge: `relation`, `said`, `quote`, `href`.
    """
    return _network(drawing(found, frame), frame, opens)


def _network(drawn: Drawing, frame: Frame, opens: Opens | None) -> Any:
    from pyvis.network import Network  # noqa: PLC0415 - brings IPython along, which takes a second

    names = {b.id: frame.name(b.node) if b.node else b.name for b in drawn.boxes}
    made = Network(directed=True)
    for box in drawn.boxes:
        made.add_node(box.id, **_node(box, drawn.root, opens))
    for curve in drawn.curves:
        made.add_edge(curve.source, curve.target, **_edge(curve, names, frame, opens))
    return made


def _node(box: Box, root: str, opens: Opens | None) -> dict[str, Any]:
    border = "#8a1c1c" if box.id == root else "#6b7786"
    loaded = box.node.loaded if box.node else True
    href = "" if opens is None else opens.ungroup(box.id) if box.group else opens.instrument(box.id)
    what = "open_group" if box.group else "open_instrument"
    fill = "#e6eef6" if box.group else "#ffffff" if loaded else "#fffaf0"
    return {
        "label": "\n".join(line for line in (box.first, box.second, box.third) if line), "name": box.name, "href": href,
        "opens": what,
        "x": box.x, "y": box.y, "physics": False, "shape": "box", "borderWidth": 3 if box.id == root else 1,
        "color": {"background": fill, "border": border},
        "shapeProperties": {"borderDashes": False if loaded else [4, 3]},
    }  # fmt: skip


def _edge(curve: Curve, names: dict[str, str], frame: Frame, opens: Opens | None) -> dict[str, Any]:
    edge = curve.edge
    passage = edge.evidence[0] if edge and edge.evidence else None
    said = frame.said(edge) + frame.act(edge) if edge else frame[curve.relation]
    return {
        "relation": curve.relation, "said": f"{names[curve.source]} — {said} — {names[curve.target]}",
        "opens": "open_sentence", "quote": frame.quote(passage).text if passage else "", "color": _COLOURS[curve.kind],
        "href": opens.sentence(passage) if opens and passage else "", "dashes": _DASHES.get(curve.kind, False),
    }  # fmt: skip


def data(found: Family, frame: Frame, opens: Opens | None = None) -> Markup:
    """Nodes, edges and options as JSON that can stand in a page: nothing in it ends the element it stands in."""
    drawn = drawing(found, frame)
    made = _network(drawn, frame, opens)
    lanes = [
        {"name": frame[f"lane_{b.key}"], "party": b.party, "top": b.top - _HALF - 9, "bottom": b.bottom - _HALF - 1}
        for b in drawn.bands
    ]
    years = [{"name": year or frame["no_year"], "x": x} for year, x in drawn.years]
    words = {key: frame[key] for key in ("open_instrument", "open_group", "open_sentence", "not_found_here")}
    text = msgspec.json.encode(
        {"nodes": made.nodes, "edges": made.edges, "options": _OPTIONS, "words": words, "lanes": lanes, "years": years}
    ).decode()
    return Markup(shown_json(text).replace("<", "\\u003c"))  # noqa: S704 - nothing in it ends its element


def rows(found: Family, frame: Frame) -> list[Row]:
    """The same edges in words, in the order of the family."""
    names = {n.id: frame.name(n) for n in found.nodes} | {g.id: group_name(g, frame) for g in found.groups}
    said = [
        Row(
            names[e.source], frame.said(e) + frame.act(e), names[e.target],
            frame.quote(e.evidence[0]) if e.evidence else None,
        )
        for e in found.edges
    ]  # fmt: skip
    return [*said, *(Row(names[g.source], frame[g.relation], names[g.target], None) for g in found.group_edges)]


def _script() -> Markup:
    return Markup(files("viz.assets").joinpath("explore.js").read_text("utf-8"))  # noqa: S704 - our own program


def page(found: Family, frame: Frame, words: Wording, lang: str) -> str:
    """One HTML file that needs nothing from elsewhere: the picture, and its edges as a table that needs no script."""
    environment = Environment(
        loader=PackageLoader("viz"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=shown,
    )  # fmt: skip
    library = Markup(_library())  # noqa: S704 - a program, not words
    style = Markup(files("viz.assets").joinpath("explore.css").read_text("utf-8"))  # noqa: S704 - our own
    return environment.get_template("network.html").render(
        data=data(found, frame), library=library, script=_script(), style=style, rows=rows(found, frame), frame=frame,
        words=words, lang=lang,
    )  # fmt: skip
