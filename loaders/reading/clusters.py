"""Local clusters: which mentions of one file name the same instrument (the record's `instruments`).

Numbers must agree in number, symbol and year; dates and issuers must not contradict. One number with two dates is one
instrument where day and month agree (a misprinted year) and two where they do not. A mention without a date joins
the only dated cluster of its number; where the file knows several it stays open.
"""

from bisect import bisect_left
from collections import Counter, defaultdict

from msgspec import Struct

from graph.codes import parse
from graph.dates import compatible, precision
from graph.folding import fold
from graph.identity import instrument_id, issuer_key
from graph.record import Instrument
from loaders.reading.context import Doc, Reading
from loaders.reading.laws import is_known
from loaders.reading.model import Named
from loaders.reading.short_names import expand

_LAWS = ("Luật", "Bộ luật", "Pháp lệnh")


class Cluster(Struct):
    """Mentions that name one instrument; `own` is the index of the file's document that it is, or None."""

    type: str
    code: str | None
    issued: str | None
    issuer: str | None
    title: str | None
    members: list[Named]
    own: int | None = None
    id: str = ""


def cluster(reading: Reading, sha256: str) -> list[Cluster]:
    """Gather the mentions into clusters, set each mention's `cluster`, name documents and clusters."""
    buckets: dict[tuple[str, str], list[Named]] = defaultdict(list)
    shorts: list[Named] = []
    pointing: list[Named] = []
    for mention in reading.mentions:
        key = _key(mention)
        if mention.points:
            pointing.append(mention)
        elif key is None:
            shorts.append(mention)
        else:
            buckets[key].append(mention)
    clusters = _own(reading)
    own: dict[tuple[str, str] | None, list[Cluster]] = defaultdict(list)
    for found in clusters:
        own[_own_key(found)].append(found)
    for key in sorted(buckets):
        clusters += _split(buckets[key], own.get(key, []))
    numbered = _by_number(clusters)
    for mention in shorts:
        _join_short(mention, clusters, numbered)
    _join_names(clusters)
    firsts = _firsts(reading, clusters) if pointing else {}
    lost = {id(m) for m in pointing if not _point(reading, m, firsts)}
    if lost:
        reading.mentions = [m for m in reading.mentions if id(m) not in lost]
    clusters = [c for c in clusters if c.members or c.own is not None]
    clusters.sort(key=lambda c: (c.own is None, c.own if c.own is not None else min(m.start for m in c.members)))
    _name(reading, clusters, sha256)
    for index, found in enumerate(clusters):
        for mention in found.members:
            mention.cluster = index
    return clusters


def _key(mention: Named) -> tuple[str, str] | None:
    """The local bucket; None of a short form ('Nghị định 136')."""
    if mention.code is None:
        name = fold(expand(mention.title or mention.issuer or ""))
        return (mention.type, "name " + name) if name else None
    parsed = parse(mention.code)
    return (mention.type, parsed.key) if parsed and parsed.symbol else None


def _own_key(found: Cluster) -> tuple[str, str] | None:
    parsed = parse(found.code) if found.code else None
    return (found.type, parsed.key) if parsed else None


def _own(reading: Reading) -> list[Cluster]:
    return [Cluster(d.type, d.code, d.issued, d.issuer, d.title, [], d.index) for d in reading.docs]


def _split(mentions: list[Named], own: list[Cluster]) -> list[Cluster]:
    """Clusters of one bucket: dated mentions first, the most precise first, then those that say less."""
    found: list[Cluster] = list(own)
    for mention in sorted(mentions, key=lambda m: (-precision(m.issued), m.start)):
        fitting = [c for c in found if _fits(c, mention)]
        if len({_identity(c) for c in fitting}) > 1 and mention.issuer:
            closer = [c for c in fitting if issuer_key(c.issuer) == issuer_key(mention.issuer)]
            fitting = closer or fitting
        if fitting and (precision(mention.issued) == 3 or len(fitting) == 1):
            fitting[0].members.append(mention)
        else:
            found.append(Cluster(mention.type, mention.code, mention.issued, mention.issuer, mention.title, [mention]))
    new = [c for c in found if c.own is None]
    for one in new:
        _settle(one)
    return new


def _identity(found: Cluster) -> tuple[str | None, str | None]:
    return found.issued, issuer_key(found.issuer)


def _fits(found: Cluster, mention: Named) -> bool:
    """Same instrument as far as date and issuer say: no contradiction, or only a misprinted year."""
    if found.issuer and mention.issuer and not _same_issuer(found.issuer, mention.issuer):
        return False
    if compatible(found.issued, mention.issued):
        return (
            not (found.own is not None and found.issued is None and mention.issued is not None)
            or found.code is not None
        )
    a, b = found.issued or "", mention.issued or ""
    return len(a) == len(b) == 10 and a[4:] == b[4:]


def _same_issuer(a: str, b: str) -> bool:
    one, other = issuer_key(a) or "", issuer_key(b) or ""
    return one == other or one.startswith(other) or other.startswith(one)


def _settle(found: Cluster) -> None:
    """What the members say together: the date most give (the smaller of equals), the fullest issuer and title."""
    if len(found.members) == 1:  # what it says is there already
        return
    dates = [m.issued for m in found.members if m.issued]
    if len(set(dates)) > 1:
        best = max(map(precision, dates))
        found.issued = min(set(dates), key=lambda d: (precision(d) < best, -dates.count(d), d))
    else:
        found.issued = dates[0] if dates else None
    said = [m.issuer for m in found.members if m.issuer]
    if len(set(said)) > 1:
        counts = Counter(said)
        found.issuer = min(counts, key=lambda name: (_plain_committee(name), -counts[name], name))
    elif said:
        found.issuer = said[0]
    titles = [m.title for m in found.members if m.title]
    found.title = titles[0] if titles else None


def _plain_committee(name: str) -> bool:
    """'Tỉnh ủy X' alone follows from the symbol; a text that names its standing body says more."""
    return name.startswith(("Tỉnh ủy", "Thành ủy"))


def _by_number(clusters: list[Cluster]) -> dict[tuple[str, str], list[tuple[Cluster, str | None]]]:
    """Clusters, each with the year of its number, by type and number."""
    found: dict[tuple[str, str], list[tuple[Cluster, str | None]]] = defaultdict(list)
    for one in clusters:
        if one.code and (parsed := parse(one.code)):
            found[one.type, parsed.number].append((one, parsed.year))
    return found


def _join_short(
    mention: Named, clusters: list[Cluster], numbered: dict[tuple[str, str], list[tuple[Cluster, str | None]]]
) -> None:
    """'Nghị định 136' is the only instrument of that type and number in the file; else it stands alone."""
    number = parse(mention.code or "")
    same = numbered[mention.type, number.number] if number else []
    fitting = [
        c for c, year in same
        if compatible(c.issued, mention.issued) and number and number.year in (None, year)
    ]  # fmt: skip
    if len(fitting) == 1:
        fitting[0].members.append(mention)
    else:
        alone = Cluster(mention.type, mention.code, mention.issued, mention.issuer, mention.title, [mention])
        clusters.append(alone)
        same.append((alone, number.year if number else None))


def _firsts(reading: Reading, clusters: list[Cluster]) -> dict[tuple[str, int], list[tuple[int, int, Cluster]]]:
    """By type and document: where each cluster is named first there, in order (the number only parts equals)."""
    found: dict[tuple[str, int], list[tuple[int, int, Cluster]]] = defaultdict(list)
    for n, one in enumerate(clusters):
        places: dict[int, int] = {}
        for member in one.members:
            document = reading.blocks[member.block].document
            places[document] = min(member.start, places.get(document, member.start))
        for document, start in places.items():
            found[one.type, document].append((start, n, one))
    return {key: sorted(places, key=lambda p: p[:2]) for key, places in found.items()}


def _point(reading: Reading, mention: Named, firsts: dict[tuple[str, int], list[tuple[int, int, Cluster]]]) -> bool:
    """Join 'Nghị quyết nêu trên' to the only instrument of its type that the document has named before."""
    named = firsts.get((mention.type, reading.blocks[mention.block].document), [])[:2]
    before = [one for start, _, one in named if start < mention.start]
    if len(before) == 1:
        before[0].members.append(mention)
    return len(before) == 1


def _join_names(clusters: list[Cluster]) -> None:
    """'Luật Đầu tư' is the law that the file names with its number, where it knows one of that name (and year) only."""
    known: dict[tuple[str, str], list[Cluster]] = defaultdict(list)
    for found in clusters:
        if found.own is None and found.type in _LAWS and found.title:
            known[found.type, fold(expand(found.title))].append(found)
    for own in [c for c in clusters if c.own is not None and c.type in _LAWS and c.title]:
        for one in known.get((own.type, fold(expand(f"{own.type} {own.title}"))), ()):
            if one.code is None and compatible(own.issued, one.issued):  # 'Quốc hội ban hành Luật …'
                own.members += one.members
                one.members = []
    _join_constitution(clusters)
    _join_shortened(clusters)
    for same in known.values():
        numbered = [c for c in same if c.code]
        named = sorted(
            (c for c in same if not c.code and c.members), key=lambda c: (-precision(c.issued), c.members[0].start)
        )
        for one in named if numbered else []:
            fitting = [c for c in numbered if _year(c) is None or compatible(_year(c), one.issued)]
            others = [c for c in named if c.members and c is not one and c.issued and not one.issued]
            if len(fitting) == 1 and not others:
                fitting[0].members += one.members
                fitting[0].issued = fitting[0].issued or (one.issued if precision(one.issued) == 3 else None)
                one.members = []


def _join_shortened(clusters: list[Cluster]) -> None:
    """'Luật Bầu cử' is the one law of the file whose name begins so, where no law is called that."""
    laws = [c for c in clusters if c.own is None and c.type in _LAWS and c.title and c.members]
    short = [c for c in laws if not c.code and not is_known((c.title or "").removeprefix(c.type).strip())]
    named = sorted((fold(expand(c.title or "")), n) for n, c in enumerate(laws)) if short else []
    for one in short:
        begin = fold(expand(one.title or "")) + " "
        at = bisect_left(named, (begin, 0))
        longer = [laws[n] for name, n in named[at : at + 2] if name.startswith(begin)]
        if len(longer) == 1 and longer[0].type == one.type and compatible(_year(longer[0]), one.issued):
            longer[0].members += one.members
            one.members = []


def _join_constitution(clusters: list[Cluster]) -> None:
    """'Hiến pháp' is 'Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam', where the file names no two of them."""
    same = [c for c in clusters if c.type == "Hiến pháp" and c.members]
    same.sort(key=lambda c: (-len(c.title or ""), c.members[0].start))
    if len({c.issued for c in same if c.issued}) > 1:
        return
    for one in same[1:]:
        same[0].members += one.members
        same[0].issued = same[0].issued or one.issued
        one.members = []


def _year(found: Cluster) -> str | None:
    """The year inside a law's number is that of its passing."""
    parsed = parse(found.code) if found.code else None
    return found.issued or (parsed.year if parsed else None)


def _name(reading: Reading, clusters: list[Cluster], sha256: str) -> None:
    """Ids, unique in the record; a document without number is named after its file."""
    taken: Counter[str] = Counter()
    for found in clusters:
        doc: Doc | None = reading.docs[found.own] if found.own is not None else None
        if doc is not None:
            found.id = doc.id = instrument_id(doc.type, doc.code, doc.issued, doc.issuer, doc.title, sha256=sha256)
        else:
            found.id = instrument_id(found.type, found.code, found.issued, found.issuer, found.title)
        taken[found.id] += 1
        if taken[found.id] > 1:
            found.id = f"{found.id}.{taken[found.id]}"
            if doc is not None:
                doc.id = found.id


def instruments(clusters: list[Cluster]) -> list[Instrument]:
    """The record's instruments: every cluster that is none of the file's own documents."""
    return [
        Instrument(id=c.id, type=c.type, code=c.code, issued=c.issued, issuer=c.issuer, title=c.title)
        for c in clusters
        if c.own is None
    ]
