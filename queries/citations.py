"""`citations`: every naming of an instrument (in), or by it (out), with the sentence around and what it says there."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import overload

from msgspec import UNSET

from graph.folding import fold
from graph.store.base import batches
from graph.store.descent import Direction
from graph.store.port import EdgeRow, InstrumentRow, MentionRow, Store
from queries.answers import Citation, Node
from queries.nodes import node, qualities
from queries.quotes import Quotes
from queries.sentences import around

MOST_EDGES = 100_000
_TOGETHER = 200  # looked at at once
_UNITS = frozenset({"phan", "chuong", "muc", "tieu", "dieu", "khoan", "diem", "doan", "phu"})


def provision_parts(provision: str) -> frozenset[tuple[str, str]]:
    """A provision as a set, whatever the order: 'khoản 2 Điều 5' gives {('khoan', '2'), ('dieu', '5')}."""
    words = fold(provision).split()
    return frozenset((unit, value) for unit, value in pairwise(words) if unit in _UNITS)


def _within(said: str | None, asked: frozenset[tuple[str, str]]) -> bool:
    return said is not None and bool(asked) and asked <= provision_parts(said)


def _relation(mention: MentionRow, edges: Sequence[EdgeRow]) -> EdgeRow | None:
    """The edge whose quote holds the mention, done before planned; None or CITES where it is only named there."""
    holding = (
        edge
        for edge in edges
        for q in edge.quotes
        if q.file == mention.file and q.start < mention.end and mention.start < q.end
    )
    return min(holding, key=lambda e: (e.relation == "CITES", e.relation, e.act, e.valid_from or ""), default=None)


class Citations(Sequence[Citation]):
    """A hub is named by hundreds of thousands: places are listed, and only what is looked at gets its words."""

    def __init__(self, store: Store, root: InstrumentRow, direction: Direction, drafts: bool) -> None:
        self._store, self._root, self._direction, self._drafts = store, root, direction, drafts
        self.places = store.mentions([root.id], direction, drafts)
        self._quotes = Quotes(store)
        self._own: list[EdgeRow] | None = None  # of direction 'out': one document says them all

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, n: int) -> Citation: ...
    @overload
    def __getitem__(self, n: slice) -> list[Citation]: ...
    def __getitem__(self, n: int | slice) -> Citation | list[Citation]:
        if isinstance(n, slice):
            return [c for some in batches(self.places[n], _TOGETHER) for c in self._said(some)]
        return self._said([self.places[n]])[0]

    def __iter__(self) -> Iterator[Citation]:
        for some in batches(self.places, _TOGETHER):
            yield from self._said(some)

    def _said(self, some: Sequence[MentionRow]) -> list[Citation]:
        store = self._store
        rows = store.instruments(sorted({i for m in some for i in (m.source, m.target)}))
        nodes: dict[str, Node] = {i: node(r) for i, r in rows.items()}
        pairs = self._edges(some)
        return [self._one(m, nodes, _relation(m, pairs.get((m.source, m.target), ()))) for m in some]

    def _edges(self, some: Sequence[MentionRow]) -> dict[tuple[str, str], list[EdgeRow]]:
        """The edges that could be what the mentions say, by their ends."""
        root = self._root.id
        if self._direction == "in":
            edges = self._store.between(sorted({m.source for m in some}), root, self._drafts)
        else:
            if self._own is None:
                self._own = self._store.edges([root], "out", drafts=self._drafts, limit=MOST_EDGES)[root]
            edges = self._own
        pairs: dict[tuple[str, str], list[EdgeRow]] = {}
        for edge in edges:
            pairs.setdefault((edge.source, edge.target), []).append(edge)
        return pairs

    def _one(self, m: MentionRow, nodes: dict[str, Node], edge: EdgeRow | None) -> Citation:
        return Citation(
            source=nodes[m.source],
            target=nodes[m.target],
            relation=edge.relation if edge else "CITES",
            document=m.source,
            start=m.start,
            end=m.end,
            text=self._store.text(m.file, m.start, m.end),
            provision=m.provision,
            context=around(self._store, m.file, m.start, m.end),
            file=m.file,
            reprint=m.reprint,
            parts=list(m.parts) or UNSET,
            page=self._quotes.page(m.file, m.start),
            **(qualities(edge) if edge else {}),
        )


def citations(
    store: Store,
    root: InstrumentRow,
    direction: Direction = "in",
    provision: str | None = None,
    drafts: bool = False,
) -> Citations:
    """By (citing document, file, start)."""
    found = Citations(store, root, direction, drafts)
    if provision:
        asked = provision_parts(provision)
        found.places = [m for m in found.places if _within(m.provision, asked)]
    return found
