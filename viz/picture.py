"""A family of instruments as an SVG: levels from above to below, time from left to right.

Nothing is placed by chance: equal answers are equal pictures. The template escapes all words.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup
from msgspec import Struct

from graph.folding import fold
from queries.answers import LineageEdge, Node
from queries.family import Behind, Family, Group, GroupEdge, Relative, Side
from queries.levels import levels
from viz.entries import Frame, day, one_line, titled
from viz.escaping import shown
from viz.fitting import fitted
from viz.untangling import Cell, untangled

_WIDTH, _HEIGHT = 228, 70  # of a box
_GAP_X, _GAP_Y, _LEFT, _TOP, _LANE_GAP, _FOOT = 60, 16, 136, 26, 18, 30
_MOST_ROWS = 12  # of a year in a lane, one below the other; more stand beside them
_BEND = 36  # how far a curve leaves its box before it turns
_KINDS = {
    **dict.fromkeys(("IMPLEMENTS", "PROMULGATES"), "does"),
    **dict.fromkeys(("REPLACES", "REPEALS", "SUSPENDS"), "gone"),
    **dict.fromkeys(("AMENDS", "CORRECTS", "CONSOLIDATES"), "changes"),
}  # fmt: skip
KINDS = ("does", "changes", "gone", "says")  # in the order of the legend


class Linked(Protocol):
    """Addresses for what can be clicked; a drawing without has no links."""

    def instrument(self, instrument: str) -> str:
        """Its page."""

    def more(self, instrument: str, side: Side) -> str:
        """The same picture with the next hop of it, or without again."""

    def hide(self, instrument: str) -> str:
        """The same picture without it."""

    def ungroup(self, group: str) -> str:
        """The same picture with the members of a group one by one."""


class Box(Struct, frozen=True, kw_only=True):
    """An instrument or a group of them, its corner and its lines: how it is related, name, title, date and issuer."""

    id: str
    x: int
    y: int
    relation: str
    kind: str
    first: str
    second: str
    third: str
    name: str
    style: str
    node: Relative | None = None
    group: Group | None = None


class Band(Struct, frozen=True):
    """A lane that has boxes, from top to bottom."""

    key: str
    party: bool
    top: int
    bottom: int


class Curve(Struct, frozen=True):
    """An edge from box to box; `kind` is its style, as `KINDS`."""

    source: str
    relation: str
    target: str
    kind: str
    path: str
    title: str
    edge: LineageEdge | None


class Drawing(Struct, frozen=True, kw_only=True):
    """All places, in pixels."""

    root: str
    width: int
    height: int
    bands: list[Band]
    years: list[tuple[str, int]]
    boxes: list[Box]
    curves: list[Curve]
    kinds: list[str]
    box_width: int = _WIDTH
    box_height: int = _HEIGHT


class _Item(Struct, frozen=True, kw_only=True):
    """What gets a box."""

    id: str
    level: str
    year: str
    date: str
    node: Relative | None = None
    group: Group | None = None


def drawing(found: Family, frame: Frame) -> Drawing:
    """Where everything stands: a column for each year of issue, the undated first.

    In a lane's column boxes stand one below the other, of very many in columns side by side: by date and id, unless
    fewer lines cross otherwise (`viz.untangling`).
    """
    items = [_Item(id=n.id, level=n.level, year=_year(n), date=n.issued or "", node=n) for n in found.nodes]
    items += [_Item(id=g.id, level=g.level, year=_usual(g), date=_usual(g), group=g) for g in found.groups]
    left = _columns(items)
    said = _relations(found)
    edges: list[LineageEdge | GroupEdge] = [*found.edges, *found.group_edges]
    cells: dict[Cell, list[str]] = {}
    for item in sorted(items, key=lambda i: (i.year, i.date, i.id)):
        cells.setdefault((item.level, item.year), []).append(item.id)
    bands = _bands(cells)
    tops = {band.key: band.top for band in bands}
    bottom = bands[-1].bottom + _LANE_GAP if bands else _TOP

    def height(cell: Cell, n: int) -> int:
        return tops[cell[0]] + n % _MOST_ROWS * (_HEIGHT + _GAP_Y)

    known = {i.id: i for i in items}
    boxes: list[Box] = []
    order = untangled(cells, ((e.source, e.target) for e in edges), height)
    for (level, year), ids in sorted(order.items(), key=lambda c: (tops[c[0][0]], c[0][1])):
        for n, i in enumerate(ids):
            corner = (left[year] + n // _MOST_ROWS * (_WIDTH + _GAP_X), height((level, year), n))
            boxes.append(_box(known[i], corner, frame, said.get(i, []), i == found.root))
    at = {b.id: b for b in boxes}
    curves = [_curve(e, at[e.source], at[e.target], frame) for e in edges]
    return Drawing(
        root=found.root, width=max((b.x for b in boxes), default=_LEFT) + _WIDTH + 24, height=bottom + _FOOT,
        bands=bands, boxes=boxes, years=list(left.items()),
        curves=curves, kinds=[k for k in KINDS if any(c.kind == k for c in curves)],
    )  # fmt: skip


def _bands(cells: Mapping[Cell, list[str]]) -> list[Band]:
    """The lanes that have boxes, each as high as its fullest column."""
    bands: list[Band] = []
    top = _TOP
    for level in levels().levels:
        if most := max((len(ids) for (key, _), ids in cells.items() if key == level.key), default=0):
            bands.append(Band(level.key, level.party, top, top + min(most, _MOST_ROWS) * (_HEIGHT + _GAP_Y)))
            top = bands[-1].bottom + _LANE_GAP
    return bands


def _columns(items: list[_Item]) -> dict[str, int]:
    """Where each year begins: it is as many boxes wide as its fullest lane needs."""
    lanes = Counter((i.year, i.level) for i in items)
    left: dict[str, int] = {}
    x = _LEFT
    for year in sorted({i.year for i in items}):
        left[year] = x
        most = max(count for (y, _), count in lanes.items() if y == year)
        x += -(-most // _MOST_ROWS) * (_WIDTH + _GAP_X)
    return left


def _year(node: Node) -> str:
    return (node.issued or "")[:4]


def _usual(group: Group) -> str:
    """The year in which most of a group were issued, the first of several."""
    return min(Counter(map(_year, group.members)).items(), key=lambda c: (-c[1], c[0]))[0]


def _relations(found: Family) -> dict[str, list[tuple[str, str]]]:
    """Of each box its relations to what stands nearer to the root: ('›' does, '‹' is done to, relation)."""
    hops = {n.id: n.hop for n in found.nodes}
    said: dict[str, list[tuple[str, str]]] = {}
    edges: list[LineageEdge | GroupEdge] = [*found.edges, *found.group_edges]
    for edge in edges:
        source, target = hops.get(edge.source, 99), hops.get(edge.target, 99)
        if source > target:
            said.setdefault(edge.source, []).append(("›", edge.relation))
        elif target > source:
            said.setdefault(edge.target, []).append(("‹", edge.relation))
    return said


def _box(item: _Item, corner: tuple[int, int], frame: Frame, said: list[tuple[str, str]], root: bool) -> Box:
    words = "; ".join(dict.fromkeys(f"{arrow} {frame[relation]}" for arrow, relation in said))
    kinds = [_KINDS.get(relation, "says") for _, relation in said]
    inner = _WIDTH - 16
    if item.group:
        name, second, third = _group_lines(item.group, frame)
        first, style = name, "group"
    else:
        assert item.node  # noqa: S101 - an item is one of the two
        node = item.node
        first, second, third = _lines(node)
        name = ". ".join([frame.name(node), *([one_line(node.title)] if node.title else [])])
        style = " ".join(["root"] * root + ["cited"] * (not node.loaded))
    return Box(
        id=item.id, x=corner[0], y=corner[1], relation=frame["root"] if root else fitted(words, inner - 16, 11),
        kind=kinds[0] if kinds else "", first=fitted(first, inner, 13, bold=True), second=fitted(second, inner, 12),
        third=fitted(third, inner, 11.5), name=name, style=style, node=item.node, group=item.group,
    )  # fmt: skip


def _lines(node: Node) -> tuple[str, str, str]:
    """Name, title, date and issuer; a name that is a title runs on in the second line."""
    parts = [p for p in (day(node.issued) if node.issued else "", node.issuer or "") if p]
    if node.code:
        title = one_line(node.title or "")
        first, second = f"{node.type} {node.code}", title[:1].upper() + title[1:]
    else:
        name = one_line(titled(node))
        first = fitted(name, _WIDTH - 16, 13, bold=True)
        second = ""
        if first != name:
            first = first.removesuffix("…")
            second = name[len(first) :].strip()
    return first, second, " · ".join(parts)


def group_name(group: Group, frame: Frame) -> str:
    """'37 kế hoạch cấp xã'."""
    kind = group.type[:1].lower() + group.type[1:]
    return f"{len(group.members)} {kind} {frame['at_' + group.level]}"


def _group_lines(group: Group, frame: Frame) -> tuple[str, str, str]:
    years = sorted({_year(m) for m in group.members} - {""})
    issuers = sorted({m.issuer for m in group.members if m.issuer})
    period = years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}" if years else ""
    return group_name(group, frame), "; ".join(issuers), period


def _curve(edge: LineageEdge | GroupEdge, a: Box, b: Box, frame: Frame) -> Curve:
    """From the side that faces the other end; in one column round the left."""
    y1, y2 = a.y + _HEIGHT // 2, b.y + _HEIGHT // 2
    if a.x == b.x:
        x1, x2, leave, arrive = a.x, b.x, -_BEND, -_BEND
    elif a.x < b.x:
        x1, x2, leave, arrive = a.x + _WIDTH, b.x, _BEND, -_BEND
    else:
        x1, x2, leave, arrive = a.x, b.x + _WIDTH, -_BEND, _BEND
    path = f"M{x1} {y1}C{x1 + leave} {y1} {x2 + arrive} {y2} {x2} {y2}"
    kind = _KINDS.get(edge.relation, "says")
    if isinstance(edge, GroupEdge):
        title = f"{a.name} — {frame[edge.relation]} — {b.name}"
        return Curve(edge.source, edge.relation, edge.target, kind, path, title, None)
    quote = f": «{one_line(edge.evidence[0].text)}»" if edge.evidence else ""
    title = f"{frame.name(a.node) if a.node else a.name} — {frame.said(edge)}{frame.act(edge)} — "
    title += f"{frame.name(b.node) if b.node else b.name}{quote}"
    return Curve(edge.source, edge.relation, edge.target, kind, path, title, edge)


def pill(behind: Behind) -> str:
    """'+12', '+50…' where there are more than were counted."""
    return f"+{behind.count}{'…' if behind.more else ''}"


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("viz"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=shown,
    )  # fmt: skip
    environment.globals["pill"] = pill
    return environment.get_template("lineage.svg")


def matching(found: Family, words: str) -> list[Relative]:
    """The instruments whose type, number, title and issuer have all the words, with or without diacritics."""
    wanted = fold(words).split()
    said = {n.id: fold(" ".join((n.type, n.code or "", n.title or "", n.issuer or ""))) for n in found.nodes}
    return [n for n in found.nodes if wanted and all(w in said[n.id] for w in wanted)]


def svg(
    drawn: Drawing,
    frame: Frame,
    link: Linked | None = None,
    opened: Mapping[str, tuple[str, ...]] | None = None,
    ringed: Collection[str] = (),
) -> str:
    """The picture as one element; with `link` it can be clicked, without it is a file of its own with its own style.

    `ringed`: ids of what was looked for. `opened`: what was opened 'up' and 'down' one by one and can be closed again.
    """
    style = Markup(files("viz.assets").joinpath("picture.css").read_text("utf-8")) if link is None else ""  # noqa: S704
    sides = opened or {"up": (), "down": ()}
    return _template().render(d=drawn, frame=frame, link=link, style=style, opened=sides, ringed=ringed)
