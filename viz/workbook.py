"""Excel workbooks: the sheet of tasks and what was loaded. Every text is written as text, so that none is a formula."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from typing import Any

from queries.sheets import InstrumentLine, TaskLine
from viz.entries import one_line
from viz.escaping import escaped
from viz.task_sheet import COLUMNS, STATES, basis, titled

MOST_ROWS, MOST_CHARACTERS = 1_048_575, 32_767  # what Excel holds
_CUT = " […]"
_FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True, "border": 1}
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
    options = {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}
    options |= dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = import_module("xlsxwriter").Workbook(target, options)
    book.set_properties({"created": datetime(2000, 1, 1)})  # equal stores are equal files
    formats = {
        "text": book.add_format(_FONT),
        "head": book.add_format({**_FONT, "bold": True, "bg_color": "#D9E1F2", "align": "center"}),
        "date": book.add_format({**_FONT, "num_format": "dd/mm/yyyy", "align": "center"}),
        "plain": book.add_format({k: v for k, v in _FONT.items() if k in ("font_name", "font_size")}),
    }
    _tasks(book, tasks, formats, sheets)
    _loaded(book, loaded, summary, formats, sheets)
    book.close()
    return target.getvalue()


def _page(sheet: Any, head: int, last_row: int, columns: int) -> None:
    """A4 across, as wide as a page, the head row on each; frozen and with filters."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P/&N")
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)
    sheet.autofilter(head, 0, max(last_row, head), columns - 1)


def _tasks(book: Any, rows: Iterable[TaskLine], formats: Mapping[str, Any], sheets: Sheets) -> None:
    sheet = book.add_worksheet(sheets.words["tasks"])
    for n, column in enumerate(COLUMNS):
        sheet.set_column(n, n, column.width, None, {"hidden": True} if column.hidden else {})
    for n, label in enumerate(titled(sheets.labels)):
        sheet.write_string(0, n, _text(label), formats["head"])
    last = 0
    for last, row in enumerate(rows, 1):
        if last > MOST_ROWS:
            raise TooManyRows
        values = _values(last, row, sheets)
        for n, column in enumerate(COLUMNS):
            _write(sheet, last, n, values[column.key], formats)
    status = next(n for n, c in enumerate(COLUMNS) if c.key == "status")
    if last:
        sheet.data_validation(1, status, last, status, {"validate": "list", "source": list(STATES[sheets.lang])})
    _page(sheet, 0, last, len(COLUMNS))


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
        sheet.write_string(n, 0, _text(line), formats["plain"])
    head = last = len(summary)
    for n, (key, _) in enumerate(_LOADED):
        sheet.write_string(head, n, _text(sheets.words[key]), formats["head"])
    for last, (row, files) in enumerate(rows, head + 1):
        period = f"{row.period_from}-{row.period_until}" if row.period_from else None
        own = {"period": period, "issued": _date(row.issued), "files": "\n".join(sheets.files.get(f, f) for f in files)}
        own["stage"] = sheets.words["draft"] if row.stage == "draft" else None
        for n, (key, _) in enumerate(_LOADED):
            _write(sheet, last, n, own[key] if key in own else getattr(row, key), formats)
    _page(sheet, head, last, len(_LOADED))


def _date(value: str | None) -> date | str | None:
    """A whole day as a date, a partial one as people write it."""
    if value is None:
        return None
    if len(value) == 10:
        return date.fromisoformat(value)
    return "/".join(reversed(value.split("-")))


def _write(sheet: Any, row: int, column: int, value: Any, formats: Mapping[str, Any]) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["date"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value, formats["text"])
    elif value:
        sheet.write_string(row, column, _text(value), formats["text"])
    else:
        sheet.write_blank(row, column, None, formats["text"])


def _text(value: str) -> str:
    """Controls as escapes; what is longer than a cell is cut, and says so."""
    shown = escaped(value, lines=True)
    return shown if len(shown) <= MOST_CHARACTERS else shown[: MOST_CHARACTERS - len(_CUT)] + _CUT
