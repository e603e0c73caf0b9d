"""`citations`: every naming of an instrument (in), or by it (out), with the sentence around and what it says there."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import UNSET

from graph.folding import fold
from graph.store.descent import Direction
from graph.store.port import EdgeRow, InstrumentRow, MentionRow, Store
from queries.answers import Citation, Node
from queries.nodes import node, qualities, rows_of
from queries.quotes import Quotes
from queries.sentences import around

MOST_EDGES = 100_000
_UNITS = frozenset({"phan", "chuong", "muc", "tieu", "dieu", "khoan", "diem", "doan", "phu"})


def provision_parts(provision: str) -> frozenset[tuple[str, str]]:
    """A provision as a set, whatever the order: 'khoản 2 Điều 5' gives {('khoan', '2'), ('dieu', '5')}."""
    words = fold(provision).split()
    return frozenset((unit, value) for unit, value in pairwise(words) if unit in _UNITS)


def _within(said: str | None, asked: frozenset[tuple[str, str]]) -> bool:
    return said is not None and bool(asked) and asked <= provision_parts(said)


def _relations(
    store: Store, root: InstrumentRow, direction: Direction, drafts: bool
) -> dict[tuple[str, str], list[EdgeRow]]:
    edges = store.edges([root.id], direction, drafts=drafts, limit=MOST_EDGES).get(root.id, [])
    pairs: dict[tuple[str, str], list[EdgeRow]] = {}
    for edge in edges:
        pairs.setdefault((edge.source, edge.target), []).append(edge)
    return pairs


def _relation(mention: MentionRow, edges: Sequence[EdgeRow]) -> EdgeRow | None:
    """The edge whose quote holds the mention, done before planned; None or CITES where it is only named there."""
    holding = (
        edge
        for edge in edges
        for q in edge.quotes
        if q.file == mention.file and q.start < mention.end and mention.start < q.end
    )
    return min(holding, key=lambda e: (e.relation == "CITES", e.relation, e.act, e.valid_from or ""), default=None)


def citations(
    store: Store,
    root: InstrumentRow,
    direction: Direction = "in",
    provision: str | None = None,
    drafts: bool = False,
) -> Iterator[Citation]:
    """By (citing document, file, start)."""
    mentions = store.mentions([root.id], direction)
    asked = provision_parts(provision) if provision else None
    if asked is not None:
        mentions = [m for m in mentions if _within(m.provision, asked)]
    rows = {root.id: root, **rows_of(store, {m.source for m in mentions} | {m.target for m in mentions}, drafts)}
    nodes: dict[str, Node] = {i: node(r) for i, r in rows.items()}
    pairs = _relations(store, root, direction, drafts)
    quotes = Quotes(store)
    for m in mentions:
        if m.source in nodes and m.target in nodes:
            edge = _relation(m, pairs.get((m.source, m.target), ()))
            yield Citation(
                source=nodes[m.source],
                target=nodes[m.target],
                relation=edge.relation if edge else "CITES",
                document=m.source,
                start=m.start,
                end=m.end,
                text=m.text,
                provision=m.provision,
                context=around(store, m.file, m.start, m.end),
                file=m.file,
                reprint=m.reprint,
                parts=list(m.parts) or UNSET,
                page=quotes.page(m.file, m.start),
                **(qualities(edge) if edge else {}),
            )
