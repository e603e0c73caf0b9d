"""Which body a canonical name means: its kind and its place as of the document's date (design 8, decision 0005).

The id is the name as a slug; where that name had several versions, or many units have it, the version stands behind it:
'so-tu-phap-tinh-lam-dong~2025-07-01'. A name whose version is not known keeps the plain slug.
"""

from functools import lru_cache

from msgspec import Struct

from graph.bodies import KINDS, is_collective, known_prefix, office_prefix, plain
from graph.datafiles import read_yaml
from graph.dated_places import Dated, dated
from graph.folding import slug
from graph.places import parse

# 'Tỉnh ủy Lạng Sơn': the kind of the place stands in the body's own name.
_WITHIN = {k: tuple(v) for k, v in read_yaml("graph.data", "wording.yaml")["within"].items()}
_SCHOOLS = tuple(read_yaml("graph.data", "wording.yaml")["schools"])  # a place in their names is not whose they are


class BodyKey(Struct, frozen=True):
    """A body of the graph."""

    id: str
    kind: str | None  # 'so-tu-phap', 'ubnd', 'giam-doc-so-tu-phap'; None of a collective
    place: str | None  # '68@2025-07-01'; None of central bodies, and where it is not known


@lru_cache(maxsize=16384)
def body_key(name: str, as_of: str | None = None, around: str | None = None) -> BodyKey:
    """The body of a canonical name in a document of the date and of the place `around`.

    >>> body_key("Sở Tư pháp tỉnh Lạng Sơn")
    BodyKey(id='so-tu-phap-tinh-lang-son', kind='so-tu-phap', place='20')
    >>> body_key("Sở Tư pháp tỉnh Lâm Đồng", "2025-12-09")
    BodyKey(id='so-tu-phap-tinh-lam-dong~2025-07-01', kind='so-tu-phap', place='68@2025-07-01')
    >>> body_key("Các sở, ban, ngành").kind is body_key("Bộ Tư pháp", "2026").place is None
    True
    """
    if is_collective(name):
        return BodyKey(slug(name), None, None)
    office = office_prefix(name)
    known = known_prefix(name)
    if known:
        head, tail = known[0].canonical, known[1]
        if known[0].level == "central":
            return BodyKey(slug(name), slug(head), None)
        if tail and known_prefix(tail):
            return _joined(head, body_key(tail, as_of, around))
        return _placed(head, tail, as_of, around)
    if office:
        return _joined(office[0], body_key(office[1], as_of, around))
    head, tail = _apart(name)
    return _placed(head, tail, as_of, around)


def issuers(said: str | None, as_of: str | None, around: str | None) -> list[tuple[str, BodyKey]]:
    """Who issued an instrument, by name and key: of a joint act several (`graph.issuers` writes '; ' between them).

    >>> [key.id for _, key in issuers("Bộ Tư pháp; Bộ Nội vụ", "2024", None)], issuers(None, None, None)
    (['bo-tu-phap', 'bo-noi-vu'], [])
    """
    names = dict.fromkeys(part for part in (said or "").split("; ") if part.strip())
    return [(name, body_key(name, as_of, around)) for name in names]


def _joined(head: str, inner: BodyKey) -> BodyKey:
    """'Giám đốc' of a body, 'Đảng ủy' of a body; of a collective it is one itself."""
    return BodyKey(f"{slug(head)}-{inner.id}", f"{slug(head)}-{inner.kind}" if inner.kind else None, inner.place)


def _placed(head: str, tail: str, as_of: str | None, around: str | None) -> BodyKey:
    kind, said = slug(head), slug(f"{head} {tail}")
    version = _version(head, tail, as_of, around)
    if version is None:
        # words behind a known name that are no place are of the name: 'Trung tâm Y tế dự phòng'
        return BodyKey(said, kind if not tail or parse(tail) else said, None)
    # 'tỉnh' said of what is a city by now is the same body
    name = version.name if plain(tail).startswith(KINDS) else tail
    return BodyKey(slug(f"{head} {name}") + version.mark, kind, version.code)


def _version(head: str, tail: str, as_of: str | None, around: str | None) -> Dated | None:
    low = plain(head)
    if not tail or f"{low} ".startswith(_SCHOOLS):
        return None
    if not plain(tail).startswith(KINDS):
        within = next((k for k, ends in _WITHIN.items() if low.endswith(ends)), None)
        tail = f"{within} {tail}" if within else tail
    return dated(tail, as_of, around)


def _apart(name: str) -> tuple[str, str]:
    """An unknown name and the place at its end: 'Trung tâm Xúc tiến đầu tư', 'tỉnh Lạng Sơn'."""
    low = plain(name)
    if low.startswith(_SCHOOLS):
        return name, ""
    for kind in KINDS:
        at = low.rfind(f" {kind} ")
        tail = name[at + 1 :]
        if at > 0 and tail[len(kind) + 1 : len(kind) + 2].isupper() and parse(tail):
            return name[:at], tail
    return name, ""
