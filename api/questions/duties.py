"""`tasks`: who must do what."""

from typing import Any

from api.exports import flat_tasks, tasks_extract, tasks_workbook
from api.questions.asking import Answer, Asked, Question, Table, extent_text, place_notes
from api.questions.params import Param
from graph.record import Role
from graph.store.port import InstrumentRow
from queries import finding
from queries import tasks as duties
from queries.answers import TaskAnswer
from queries.due_days import MOST
from queries.nodes import node, rows_of
from queries.stats import extent
from viz import tables
from viz.entries import Frame, day
from viz.labels import labels
from viz.rows import csv_file


def _question(asked: Asked, role: tuple[Role, ...], narrowed: dict[str, Any], row: InstrumentRow | None) -> str:
    """What was asked, as it stands above the list of what was loaded."""
    frame = Frame(labels(asked.say.lang))
    said = {
        asked.say("page.body"): narrowed["organization"],
        asked.say("page.reached"): asked.say("page.include.collectives") if narrowed["include"] != "none" else None,
        asked.say("page.role"): ", ".join(frame[r] for r in role),
        frame["place"].capitalize(): narrowed["place"],
        frame["document"].capitalize(): frame.name(node(row)) if row else None,
        **{asked.say(f"page.{k}"): day(narrowed[k]) if narrowed[k] else None for k in ("due_after", "due_before")},
    }
    return "; ".join(f"{label}: {value}" for label, value in said.items() if value) or asked.say("tasks.help")


def _issued_with(asked: Asked, row: InstrumentRow) -> list[str]:
    """A decision's tasks are mostly those of the plan that it issues, which has no number to ask for."""
    edges = asked.store.edges([row.id], "out", ["PROMULGATES"], drafts=asked.drafts)[row.id]
    issued = rows_of(asked.store, (e.target for e in edges), asked.drafts)
    shape = Frame(labels(asked.say.lang))
    return [
        asked.say("tasks.issued_with", name=shape.name(node(r)), id=i) for i, r in sorted(issued.items()) if r.loaded
    ]


def _tasks(asked: Asked, document: str | None, role: tuple[Role, ...], **narrowed: Any) -> Answer:
    row = finding.one(asked.store, document, asked.drafts) if document else None
    wanted = duties.Asked(roles=role, documents=(row.id,) if row else None, **narrowed)
    found = duties.tasks(asked.store, wanted, asked.drafts)
    ids = [r.document for r in found.rows]
    notes = [asked.say("tasks.undated", count=found.undated)] if found.undated else []
    notes += [asked.say("tasks.days_cut", count=found.cut, most=MOST)] if found.cut else []
    notes += _issued_with(asked, row) if row else []
    notes += place_notes(asked, narrowed.get("place")) if not found.rows else []
    if any(r.sample for r in asked.store.instruments(sorted(set(ids))).values()):
        notes.append(asked.say("sample_note"))

    def flat() -> Table:
        return flat_tasks(asked.store, found.rows, asked.say)

    def sheet(ending: str) -> bytes:
        if ending == ".csv":
            return csv_file(*flat())
        words = [_question(asked, role, narrowed, row), extent_text(extent(asked.store), asked.say)]
        if ending == ".docx":
            return tasks_extract(asked.store, found.rows, words, asked.say, grouped=narrowed["order"] == "deadline")
        return tasks_workbook(asked.store, found.rows, words, asked.say, asked.drafts)

    return Answer(
        kind=TaskAnswer, rows=found.rows, entries=lambda f: tables.tasks(found.rows, f), ids=ids, notes=tuple(notes),
        sheet=sheet, flat=flat,
    )  # fmt: skip


TASKS = Question(
    name="tasks",
    ask=_tasks,
    files=(".xlsx", ".docx", ".csv"),
    params=(
        Param(name="organization", key="option.organization", example="Sở Tư pháp"),
        Param(
            name="role", kind="choice", choices=("lead", "coordinate", "responsible"), many=True, key="option.role",
            example="lead",
        ),
        Param(name="place", key="option.place_tasks", example="tỉnh Lạng Sơn"),
        Param(name="document", key="option.document", example="4150/QĐ-UBND"),
        Param(name="due_after", kind="date", metavar="DATE", key="option.due_after", example="2026-01-01"),
        Param(name="due_before", kind="date", metavar="DATE", key="option.due_before", example="2026-12-31"),
        Param(
            name="include", kind="choice", choices=("none", "collectives"), default="none", key="option.include",
            example="none",
        ),
        Param(name="duty_to_issue", kind="flag", default=False, key="option.duty_to_issue", example="false"),
        Param(
            name="order", kind="choice", choices=("document", "deadline"), default="document", key="option.order",
            example="deadline",
        ),
    ),
)  # fmt: skip
