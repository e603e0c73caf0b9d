"""A lineage as an SVG: lanes from above to below, time from left to right; the same edges as the table beside it.

Nothing is placed by chance: equal answers are equal pictures. The template escapes all words.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup
from msgspec import Struct

from queries.answers import Lineage, LineageEdge, LineageNode
from viz.entries import Frame, day, one_line
from viz.lanes import lane, lanes

_WIDTH, _HEIGHT = 216, 46  # of a box
_GAP_X, _GAP_Y, _LEFT, _TOP, _LANE_GAP = 56, 10, 128, 26, 16
_BEND = 34  # how far a curve leaves its box before it turns
_SHORT, _BRIEF = 23, 30  # characters of the two lines of a box
_KINDS = {"REPLACES": "gone", "REPEALS": "gone", "SUSPENDS": "gone", "IMPLEMENTS": "does", "PROMULGATES": "does"}


class Box(Struct, frozen=True):
    """A node, its corner and its two lines."""

    node: LineageNode
    x: int
    y: int
    first: str
    second: str


class Band(Struct, frozen=True):
    """A lane that has nodes, from top to bottom."""

    key: str
    top: int
    bottom: int


class Curve(Struct, frozen=True):
    """An edge from box to box; `kind` is its style: does (carries out), gone (ends another), says."""

    edge: LineageEdge
    kind: str
    path: str
    quote: str


class Drawing(Struct, frozen=True, kw_only=True):
    """All places, in pixels."""

    root: str
    width: int
    height: int
    bands: list[Band]
    years: list[tuple[str, int]]
    boxes: list[Box]
    curves: list[Curve]
    box_width: int = _WIDTH
    box_height: int = _HEIGHT


def drawing(found: Lineage) -> Drawing:
    """Where everything stands: a column for each year of issue, the undated first.

    In a lane's column nodes stand by date and id, one below the other.
    """
    years = sorted({_year(n) for n in found.nodes})
    boxes: list[Box] = []
    bands: list[Band] = []
    top = _TOP
    for number in sorted({lane(n) for n in found.nodes}):
        columns: dict[str, int] = {}
        for node in sorted((n for n in found.nodes if lane(n) == number), key=lambda n: (n.issued or "", n.id)):
            row = columns.get(_year(node), 0)
            columns[_year(node)] = row + 1
            x = _LEFT + years.index(_year(node)) * (_WIDTH + _GAP_X)
            boxes.append(Box(node, x, top + row * (_HEIGHT + _GAP_Y), *_lines(node)))
        bottom = top + max(columns.values()) * (_HEIGHT + _GAP_Y)
        bands.append(Band(lanes().lanes[number].key, top, bottom))
        top = bottom + _LANE_GAP
    at = {b.node.id: b for b in boxes}
    return Drawing(
        root=found.root, width=max(b.x for b in boxes) + _WIDTH + 20, height=top, bands=bands, boxes=boxes,
        years=[(year, _LEFT + n * (_WIDTH + _GAP_X)) for n, year in enumerate(years)],
        curves=[_curve(e, at[e.source], at[e.target]) for e in found.edges],
    )  # fmt: skip


def _year(node: LineageNode) -> str:
    return (node.issued or "")[:4]


def _lines(node: LineageNode) -> tuple[str, str]:
    first = f"{node.type} {node.code}" if node.code else one_line(node.title or node.type)
    parts: Sequence[str] = [p for p in (day(node.issued) if node.issued else "", node.issuer or "") if p]
    return _cut(first, _SHORT), _cut(" · ".join(parts), _BRIEF)


def _curve(edge: LineageEdge, a: Box, b: Box) -> Curve:
    """From the side that faces the other end; in one column round the left."""
    y1, y2 = a.y + _HEIGHT // 2, b.y + _HEIGHT // 2
    if a.x == b.x:
        x1, x2, leave, arrive = a.x, b.x, -_BEND, -_BEND
    elif a.x < b.x:
        x1, x2, leave, arrive = a.x + _WIDTH, b.x, _BEND, -_BEND
    else:
        x1, x2, leave, arrive = a.x, b.x + _WIDTH, -_BEND, _BEND
    path = f"M{x1} {y1}C{x1 + leave} {y1} {x2 + arrive} {y2} {x2} {y2}"
    quote = one_line(edge.evidence[0].text) if edge.evidence else ""
    return Curve(edge, _KINDS.get(edge.relation, "says"), path, quote)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("viz"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("lineage.svg")


def svg(found: Lineage, frame: Frame, link: Callable[[str], str] | None, *, alone: bool = False) -> str:
    """The picture as one element; `link` gives the address of an instrument's page; `alone`: with its own style."""
    style = Markup(files("viz.styles").joinpath("picture.css").read_text("utf-8")) if alone else ""  # noqa: S704
    return _template().render(d=drawing(found), frame=frame, link=link, style=style)
