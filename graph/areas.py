"""Where a document belongs, as a path from the country inwards: 'vn/40/17971@2025-07-01' (design 8).

Each part is a version of a place (`graph.dated_places`), so that a document of before a merger stands under the former
province. A part that the gazetteer does not know (a former district or commune) is its name as a slug; a province whose
version the date leaves open ends in '?'. 'vn' alone are bodies of the whole country, '' is not known.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from graph.bodies import known_prefix, office_prefix
from graph.dated_places import COMMUNES_SINCE, dated
from graph.folding import slug
from graph.places import PROVINCE, Province, chain, forms, province_of_commune, provinces

COUNTRY, OPEN = "vn", "?"


@lru_cache(maxsize=65536)
def area(place: str | None, issued: str | None, issuer: str | None = None) -> str:
    """The area of a document.

    >>> area("xã Kim Liên, tỉnh Nghệ An", "2026-01-08"), area("xã Tú Xuyên, huyện Văn Quan, tỉnh Lạng Sơn", "2023")
    ('vn/40/17971@2025-07-01', 'vn/20/huyen-van-quan/xa-tu-xuyen')
    >>> area("tỉnh Lâm Đồng", "2024"), area("tỉnh Lâm Đồng", "2025-12-09"), area("tỉnh Lâm Đồng", "2025")
    ('vn/68', 'vn/68@2025-07-01', 'vn/68?')
    >>> area(None, "2021", "Chính phủ"), area(None, "2021", "Chi bộ 3")
    ('vn', '')
    """
    said = chain(place)
    if not said:
        return COUNTRY if issuer and _central(issuer) else ""
    parts = [COUNTRY]
    for at in reversed(said):
        version = dated(at.text, issued) if at.level == PROVINCE or len(said) > 1 else dated(at.text, issued, place)
        parts.append(version.code if version else _unsettled(at.said, at.level))
    return "/".join(parts)


def _unsettled(said: str, level: str) -> str:
    found = forms(said)[1] if level == PROVINCE else ()
    return found[-1].own + OPEN if found else slug(said)


def _central(issuer: str) -> bool:
    office = office_prefix(issuer)
    known = known_prefix(issuer) or (known_prefix(office[1]) if office else None)
    return known is not None and known[0].level == "central"


def inside(inner: str, outer: str) -> bool:
    """Whether an area lies in another, or is it.

    >>> inside("vn/40/17971@2025-07-01", "vn/40"), inside("vn/40", "vn/4"), inside("", "vn")
    (True, False, False)
    """
    return bool(outer) and (inner == outer or inner.startswith(outer + "/"))


def outermost(areas: Iterable[str]) -> list[str]:
    """The areas without those that lie in another of them, in order.

    >>> outermost(["vn/40/xa-kim-lien", "vn/40", "vn/20"])
    ['vn/20', 'vn/40']
    """
    kept: list[str] = []
    for one in sorted(set(areas), key=lambda a: (a.count("/"), a)):
        if not any(inside(one, other) for other in kept):
            kept.append(one)
    return sorted(kept)


def areas_of_place(code: str) -> tuple[str, ...]:
    """The areas that a body's place code may mean: of a commune one for each version of its province.

    >>> areas_of_place("20"), areas_of_place("17971@2025-07-01")
    (('vn/20',), ('vn/40/17971@2025-07-01',))
    """
    own = code.partition("@")[0]
    around = province_of_commune(own)
    if around is None:
        return (f"{COUNTRY}/{code}",)
    since = [p for p in provinces() if p.code == around and (p.until is None or p.until >= COMMUNES_SINCE)]
    return tuple(f"{COUNTRY}/{version_code(p)}/{code}" for p in since)


def version_code(version: Province) -> str:
    """'68@2025-07-01' of a province that began within the gazetteer's time, else '68'."""
    return f"{version.own}@{version.since}" if version.since else version.own


def named_areas(place: str) -> tuple[str, ...]:
    """Every area that a place's name may mean, of whatever time: for questions, where nobody says a date.

    >>> named_areas("Lâm Đồng"), named_areas("tỉnh Lạng Sơn"), named_areas("nơi nào")
    (('vn/68', 'vn/68?', 'vn/68@2025-07-01'), ('vn/20',), ())
    >>> named_areas("xã Kim Liên, tỉnh Nghệ An")
    ('vn/40/17971@2025-07-01', 'vn/40/xa-kim-lien')
    """
    said = chain(place)
    alone = dated(place, COMMUNES_SINCE) if len(said) == 1 and said[0].level != PROVINCE else None
    if alone:
        return areas_of_place(alone.code)
    found: Sequence[str] = (COUNTRY,) if said else ()
    for at in reversed(said):
        if at.level == PROVINCE:
            versions = forms(at.said)[1]
            own = {version_code(p) for p in versions}
            parts = own | {versions[-1].own + OPEN} if len(own) > 1 else own or {slug(at.said)}
        else:
            version = dated(at.text, COMMUNES_SINCE, place)
            parts = {slug(at.said)} | ({version.code} if version else set())
        found = [f"{outer}/{part}" for outer in found for part in parts]
    return tuple(sorted(found))


def known_areas(place: str) -> tuple[str, ...]:
    """Those of the areas that a name may mean which lie in provinces of the gazetteer.

    >>> known_areas("lang son"), known_areas("xã nào đó"), known_areas("huyện Văn Quan, tỉnh Lạng Sơn")
    (('vn/20',), (), ('vn/20/huyen-van-quan',))
    """
    return tuple(a for a in named_areas(place) if a.split("/")[1:2] and a.split("/")[1][0].isdigit())
