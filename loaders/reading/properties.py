"""What a portal says of a document beside it: a table of properties, labelled lines, or label and value in turn."""

from collections.abc import Iterator
from itertools import pairwise

from graph.folding import fold
from loaders.reading.context import Reading
from loaders.reading.lexicon import has_any, rules, tuple_of
from loaders.reading.markers import ARTICLE, DASH
from loaders.reading.model import Block

Property = tuple[str, str]  # field, value
_FIRST = 40  # blocks in which labelled lines stand, if anywhere
_FEWEST = 3  # of one document, else they are its own text: 'Trích yếu: …' alone
_APART = 3  # other blocks between two of them
_LABEL = 60  # characters
_WORDS, _MANY = 5, 12  # of a label; properties in a line
_BULLETS = " -–•*+|"


def properties(reading: Reading) -> list[Property]:
    """All that is said, in order; the blocks that say it are no text of the document (`meta`)."""
    return [*_of_cells(reading), *_of_lines(reading)]


def fields_of(label: str) -> list[str]:
    """The fields that a label names: 'Cơ quan ban hành/ Chức danh/ Người ký' is three."""
    known = rules("structure")["properties"]
    whole = known.get(fold(label))
    if whole or "/" not in label:
        return [whole] if whole else []
    parts = [known.get(fold(part)) for part in label.split("/")]
    return parts if all(parts) else []


def _pairs(fields: list[str], values: list[str]) -> Iterator[Property]:
    """A value for each field; several values may stand in one cell."""
    if len(fields) > 1 and len(values) == 1:
        values = values[0].split("/")
    if len(fields) == len(values):
        yield from ((field, " ".join(value.split())) for field, value in zip(fields, values, strict=True))


def _of_cells(reading: Reading) -> Iterator[Property]:
    """Rows of a table: a label and its value, or two of each, or one label and a value for each of its parts."""
    cells = [b for b in reading.blocks if b.kind == "meta"]
    for n, (name, value) in enumerate(pairwise(cells)):
        fields = fields_of(reading.whole(name))
        if not fields or not _same_row(name, value):
            continue
        behind = [b for b in cells[n + 1 : n + 1 + len(fields)] if _same_row(name, b)]
        several = len(fields) > 1 and len(behind) == len(fields)
        yield from _pairs(fields, [reading.whole(b) for b in (behind if several else behind[:1])])


def _same_row(a: Block, b: Block) -> bool:
    return (a.table, a.row) == (b.table, b.row)


def _of_lines(reading: Reading) -> list[Property]:
    """'Số hiệu: 12/QĐ-UBND' and its like near the file's beginning; the value may stand on the next line."""
    head = reading.low[: reading.blocks[: _FIRST + 1][-1].end]
    if not has_any(head, tuple_of("structure", "properties_need")):
        return []
    found: list[Property] = []
    said: list[Block] = []
    waiting: list[str] = []
    last = -1
    for block in reading.blocks[:_FIRST]:
        if found and block.index - last > _APART:
            break
        if block.kind not in ("para", "item") or (block.marker and block.rank <= ARTICLE):
            continue
        known, others, waiting = _lines(reading, block, waiting)
        if known or waiting:
            last = block.index
            found += known
            said += [] if others or DASH > block.rank >= ARTICLE else [block]
    fields = {field for field, _ in found}
    if len(fields) < _FEWEST or not fields & {"code", "issued"}:
        return []
    for block in said:
        block.kind, block.rank, block.marker = "meta", 99, ""
    return found


def _lines(reading: Reading, block: Block, waiting: list[str]) -> tuple[list[Property], int, list[str]]:
    """What the lines of a block say, how many say nothing known, and the fields whose value is still to come."""
    low, high = reading.source(block.start, block.end)
    found: list[Property] = []
    others = 0
    lines = (part for line in reading.loaded.text[low:high].split("\n") for part in parted(line))
    for line in lines:
        label, value = split(line)
        fields = fields_of(label)
        if fields and value:
            found += _pairs(fields, [value])
            waiting = []
        elif fields:
            waiting = fields
        elif waiting:
            found += _pairs(waiting, [line.strip()])
            waiting = []
        else:
            others += 1
    return found, others, waiting


def parted(line: str) -> list[str]:
    """The properties of a line, one each: a label that is known begins one, wherever it stands before a colon.

    >>> parted("Nơi ban hành: Tỉnh An Giang Người ký: Lê Văn Mẫu")
    ['Nơi ban hành: Tỉnh An Giang', 'Người ký: Lê Văn Mẫu']
    """
    if line.count(":") < 2:
        return [line]
    cuts = [0]
    at = line.find(":", line.find(":") + 1)
    while at >= 0 and len(cuts) < _MANY:
        words = line[cuts[-1] : at].split(" ")
        label = next((w for n in range(_WORDS, 0, -1) if fields_of(w := " ".join(words[-n:]).strip())), "")
        if label and at - len(label) > cuts[-1]:
            cuts.append(line.rfind(label, 0, at))
        at = line.find(":", at + 1)
    return [line[a:b].strip() for a, b in pairwise([*cuts, len(line)])]


def split(line: str) -> tuple[str, str]:
    """Label and value at the first colon or tab.

    >>> split("- Số hiệu: 12/QĐ-UBND")
    ('Số hiệu', '12/QĐ-UBND')
    """
    line = line.strip(_BULLETS)
    at = min((n for n in (line.find(":"), line.find("\t")) if n >= 0), default=len(line))
    return (line[:at].strip(), line[at + 1 :].strip(" \t:")) if at <= _LABEL else ("", line)
