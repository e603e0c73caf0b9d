"""Edges: the claims between two instruments, gathered by relation, act and time."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from graph.dates import interval
from graph.record import Act
from graph.statements import Claim
from graph.store.port import EdgeRow, Quote, Spans

Text = Callable[[str, int, int], str]


class EdgeKey(Struct, frozen=True, order=True):
    """What makes one edge between two given instruments; '' where a time is not given."""

    relation: str
    act: Act
    valid_from: str
    valid_until: str


class Spoken(Struct, frozen=True):
    """A claim and the id of the instrument whose text says it."""

    claim: Claim
    speaker: str


def edge_key(claim: Claim) -> EdgeKey:
    """Which edge the claim speaks for."""
    return EdgeKey(claim.relation, claim.act, claim.valid_from or "", claim.valid_until or "")


def living(claims: Iterable[Claim]) -> dict[EdgeKey, bool]:
    """The edges between two instruments and whether each rests on drafts alone.

    CITES says that nothing else holds (vocabulary.md), so it gives way to any other done relation of the pair that
    counts where it counts.
    """
    edges: dict[EdgeKey, bool] = {}
    for claim in claims:
        key = edge_key(claim)
        edges[key] = edges.get(key, True) and claim.draft
    strong = [draft for key, draft in edges.items() if key.relation != "CITES" and key.act == "done"]
    if not strong:
        return edges
    return {k: d for k, d in edges.items() if k.relation != "CITES" or (all(strong) and not d)}


def holds_on(valid_from: str | None, valid_until: str | None, day: str | None) -> bool:
    """Whether an edge holds on a day; an end that is not given is open."""
    if day is None:
        return True
    first, last = interval(day)
    return interval(valid_from or None)[0] <= last and first <= interval(valid_until or None)[1]


def edge_row(source: str, target: str, key: EdgeKey, spoken: Sequence[Spoken], text: Text) -> EdgeRow:
    """The edge with all its quotes; what its claims add to it is gathered, the same whatever their order."""
    claims = [s.claim for s in spoken]
    quotes = [q for s in spoken for q in _quotes(s, text)]
    if len(quotes) > 1:
        unlike = {_order(q): q for q in quotes}
        quotes = [unlike[k] for k in sorted(unlike)]
    return EdgeRow(
        source=source,
        relation=key.relation,
        target=target,
        act=key.act,
        valid_from=key.valid_from or None,
        valid_until=key.valid_until or None,
        until_event=min((c.until_event for c in claims if c.until_event), default=None),
        # the legal ground of the document weighs more than the ground of one action
        basis=max((c.basis for c in claims if c.basis), default=None),
        scope="whole" if any(c.scope == "whole" for c in claims) else "part",
        provisions=_gathered([c.provisions for c in claims]),
        source_provisions=_gathered([c.source_provisions for c in claims]),
        exceptions=_gathered([c.exceptions for c in claims]),
        manner=min((c.manner for c in claims if c.manner), default=None),
        quotes=tuple(quotes),
        draft=all(c.draft for c in claims),
    )


def _gathered(said: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    if not any(said):  # of most claims
        return ()
    return tuple(sorted({p for some in said for p in some}))


def _quotes(spoken: Spoken, text: Text) -> list[Quote]:
    claim = spoken.claim
    return [
        Quote(
            document=spoken.speaker,
            file=claim.file,
            start=start,
            end=end,
            text=text(claim.file, start, end),
            rule=claim.rule,
            confidence=claim.confidence,
            parts=parts,
        )
        for start, end, parts in claim.spans
    ]


def _order(quote: Quote) -> tuple[str, str, int, int, str, float, Spans]:
    return quote.document, quote.file, quote.start, quote.end, quote.rule, quote.confidence, quote.parts
