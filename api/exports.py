"""Tables that leave the program: CSV and Excel out of the store."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from api.messages import Words
from api.problems import Problem
from api.settings import BadSetting, settings
from api.sources import shown
from graph.rdf.formats import WRITERS
from graph.rdf.terms import Block
from graph.store.port import InstrumentRow, Store
from queries import due_days, sheets
from queries.answers import TaskAnswer
from queries.nodes import node
from viz import task_sheet
from viz.entries import Frame
from viz.labels import labels
from viz.rows import csv_archive
from viz.workbook import MOST_ROWS, Sheets, TooManyRows, workbook


def _named(say: Words) -> Callable[[InstrumentRow], str]:
    shape = Frame(labels(say.lang))
    return lambda row: shape.name(node(row))


def written(ending: str, blocks: Iterable[Block]) -> bytes:
    """RDF in the form of the ending."""
    return b"".join(WRITERS[ending](blocks))


def flat_tasks(store: Store, rows: Iterable[TaskAnswer], say: Words) -> tuple[type[Struct], Iterable[Struct]]:
    """The tasks, one flat row each, and the type of these."""
    return sheets.TaskLine, sheets.task_lines(store, rows, _named(say))


def archive(store: Store, say: Words, drafts: bool) -> bytes:
    """All five tables."""
    tasks = flat_tasks(store, sheets.all_tasks(store, drafts), say)
    return csv_archive(
        (
            ("instruments", sheets.InstrumentLine, sheets.instrument_lines(store, drafts)),
            ("edges", sheets.EdgeLine, sheets.edge_lines(store, drafts)),
            ("tasks", *tasks),
            ("targets", sheets.TargetLine, sheets.target_lines(store, drafts)),
            ("organizations", sheets.OrganizationLine, sheets.organization_lines(store)),
        )
    )


def _columns(say: Words) -> dict[str, str]:
    try:
        return task_sheet.labels(say.lang, settings().task_columns)
    except task_sheet.BadLabels as error:
        raise BadSetting("PHAHE_TASK_COLUMNS", str(error)) from None


def tasks_extract(store: Store, rows: list[TaskAnswer], summary: list[str], say: Words, *, grouped: bool) -> bytes:
    """The tasks as a Word document that is marked as an extract; `grouped`: what has a day, what recurs, the rest."""
    from viz.task_extract import MOST_TASKS, Extract, TooManyTasks, extract  # noqa: PLC0415 - Word's parts take a while

    words = {key: say(f"extract.{key}") for key in ("mark", "title", "dated", "recurring", "undated", "foot", "note")}
    words["where"] = say("sheet.where")
    heads = [words[due_days.standing(r.due)] if grouped else "" for r in rows]
    lines = sheets.task_lines(store, rows, _named(say))
    try:
        return extract(zip(heads, lines, strict=True), Extract(say.lang, _columns(say), words, summary))
    except TooManyTasks:
        raise Problem(say("extract.too_many", most=MOST_TASKS)) from None


def tasks_workbook(store: Store, rows: Iterable[TaskAnswer], summary: list[str], say: Words, drafts: bool) -> bytes:
    """The sheet of these tasks, and the sheet of what was loaded."""
    columns = _columns(say)
    keys = ("tasks", "loaded", "where", "type", "code", "issued", "issuer", "title", "period", "place", "stage")
    words = {key: say(f"sheet.{key}") for key in keys}
    words |= {key: say(f"sheet.{key}") for key in ("incomplete", "files", "id", "draft")}
    listed = store.files()
    files = {f.sha256: ", ".join(map(shown, f.paths)) for f in listed}
    loaded = ((sheets.instrument_line(r), r.files) for r in store.all_instruments() if r.loaded)
    seen = ((line, own) for line, own in loaded if drafts or line.stage != "draft")
    try:
        lines = sheets.task_lines(store, rows, _named(say))
        return workbook(lines, seen, summary, Sheets(say.lang, columns, words, files))
    except TooManyRows:
        raise Problem(say("export.too_many", most=MOST_ROWS)) from None
