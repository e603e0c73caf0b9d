"""`tasks`: who must do what, with the words that say so."""

from collections.abc import Mapping, Sequence

from graph.record import Role
from graph.store.port import InstrumentRow, Store, TaskRow
from queries import bodies
from queries.answers import Assigned, TaskAnswer
from queries.bodies import Reached
from queries.nodes import passage, rows_of


class NoSuchBody(Exception):  # noqa: N818 - an answer for people, not a fault of the program
    """No loaded document names such a body; `near` are names that share its words."""

    def __init__(self, query: str, near: list[str]) -> None:
        super().__init__(query)
        self.query, self.near = query, near


def answer(row: TaskRow, document: InstrumentRow | None, reached: Mapping[str, Reached] | None = None) -> TaskAnswer:
    """The task as an answer; offices reached by the question stand under their body's name, with `via`."""
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
        evidence=[passage(row.document, row)],
        modality=row.modality,
        reports_to=row.reports_to,
    )


def answers(
    store: Store, rows: Sequence[TaskRow], drafts: bool, reached: Mapping[str, Reached] | None = None
) -> list[TaskAnswer]:
    """Tasks with their documents; those of drafts only where asked for."""
    documents = rows_of(store, (r.document for r in rows), drafts)
    return [answer(r, documents[r.document], reached) for r in rows if r.document in documents]


def tasks(
    store: Store,
    organization: str,
    roles: Sequence[Role] = (),
    documents: Sequence[InstrumentRow] | None = None,
    drafts: bool = False,
) -> list[TaskAnswer]:
    """Tasks of every body of that name, of all its versions, by (document, file, start, id); raises `NoSuchBody`."""
    found = bodies.matching(store, organization)
    if not found:
        raise NoSuchBody(organization, bodies.near(store, organization))
    reached = {b.id: b for b in found}
    ids = None if documents is None else [d.id for d in documents]
    rows = store.tasks(bodies=[b.id for b in found], documents=ids, drafts=drafts)
    kept = [r for r in rows if any(a.body in reached and (not roles or a.role in roles) for a in r.assignees)]
    return answers(store, kept, drafts, reached)
