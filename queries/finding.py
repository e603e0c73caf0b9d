"""Which instrument a citation means: by id, by number, by name (`resolve`, and the first step of all else)."""

import unicodedata
from collections.abc import Callable, Iterable

from graph import codes, dates, identity, kinds
from graph.folding import fold
from graph.search import names
from graph.store.port import InstrumentRow, Store
from queries import citation
from queries.answers import Match, Resolved
from queries.citation import Cited
from queries.nodes import fields

MANY = 1000  # a bare number may be issued by every province; more matches than this say nothing to anybody


class NotNamed(Exception):  # noqa: N818 - an answer for people, not a fault of the program
    """Nothing that is loaded names it; `near` share its number or its words but not all of what was asked.

    `bare`: the question gave neither number nor words, at most a type ('NQ'), which hundreds may be.
    """

    def __init__(self, query: str, near: list[Match], bare: bool = False) -> None:
        super().__init__(query)
        self.query, self.near, self.bare = query, near, bare


class Several(Exception):  # noqa: N818 - an answer for people, not a fault of the program
    """More than one fits where one is needed."""

    def __init__(self, query: str, candidates: list[Match]) -> None:
        super().__init__(query)
        self.query, self.candidates = query, candidates


def _by_id(store: Store, text: str) -> list[InstrumentRow]:
    """The id itself, else what a shorter or older id fits: `nghi-quyet~76-nq-cp` while there is one such."""
    text = unicodedata.normalize("NFKC", text).lower()
    if "~" not in text:  # stands in every id
        return []
    exact = store.instruments([text])
    parts = identity.id_parts(text)
    if exact or parts is None:
        return list(exact.values())
    if parts.code:
        rows = store.by_number(identity.number_key(parts.type, parts.code) or "")
    else:
        rows = store.by_name(identity.name_key(parts.type, parts.title) or "")
    return [r for r in rows if dates.compatible(r.issued, parts.issued) and _same_issuer(r, parts.issuer)]


def _same_issuer(row: InstrumentRow, slug: str | None) -> bool:
    return slug is None or row.issuer is None or identity.issuer_key(row.issuer) == slug


def _numbered(store: Store, cited: Cited) -> list[InstrumentRow]:
    rows: dict[str, InstrumentRow] = {}
    if cited.code:
        for kind in cited.types:
            rows.update((r.id, r) for r in store.by_number(identity.number_key(kind, cited.code) or ""))
    parsed = codes.parse(cited.code) if cited.code else None
    number = parsed.number if parsed else cited.number
    if not rows and number:
        rows = {r.id: r for r in store.by_bare_number(number) if _fits_number(r, cited)}
    return sorted(rows.values(), key=lambda r: r.id)


def _fits_number(row: InstrumentRow, cited: Cited) -> bool:
    """Type as asked; of the symbol, every part that was typed; of the year inside the number, the one typed."""
    ours = codes.parse(row.code) if row.code else None
    asked = codes.parse(cited.code) if cited.code else None
    if ours is None or (cited.types and _type(row.type) not in cited.types):
        return False
    year = asked.year if asked else cited.year
    wanted = {fold(p) for p in asked.symbol} if asked else set()
    return (year is None or year == ours.year) and wanted <= {fold(p) for p in ours.symbol}


def _type(name: str) -> str:
    known = kinds.by_name(name)
    return known.name if known else name


def _named(store: Store, cited: Cited) -> list[InstrumentRow]:
    """By title: the bucket of the whole title, else every instrument that has all its words, in whatever order."""
    words = (*cited.words, *cited.title)
    if not words:
        return []
    rows = {r.id: r for kind in cited.types for r in store.by_name(f"{kinds.type_slug(kind)}~{'-'.join(words)}")}
    if not rows:
        for kind in cited.types or ("",):
            found = store.search_candidates([*fold(kind).split(), *words])
            rows.update((r.id, r) for r in found if (not kind or _type(r.type) == kind) and _has(r, words))
    return sorted(rows.values(), key=lambda r: r.id)


def _has(row: InstrumentRow, words: Iterable[str]) -> bool:
    """All words stand in the names of the instrument: title, issuer, place."""
    return names(row).issuperset(words)


Test = Callable[[InstrumentRow], bool]


def _narrow(rows: list[InstrumentRow], sure: Test, may: Test) -> list[InstrumentRow]:
    """Those that surely fit; where there are none, those that say nothing against it."""
    return [r for r in rows if sure(r)] or [r for r in rows if may(r)]


def _within(row: InstrumentRow, issued: str | None) -> bool:
    """Its date, or one that some citations give it, is the one asked for: who typed a misprint means it too."""
    lo, hi = dates.interval(issued)
    spans = [dates.interval(d) for d in (row.issued, *row.dates) if d is not None]
    return any(lo <= first and last <= hi for first, last in spans)


def _chosen(rows: list[InstrumentRow], cited: Cited) -> list[InstrumentRow]:
    """What date and words leave of the rows of a number or a name."""
    if cited.issued:
        rows = _narrow(rows, lambda r: _within(r, cited.issued), lambda r: dates.compatible(r.issued, cited.issued))
    if cited.words and (cited.code or cited.number):
        rows = _narrow(rows, lambda r: _has(r, cited.words), lambda r: not (r.issuer or r.title))
    if cited.title and (cited.code or cited.number):
        rows = [r for r in rows if _has(r, cited.title)] or rows
    return rows


def _why(row: InstrumentRow, cited: Cited) -> str:
    parts = ["number" if cited.code or cited.number else "title"]
    if cited.issued and _within(row, cited.issued):
        parts.append("date")
    if cited.words and (cited.code or cited.number) and _has(row, cited.words):
        parts.append("words")
    return ", ".join(parts)


def _match(row: InstrumentRow, why: str) -> Match:
    return Match(**fields(row), why=why)


def _search(store: Store, text: str) -> tuple[list[InstrumentRow], list[InstrumentRow], Cited | None]:
    """What fits, what comes near, and how the text was read (None: as an id)."""
    found = _by_id(store, text)
    if found or "~" in text:
        return found, [], None
    cited = citation.parse(text)
    rows = _numbered(store, cited) if cited.code or cited.number else _named(store, cited)
    return _chosen(rows, cited), rows, cited


def matches(store: Store, text: str, drafts: bool = False) -> tuple[list[Match], list[InstrumentRow]]:
    """Every instrument that the citation may mean, with the rows; raises `NotNamed` where there is none."""
    found, near, cited = _search(store, text.strip())
    rows = [r for r in found if drafts or r.stage != "draft"]
    if not rows:
        others = {r.id: r for r in (*found, *near)}
        shown = [_match(r, "draft" if r.stage == "draft" else "near") for r in others.values()][:MANY]
        raise NotNamed(text, shown, bare=cited is not None and cited.empty)
    return [_match(r, _why(r, cited) if cited else "id") for r in rows[:MANY]], rows[:MANY]


def resolve(store: Store, text: str, drafts: bool = False) -> Resolved:
    """Which instruments the citation means; several are an answer."""
    found, rows = matches(store, text, drafts)
    return Resolved(query=text, open=len(found) > 1 or any(r.open for r in rows), matches=found)


def one(store: Store, text: str, drafts: bool = False) -> InstrumentRow:
    """The one instrument that is meant; raises `NotNamed` or `Several`."""
    found, rows = matches(store, text, drafts)
    if len(rows) > 1:
        raise Several(text, found)
    return rows[0]
