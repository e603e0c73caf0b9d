"""`analyse`: what the graph as a whole shows, in words and with quotes. networkx does the walking.

Messages are keys with values; `api.messages` has the sentences.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from graph.bodies import known_prefix
from graph.record import RELATIONS
from graph.store.port import EdgeRow, InstrumentRow, Store
from graph.store.walking import ISSUE
from queries.answers import Evidence, Severity
from queries.lineage import DESCENT
from queries.nodes import called, counts, is_plan
from queries.quotes import Quotes

if TYPE_CHECKING:  # it takes a tenth of a second
    import networkx as nx

    Network = nx.DiGraph[str]

FindingKind = Literal["most_cited", "party_and_state", "cycle", "basis_not_loaded", "descent"]
KINDS: tuple[FindingKind, ...] = ("most_cited", "party_and_state", "cycle", "basis_not_loaded", "descent")
CYCLIC, GROUNDS = ("REPLACES", "BASED_ON"), ("BASED_ON", "IMPLEMENTS")
_PARTY = "dang"  # kinds of the Party's bodies begin so: dang, dang-trung-uong
_QUOTES, _NAMES, _IDS, _EDGES = 4, 5, 100, 10_000  # of one finding: quotes, names, ids; edges looked at of one end
Say = Callable[..., str]


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that the graph shows; `count` is what the message counts, `instruments` begins with the one meant."""

    kind: FindingKind
    severity: Severity
    message: str
    count: int
    instruments: list[str]
    evidence: list[Evidence]


class Wanted(Struct, frozen=True):
    """Which kinds of findings, at most so many of each, and of which instrument the descent is told."""

    kinds: Sequence[FindingKind] = KINDS
    most: int = 10
    root: InstrumentRow | None = None


def analyse(store: Store, say: Say, wanted: Wanted = Wanted(), drafts: bool = False) -> list[Finding]:  # noqa: B008 - frozen
    """By kind in the order of `KINDS`, then by count falling and id. `say(key, **values)` words a message."""
    whole = _Whole(store, say, drafts)
    made: dict[FindingKind, Callable[[], Iterable[Finding]]] = {
        "most_cited": lambda: whole.most_cited(wanted.most),
        "party_and_state": lambda: whole.party_and_state(wanted.most),
        "cycle": lambda: whole.cycles(wanted.most),
        "basis_not_loaded": lambda: whole.basis_not_loaded(wanted.most),
        "descent": lambda: whole.descent(wanted.root),
    }
    return [finding for kind in KINDS if kind in (wanted.kinds or KINDS) for finding in made[kind]()]


def network(store: Store, relations: Sequence[str], drafts: bool = False) -> "Network":
    """Who acts on whom by any of the relations, without attributes; the same whatever the order of loading."""
    import networkx as nx  # noqa: PLC0415 - see above

    made: Network = nx.DiGraph()
    made.add_edges_from((source, target) for source, _, target in store.pairs(relations, drafts))
    return made


class _Whole:
    """The store while it is looked at: every instrument that counts."""

    def __init__(self, store: Store, say: Say, drafts: bool) -> None:
        self.store, self.say, self.drafts = store, say, drafts
        self.rows = {r.id: r for r in store.all_instruments() if drafts or r.stage != "draft"}
        self.quotes = Quotes(store)

    def most_cited(self, most: int) -> Iterator[Finding]:
        """On which instruments most others act, by whatever relation."""
        graph = network(self.store, RELATIONS, self.drafts)
        degrees = {i: sum(1 for s in graph.predecessors(i) if s in self.rows) for i in graph if i in self.rows}
        for count, own in _ranked(degrees, most):
            edges = self._edges(own, "in", RELATIONS)
            yield self._finding("most_cited", count, [own], edges, name=called(self.rows[own]))

    def party_and_state(self, most: int) -> Iterator[Finding]:
        """The Party's instruments with those of the State on the other end of a relation, whichever end acts."""
        party = {i: of_party for i, row in self.rows.items() if (of_party := _of_party(row)) is not None}
        joined: dict[str, set[str]] = {}
        for source, _, target in self.store.pairs(RELATIONS, self.drafts):
            if source in party and target in party and party[source] != party[target]:
                own, other = (source, target) if party[source] else (target, source)
                joined.setdefault(own, set()).add(other)
        for count, own in _ranked({i: len(others) for i, others in joined.items()}, most):
            others = sorted(joined[own])
            edges = [*self._edges(own, "in", RELATIONS), *self._edges(own, "out", RELATIONS)]
            edges = [e for e in edges if {e.source, e.target} - {own} <= joined[own]]
            said = {"name": called(self.rows[own]), "others": self._names(others)}
            yield self._finding("party_and_state", count, [own, *others], edges, **said)

    def cycles(self, most: int) -> Iterator[Finding]:
        """What replaces, or rests on, itself through others: one of these statements is wrong."""
        import networkx as nx  # noqa: PLC0415 - see above

        for relation in CYCLIC:
            graph = network(self.store, (relation,), self.drafts)
            knots = sorted(sorted(knot) for knot in nx.strongly_connected_components(graph) if len(knot) > 1)
            verb = self.say(f"analysis.{relation}")
            for knot in [k for k in knots if set(k) <= self.rows.keys()][:most]:
                round_trip = _shortest_cycle(graph, knot)
                steps = list(zip(round_trip, [*round_trip[1:], round_trip[0]], strict=True))
                edges = [e for a, b in steps for e in self._edges(a, "out", (relation,)) if e.target == b]
                names = " → ".join(called(self.rows[i]) for i in [*round_trip, round_trip[0]])
                yield self._finding("cycle", len(round_trip), round_trip, edges, relation=verb, names=names)

    def basis_not_loaded(self, most: int) -> Iterator[Finding]:
        """Loaded plans and decisions of which a ground, or what they carry out, is not loaded."""
        lacking: dict[str, set[str]] = {}
        for source, _, target in self.store.pairs(GROUNDS, self.drafts):
            plan, ground = self.rows.get(source), self.rows.get(target)
            if plan and ground and plan.loaded and not ground.loaded and is_plan(plan):
                lacking.setdefault(source, set()).add(target)
        for count, own in _ranked({i: len(grounds) for i, grounds in lacking.items()}, most):
            grounds = sorted(lacking[own])
            edges = [e for e in self._edges(own, "out", GROUNDS) if e.target in lacking[own]]
            said = {"name": called(self.rows[own]), "others": self._names(grounds)}
            yield self._finding("basis_not_loaded", count, [own, *grounds], edges, **said)

    def descent(self, root: InstrumentRow | None) -> Iterator[Finding]:
        """How many instruments come from one, level by level; without a root, from the most cited one."""
        import networkx as nx  # noqa: PLC0415 - see above

        top = root.id if root else next((f.instruments[0] for f in self.most_cited(1)), None)
        down = network(self.store, DESCENT, self.drafts).reverse()
        down.add_edges_from((s, t) for s, _, t in self.store.pairs((ISSUE,), self.drafts))
        if top is None or top not in down:
            return
        down.remove_nodes_from([i for i in down if i not in self.rows])
        levels = [sorted(level) for level in nx.bfs_layers(down, [top])]
        for nth, level in enumerate(levels[1:], 1):
            above = set(levels[nth - 1])
            edges = [e for i in level[:_QUOTES] for e in self._edges(i, "out", DESCENT) if e.target in above]
            said = {"level": nth, "name": called(self.rows[top]), "others": self._names(level)}
            yield self._finding("descent", len(level), [top, *level], edges, **said)

    def _edges(self, own: str, side: Literal["in", "out"], relations: Sequence[str]) -> list[EdgeRow]:
        found = self.store.edges([own], side, relations, drafts=self.drafts, limit=_EDGES).get(own, [])
        return [e for e in found if counts(e, self.drafts)]

    def _names(self, ids: Sequence[str]) -> str:
        more = f"; … +{len(ids) - _NAMES}" if len(ids) > _NAMES else ""
        return "; ".join(called(self.rows[i]) for i in ids[:_NAMES]) + more

    def _finding(
        self, kind: FindingKind, count: int, ids: list[str], edges: Iterable[EdgeRow], **values: object
    ) -> Finding:
        evidence = [one for e in list(edges)[:_QUOTES] for one in self.quotes.of(e, 1)]
        return Finding(
            kind=kind, severity="error" if kind == "cycle" else "info", count=count, instruments=ids[:_IDS],
            message=self.say(f"analysis.{kind}", count=count, **values), evidence=evidence,
        )  # fmt: skip


def _ranked(counted: dict[str, int], most: int) -> list[tuple[int, str]]:
    """The largest counts, the smaller id first."""
    return sorted(((n, i) for i, n in counted.items() if n), key=lambda c: (-c[0], c[1]))[:most]


def _of_party(row: InstrumentRow) -> bool | None:
    """Whether it is the Party's, by its text or by who issued it; None where neither is known."""
    if row.nature:
        return row.nature == _PARTY
    known = known_prefix(row.issuer or "")
    return known[0].kind.startswith(_PARTY) if known else None


def _shortest_cycle(graph: "Network", knot: Sequence[str]) -> list[str]:
    """The shortest way round from the smallest id of a knot; of two the smaller."""
    import networkx as nx  # noqa: PLC0415 - see above

    inside: Network = nx.DiGraph((a, b) for a in knot for b in sorted(graph.successors(a)) if b in set(knot))
    ways = (nx.shortest_path(inside, after, knot[0]) for after in sorted(inside.successors(knot[0])))
    return min(([knot[0], *way[:-1]] for way in ways), key=lambda w: (len(w), w))
