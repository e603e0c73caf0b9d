"""Answers as CSV: one column a key, nested values as JSON, nothing that a spreadsheet would take for a formula."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from viz.escaping import escaped, escaped_json

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> str:
    """One cell: '' for null; a text that begins like a formula gets an apostrophe in front; controls are escaped."""
    if value is None or value is msgspec.UNSET:
        return ""
    if isinstance(value, str):
        shown = escaped(value, lines=True)
        return "'" + shown if value.startswith(_FORMULA) else shown
    if isinstance(value, bool | int | float):
        return msgspec.json.encode(value).decode()
    return escaped_json(msgspec.json.encode(value, order="deterministic").decode())


class _Line:
    """What csv writes into, one line at a time."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def csv_lines(kind: type[Struct], rows: Iterable[Struct]) -> Iterator[str]:
    """The header out of the type, then the rows."""
    line = _Line()
    writer = csv.writer(line, lineterminator="\n")
    names = msgspec.structs.fields(kind)
    writer.writerow([f.encode_name for f in names])
    yield line.text
    for row in rows:
        writer.writerow([cell(getattr(row, f.name)) for f in names])
        yield line.text
