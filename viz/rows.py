"""Answers as CSV: one column a key, nested values as JSON, nothing that a spreadsheet would take for a formula."""

import csv
import io
import zipfile
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


BOM = "\ufeff"  # of CSV files, without which Excel takes UTF-8 for the machine's code page; never on stdout


def csv_file(kind: type[Struct], rows: Iterable[Struct]) -> bytes:
    """A file for spreadsheets: UTF-8 with its mark."""
    return (BOM + "".join(csv_lines(kind, rows))).encode()


def csv_archive(tables: Iterable[tuple[str, type[Struct], Iterable[Struct]]]) -> bytes:
    """One CSV file a table in a zip; equal tables are equal bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, kind, rows in tables:
            entry = zipfile.ZipInfo(f"{name}.csv")  # of 1980, not of now
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, csv_file(kind, rows))
    return target.getvalue()


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
