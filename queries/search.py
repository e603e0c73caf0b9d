"""`search`: instruments, tasks and bodies by words, with or without diacritics (design 9).

Rank: the exact number and symbol or a body's exact name, then instruments before bodies before tasks, more fields hit,
the newer, the id.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from msgspec import Struct

from graph import codes
from graph.folding import fold, slug
from graph.search import spelled
from graph.store.port import BodyRow, InstrumentRow, Store, TaskRow
from queries import bodies, citation, finding
from queries.answers import Hit, HitKind
from queries.nodes import node, rows_of
from queries.quotes import Quotes

KINDS: tuple[HitKind, ...] = ("instrument", "organization", "task")
LOOKED_AT = 500  # of each kind at most so many are ranked: the newest instruments, and some of the tasks
_REACH = 12  # words shown on each side of the first one found


class Found(Struct, frozen=True):
    """The best rows, how many there are of each kind, and what was not shown."""

    rows: list[Hit]
    counts: dict[str, int]
    truncated: bool
    over: frozenset[str] = frozenset()  # kinds of which there are more than were looked at


class _Ranked(Struct, frozen=True, order=True):
    """The keys of the order, smaller is better."""

    exact: int
    kind: int
    fields: int
    year: int
    id: str


def search(store: Store, text: str, kinds: Sequence[str] = (), most: int = 100, drafts: bool = False) -> Found:
    """The best `most` hits of all words; a word may be begun, the last one always is."""
    words = fold(text).split()
    wanted = kinds or KINDS
    room = max(LOOKED_AT, most)
    found: list[tuple[_Ranked, InstrumentRow | BodyRow | TaskRow]] = []
    if "instrument" in wanted:
        found += [(_rank_instrument(r, text, words), r) for r in _instruments(store, text, words, drafts, room + 1)]
    if "organization" in wanted:
        found += [(_rank_body(b, text, words), b) for b in store.bodies_with(words)]
    if "task" in wanted:
        found += _tasks(store, words, drafts, room + 1)
    best = [row for _, row in sorted(found, key=lambda pair: pair[0])[:most]]
    documents = rows_of(store, (r.document for r in best if isinstance(r, TaskRow)), drafts)
    counts: dict[str, int] = {k: sum(1 for rank, _ in found if KINDS[rank.kind] == k) for k in KINDS if k in wanted}
    over = frozenset(k for k, n in counts.items() if n > room and k != "organization")
    quotes = Quotes(store)
    return Found([_hit(words, row, documents, quotes) for row in best], counts, len(found) > most, over)


def _instruments(store: Store, text: str, words: Sequence[str], drafts: bool, most: int) -> list[InstrumentRow]:
    """By words, and where these say little and a whole citation was typed ('Nghị quyết số 76/NQ-CP'), what it means."""
    rows = {r.id: r for r in store.search_candidates(words, drafts, most)}
    if (not rows or len(rows) == most) and citation.parse(text).code:
        with suppress(finding.NotNamed):
            rows |= {r.id: r for r in finding.matches(store, text, drafts)[1]}
    return list(rows.values())


def _tasks(store: Store, words: Sequence[str], drafts: bool, most: int) -> Iterable[tuple[_Ranked, TaskRow]]:
    rows = store.task_candidates(words, drafts, most)
    documents = rows_of(store, (r.document for r in rows), drafts)
    for row in rows:
        if row.document in documents:
            year = _year(documents[row.document])
            yield _Ranked(1, 2, -_hits(words, (row.text, row.deliverable)), -year, row.id), row


def _rank_body(row: BodyRow, text: str, words: Sequence[str]) -> _Ranked:
    """A body that is just what was typed, of whatever place, is exact: 'so tu phap' of 'Sở Tư pháp tỉnh Sơn La'."""
    return _Ranked(0 if bodies.fits(row.name, text) else 1, 1, -_hits(words, (row.name,)), 0, row.id)


def _rank_instrument(row: InstrumentRow, text: str, words: Sequence[str]) -> _Ranked:
    hit = _hits(words, (row.type, row.code, row.title, row.issuer, row.place))
    return _Ranked(0 if _exact(row, text) else 1, 0, -hit, -_year(row), row.id)


def _exact(row: InstrumentRow, text: str) -> bool:
    """Whether the number and symbol stand in what was typed: '76/NQ-CP' of 'NQ 76/NQ-CP'."""
    ours = codes.parse(row.code) if row.code else None
    return ours is not None and f"-{slug(row.code or '')}-" in f"-{slug(text)}-"


def _hits(words: Sequence[str], said: Iterable[str | None]) -> int:
    """How many of the fields have one of the words, or a word that begins so."""
    begun = [f" {word}" for word in words]
    return sum(1 for field in said if field and _has_one(field, begun))


def _has_one(field: str, begun: Sequence[str]) -> bool:
    folded = fold(field)
    own = f" {folded} {spelled(folded)}"
    return any(word in own for word in begun)


def _year(row: InstrumentRow) -> int:
    return int(row.issued[:4]) if row.issued else 0


def _hit(
    words: Sequence[str],
    row: InstrumentRow | BodyRow | TaskRow,
    documents: Mapping[str, InstrumentRow],
    quotes: Quotes,
) -> Hit:
    if isinstance(row, InstrumentRow):
        called = f"{row.type} {row.code or ''}".strip()
        said = ", ".join(t for t in (called, row.issued, row.issuer, row.place) if t)
        return Hit(kind="instrument", id=row.id, title=row.title or called, snippet=said, node=node(row))
    if isinstance(row, BodyRow):
        return Hit(kind="organization", id=row.id, title=row.name, snippet="; ".join(row.aliases))
    document = documents.get(row.document)
    return Hit(
        kind="task",
        id=row.id,
        title=(document.title if document else None) or row.where,
        snippet=snippet(row.text, words),
        document=row.document,
        where=row.where,
        evidence=[quotes.passage(row.document, row)],
    )


def snippet(text: str, words: Sequence[str]) -> str:
    """The words around the first that was found.

    >>> snippet("Chủ trì rà soát văn bản", ["soat"])
    'Chủ trì rà soát văn bản'
    """
    said = text.split()
    at = next((n for n, w in enumerate(said) if any(f.startswith(tuple(words)) for f in fold(w).split())), 0)
    first, last = max(0, at - _REACH), at + _REACH
    return "…" * (first > 0) + " ".join(said[first:last]) + "…" * (last < len(said))
