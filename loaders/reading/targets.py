"""Targets: numbers to be reached, with what they measure, what compares, the year they are due.

Rules: `rules/targets.yaml`. A cheap scan picks the blocks that can hold one; headings and lines above say whether
numbers there are goals, results or neither; the clause says the rest.
"""

from bisect import bisect_right
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from msgspec import structs

from graph.patterns import pattern
from graph.record import Target
from loaders.reading.context import Reading
from loaders.reading.excerpts import excerpt
from loaders.reading.lexicon import has_any, tuple_of
from loaders.reading.model import Block, Table
from loaders.reading.ruleset import ruleset
from loaders.reading.target_clauses import Clause, clauses
from loaders.reading.target_tables import indicators, is_value
from loaders.reading.target_values import Figure, figures
from loaders.reading.target_years import at_heads, due_of, due_years, head_year
from loaders.reading.target_zones import Zone, zones
from loaders.reading.trials import Trials

_SIGNS = tuple_of("targets", "signs")
_DIGIT = pattern("targets.digit", r"\d")
_KINDS = frozenset({"item", "para", "heading", "cell"})
_FAR = 2000  # characters: what governs a number stands no farther before it
_GOALS = tuple_of("targets", "goal_words")


def find_targets(reading: Reading) -> list[Target]:
    """All targets, in the order of the text; of a second printing none."""
    signed = _signed(reading)
    if not reading.docs or not (signed or _has_goals(reading)):
        return []
    governing = zones(reading)
    found: list[Target] = []
    for block, zone in zip(reading.blocks, governing, strict=True):
        if block.reprint or block.kind not in _KINDS or zone.kind == "none":
            continue
        if block.index in signed or zone.kind == "goal":
            found += _targets(reading, block, zone)
    for table in reading.tables if signed else ():
        found += _indicators(reading, table, governing)
    found.sort(key=lambda t: t.start)
    return _numbered(reading, found)


def _has_goals(reading: Reading) -> bool:
    return has_any(reading.text, _GOALS)


def _signed(reading: Reading) -> set[int]:
    """The blocks with a percentage or a word that firmly sets a goal."""
    text, blocks = reading.text, set()
    for sign in _SIGNS:
        at = text.find(sign)
        while at >= 0:
            block = bisect_right(reading.starts, at) - 1
            blocks.add(block)
            at = text.find(sign, max(at + 1, reading.blocks[block].end if block >= 0 else 0))
    return blocks


def _indicators(reading: Reading, table: Table, governing: list[Zone]) -> list[Target]:
    """The values of a table of indicators, in a document that sets goals: from the name to the value's cell."""
    made = []
    for cell in indicators(reading, table):
        zone = governing[cell.value.index]
        if zone.kind not in ("goal", "open") or cell.value.reprint:
            continue
        if cell.due and cell.due < int((reading.doc_of(cell.value).issued or "0")[:4]):
            continue  # a column of what was, beside those of what is to be
        low, high = excerpt(reading.text, cell.name.start, cell.value.end, cell.value.start, cell.value.end)
        start, end, text = reading.quote(low, high)
        due = cell.due or zone.due
        made += [
            Target(
                id="", document=reading.doc_of(cell.value).id, where=cell.value.path, start=start, end=end, text=text,
                value=value, unit=cell.unit, comparator=comparator, due=due, due_source="stated" if due else None,
                achieved=False, rule="table",
            )
            for value, comparator in cell.entries
        ]  # fmt: skip
    return made


def _targets(reading: Reading, block: Block, zone: Zone) -> list[Target]:
    text = reading.whole(block)
    if not _DIGIT.search(text) or (block.kind == "cell" and is_value(text)):
        return []
    low, start = reading.plain[block.start : block.end], block.body - block.start
    counts = "goal_count" if zone.kind == "goal" else "firm_count" if zone.kind == "open" else None
    if zone.kind == "open" and ruleset("targets")["goal_words"].regex.match(low, start):
        counts = "goal_count"  # 'Chỉ tiêu: …' in a line of its own
    tried = _trials().of(reading.narrow[block.start : block.end])
    inside = _free(reading, block, figures(text, low, start, counts, zone.kind != "result", tried))
    if zone.kind in ("open", "firm"):
        inside = [f for f in inside if not _looks_back(low, start, f.start)]
    if not inside or (zone.kind == "firm" and "phấn đấu" not in low):
        return []
    found = clauses(text, low, start, inside, tried)
    years = due_years(low, start, len(low))
    heads = at_heads(years, [start, *(c.part for c in found)])
    made: list[Target] = []
    for clause in found:
        achieved = zone.kind == "result" and not ruleset("targets")["ordered"].regex.search(
            low, max(clause.part, clause.figures[-1].end - _FAR), clause.figures[-1].end
        )
        for figure in clause.figures:
            said = _Said(reading, block, clause, achieved)
            due = None if achieved else due_of(years, clause.part, figure.end, clause.end)
            if due is None and not achieved and not ruleset("targets")["stage"].regex.match(low, clause.start):
                due = head_year(heads, figure.start) or zone.due
            made += said.rows(figure, due)
    return made


@lru_cache(maxsize=1)
def _trials() -> Trials:
    return Trials("targets")


def _looks_back(low: str, start: int, at: int) -> bool:
    """Whether the sentence tells what was: 'Thời gian qua, …'; what it strives for is a goal all the same."""
    start = max(start, at - _FAR)
    begin = low.rfind(". ", start, at)
    begin = start if begin < 0 else begin + 2
    rules = ruleset("targets")
    return bool(rules["lookback"].regex.match(low, begin, at)) and not rules["goal_words"].regex.search(low, begin, at)


def _free(reading: Reading, block: Block, found: list[Figure]) -> list[Figure]:
    """The figures that stand in no mention of an instrument."""
    if not found:
        return found

    def named(figure: Figure) -> bool:
        at = block.start + figure.start
        last = bisect_right(reading.mentions, at, key=attrgetter("start")) - 1
        return last >= 0 and reading.mentions[last].start <= at < reading.mentions[last].end

    return [f for f in found if not named(f)]


class _Said(NamedTuple):
    """A clause in its place."""

    reading: Reading
    block: Block
    clause: Clause
    achieved: bool

    def rows(self, figure: Figure, due: int | None) -> list[Target]:
        """One target a value of the figure."""
        low, high, at, stop = (
            self.block.start + n for n in (self.clause.start, self.clause.end, figure.start, figure.end)
        )
        start, end, text = self.reading.quote_with(*excerpt(self.reading.text, low, high, at, stop), at)
        return [
            Target(
                id="", document=self.reading.doc_of(self.block).id, where=self.block.path, start=start, end=end,
                text=text, value=value, unit=figure.unit, comparator=comparator, due=due,
                due_source="stated" if due else None, achieved=self.achieved,
                rule="percent" if "%" in figure.unit or "‰" in figure.unit else "count",
            )
            for value, comparator in figure.entries
        ]  # fmt: skip


def _numbered(reading: Reading, found: list[Target]) -> list[Target]:
    """Ids by the file and the place; the second and later of one place carry their number."""
    seen: dict[int, int] = {}
    numbered = []
    for target in found:
        n = seen[target.start] = seen.get(target.start, 0) + 1
        name = f"{reading.loaded.sha256[:10]}.{target.start}" + (f".{n}" if n > 1 else "")
        numbered.append(structs.replace(target, id=name))
    return numbered
