"""Relations between instruments: what each clause says, one edge for all that say the same, CITES for the rest.

`find_relations` is the entry. Evidence runs from the relation's word to the target's number, across a list if need be.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Literal

from graph.record import Evidence, Relation
from loaders.reading.clusters import Cluster
from loaders.reading.context import Reading
from loaders.reading.relation_amending import amended
from loaders.reading.relation_claims import Claim, claims_of
from loaders.reading.relation_documents import cited, consolidated, declared, promulgated


def find_relations(reading: Reading, clusters: list[Cluster]) -> list[Relation]:
    """All relations of a file, sorted by source, relation, target."""
    whole = [*promulgated(reading, clusters), *consolidated(reading), *declared(reading)]
    said = list(claims_of(reading, []))
    said += amended(reading, reading.low, said)
    claims = [c for c in (*whole, *said) if c.source != c.target]
    claims += cited(reading, claims)
    return _merged(reading, clusters, claims)


def _merged(reading: Reading, clusters: Sequence[Cluster], claims: Iterable[Claim]) -> list[Relation]:
    """One relation for all claims of one source, relation, target, act and basis."""
    groups: dict[tuple[str, str, str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        ids = clusters[claim.source].id, clusters[claim.target].id
        groups[(ids[0], claim.relation, ids[1], claim.act, claim.basis or "")].append(claim)
    return [_relation(reading, key[0], key[2], groups[key]) for key in sorted(groups)]


def _relation(reading: Reading, source: str, target: str, claims: list[Claim]) -> Relation:
    best = claims[0] if len(claims) == 1 else min(claims, key=lambda c: (-c.confidence, c.spans[0]))
    return Relation(
        source=source, relation=best.relation, target=target, rule=best.rule, confidence=best.confidence,
        evidence=_evidence(reading, claims), act=best.act, basis=best.basis,  # type: ignore[arg-type]
        scope=_scope(claims),
        provisions=_distinct([c.provisions for c in claims]),
        source_provisions=_distinct([c.source_provisions for c in claims]),
        exceptions=_distinct([c.exceptions for c in claims]),
        manner=_first([c.manner for c in claims]), valid_from=_first([c.valid_from for c in claims]),
        valid_until=_first([c.valid_until for c in claims]), until_event=_first([c.until_event for c in claims]),
    )  # fmt: skip


def _scope(claims: Sequence[Claim]) -> Literal["whole", "part"]:
    """Part where all say so; one verb's list may name an instrument again, in brackets, without its provision."""
    if len(claims) == 1:
        return claims[0].scope
    parts = {c.spans[0][0] for c in claims if c.scope == "part"}
    amended = bool(parts) and claims[0].relation == "AMENDS"
    return "part" if amended or all(c.scope == "part" or c.spans[0][0] in parts for c in claims) else "whole"


def _distinct(lists: Sequence[list[str]]) -> list[str]:
    if len(lists) == 1 and len(lists[0]) < 2:
        return lists[0]
    return list(dict.fromkeys(chain.from_iterable(lists)))


def _first(values: Sequence[str | None]) -> str | None:
    """The first that says anything."""
    if len(values) == 1:
        return values[0] or None
    return next(filter(None, values), None)


def _evidence(reading: Reading, claims: Iterable[Claim]) -> list[Evidence]:
    spans = sorted({span for c in claims for span in c.spans})
    found = []
    for start, end in spans:
        low, high, text = reading.quote(start, end)
        found.append(Evidence(start=low, end=high, text=text, parts=reading.view.parts(start, end)))
    return found
