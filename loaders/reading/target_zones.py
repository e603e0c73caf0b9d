"""Where goals stand: what the headings and lines above a block say of the numbers in it."""

from typing import Literal

from msgspec import Struct

from loaders.reading.context import Doc, Reading
from loaders.reading.lexicon import words
from loaders.reading.markers import DASH
from loaders.reading.model import Block
from loaders.reading.ruleset import ruleset
from loaders.reading.target_years import due_years

# goal: a section of goals; open: elsewhere in a document that sets goals; result: what was reached;
# firm: a law or the like, where only 'phấn đấu' sets one; none: money, background
ZoneKind = Literal["goal", "open", "result", "firm", "none"]
_SAYING = frozenset({"item", "para", "heading"})
_YEAR = 60  # characters at the head of an item in which the year stands that its list is due
_LINE = 220  # a line that opens a list is no longer


class Zone(Struct, frozen=True):
    """What governs a block: the kind of section, the year that a line above it says."""

    kind: ZoneKind
    due: int | None = None


class _Lead(Struct):
    """A line such as 'Phấn đấu đến năm 2030:' and how deep what it opens begins."""

    zone: Zone
    rank: int | None = None


def zones(reading: Reading) -> list[Zone]:
    """The zone of every block, by its index."""
    bases = [_base(d) for d in reading.docs]
    found: list[Zone] = []
    lead: _Lead | None = None
    document = -1
    for block in reading.blocks:
        if block.document != document:
            document, lead = block.document, None
        base = bases[block.document] if block.document < len(bases) else Zone("firm")
        above = found[block.parent] if block.parent is not None else base
        lead = _still(lead, block) if lead else None
        zone = lead.zone if lead else above
        if block.kind in _SAYING:
            length = block.end - block.body
            colon = length > 0 and reading.text[block.end - 1] == ":"
            if _may_add(reading.text, block, colon, length):
                zone = _own(reading, block, zone, base)
            if (
                length <= _LINE
                and (colon or reading.text.find("20", block.body, block.end) >= 0)
                and _opens(reading, block)
            ):
                lead = _Lead(zone)
        found.append(zone)
    return found


def _may_add(text: str, block: Block, colon: bool, length: int) -> bool:
    """Whether a block can say what its numbers are: a heading, a line that ends with a colon or begins with a year."""
    if block.kind == "item":
        ends = colon if length <= _LINE else text[block.body + _LINE - 1] == ":"
        return ends or text.find("20", block.body, min(block.end, block.body + _YEAR)) >= 0
    return colon or block.kind == "heading"


def _base(doc: Doc) -> Zone:
    if doc.type in words("targets", "reports"):
        return Zone("result")
    return Zone("open" if doc.type in words("targets", "setting") and doc.nature != "qppl" else "firm")


def _still(lead: _Lead, block: Block) -> _Lead | None:
    """The line above, if the block still belongs to the list that it opened."""
    if block.kind == "heading":
        return None
    if lead.rank is None:
        lead.rank = min(block.rank, DASH) if block.rank >= 99 else block.rank
    return lead if block.rank >= lead.rank else None


def _opens(reading: Reading, block: Block) -> bool:
    """Whether a short line opens the list behind it: it ends with a colon, or only says when."""
    text = reading.plain[block.body : block.end].rstrip()
    years = due_years(text, 0, len(text)) if len(text) < _LINE else []
    bare = bool(years) and len(text) - (years[0][1] - years[0][0]) < 24 and "%" not in text
    return bare or (text.endswith(":") and (bool(years) or bool(ruleset("targets")["goal_words"].regex.search(text))))


def _own(reading: Reading, block: Block, above: Zone, base: Zone) -> Zone:
    """What the block itself adds to what stands above it."""
    text = reading.plain[block.body : min(block.end, block.body + _LINE)]
    if block.kind == "heading":
        kind = _heading_kind(text, above.kind, base.kind)
        years = due_years(text, 0, len(text)) if kind == "goal" or len(text) < 40 else []
        return Zone(kind, years[0][2] if years else (above.due if kind == above.kind else None))
    years = due_years(text, 0, len(text))
    if years and (years[0][0] <= 24 and text[years[0][1] : years[0][1] + 2].lstrip()[:1] in (":", "")):
        return Zone(above.kind if above.kind in ("result", "none") else "goal", years[0][2])
    if text.rstrip().endswith(":") and ruleset("targets")["goal_words"].regex.search(text):
        kind = above.kind if above.kind in ("result", "none", "firm") else "goal"
        return Zone(kind, years[0][2] if years else above.due)
    return above


def _heading_kind(text: str, above: ZoneKind, base: ZoneKind) -> ZoneKind:
    """The kind of section that a heading opens; what it does not say it takes from above."""
    rules = ruleset("targets")
    if base == "result":
        return "goal" if above == "goal" or rules["outlook"].regex.search(text) else above
    if rules["background"].regex.match(text):
        return "none"
    if rules["result_words"].regex.match(text):
        return "result"
    goal, duty = rules["goal_words"].regex.search(text), rules["duty_words"].regex.search(text)
    if goal and (not duty or goal.start() < duty.start()):
        return "goal"
    return base if duty else above
