"""Relations between instruments: what each clause says, one edge for all that say the same, CITES for the rest.

`find_relations` is the entry. Evidence runs from the relation's word to the target's number, across a list if need be.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from graph.patterns import pattern
from graph.record import Act, Evidence, Relation
from loaders.reading.clusters import Cluster
from loaders.reading.context import Doc, Reading
from loaders.reading.model import Block, Named
from loaders.reading.relation_clauses import SELF, Clauses, Governed, Governor
from loaders.reading.relation_details import (
    CHANGES, act_of, days, exceptions, formal, is_letter, looks_ahead, opens, provisions,
)
from loaders.reading.relation_rules import LAWS, LETTERS, REPORTING, words

_LONG = 700  # longer evidence is given as its two ends
_PARTIAL = ("một số", "một phần", "nội dung", "cụm từ", "thủ tục", "điều kiện", "quy định")
_DATED = pattern("relations.dated", r"[ ,(]{1,3}(?:ngày|Ngày|NGÀY|tháng|năm|của|CỦA) ")


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
    scope: str = "whole"
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


def lowered(text: str) -> str:
    """The text in lower case, character for character."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def find_relations(reading: Reading, clusters: list[Cluster]) -> list[Relation]:
    """All relations of a file, sorted by source, relation, target."""
    claims = [*_promulgated(reading, clusters), *_consolidated(reading), *_declared(reading), *claims_of(reading, clusters, [])]
    claims = [c for c in claims if c.source != c.target]
    claims += _cited(reading, clusters, claims)
    return _merged(reading, clusters, claims)


def claims_of(reading: Reading, clusters: Sequence[Cluster], refused: list[Refused]) -> Iterator[Claim]:
    """What the clauses say; what they nearly say goes into `refused`."""
    low = lowered(reading.text)
    clauses = Clauses(reading, low)
    by_block: dict[int, list[Named]] = defaultdict(list)
    for mention in reading.mentions:
        by_block[mention.block].append(mention)
    for index in sorted(by_block):
        block = reading.blocks[index]
        if block.reprint:
            refused += [Refused(m, None, "reprint") for m in by_block[index]]
            continue
        for governed in clauses.read(block, sorted(by_block[index], key=lambda m: (m.start, -m.end))):
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
    said, acting = provisions(mention), []
    if verb.reverse:
        source, target = target, source
        said, acting = provisions(governor.subject) if governor.subject else [], said
    if relation == "REPLACES" and said:
        relation = "AMENDS"  # a part that is replaced is amended; the manner keeps the verb
    claim = Claim(
        source=source, relation=relation, target=target, rule=verb.id, act=act,
        confidence=round(verb.confidence * governor.hit.sure * (0.95 if governor.listed else 1.0), 2),
        spans=_spans(reading, governor, mention), basis=_basis(reading, low, block, doc, governor, relation),
        provisions=said, source_provisions=acting, exceptions=[], manner=_manner(low, governor, relation),
    )  # fmt: skip
    _detail(reading, low, doc, block, governed, governor, claim)
    return claim


def _meaning(
    reading: Reading, low: str, block: Block, doc: Doc, governed: Governed, governor: Governor
) -> tuple[str | None, Act | None]:
    """The relation and act of a governor, by the kind of document and place."""
    verb, mention = governor.hit.verb, governed.mention
    relation = verb.relation
    act = act_of(low, reading, block, doc, governor, governed.start)
    if governor.source != SELF:
        return relation, act
    if verb.only == "formal" and not formal(reading, block, doc):
        return None, None
    if verb.only == "opening" and not opens(reading, block, doc):
        return None, None
    if verb.status and act != "done" and (governor.hit.sure < 1 or verb.id == "lapses"):
        return None, None  # too far from its object for what is only planned
    if verb.only == "initial" and not _initial(low, governed.start, governor.hit.start):
        return None, None
    if verb.only == "reporting" and not (doc.type in REPORTING or block.kind == "title"):
        return None, None
    if verb.target and mention.type not in verb.target:
        return None, None
    if relation == "PROPOSED_BY" and doc.type in (*REPORTING, *LETTERS) and mention.type != "Tờ trình":
        relation = "RESPONDS_TO"
    if relation == "BASED_ON" and mention.type == "Tờ trình":
        return None, None  # a proposal is never a ground
    if relation == "RESPONDS_TO" and doc.type not in (*REPORTING, *LETTERS):
        relation = "CITES"
    if relation == "IMPLEMENTS":
        return _carried_out(reading, low, block, doc, governed, act)
    return relation, act


def _initial(low: str, start: int, at: int) -> bool:
    before = low[start:at].rstrip(" “\"(-+")
    return not before or before[-1] in ";,."


def _carried_out(
    reading: Reading, low: str, block: Block, doc: Doc, governed: Governed, act: Act | None
) -> tuple[str | None, Act | None]:
    """IMPLEMENTS, unless the document is an answer or a report."""
    mention = governed.mention
    if not (doc.type in REPORTING or doc.type in LETTERS):
        return _in_an_act(low, block, doc, governed), act
    behind = low[mention.end : min(governed.end, mention.end + 220)]
    if opens(reading, block, doc) and is_letter(mention):
        asked = doc.type == "Báo cáo" or words("answer_wanted").search(behind) is not None
        return ("RESPONDS_TO" if asked else "IMPLEMENTS"), act
    if doc.type != "Báo cáo":
        return "IMPLEMENTS", act
    if opens(reading, block, doc) and mention.type in ("Kế hoạch", "Quyết định", "Thông báo") and words("oversight").search(behind[:90]):
        return "RESPONDS_TO", act
    if looks_ahead(reading, low, block):
        return "IMPLEMENTS", "planned"
    return "REPORTS_ON", act


def _in_an_act(low: str, block: Block, doc: Doc, governed: Governed) -> str | None:
    """Duties that a provision lays down are a ground; articles of a normative act carry no law out, they speak of it."""
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
    for words_, kind in (("hủy bỏ", "hủy bỏ"), ("huỷ bỏ", "hủy bỏ"), ("thu hồi", "thu hồi"), ("đình chỉ", "đình chỉ"),
                         ("điều chỉnh", "điều chỉnh"), ("tạm dừng", "tạm dừng"), ("kéo dài", "kéo dài")):  # fmt: skip
        if words_ in said:
            return kind
    return governor.hit.verb.manner


def _detail(
    reading: Reading, low: str, doc: Doc, block: Block, governed: Governed, governor: Governor, claim: Claim
) -> None:
    """Scope, exceptions and days of a claim."""
    passage = low[governor.hit.start : max(governed.mention.start, governor.hit.end)][:400]
    partial = claim.relation in CHANGES and not governor.behind and any(w in passage for w in _PARTIAL)
    claim.scope = "part" if claim.provisions or partial else "whole"
    if claim.relation not in CHANGES:
        return
    claim.exceptions = exceptions(low, reading.text, governed.start, governed.end)
    if governor.source == SELF:
        claim.valid_from, claim.valid_until, claim.until_event = days(low, doc, governed.start, governed.end)
        if claim.valid_from is None and governor.intro:
            claim.valid_from, claim.valid_until, claim.until_event = days(low, doc, governor.hit.start - 200 if governor.hit.start > 200 else 0, governor.intro[1])
        if not claim.source_provisions and block.path.startswith("Điều"):
            claim.source_provisions = [block.path.split(".")[0]]


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
    return [(governor.hit.start, min(governor.hit.end + 200, reading.text.find("\n", governor.hit.end))), (mention.start, end)]


def _promulgated(reading: Reading, clusters: Sequence[Cluster]) -> Iterator[Claim]:
    """A decision and the plan that it issues, both in the file or the decision only named over the plan."""
    for doc in reading.docs:
        if doc.promulgated_by is not None:
            span = _issuing(reading, reading.docs[doc.promulgated_by], doc) or doc.attached_to
            if span:
                yield _issues(doc.promulgated_by, doc, "issued_in_file", 0.98, span)
        elif doc.attached_to:
            low, high = doc.attached_to
            note = next((m for m in reading.mentions if low <= m.start < high), None)
            if note and clusters[note.cluster].own is None:
                yield _issues(note.cluster, doc, "issued_with", 0.95, (low, note.end))


def _consolidated(reading: Reading) -> Iterator[Claim]:
    """What a consolidated text puts together: the acts named before its first ground."""
    for doc in reading.docs:
        if doc.type != "Văn bản hợp nhất":
            continue
        for block in reading.blocks[doc.body : min(doc.body + 12, doc.last) + 1]:
            if reading.text.startswith(("Căn cứ", "“Căn cứ", "Điều "), block.body) or block.path:
                break
            for mention in reading.mentions:
                if mention.block == block.index and block.kind != "footnote":
                    span = (mention.start, code_end(reading.text, mention))
                    yield Claim(
                        source=doc.index, relation="CONSOLIDATES", target=mention.cluster, rule="consolidated_head",
                        confidence=0.9, spans=[span], manner="hợp nhất",
                        provisions=[], source_provisions=[], exceptions=[],
                    )  # fmt: skip


def _declared(reading: Reading) -> Iterator[Claim]:
    """Lists of what has lapsed, published by a decision: the first instrument of each row of its tables."""
    lists = [d for d in reading.docs if d.title and "hết hiệu lực" in lowered(d.title)]
    seen: set[tuple[int | None, int]] = set()
    for mention in reading.mentions if lists else ():
        block = reading.blocks[mention.block]
        row = (block.table, block.row)
        if block.kind != "cell" or row in seen or block.reprint or all(d.index != block.document for d in lists):
            continue
        seen.add(row)
        yield Claim(
            source=block.document, relation="REPEALS", target=mention.cluster, rule="declared_lapsed", confidence=0.75,
            spans=[(mention.start, code_end(reading.text, mention))], manner="công bố hết hiệu lực",
            provisions=provisions(mention), source_provisions=[], exceptions=[],
        )  # fmt: skip


def _issues(source: int, doc: Doc, rule: str, confidence: float, span: tuple[int, int]) -> Claim:
    return Claim(
        source=source, relation="PROMULGATES", target=doc.index, rule=rule, confidence=confidence, spans=[span],
        provisions=[], source_provisions=[], exceptions=[],
    )  # fmt: skip


def _issuing(reading: Reading, parent: Doc, doc: Doc) -> tuple[int, int] | None:
    """'Ban hành kèm theo Quyết định này Kế hoạch …' in the decision."""
    for block in reading.blocks[parent.body : parent.last + 1]:
        text = lowered(reading.text[block.start : block.end])
        for match in words("promulgates").finditer(text):
            behind = text[match.end() : match.end() + 120]
            if doc.type.lower() in behind:
                stop = words("sentence_end").search(text, match.end())
                end = min(stop.start() if stop else len(text), match.start() + 260)
                return block.start + match.start(), block.start + len(text[:end].rstrip(" ./"))
    return None


def _cited(reading: Reading, clusters: Sequence[Cluster], claims: Iterable[Claim]) -> Iterator[Claim]:
    """CITES from each document to what it names and has no other relation with."""
    known = {(c.source, c.target) for c in claims} | {(c.target, c.source) for c in claims if c.relation == "PROMULGATES"}
    spans: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for mention in reading.mentions:
        block = reading.blocks[mention.block]
        pair = (block.document, mention.cluster)
        if block.reprint or pair in known or pair[0] == pair[1]:
            continue
        spans[pair].append((mention.start, code_end(reading.text, mention)))
    for (source, target), places in spans.items():
        yield Claim(
            source=source, relation="CITES", target=target, rule="cites", confidence=0.9, spans=places,
            act="done", provisions=[], source_provisions=[], exceptions=[],
        )  # fmt: skip


def _merged(reading: Reading, clusters: Sequence[Cluster], claims: Iterable[Claim]) -> list[Relation]:
    """One relation for all claims of one source, relation, target, act and basis."""
    groups: dict[tuple[str, str, str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        ids = clusters[claim.source].id, clusters[claim.target].id
        groups[(ids[0], claim.relation, ids[1], claim.act, claim.basis or "")].append(claim)
    return [_relation(reading, key[0], key[2], groups[key]) for key in sorted(groups)]


def _relation(reading: Reading, source: str, target: str, claims: list[Claim]) -> Relation:
    best = min(claims, key=lambda c: (-c.confidence, c.spans[0]))
    first = {name: next((v for c in claims if (v := getattr(c, name))), None) for name in
             ("manner", "valid_from", "valid_until", "until_event")}  # fmt: skip
    return Relation(
        source=source, relation=best.relation, target=target, rule=best.rule, confidence=best.confidence,
        evidence=_evidence(reading, claims), act=best.act, basis=best.basis,  # type: ignore[arg-type]
        scope="part" if (any if best.relation == "AMENDS" else all)(c.scope == "part" for c in claims) else "whole",
        provisions=_distinct(p for c in claims for p in c.provisions),
        source_provisions=_distinct(p for c in claims for p in c.source_provisions),
        exceptions=_distinct(p for c in claims for p in c.exceptions),
        manner=first["manner"], valid_from=first["valid_from"], valid_until=first["valid_until"],
        until_event=first["until_event"],
    )  # fmt: skip


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _evidence(reading: Reading, claims: Iterable[Claim]) -> list[Evidence]:
    spans = sorted({span for c in claims for span in c.spans})
    found = []
    for start, end in spans:
        low, high, text = reading.quote(start, end)
        found.append(Evidence(start=low, end=high, text=text, parts=reading.view.parts(start, end)))
    return found
