"""Keys of buckets and ids of instruments: what may be the same, and how it is called (design 3 and 4).

An id is a citation of slugs joined by '~', `type~code[~date][~issuer]`: `nghi-quyet~76-nq-cp~2021-07-15~chinh-phu`.
The code part begins with a digit or `so-`; a named instrument's part never does; `khong-so` stands for a loaded
document without number. So ids of different buckets cannot meet.
"""

from functools import lru_cache

from msgspec import Struct

from graph import codes
from graph.folding import slug
from graph.kinds import type_slug
from graph.patterns import pattern
from graph.rulefiles import rules_of

NO_NUMBER = "khong-so"
NO_NAME = "khong-ten"
_DATE = pattern("identity.date", r"\d{4}(?:-\d\d){0,2}\Z")
_TAKEN = rules_of("graph.data", "wording")["id_taken"].regex
# A law's issuer follows from its type, so it tells no two named laws apart.
_LAWGIVERS = frozenset({"quoc-hoi", "uy-ban-thuong-vu-quoc-hoi"})
# Titles that themselves begin with the type's word (Luật Luật sư).
_HEADED = frozenset({"luat-su"})
# The standing bodies of a Party committee sign for it: vocabulary.md, Identity, of `/TU`.
_STANDING = rules_of("graph.data", "wording")["standing_committee"].regex
# A body is one whatever its term of office; the date tells the terms apart.
_TERM = rules_of("graph.data", "wording")["id_term"].regex
# The committee of a Party organisation is the Tỉnh ủy, Thành ủy, Huyện ủy: 'Ban Chấp hành Đảng bộ tỉnh Sơn La'.
_COMMITTEE = rules_of("graph.data", "wording")["party_committee"].regex
_COMMITTEES = {
    k: f"{v}-uy-"
    for k, v in (("tinh", "tinh"), ("thanh-pho", "thanh"), ("huyen", "huyen"), ("quan", "quan"), ("thi-xa", "thi"))
}
_CENTRAL = rules_of("graph.data", "wording")["central_committee"].regex


class IdParts(Struct, frozen=True):
    """An id taken apart again: slugs, as good as a citation for `number_key` and `name_key`."""

    type: str
    code: str | None = None
    issued: str | None = None
    issuer: str | None = None
    title: str | None = None
    own: str | None = None  # '<sha10>[.n]' of a document without number


@lru_cache(maxsize=65536)
def number_key(kind: str, code: str | None) -> str | None:
    """The number bucket: type, number, year in the number, set of symbol parts; None without a number.

    >>> number_key("Nghị quyết", "60-NQ/TU") == number_key("nghi-quyet", "60/NQ-TU") == 'nghi-quyet~60~~nq-tu'
    True
    """
    if not code:
        return None
    parsed = codes.parse(code)
    return f"{type_slug(kind)}~{parsed.key if parsed else 'so-' + slug(code)}"


@lru_cache(maxsize=65536)
def name_key(kind: str, title: str | None) -> str | None:
    """The name bucket: type and folded title; None without a title.

    >>> name_key("Luật", "Đầu tư công")
    'luat~dau-tu-cong'
    """
    folded = title_slug(kind, title)
    return f"{type_slug(kind)}~{folded}" if folded else None


def title_slug(kind: str, title: str | None) -> str:
    """The folded title without the type's word at its head: 'Luật Đầu tư công' and 'Đầu tư công' are one law's.

    >>> title_slug("Luật", "Luật Đầu tư công"), title_slug("Luật", "Luật Luật sư"), title_slug("Luật", "Luật sư")
    ('dau-tu-cong', 'luat-su', 'luat-su')
    """
    folded = slug(title) if title else ""
    if folded in _HEADED:
        return folded
    return folded.removeprefix(type_slug(kind) + "-")


@lru_cache(maxsize=65536)
def issuer_key(issuer: str | None) -> str | None:
    """The issuer as identity compares it: a Party committee's standing bodies are the committee, terms do not count.

    >>> issuer_key("Ban Thường vụ Tỉnh ủy Lạng Sơn")
    'tinh-uy-lang-son'
    >>> issuer_key("Ban Chấp hành Trung ương khóa XII")
    'ban-chap-hanh-trung-uong-dang'
    """
    key = _TERM.sub("", _STANDING.sub("", slug(issuer), count=1)) if issuer else ""
    key = _COMMITTEE.sub(lambda m: _COMMITTEES[m[1]], key)
    return _CENTRAL.sub("ban-chap-hanh-trung-uong-dang", key) or None


def naming_issuer(issuer: str | None) -> str | None:
    """The issuer as far as it tells named instruments apart: None for the National Assembly and its committee."""
    key = issuer_key(issuer)
    return None if key in _LAWGIVERS else key


def bare_number(code: str | None) -> str | None:
    """The number alone: '76' of '76/NQ-CP', '66.17' of '66.17/2026/NQ-CP'."""
    parsed = codes.parse(code) if code else None
    return parsed.number if parsed else None


@lru_cache(maxsize=65536)
def code_part(code: str) -> str:
    """The code in an id; a dotted number keeps its dot, for '66.17/NQ-CP' is not '66/17-NQ/CP'.

    >>> code_part("60-NQ/TU"), code_part("66.17/2026/NQ-CP")
    ('60-nq-tu', '66.17-2026-nq-cp')
    """
    parsed = codes.parse(code)
    if parsed is None:
        return "so-" + slug(code)
    number = parsed.number  # in plain figures and letters it is its own slug
    number = number if number.isascii() else ".".join(slug(p) for p in number.split("."))
    return "-".join(filter(None, (number, parsed.year, _symbol_part(parsed.symbol))))


@lru_cache(maxsize=16384)
def _symbol_part(symbol: tuple[str, ...]) -> str:
    return "-".join(filter(None, map(slug, symbol)))


def instrument_id(
    kind: str,
    code: str | None,
    issued: str | None = None,
    issuer: str | None = None,
    title: str | None = None,
    *,
    sha256: str | None = None,
    nth: int = 1,
) -> str:
    """The id; with `sha256` and no code it is the file's `nth` own document without number.

    >>> instrument_id("Nghị quyết", "76/NQ-CP", "2021-07-15", "Chính phủ")
    'nghi-quyet~76-nq-cp~2021-07-15~chinh-phu'
    >>> instrument_id("Kế hoạch", None, sha256="0123456789abcdef", nth=2)
    'ke-hoach~khong-so~0123456789.2'
    >>> instrument_id("Luật", None, "2019", "Quốc hội", "Đầu tư công")
    'luat~dau-tu-cong~2019'
    """
    if code:
        parts = [type_slug(kind), code_part(code), issued, issuer_key(issuer)]
    elif sha256:
        parts = [type_slug(kind), NO_NUMBER, sha256[:10] + (f".{nth}" if nth > 1 else "")]
    else:
        name = title_slug(kind, title) or NO_NAME
        named = "ten-" + name if title and _TAKEN.match(name) else name
        parts = [type_slug(kind), named, issued, naming_issuer(issuer)]
    return "~".join(filter(None, parts))


def id_parts(instrument: str) -> IdParts | None:
    """The id taken apart, or None where the text is no id.

    >>> id_parts("nghi-quyet~76-nq-cp~chinh-phu")
    IdParts(type='nghi-quyet', code='76-nq-cp', issued=None, issuer='chinh-phu', title=None, own=None)
    """
    kind, _, rest = instrument.partition("~")
    name, *more = rest.split("~")
    if not kind or not name or slug(kind) != kind:
        return None
    if name == NO_NUMBER:
        return IdParts(kind, own=more[0] if more else None)
    issued = next((p for p in more if _DATE.match(p)), None)
    issuer = next((p for p in more if not _DATE.match(p)), None)
    if name[0].isdigit() or name.startswith("so-"):
        return IdParts(kind, name.removeprefix("so-"), issued, issuer)
    return IdParts(kind, None, issued, issuer, None if name == NO_NAME else name.removeprefix("ten-"))
