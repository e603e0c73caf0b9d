"""The graph as a networkx MultiDiGraph, and its nodes and links as plain rows for whatever else draws graphs.

Every value is a str, bool, int or float; what says nothing is left out. Attributes:

nodes: all `kind` (Instrument, Organization, Task, Target), `label`. Instrument: `type`, `code`, `issued`, `issuer`,
`title`, `loaded`, `open`, `stage`, `nature`, `place`, `period_from`, `period_until`. Organization: `body_kind`,
`place`. Task: `where`, `modality`, `deadline`, `deliverable`. Target: `value` (a float), `unit`, `comparator`, `due`.
links: all `relation`: between instruments one of the fifteen, with `act`, `scope`, `basis`, `valid_from`,
`valid_until`, `confidence`, `quotes` (how many); ASSIGNS, SETS (instrument → task, target), ASSIGNED_TO (task →
organization, with `role`, `duty`), ISSUED_BY (instrument → organization).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from graph.body_keys import issuers
from graph.store.port import BodyRow, EdgeRow, InstrumentRow, Store, TargetRow, TaskRow

if TYPE_CHECKING:  # imported only by who makes one: it takes a tenth of a second
    import networkx as nx

Kind = Literal["Instrument", "Organization", "Task", "Target"]
Value = str | bool | int | float
Values = dict[str, Value]
# attribute → its type, as GraphML names it
NODE_TYPES: dict[str, str] = {
    **dict.fromkeys(
        ("kind", "label", "type", "code", "issued", "issuer", "title", "stage", "nature", "place"), "string"
    ),
    **dict.fromkeys(("body_kind", "where", "modality", "deadline", "deliverable", "unit", "comparator"), "string"),
    **dict.fromkeys(("loaded", "open"), "boolean"),
    **dict.fromkeys(("period_from", "period_until", "due"), "int"),
    "value": "double",
}
LINK_TYPES: dict[str, str] = {
    **dict.fromkeys(("relation", "act", "scope", "basis", "valid_from", "valid_until", "role", "duty"), "string"),
    "confidence": "double",
    "quotes": "int",
}


class Node(Struct, frozen=True):
    """A node: instruments under their id, all else under kind and id ('task:0123456789.12')."""

    id: str
    values: Values


class Link(Struct, frozen=True):
    """A link; `key` tells it from others between the same two nodes."""

    source: str
    target: str
    key: str
    values: Values


def to_networkx(view: Store, drafts: bool = False, *, only_instruments: bool = False) -> "nx.MultiDiGraph[str]":
    """The whole graph; nodes, links and their attributes as at the top of this module, edges keyed by `Link.key`.

    For up to some 100,000 links: networkx holds each in half a kilobyte.
    """
    import networkx as nx  # noqa: PLC0415 - see above

    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    with view.read():
        for node in nodes(view, drafts, only_instruments=only_instruments):
            made.add_node(node.id, **node.values)
        for link in links(view, drafts, only_instruments=only_instruments):
            made.add_edge(link.source, link.target, key=link.key, **link.values)
    return made


def nodes(view: Store, drafts: bool = False, *, only_instruments: bool = False) -> Iterator[Node]:
    """Instruments, then organizations, tasks, targets, each by id; of drafts only where asked for."""
    yield from (Node(r.id, _instrument(r)) for r in view.all_instruments())
    if only_instruments:
        return
    without = _drafts(view, drafts)
    yield from (Node(f"organization:{b.id}", _body(b)) for b in view.bodies())
    tasks = (t for t in view.all_tasks() if t.document not in without)
    targets = (t for t in view.all_targets() if t.document not in without)
    yield from sorted((Node(f"task:{t.id}", _task(t)) for t in tasks), key=lambda n: n.id)
    yield from sorted((Node(f"target:{t.id}", _target(t)) for t in targets), key=lambda n: n.id)


def links(view: Store, drafts: bool = False, *, only_instruments: bool = False) -> Iterator[Link]:
    """Edges between instruments by source, relation, target; then what is assigned, set and issued."""
    yield from (_edge(e) for e in view.all_edges() if drafts or (e.act == "done" and not e.draft))
    if only_instruments:
        return
    without = _drafts(view, drafts)
    for task in view.all_tasks():
        if task.document not in without:
            yield from _assigned(task)
    for target in view.all_targets():
        if target.document not in without:
            yield Link(target.document, f"target:{target.id}", "SETS", {"relation": "SETS"})
    bodies = {b.id for b in view.bodies()}
    for row in view.all_instruments():
        for issuer in dict.fromkeys(key.id for _, key in issuers(row.issuer, row.issued, row.place)):
            if issuer in bodies:
                yield Link(row.id, f"organization:{issuer}", "ISSUED_BY", {"relation": "ISSUED_BY"})


def _drafts(view: Store, drafts: bool) -> set[str]:
    return set() if drafts else {r.id for r in view.all_instruments() if r.stage == "draft"}


def _said(**values: Value | None) -> Values:
    return {key: value for key, value in values.items() if value is not None}


def _instrument(row: InstrumentRow) -> Values:
    first, last = row.period or (None, None)
    return _said(
        kind="Instrument", label=" ".join(w for w in (row.type, row.code or row.title) if w), type=row.type,
        code=row.code, issued=row.issued, issuer=row.issuer, title=row.title, loaded=row.loaded, open=row.open,
        stage=row.stage if row.loaded else None, nature=row.nature, place=row.place, period_from=first,
        period_until=last,
    )  # fmt: skip


def _body(row: BodyRow) -> Values:
    return _said(kind="Organization", label=row.name, body_kind=row.kind, place=row.place)


def _task(row: TaskRow) -> Values:
    return _said(
        kind="Task", label=row.text, where=row.where, modality=row.modality, deadline=row.deadline,
        deliverable=row.deliverable,
    )  # fmt: skip


def _target(row: TargetRow) -> Values:
    return _said(
        kind="Target", label=row.text, value=float(row.value), unit=row.unit, comparator=row.comparator, due=row.due
    )


def _edge(row: EdgeRow) -> Link:
    times = [t for t in (row.valid_from, row.valid_until) if t]
    key = "|".join([row.relation, *([] if row.act == "done" else [row.act]), *times])
    confidence = max((round(q.confidence, 2) for q in row.quotes), default=0.0)
    return Link(
        row.source, row.target, key,
        _said(
            relation=row.relation, act=row.act, scope=row.scope, basis=row.basis, valid_from=row.valid_from,
            valid_until=row.valid_until, confidence=confidence, quotes=len(row.quotes),
        ),
    )  # fmt: skip


def _assigned(task: TaskRow) -> Iterator[Link]:
    own = f"task:{task.id}"
    yield Link(task.document, own, "ASSIGNS", {"relation": "ASSIGNS"})
    for nth, laid in enumerate(task.assignees):
        values = _said(relation="ASSIGNED_TO", role=laid.role, duty=laid.duty)
        yield Link(own, f"organization:{laid.body}", f"ASSIGNED_TO|{nth}", values)
