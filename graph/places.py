"""Places: provinces with their dates, and place strings ('xã Tú Xuyên, huyện Văn Quan, tỉnh Lạng Sơn').

The gazetteer knows the 63 provinces before 1/7/2025, the 34 since, and the communes since, with their codes
(`tools/make_places.py`).
Old districts and communes are not in it: of them only what a text says is known.
"""

import gzip
import json
from functools import lru_cache
from importlib.resources import files

from msgspec import Struct

from graph.dates import interval
from graph.folding import fold
from graph.rulefiles import rules_of

# Words of a kind, the first canonical. The order is that of size within a level.
PROVINCE, DISTRICT, COMMUNE = "province", "district", "commune"
_KIND_WORDS = {
    "tỉnh": ("tỉnh", "tinh"), "thành phố": ("thành phố", "thanh pho", "tp"), "huyện": ("huyện", "huyen"),
    "quận": ("quận", "quan"), "thị xã": ("thị xã", "thi xa", "tx"), "xã": ("xã", "xa"), "phường": ("phường", "phuong"),
    "thị trấn": ("thị trấn", "thi tran", "tt"), "đặc khu": ("đặc khu", "dac khu"),
}  # fmt: skip
_LEVEL = {"tỉnh": PROVINCE, "huyện": DISTRICT, "quận": DISTRICT, "thị xã": DISTRICT, "xã": COMMUNE,
          "phường": COMMUNE, "thị trấn": COMMUNE, "đặc khu": COMMUNE}  # fmt: skip
_NOT_NAMES = frozenset(("uy", "doan", "hoi"))
_HEAD = rules_of("graph.data", "wording")["place_kind"].regex
_COMMAS = rules_of("graph.data", "wording")["place_joint"].regex


class Province(Struct, frozen=True, kw_only=True):
    """A unit of the first level as it was from `since` to `until` (both days included; None is open)."""

    name: str  # 'Lạng Sơn'
    kind: str  # 'tỉnh' or 'thành phố'
    since: str | None
    until: str | None
    code: str  # of the unit that it is, or is part of, since 1/7/2025
    own: str  # its own code in its time: '67' of Đắk Nông, which is part of 68 by now
    aliases: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        """'tỉnh Lạng Sơn', 'thành phố Huế'."""
        return f"{self.kind} {self.name}"

    def valid(self, as_of: str | None) -> bool:
        """Whether the unit was there on some day of the partial date; None is any time."""
        first, last = interval(as_of)
        since, until = interval(self.since)[0], interval(self.until)[1]
        return since <= last and first <= until


class Place(Struct, frozen=True):
    """A place as a document names it; `within` is the rest of the chain as text, outwards."""

    kind: str
    name: str
    within: str | None = None

    @property
    def said(self) -> str:
        """'xã Tú Xuyên'."""
        return f"{self.kind} {self.name}"

    @property
    def text(self) -> str:
        """'xã Tú Xuyên, huyện Văn Quan, tỉnh Lạng Sơn'."""
        return f"{self.said}, {self.within}" if self.within else self.said

    @property
    def level(self) -> str:
        """'province', 'district' or 'commune'; a city within a province is a district."""
        if self.kind == "thành phố":
            return DISTRICT if self.within or province(self.name) is None else PROVINCE
        return _LEVEL[self.kind]


@lru_cache(maxsize=1)
def _all() -> tuple[Province, ...]:
    rows = json.loads(files("graph.data").joinpath("places.json").read_bytes())
    return tuple(
        Province(
            **{k: r[k] for k in ("name", "kind", "until", "code", "own")}, since=r["from"], aliases=tuple(r["aliases"])
        )
        for r in rows
    )


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[Province, ...]]:
    found: dict[str, tuple[Province, ...]] = {}
    for p in _all():
        for name in sorted({fold(n) for n in (p.name, *p.aliases)}):
            found[name] = (*found.get(name, ()), p)
    return found


def provinces(as_of: str | None = None) -> list[Province]:
    """All units of the first level there on the date (None: at any time), in the order of their codes."""
    return [p for p in _all() if p.valid(as_of)]


def _bare(text: str) -> tuple[str | None, str]:
    """Kind and folded name: 'TP. Hồ Chí Minh' gives ('thành phố', 'ho chi minh')."""
    folded = fold(text)
    for kind, words in _KIND_WORDS.items():
        for word in words:
            if folded.startswith(fold(word) + " "):
                return kind, folded[len(fold(word)) + 1 :]
    return None, folded


@lru_cache(maxsize=4096)
def province(text: str, as_of: str | None = None) -> Province | None:
    """The province of a name with or without its type word; the newest form where no date decides.

    >>> province("Tỉnh LẠNG SƠN").full, province("TP.HCM").full
    ('tỉnh Lạng Sơn', 'thành phố Hồ Chí Minh')
    >>> province("Bắc Ninh", "2023").full, province("tỉnh Bắc Ninh").full
    ('tỉnh Bắc Ninh', 'tỉnh Bắc Ninh')
    """
    kind, name = _bare(text)
    if kind not in (None, "tỉnh", "thành phố"):
        return None
    forms = [p for p in _by_name().get(name, ()) if p.valid(as_of)]
    said = [p for p in forms if p.kind == kind] or forms
    return said[-1] if said else None


def _one(text: str) -> tuple[str, str] | None:
    match = _HEAD.match(text.strip())
    if not match:
        return None
    kind = next(k for k, words in _KIND_WORDS.items() if fold(match[1]) in (fold(w) for w in words))
    name = text.strip()[match.end() :].strip(" .,")
    if name.isupper():
        name = " ".join(w.capitalize() for w in name.split())
    if not name or (kind in ("tỉnh", "thành phố", "huyện", "thị xã", "quận") and fold(name).split()[0] in _NOT_NAMES):
        return None  # 'TỈNH ỦY', 'tỉnh đoàn', 'huyện ủy' are bodies
    return kind, name


@lru_cache(maxsize=4096)
def parse(text: str, as_of: str | None = None) -> Place | None:
    """The place of a string, innermost first; a bare name is a province where one is called so.

    >>> parse("xã Tú Xuyên, huyện Văn Quan, tỉnh Lạng Sơn").within
    'huyện Văn Quan, tỉnh Lạng Sơn'
    >>> parse("TỈNH SƠN LA").text, parse("Sơn La").text, parse("nơi nào") is None
    ('tỉnh Sơn La', 'tỉnh Sơn La', True)
    """
    chain: list[str] = []
    first: tuple[str, str] | None = None
    for part in _COMMAS.split(text):
        named = _one(part)
        known = province(part, as_of) if named is None or named[0] in ("tỉnh", "thành phố") else None
        if named is None and known is None:
            return None
        kind, name = (known.kind, known.name) if named is None and known else named or ("", "")
        if known:
            name = known.name  # spelling and case of the gazetteer
        if first is None:
            first = kind, name
        else:
            chain.append(f"{kind} {name}")
    return Place(first[0], first[1], ", ".join(chain) or None) if first else None


@lru_cache(maxsize=4096)
def chain(text: str | None) -> tuple[Place, ...]:
    """The place and those around it, innermost first; empty where the text is no place."""
    place = parse(text) if text else None
    return () if place is None else (place, *chain(place.within))


def at_level(text: str | None, level: str) -> Place | None:
    """The place of that level in a chain: the province of 'xã A, huyện B, tỉnh C'."""
    return next((p for p in chain(text) if p.level == level), None)


def forms(text: str) -> tuple[str | None, tuple[Province, ...]]:
    """The kind that is said, if any, and every form in time of the unit of the first level with that name.

    >>> kind, found = forms("tỉnh Quảng Ninh")
    >>> kind, [p.full for p in found]
    ('tỉnh', ['tỉnh Quảng Ninh', 'thành phố Quảng Ninh'])
    """
    kind, name = _bare(text)
    return kind, _by_name().get(name, ()) if kind in (None, "tỉnh", "thành phố") else ()


@lru_cache(maxsize=1)
def _by_province() -> dict[str, dict[str, str]]:
    """Code of a province → code → name of its communes of today."""
    rows: dict[str, dict[str, str]] = json.loads(
        gzip.decompress(files("graph.data").joinpath("communes.json.gz").read_bytes())
    )
    return rows


@lru_cache(maxsize=1)
def _communes() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for province_code, some in _by_province().items():
        for code, name in some.items():
            found.setdefault(fold(name), {})[province_code] = code
    return found


def communes_named(name: str) -> dict[str, str]:
    """Communes since 1/7/2025 of that name and kind ('phường Hà Đông'): the province's code → the commune's code."""
    return dict(_communes().get(fold(name), {}))


@lru_cache(maxsize=1)
def _provinces_of_communes() -> dict[str, str]:
    return {code: p for found in _communes().values() for p, code in found.items()}


def province_of_commune(code: str) -> str | None:
    """The code of the province of a commune of today; None where no commune has the code."""
    return _provinces_of_communes().get(code)


def communes(province_code: str) -> dict[str, str]:
    """The communes of today of a province: code → 'xã Kim Liên', by code."""
    return dict(sorted((code, name) for code, name in _by_province().get(province_code, {}).items()))
