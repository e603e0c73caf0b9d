"""What every sheet of a workbook has: its type, its page, texts that stay texts, rows as high as their texts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from typing import Any

from viz.escaping import escaped

MOST_CHARACTERS = 32_767  # what a cell of Excel holds
_CUT = " […]"
_FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True, "border": 1}
_LINE, _HIGHEST = 15.75, 409  # points: a line of the type above; what Excel allows


def new_book(target: Any, **options: bool) -> tuple[Any, dict[str, Any]]:
    """A workbook in which every text is written as text, so that none is a formula or a link, and its formats."""
    options |= dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = import_module("xlsxwriter").Workbook(target, options)
    book.set_properties({"created": datetime(2000, 1, 1)})  # equal stores are equal files
    return book, {
        "text": book.add_format(_FONT),
        "head": book.add_format({**_FONT, "bold": True, "bg_color": "#D9E1F2", "align": "center"}),
        "date": book.add_format({**_FONT, "num_format": "dd/mm/yyyy", "align": "center"}),
        "plain": book.add_format({k: v for k, v in _FONT.items() if k in ("font_name", "font_size")}),
    }


def page(sheet: Any, head: int, last_row: int, columns: int, printed: int | None = None) -> None:
    """A4 across, as wide as a page, the head row on each; frozen and with filters; `printed`: that many columns."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P/&N")
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)
    sheet.autofilter(head, 0, max(last_row, head), columns - 1)
    if printed:
        sheet.print_area(0, 0, max(last_row, head), printed - 1)


def write_row(
    sheet: Any, row: int, values: Sequence[Any], widths: Iterable[int | None], formats: Mapping[str, Any]
) -> None:
    """Each value in its column, of that width (characters; None: hidden).

    The height is said, because LibreOffice trusts what stands in a file that calls itself Excel's, where no height is
    one line; Excel would find it by itself.
    """
    sheet.set_row(row, _height(zip(values, widths, strict=True)))
    for column, value in enumerate(values):
        _write(sheet, row, column, value, formats)


def write_head(sheet: Any, row: int, labels: Sequence[str], widths: Iterable[int], formats: Mapping[str, Any]) -> None:
    """The row that names the columns."""
    write_row(sheet, row, labels, widths, {"text": formats["head"]})


def text(value: str) -> str:
    """Controls as escapes; what is longer than a cell is cut, and says so."""
    shown = escaped(value, lines=True)
    return shown if len(shown) <= MOST_CHARACTERS else shown[: MOST_CHARACTERS - len(_CUT)] + _CUT


def _height(cells: Iterable[tuple[Any, int | None]]) -> float:
    """Points; a width counts digits, of which a word broken at the margin wastes a few."""
    lines = 1
    for value, width in cells:
        if width and isinstance(value, str):
            lines = max(lines, sum(1 + len(line) // max(width - 1, 1) for line in value.split("\n")))
    return min(lines * _LINE, _HIGHEST)


def _write(sheet: Any, row: int, column: int, value: Any, formats: Mapping[str, Any]) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["date"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value, formats["text"])
    elif value:
        sheet.write_string(row, column, text(value), formats["text"])
    else:
        sheet.write_blank(row, column, None, formats["text"])
