"""Flat rows for tables that leave the program: one row a thing, no value nested (`export .csv .csv.zip .xlsx`)."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from graph.bodies import known_prefix, office_prefix
from graph.store.port import EdgeRow, InstrumentRow, Store, TargetRow
from queries.answers import TaskAnswer
from queries.nodes import rows_of
from queries.quotes import Quotes
from queries.tasks import Asked, tasks

_CHUNK = 1_000


class InstrumentLine(Struct, frozen=True, kw_only=True):
    """An instrument, loaded or only named."""

    id: str
    type: str
    code: str | None
    issued: str | None
    issuer: str | None
    title: str | None
    loaded: bool
    open: bool
    effective: str | None
    signer: str | None
    signed_as: str | None
    period_from: int | None
    period_until: int | None
    place: str | None
    nature: str | None
    stage: str | None
    sample: bool
    incomplete: str


class EdgeLine(Struct, frozen=True, kw_only=True):
    """One quote of one edge: an edge has as many rows as it has quotes."""

    source: str
    relation: str
    target: str
    act: str
    scope: str
    basis: str | None
    manner: str | None
    provisions: str
    source_provisions: str
    exceptions: str
    valid_from: str | None
    valid_until: str | None
    until_event: str | None
    document: str
    file: str
    start: int
    end: int
    text: str
    rule: str
    confidence: float
    page: int | None


class TaskLine(Struct, frozen=True, kw_only=True):
    """A task with its bodies by role; `due_start` and `due_end` are the earliest deadline with days, if any."""

    id: str
    document: str
    document_name: str
    where: str
    kind: str
    text: str
    lead: str
    person: str  # offices: 'Giám đốc Sở Tư pháp tỉnh Sơn La'
    coordinate: str
    deliverable: str | None
    approver: str  # whose act the product is, where it says so: 'UBND tỉnh' of 'Quyết định của UBND tỉnh'
    deadline: str | None
    due_start: str | None
    due_end: str | None
    recurrence: str | None
    budget: str | None
    modality: str
    reports_to: str | None
    file: str
    start: int
    end: int
    page: int | None


class TargetLine(Struct, frozen=True, kw_only=True):
    """A number to be reached."""

    id: str
    document: str
    where: str
    text: str
    value: float | int
    unit: str | None
    comparator: str
    due: int | None
    due_source: str | None
    achieved: bool
    file: str
    start: int
    end: int
    page: int | None


class OrganizationLine(Struct, frozen=True, kw_only=True):
    """A body or a kind of bodies."""

    id: str
    name: str
    aliases: str
    kind: str | None
    place: str | None


def instrument_lines(store: Store, drafts: bool = False) -> Iterator[InstrumentLine]:
    """By id; drafts only where asked for."""
    for row in store.all_instruments():
        if drafts or row.stage != "draft":
            yield instrument_line(row)


def instrument_line(row: InstrumentRow) -> InstrumentLine:
    """The row of one instrument."""
    since, until = row.period or (None, None)
    return InstrumentLine(
        id=row.id, type=row.type, code=row.code, issued=row.issued, issuer=row.issuer, title=row.title,
        loaded=row.loaded, open=row.open, effective=row.effective, signer=row.signer, signed_as=row.signed_as,
        period_from=since, period_until=until, place=row.place, nature=row.nature,
        stage=row.stage if row.loaded else None, sample=row.sample, incomplete="; ".join(row.incomplete),
    )  # fmt: skip


def edge_lines(store: Store, drafts: bool = False) -> Iterator[EdgeLine]:
    """By source, relation, target, quote; what is only planned or proposed where drafts are asked for."""
    quotes = Quotes(store)
    for row in store.all_edges():
        if drafts or (row.act == "done" and not row.draft):
            yield from _edges(row, quotes)


def _edges(row: EdgeRow, quotes: Quotes) -> Iterator[EdgeLine]:
    for quote in row.quotes:
        yield EdgeLine(
            source=row.source, relation=row.relation, target=row.target, act=row.act, scope=row.scope, basis=row.basis,
            manner=row.manner, provisions="; ".join(row.provisions), exceptions="; ".join(row.exceptions),
            source_provisions="; ".join(row.source_provisions), valid_from=row.valid_from, valid_until=row.valid_until,
            until_event=row.until_event, document=quote.document, file=quote.file, start=quote.start, end=quote.end,
            text=quote.text, rule=quote.rule, confidence=round(quote.confidence, 2),
            page=quotes.page(quote.file, quote.start) or None,
        )  # fmt: skip


def target_lines(store: Store, drafts: bool = False) -> Iterator[TargetLine]:
    """By document and place."""
    rows: list[TargetRow] = list(store.all_targets())
    seen = rows_of(store, (r.document for r in rows), drafts)
    quotes = Quotes(store)
    for r in rows:
        if r.document in seen:
            yield TargetLine(
                id=r.id, document=r.document, where=r.where, text=r.text, value=r.value, unit=r.unit,
                comparator=r.comparator, due=r.due, due_source=r.due_source, achieved=r.achieved, file=r.file,
                start=r.start, end=r.end, page=quotes.page(r.file, r.start) or None,
            )  # fmt: skip


def organization_lines(store: Store) -> Iterator[OrganizationLine]:
    """By id."""
    for b in store.bodies():
        yield OrganizationLine(id=b.id, name=b.name, aliases="; ".join(b.aliases), kind=b.kind, place=b.place)


def all_tasks(store: Store, drafts: bool = False) -> list[TaskAnswer]:
    """Every task."""
    return tasks(store, Asked(), drafts).rows


def task_lines(store: Store, rows: Iterable[TaskAnswer], name: Callable[[InstrumentRow], str]) -> Iterator[TaskLine]:
    """The tasks of an answer, in its order; `name` says how a document is called."""
    listed = list(rows)
    for some in (listed[n : n + _CHUNK] for n in range(0, len(listed), _CHUNK)):
        documents = store.instruments(sorted({r.document for r in some}))
        for row in some:
            yield _task(row, name(documents[row.document]))


def _task(row: TaskAnswer, document: str) -> TaskLine:
    (quote,) = row.evidence
    due = sorted((d for d in row.due if d.kind == "fixed" and (d.end or d.start)), key=lambda d: d.end or d.start or "")
    first_day = row.deadlines[0] if row.deadlines else None
    lead, person = _leading(row)
    return TaskLine(
        id=row.id, document=row.document, document_name=document, where=row.where, kind=row.kind, text=row.text,
        lead=lead, person=person, coordinate=_of_role(row, "coordinate"), deliverable=row.deliverable,
        approver=_approver(row.deliverable), deadline=row.deadline, due_start=due[0].start if due else None,
        due_end=first_day or (due[0].end or due[0].start if due else None),
        recurrence=next((d.recurrence for d in row.due if d.recurrence), None), budget=row.budget,
        modality=row.modality, reports_to=row.reports_to, file=quote.file, start=quote.start, end=quote.end,
        page=quote.page or None,
    )  # fmt: skip


def _leading(row: TaskAnswer) -> tuple[str, str]:
    """Who leads (else who is responsible), and the offices among them as persons."""
    chosen = [a for a in row.assignees if a.role == "lead"] or [a for a in row.assignees if a.role == "responsible"]
    said = [a.via or a.organization for a in chosen]
    persons = [name for name in said if office_prefix(name) and not known_prefix(name)]
    bodies_ = [_body(name) for name in said] if chosen else []
    more = [a.organization for a in row.assignees if a.role == "responsible" and a not in chosen]
    return "; ".join(dict.fromkeys((*bodies_, *more))), "; ".join(dict.fromkeys(persons))


def _body(name: str) -> str:
    """The body of an office: 'Sở Tư pháp tỉnh Sơn La' of 'Giám đốc Sở Tư pháp tỉnh Sơn La'."""
    office = office_prefix(name) if not known_prefix(name) else None
    return office[1][:1].upper() + office[1][1:] if office else name


def _of_role(row: TaskAnswer, role: str) -> str:
    return "; ".join(dict.fromkeys(a.via or a.organization for a in row.assignees if a.role == role))


def _approver(deliverable: str | None) -> str:
    """The body behind ' của ' in a product's words, where it is one that is known."""
    found = []
    for part in (deliverable or "").replace("\n", ";").split(";"):
        behind = part.partition(" của ")[2].strip(" .,")
        office = office_prefix(behind)
        if behind and (known_prefix(behind) or (office and known_prefix(office[1]))):
            found.append(behind)
    return "; ".join(dict.fromkeys(found))
