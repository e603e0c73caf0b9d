"""The derived graph as blocks: instruments with what they do to each other, edges, bodies, places, types, rules.

Beside each property of ours stands the one of ELI where ELI has the word; an ELI date only where the day is known.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.kinds import type_slug
from graph.rdf import terms
from graph.rdf.said import edge_iri, relation_name
from graph.rdf.terms import Block, Facts, block, iri
from graph.store.port import BodyRow, EdgeRow, InstrumentRow

# shared vocabulary: the relation's word in ELI or PROV, and in schema.org; an empty list where there is none
BESIDE: dict[str, tuple[str, ...]] = {
    "AMENDS": ("eli:amends", "schema:legislationAmends"),
    "BASED_ON": ("eli:based_on", "schema:isBasedOn"),
    "CITES": ("eli:cites", "schema:citation"),
    "CONSOLIDATES": ("eli:consolidates", "schema:legislationConsolidates"),
    "CORRECTS": ("eli:corrects", "schema:legislationCorrects"),
    "EXPLAINS": ("eli:related_to",),
    "GUIDES": ("eli:ensures_implementation_of", "schema:legislationEnsuresImplementationOf"),
    "IMPLEMENTS": ("eli:ensures_implementation_of", "schema:legislationEnsuresImplementationOf"),
    "PROMULGATES": ("eli:has_annex",),
    "PROPOSED_BY": ("prov:wasInfluencedBy",),
    "REPEALS": ("eli:repeals", "schema:legislationRepeals"),
    "REPLACES": ("eli:changes", "eli:repeals", "schema:legislationChanges", "schema:legislationRepeals"),
    "REPORTS_ON": ("eli:related_to",),
    "RESPONDS_TO": ("eli:related_to",),
    "SUSPENDS": (),
}
_INSTRUMENT = ("eli:LegalResource", "phahe:Instrument", "prov:Entity", "schema:Legislation")


def instrument_blocks(
    row: InstrumentRow, edges: Sequence[EdgeRow], duties: Facts, issuers: Sequence[str]
) -> Iterator[Block]:
    """An instrument, its Vietnamese expression where it has a title, and its edges; `issuers` are organizations."""
    own = iri("instrument", row.id)
    facts = _identity(row) + _loaded(row) + duties
    for issuer in dict.fromkeys(issuers):
        facts += [(p, issuer) for p in ("eli:passed_by", "phahe:issuedBy", "schema:legislationPassedBy")]
    for edge in edges:
        if edge.act == "done" and not edge.draft:
            target = iri("instrument", edge.target)
            facts += [(p, target) for p in (relation_name(edge.relation), *BESIDE[edge.relation])]
    expression = iri("instrument", row.id, "vie")
    if row.title:
        facts.append(("eli:is_realized_by", expression))
    yield block(own, _INSTRUMENT, facts)
    if row.title:
        said: Facts = [("eli:language", terms.LANGUAGE), ("eli:realizes", own), ("eli:title", terms.vi(row.title))]
        yield block(expression, ("eli:LegalExpression",), said)
    yield from sorted((edge_block(e) for e in edges), key=lambda b: b.subject)


def _identity(row: InstrumentRow) -> Facts:
    """What is known of an instrument that is only named, too."""
    name = " ".join(w for w in (row.type, row.code or row.title) if w)
    facts: Facts = [
        ("dcterms:identifier", terms.text(row.id)),
        ("eli:type_document", iri("type", type_slug(row.type))),
        ("phahe:loaded", terms.flag(row.loaded)),
        ("phahe:typeName", terms.text(row.type)),
        ("rdfs:label", terms.vi(name)),
        ("schema:legislationType", terms.vi(row.type)),
    ]
    if row.code:
        predicates = ("eli:id_local", "phahe:code", "schema:legislationIdentifier")
        facts += [(p, terms.text(row.code)) for p in predicates]
    if row.issued:
        facts.append(("phahe:issued", terms.date(row.issued)))
        if terms.is_day(row.issued):
            facts += [(p, terms.date(row.issued)) for p in ("eli:date_document", "schema:legislationDate")]
    if row.title:
        facts += [("phahe:title", terms.vi(row.title)), ("schema:name", terms.vi(row.title))]
    if row.issuer:
        facts.append(("phahe:issuerName", terms.text(row.issuer)))
    if row.open:
        facts.append(("phahe:open", terms.flag(True)))
    facts += [("phahe:otherIssued", terms.date(d)) for d in row.dates]
    return facts + [("phahe:otherTitle", terms.vi(t)) for t in row.titles]


def _loaded(row: InstrumentRow) -> Facts:
    """What only the text itself says."""
    if not row.loaded:
        return []
    facts: Facts = [("phahe:stage", terms.text(row.stage))]
    words = {"signer": row.signer, "signedAs": row.signed_as, "placeName": row.place, "nature": row.nature}
    facts += [(f"phahe:{name}", terms.text(value)) for name, value in words.items() if value]
    facts += [("phahe:incomplete", terms.text(what)) for what in row.incomplete]
    facts += [("phahe:inFile", iri("file", f)) for f in row.files]
    facts += [("phahe:mainFile", iri("file", f)) for f in row.files[:1]]
    if row.effective:
        facts.append(("phahe:effective", terms.date(row.effective)))
        if terms.is_day(row.effective):
            facts.append(("eli:first_date_entry_in_force", terms.date(row.effective)))
    if row.period:
        facts += [("phahe:periodFrom", terms.year(row.period[0])), ("phahe:periodUntil", terms.year(row.period[1]))]
    if row.sample:
        facts.append(("phahe:sample", terms.flag(True)))
    place = place_of(row)
    if place:
        facts += [(p, iri("place", place)) for p in ("eli:jurisdiction", "phahe:place")]
    return facts


def place_of(row: InstrumentRow) -> str | None:
    """The innermost version of a place, by code, in which the document belongs."""
    codes = [p for p in row.area.split("/")[1:] if p[:1].isdigit() and not p.endswith("?")]
    return codes[-1] if codes else None


def edge_of(row: EdgeRow) -> str:
    """The IRI of an edge."""
    since, until = row.valid_from or "", row.valid_until or ""
    return edge_iri((row.source, row.relation, row.target, row.act, since, until))


def edge_block(row: EdgeRow) -> Block:
    """All that the graph knows of an edge; the claims behind it say which they support."""
    facts: Facts = [
        ("phahe:act", terms.text(row.act)),
        ("phahe:confidence", terms.number(max((round(q.confidence, 2) for q in row.quotes), default=0.0))),
        ("phahe:relation", terms.named(relation_name(row.relation))),
        ("phahe:scope", terms.text(row.scope)),
        ("phahe:source", iri("instrument", row.source)),
        ("phahe:target", iri("instrument", row.target)),
    ]
    words = {"basis": row.basis, "manner": row.manner, "untilEvent": row.until_event}
    facts += [(f"phahe:{name}", terms.text(value)) for name, value in words.items() if value]
    days = {"validFrom": row.valid_from, "validUntil": row.valid_until}
    facts += [(f"phahe:{name}", terms.date(value)) for name, value in days.items() if value]
    several = {"provision": row.provisions, "sourceProvision": row.source_provisions, "exception": row.exceptions}
    facts += [(f"phahe:{name}", terms.text(one)) for name, values in several.items() for one in values]
    if row.draft:
        facts.append(("phahe:draft", terms.flag(True)))
    return block(edge_of(row), ("phahe:Edge", "prov:Entity"), facts)


def body_block(row: BodyRow, collectives: Iterable[str]) -> Block:
    """A body of the graph; `collectives` are ids of those that it is a member of, by the data's rules."""
    facts: Facts = [
        ("dcterms:identifier", terms.text(row.id)),
        ("skos:prefLabel", terms.vi(row.name)),
        *(("skos:altLabel", terms.vi(a)) for a in row.aliases),
        *(("org:memberOf", iri("organization", c)) for c in collectives),
    ]
    if row.kind:
        facts.append(("phahe:bodyKind", terms.text(row.kind)))
    if row.place:
        facts.append(("phahe:ofPlace", iri("place", row.place)))
    return block(iri("organization", row.id), ("org:Organization", "phahe:Organization"), facts)


def issuer_block(body: str, name: str) -> Block:
    """A body that only issues: it stands in no list of bodies, so it is no phahe:Organization."""
    facts: Facts = [("dcterms:identifier", terms.text(body)), ("skos:prefLabel", terms.vi(name))]
    return block(iri("organization", body), ("org:Organization",), facts)


def type_block(name: str) -> Block:
    """A type of instruments."""
    return block(
        iri("type", type_slug(name)), ("eli:ResourceType", "skos:Concept"), [("skos:prefLabel", terms.vi(name))]
    )


def rule_block(rule: str) -> Block:
    """A rule of the reading, by which a statement came about."""
    return block(iri("rule", rule), ("prov:Entity", "prov:Plan"), [("dcterms:identifier", terms.text(rule))])


def duties_of(tasks: Mapping[str, Sequence[str]], targets: Mapping[str, Sequence[str]], instrument: str) -> Facts:
    """Which tasks an instrument assigns and which targets it sets."""
    facts: Facts = [("phahe:assigns", iri("task", t)) for t in tasks.get(instrument, ())]
    return facts + [("phahe:sets", iri("target", t)) for t in targets.get(instrument, ())]
