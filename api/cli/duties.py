"""`tasks`: who must do what."""

from typing import Any

import click

from api.cli.asking import Answer, Asked, extent_text, question
from api.cli.exporting import ending_of
from api.cli.writing import replace_file, tasks_csv, tasks_workbook
from api.messages import Words
from graph import dates
from graph.record import Role
from graph.store.port import InstrumentRow
from queries import finding
from queries import tasks as duties
from queries.answers import TaskAnswer
from queries.nodes import node, rows_of
from queries.stats import extent
from viz import tables
from viz.entries import Frame
from viz.labels import labels


def _date(say: Words) -> click.Option:
    """`--due-before`: '2026-12-31', '31/12/2026', '2026-06' or '2026'."""

    def parsed(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        found = dates.typed(value) if value is not None else None
        if value is not None and found is None:
            raise click.BadParameter(say("usage.date"), ctx, param)
        return found

    return click.Option(["--due-before"], metavar="DATE", callback=parsed, help=say("option.due_before"))


def _asked(narrowed: dict[str, Any], row: InstrumentRow | None, say: Words) -> str:
    """What was asked, as it stands above the list of what was loaded."""
    said = [str(v) for k, v in narrowed.items() if v and k in ("organization", "place", "due_before")]
    return "; ".join([say("tasks.help").rstrip("."), *said, *([row.id] if row else [])])


def _write(asked: Asked, output: str, ending: str, rows: list[TaskAnswer], words: str) -> None:
    store, say = asked.store, asked.say

    def made() -> bytes:
        if ending == ".csv":
            return tasks_csv(store, rows, say)
        return tasks_workbook(store, rows, [words, extent_text(extent(store), say)], say, asked.drafts)

    replace_file(output, made, say)


def _issued_with(asked: Asked, row: InstrumentRow) -> list[str]:
    """A decision's tasks are mostly those of the plan that it issues, which has no number to ask for."""
    edges = asked.store.edges([row.id], "out", ["PROMULGATES"], drafts=asked.drafts)[row.id]
    issued = rows_of(asked.store, (e.target for e in edges), asked.drafts)
    shape = Frame(labels(asked.say.lang))
    return [
        asked.say("tasks.issued_with", name=shape.name(node(r)), id=i) for i, r in sorted(issued.items()) if r.loaded
    ]


def tasks(say: Words) -> click.Command:
    """Who must do what."""

    def ask(asked: Asked, document: str | None, role: tuple[Role, ...], output: str | None, **narrowed: Any) -> Answer:
        ending = ending_of(output, (".xlsx", ".csv"), say) if output is not None else ""
        row = finding.one(asked.store, document, asked.drafts) if document else None
        within = (row.id,) if row else None
        wanted = duties.Asked(roles=role, documents=within, **narrowed)
        found = duties.tasks(asked.store, wanted, asked.drafts)
        ids = [r.document for r in found.rows]
        notes = [say("tasks.undated", count=found.undated)] if found.undated else []
        notes += _issued_with(asked, row) if row else []
        if any(r.sample for r in asked.store.instruments(sorted(set(ids))).values()):
            notes.append(say("sample_note"))
        return Answer(
            kind=TaskAnswer,
            rows=found.rows,
            entries=lambda f: tables.tasks(found.rows, f),
            ids=ids,
            notes=tuple(notes),
            instead=(lambda: _write(asked, output, ending, found.rows, _asked(narrowed, row, say))) if output else None,
        )

    roles = click.Choice(("lead", "coordinate", "responsible"))
    params: list[click.Parameter] = [
        click.Option(["--organization"], help=say("option.organization")),
        click.Option(["--role"], type=roles, multiple=True, help=say("option.role")),
        click.Option(["--place"], help=say("option.place_tasks")),
        click.Option(["--document"], help=say("option.document")),
        _date(say),
        click.Option(
            ["--include"], type=click.Choice(("none", "collectives")), default="none", show_default=True,
            help=say("option.include"),
        ),
        click.Option(["--output"], metavar="FILE", help=say("option.output")),
        click.Option(["--duty-to-issue"], is_flag=True, help=say("option.duty_to_issue")),
    ]  # fmt: skip
    return question("tasks", say, ask, params)
