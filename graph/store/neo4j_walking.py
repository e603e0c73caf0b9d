"""Descent on a Neo4j server: all hops of one direction in one statement, as far as they can be foreseen.

`graph.store.walking` walks; what it asks for was mostly fetched before, and what was not is asked for then. So the
limits and the order are the algorithm's, and the statement may bring more or less than it needs.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from graph.record import Act
from graph.store import base
from graph.store.descent import Descent, Direction, Step
from graph.store.neo4j_connection import Row
from graph.store.neo4j_schema import TYPES, UNDONE
from graph.store.walking import ISSUE, Facts, Known, Met, Way, first, met

_FAR = ("CITES", "RESPONDS_TO")  # which no descent follows unless asked to: a hub has very many
_ARROWS: dict[Direction, tuple[str, str]] = {"out": ("-[e:{}]->", "<-[e:{}]-"), "in": ("<-[e:{}]-", "-[e:{}]->")}
_WAY = "[o.id, o.stage = 'draft', e.relation, e.acts, e.drafts, e.since, e.until]"
_HOP = """
CALL (f{b}) {{
  UNWIND f{b} AS a
  CALL (a) {{
    MATCH (a){there}(o:Instrument) WHERE e.relation IN $relations AND ($drafts OR NOT e:{undone})
    WITH e, o ORDER BY e.relation, o.id LIMIT $limit RETURN collect({way}) AS main, collect(o) AS mains
  }}
  CALL (a) {{
    MATCH (a){back}(o:Instrument) WHERE $issue AND e.relation = '{issue}' AND ($drafts OR NOT e:{undone})
    WITH e, o ORDER BY o.id LIMIT $limit RETURN collect({way}) AS other, collect(o) AS others
  }}
  RETURN collect([a.id, main, other]) AS w{n}, collect(mains + others) AS o{n}
}}
CALL (o{n}, s{b}) {{
  UNWIND o{n} AS some UNWIND some AS o WITH DISTINCT o WHERE NOT o IN s{b} AND ($drafts OR o.stage <> 'draft')
  WITH o ORDER BY o.id RETURN collect(o) AS m{n}
}}
WITH {ways}, m{n}[0..$nodes - size(s{b})] AS f{n}, s{b} AS s
WITH {ways}, f{n}, s + f{n} AS s{n}"""


@lru_cache(maxsize=64)
def statement(depth: int, side: Direction, far: bool) -> str:
    """The statement of so many hops, out of constants alone."""
    kinds = "|".join(t for t in TYPES if far or t not in _FAR)
    there, back = (arrow.format(kinds) for arrow in _ARROWS[side])
    said = ["MATCH (n:Instrument {id: $id}) WITH [n] AS f0, [n] AS s0"]
    for n in range(1, depth + 1):
        ways = ", ".join(f"w{k}" for k in range(1, n + 1))
        said.append(_HOP.format(b=n - 1, n=n, ways=ways, there=there, back=back, undone=UNDONE, issue=ISSUE, way=_WAY))
    return "".join(said) + "\nRETURN [" + ", ".join(f"w{k}" for k in range(1, depth + 1)) + "] AS hops"


def steps_of(key: str, direction: Direction, way: Sequence[Any], drafts: bool) -> list[Step]:
    """The edges that one relationship [other end, relation, acts, drafts, since, until] stands for."""
    end, relation, acts, of_drafts, since, until = way
    source, target = (key, end) if direction == "out" else (end, key)
    said: list[tuple[Act, bool]] = [(acts[n], of_drafts[n]) if acts else ("done", False) for n in range(len(since))]
    return [
        Step(source, relation, target, act, since[n], until[n])
        for n, (act, draft) in enumerate(said)
        if drafts or (act == "done" and not draft)
    ]


class Ahead:
    """`walking.Ways` of one walk; keys are ids."""

    def __init__(self, ask: Callable[..., list[Row]], root: str, asked: Descent, known: Known) -> None:
        self._ask, self._root, self._asked, self._known = ask, root, asked, known
        self._ways: dict[tuple[str, Direction, bool], list[Way[str]]] = {}  # by whether it is the way of issuing back
        self._cut: set[tuple[str, Direction, bool]] = set()
        self._drafts: dict[str, bool] = {}
        self._fetched: set[Direction] = set()

    def fetch(self, side: Direction) -> None:
        """All hops of a direction."""
        asked = self._asked
        rows = self._ask(
            statement(asked.depth, side, not set(_FAR).isdisjoint(asked.relations)),
            id=self._root,
            relations=list(asked.relations),
            issue=ISSUE in asked.relations,
            drafts=asked.drafts,
            limit=asked.edges + 2,  # of one relation and one other end there may be two: done, and not done
            nodes=asked.nodes,
        )
        other: Direction = "in" if side == "out" else "out"
        for key, main, back in (one for row in rows for hop in row["hops"] for one in hop):
            self._keep((key, side, False), main)
            self._keep((key, other, True), back)

    def _keep(self, place: tuple[str, Direction, bool], rows: Sequence[Sequence[Any]]) -> None:
        key, direction, _ = place
        ways: list[Way[str]] = []
        for end, draft, relation, acts, drafts, since, until in rows:
            self._drafts[end] = draft
            ends = (key, end) if direction == "out" else (end, key)
            for n, begin in enumerate(since):
                act, of_drafts = (acts[n], drafts[n]) if acts else ("done", False)
                ways.append((*ends, relation, act, begin, until[n], of_drafts))
        ways.sort(key=lambda w: (w[2], w[1] if direction == "out" else w[0], w[4], w[5], w[3]))
        if len(ways) > self._asked.edges:
            self._cut.add(place)
        self._ways[place] = ways[: self._asked.edges]

    def ways(
        self, keys: Sequence[str], direction: Direction, relations: Sequence[str], drafts: bool, limit: int
    ) -> Iterator[Met[str]]:
        """Of each key the first `limit` edges that count, and whether there are more."""
        back = tuple(relations) != self._asked.relations
        side: Direction = direction if not back else "in" if direction == "out" else "out"
        if side not in self._fetched:
            self._fetched.add(side)
            self.fetch(side)
        missed = [k for k in keys if (k, direction, back) not in self._ways]
        if missed:
            yield from self._known.ways(missed, direction, relations, drafts, limit)
        for key in keys:
            place = (key, direction, back)
            if place in self._ways:
                ways = [w for w in self._ways[place] if base.counted(w[3], w[6], drafts)]
                yield met(key, direction, ways, place in self._cut)

    def first(self, keys: Sequence[str], drafts: bool, most: int) -> list[tuple[str, str]]:
        """The first `most` of the ids, twice."""
        missed = [k for k in keys if k not in self._drafts]
        found = {k: self._drafts[k] for k in keys if k in self._drafts}
        return first(found | (self._known.names(missed) if missed else {}), drafts, most)

    def relation(self, mark: Way[str]) -> str:
        """The relation of an edge."""
        return self._known.relation(mark)

    def steps(self, met: Collection[tuple[str, str, Any]], ids: Mapping[str, str]) -> Iterable[Facts]:
        """The edges, which are their own marks."""
        return self._known.steps(met, ids)
