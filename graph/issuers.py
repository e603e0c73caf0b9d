"""Who issued an instrument: by its symbol (vocabulary.md, Identity), or by the words and the document's place."""

from functools import lru_cache
from typing import Any

from graph.bodies import canonical, known_prefix
from graph.codes import parse
from graph.datafiles import read_yaml
from graph.folding import fold
from graph.places import DISTRICT, PROVINCE, at_level, chain
from graph.rulefiles import rules_of

_TERM = rules_of("graph.data", "wording")["term_symbol"].regex  # QH15, UBTVQH14, HĐND16
_SESSION = rules_of("graph.data", "wording")["party_session"].regex
_KHOA = rules_of("graph.data", "wording")["term"].regex
_TOGETHER = rules_of("graph.data", "wording")["together"].regex
_COMMON = rules_of("graph.data", "wording")["common_ministries"].regex
_OFFICE = rules_of("graph.data", "wording")["speaking_office"].regex
_JOINED_OFFICE = rules_of("graph.data", "wording")["joined_office"].regex
_HEAD_OF = rules_of("graph.data", "wording")["head_of"].regex
_CENTRAL_COMMITTEE = ("ban chap hanh trung uong", "bch trung uong", "trung uong dang", "bchtw", "bch tw")
_LEFT_OPEN = ("ubnd huyen", "ubnd tinh", "ubnd thanh pho", "ubnd xa", "ubnd phuong", "ubnd thi xa", "ubnd quan",
              "hdnd huyen", "hdnd tinh", "hdnd thanh pho", "hdnd xa", "hdnd phuong", "hdnd thi xa", "ubnd", "hdnd",
              "tinh uy", "thanh uy", "huyen uy", "ban thuong vu tinh uy", "ban thuong vu thanh uy",
              "ban thuong vu huyen uy")  # fmt: skip


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    raw: dict[str, Any] = read_yaml("graph.data", "issuers.yaml")
    return {k: {s.upper(): n for s, n in v.items()} if isinstance(v, dict) else v for k, v in raw.items()}


def _symbols(code: str | None) -> tuple[str, ...]:
    """Parts of the symbol in capitals, terms cut off: '72/2025/QH15' gives ('QH',)."""
    parsed = parse(code) if code else None
    return _capitals(parsed.symbol) if parsed else ()


@lru_cache(maxsize=16384)
def _capitals(symbol: tuple[str, ...]) -> tuple[str, ...]:
    parts = []
    for part in (piece for whole in symbol for piece in whole.split(".")):  # 'QĐ.UBND-NN'
        term = _TERM.match(part.upper())
        parts.append(term[1] if term else part.upper())
    return tuple(parts)


def national_issuer(code: str | None) -> str | None:
    """The one national body that the symbol names; None where it names none, or several (a joint circular)."""
    return _national(_symbols(code))


@lru_cache(maxsize=16384)
def _national(symbols: tuple[str, ...]) -> str | None:
    table = _table()["central"]
    found = list(dict.fromkeys(table[s] for s in symbols if s in table))
    if len(found) == 1:
        return str(found[0])
    # '70/VPCP-TTg', '6459/BNV-CCHC': in a letter's number the issuer comes first
    first = symbols[:1]
    return str(table[first[0]]) if len(found) > 1 and first and first[0] in table else None


def issuer_of(type_name: str, code: str | None, place: str | None) -> str | None:
    """The issuer that follows from the symbol; `place` is that of the document that says it.

    >>> issuer_of("Nghị quyết", "76/NQ-CP", None), issuer_of("Luật", "72/2025/QH15", None)
    ('Chính phủ', 'Quốc hội')
    >>> issuer_of("Kế hoạch", "35/KH-UBND", "tỉnh Lạng Sơn"), issuer_of("Nghị quyết", "18-NQ/TW", None) is None
    ('UBND tỉnh Lạng Sơn', True)
    >>> issuer_of("Tờ trình", "12/TTr-SNV", "tỉnh Lạng Sơn")
    'Sở Nội vụ tỉnh Lạng Sơn'
    """
    return _issuer_of(_symbols(code), place)


@lru_cache(maxsize=16384)
def _issuer_of(symbols: tuple[str, ...], place: str | None) -> str | None:
    table = _table()
    for symbol in symbols:
        if symbol in table["local"]:
            at = next(iter(chain(place)), None)
            return f"{table['local'][symbol]} {at.said}" if at else None
    national = _national(symbols)
    if national and not {"TTLT", "TTLB", "TTLN", "NQLT", "NQLN"} & set(symbols):
        return national
    for symbol in symbols:
        if symbol in table["so"]:
            return _of_province(table["so"][symbol], place)
    if "TU" in symbols:
        at = at_level(place, PROVINCE)
        return f"{'Thành ủy' if at.kind == 'thành phố' else 'Tỉnh ủy'} {at.name}" if at else None
    return None


def _of_province(name: str, place: str | None) -> str | None:
    """A body of the document's province; in a city of the first level the committee is a Thành ủy."""
    at = at_level(place, PROVINCE)
    if at is not None and at.kind == "thành phố":
        name = name.replace("Tỉnh ủy", "Thành ủy")
    return canonical(name, place) if at else None


def canonical_issuer(words: str, place: str | None, code: str | None = None) -> str | None:
    """The issuer that the words name, in a document of `place`; None where its place stays open.

    >>> canonical_issuer("Ủy ban nhân dân tỉnh", "tỉnh Lạng Sơn")
    'UBND tỉnh Lạng Sơn'
    >>> canonical_issuer("UBND huyện", "tỉnh Lạng Sơn") is None
    True
    >>> canonical_issuer("Ban Chấp hành Trung ương khoá XII", None)
    'Ban Chấp hành Trung ương Đảng khóa XII'
    >>> canonical_issuer("Thủ tướng Chính phủ", None, "42/2022/NĐ-CP")
    'Chính phủ'
    """
    return _canonical_issuer(words, place, _symbols(code))


@lru_cache(maxsize=16384)
def _canonical_issuer(words: str, place: str | None, symbols: tuple[str, ...]) -> str | None:
    if fold(words).startswith("hoi dong chinh phu"):  # the Government until 1981, with the same symbol
        return "Hội đồng Chính phủ"
    if symbols and symbols[-1] in ("CP", "TTG", "QH", "UBTVQH", "CTN"):  # the symbol wins over the words
        return _national(symbols)
    words = _SESSION.sub("", " ".join(words.split())).strip(" ,.;")
    if common := _COMMON.match(words):
        return _ministries(words[common.end() :])
    parts = [_spoken_for(part) for part in _TOGETHER.split(words)]
    if len(parts) > 1 and all((known_prefix(part) or (None, "x"))[1] == "" for part in parts):
        return "; ".join(canonical(part, place) for part in parts)  # 'Bộ Tài chính và Bộ Nội vụ'
    term = _KHOA.search(words)
    name = words[: term.start()].strip(" ,(") if term else words
    folded = fold(name)
    if folded.startswith(_CENTRAL_COMMITTEE) or folded in ("trung uong", "dang"):
        return "Ban Chấp hành Trung ương Đảng" + (f" khóa {term[1].upper()}" if term else "")
    name = _spoken_for(name)  # 'Giám đốc Sở Nội vụ' proposes for Sở Nội vụ
    head = _HEAD_OF.match(name)
    if head:  # 'Trưởng phòng Nội vụ' is Phòng Nội vụ
        name = name[head.end()].upper() + name[head.end() + 1 :]
    name = _JOINED_OFFICE.sub("", name)
    if name.isupper() and len(name) > 8:
        name = _title_case(name)
    if fold(name) == "thanh uy" and at_level(place, DISTRICT) and not at_level(place, PROVINCE):
        return None
    settled = canonical(name, place)
    if symbols and symbols[-1] in ("UBND", "HĐND") and settled.startswith(("UBND ", "HĐND ")):
        settled = symbols[-1] + settled[4:]  # of the place that the words name, the body of the symbol
    return None if fold(settled) in _LEFT_OPEN else settled


def _ministries(words: str) -> str | None:
    """'Bộ Tài chính; Bộ Y tế' of 'Tài chính, Y tế'."""
    names: list[str] = []
    words = words.replace(",", " ,")
    while words:
        known = known_prefix("Bộ " + words.removeprefix("Bộ "))
        if known is None:
            return None
        names.append(known[0].canonical)
        words = known[1].lstrip(" ,-").removeprefix("và ")
    return "; ".join(names)


def _spoken_for(words: str) -> str:
    """'Bộ Y tế' of 'Bộ trưởng Bộ Y tế'."""
    office = _OFFICE.match(words)
    return words[office.end() :] if office else words


def _title_case(name: str) -> str:
    """'ỦY BAN NHÂN DÂN TỈNH SƠN LA' as words that the data knows; names of places in their spelling."""
    return " ".join(w.capitalize() for w in name.split())
