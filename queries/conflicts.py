"""`conflicts`: what the loaded texts contradict each other in, and bases that were gone when they were cited.

Messages are keys with values; `api.messages` has the sentences.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, groupby, islice

from msgspec import Struct

from graph.bodies import known_prefix
from graph.dates import interval, precision
from graph.identity import issuer_key
from graph.places import PROVINCE, parse
from graph.store.base import batches
from graph.store.port import EdgeRow, InstrumentRow, SayingRow, Store
from graph.titles import clash
from queries.answers import Conflict, ConflictKind, Evidence, Severity
from queries.nodes import called, rows_of
from queries.quotes import Quotes

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
CHANGES, BASES = ("REPLACES", "REPEALS"), ("BASED_ON",)
_NEWER = ("AMENDS", "CORRECTS", "REPEALS", "REPLACES")  # acts on what is older, always
_MOST_QUOTES = 4  # of each side of a contradiction
MOST = 1_000  # of each of the four that are looked for
_ALL_OUT = 10_000
_MOST_ENDS = 2_000  # of one hub: what changed it, what rests on it
_CHUNK = 500  # pairs whose instruments are asked for together
_FEW = 50  # instruments whose edges are: each may have `_MOST_ENDS`
Say = Callable[..., str]


class Found(Struct, frozen=True):
    """The rows, and whether a limit cut something off."""

    rows: list[Conflict]
    truncated: bool


class _Asked(Struct, frozen=True):
    """Of which store, in which words, whether drafts count; and the pages of what is quoted."""

    store: Store
    say: Say
    drafts: bool
    quotes: Quotes
    cut: list[str] = []  # hubs of which not everything was looked at


def conflicts(store: Store, say: Say, drafts: bool = False, most: int = MOST) -> Found:
    """By severity, kind, instruments, of each check the first `most`. `say(key, **values)` words a message."""
    ask = _Asked(store, say, drafts, Quotes(store))
    found: list[Conflict] = []
    truncated = False
    for check in (_two_names, _same_numbers, _newer, _bases):
        some = list(islice(check(ask), most + 1))
        truncated |= len(some) > most
        found += some[:most]
    found.sort(key=lambda c: (SEVERITIES.index(c.severity), c.kind, c.instruments, c.message))
    return Found(found, truncated or bool(ask.cut))


def _two_names(ask: _Asked) -> Iterator[Conflict]:
    """One instrument to which files give two dates or two titles."""
    for row in ask.store.disputed():  # one by one: what is disputed is often what everybody names
        said = _counted(ask, ask.store.sayings([row.id]))
        dates = [d for d in row.dates if any(s.issued == d for s in said)]
        if dates:
            evidence = _quotes(ask, [[s for s in said if s.issued == d] for d in (row.issued, *dates)])
            others = ", ".join(map(_day, dates))
            text = ask.say("conflict.two_dates", name=called(row), date=_day(row.issued), others=others)
            yield _conflict("two_dates", "warning", text, [row.id], evidence)
        titles = [t for t in row.titles if any(s.title == t for s in said)]
        if titles:
            evidence = _quotes(ask, [[s for s in said if s.title == t] for t in (row.title, *titles)])
            text = ask.say("conflict.two_titles", name=called(row), title=row.title, others="»; «".join(titles))
            yield _conflict("two_titles", "info", text, [row.id], evidence)


def _counted(ask: _Asked, said: Sequence[SayingRow]) -> list[SayingRow]:
    """Without what drafts alone say."""
    seen = rows_of(ask.store, (s.document for s in said), ask.drafts)
    return [s for s in said if s.document in seen]


def _same_numbers(ask: _Asked) -> Iterator[Conflict]:
    """One number of one body under two dates of a year, or under two titles: a body uses a number once a year."""
    for key in ask.store.shared_numbers():
        rows = [r for r in ask.store.by_number(key) if not r.open and (ask.drafts or r.stage != "draft") and _dated(r)]
        rows = sorted(rows, key=lambda r: (issuer_key(r.issuer) or "", (r.issued or "")[:4], r.id))
        for _, same in groupby(rows, key=lambda r: (issuer_key(r.issuer) or "", (r.issued or "")[:4])):
            for a, b in combinations(same, 2):
                if not _one_body(a, b):
                    continue
                if a.issued != b.issued:
                    text = ask.say("conflict.two_dates", name=called(a), date=_day(a.issued), others=_day(b.issued))
                    yield _of_two(ask, "two_dates", "warning", text, (a, b))
                elif a.title and b.title and clash(a.title, b.title):
                    text = ask.say("conflict.two_titles", name=called(a), title=a.title, others=b.title)
                    yield _of_two(ask, "two_titles", "warning", text, (a, b))


def _one_body(a: InstrumentRow, b: InstrumentRow) -> bool:
    """Whether issuers of one name are one body: communes and districts of one name lie in many provinces."""
    if a.area and b.area:
        return a.area == b.area
    known = known_prefix(a.issuer or "")
    place = parse(known[1]) if known and known[1] else None
    return place is None or place.level == PROVINCE


def _dated(row: InstrumentRow) -> bool:
    return precision(row.issued) == 3 and bool(row.issuer)


def _of_two(
    ask: _Asked, kind: ConflictKind, severity: Severity, text: str, rows: tuple[InstrumentRow, InstrumentRow]
) -> Conflict:
    ids = [r.id for r in rows]
    said = _counted(ask, ask.store.sayings(ids))
    return _conflict(kind, severity, text, ids, _quotes(ask, [[s for s in said if s.instrument == i] for i in ids]))


def _newer(ask: _Asked) -> Iterator[Conflict]:
    """What was replaced, repealed, amended or corrected is never newer than what does it."""
    for some in batches(ask.store.pairs(_NEWER, ask.drafts), _CHUNK):
        rows = rows_of(ask.store, {i for source, _, target in some for i in (source, target)}, ask.drafts)
        for source, relation, target in some:
            if source in rows and target in rows and _before(rows[source].issued, rows[target].issued):
                edges = [e for e in _edges(ask, source, (relation,)) if e.target == target]
                text = ask.say(
                    "conflict.replaced_is_newer", name=called(rows[target]), date=_day(rows[target].issued),
                    by=called(rows[source]), by_date=_day(rows[source].issued), relation=relation,
                )  # fmt: skip
                quotes = [one for e in edges for one in ask.quotes.of(e, _MOST_QUOTES)]
                yield _conflict("replaced_is_newer", "error", text, [source, target], quotes)


def _before(a: str | None, b: str | None) -> bool:
    """Whether the first date is surely the earlier one."""
    return a is not None and b is not None and interval(a)[1] < interval(b)[0]


def _edges(ask: _Asked, source: str, relations: Sequence[str]) -> list[EdgeRow]:
    return ask.store.edges([source], "out", relations, drafts=ask.drafts, limit=_ALL_OUT).get(source, [])


def _bases(ask: _Asked) -> Iterator[Conflict]:
    """A legal ground that had been replaced or repealed as a whole before the document that cites it was signed."""
    for some in batches(_changed(ask), _FEW):
        found = _into(ask, [basis for basis, _ in some], BASES)
        ends = {e.source for _, changes in some for e in changes} | {e.source for b in found.values() for e in b}
        rows = rows_of(ask.store, {*found, *ends}, ask.drafts)
        for basis, changes, edge in ((b, c, e) for b, c in some for e in found[b]):
            document = rows.get(edge.source)
            if document is not None and basis in rows and edge.basis != "body":
                gone = [
                    (c, *_since(c, rows[c.source])) for c in changes if c.source in rows and c.source != document.id
                ]
                gone = [g for g in gone if _before(g[1], document.issued)]
                if gone:
                    yield _basis_gone(ask, rows, (document, rows[basis]), edge, min(gone, key=_earliest))


def _changed(ask: _Asked) -> Iterator[tuple[str, list[EdgeRow]]]:
    """What was replaced or repealed as a whole, by id, with the edges that say so."""
    changed = sorted({target for _, _, target in ask.store.pairs(CHANGES, ask.drafts)})
    for some in batches(changed, _FEW):
        for target, edges in _into(ask, some, CHANGES).items():
            if whole := [e for e in edges if e.scope == "whole" and not e.exceptions]:
                yield target, whole


def _into(ask: _Asked, ids: Sequence[str], relations: Sequence[str]) -> dict[str, list[EdgeRow]]:
    found = ask.store.edges(ids, "in", relations, drafts=ask.drafts, limit=_MOST_ENDS)
    ask.cut.extend(i for i, edges in found.items() if len(edges) > _MOST_ENDS)
    return {i: edges[:_MOST_ENDS] for i, edges in found.items()}


def _since(change: EdgeRow, by: InstrumentRow) -> tuple[str | None, bool]:
    """From when on, and whether that is known: the text's own day, else that of the act's effect, else its date."""
    if change.valid_from or by.effective:
        return change.valid_from or by.effective, True
    return by.issued, False


def _earliest(gone: tuple[EdgeRow, str | None, bool]) -> tuple[str, str]:
    return gone[1] or "", gone[0].source


def _basis_gone(
    ask: _Asked,
    rows: dict[str, InstrumentRow],
    pair: tuple[InstrumentRow, InstrumentRow],
    edge: EdgeRow,
    gone: tuple[EdgeRow, str | None, bool],
) -> Conflict:
    document, basis = pair
    change, since, sure = gone
    by = rows[change.source]
    text = ask.say(
        "conflict.basis_gone" if sure else "conflict.basis_perhaps_gone", name=called(document),
        date=_day(document.issued), basis=called(basis), by=called(by), since=_day(since), relation=change.relation,
    )  # fmt: skip
    evidence = [*ask.quotes.of(edge, _MOST_QUOTES), *ask.quotes.of(change, _MOST_QUOTES)]
    return _conflict("basis_gone", "error" if sure else "warning", text, [document.id, basis.id, by.id], evidence)


def _quotes(ask: _Asked, sides: Iterable[Sequence[SayingRow]]) -> list[Evidence]:
    """A few quotes of each side."""
    return [ask.quotes.passage(s.document, s) for side in sides for s in side[:_MOST_QUOTES]]


def _conflict(kind: ConflictKind, severity: Severity, text: str, ids: list[str], evidence: list[Evidence]) -> Conflict:
    return Conflict(kind=kind, severity=severity, message=text, instruments=ids, evidence=evidence)


def _day(date: str | None) -> str:
    return "/".join(str(int(p)) for p in reversed(date.split("-"))) if date else "?"
