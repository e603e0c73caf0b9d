"""The head and foot of each document: number, date, issuer, place, title, signer, period, nature, stage.

The form is that of Nghị định số 30/2020/NĐ-CP (State) and Hướng dẫn số 36-HD/VPTW (Party). Where the head is lost,
the portal's table of properties, the note '(Kèm theo Quyết định số …)' and the text itself say what they can.
"""

from graph.bodies import known_prefix
from graph.dates import more_precise, partial
from graph.folding import fold
from graph.issuers import canonical_issuer, issuer_of, national_issuer
from loaders.reading.context import Doc, Reading
from loaders.reading.endings import read_effect, read_end
from loaders.reading.headwords import (
    committee_name,
    issuer_lines,
    joint_names,
    opening_body,
    place_of_document,
    signature,
)
from loaders.reading.lexicon import tuple_of
from loaders.reading.model import Block
from loaders.reading.natures import nature_of
from loaders.reading.properties import Property, properties
from loaders.reading.retold import issued_below, retold
from loaders.reading.ruleset import head_rule
from loaders.reading.titles import Title, find_titles

_GROUNDS = tuple_of("structure", "grounds")  # paragraphs, where the head is lost
_COMMITTEES = ("Ban ", "Ủy ban Kiểm tra ", "Văn phòng ")
_REST = 4  # characters: no word
_NUMBERED = tuple_of("structure", "number_begins")
_PROMULGATING = ("Quyết định", "Nghị quyết", "Thông tư", "Nghị định")


def is_secret(reading: Reading) -> bool:
    """Whether the head carries a mark of secrecy: such a file is refused (NĐ 63/2026/NĐ-CP)."""
    head = reading.text[: reading.blocks[min(len(reading.blocks), 30) - 1].end] if reading.blocks else ""
    return "MẬT" in head and head_rule("secret").search(head) is not None


def read_documents(reading: Reading) -> None:
    """Find the documents of the file and read head and foot of each."""
    text, blocks = reading.text, reading.blocks
    known = properties(reading)
    titles = [t for t in find_titles(text, blocks) if not blocks[t.block].reprint]
    ends = [0, *(t.last + 1 for t in titles)]  # of the title before: no head reaches over it
    starts = [_head_start(reading, t, after) for t, after in zip(titles, ends, strict=False)] or [0]
    starts[0] = 0
    for index, start in enumerate(starts):
        last = (starts[index + 1] if index + 1 < len(starts) else len(blocks)) - 1
        title = titles[index] if titles else None
        doc = Doc(index, start, last, title.block if title else None, title.type if title else "")
        reading.docs.append(doc)
        for block in blocks[start : last + 1]:
            block.document = index
        _read_head(reading, doc, title, known)
    _attach(reading)
    for doc in reading.docs:
        _settle(reading, doc)


def _head_start(reading: Reading, title: Title, after: int) -> int:
    """The first block of the head that stands before a title: short lines of names, number, date."""
    index = title.block
    while index > after:
        block = reading.blocks[index - 1]
        words = reading.whole(block)
        if (
            block.kind not in ("header", "para")
            or len(words) > 120
            or words[-1] in ".;"
            or block.reprint != reading.blocks[title.block].reprint
        ):
            break
        if words.startswith(("TM.", "KT.", "T/M", "TL.", "Nơi nhận")) or _signs_before(reading, index - 1):
            break
        index -= 1
    return index


def _signs_before(reading: Reading, index: int) -> bool:
    """Whether a line is the name under a signature, or part of the signature itself."""
    words = reading.whole(reading.blocks[index])
    if words.isupper() and _is_office(words):
        return True
    above = [reading.whole(b) for b in reading.blocks[max(0, index - 3) : index]]
    if above and not words.isupper() and above[-1].isupper() and _is_office(above[-1]):
        return True  # 'THỦ TƯỚNG' and the name below it
    return not words.isupper() and any(w.startswith(("KT.", "TM.", "T/M", "TL.")) for w in above)


def _is_office(words: str) -> bool:
    return any(w in fold(words) for w in ("chu tich", "giam doc", "bo truong", "bi thu", "thu tuong", "chanh"))


def _read_head(reading: Reading, doc: Doc, title: Title | None, known: list[Property]) -> None:
    blocks = reading.blocks
    stop = title.block if title else min(doc.first + 25, doc.last + 1)
    head = [
        b for b in blocks[doc.first : stop] if b.kind in ("header", "para", "title") and len(reading.whole(b)) < 200
    ]
    for block in head:
        block.kind = "header" if title else block.kind
        read_number(reading, doc, block)
        read_date(reading, doc, block)
    doc.issuer = issuer_lines([reading.whole(b) for b in head])
    if title:
        _read_title(reading, doc, title)
        _read_below(reading, doc)
    _read_properties(doc, known)
    doc.stage = (
        "draft"
        if head_rule("draft").search(reading.text, blocks[doc.first].start, blocks[min(doc.body, doc.last)].end)
        else "issued"
    )


def read_number(reading: Reading, doc: Doc, block: Block) -> None:
    """The number of a line of the head, or the symbol of a blank one."""
    words = reading.whole(block)
    at = words.find(" Số:") + 1 if block.kind == "header" else 0  # a head's cell may hold all its lines as one
    match = head_rule("number").match(words, at) if doc.code is None else None
    if not match:
        return
    symbol = "".join(match["symbol"].split())
    if match["number"]:
        doc.code = match["number"] + symbol.rstrip(".")
        if words.startswith("Số") and (match.end() == len(words) or words.startswith("V/v", match.end() + 1)):
            block.kind = "header"  # of a letter too, which has no title line: its own number is no naming
    else:
        doc.symbol = symbol
        reading.warn("number_blank", "Số của văn bản để trống", block.start, block.end)


def read_date(reading: Reading, doc: Doc, block: Block) -> None:
    """The day and place of a line of the head."""
    words = reading.whole(block)
    number = head_rule("number").match(words)  # on one line with the day, its symbol is no place
    match = head_rule("date").search(words, number.end() if number else 0)
    if not match or doc.issued is not None or words.endswith(";") or words.startswith(_GROUNDS):
        return
    day, month = (int(match[g]) if match[g] else None for g in ("day", "month"))
    doc.issued = partial(int(match["year"]), month, day if month else None) or match["year"]
    if match["place"]:
        doc.place = match["place"].strip()


def _read_title(reading: Reading, doc: Doc, title: Title) -> None:
    blocks = reading.blocks
    blocks[title.block].kind = "title"
    start = title.same_line or (blocks[title.block + 1].start if title.last > title.block else 0)
    if start:
        for block in blocks[title.block : title.last + 1]:
            block.kind, block.rank, block.parent = "title", 99, None
        doc.title = _said_by(doc, " ".join(reading.text[start : blocks[title.last].end].split()).strip(" *")) or None
    doc.body = title.last + 1
    if title.attached is not None:
        doc.attached_to = (blocks[title.attached].start, blocks[title.attached].end)
        blocks[title.attached].kind = "header"
        doc.body = title.attached + 1


def _read_below(reading: Reading, doc: Doc) -> None:
    """Number and day of a head that a page prints below its title, or as the title's first words."""
    if doc.code is None and doc.title and (own := head_rule("titled_number").match(doc.title)):
        doc.code, doc.title = own["code"], doc.title[own.end() :].strip(" :-") or None
    for block in reading.blocks[doc.body : min(doc.body + 3, doc.last + 1)]:
        words = reading.whole(block)
        number = head_rule("number").match(words) if words.startswith(_NUMBERED) else None
        whole = number is not None and number["number"] is not None and len(words) - number.end() < _REST
        if whole or (doc.issued is None and _is_day(words)):
            read_number(reading, doc, block)
            read_date(reading, doc, block)
            block.kind = "header"


def _is_day(words: str) -> bool:
    """'Sơn La, ngày 2 tháng 3 năm 2026', and nothing else."""
    date = head_rule("date").match(words)
    return date is not None and date["place"] is not None and len(words) - date.end() < _REST


def _said_by(doc: Doc, title: str) -> str:
    """A title without what stands between its type and its subject: the Party's body or session, 'liên tịch'."""
    match = head_rule("party_issuer").match(title)
    if match is None:
        joint = head_rule("joint_title").match(title)
        return title[joint.end() :] if joint else title
    if fold(title).startswith("cua ") and fold(doc.issuer or "").startswith(("ban chap hanh trung uong", "dang cong")):
        doc.issuer = match["body"].upper()
    return title[match.end() :].strip(" -:")


def _read_properties(doc: Doc, known: list[Property]) -> None:
    """The portal's words: they say of the first document what the head has lost."""
    for field, value in known if doc.index == 0 else ():
        _take_property(doc, field, value)


def _take_property(doc: Doc, field: str, value: str) -> None:
    if field == "code" and doc.code is None and any(c.isdigit() for c in value):
        doc.code = value
    elif field in ("issued", "effective"):
        date = _property_date(value)
        if field == "effective":
            doc.effective = date
        else:
            doc.issued = more_precise(doc.issued, date)
    elif field == "signer" and len(value) < 60:
        doc.signer = value
    elif field == "type" and not doc.type:
        doc.type = value
    elif field == "issuer" and not doc.issuer:
        doc.issuer = value
    elif field == "title" and not doc.title:
        doc.title = value


def _property_date(value: str) -> str | None:
    match = head_rule("portal_date").search(value)
    if match:
        return partial(int(match[3]), int(match[2]), int(match[1]))
    said = head_rule("date").search(f"ngày {value.removeprefix('ngày ')}")
    day, month = (int(said[g]) if said[g] else None for g in ("day", "month")) if said else (None, None)
    return partial(int(said["year"]), month, day if month else None) if said else None


def _attach(reading: Reading) -> None:
    """A plan that says '(Kèm theo Quyết định …)', or has no number of its own, belongs to the decision before it."""
    nearest: dict[str, int] = {}  # of each type the last document so far
    for doc in reading.docs:
        words = reading.text[slice(*doc.attached_to)] if doc.attached_to else ""
        fitting = [
            index
            for kind, index in nearest.items()
            if (words and kind and kind in words) or (not words and not doc.code and kind in _PROMULGATING)
        ]
        if fitting:
            doc.promulgated_by = max(fitting)
        nearest[doc.type] = doc.index


def _settle(reading: Reading, doc: Doc) -> None:
    """What follows from the fields together and from the text."""
    parent = reading.docs[doc.promulgated_by] if doc.promulgated_by is not None else None
    if not doc.type:
        _without_title(reading, doc)
    read_end(reading, doc)
    own_place = place_of_document(reading, doc)
    doc.place = parent.place if parent and parent.place else own_place
    doc.issuer = _issuer(reading, doc, parent)
    if parent:
        doc.issued = doc.issued or parent.issued
    _read_foot(reading, doc)
    if doc.code and "VBHN" in doc.code:  # the consolidated text bears the title of the act that it consolidates
        doc.title = f"{doc.type} {doc.title}" if doc.title else doc.title
        doc.type = "Văn bản hợp nhất"
    if fold(doc.issuer or "").startswith("ban chap hanh trung uong"):
        speaks = head_rule("speaks_for").search(doc.signed_as or "")
        doc.issuer = canonical_issuer(speaks["body"], None) if speaks else doc.issuer
    doc.period = _period(doc.title or "", doc.type)
    doc.nature = nature_of(doc.type, doc.code or doc.symbol, doc.issuer)
    doc.sample = "MẪU" in reading.text and head_rule("sample").search(reading.text) is not None


def _without_title(reading: Reading, doc: Doc) -> None:
    """A letter has no title line: 'V/v …' is its subject; of anything else the text names itself ('Kế hoạch này')."""
    for block in reading.blocks[doc.first : doc.first + 14]:
        words = reading.whole(block)
        number = head_rule("number").match(words)  # it may stand on the same line
        about = words[number.end() :].lstrip() if number else words
        match = head_rule("about").match(about)
        if match and len(words) < 400:
            doc.type, doc.title, doc.body = "Công văn", about[match.end() :].strip(), block.index + 1
            _read_subject(doc)
            return
        if words.startswith("Kính gửi"):
            doc.type, doc.body = "Công văn", block.index
            return
    if doc.code is None and retold(reading, doc):
        return
    low, high = reading.blocks[doc.first].start, reading.blocks[doc.last].end
    counts = {name: reading.text.count(f"{name} này", low, high) for name in tuple_of("structure", "speaks_of_itself")}
    best = max(counts, key=lambda name: (counts[name], name))
    if not counts[best] and issued_below(reading, doc):
        return
    doc.type = best if counts[best] else "Văn bản"
    if doc.type == "Văn bản" and any(
        head_rule("gives_opinion").search(reading.whole(block)) for block in reading.blocks[doc.first : doc.first + 14]
    ):
        doc.type = "Công văn"
    if doc.type == "Văn bản":
        reading.warn("type_unknown", "Không xác định được loại văn bản", low, min(low + 80, high))


def _read_subject(doc: Doc) -> None:
    """Number and day that a list of letters prints behind the subject of each."""
    listed = head_rule("subject_with_number").search(doc.title or "")
    if listed and doc.title and doc.code is None:
        doc.code, doc.issued = listed["code"], doc.issued or _property_date(listed["day"])
        doc.title = doc.title[: listed.start()]


def _issuer(reading: Reading, doc: Doc, parent: Doc | None) -> str | None:
    """A national body by the symbol; else the head's words where they name a body, the symbol, the text's opening."""
    if parent and parent.issuer:
        return parent.issuer
    symbol = doc.code or (f"0{doc.symbol}" if doc.symbol else None)
    national = national_issuer(symbol) if symbol and doc.type not in ("Thông tư liên tịch", "Công văn") else None
    if national:
        return national
    party = issuer_of(doc.type, symbol, doc.place) if symbol else None
    if party and party.startswith(_COMMITTEES) and ("Tỉnh ủy " in party or "Thành ủy " in party):
        return party  # '15-HD/BTCTU' under 'TỈNH ỦY …' and 'BAN TỔ CHỨC'
    said = canonical_issuer(doc.issuer, doc.place, doc.code) if doc.issuer else None
    if joint := joint_names(doc):
        return joint
    if said and known_prefix(said):
        return said
    if said and (committee := committee_name(said, doc.place)):
        return committee
    opening = opening_body(reading, doc)
    return (
        (issuer_of(doc.type, symbol, doc.place) if symbol else None)
        or (canonical_issuer(opening, doc.place) if opening else None)
        or said
    )


def _read_foot(reading: Reading, doc: Doc) -> None:
    found = signature(reading, doc)
    doc.signed_as = found.signed_as
    doc.signer = doc.signer or found.signer
    read_effect(reading, doc)


def _period(title: str, kind: str) -> tuple[int, int] | None:
    """The years that a title states; of a plan 'năm 2023' is its period too."""
    found = head_rule("period").search(title)
    if found:
        return int(found[1]), int(found[2])
    years = list(head_rule("year").finditer(title))
    plans = ("Kế hoạch", "Chương trình", "Đề án", "Phương án")
    if not years or not (kind in plans or (kind == "Quyết định" and head_rule("issues_plan").search(title))):
        return None
    joined = len(years) > 1 and title[years[0].end() : years[1].start()].strip(" ,") == "và"  # 'năm 2025 và năm 2026'
    return int(years[0][1]), int(years[joined][1])
