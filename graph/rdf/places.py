"""Places and what became of them and of bodies, as blocks: the gazetteer's data and ours, not read in documents."""

from collections.abc import Iterable, Iterator

from graph.areas import version_code
from graph.datafiles import read_yaml
from graph.places import Province, communes, province_of_commune, provinces
from graph.rdf import terms
from graph.rdf.terms import Block, Facts, block, iri
from graph.store.port import BodyRow


def place_blocks(codes: Iterable[str], bodies: Iterable[BodyRow]) -> Iterator[Block]:
    """The places of these codes ('68@2025-07-01'), what they lie in, and the mergers that lead from one to another."""
    known = {version_code(p): p for p in provinces()}
    wanted = set(codes)
    wanted |= {outer for code in wanted for outer in _around(code, known)}
    events = {_event(p): p for p in known.values() if _merged(p, known) and {version_code(p), _into(p, known)} & wanted}
    wanted |= {end for p in events.values() for end in (version_code(p), _into(p, known))}
    yield from (_place(code, known) for code in sorted(wanted))
    kinds: dict[tuple[str, str], list[str]] = {}
    for body in bodies:
        if body.kind:
            kinds.setdefault((body.place or "", body.kind), []).append(body.id)
    yield from _successions(kinds)
    for event in sorted(events):
        yield from _changes(events[event], _into(events[event], known), kinds)


def _successions(kinds: dict[tuple[str, str], list[str]]) -> Iterator[Block]:
    """What became of bodies by acts about them, where the graph has both ends of one place."""
    for event in read_yaml("graph.data", "successions.yaml")["events"]:
        old, new = event["from"], event["into"]
        for place in sorted(p for p, kind in kinds if kind == old and (p, new) in kinds):
            if place.partition("@")[0] in event.get("except", ()):
                continue
            facts: Facts = [("dcterms:date", terms.date(event["date"])), ("dcterms:source", terms.text(event["by"]))]
            facts.append(("phahe:changeKind", terms.text(event["kind"])))
            facts += [("org:originalOrganization", iri("organization", b)) for b in kinds[place, old]]
            facts += [("org:resultingOrganization", iri("organization", b)) for b in kinds[place, new]]
            own = iri("change", old, event["date"], *([place] if place else []))
            yield block(own, ("org:ChangeEvent", "prov:Activity"), facts)


def _place(code: str, known: dict[str, Province]) -> Block:
    facts: Facts = [("dcterms:identifier", terms.text(code))]
    facts += [("phahe:partOf", iri("place", outer)) for outer in _around(code, known)]
    name, until = _name(code, known)
    if name:
        facts.append(("skos:prefLabel", terms.vi(name)))
    since = code.partition("@")[2]
    facts += [(f"phahe:{end}", terms.date(day)) for end, day in (("from", since), ("until", until)) if day]
    return block(iri("place", code), ("eli:AdministrativeArea", "phahe:Place"), facts)


def _name(code: str, known: dict[str, Province]) -> tuple[str | None, str | None]:
    if code in known:
        return known[code].full, known[code].until
    own = code.partition("@")[0]
    province = province_of_commune(own)
    return communes(province).get(own) if province else None, None


def _around(code: str, known: dict[str, Province]) -> list[str]:
    """The province that a commune lies in since it is there."""
    if code in known:
        return []
    own, _, since = code.partition("@")
    province = province_of_commune(own)
    return [version_code(p) for p in known.values() if p.own == province and p.valid(since or None)][-1:]


def _into(place: Province, known: dict[str, Province]) -> str:
    """What a province that is no more became part of."""
    later = [p for p in known.values() if p.own == place.code and p.until is None]
    return version_code(later[-1]) if later else ""


def _merged(place: Province, known: dict[str, Province]) -> bool:
    return place.until is not None and bool(_into(place, known))


def _event(place: Province) -> str:
    return iri("change", place.own, place.until)


def _changes(place: Province, into: str, kinds: dict[tuple[str, str], list[str]]) -> Iterator[Block]:
    """The merger of a province, and of its bodies where the graph has one of that kind at both ends.

    That a body goes on under the same name does not say that its duties do.
    """
    old, event, day = version_code(place), _event(place), into.partition("@")[2]
    facts: Facts = [("dcterms:date", terms.date(day))] if day else []
    ends: Facts = [("prov:generated", iri("place", into)), ("prov:used", iri("place", old))]
    yield block(event, ("phahe:PlaceChange", "prov:Activity"), facts + ends)
    for kind in sorted(kind for where, kind in kinds if where == old and (into, kind) in kinds):
        bodies: Facts = [("org:originalOrganization", iri("organization", b)) for b in kinds[old, kind]]
        bodies += [("org:resultingOrganization", iri("organization", b)) for b in kinds[into, kind]]
        bodies.append(("dcterms:isPartOf", event))
        yield block(f"{event}/{kind}", ("org:ChangeEvent", "prov:Activity"), facts + bodies)
