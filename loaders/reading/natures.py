"""Whether an instrument is normative, an individual decision, administrative, or the Party's (vocabulary, Nature)."""

from graph import codes
from graph.folding import strip_marks
from graph.record import Nature
from loaders.reading.lexicon import tuple_of

_PARTY = frozenset({"tw", "tu", "hu", "du", "quu", "quth", "btgtw", "btctw", "ubkttw", "bncttw"})
_NORMATIVE_TYPES = frozenset(
    {"Hiến pháp", "Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Lệnh"}
)
_WITH_YEAR = frozenset({"Quyết định", "Nghị quyết", "Chỉ thị"})
_PARTY_ISSUERS = tuple_of("structure", "party_issuers")


def nature_of(kind: str, code: str | None, issuer: str | None) -> Nature:
    """The nature by type, symbol and issuer.

    >>> nature_of("Quyết định", "12/2022/QĐ-UBND", None), nature_of("Quyết định", "2407/QĐ-UBND", None)
    ('qppl', 'ca_biet')
    """
    parsed = codes.parse(code) if code else None
    parts = {strip_marks(p).lower() for p in parsed.symbol} if parsed else set()
    committees = any(p.endswith(("tw", "tu", "du")) and p.startswith(("b", "ub", "vp")) for p in parts)
    committees = committees or any(p.startswith("dd") for p in parts)  # 'ĐĐQH15': a Party delegation
    if committees or parts & _PARTY or (issuer or "").startswith(_PARTY_ISSUERS):
        return "dang"
    if kind in _NORMATIVE_TYPES or (kind in _WITH_YEAR and parsed and parsed.year):
        return "qppl"
    if kind == "Nghị quyết" and parts & {"hdnd"} and parsed and parsed.year:
        return "qppl"
    return "ca_biet" if kind in ("Quyết định", "Nghị quyết") else "hanh_chinh"
