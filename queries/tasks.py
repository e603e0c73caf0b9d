"""`tasks`: who must do what, with the words that say so."""

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import UNSET, Struct
from msgspec.structs import replace

from graph.areas import areas_of_place, inside, named_areas
from graph.folding import fold
from graph.record import Role
from graph.store.port import InstrumentRow, Store, TaskRow
from queries import bodies, due_days, membership
from queries.answers import Assigned, Duty, TaskAnswer
from queries.bodies import Reached
from queries.coverage import NoSuchPlace
from queries.due_days import Days
from queries.membership import Collective, Member
from queries.nodes import rows_of
from queries.products import Products
from queries.quotes import Quotes

Include = Literal["none", "collectives"]
Order = Literal["document", "deadline"]


class NoSuchBody(Exception):  # noqa: N818 - an answer for people, not a fault of the program
    """No loaded document names such a body; `near` are names that share its words."""

    def __init__(self, query: str, near: list[str]) -> None:
        super().__init__(query)
        self.query, self.near = query, near


class Asked(Struct, frozen=True, kw_only=True):
    """Which tasks; what is not given narrows nothing."""

    organization: str | None = None
    roles: tuple[Role, ...] = ()
    documents: tuple[str, ...] | None = None  # ids
    place: str | None = None
    due_after: str | None = None  # a partial date; its first day counts
    due_before: str | None = None  # a partial date; its last day counts
    include: Include = "none"
    duty_to_issue: bool = False  # only those whose product is a document
    order: Order = "document"

    @property
    def by_day(self) -> bool:
        """Only what is due on certain days is asked for."""
        return bool(self.due_after or self.due_before)


class Found(Struct, frozen=True):
    """The tasks; how many were left out because days were asked for and none follows from their words (`undated`).

    `cut`: of how many not all days are listed.
    """

    rows: list[TaskAnswer]
    undated: int
    cut: int = 0


def answer(
    row: TaskRow, document: InstrumentRow | None, quotes: Quotes, reached: Mapping[str, Reached] | None = None
) -> TaskAnswer:
    """The task as an answer; offices and collectives reached by the question stand under the body, with `via`."""
    known = reached or {}
    assigned = []
    for a in row.assignees:
        hit = known.get(a.body)
        body, via = (hit.body, hit.via) if hit else (a.organization, None)
        assigned.append(Assigned(organization=body, role=a.role, via=via, id=a.body))
    return TaskAnswer(
        id=row.id,
        text=row.text,
        document=row.document,
        document_title=document.title if document else None,
        where=row.where,
        kind=row.kind,
        assignees=assigned,
        deliverable=row.deliverable,
        deadline=row.deadline,
        due=list(row.due),
        budget=row.budget,
        evidence=[quotes.passage(row.document, row)],
        modality=row.modality,
        reports_to=row.reports_to,
    )


def answers(store: Store, rows: Sequence[TaskRow], drafts: bool) -> list[TaskAnswer]:
    """Tasks with their documents; those of drafts only where asked for."""
    documents = rows_of(store, (r.document for r in rows), drafts)
    quotes = Quotes(store, (r.file for r in rows))
    return [answer(r, documents[r.document], quotes) for r in rows if r.document in documents]


class _Bodies:
    """The bodies of a question: by name, by office, and the collectives that they are members of."""

    def __init__(self, store: Store, asked: Asked) -> None:
        name = asked.organization or ""
        found = bodies.matching(store, name)
        self.reached = {b.id: b for b in found}
        self.collectives: dict[str, Collective] = {}
        self.members: list[Member] = []
        if asked.include == "collectives":
            self.members = membership.members(name, found)
            self.collectives = {c.id: c for c in membership.collectives(store) if any(c.suits(m) for m in self.members)}
        if not found and not self.collectives:
            raise NoSuchBody(name, bodies.near(store, name))

    @property
    def ids(self) -> list[str]:
        """Of all that may be laid on the body."""
        return [*self.reached, *self.collectives]

    def within(self, document: InstrumentRow, row: TaskRow) -> dict[str, Reached]:
        """The bodies that a task means: collectives where they mean the body and nothing names it more closely."""
        found = dict(self.reached)
        if any(a.body in found for a in row.assignees):
            return found
        for i, collective in self.collectives.items():
            mine = next((m for m in self.members if i not in found and collective.has(m, document.area)), None)
            if mine:
                found[i] = Reached(i, collective.name, mine.name, collective.name)
        return found


def tasks(store: Store, asked: Asked, drafts: bool = False) -> Found:
    """By (document, file, start, id), with `due_before` or `due_after` by their first day; raises as below.

    With the order `deadline` what has a day stands first, then what recurs, then the rest, each by its first day.
    `NoSuchBody`, `NoSuchPlace`.
    """
    wanted = _Bodies(store, asked) if asked.organization else None
    areas = named_areas(asked.place) if asked.place else None
    if asked.place and not areas:
        raise NoSuchPlace(asked.place)
    rows = _rows(store, asked, wanted, areas, drafts)
    documents = rows_of(store, (r.document for r in rows), drafts)
    products = Products(store, membership.collectives(store), drafts) if asked.duty_to_issue else None
    quotes = Quotes(store, (r.file for r in rows))
    found, undated, cut = [], 0, 0
    for row in rows:
        document = documents.get(row.document)
        reached = wanted.within(document, row) if wanted and document else {}
        if document is None or not _laid_on(row, reached if wanted else None, asked.roles):
            continue
        due = _days(row, document, asked)
        duty = products.duty(row, document) if products else None
        if asked.by_day and not due.days:
            undated += not due_days.dated(row.due, document)
        elif products is None or duty:
            cut += due.cut
            found.append(_with(answer(row, document, quotes, reached), due.days, duty))
    if asked.order == "deadline":
        found.sort(key=_pressing)
    elif asked.by_day:
        found.sort(key=lambda t: t.deadlines[0] if t.deadlines else "")
    return Found(found, undated, cut)


def _days(row: TaskRow, document: InstrumentRow, asked: Asked) -> Days:
    return due_days.days(row.due, row.deadline, document, asked.due_before, asked.due_after) if asked.by_day else Days()


def _pressing(row: TaskAnswer) -> tuple[int, str]:
    day = row.deadlines[0] if row.deadlines else due_days.first(row.due)
    return due_days.STANDINGS.index(due_days.standing(row.due)), day


def _with(made: TaskAnswer, days: list[str], duty: Duty | None) -> TaskAnswer:
    return replace(made, deadlines=days or UNSET, duty=duty or UNSET)


def _laid_on(row: TaskRow, reached: Mapping[str, Reached] | None, roles: Sequence[Role]) -> bool:
    return any((reached is None or a.body in reached) and (not roles or a.role in roles) for a in row.assignees)


def _rows(
    store: Store, asked: Asked, wanted: _Bodies | None, areas: Sequence[str] | None, drafts: bool
) -> list[TaskRow]:
    """Tasks of the documents of a place, and those that other documents lay on bodies of it."""
    ids = None if wanted is None else wanted.ids
    documents = None if asked.documents is None else list(asked.documents)
    if areas is None:
        return store.tasks(ids, documents, drafts)
    there = store.tasks(ids, documents, drafts, areas)
    own = [b for b in _of_place(store, asked.place or "", areas) if ids is None or b in ids]
    rows = {r.id: r for r in (*there, *store.tasks(own, documents, drafts))}
    return sorted(rows.values(), key=lambda r: (r.document, r.file, r.start, r.id))


def _of_place(store: Store, place: str, areas: Sequence[str]) -> list[str]:
    """Bodies that lie in the place, by the words of their names and their dated places."""
    named = store.bodies_with(fold(place.partition(",")[0]).split())
    return [b.id for b in named if b.place and any(inside(o, a) for o in areas_of_place(b.place) for a in areas)]
