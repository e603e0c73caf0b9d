"""Claims: what one clause says that one instrument does to another, by the kind of document and the place in it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from graph.record import Act
from loaders.reading.context import Doc, Reading
from loaders.reading.lexicon import tuple_of
from loaders.reading.model import Block, Named
from loaders.reading.relation_clauses import SELF, Clauses, Governed, Governor
from loaders.reading.relation_details import (
    CHANGES,
    act_of,
    days,
    exceptions,
    formal,
    in_part,
    looks_ahead,
    opens,
    provisions,
)
from loaders.reading.relation_rules import LAWS, LETTERS, REPORTING, words
from loaders.reading.relation_wording import inside, quoted

_LONG = 700  # longer evidence is given as its two ends; so far back a list of letters may ask
_KINDS = tuple_of("relations", "own_manners")  # manners of their own
_DATED = words("dated")


class Claim(Struct, kw_only=True):
    """One place of the text that says that one instrument does something to another; clusters by index."""

    source: int
    relation: str
    target: int
    rule: str
    confidence: float
    spans: list[tuple[int, int]]
    act: Act = "done"
    basis: str | None = None
    scope: Literal["whole", "part"] = "whole"
    provisions: list[str]
    source_provisions: list[str]
    exceptions: list[str]
    manner: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    until_event: str | None = None


class Refused(Struct):
    """A mention and why its governor made no claim (for `explain`)."""

    mention: Named
    rule: str | None
    why: str


def claims_of(reading: Reading, refused: list[Refused]) -> Iterator[Claim]:
    """What the clauses say; what they nearly say goes into `refused`."""
    low = reading.low
    by_block: dict[int, list[Named]] = defaultdict(list)
    for mention in reading.mentions:
        by_block[mention.block].append(mention)
    clauses = Clauses(reading, low, by_block)
    wording = [] if any(d.type == "Văn bản hợp nhất" for d in reading.docs) else quoted(low)  # its notes quote grounds
    for index in sorted(by_block):
        block = reading.blocks[index]
        if block.reprint:
            refused += [Refused(m, None, "reprint") for m in by_block[index]]
            continue
        for governed in clauses.read(block, sorted(by_block[index], key=lambda m: (m.start, -m.end))):
            own = governed.governor is not None and governed.governor.source == SELF
            if own and inside(wording, governed.mention.start):
                refused.append(Refused(governed.mention, None, "quoted"))
                continue
            claim = _claim(reading, low, block, governed, refused)
            if claim:
                yield claim


def _claim(reading: Reading, low: str, block: Block, governed: Governed, refused: list[Refused]) -> Claim | None:
    governor, mention = governed.governor, governed.mention
    if governor is None:
        refused.append(Refused(mention, None, "no verb"))
        return None
    doc = reading.doc_of(block)
    relation, act = _meaning(reading, low, block, doc, governed, governor)
    if relation is None or act is None:
        refused.append(Refused(mention, governor.hit.verb.id, "no claim"))
        return None
    own = doc.index
    source = own if governor.source == SELF else governor.source
    target, verb = mention.cluster, governor.hit.verb
    said, acting = provisions(reading, low, mention), []
    if verb.reverse:
        source, target = target, source
        said, acting = provisions(reading, low, governor.subject) if governor.subject else [], said
    claim = Claim(
        source=source, relation=relation, target=target, rule=verb.id, act=act,
        confidence=round(verb.confidence * governor.hit.sure * (0.95 if governor.listed else 1.0), 2),
        spans=_spans(reading, governor, mention), basis=_basis(reading, low, block, doc, governor, relation),
        provisions=said, source_provisions=acting, exceptions=[], manner=_manner(low, governor, relation),
    )  # fmt: skip
    _detail(reading, low, doc, block, governed, governor, claim)
    return claim


_DETAILING = ("Nghị định", "Thông tư", "Thông tư liên tịch")


def _meaning(
    reading: Reading, low: str, block: Block, doc: Doc, governed: Governed, governor: Governor
) -> tuple[str | None, Act | None]:
    """The relation and act of a governor, by the kind of document and place."""
    verb, mention = governor.hit.verb, governed.mention
    relation = verb.relation
    act = act_of(low, reading, block, doc, governed, governor)
    if governor.source != SELF:
        return _between(relation, governor, mention, low), act
    if not _allowed(reading, low, block, doc, governed, governor, act):
        return None, None
    if relation == "PROPOSED_BY" and doc.type in (*REPORTING, *LETTERS) and mention.type != "Tờ trình":
        relation = "RESPONDS_TO"
    if relation == "BASED_ON" and mention.type == "Tờ trình":
        return None, None  # a proposal is never a ground
    if relation == "RESPONDS_TO" and doc.type not in (*REPORTING, *LETTERS):
        relation = "CITES"
    if relation == "IMPLEMENTS" and doc.type == "Hướng dẫn" and block.kind == "title":
        return "GUIDES", act  # 'HƯỚNG DẪN thực hiện Quy định số …'
    if relation == "IMPLEMENTS":
        return _carried_out(reading, low, block, doc, governed, act)
    return relation, act


def _between(relation: str | None, governor: Governor, mention: Named, low: str) -> str | None:
    """Of an instrument that the text names: a guidance guides, a letter asks for the report that it speaks of."""
    kind = governor.subject.type if governor.subject else ""
    if kind == "Hướng dẫn" and relation == "IMPLEMENTS":
        return "GUIDES"
    if kind in _DETAILING and mention.type in LAWS and low[governor.hit.start : governor.hit.end].endswith("thi hành"):
        return "GUIDES"  # 'Nghị định số 181/2004/NĐ-CP về thi hành Luật Đất đai'
    return None if kind in LETTERS and relation == "REPORTS_ON" else relation


def _allowed(
    reading: Reading, low: str, block: Block, doc: Doc, governed: Governed, governor: Governor, act: Act | None
) -> bool:
    """Whether the document itself may act by this verb here, on this type of instrument."""
    verb = governor.hit.verb
    if verb.target and governed.mention.type not in verb.target:
        return False
    if verb.status and act != "done" and (governor.hit.sure < 1 or verb.id == "lapses"):
        return False  # too far from its object for what is only planned
    if verb.only == "formal":
        return formal(reading, block, doc)
    if verb.only == "opening":
        return opens(reading, block, doc)
    if verb.only == "initial":
        return _initial(low, governed.start, governor.hit.start)
    return verb.only != "reporting" or doc.type in REPORTING or block.kind == "title"


def _initial(low: str, start: int, at: int) -> bool:
    before = low[start:at].rstrip(' “"(-+')
    return not before or before[-1] in ";,." or before.endswith(" và")


def _carried_out(
    reading: Reading, low: str, block: Block, doc: Doc, governed: Governed, act: Act | None
) -> tuple[str | None, Act | None]:
    """IMPLEMENTS, unless the document is an answer or a report."""
    mention = governed.mention
    if not (doc.type in REPORTING or doc.type in LETTERS):
        return _in_an_act(low, block, doc, governed), act
    behind = low[mention.end : min(governed.end, mention.end + 220)]
    if opens(reading, block, doc) and mention.type in LETTERS:
        asked = doc.type == "Báo cáo" or _answers(low, governed, behind)
        return ("RESPONDS_TO" if asked else "IMPLEMENTS"), act
    if doc.type != "Báo cáo":
        return "IMPLEMENTS", act
    checked = mention.type in ("Kế hoạch", "Quyết định", "Thông báo") and words("oversight").search(behind[:90])
    if checked and opens(reading, block, doc):
        return "RESPONDS_TO", act
    if looks_ahead(reading, low, block):
        return "IMPLEMENTS", "planned"
    return "REPORTS_ON", act


def _answers(low: str, governed: Governed, behind: str) -> bool:
    """Whether a letter, or one before it in its list, asks for an answer, or the document says that it gives one."""
    given = bool(words("answer_given").search(behind))
    other = words("other_reason").search(behind)
    behind = behind[: other.start()] if other else behind
    body = words("new_subject").search(behind)  # what the document itself asks for stands behind its body
    governor = governed.governor
    first = max(governed.start, governor.hit.end if governor else 0, governed.mention.start - _LONG)
    asked = low[first : governed.mention.start] + (behind[: body.start()] if body else behind)
    return given or bool(words("answer_wanted").search(asked))


def _in_an_act(low: str, block: Block, doc: Doc, governed: Governed) -> str | None:
    """Duties that a provision lays down are a ground; articles of a normative act carry no law out."""
    mention, normative = governed.mention, doc.nature == "qppl" and bool(block.path)
    if (mention.provision or normative) and words("ruled").search(low, governed.start, mention.start):
        return "BASED_ON"
    return None if normative and mention.type in LAWS else "IMPLEMENTS"


def _basis(reading: Reading, low: str, block: Block, doc: Doc, governor: Governor, relation: str) -> str | None:
    if relation != "BASED_ON":
        return None
    if governor.hit.verb.basis or governor.source != SELF or governor.hit.verb.relation != "BASED_ON":
        return "body"
    heading = governor.intro is not None and governor.hit.verb.id == "ground"
    return "preamble" if heading or (opens(reading, block, doc) and block.kind != "title") else "body"


def _manner(low: str, governor: Governor, relation: str) -> str | None:
    """The verb's own kind: 'hủy bỏ' is not 'bãi bỏ'."""
    said = low[governor.hit.start : governor.hit.end]
    if relation not in CHANGES:
        return governor.hit.verb.manner
    kind = next((k for k in _KINDS if k in said), None)
    if kind:
        return kind.replace("huỷ", "hủy")
    return governor.hit.verb.manner


def _detail(
    reading: Reading, low: str, doc: Doc, block: Block, governed: Governed, governor: Governor, claim: Claim
) -> None:
    """Scope, exceptions and days of a claim."""
    partial = claim.relation in CHANGES and not governor.behind
    partial = partial and in_part(low, block, governor, governed.mention, claim.relation)
    claim.scope = "part" if claim.provisions or partial else "whole"
    if claim.relation == "REPLACES" and claim.scope == "part":
        claim.relation = "AMENDS"  # a part that is replaced is amended; the manner keeps the verb
    if claim.relation not in CHANGES:
        return
    claim.exceptions = exceptions(low, reading.text, governed.start, governed.end)
    if governor.source == SELF:
        claim.valid_from, claim.valid_until, claim.until_event = days(low, doc, governed.start, governed.end)
        if claim.valid_from is None and governor.intro:
            above = days(low, doc, max(governor.hit.start - 200, 0), governor.intro[1])
            claim.valid_from, claim.valid_until, claim.until_event = above
        if claim.valid_from is None and "này có hiệu lực" in low[block.body : governed.start]:
            claim.valid_from = days(low, doc, block.body, governed.start)[0]
        if claim.valid_from is None and claim.act == "done" and block.path.startswith("Điều") and _from_then_on(claim):
            claim.valid_from = doc.effective
        if not claim.source_provisions and block.path.startswith("Điều"):
            claim.source_provisions = [block.path.split(".")[0]]


def _from_then_on(claim: Claim) -> bool:
    """Whether the change begins with the document's own effect; 'hủy bỏ' is commonly from the beginning."""
    return claim.relation in ("REPLACES", "REPEALS") and claim.manner in ("thay thế", "bãi bỏ")


def code_end(text: str, mention: Named) -> int:
    """Where the number of a mention ends; of an unnumbered one, the whole."""
    if mention.code is None:
        return mention.end
    dated = _DATED.search(text, mention.start + 3, mention.end)
    return dated.start() if dated else mention.end


def _spans(reading: Reading, governor: Governor, mention: Named) -> list[tuple[int, int]]:
    """The passage from the relation's word (or the instrument that acts) to the target's number."""
    end = code_end(reading.text, mention)
    if governor.intro:
        return [governor.intro, (mention.start, end)] if governor.subject is None else [(governor.first, end)]
    first = min(governor.first, mention.start)
    end = max(end, governor.hit.end if governor.hit.start == mention.start else 0)
    if end - first <= _LONG and "\n" not in reading.text[first:end]:
        return [(first, end)]
    stop = min(governor.hit.end + 200, reading.text.find("\n", governor.hit.end))
    return [(governor.hit.start, stop), (mention.start, end)]
