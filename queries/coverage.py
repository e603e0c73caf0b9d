"""`coverage`: which places have an implementing plan, which have none among what is loaded, of which nothing is loaded.

A document belongs to the place of its own time (`graph.areas`): what a province issued before it was merged stands
under the former province, which is listed, beside the places of today, where documents of it are loaded.
"""

from collections.abc import Callable, Iterable, Iterator

from msgspec import UNSET, Struct

from graph import places
from graph.areas import COUNTRY, OPEN, inside, named_areas, version_code
from graph.bodies import kind_of, known_prefix, office_prefix
from graph.dated_places import COMMUNES_SINCE
from graph.folding import fold
from graph.places import Province
from graph.store.port import BodyRow, InstrumentRow, Store
from queries import implementers as carrying
from queries.answers import CoveragePlan, CoverageState, Covered, Implementer
from queries.nodes import node

LEVELS = ("province", "commune", "department")
_OF_THE_PLACE = frozenset({"ubnd", "hdnd", "dang"})  # kinds of bodies that speak for their place


class NoSuchPlace(Exception):  # noqa: N818 - an answer for people, not a fault of the program
    """The gazetteer knows no such place."""


class Found(Struct, frozen=True):
    """The rows of the answer, and whether a limit cut the plans."""

    rows: list[Covered]
    truncated: bool
    nowhere: int  # plans whose place is not known, or that are of the whole country


class _Unit(Struct, frozen=True, kw_only=True):
    """A place or body of the list before it is counted."""

    name: str
    area: str
    since: str | None = None
    until: str | None = None
    today: str | None = None  # of a former place: what it is part of by now
    unsure: bool = False
    issuer: str | None = None  # of a body: its folded name


def coverage(store: Store, root: InstrumentRow, level: str, place: str | None = None, drafts: bool = False) -> Found:
    """Rows by place; raises `NoSuchPlace`. `level`: province, commune, or department of a province."""
    outers = named_areas(place) if place else (COUNTRY,)
    if place and not outers:
        raise NoSuchPlace(place)
    found = carrying.implementers(store, root, drafts)
    rows = store.instruments([p.id for p in found.rows])
    plans = [(p, rows[p.id]) for p in found.rows]
    counts: dict[str, int] = {}
    for outer in outers:
        counts.update(store.areas(outer, drafts))
    if level == "department":
        listed = list(_departments(store, outers, plans, drafts))
    else:

        def said(area: str) -> str:
            return next((r.place for r in store.of_area(area, True) if r.place), area.rpartition("/")[2])

        units = _provinces(outers, counts, said) if level == "province" else _communes(outers, counts, said)
        listed = [_covered(u, plans, sum(n for a, n in counts.items() if inside(a, u.area))) for u in units]
    nowhere = sum(1 for _, r in plans if r.area in ("", COUNTRY))
    return Found(listed, found.truncated, nowhere)


def _provinces(outers: Iterable[str], counts: dict[str, int], said: Callable[[str], str]) -> Iterator[_Unit]:
    """Those of today in the order of their codes, each followed by former ones that have documents."""
    held = {"/".join(area.split("/")[:2]) for area in counts if "/" in area}
    current = {p.code: p for p in places.provinces() if p.until is None}
    versions = sorted(places.provinces(), key=lambda p: (p.code, p.until is not None, p.own, p.since or ""))
    for p in versions:
        area = f"{COUNTRY}/{version_code(p)}"
        wanted = any(inside(area, outer) or inside(outer, area) for outer in outers)
        if wanted and (p.until is None or area in held):
            today = None if p.until is None else current[p.code].full
            yield _Unit(name=p.full, area=area, since=p.since, until=p.until, today=today)
        open_area = f"{COUNTRY}/{p.own}{OPEN}"
        if p.until is None and open_area in held:
            yield _Unit(name=p.full, area=open_area, unsure=True)
    known = {f"{COUNTRY}/{c}" for p in versions for c in (version_code(p), p.own + OPEN)}
    for area in sorted(held - known):
        yield _Unit(name=said(area), area=area, unsure=True)


def _communes(outers: Iterable[str], counts: dict[str, int], said: Callable[[str], str]) -> Iterator[_Unit]:
    """The communes of today, then former districts and communes that documents name."""
    listed = set()
    for p in _current(outers):
        area = f"{COUNTRY}/{version_code(p)}"
        for code, name in places.communes(p.code).items():
            unit = _Unit(name=f"{name}, {p.full}", area=f"{area}/{code}@{COMMUNES_SINCE}", since=COMMUNES_SINCE)
            listed.add(unit.area)
            if any(inside(unit.area, outer) for outer in outers):
                yield unit
    for other in sorted(a for a in counts.keys() - listed if a.count("/") > 1):
        yield _Unit(name=said(other), area=other, unsure=True)


def _current(outers: Iterable[str]) -> list[Province]:
    now = [p for p in places.provinces() if p.until is None]
    return sorted((p for p in now if _touches(f"{COUNTRY}/{version_code(p)}", outers)), key=lambda p: p.code)


def _touches(area: str, outers: Iterable[str]) -> bool:
    return any(inside(area, outer) or inside(outer, area) for outer in outers)


def _departments(
    store: Store, outers: Iterable[str], plans: list[tuple[Implementer, InstrumentRow]], drafts: bool
) -> Iterator[Covered]:
    """The departments (sở) of the provinces that loaded documents name or that issued one, by name."""
    for area in sorted(o for o in outers if o != COUNTRY):
        issued = store.of_area(area, drafts)
        code = area.rpartition("/")[2]
        named = (b for b in store.bodies_with(["so"]) if b.place == code and _department(b))
        names = {fold(b.name): b.name for b in named}
        names |= {fold(r.issuer): r.issuer for r in issued if r.issuer and kind_of(r.issuer) == "so"}
        for key, name in sorted(names.items()):
            count = sum(1 for r in issued if r.issuer and fold(r.issuer) == key)
            yield _covered(_Unit(name=name, area=area, issuer=key), plans, count)


def _department(body: BodyRow) -> bool:
    return kind_of(body.name) == "so" and office_prefix(body.name) is None


def _covered(unit: _Unit, plans: list[tuple[Implementer, InstrumentRow]], documents: int) -> Covered:
    """The unit with the plans that are its own, and those of bodies and places in it."""
    here = [(p, r) for p, r in plans if inside(r.area, unit.area)]
    own = [p for p, r in here if _own(unit, r)]
    state: CoverageState = "planned" if own else "no_plan_loaded" if documents else "nothing_loaded"
    return Covered(
        place=unit.name,
        plans=[_plan(p) for p in own],
        documents=documents,
        state=state,
        within=[node(r) for p, r in here if not _own(unit, r)] if unit.issuer is None else [],
        since=unit.since,
        until=unit.until,
        today=unit.today,
        unsure=unit.unsure,
    )


def _own(unit: _Unit, row: InstrumentRow) -> bool:
    if unit.issuer is not None:
        return row.issuer is not None and fold(row.issuer) == unit.issuer
    return row.area == unit.area and _speaks_for_place(row.issuer)


def _speaks_for_place(issuer: str | None) -> bool:
    """Whether a body is the place's own: its UBND, HĐND, Party committee or their chairman, not one of its bodies."""
    if issuer is None:
        return True
    office = office_prefix(issuer)
    known = known_prefix(office[1] if office else issuer)
    return known is None or (known[0].kind in _OF_THE_PLACE and known_prefix(known[1]) is None)


def _plan(row: Implementer) -> CoveragePlan:
    own = {key: getattr(row, key) for key in ("id", "type", "code", "issued", "issuer", "title", "loaded")}
    return CoveragePlan(**own, sample=row.sample or UNSET, direct=row.direct, evidence=row.evidence)
