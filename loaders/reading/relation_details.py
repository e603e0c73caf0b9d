"""What a clause says besides who does what: provisions, exceptions, days; done, planned or proposed."""

from itertools import pairwise

from graph.record import Act
from loaders.reading.context import Doc, Reading
from loaders.reading.lexicon import tuple_of
from loaders.reading.mention_parts import read_date
from loaders.reading.model import Block, Named
from loaders.reading.relation_clauses import SELF, Governed, Governor
from loaders.reading.relation_rules import FORMAL, REPORTING, says, words

CHANGES = frozenset({"REPLACES", "REPEALS", "AMENDS", "SUSPENDS", "CORRECTS"})
_ATTACHED = 330  # characters before an act in which the part of what is issued with it stands
_SENTENCE = 300  # of a sentence before and behind a verb
_OBJECT = 400  # and behind a verb in which it says what it acts on
_JOINTS = tuple_of("relations", "joints")


def opens(reading: Reading, block: Block, doc: Doc) -> bool:
    """Whether a block is the document's title or stands before its first heading."""
    return block.kind == "title" or (not block.path and block.kind in ("para", "item", "header", "heading"))


def formal(reading: Reading, block: Block, doc: Doc) -> bool:
    """The places where a document itself acts: title, opening, the articles of an act."""
    return opens(reading, block, doc) or (doc.type in FORMAL and block.path.startswith("Điều"))


def act_of(low: str, reading: Reading, block: Block, doc: Doc, governed: Governed, governor: Governor) -> Act | None:
    """Done, planned or proposed; None where the text denies it, or says it of somebody unnamed."""
    left = low[max(governed.start, governor.hit.start - 160) : governor.hit.start]
    if says("negated", left[-40:]) or says("negated_scheme", left):
        return None
    if governor.source != SELF:
        return "done"
    if doc.stage == "draft":
        return "proposed"
    if governor.behind:
        return "done" if formal(reading, block, doc) and doc.type not in REPORTING else None
    made = says("enacting", left) and formal(reading, block, doc)
    own = made or says("this_act", left) or block.kind == "title" or _closing_act(low, block, doc)
    if governor.hit.verb.relation == "IMPLEMENTS" and block.kind != "title":
        return _act_of_carrying(low, doc, governed, governor)
    if own or not governor.hit.verb.status:
        return "proposed" if doc.type == "Tờ trình" and governor.hit.verb.status else "done"
    return _act_on_standing(reading, block, doc, left)


def _act_of_carrying(low: str, doc: Doc, governed: Governed, governor: Governor) -> Act | None:
    """Of 'triển khai': what others did before is no act of its own (but a report's matter), nor what comes."""
    at = governor.hit.start
    left = low[max(governed.start, at - _SENTENCE) : at]
    past = says("carried_before", left) or (at - governed.start < _SENTENCE and words("time_past").match(left))
    if past and doc.type != "Báo cáo" and not says("again", left, past.start()):
        return None
    if says("once", left) or says("will", left):
        return "planned"
    behind = low[governed.mention.end : min(governed.end, governed.mention.end + _SENTENCE)].partition(";")[0]
    opens = at - governed.start < 40 and words("so_as_to").match(low[governed.start : at])
    return "planned" if opens and says("will_write", behind) else "done"


def _closing_act(low: str, block: Block, doc: Doc) -> bool:
    """'2. Chỉ thị này có hiệu lực … Bãi bỏ Chỉ thị số …': an act without articles says it where it speaks of itself."""
    if doc.type not in FORMAL or block.path.startswith("Phụ lục"):
        return False
    return "này có hiệu lực" in low[block.body : block.end]


def _act_on_standing(reading: Reading, block: Block, doc: Doc, left: str) -> Act | None:
    """Of a verb that changes the standing of another, said without 'Quyết định này'."""
    if doc.type == "Tờ trình":
        return "proposed"
    if says("proposed", left):
        return "proposed"
    if words("planned").search(left):
        return "planned"
    if formal(reading, block, doc) and doc.type not in REPORTING:
        return "done"
    return None if doc.type in REPORTING or "đã " in left else "planned"


def exceptions(low: str, text: str, start: int, end: int) -> list[str]:
    """'Điều 5' of "…, trừ Điều 5"."""
    if "trừ" not in low[start:end] and "không bao gồm" not in low[start:end]:
        return []
    match = words("except").search(low, start, end)
    return [text[match.start("what") : match.end("what")].strip(" ,").removesuffix(" và")] if match else []


def days(low: str, doc: Doc, start: int, end: int) -> tuple[str | None, str | None, str | None]:
    """(from, until, until which event) of a change of standing, in its sentence."""
    begins = words("from_day").search(low, start, end)
    since = read_date(low[begins.start("day") : begins.end("day")]) if begins else None
    if since is None and words("from_own").search(low, start, end):
        since = doc.effective
    ends = words("until_day").search(low, start, end)
    until = read_date(low[ends.start("day") : ends.end("day")]) if ends else None
    event = words("until_event").search(low, start, end)
    return since, until, event["event"].strip() if event else None


def provisions(reading: Reading, low: str, named: Named) -> list[str]:
    """The provisions right before a mention, or of the regulation issued with it, as written, one by one."""
    said = named.provision
    if said is None and low.endswith("kèm theo ", 0, named.start):
        first = max(named.start - _ATTACHED, reading.blocks[named.block].body)
        part = words("attached_part").search(low[first : named.start])
        said = reading.text[first + part.start("what") : first + part.end("what")] if part else None
    return apart(said) if said else []


def apart(said: str) -> list[str]:
    """'khoản 2 Điều 5, điểm a khoản 1 Điều 7' as two."""
    cuts = [0, *(m.end() for m in words("located_end").finditer(said.lower())), len(said)]
    return [_bare(said[start:end]) for start, end in pairwise(cuts)]


def _bare(said: str) -> str:
    """Without the joint behind it."""
    said = said.strip(" ,;")
    for joint in _JOINTS:
        said = said.removesuffix(joint).strip(" ,;")
    return said


def in_part(low: str, block: Block, governor: Governor, mention: Named, relation: str) -> bool:
    """Whether the verb's own object, or what begins this member of its list, is a part; not behind 'toàn bộ'."""
    said = low[governor.hit.start : max(governor.until, governor.hit.end)][:_OBJECT]
    own = low[max(block.body, governor.hit.end, mention.start - 80) : mention.start] if governor.listed else ""
    own = own[max(own.rfind(";"), own.rfind(","), own.rfind(" và ")) + 1 :]
    if "toàn bộ" in said and "một phần" not in said:
        return False
    some = "một số" in said and relation == "AMENDS"
    partly = some or any(words("partial").search(w) for w in (said, own))
    return partly and ("kèm theo" not in said + own or "một số" in said + own or "một phần" in said)


def looks_ahead(reading: Reading, low: str, block: Block) -> bool:
    """Whether a heading above says that what follows is still to be done."""
    at = block.parent
    while at is not None:
        above = reading.blocks[at]
        if words("ahead").search(low, above.body, above.end):
            return True
        at = above.parent
    return False
