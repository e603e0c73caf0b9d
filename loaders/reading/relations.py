"""Relations between instruments: what each clause says, one edge for all that say the same, CITES for the rest.

`find_relations` is the entry. Evidence runs from the relation's word to the target's number, across a list if need be.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
    telling = [c for c in claims if c.manner or c.valid_from or c.valid_until or c.until_event]
    best = min(claims, key=lambda c: (-c.confidence, c.spans[0]))
    first = {name: next((v for c in telling if (v := getattr(c, name))), None) for name in
             ("manner", "valid_from", "valid_until", "until_event")}  # fmt: skip
    return Relation(
        source=source, relation=best.relation, target=target, rule=best.rule, confidence=best.confidence,
        evidence=_evidence(reading, claims), act=best.act, basis=best.basis,  # type: ignore[arg-type]
        scope=_scope(claims),
        provisions=_distinct(p for c in claims for p in c.provisions),
        source_provisions=_distinct(p for c in claims for p in c.source_provisions),
        exceptions=_distinct(p for c in claims for p in c.exceptions),
        manner=first["manner"], valid_from=first["valid_from"], valid_until=first["valid_until"],
        until_event=first["until_event"],
    )  # fmt: skip


def _scope(claims: Sequence[Claim]) -> Literal["whole", "part"]:
    """Part where all say so; one verb's list may name an instrument again, in brackets, without its provision."""
    parts = {c.spans[0][0] for c in claims if c.scope == "part"}
    amended = bool(parts) and claims[0].relation == "AMENDS"
    return "part" if amended or all(c.scope == "part" or c.spans[0][0] in parts for c in claims) else "whole"


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _evidence(reading: Reading, claims: Iterable[Claim]) -> list[Evidence]:
    spans = sorted({span for c in claims for span in c.spans})
    found = []
    for start, end in spans:
        low, high, text = reading.quote(start, end)
        found.append(Evidence(start=low, end=high, text=text, parts=reading.view.parts(start, end)))
    return found
