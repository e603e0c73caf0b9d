"""A place in time (design 8): its code with the day from which it is valid, as of the date of the document.

'68@2025-07-01' is Lâm Đồng since the merger, '68' the Lâm Đồng before: a version whose beginning lies before the
gazetteer has no day. A date that fits several versions, or none, leaves the place open.
"""

from functools import lru_cache

from msgspec import Struct

from graph.dates import interval
from graph.places import COMMUNE, PROVINCE, Province, chain, communes_named, forms

# The new communes work from this day on; of the old ones the gazetteer knows nothing.
COMMUNES_SINCE = "2025-07-01"


class Dated(Struct, frozen=True):
    """One version of a place."""

    code: str  # '68@2025-07-01'
    name: str  # 'tỉnh Lâm Đồng', as it was called in that time
    mark: str  # what an id needs behind the name so that it means this version: '~2025-07-01', '' where the name does


@lru_cache(maxsize=16384)
def dated(text: str | None, as_of: str | None, around: str | None = None) -> Dated | None:
    """The innermost place of a string in the version of the (partial) date; `around` is the document's own place.

    >>> dated("tỉnh Lâm Đồng", "2025-12-09").code, dated("tỉnh Lâm Đồng", "2023").code, dated("tỉnh Lâm Đồng", "2025")
    ('68@2025-07-01', '68', None)
    >>> dated("Sơn La", None).code, dated("phường Hà Đông", "2026", "thành phố Hà Nội").code
    ('14', '09556@2025-07-01')
    """
    if not text:
        return None
    kind, found = forms(text)
    if found and not _inner_city(text, around):
        version = _on(found, kind, as_of)
        return _province(version, found) if version else None
    return _commune(text, as_of, around)


def _inner_city(text: str, around: str | None) -> bool:
    """Whether the document itself stands in a city of that name that lies within a province: 'thành phố Cao Bằng'."""
    said = chain(text)[:1]
    return any(p.within and said and p.said == said[0].said for p in chain(around))


def _on(found: tuple[Province, ...], kind: str | None, as_of: str | None) -> Province | None:
    """The only version of the date; else the only one there was, where it is past."""
    if kind == "thành phố":  # of a tỉnh it would be a city within; 'tỉnh' is said of cities from habit
        found = tuple(p for p in found if p.kind == kind)
    there = [p for p in found if p.valid(as_of)]
    if not there:
        first = interval(as_of)[0]
        there = list(found) if all(p.until and interval(p.until)[1] < first for p in found) else []
    return there[0] if len(there) == 1 else None


def _province(version: Province, found: tuple[Province, ...]) -> Dated:
    if version.since:
        return Dated(f"{version.own}@{version.since}", version.full, f"~{version.since}")
    return Dated(version.own, version.full, f"~den-{version.until}" if len(found) > 1 else "")


def _commune(text: str, as_of: str | None, around: str | None) -> Dated | None:
    """A commune of today, in the province that the words or the document name; else where only one has the name."""
    said = chain(text)
    if not said or said[0].level != COMMUNE or interval(as_of)[0] < interval(COMMUNES_SINCE)[0]:
        return None
    outer = [p for p in (said[1:] or chain(around)) if p.level != COMMUNE]
    known = communes_named(said[0].said)
    if any(p.level != PROVINCE for p in outer):
        return None  # a district stands around it: one of the old communes
    if outer:
        kind, found = forms(outer[0].said)
        version = _on(found, kind, as_of)
        known = {p: c for p, c in known.items() if version and p == version.code}
    if len(known) != 1:
        return None
    code = next(iter(known.values()))
    return Dated(f"{code}@{COMMUNES_SINCE}", said[0].said, f"~{code}~{COMMUNES_SINCE}")
