"""Excel workbooks: the sheet of tasks and what was loaded. Every text is written as text, so that none is a formula."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from queries.sheets import InstrumentLine, TaskLine
from viz.entries import one_line, years
from viz.sheets import new_book, page, text, write_head, write_row
from viz.task_sheet import COLUMNS, STATES, basis, titled

MOST_ROWS = 1_048_575  # what Excel holds
_LOADED = (
    ("type", 14), ("code", 18), ("issued", 12), ("issuer", 28), ("title", 60), ("period", 12), ("place", 24),
    ("stage", 12), ("incomplete", 24), ("files", 40), ("id", 40),
)  # fmt: skip


class TooManyRows(Exception):  # noqa: N818 - an answer for people
    """More tasks than a sheet holds."""


class Sheets:
    """What a workbook is made of, besides its rows."""

    def __init__(
        self, lang: str, labels: Mapping[str, str], words: Mapping[str, str], files: Mapping[str, str]
    ) -> None:
        self.lang, self.labels, self.words, self.files = lang, labels, words, files


def workbook(
    tasks: Iterable[TaskLine],
    loaded: Iterable[tuple[InstrumentLine, Sequence[str]]],
    summary: Sequence[str],
    sheets: Sheets,
) -> bytes:
    """The file: tasks, then what was loaded (instruments with the sha256 of their files) under its summary lines."""
    target = io.BytesIO()
    # rows are written once and in order, so that memory does not grow with them
    book, formats = new_book(target, constant_memory=True)
    _tasks(book, tasks, formats, sheets)
    _loaded(book, loaded, summary, formats, sheets)
    book.close()
    return target.getvalue()


def _tasks(book: Any, rows: Iterable[TaskLine], formats: Mapping[str, Any], sheets: Sheets) -> None:
    sheet = book.add_worksheet(sheets.words["tasks"])
    for n, column in enumerate(COLUMNS):
        sheet.set_column(n, n, column.width, None, {"hidden": True} if column.hidden else {})
    write_head(sheet, 0, titled(sheets.labels), [c.width for c in COLUMNS], formats)
    widths = [None if c.hidden else c.width for c in COLUMNS]
    last = 0
    for last, row in enumerate(rows, 1):
        if last > MOST_ROWS:
            raise TooManyRows
        values = _values(last, row, sheets)
        write_row(sheet, last, [values[c.key] for c in COLUMNS], widths, formats)
    status = next(n for n, c in enumerate(COLUMNS) if c.key == "status")
    if last:
        sheet.data_validation(1, status, last, status, {"validate": "list", "source": list(STATES[sheets.lang])})
    page(sheet, 0, last, len(COLUMNS), printed=status + 1)


def _values(number: int, row: TaskLine, sheets: Sheets) -> dict[str, Any]:
    return {
        "number": number,
        "task": one_line(row.text),
        "lead": row.lead,
        "person": row.person,
        "coordinate": row.coordinate,
        "deadline": row.deadline,
        "deliverable": row.deliverable,
        "approver": row.approver,
        "basis": basis(row, sheets.words["where"]),
        "status": None,
        "quote": row.text,
        "page": row.page,
        "due": _date(row.due_end),
        "place": f"{sheets.files.get(row.file, row.file[:10])}:{row.start}-{row.end}",
        "id": row.id,
    }


def _loaded(
    book: Any,
    rows: Iterable[tuple[InstrumentLine, Sequence[str]]],
    summary: Sequence[str],
    formats: Mapping[str, Any],
    sheets: Sheets,
) -> None:
    sheet = book.add_worksheet(sheets.words["loaded"])
    for n, (_, width) in enumerate(_LOADED):
        sheet.set_column(n, n, width)
    for n, line in enumerate(summary):
        sheet.write_string(n, 0, text(line), formats["plain"])
    head = last = len(summary)
    widths = [width for _, width in _LOADED]
    write_head(sheet, head, [sheets.words[key] for key, _ in _LOADED], widths, formats)
    for last, (row, files) in enumerate(rows, head + 1):
        period = years((row.period_from, row.period_until)) if row.period_from and row.period_until else None
        own = {"period": period, "issued": _date(row.issued), "files": "\n".join(sheets.files.get(f, f) for f in files)}
        own["stage"] = sheets.words["draft"] if row.stage == "draft" else None
        values = [own[key] if key in own else getattr(row, key) for key, _ in _LOADED]
        write_row(sheet, last, values, widths, formats)
    page(sheet, head, last, len(_LOADED))


def _date(value: str | None) -> date | str | None:
    """A whole day as a date, a partial one as people write it."""
    if value is None:
        return None
    if len(value) == 10:
        return date.fromisoformat(value)
    return "/".join(reversed(value.split("-")))
