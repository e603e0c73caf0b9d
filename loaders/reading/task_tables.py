"""Tables of tasks: what each column is for, by the words of its head, and the rows below."""

from functools import lru_cache
from typing import Literal

from msgspec import Struct

from graph.bodies import plain
from graph.patterns import pattern
from graph.record import Role
from loaders.reading.bodies import free_list
from loaders.reading.body_items import Scan
from loaders.reading.context import Reading
from loaders.reading.lexicon import rules
from loaders.reading.model import Block, Table, TableRow
from loaders.reading.ruleset import ruleset
from loaders.reading.task_roles import read_duties

Use = Literal["number", "task", "lead", "coordinate", "responsible", "time", "start", "result", "budget", "ignore"]
_ORDINAL = pattern("tasks.ordinal", r"\d{1,3}(?:\.\d{1,3}){0,3}[a-zđ]?[.)]?\Z|[a-zđ][.)]?\Z")
_DITTO = ruleset("tasks")["ditto"].regex
_LABELLED = ruleset("tasks")["labelled_cell"].regex
_BODY_COLUMNS: tuple[Role, ...] = ("lead", "coordinate", "responsible")


class Row(Struct):
    """A row that lays a task on bodies; cells are blocks."""

    task: Block
    assignees: list[tuple[str, Role]]
    time: Block | None = None
    result: Block | None = None
    budget: Block | None = None


@lru_cache(maxsize=1024)
def use_of(head: str) -> Use | None:
    """What a column is for, by its head; None where the words say nothing.

    >>> use_of("Cơ quan chủ trì"), use_of("Sản phẩm đầu ra"), use_of("Nhiệm vụ/Hoạt động"), use_of("Ghi chú")
    ('lead', 'result', 'task', 'ignore')
    """
    low = plain(" ".join(head.split())).strip(" .:*")
    if not low or len(low) > 110:
        return None
    for row in rules("tables")["columns"]:
        if low in row.get("exact", ()) or any(w in low for w in row.get("has", ())):
            use: Use = row["use"]
            return use
    return None


def columns_of(reading: Reading, table: Table) -> tuple[dict[int, Use], int]:
    """The use of each column and how many rows the head takes; no columns where this is no table of tasks."""
    for first in range(min(4, len(table.rows))):
        uses = _uses(reading, table.rows[first])
        if _enough(uses):
            size = first + 1
            if size < len(table.rows):
                below = _uses(reading, table.rows[size])
                if below and _is_head(reading, table.rows[size]):
                    uses = _parted(uses, below, table, size)
                    size += 1
            if size < len(table.rows) and _counts(reading, table.rows[size]):
                size += 1
            return uses, size
        if first + 1 < len(table.rows):
            both = {**uses, **_uses(reading, table.rows[first + 1])}
            if uses and _enough(both) and _is_head(reading, table.rows[first + 1]):
                return both, first + 2
    return {}, 0


def _parted(uses: dict[int, Use], below: dict[int, Use], table: Table, second: int) -> dict[int, Use]:
    """Both rows of a head as one.

    In plain text a head over several columns takes one, and those behind it stand too
    far left; the rows below are wider by as many as it has parts, less one. Blank cells say which head is parted,
    else it is the one of bodies.
    """
    width = 1 + max((col for row in table.rows[second + 1 :] for col in row.cells), default=0)
    more = len(below) - 1
    if not more or 1 + max(table.rows[second - 1].cells) + more != width:
        return {**uses, **below}
    at = min(below)
    if at == 0:
        at = next((col for col, use in sorted(uses.items()) if use in _BODY_COLUMNS), 0)
    found: dict[int, Use] = {col if col < at else col + more: use for col, use in uses.items() if col != at}
    return {**found, **{at + n: use for n, (_, use) in enumerate(sorted(below.items()))}}


def _uses(reading: Reading, row: TableRow) -> dict[int, Use]:
    found: dict[int, Use] = {}
    leading = False  # 'Nhiệm vụ chủ trì': whoever the row names leads
    for col, index in row.cells.items():
        block = reading.blocks[index]
        head = reading.whole(block)
        use = use_of(head)
        leading = leading or (use == "task" and "chủ trì" in plain(head))
        if use:
            for n in range(max(1, block.colspan)):
                found[col + n] = use
    return {col: "lead" if leading and use == "responsible" else use for col, use in found.items()}


def _enough(uses: dict[int, Use]) -> bool:
    """A table of tasks has a column of tasks and one of bodies."""
    kinds = set(uses.values())
    return "task" in kinds and bool(kinds & set(_BODY_COLUMNS))


def _is_head(reading: Reading, row: TableRow) -> bool:
    """A second row of heads: every cell that says something says it as a head."""
    words = [reading.whole(reading.blocks[i]).strip() for i in row.cells.values()]
    said = [w for w in words if w]
    return bool(said) and all(use_of(w) for w in said) and all(len(w) < 60 for w in said)


def _counts(reading: Reading, row: TableRow) -> bool:
    """A row '(1) (2) (3)' below the heads."""
    words = [reading.whole(reading.blocks[i]).strip(" ()") for i in row.cells.values()]
    return len(words) > 2 and all(w.isdigit() or not w or "=" in w for w in words) and words[-1:] != [""]


def rows_of(reading: Reading, table: Table) -> list[Row]:
    """The rows of a table that lay tasks on bodies."""
    uses, first = columns_of(reading, table)
    if not uses:
        return []
    found: list[Row] = []
    carried: dict[int, tuple[int, int]] = {}  # column -> (block, last row it covers)
    above: dict[int, int] = {}  # column -> the last cell that says something of its own
    for number in range(first, len(table.rows)):
        cells = dict(table.rows[number].cells)
        for col, index in list(cells.items()):
            span = reading.blocks[index].rowspan
            if span > 1:
                carried[col] = (index, number + span - 1)
        for col, (index, last) in carried.items():
            if col not in cells and number <= last and uses.get(col) in _BODY_COLUMNS:
                cells[col] = index
        for col, index in cells.items():
            if col in above and uses.get(col) != "task" and _DITTO.match(reading.whole(reading.blocks[index])):
                cells[col] = above[col]
        above.update(cells)
        row = _row(reading, cells, uses, last=number == len(table.rows) - 1)
        if row:
            found.append(row)
    return found


def _row(reading: Reading, cells: dict[int, int], uses: dict[int, Use], last: bool) -> Row | None:
    by_use: dict[Use, list[Block]] = {}
    for col, index in sorted(cells.items()):
        block = reading.blocks[index]
        if reading.whole(block).strip(" -.") and uses.get(col):
            by_use.setdefault(uses[col], []).append(block)
    tasks = by_use.get("task")
    if not tasks or _is_section(reading, cells):
        return None
    task = tasks[-1] if len(tasks) > 1 and len(reading.whole(tasks[-1])) > 12 else tasks[0]
    assignees: list[tuple[str, Role]] = []
    for role in _BODY_COLUMNS:
        for block in by_use.get(role, ()):
            assignees += [a for a in bodies_of_cell(reading.whole(block), role) if a not in assignees]
    one = {use: blocks[0] for use, blocks in by_use.items()}
    number = one.get("number")
    numbered = number is not None and bool(_ORDINAL.match(reading.whole(number).strip()))
    if not assignees and not (last and numbered and len(by_use) < 4):  # a last row cut off keeps its task
        return None
    return Row(task, assignees, one.get("time") or one.get("start"), one.get("result"), one.get("budget"))


def _is_section(reading: Reading, cells: dict[int, int]) -> bool:
    """A line over the whole table, whose words a page that was saved as text repeats in every column."""
    said = [reading.whole(reading.blocks[index]).strip() for _, index in sorted(cells.items())[1:]]
    return len(said) > 2 and len(set(said)) == 1


def bodies_of_cell(text: str, role: Role) -> list[tuple[str, Role]]:
    """The bodies of a cell with their role; a cell may label them itself ('Chủ trì: …; phối hợp: …')."""
    low = plain(text)
    labels = list(_LABELLED.finditer(low))
    if labels:
        found: list[tuple[str, Role]] = []
        for n, label in enumerate(labels):
            until = labels[n + 1].start() if n + 1 < len(labels) else len(text)
            own: Role = {"chủ trì": "lead", "phối hợp": "coordinate"}.get(label[1], role)  # type: ignore[assignment]
            found += [(i.said, own) for i in free_list(text[label.end() : until])]
        return found
    if "phối hợp với" in low or "chủ trì" in low:
        duties = read_duties(Scan(text), None)
        if duties.roles:
            return duties.roles
    return [(i.said, role) for i in free_list(text)]


def lines_of(text: str) -> list[str]:
    """The lines of a cell without their bullets."""
    return [words for line in text.splitlines() if (words := line.strip(" ;-+•*\t\xa0"))]
