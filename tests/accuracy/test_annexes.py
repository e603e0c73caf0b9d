"""Tables of tasks in the gazette's PDFs against rows marked from pictures of their pages (annexes/README.md)."""

import json
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from graph.folding import fold
from graph.record import Record, Task
from loaders.extraction import extract

pytestmark = pytest.mark.xdist_group("annexes")  # one worker: the PDFs are read once
GOLD = sorted((Path(__file__).resolve().parent / "annexes").glob("*.json"))
# what a body is called short in print and in full in a record
_NAMES = {
    "uy ban nhan dan": "ubnd", "vtv": "dai truyen hinh viet nam", "vov": "dai tieng noi viet nam",
    "ttxvn": "thong tan xa viet nam", "ngan hang nha nuoc": "ngan hang nha nuoc viet nam", " va ": " ",
    "cac co quan to chuc": "co quan to chuc",
}  # fmt: skip


class Measured(NamedTuple):
    """The figures, and every difference."""

    figures: dict[str, float]
    misses: list[str]


@pytest.fixture(scope="module")
def measured(shared: Path) -> Measured:
    """Rows found, and of all rows with something in a column how many have it right."""
    counts: Counter[str] = Counter()
    misses: list[str] = []
    for path in GOLD:
        gold = json.loads(path.read_text("utf-8"))
        record = extract(shared / "corpus" / "congbao" / gold["file"], gold["file"])
        compare(gold["rows"], list(_table_tasks(record)), counts, misses, path.stem)
    share = {name: counts[f"{name} right"] / counts[name] for name in ("lead", "coordinate", "deadline")}
    rows = 2 * counts["paired"] / (counts["gold"] + counts["read"])
    return Measured({"rows": rows, **share}, misses)


def test_rows_of_annexes_are_read(measured: Measured) -> None:
    """A row is one task, over page ends too."""
    assert measured.figures["rows"] >= 0.95, measured


@pytest.mark.parametrize("column", ["lead", "coordinate", "deadline"])
def test_columns_of_annexes_are_read(measured: Measured, column: str) -> None:
    """All who lead, all who coordinate, and the deadline of a row."""
    assert measured.figures[column] >= 0.90, measured


def _table_tasks(record: Record) -> Iterator[Task]:
    return (task for task in record.tasks if task.kind == "table" and task.assignees)


def compare(rows: list[dict[str, Any]], tasks: list[Task], counts: Counter[str], misses: list[str], name: str) -> None:
    """Rows and tasks paired in order by who leads in them and when they end; what differs is counted and told."""
    counts["gold"] += len(rows)
    counts["read"] += len(tasks)
    keys = [_key(_names(row["lead"]), _short(row["deadline"])) for row in rows]
    read = [_key(_bodies(task, "lead"), _short(task.deadline)) for task in tasks]
    for want, got in _pairs(keys, read):
        if want is None or got is None:
            misses.append(f"{name} row missed: {rows[want]['number']}" if want is not None else f"{name} row invented")
            continue
        counts["paired"] += 1
        _columns(rows[want], tasks[got], counts, misses, name)


def _pairs(keys: list[str], read: list[str]) -> Iterator[tuple[int | None, int | None]]:
    """Indices side by side; equal numbers of unequal keys between equal ones are paired in order."""
    for tag, a, b, c, d in SequenceMatcher(None, keys, read, autojunk=False).get_opcodes():
        both = min(b - a, d - c) if tag in ("equal", "replace") else 0
        yield from ((a + n, c + n) for n in range(both))
        yield from ((n, None) for n in range(a + both, b))
        yield from ((None, n) for n in range(c + both, d))


def _columns(row: dict[str, Any], task: Task, counts: Counter[str], misses: list[str], name: str) -> None:
    for role in ("lead", "coordinate"):
        want, got = _names(row[role]), _bodies(task, role)
        if want or got:
            counts[role] += 1
            counts[f"{role} right"] += want == got
            if want != got:
                misses.append(f"{name} {row['number']} {role}: {sorted(want - got)} missed, {sorted(got - want)} more")
    if row["deadline"] or task.deadline:
        counts["deadline"] += 1
        right = bool(row["deadline"] and task.deadline and _short(row["deadline"]) in _short(task.deadline))
        counts["deadline right"] += right
        if not right:
            misses.append(f"{name} {row['number']} deadline: {row['deadline']!r}, got {task.deadline!r}")


def _key(lead: frozenset[str], deadline: str) -> str:
    return "|".join([*sorted(lead), deadline[-6:]])


def _bodies(task: Task, role: str) -> frozenset[str]:
    return _names([a.organization for a in task.assignees if a.role == role])


def _names(names: list[str]) -> frozenset[str]:
    found = set()
    for name in names:
        said = f" {fold(name)} "
        for short, full in _NAMES.items():
            if f" {full.strip()} " not in said or short == " va ":
                said = said.replace(short, full)
        found.add(" ".join(said.split()))
    return frozenset(found)


def _short(words: str | None) -> str:
    return "".join(char for char in fold(words or "") if char.isalnum())
