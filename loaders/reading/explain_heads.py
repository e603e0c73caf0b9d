"""What a line of a document's head or foot was read as: number, day, issuer, type, title, signer; or why it was not."""

from collections.abc import Iterator

from graph.dates import partial
from graph.folding import fold
from graph.issuers import canonical_issuer, national_issuer
from loaders.explanation import Explanation, Value
from loaders.reading.context import Doc, Reading
from loaders.reading.headers import read_date, read_number
from loaders.reading.headwords import issuer_lines
from loaders.reading.lexicon import tuple_of
from loaders.reading.model import Block
from loaders.reading.properties import fields_of, split
from loaders.reading.ruleset import head_rule
from loaders.reading.titles import type_line


class _Line:
    """One line of a head or foot, and the document that it belongs to."""

    def __init__(self, reading: Reading, block: Block) -> None:
        self.reading, self.block = reading, block
        self.doc = reading.doc_of(block)
        self.words = reading.whole(block)

    def said(self, rule: str, fired: bool, reason: str, **values: Value | None) -> Explanation:
        """What a rule made of the line."""
        return Explanation(rule, fired, self.words, reason, {k: "" if v is None else v for k, v in values.items()})


def of_head(reading: Reading, block: Block) -> Iterator[Explanation]:
    """What the block says of its document; nothing where it belongs to the text proper."""
    line = _Line(reading, block)
    if block.kind == "meta":
        yield from _property(line)
    elif block.kind in ("header", "title") or block.index < line.doc.body:
        yield from _number(line)
        yield from _date(line)
        if line.doc.title_block is None or block.index < line.doc.title_block:
            yield from _issuer(line)
        yield from _title(line)
    if block.index >= line.doc.body:
        if block.kind in ("para", "title", "header", "heading", "item"):
            yield from _no_title(line)
        yield from _foot(line)


def _probe(line: _Line) -> Doc:
    """A document that knows nothing yet, so that a line is read as if it came first."""
    return Doc(line.doc.index, line.doc.first, line.doc.last, None, line.doc.type)


def _number(line: _Line) -> Iterator[Explanation]:
    probe = _probe(line)
    read_number(line.reading, probe, line.block)
    doc = line.doc
    if probe.code and probe.code == doc.code:
        yield line.said("heads.number", True, "number", code=doc.code)
        national = national_issuer(doc.code)
        if national and national == doc.issuer:
            yield line.said("issuers.symbol", True, "issuer_by_symbol", code=doc.code, issuer=national)
    elif probe.symbol and not probe.code:
        yield line.said("heads.number", True, "number_blank", symbol=probe.symbol)
    elif probe.code:
        yield line.said("heads.number", False, "number_taken", read=probe.code, code=doc.code)


def _date(line: _Line) -> Iterator[Explanation]:
    probe = _probe(line)
    read_date(line.reading, probe, line.block)
    if probe.issued is None:
        if head_rule("date").search(line.words):
            yield line.said("heads.date", False, "date_of_ground")
    elif line.doc.issued and line.doc.issued.startswith(probe.issued[:4]) and probe.issued <= line.doc.issued:
        yield line.said("heads.date", True, "date", date=line.doc.issued, place=probe.place)
    else:
        yield line.said("heads.date", False, "date_taken", read=probe.issued, date=line.doc.issued)


def _issuer(line: _Line) -> Iterator[Explanation]:
    said = issuer_lines([line.words])
    if said is None:
        return
    name = canonical_issuer(said, line.doc.place, line.doc.code)
    fired = line.doc.issuer is not None and fold(name or said) == fold(line.doc.issuer)
    reason = "issuer" if fired else "issuer_part" if said in (line.doc.issuer or "").upper() else "issuer_other"
    yield line.said("headwords.issuer", fired, reason, read=name or said, issuer=line.doc.issuer)


def _title(line: _Line) -> Iterator[Explanation]:
    doc, block = line.doc, line.block
    kind = type_line(line.words)
    if block.index == doc.title_block:
        yield line.said("titles.type", True, "type", type=doc.type)
    elif kind:
        yield line.said("titles.type", False, "type_not_first", type=kind[1])
    if block.kind == "title" and doc.title:
        yield line.said("titles.title", True, "title", title=doc.title)
    about = head_rule("about").match(line.words)
    if about and doc.type == "Công văn" and doc.title:
        yield line.said("heads.about", True, "about", title=doc.title)
    if head_rule("attached").match(line.words):
        reason = "attached" if doc.attached_to else "attached_to_none"
        yield line.said("heads.attached", bool(doc.attached_to), reason)


def _no_title(line: _Line) -> Iterator[Explanation]:
    """A line of the text proper that names a type and begins no document."""
    kind = type_line(line.reading.words(line.block).rstrip(" :"))
    if kind is None or line.block.index == line.doc.title_block:
        return
    if line.block.marker:
        yield line.said("titles.type", False, "type_marked", type=kind[1])
    elif line.words.rstrip().endswith(":"):
        yield line.said("titles.type", False, "type_colon", type=kind[1])
    else:
        yield line.said("titles.type", False, "type_no_head", type=kind[1])


def _property(line: _Line) -> Iterator[Explanation]:
    """A row of the portal's table."""
    fields = fields_of(split(line.words)[0])
    if fields:
        fired, field = line.doc.index == 0, ", ".join(fields)
        yield line.said("structure.properties", fired, "property" if fired else "property_of_first", field=field)


def _foot(line: _Line) -> Iterator[Explanation]:
    doc, words = line.doc, line.words.removeprefix("Đã ký:").strip(" *")
    if line.block.kind == "signature":
        if words == doc.signer:
            yield line.said("heads.person", True, "signer", signer=doc.signer)
        elif doc.signed_as and words in doc.signed_as:
            yield line.said("headwords.signature", True, "signed_as", signed_as=doc.signed_as)
        elif line.words.startswith("Nơi nhận"):
            yield line.said("headwords.signature", True, "recipients")
    elif words.startswith(tuple_of("structure", "signs")):
        yield line.said("headwords.signature", False, "signature_broken", signer=doc.signer)
    elif line.block.kind == "para" and len(words) < 60 and head_rule("person").fullmatch(words):
        yield line.said("heads.person", False, "person_unsigned", signer=doc.signer)
    day = head_rule("effective_day").search(line.words)
    if day:
        fired = partial(int(day[3]), int(day[2]), int(day[1])) == doc.effective
        yield line.said("heads.effective_day", fired, "effective" if fired else "not_effective", date=doc.effective)
    elif head_rule("effective_signed").search(line.words):
        fired, date = doc.effective_signed, doc.effective
        yield line.said("heads.effective_signed", fired, "effective" if fired else "not_effective", date=date)
