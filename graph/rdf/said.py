"""What one file says, as blocks: the statements that a graph is made of again (`graph.rdf.restoring`).

Its own documents and what it names (`Document`, `Reference`), claims, mentions, tasks, targets, bodies as said,
warnings, and each passage once, as a Web Annotation specific resource with selectors by position and by quote.
"""

from collections.abc import Callable, Iterable, Iterator

from graph.derivation.edges import edge_key
from graph.rdf import columns, terms
from graph.rdf.terms import Block, Facts, block, iri
from graph.record import Task
from graph.segments import page_starts, unpacked
from graph.statements import Claim, Cluster, FileStatements, Naming, Span
from graph.store.port import Said

Edge = tuple[str, str, str, str, str, str]  # source, relation, target, act, from, until


def edge_iri(edge: Edge) -> str:
    """The IRI of an edge of the graph."""
    return iri("edge", terms.digest(*edge))


def relation_name(relation: str) -> str:
    """The property of a relation.

    >>> relation_name("BASED_ON"), relation_name("CITES")
    ('phahe:basedOn', 'phahe:cites')
    """
    head, *rest = relation.lower().split("_")
    return "phahe:" + head + "".join(w.title() for w in rest)


def file_blocks(said: Said, shown: Callable[[str], bool]) -> Iterator[Block]:
    """All that a file says, sorted by IRI behind the file itself; `shown` tells which edges go out."""
    file = said.statements
    facts: Facts = [
        ("dcterms:identifier", terms.text(file.sha256)),
        ("phahe:characters", terms.number(len(file.text))),
        ("phahe:format", terms.text(file.format)),
    ]
    yield block(iri("file", file.sha256), ("phahe:File", "prov:Entity"), facts)
    made = [*_clusters(said), *_claims(said, shown), *_mentions(file), *_duties(file), *_rest(file), *_passages(file)]
    yield from sorted({b.subject: b for b in made}.values(), key=lambda b: b.subject)


def _own(file: FileStatements, *parts: object) -> str:
    return iri("file", file.sha256, *parts)


def _reference(file: FileStatements, local: str) -> str:
    return _own(file, "reference", local)


def passage_iri(sha256: str, span: Span) -> str:
    """A run of a file's text; a torn one by its runs too."""
    start, end, parts = span
    runs = "+".join(f"{a}-{b}" for a, b in parts)
    return iri("file", sha256, "passage", f"{start}-{end}", *([runs] if runs else []))


def _clusters(said: Said) -> Iterator[Block]:
    file = said.statements
    for order, cluster in enumerate(file.clusters):
        facts: Facts = [
            ("phahe:file", _own(file)),
            ("phahe:local", terms.text(cluster.local)),
            ("phahe:means", iri("instrument", said.meant[cluster.local])),
        ]
        if cluster.document is None:
            yield block(_reference(file, cluster.local), ("phahe:Reference",), facts + _named(cluster))
        else:
            document = cluster.document
            facts.append(("phahe:order", terms.number(order)))
            facts += columns.facts_of(document, columns.DOCUMENT)
            if document.period:
                first, last = document.period
                facts += [("phahe:periodFrom", terms.year(first)), ("phahe:periodUntil", terms.year(last))]
            yield block(_reference(file, cluster.local), ("phahe:Document", "phahe:Reference"), facts)


def _named(cluster: Cluster) -> Facts:
    return columns.facts_of(cluster, columns.REFERENCE)


def _claims(said: Said, shown: Callable[[str], bool]) -> Iterator[Block]:
    file = said.statements
    for claim in file.claims:
        facts = columns.facts_of(claim, columns.RELATION)
        facts += [("phahe:evidence", passage_iri(file.sha256, span)) for span in claim.spans]
        facts += [
            ("phahe:file", _own(file)),
            ("phahe:relation", terms.named(relation_name(claim.relation))),
            ("phahe:source", _reference(file, claim.source)),
            ("phahe:speaker", _reference(file, claim.speaker)),
            ("phahe:target", _reference(file, claim.target)),
            ("prov:hadPrimarySource", _own(file)),
        ]
        if claim.spans and claim.spans[0] != min(claim.spans):  # the first tells who speaks
            facts.append(("phahe:firstEvidence", passage_iri(file.sha256, claim.spans[0])))
        edge = edge_iri(_edge(claim, said))
        if shown(edge):
            facts.append(("phahe:supports", edge))
        yield block(_own(file, "claim", terms.digest(claim)), ("phahe:Claim", "prov:Entity"), facts)


def _edge(claim: Claim, said: Said) -> Edge:
    key = edge_key(claim)
    source, target = said.meant[claim.source], said.meant[claim.target]
    return source, key.relation, target, key.act, key.valid_from, key.valid_until


def _mentions(file: FileStatements) -> Iterator[Block]:
    for naming in file.namings:
        facts = columns.facts_of(naming, columns.MENTION)
        facts += [
            ("phahe:file", _own(file)),
            ("phahe:names", _reference(file, naming.target)),
            ("phahe:passage", passage_iri(file.sha256, _span(naming))),
            ("phahe:speaker", _reference(file, naming.speaker)),
        ]
        yield block(_own(file, "mention", terms.digest(naming)), ("phahe:Mention",), facts)


def _span(thing: Naming | Task) -> Span:
    return thing.start, thing.end, tuple(thing.parts)


def _duties(file: FileStatements) -> Iterator[Block]:
    for task in file.tasks:
        yield from _task(file, task)
    for target in file.targets:
        facts = columns.facts_of(target, columns.TARGET)
        facts += [
            ("phahe:document", _reference(file, target.document)),
            ("phahe:file", _own(file)),
            ("phahe:passage", passage_iri(file.sha256, (target.start, target.end, ()))),
        ]
        yield block(iri("target", target.id), ("phahe:Target", "prov:Entity"), facts)


def _task(file: FileStatements, task: Task) -> Iterator[Block]:
    own = iri("task", task.id)
    facts = columns.facts_of(task, columns.TASK)
    facts += [
        ("phahe:document", _reference(file, task.document)),
        ("phahe:file", _own(file)),
        ("phahe:passage", passage_iri(file.sha256, _span(task))),
    ]
    for order, laid in enumerate(task.assignees):
        assignment = iri("task", task.id, "assignment", order)
        body = iri("organization", laid.body)
        facts += [("phahe:assignment", assignment), (f"phahe:{laid.role}", body)]
        more: Facts = [("phahe:body", body), ("phahe:order", terms.number(order))]
        yield block(assignment, ("phahe:Assignment",), more + columns.facts_of(laid, columns.ASSIGNEE))
    for order, due in enumerate(task.due):
        deadline = iri("task", task.id, "due", order)
        facts.append(("phahe:due", deadline))
        placed: Facts = [("phahe:order", terms.number(order))]
        yield block(deadline, ("phahe:Deadline",), placed + columns.facts_of(due, columns.DUE))
    yield block(own, ("phahe:Task", "prov:Entity"), facts)


def _rest(file: FileStatements) -> Iterator[Block]:
    for body in file.bodies:
        facts: Facts = [("phahe:body", iri("organization", body.id)), ("phahe:file", _own(file))]
        facts.append(("phahe:id", terms.text(body.id)))
        yield block(_own(file, "body", body.id), ("phahe:BodySaid",), facts + columns.facts_of(body, columns.BODY))
    for start, page in page_starts(unpacked(file.segments)):
        begins: Facts = [("phahe:file", _own(file)), ("phahe:page", terms.number(page))]
        yield block(_own(file, "page", start), ("phahe:PageStart",), [*begins, ("phahe:start", terms.number(start))])
    for code, message, start, end in file.warnings:
        at: Facts = [
            ("phahe:end", terms.number(end)),
            ("phahe:file", _own(file)),
            ("phahe:message", terms.text(message)),
            ("phahe:start", terms.number(start)),
            ("phahe:warningCode", terms.text(code)),
        ]
        yield block(_own(file, "warning", terms.digest(code, message, start, end)), ("phahe:Warning",), at)


def _spans(file: FileStatements) -> set[Span]:
    spans = {span for claim in file.claims for span in claim.spans}
    spans |= {_span(naming) for naming in file.namings} | {_span(task) for task in file.tasks}
    spans |= {(t.start, t.end, ()) for t in file.targets}
    return spans | {(a, b, ()) for _, _, parts in spans for a, b in parts}


def _passages(file: FileStatements) -> Iterable[Block]:
    for span in _spans(file):
        start, end, parts = span
        own = passage_iri(file.sha256, span)
        selectors = {kind: f"{own}/{kind}" for kind in ("position", "quote")}
        facts: Facts = [("oa:hasSelector", s) for s in selectors.values()]
        facts += [("phahe:part", passage_iri(file.sha256, (a, b, ()))) for a, b in parts]
        yield block(own, ("oa:SpecificResource",), [*facts, ("oa:hasSource", _own(file))])
        place: Facts = [("oa:end", terms.number(end)), ("oa:start", terms.number(start))]
        yield block(selectors["position"], ("oa:TextPositionSelector",), place)
        yield block(selectors["quote"], ("oa:TextQuoteSelector",), [("oa:exact", terms.text(file.text[start:end]))])
