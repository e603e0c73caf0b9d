"""Duties to issue: tasks whose product is a document, and which loaded instruments are that document.

FULFILLED_BY is found when asked for and never stored: a document fulfils a task where it is of the right type, younger
than the task's document, issued by a body that the task is laid on (or that it advises), and says itself that it
carries out or rests on the task's document or on what that one carries out.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from graph import kinds
from graph.bodies import known_prefix, office_prefix
from graph.dates import interval
from graph.folding import fold
from graph.patterns import pattern
from graph.rulefiles import rules_of
from graph.store.port import EdgeRow, InstrumentRow, Store, TaskRow
from graph.titles import title_words
from queries.answers import Duty, Fulfilment
from queries.membership import Collective, member
from queries.nodes import counts, fields, rows_of
from queries.quotes import Quotes

MOST_LINKS = 2_000  # edges into the task's document, or into one that it carries out
_BESIDE = 60  # code points looked at before a verb
_BEHIND = 160  # and behind a type: what the document is about
_SAYS = 2  # words of its own that a subject needs to be compared, and that a title must share
_STOP = pattern("products.stop", r"[.;:,]")
_ANY = frozenset(
    fold("cơ quan đơn vị địa phương cấp ngành lĩnh vực mình hằng chương trình công tác phạm vi lý").split()
)
_LINKS = ("IMPLEMENTS", "BASED_ON", "PROMULGATES")


class Product(Struct, frozen=True):
    """One document that a task asks for: its type, the words that say so, and the words of what it is about."""

    type: str
    words: str
    about: frozenset[str]


def products(task: TaskRow) -> list[Product]:
    """The documents that the task asks for, the first of each type."""
    rules = rules_of("graph.data", "products")
    text = " ".join(task.text.split())
    found = [(m["type"], m[0], text) for m in rules["product"].regex.finditer(task.deliverable or "")]
    found += [
        (m["type"], m[0], _STOP.split(text[m.end() : m.end() + _BEHIND], maxsplit=1)[0])
        for m in rules["text"].regex.finditer(text)
        if not rules["condition"].regex.search(text[max(0, m.start() - _BESIDE) : m.start()])
    ]
    types: dict[str, Product] = {}
    for said, words, about in found:
        kind = kinds.by_name(said.lower().removeprefix("văn bản "))
        if kind and kind.name not in types:
            shown = " ".join(words.split()).strip("-+•;/ ")
            types[kind.name] = Product(kind.name, shown, title_words(about) - _ANY)
    return list(types.values())


class Products:
    """Looks up what fulfils tasks; asks the store once for each document."""

    def __init__(self, store: Store, collectives: Iterable[Collective], drafts: bool) -> None:
        self._store, self._drafts = store, drafts
        self._quotes = Quotes(store)
        self._collectives = {c.id: c for c in collectives}
        self._linked: dict[str, dict[str, EdgeRow]] = {}
        self._rows: dict[str, InstrumentRow] = {}

    def duty(self, task: TaskRow, document: InstrumentRow) -> Duty | None:
        """The duty to issue that a task is, with what fulfils it among what is loaded; None where it is none."""
        wanted = {p.type: p for p in products(task)}
        if not wanted:
            return None
        linked = self._links(document)
        found = [
            (row, linked[i])
            for i in linked
            if (row := self._rows.get(i)) and self._right(row, wanted, document) and self._body(row, task, document)
        ]
        found.sort(key=lambda pair: (pair[0].issued or "", pair[0].id))
        return Duty(
            types=list(wanted),
            words=[p.words for p in wanted.values()],
            fulfilled_by=[Fulfilment(**fields(row), evidence=self._quotes.of(edge, most=2)) for row, edge in found],
        )

    def _right(self, row: InstrumentRow, wanted: dict[str, Product], document: InstrumentRow) -> bool:
        """Loaded, of a type that is asked for and about it, not older than the task's document."""
        kind = kinds.by_name(row.type)
        product = wanted.get(kind.name) if kind else None
        if product is None or not row.loaded or row.id == document.id:
            return False
        if not _younger(row, document):
            return False
        shared = product.about & title_words(row.title or "")
        return len(product.about) < _SAYS or not row.title or len(shared) >= _SAYS

    def _links(self, document: InstrumentRow) -> dict[str, EdgeRow]:
        """Instruments that say they carry out, or rest on, the document, its other half, or what these carry out."""
        if document.id in self._linked:
            return self._linked[document.id]
        own = [document.id]
        halves = self._edges([document.id], "out", ["PROMULGATES"]) + self._edges([document.id], "in", ["PROMULGATES"])
        own += [e.target if e.source == document.id else e.source for e in halves]
        above = [e.target for e in self._edges(own, "out", ["IMPLEMENTS"])]
        found: dict[str, EdgeRow] = {}
        for ends in (own, above):  # the nearer link is the one that is shown
            for edge in sorted(self._edges(list(dict.fromkeys(ends)), "in", _LINKS), key=_order):
                found.setdefault(edge.source, edge)
        others = {i: e for i, e in found.items() if i not in own}
        self._rows.update(rows_of(self._store, others, self._drafts))
        self._linked[document.id] = others
        return others

    def _edges(self, ids: Sequence[str], side: str, relations: Sequence[str]) -> list[EdgeRow]:
        found = self._store.edges(ids, side, relations, drafts=self._drafts, limit=MOST_LINKS)  # type: ignore[arg-type]
        return [e for i in ids for e in found.get(i, []) if counts(e, self._drafts)]

    def _body(self, row: InstrumentRow, task: TaskRow, document: InstrumentRow) -> bool:
        """Whether the issuer is one of the bodies, a member of a collective, or the one that the bodies advise."""
        if row.issuer is None:
            return False
        issuer = _bare(row.issuer)
        issued_by = member("", row.issuer)
        if issued_by is not None and row.area:
            issued_by = replace(issued_by, areas=(row.area,))  # its document says better than its name where it lies
        for assignee in task.assignees:
            if assignee.role == "coordinate":
                continue
            if _bare(assignee.organization) == issuer:
                return True
            collective = self._collectives.get(assignee.body)
            if collective and issued_by and collective.has(issued_by, document.area):
                return True
        return row.area == document.area and self._advised(row, task)

    def _advised(self, row: InstrumentRow, task: TaskRow) -> bool:
        """A sở drafts what its UBND issues: 'tham mưu UBND tỉnh ban hành', or a product 'Quyết định của UBND tỉnh'."""
        known = known_prefix(row.issuer or "")
        if known is None or known[0].kind not in ("ubnd", "hdnd"):
            return False
        said = fold(f"{task.text} {task.deliverable or ''}").replace("uy ban nhan dan", "ubnd")
        said = said.replace("hoi dong nhan dan", "hdnd")
        return fold(known[0].canonical) in said and ("tham muu" in said or "trinh" in said or " cua " in said)


def _younger(row: InstrumentRow, document: InstrumentRow) -> bool:
    """Whether the row is surely not older: by its date, else by the beginning of its period."""
    since = interval(document.issued)[0]
    if row.issued:
        return interval(row.issued)[1] >= since
    return row.period is not None and row.period[0] >= since // 10000


def _bare(name: str) -> str:
    """The folded body without an office before it: 'Chủ tịch UBND tỉnh Sơn La' issues for 'UBND tỉnh Sơn La'."""
    office = office_prefix(name)
    return fold(office[1] if office else name)


def _order(edge: EdgeRow) -> tuple[int, str, str, str]:
    return _LINKS.index(edge.relation), edge.source, edge.target, edge.act
