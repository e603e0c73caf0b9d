"""Tasks on their way into the record."""

from msgspec import Struct

from graph.bodies import canonical
from graph.body_keys import body_key
from graph.record import Assignee, Modality, Role, Task, TaskKind
from loaders.reading.body_items import Scan
from loaders.reading.context import Reading
from loaders.reading.deadlines import read_due
from loaders.reading.model import Block
from loaders.reading.ruleset import ruleset
from loaders.reading.task_labels import Labels, storable
from loaders.reading.task_roles import spans_of
from loaders.reading.task_tables import Row, lines_of


class Draft(Struct):
    """A task on its way into the record; offsets of the view."""

    block: Block
    start: int
    end: int
    kind: TaskKind
    roles: list[tuple[str, Role]]
    modality: Modality = "assign"
    deadline: str | None = None
    deliverable: str | None = None
    budget: str | None = None
    due: str | None = None
    reports_to: str | None = None
    nth: int = 0
    rule: str = ""
    where: str | None = None  # other than the block's own path


def joins(labelled: Draft, found: list[Draft]) -> bool:
    """Whether a paragraph is a task already: then its labels complete that one."""
    task = next((d for d in found if d.block is labelled.block and d.rule != "label"), None)
    if task:
        said = Labels(0, labelled.roles, labelled.deadline, labelled.deliverable, labelled.budget)
        complete(task, said)
    return task is not None


def complete(draft: Draft, labels: Labels) -> None:
    """What labels say, added to a task."""
    draft.roles = [*draft.roles, *(r for r in labels.roles if r not in draft.roles)]
    draft.deadline = draft.due = labels.deadline or draft.deadline
    draft.deliverable, draft.budget = labels.deliverable or draft.deliverable, labels.budget or draft.budget


def reports_to(scan: Scan) -> str | None:
    """The first body that is reported to, or sent something through another, as said."""
    rules = ruleset("tasks")
    for span in spans_of(scan):
        left = scan.low[max(0, span.start - 80) : span.start]
        if rules["report_to"].regex.search(left) or (
            rules["through"].regex.match(scan.low[span.end : span.end + 20])
            and rules["sent_through"].regex.search(left)
        ):
            return span.items[0].said
    return None


def as_task(reading: Reading, draft: Draft) -> Task:
    """A draft as the record holds it; its bodies go into the file's organizations."""
    doc = reading.doc_of(draft.block)
    start, end, text = reading.quote(draft.start, draft.end)
    number = f"{reading.loaded.sha256[:10]}.{start}"
    assignees: list[Assignee] = []
    for said, role in draft.roles:
        if not storable(said):
            continue
        name = canonical(said, doc.place)
        key = body_key(name, doc.issued, doc.place)
        reading.organizations.append((name, said, key))
        if not any(a.organization == name and a.role == role for a in assignees):
            assignees.append(Assignee(organization=name, role=role, said=said, body=key.id))
    return Task(
        id=f"{number}.{draft.nth + 1}" if draft.nth else number, document=doc.id,
        where=draft.block.path if draft.where is None else draft.where, kind=draft.kind, start=start, end=end,
        text=text,
        assignees=assignees, deliverable=draft.deliverable, deadline=draft.deadline, budget=draft.budget,
        modality=draft.modality,
        reports_to=canonical(draft.reports_to, doc.place) if draft.reports_to else None,
        due=list(read_due(draft.due, _one_year(doc.period))) if draft.due else [],
        parts=reading.view.parts(draft.start, draft.end),
        rule=draft.rule,
    )  # fmt: skip


def _one_year(period: tuple[int, int] | None) -> int | None:
    return period[0] if period and period[0] == period[1] else None


def of_row(reading: Reading, row: Row) -> list[Draft]:
    """The task of a row; one a result where each result has a time of its own."""
    time = reading.quote(row.time.start, row.time.end)[2].strip() if row.time else None
    result = reading.quote(row.result.start, row.result.end)[2].strip() if row.result else None
    budget = reading.quote(row.budget.start, row.budget.end)[2].strip() if row.budget else None
    times, results = lines_of(time or ""), lines_of(result or "")
    block = row.task
    pairs = list(zip(times, results, strict=True)) if len(times) == len(results) > 1 else [(time, result)]
    return [
        Draft(block, block.start, block.end, "table", row.assignees, "assign", t, r, budget, t, nth=n, rule="table")
        for n, (t, r) in enumerate(pairs)
    ]
