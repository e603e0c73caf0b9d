"""Tables of indicators: a column names what is measured, others give its unit and the value for a year."""

import re
from functools import lru_cache
from typing import NamedTuple

from graph.bodies import plain
from graph.patterns import pattern
from graph.record import Comparator
from loaders.reading.context import Reading
from loaders.reading.lexicon import rules
from loaders.reading.model import Block, Table
from loaders.reading.target_values import COMPARATORS, number

_HEAD_ROWS = 2  # the names of columns stand no lower


class Cell(NamedTuple):
    """A value of a table of indicators: the cells of its name and of itself, what it says."""

    name: Block
    value: Block
    entries: list[tuple[int | float, Comparator]]
    unit: str | None
    due: int | None


class _Columns(NamedTuple):
    name: int
    unit: int | None
    values: dict[int, int | None]  # column -> year
    row: int


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {r["id"]: pattern(f"targets.columns.{r['id']}", r["pattern"]) for r in rules("targets")["columns"]}


def is_value(text: str) -> bool:
    """Whether a cell holds a number and nothing else.

    >>> is_value("≥ 90%"), is_value("80 xã")
    (True, False)
    """
    return len(text) < 24 and bool(_patterns()["cell"].match(plain(text).strip()))


def indicators(reading: Reading, table: Table) -> list[Cell]:
    """The goals of a table of indicators; none of any other table."""
    columns = _columns(reading, table)
    if columns is None:
        return []
    found: list[Cell] = []
    for row in table.rows[columns.row + 1 :]:
        name = row.cells.get(columns.name)
        if name is None or is_value(reading.whole(reading.blocks[name])):
            continue
        unit = row.cells.get(columns.unit) if columns.unit is not None else None
        words = reading.whole(reading.blocks[unit]).strip() if unit is not None else None
        for column, due in columns.values.items():
            if (value := row.cells.get(column)) is not None and value > name:
                found += _cell(reading, reading.blocks[name], reading.blocks[value], words, due)
    return found


def _columns(reading: Reading, table: Table) -> _Columns | None:
    """Which column is which, from the rows of names; None where the table has no names of indicators with values."""
    for n, row in enumerate(table.rows[:_HEAD_ROWS]):
        heads = {c: plain(reading.whole(reading.blocks[b])).strip() for c, b in row.cells.items()}
        name = next((c for c, words in heads.items() if _patterns()["name"].match(words)), None)
        if name is None:
            continue
        unit = next((c for c, words in heads.items() if _patterns()["unit"].match(words)), None)
        found = {c: m for c, w in heads.items() if c > name and c != unit and (m := _patterns()["value"].match(w))}
        years = {c: int(m["y"] or m["z"]) if m["y"] or m["z"] else None for c, m in found.items()}
        return _Columns(name, unit, years, n) if years else None
    return None


def _cell(reading: Reading, name: Block, value: Block, unit: str | None, due: int | None) -> list[Cell]:
    match = _patterns()["cell"].match(plain(reading.whole(value)).strip())
    if match is None:
        return []
    high = number(match["num"], percent=False)
    which = next((g for g in COMPARATORS if match[g]), "ge" if match["up"] else "")
    entries: list[tuple[int | float, Comparator]] = [(high, COMPARATORS.get(which, "="))]
    if match["low"] and (low := number(match["low"], percent=False)) < high:
        entries = [(low, ">="), (high, "<=")]
    return [Cell(name, value, entries, match["unit"] or unit or None, due)]
