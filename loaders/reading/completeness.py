"""What a text names and the file lacks: annexes, sections torn out, a last row cut off."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from loaders.reading.context import Doc, Reading
from loaders.reading.lexicon import all_places, tuple_of
from loaders.reading.markers import ANNEX, LETTER, NUMBER, ROMAN
from loaders.reading.model import Block, Table
from loaders.reading.ruleset import head_rule

_ROMANS = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
    "XVIII",
    "XIX",
    "XX",
)
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ENCLOSED = tuple_of("structure", "enclosed")
_BEFORE, _BEHIND = 40, 80  # characters of `annex_issued` before and from 'kèm theo' on, what it looks at behind it too


def find_gaps(reading: Reading) -> None:
    """Fill `incomplete` of every document, with a warning at each gap."""
    for doc in reading.docs:
        _annexes(reading, doc)
        _numbering(reading, doc)
    for table in reading.tables:
        _last_row(reading, table)


def _annexes(reading: Reading, doc: Doc) -> None:
    blocks = reading.blocks[doc.body : doc.last + 1]
    there = any(b.rank == ANNEX or b.kind == "cell" for b in blocks)
    if there or not blocks:
        return
    low, high = blocks[0].start, blocks[-1].end
    said = {word: all_places(reading.text, word, low, high) for word in _ENCLOSED}
    named = next(_attached(reading, said, low), None)
    if named:
        _lacks(reading, doc, "Phụ lục", named)
    issued = "kèm theo" in reading.text and not any(d.promulgated_by == doc.index for d in reading.docs)
    places = sorted(chain.from_iterable(said.values())) if issued else ()
    for match in _issued(reading.text, places, low, high):
        _lacks(reading, doc, match["a"] or match["b"], match)


def _lacks(reading: Reading, doc: Doc, what: str, named: re.Match[str]) -> None:
    if what not in doc.incomplete:
        doc.incomplete.append(what)
        reading.warn("annex_missing", f"Văn bản nói có {what} kèm theo, tệp không có", named.start(), named.end())


def _attached(reading: Reading, said: dict[str, list[int]], low: int) -> Iterator[re.Match[str]]:
    """Sentences that name an annex, at the words 'kèm theo' and the like."""
    for word, places in said.items():
        for at in places:
            match = head_rule("annex_named").search(reading.text, max(low, at - 130), at + len(word))
            if match and not head_rule("others_annex").match(reading.text, at + len(word)):
                yield match


def _issued(text: str, places: Iterable[int], low: int, high: int) -> Iterator[re.Match[str]]:
    """What the rule `annex_issued` finds; it is asked only around the places of words that all it finds holds."""
    rule, stop = head_rule("annex_issued"), low
    for at in places:
        match = rule.search(text, max(stop, at - _BEFORE), min(high, at + _BEHIND)) if at >= stop else None
        if match:
            stop = match.end()
            yield match


def _numbering(reading: Reading, doc: Doc) -> None:
    """A number left out among its siblings: a section torn out (or misnumbered)."""
    last: dict[tuple[int | None, int], Block] = {}
    for block in reading.blocks[doc.body : doc.last + 1]:
        if block.rank not in (ROMAN, NUMBER, LETTER) or block.reprint:
            continue
        before = last.get((block.parent, block.rank))
        last[(block.parent, block.rank)] = block
        a, b = (_ordinal(before), _ordinal(block)) if before else (None, None)
        if (
            before
            and a is not None
            and b is not None
            and a + 1 < b <= a + 4
            and not _skips_dd(before, block)
            and not _quoted(reading, before, block)
        ):
            lacking = ", ".join(_path(block, n) for n in range(a + 1, b))
            doc.incomplete.append(f"mục {lacking}")
            reading.warn("numbering_gap", f"Thiếu mục {lacking}", before.start, block.body)


def _skips_dd(before: Block, block: Block) -> bool:
    """Many letter 'd)' and then 'e)'."""
    return (before.marker, block.marker) == ("d", "e")


def _quoted(reading: Reading, before: Block, block: Block) -> bool:
    """A quotation ends or begins between them: an amending act numbers beside the text that it puts in."""
    between = reading.text[before.start : block.start]
    return "”" in between or "“" in between


def _ordinal(block: Block) -> int | None:
    if block.rank == ROMAN:
        return _ROMANS.index(block.marker) + 1 if block.marker in _ROMANS else None
    if block.rank == NUMBER:
        return int(block.marker) if block.marker.isdigit() else None
    return _LETTERS.index(block.marker) + 1 if len(block.marker) == 1 and block.marker in _LETTERS else None


def _path(block: Block, ordinal: int) -> str:
    """The path that the sibling of this ordinal would have."""
    own = (
        _ROMANS[ordinal - 1] if block.rank == ROMAN else str(ordinal) if block.rank == NUMBER else _LETTERS[ordinal - 1]
    )
    return block.path.removesuffix(block.marker) + own


def _last_row(reading: Reading, table: Table) -> None:
    """A table whose last row ends early, in a file that ends with it."""
    wide = max((len(row.cells) for row in table.rows), default=0)
    if len(table.rows) < 3 or wide < 4 or not table.rows[-1].cells:
        return
    row = table.rows[-1]
    last = reading.blocks[max(row.cells.values())]
    if last.index + 1 < len(reading.blocks) or max(row.cells) >= wide - 3 or len(row.cells) < 2:
        return
    doc = reading.doc_of(last)
    where = last.path.removeprefix("Phụ lục").strip()
    doc.incomplete.append(f"Phụ lục (từ dòng {where})" if where else "Phụ lục")
    reading.warn("table_cut", f"Bảng bị cắt ở dòng {where or 'cuối'}", last.start, last.end)
