"""Issuer lines, places and signatures: the parts of head and foot that are names."""

from collections import Counter

from msgspec import Struct

from graph import places
from graph.folding import fold
from graph.issuers import national_issuer
from graph.patterns import pattern
from loaders.reading.context import Doc, Reading
from loaders.reading.lexicon import tuple_of
from loaders.reading.model import Block

_KINDS = "tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu"
_UPPER = "A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠ-Ỹ"
_CAPITAL_PLACE = pattern("headwords.capital_place", rf"\b({_KINDS.upper()}|TP\.?)\s(?!HỘI)([{_UPPER}][{_UPPER} '-]{{1,40}})")
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
_NATION = pattern("headwords.nation", r" ?(?:CỘNG HÒA|CỘNG HOÀ|ĐẢNG CỘNG SẢN VIỆT)|Độc lập -")
_NO_ISSUER = ("SỐ", "DỰ THẢO", "MẪU", "CÔNG BÁO", "VĂN BẢN", "PHẦN ", "CƠ QUAN", "KÝ BỞI")
_INCOMPLETE = ("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "UBND", "HĐND", "BAN CHẤP HÀNH", "ĐẢNG ỦY", "ĐOÀN ĐẠI BIỂU QUỐC HỘI", "BAN THƯỜNG VỤ", "SỞ", "VĂN PHÒNG")


_CENTRAL = ("BỘ ", "CHÍNH PHỦ", "THỦ TƯỚNG", "QUỐC HỘI", "ỦY BAN THƯỜNG VỤ QUỐC HỘI", "BAN CHẤP HÀNH TRUNG ƯƠNG", "VĂN PHÒNG CHÍNH PHỦ",
            "TỔNG CỤC", "NGÂN HÀNG NHÀ NƯỚC VIỆT NAM", "THANH TRA CHÍNH PHỦ", "BAN BÍ THƯ", "TÒA ÁN NHÂN DÂN TỐI", "VIỆN KIỂM SÁT NHÂN DÂN TỐI",
            "KIỂM TOÁN NHÀ NƯỚC", "ỦY BAN DÂN TỘC", "BAN TỔ CHỨC TRUNG ƯƠNG", "HỘI ĐỒNG DÂN TỘC", "CHỦ TỊCH NƯỚC", "VĂN PHÒNG TRUNG ƯƠNG")  # fmt: skip
_CENTRAL_SAID = ("Bộ ", "Chính phủ", "Thủ tướng", "Quốc hội", "Ban Bí thư", "Văn phòng Chính phủ")


class Signature(Struct):
    """Who signed, and as what."""

    signer: str | None = None
    signed_as: str | None = None


def issuer_lines(lines: list[str]) -> str | None:
    """The issuer as the head prints it, the superior body left out."""
    names: list[str] = []
    for line in lines:
        words = _NATION.split(line)[0].strip(" *-_|")  # two columns may stand on one line
        if not words.isupper() or len(words) < 4 or not words[0].isalpha() or fold(words).startswith(tuple_of("structure", "head")) or words.startswith(_NO_ISSUER):
            continue
        if names and _goes_on(names[-1], words):
            names[-1] = f"{names[-1]} {words}"
        elif not names or names[-1] != words:
            names.append(words)
    return names[-1] if names else None


def _goes_on(name: str, words: str) -> bool:
    """Whether a line in capitals goes on with the name above it."""
    return (
        name in _INCOMPLETE
        or words.startswith(("VÀ ", "- ", "TỈNH ", "HUYỆN ", "XÃ ", "THÀNH PHỐ ", "PHƯỜNG ", "THỊ XÃ ", "QUẬN ", "ĐẶC KHU "))
        or name.endswith((" VÀ", " -", ","))
        or (places.parse(words) is not None and not words.startswith("UBND"))
    )


def opening_body(reading: Reading, doc: Doc) -> str | None:
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
    if (doc.issuer and doc.issuer.startswith(_CENTRAL)) or (doc.code and national_issuer(doc.code)):
        return None
    opening = opening_body(reading, doc)
    if not doc.issuer and opening and opening.startswith(_CENTRAL_SAID):
        return None
    inner: tuple[str, str] | None = None
    for source in (doc.issuer, opening, doc.title, doc.place):
        inner = _place_in(source) if source else None
        if inner is None and source and source is doc.place:
            known = places.province(source, doc.issued)
            inner = (known.kind, known.name) if known else None
        if inner:
            break
    if inner is None:
        return None
    first, last = reading.blocks[doc.first], reading.blocks[doc.last]
    return _chain(inner, reading.text[first.start : last.end], doc)


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
    known = places.province(doc.place) if doc.place else None
    province = _most(around, ("tỉnh",)) or (known.full if known else None)
    if province:
        chain.append(province)
    return ", ".join(chain)


def _most(around: Counter[tuple[str, str]], kinds: tuple[str, ...]) -> str | None:
    found = sorted((-n, kind, name) for (kind, name), n in around.items() if kind in kinds)
    return f"{found[0][1]} {found[0][2]}" if found else None


def signature(reading: Reading, doc: Doc) -> Signature:
    """The signature block behind the text: 'TM. … KT. CHỦ TỊCH PHÓ CHỦ TỊCH' and the name under it."""
    said: list[Block] = []
    for block in reading.blocks[doc.body : doc.last + 1]:
        if block.reprint or block.kind not in ("para", "signature", "item", "header"):
            continue
        words = reading.whole(block).strip(" *")
        if words.startswith(_SIGNS) or (words.isupper() and (said or words.startswith(_TITLES))):
            said.append(block)
        elif said and block.kind != "item" and _NAME.match(words):
            for line in [*said, block]:
                line.kind = "signature"
            return Signature(words, _joined(reading, said))
        elif len(words) > 60 or block.kind == "item":  # 'BỘ TRƯỞNG BỘ …' above the Căn cứ lines signs nothing
            said = said if said and reading.whole(said[0]).startswith(_SIGNS) and block.kind != "item" else []
    for line in said:
        line.kind = "signature"
    return Signature(None, _joined(reading, said))


def _joined(reading: Reading, lines: list[Block]) -> str | None:
    return " ".join(reading.whole(line).strip(" *") for line in lines) or None
