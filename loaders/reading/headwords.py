"""Issuer lines, places and signatures: the parts of head and foot that are names."""

from collections import Counter

from msgspec import Struct

from graph import places
from graph.folding import fold
from graph.patterns import pattern
from loaders.reading.context import Doc, Reading
from loaders.reading.lexicon import tuple_of

_KINDS = "tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu"
_UPPER = "A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠ-Ỹ"
_CAPITAL_PLACE = pattern("headwords.capital_place", rf"\b({_KINDS.upper()}|TP\.?)\s([{_UPPER}][{_UPPER} '-]{{1,40}})")
_PLACE = pattern(
    "headwords.place",
    rf"\b([Tt]ỉnh|[Tt]hành phố|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu|TP\.?)\s"
    rf"((?:[{_UPPER}][^\W\d_]{{0,7}}(?:\s-\s|\s|['’]|-)?){{1,5}}|\d{{1,2}}(?!\d))",
)
_OPENING = pattern(
    "headwords.opening",
    r"(?P<body>(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND|Hội đồng nhân dân|Đảng ủy|Đảng uỷ|Tỉnh ủy|Thành ủy|Huyện ủy|Ban Thường vụ|Ban Chỉ đạo|Sở|Bộ|Ban|Chi cục"
    r"|Cục|Tổng cục|Văn phòng|Trường|Công an|Thanh tra|Ủy ban|Hội|Liên đoàn|Trung tâm|Viện|Phòng)\s[^,.;:()\n]{0,110}?)\s(?:\([^()\n]{0,80}\)\s)?"
    r"(?:ban hành|xây dựng|báo cáo|trân trọng báo cáo|yêu cầu|thông báo|đề nghị|quyết định|triển khai)\b",
)
_SIGNS = ("TM.", "T/M", "KT.", "TL.", "TUQ.", "Q.", "TM ", "KT ")
_TITLES = ("CHỦ TỊCH", "PHÓ CHỦ TỊCH", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "BỘ TRƯỞNG", "THỨ TRƯỞNG", "THỦ TƯỚNG", "PHÓ THỦ TƯỚNG", "BÍ THƯ", "PHÓ BÍ THƯ",
           "CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "BỘ TRƯỞNG, CHỦ NHIỆM", "CỤC TRƯỞNG", "TỔNG BÍ THƯ", "TRƯỞNG PHÒNG", "HIỆU TRƯỞNG",
           "CHI CỤC TRƯỞNG", "CHÁNH THANH TRA", "VIỆN TRƯỞNG", "TỔNG GIÁM ĐỐC", "THỐNG ĐỐC", "CHỦ NHIỆM", "TỔNG CỤC TRƯỞNG", "CHÁNH ÁN")  # fmt: skip
_NAME = pattern("headwords.name", rf"(?:(?:[A-ZĐ][A-Za-z.]{{0,8}}\.)\s?)?[{_UPPER}][^\W\d_]{{0,7}}(?:\s[{_UPPER}][^\W\d_]{{0,7}}){{1,4}}\Z")
_INCOMPLETE = ("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "UBND", "HĐND", "BAN CHẤP HÀNH", "ĐẢNG ỦY", "ĐOÀN ĐẠI BIỂU QUỐC HỘI", "BAN THƯỜNG VỤ", "SỞ", "VĂN PHÒNG")


class Signature(Struct):
    """Who signed, and as what."""

    signer: str | None = None
    signed_as: str | None = None


def issuer_lines(lines: list[str], fallback: tuple[Reading, Doc] | None) -> str | None:
    """The issuer as the head prints it, the superior body left out; else as the text's opening names it."""
    if fallback:
        return _opening_body(*fallback)
    names: list[str] = []
    for line in lines:
        words = line.strip(" *-_|")
        folded = fold(words)
        if not words.isupper() or len(words) < 4 or folded.startswith(tuple_of("structure", "head")) or words.startswith(("SỐ", "DỰ THẢO", "MẪU")):
            continue
        if names and (names[-1] in _INCOMPLETE or places.parse(words) is not None or words.startswith(("TỈNH ", "HUYỆN ", "XÃ ", "THÀNH PHỐ ", "PHƯỜNG "))):
            names[-1] = f"{names[-1]} {words}"
        else:
            names.append(words)
    return names[-1] if names else None


def _opening_body(reading: Reading, doc: Doc) -> str | None:
    """'UBND tỉnh Sơn La ban hành Kế hoạch …' near the beginning of the text proper; a line in capitals before it wins."""
    found = None
    for block in reading.blocks[doc.body : doc.body + 12]:
        words = reading.whole(block)
        if words.isupper() and 8 < len(words) < 90 and block.kind == "para" and not words.startswith("QUYẾT"):
            return words
        match = None
        for match in _OPENING.finditer(words[:6000]):
            found = match["body"]
        if block.rank < 30 and found:
            break
    return found


def place_of_document(reading: Reading, doc: Doc) -> str | None:
    """The document's place, innermost first; None of a central body."""
    opening = _opening_body(reading, doc)
    last = reading.blocks[doc.last]
    text = reading.text[reading.blocks[doc.first].start : last.end]
    inner: tuple[str, str] | None = None
    for source in (doc.issuer, opening, doc.title, doc.place):
        inner = _place_in(source) if source else None
        if inner is None and source and source is doc.place:
            known = places.province(source, doc.issued)
            inner = (known.kind, known.name) if known else None
        if inner:
            break
    if inner is None or (doc.issuer and inner and source is doc.place and _is_central(doc.issuer)):
        return None
    return _chain(inner, text, doc)


def _is_central(issuer: str) -> bool:
    return issuer.startswith(("BỘ ", "CHÍNH PHỦ", "THỦ TƯỚNG", "QUỐC HỘI", "ỦY BAN THƯỜNG VỤ QUỐC HỘI", "BAN CHẤP HÀNH TRUNG ƯƠNG", "VĂN PHÒNG CHÍNH PHỦ", "TỔNG CỤC", "NGÂN HÀNG", "THANH TRA CHÍNH PHỦ", "BAN BÍ THƯ", "TÒA ÁN NHÂN DÂN TỐI", "VIỆN KIỂM SÁT NHÂN DÂN TỐI", "KIỂM TOÁN"))


def _place_in(words: str) -> tuple[str, str] | None:
    """(kind, name) of the first place named in words, capitals or not."""
    match = _CAPITAL_PLACE.search(words) if words.isupper() else _PLACE.search(words)
    if not match:
        return None
    kind = match[1].lower().replace("tp.", "thành phố").replace("tp", "thành phố")
    name = match[2].strip(" -'’")
    if words.isupper():
        name = _known_name(kind, name)
    return kind, name


def _known_name(kind: str, name: str) -> str:
    """A name in capitals as it is written: by the gazetteer, cut to a province's own words where it runs on."""
    parts = name.split()
    for end in range(len(parts), 0, -1):
        known = places.province(f"{kind} {' '.join(parts[:end])}") if kind in ("tỉnh", "thành phố") else None
        if known:
            return known.name
    return " ".join(p.capitalize() for p in parts[:4])


def _chain(inner: tuple[str, str], text: str, doc: Doc) -> str:
    kind, name = inner
    chain = [f"{kind} {name}"]
    if kind in ("tỉnh",) or (kind == "thành phố" and places.province(f"{kind} {name}")):
        return chain[0]
    around = Counter((m[1].lower(), m[2].strip(" -'’")) for m in _PLACE.finditer(text))
    if kind in ("xã", "phường", "thị trấn"):
        district = _most(around, ("huyện", "quận", "thị xã"))
        if district:
            chain.append(district)
    province = _most(around, ("tỉnh",)) or (places.province(doc.place).full if doc.place and places.province(doc.place) else None)  # type: ignore[union-attr]
    if province:
        chain.append(province)
    return ", ".join(chain)


def _most(around: Counter[tuple[str, str]], kinds: tuple[str, ...]) -> str | None:
    found = sorted((-n, kind, name) for (kind, name), n in around.items() if kind in kinds)
    return f"{found[0][1]} {found[0][2]}" if found else None


def signature(reading: Reading, doc: Doc) -> Signature:
    """The signature block behind the text: 'TM. … KT. CHỦ TỊCH PHÓ CHỦ TỊCH' and the name under it."""
    found = Signature()
    said: list[str] = []
    for block in reading.blocks[doc.body : doc.last + 1]:
        if block.reprint or block.kind not in ("para", "signature", "item", "header"):
            continue
        words = reading.whole(block).strip(" *")
        if words.startswith(_SIGNS) or (said and words.isupper()) or words.startswith(_TITLES) and words.isupper():
            said.append(words)
            block.kind = "signature"
        elif said and block.kind != "item":
            if _NAME.match(words):
                found.signer = words
                block.kind = "signature"
            if found.signer or len(words) > 60:
                break
    found.signed_as = " ".join(said) or None
    return found
