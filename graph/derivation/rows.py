"""Tasks, targets and bodies as the graph shows them."""

from collections import Counter
from collections.abc import Iterable

from graph.record import Target, Task
from graph.statements import BodySaid
from graph.store.port import BodyRow, TargetRow, TaskRow


def task_row(task: Task, file: str, document: str) -> TaskRow:
    """A task of the file, under the id of the instrument that lays it on its bodies."""
    return TaskRow(
        id=task.id,
        document=document,
        file=file,
        where=task.where,
        kind=task.kind,
        start=task.start,
        end=task.end,
        text=task.text,
        assignees=tuple(task.assignees),
        deliverable=task.deliverable,
        deadline=task.deadline,
        budget=task.budget,
        modality=task.modality,
        reports_to=task.reports_to,
        due=tuple(task.due),
        parts=tuple(task.parts),
    )


def target_row(target: Target, file: str, document: str) -> TargetRow:
    """A target of the file, under the id of the instrument that sets it."""
    return TargetRow(
        id=target.id,
        document=document,
        file=file,
        where=target.where,
        start=target.start,
        end=target.end,
        text=target.text,
        value=target.value,
        unit=target.unit,
        comparator=target.comparator,
        due=target.due,
        due_source=target.due_source,
        achieved=target.achieved,
    )


def body_row(body: str, said: Iterable[BodySaid]) -> BodyRow:
    """A body out of what every file says that names it: the commonest spelling, else the smaller."""
    rows = list(said)
    counts = Counter(b.name for b in rows)
    name = min(counts, key=lambda n: (-counts[n], n))
    aliases = {a for b in rows for a in b.aliases} | set(counts)
    return BodyRow(
        id=body,
        name=name,
        aliases=tuple(sorted(aliases - {name})),
        kind=min((b.kind for b in rows if b.kind), default=None),
        place=min((b.place for b in rows if b.place), default=None),
    )
