"""Issuer lines, places and signatures: the parts of head and foot that are names."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from graph import places
from graph.bodies import known_prefix
from graph.folding import fold
from graph.issuers import canonical_issuer, national_issuer
from loaders.reading.context import Doc, Reading
from loaders.reading.lexicon import all_places, tuple_of
from loaders.reading.model import Block
from loaders.reading.ruleset import head_rule

_GOES_ON = tuple_of("structure", "name_goes_on")
_CHAIR = "CHỦ TỊCH "


class Signature(Struct):
    """Who signed, and as what."""

    signer: str | None = None
    signed_as: str | None = None


def issuer_lines(lines: list[str]) -> str | None:
    """The issuer as the head prints it, the superior body left out."""
    names: list[str] = []
    for line in lines:
        words = head_rule("nation").split(line)[0].strip(" *-_|")  # two columns may stand on one line
        above = head_rule("superior").match(words)  # the superior body, too
        words = words[above.end() :] if above else words
        if (
            not words.isupper()
            or len(words) < 4
            or not words[0].isalpha()
            or fold(words).startswith(tuple_of("structure", "head"))
            or words.startswith((*tuple_of("structure", "no_issuer"), *tuple_of("structure", "signs")))
            or words in tuple_of("structure", "offices")
        ):
            continue
        if names and _goes_on(names[-1], words):
            names[-1] = f"{names[-1]} {words}"
        elif not names or names[-1] != words:
            names.append(words)
    if names[1:] and names[-1] in ("VĂN PHÒNG", "BAN THƯỜNG TRỰC"):  # whose it is stands above
        return f"{names[-1]} {names[-2]}"
    return names[-1] if names else None


def _goes_on(name: str, words: str) -> bool:
    """Whether a line in capitals goes on with the name above it."""
    return (
        name in tuple_of("structure", "incomplete_names")
        or (" ỦY " not in words and words.startswith(_GOES_ON))
        or name.endswith((" VÀ", " -", ","))
        or (places.parse(words) is not None and not words.startswith("UBND"))
    )


def joint_names(doc: Doc) -> str | None:
    """The issuers of 'SỞ TƯ PHÁP - CÔNG AN TỈNH', 'LIÊN SỞ: TƯ PHÁP - NỘI VỤ'; 'HĐND - UBND' of a letter is one."""
    said = doc.issuer or ""
    shared = head_rule("joint").match(said)  # the head of all of them is said once
    parts = said[shared.end() if shared else 0 :].split(" - ")
    if shared:
        parts = [part if known_prefix(part) else f"{shared['head']} {part}" for part in parts]
    if len(parts) < 2 or not all(map(known_prefix, parts)):
        return None
    names = [canonical_issuer(part, doc.place) for part in parts]
    if names[0] is None or names[0].startswith("HĐND"):
        return None
    return "; ".join(name for name in names if name)


def committee_name(said: str, place: str | None) -> str | None:
    """'Ban Chỉ đạo phát triển kinh tế tập thể tỉnh Sơn La' of 'BAN CHỈ ĐẠO PHÁT TRIỂN KINH TẾ TẬP THỂ'."""
    head = head_rule("committee").match(said)
    if head is None:
        return None
    of = place.partition(",")[0] if place and not head_rule("of_the_nation").search(said) else ""
    name = f"{head[0][0].upper()}{head[0][1:].lower()}{said[head.end() :].lower()}"
    return f"{name} {of}" if of and fold(of) not in fold(said) else name


def opening_body(reading: Reading, doc: Doc) -> str | None:
    """'UBND tỉnh Sơn La ban hành Kế hoạch …' near the text's beginning; a line in capitals before it wins."""
    found = None
    for block in reading.blocks[doc.body : doc.body + 12]:
        words = reading.whole(block)
        named = block.kind == "para" and 8 < len(words) < 90 and words.isupper()
        if named and words.startswith(_CHAIR) and known_prefix(words.removeprefix(_CHAIR)):
            return words.removeprefix(_CHAIR)
        if named and not words.startswith(
            ("QUYẾT", *tuple_of("structure", "signs"), *tuple_of("structure", "offices"))
        ):
            return None if words.startswith(tuple_of("structure", "nation")) else words
        match = None
        for match in head_rule("opening").finditer(words[:6000]):
            found = match["body"]
        if block.rank < 30 and found:
            break
    return found


def place_of_document(reading: Reading, doc: Doc) -> str | None:
    """The document's place, innermost first; None of a central body."""
    if (doc.issuer and doc.issuer.startswith(tuple_of("structure", "central"))) or (
        doc.code and national_issuer(doc.code)
    ):
        return None
    opening = opening_body(reading, doc)
    if not doc.issuer and opening and opening.startswith(tuple_of("structure", "central_said")):
        return None
    inner: tuple[str, str] | None = None
    for source in (doc.issuer, opening, doc.title, doc.place):
        inner = _place_in(source) if source else None
        if inner is None and source and source is doc.place:
            known = places.province(source, doc.issued)
            inner = (known.kind, known.name) if known else None
        if inner:
            break
    first, last = reading.blocks[doc.first], reading.blocks[doc.last]
    stop = doc.title_block if doc.title_block is not None else min(doc.body, doc.last + 1)
    head = [reading.whole(b) for b in reading.blocks[doc.first : stop]]
    if inner is None:
        inner = next(iter(_in_capitals(head)), None)
    if inner is None:
        return None
    return _chain(inner, reading.text[first.start : last.end], head, doc)


def _place_in(words: str) -> tuple[str, str] | None:
    """(kind, name) of the first place named in words, capitals or not."""
    rule = head_rule("capital_place" if words.isupper() else "place")
    for match in rule.finditer(words):
        kind = _kind(match[1])
        name = match[2].strip(" -'’")
        if words.isupper():
            name = _known_name(kind, name)
        if kind != "tỉnh" or places.province(f"{kind} {name}"):  # 'Phó Chủ tịch UBND tỉnh Nguyễn Văn A'
            return kind, name
    return None


def _kind(word: str) -> str:
    """The kind of place as it is written out: 'TP.' and the head of 'Thành ủy' are a 'thành phố'."""
    return {"tp.": "thành phố", "tp": "thành phố", "thành": "thành phố", "thị": "thị xã"}.get(
        word.lower(), word.lower()
    )


def _known_name(kind: str, name: str) -> str:
    """A name in capitals as it is written: by the gazetteer, cut to a province's own words where it runs on."""
    parts = name.split()
    for end in range(len(parts), 0, -1):
        known = places.province(f"{kind} {' '.join(parts[:end])}") if kind in ("tỉnh", "thành phố") else None
        if known:
            return known.name
    return " ".join(p.capitalize() for p in parts[:4])


def _chain(inner: tuple[str, str], text: str, head: list[str], doc: Doc) -> str:
    kind, name = inner
    chain = [f"{kind} {name}"]
    if kind in ("tỉnh",) or (kind == "thành phố" and places.province(f"{kind} {name}")):
        return chain[0]
    around = Counter((m[1].lower(), m[2].strip(" -'’")) for m in places_named(text))
    around += _in_capitals(head)
    if kind in ("xã", "phường", "thị trấn"):
        district = _most(around, ("huyện", "quận", "thị xã"))
        if district:
            chain.append(district)
    known = places.province(doc.place) if doc.place else None
    province = _most(around, ("tỉnh",)) or (known.full if known else None) or _most(_cities(around), ("thành phố",))
    if province:
        chain.append(province)
    return ", ".join(chain)


def places_named(text: str) -> Iterator[re.Match[str]]:
    """What the rule `place` finds; it is tried only where the word of a unit stands.

    >>> [m[0] for m in places_named("UBND xã Kim Liên, tỉnh Nghệ An")]
    ['xã Kim Liên', 'tỉnh Nghệ An']
    """
    rule, stop = head_rule("place"), 0
    for at in sorted({at for word in tuple_of("structure", "units") for at in all_places(text, word)}):
        match = rule.match(text, at) if at >= stop else None
        if match:
            stop = match.end()
            yield match


def _cities(around: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """The cities of the first level among the places named."""
    return Counter({(kind, name): n for (kind, name), n in around.items() if _is_province(kind, name)})


def _is_province(kind: str, name: str) -> bool:
    known = places.province(f"{kind} {name}") if kind == "thành phố" else None
    return known is not None and known.kind == kind


def _in_capitals(lines: list[str]) -> Counter[tuple[str, str]]:
    """Places of a head's lines in capitals, the superior body's too: 'ĐẢNG BỘ TỈNH NGHỆ AN'."""
    names = [head_rule("nation").split(line)[0] for line in lines]  # two columns may stand on one line
    found = [m for line in names if line.isupper() for m in head_rule("capital_place").finditer(line)]
    return Counter((_kind(m[1]), _known_name(_kind(m[1]), m[2].strip(" -'’"))) for m in found)


def _most(around: Counter[tuple[str, str]], kinds: tuple[str, ...]) -> str | None:
    found = sorted((-n, kind, name) for (kind, name), n in around.items() if kind in kinds)
    return f"{found[0][1]} {found[0][2]}" if found else None


@cache
def _signing_heads() -> frozenset[str]:
    """What recipients, a signature and an office may begin with, and what is cut off before them."""
    said = ("Nơi nhận", "Đã ký:", " ", "*", *tuple_of("structure", "signs"), *tuple_of("structure", "offices"))
    return frozenset(word[0] for word in said)


def signature(reading: Reading, doc: Doc) -> Signature:
    """The signature block behind the text: 'TM. … KT. CHỦ TỊCH PHÓ CHỦ TỊCH' and the name under it."""
    said: list[Block] = []
    listed = False
    for block in reading.blocks[doc.body : doc.last + 1]:
        if block.reprint or block.kind not in ("para", "signature", "item", "header"):
            continue
        if not said and block.kind != "signature":  # most blocks say nothing of signatures by their first character
            first = reading.text[block.start]
            if first == "-":
                continue
            if first not in _signing_heads():
                listed = False
                continue
        words = reading.whole(block).removeprefix("Đã ký:").strip(" *")
        beside = words.startswith("Nơi nhận") and words.partition(":")[2].strip().isupper()
        recipients = words.startswith(("-", "Nơi nhận")) or block.kind == "signature"
        listed = beside or (recipients and (listed or not words.startswith("-")))  # in two columns they stand between
        words = words.partition(":")[2].strip() if beside else words
        heads = (*tuple_of("structure", "signs"), *tuple_of("structure", "offices"))
        whole = head_rule("signed_whole").match(words) if words.startswith(heads) else None
        if whole:
            block.kind = "signature"
            return Signature(whole["who"], whole["signed"].strip())
        if words.startswith(tuple_of("structure", "signs")) or (
            words.isupper() and (said or words.startswith(tuple_of("structure", "offices")))
        ):
            said.append(block)
        elif said and block.kind != "item" and head_rule("person").match(words):
            for line in [*said, block]:
                line.kind = "signature"
            return Signature(words, _joined(reading, said))
        # 'BỘ TRƯỞNG BỘ …' above the Căn cứ lines signs nothing
        elif not listed and (len(words) > 60 or block.kind == "item"):
            said = (
                said
                if said and reading.whole(said[0]).startswith(tuple_of("structure", "signs")) and block.kind != "item"
                else []
            )
    for line in said:
        line.kind = "signature"
    return Signature(None, _joined(reading, said))


def _joined(reading: Reading, lines: list[Block]) -> str | None:
    words = (reading.whole(line).strip(" *") for line in lines)
    return " ".join(w.partition(":")[2].strip() if w.startswith("Nơi nhận") else w for w in words) or None
