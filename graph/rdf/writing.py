"""A whole store as blocks, in one order: the same graph gives the same bytes, two graphs differ where they differ.

First what is derived (instruments by id, each with its edges; bodies; places), then what each file says, by sha256,
then what these used (types, rules). Nothing is held but the ids of what goes out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from graph.body_keys import issuers
from graph.rdf import derived, terms
from graph.rdf.places import place_blocks
from graph.rdf.said import file_blocks
from graph.rdf.terms import Block, block, iri, named, unquoted
from graph.store.port import EdgeRow, InstrumentRow, Store

VERSION = 1  # of the way in which statements are written; a reader refuses what it does not know


def blocks(store: Store, members: Mapping[str, Sequence[str]], drafts: bool = False) -> Iterator[Block]:
    """All of the store; `members`: of each body the collectives that it is a member of.

    What drafts say and what is not done goes out as statements in any case (the graph is made of them again), but as
    edges, tasks and targets of instruments only with `drafts`, as in graph.json.
    """
    with store.read():
        yield _dataset()
        bodies = store.bodies()
        seen = _Seen({b.id for b in bodies}, drafts)
        yield from _instruments(store, seen)
        yield from (derived.body_block(b, members.get(b.id, ())) for b in bodies)
        yield from (derived.issuer_block(i, seen.issuers[i]) for i in sorted(seen.issuers))
        yield from place_blocks(seen.places | {b.place for b in bodies if b.place}, bodies)
        for file in store.files():
            for one in file_blocks(store.said(file.sha256), seen.edges.__contains__):
                seen.note_rule(one)
                yield one
        yield from (derived.type_block(t) for t in sorted(seen.types))
        yield from (derived.rule_block(r) for r in sorted(seen.rules))


def _dataset() -> Block:
    facts: terms.Facts = [("dcterms:conformsTo", terms.NS), ("phahe:version", terms.number(VERSION))]
    return block(iri("dataset"), ("phahe:Dataset", "prov:Entity"), facts)


_RULE = named("phahe:rule")


class _Seen:
    """What went out so far and must be described, or may be pointed to."""

    def __init__(self, bodies: set[str], drafts: bool) -> None:
        self.bodies, self.drafts = bodies, drafts
        self.issuers: dict[str, str] = {}
        self.edges: set[str] = set()
        self.places: set[str] = set()
        self.types: set[str] = set()
        self.rules: set[str] = set()

    def shown(self, edge: EdgeRow) -> bool:
        """Whether an edge goes out, as in graph.json."""
        return self.drafts or (edge.act == "done" and not edge.draft)

    def issuer(self, row: InstrumentRow) -> list[str]:
        """The organizations that issued it, by the names that the graph has; bodies of their own where it has none."""
        found = issuers(row.issuer, row.issued, row.place)
        for name, body in found:
            if body.id not in self.bodies:
                self.issuers[body.id] = min(self.issuers.get(body.id, name), name)
        return [iri("organization", body.id) for _, body in found]

    def note_rule(self, one: Block) -> None:
        """Rules that a statement names."""
        head = iri("rule", "")
        self.rules |= {unquoted(o) for p, o in one.facts if p == _RULE and isinstance(o, str) and o.startswith(head)}


def _instruments(store: Store, seen: _Seen) -> Iterator[Block]:
    drafts = set() if seen.drafts else {r.id for r in store.all_instruments() if r.stage == "draft"}
    tasks = _by_document(((t.document, t.id) for t in store.all_tasks()), drafts)
    targets = _by_document(((t.document, t.id) for t in store.all_targets()), drafts)
    groups = groupby(filter(seen.shown, store.all_edges()), key=lambda e: e.source)
    source, edges = next(groups, (None, iter(())))
    for row in store.all_instruments():
        mine: list[EdgeRow] = []
        if row.id == source:
            mine = list(edges)
            source, edges = next(groups, (None, iter(())))
        seen.edges |= {derived.edge_of(e) for e in mine}
        seen.types.add(row.type)
        place = derived.place_of(row)
        seen.places |= {place} if place else set()
        yield from derived.instrument_blocks(row, mine, derived.duties_of(tasks, targets, row.id), seen.issuer(row))


def _by_document(pairs: Iterable[tuple[str, str]], without: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for document, own in pairs:
        if document not in without:
            found.setdefault(document, []).append(own)
    return found
