"""The relations of one instrument, kind by kind and page by page: a page costs what it shows, whatever a hub has."""

from msgspec import Struct

from graph.store.descent import Direction
from graph.store.port import InstrumentRow, Store
from queries.answers import InRelation, OutRelation
from queries.nodes import node, rows_of
from queries.quotes import Quotes
from queries.show import said_of

PAGE = 50  # relations
_MOST_QUOTES = 3  # of one relation


class RelationRow(Struct, frozen=True):
    """One relation with its first quotes, and how many more there are."""

    said: OutRelation | InRelation
    more: int


class RelationPage(Struct, frozen=True, kw_only=True):
    """Some relations of a kind, by the other end's id; `total` of them all, `after` begins the next page."""

    direction: Direction
    relation: str
    total: int
    rows: list[RelationRow]
    after: str | None


def degrees(store: Store, row: InstrumentRow, drafts: bool = False) -> dict[Direction, dict[str, int]]:
    """How many there are of each kind, out and in."""
    return store.degrees([row.id], drafts)[row.id]


class Asked(Struct, frozen=True, kw_only=True):
    """Which page: of so many rows, behind the other end `after`; `total` is what `degrees` said."""

    direction: Direction
    relation: str
    total: int
    most: int = PAGE
    after: str = ""


def relations(store: Store, row: InstrumentRow, asked: Asked, drafts: bool = False) -> RelationPage:
    """One page."""
    direction, most = asked.direction, asked.most
    steps = store.steps([row.id], direction, [asked.relation], drafts, most, asked.after)[row.id]
    ends = [s.target if direction == "out" else s.source for s in steps]
    kept = most
    if len(steps) > most and ends[most] == ends[most - 1]:  # two edges to one other end stay together
        kept = next((n for n in range(most - 1, 0, -1) if ends[n - 1] != ends[most]), most)
    edges = store.quoted(steps[:kept])
    others = rows_of(store, [e.target if direction == "out" else e.source for e in edges], drafts)
    quotes = Quotes(store, {q.file for e in edges for q in e.quotes[:_MOST_QUOTES]})
    rows = []
    for edge in edges:
        other = others.get(edge.target if direction == "out" else edge.source)
        if other is None:
            continue
        said = said_of(edge, quotes, _MOST_QUOTES)
        one = OutRelation(target=node(other), **said) if direction == "out" else InRelation(source=node(other), **said)
        rows.append(RelationRow(one, max(0, len(edge.quotes) - _MOST_QUOTES)))
    return RelationPage(
        direction=direction, relation=asked.relation, total=asked.total, rows=rows,
        after=ends[kept - 1] if len(steps) > kept else None,
    )  # fmt: skip
