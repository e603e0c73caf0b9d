"""What the Neo4j store answers by looking over many rows: names, areas, disputes, words (see `port`)."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import msgspec

from graph.statements import Cluster, Naming
from graph.store import base
from graph.store.neo4j_connection import Row
from graph.store.neo4j_model import lucene
from graph.store.neo4j_queries import (
    AREAS,
    COLLECTIVES,
    DISPUTED,
    NAMED,
    NAMING,
    NEIGHBOURS,
    OF_AREA,
    PAIRS,
    SAYINGS,
    SEARCH,
    SHARED,
    TASKS_WITH,
)
from graph.store.neo4j_reading import Reading
from graph.store.port import BodyRow, InstrumentRow, NamedRow, SayingRow, TaskRow

T = TypeVar("T")
_instrument = msgspec.msgpack.Decoder(InstrumentRow).decode
_cluster = msgspec.msgpack.Decoder(Cluster).decode
_namings = msgspec.msgpack.Decoder(list[Naming]).decode
_task = msgspec.msgpack.Decoder(TaskRow).decode
_body = msgspec.msgpack.Decoder(BodyRow).decode


class Neo4jLookups:
    """Part of `Neo4jStore`."""

    _reading: Reading

    def _rows(self, statement: str, **parameters: object) -> list[Row]:
        raise NotImplementedError

    def _settled(self, ask: Callable[[], T]) -> T:
        raise NotImplementedError

    def neighbours(
        self, ids: Sequence[str], relations: Sequence[str] | None = None, drafts: bool = False, limit: int = 1000
    ) -> dict[str, list[str]]:
        """The other ends of the edges of each id, out and in, by id, at most `limit + 1` of each."""
        only = None if relations is None else list(relations)
        rows = self._rows(NEIGHBOURS, ids=_once(ids), relations=only, drafts=drafts, limit=limit + 1)
        return {i: [] for i in ids} | {r["id"]: sorted(r["others"]) for r in rows}

    def pairs(self, relations: Sequence[str], drafts: bool = False) -> Iterator[tuple[str, str, str]]:
        """(source, relation, target) of every edge of the relations, in that order."""
        rows = self._rows(PAIRS, relations=list(relations), drafts=drafts)
        return iter(sorted((r["source"], r["relation"], r["target"]) for r in rows))

    def naming(self, ids: Sequence[str], drafts: bool = False, limit: int = 1000) -> dict[str, list[str]]:
        """The loaded documents that name each id, by id, at most `limit + 1` of each."""
        rows = self._rows(NAMING, ids=_once(ids), drafts=drafts, limit=limit + 1)
        return {i: [] for i in ids} | {r["id"]: sorted(r["others"]) for r in rows}

    def named(self, types: Sequence[str] = (), drafts: bool = False, most: int = 1000) -> list[NamedRow]:
        """What loaded documents name and nobody loaded, by (count falling, id), at most `most + 1`."""
        rows = self._rows(NAMED, types=list(types) or None, drafts=drafts, limit=most + 1)
        found = [NamedRow(instrument=_instrument(r["said"]), count=r["count"]) for r in rows]
        return sorted(found, key=lambda r: (-r.count, r.instrument.id))

    def disputed(self) -> list[InstrumentRow]:
        """Instruments that are given two dates or two titles, by id."""
        return self._in_order(DISPUTED)

    def shared_numbers(self) -> list[str]:
        """Number keys under which there are several instruments, in order."""
        return sorted(r["bucket"][1:] for r in self._rows(SHARED))

    def sayings(self, ids: Sequence[str]) -> list[SayingRow]:
        """Every naming of the instruments with what it calls them."""
        return self._settled(lambda: base.sayings_sorted(self._sayings(ids)))

    def _sayings(self, ids: Sequence[str]) -> Iterator[SayingRow]:
        texts = self._reading.texts()
        for row in self._rows(SAYINGS, ids=_once(ids)):
            speakers, cluster = dict(row["own"]), _cluster(row["said"])
            for n in _namings(row["mentions"]):
                place = (n.file, n.start, n.end, texts.run(n.file, n.start, n.end), n.parts)
                yield base.saying(row["id"], speakers[n.speaker], cluster, place)

    def areas(self, outer: str, drafts: bool = False) -> dict[str, int]:
        """How many loaded documents each area in the outer one has, by area."""
        rows = self._rows(AREAS, outer=outer, drafts=drafts) if outer else []
        return dict(sorted((r["area"], r["count"]) for r in rows))

    def of_area(self, area: str, drafts: bool = False) -> list[InstrumentRow]:
        """The loaded instruments of just this area, by id."""
        return self._in_order(OF_AREA, area=area, drafts=drafts)

    def _in_order(self, statement: str, **parameters: object) -> list[InstrumentRow]:
        rows = self._rows(statement, **parameters)
        return sorted((_instrument(r["said"]) for r in rows), key=lambda r: r.id)

    def task_candidates(self, words: Sequence[str], drafts: bool = False, most: int = -1) -> list[TaskRow]:
        """The first `most` tasks whose text or deliverable has all the folded words, the last as a prefix."""
        rows = self._rows(TASKS_WITH, words=lucene(words), drafts=drafts) if words else []
        return base.some_tasks([_task(r["said"]) for r in rows], most)

    def bodies_with(self, words: Sequence[str]) -> list[BodyRow]:
        """Bodies whose name and aliases have all the folded words, the last as a prefix; by id."""
        rows = self._rows(SEARCH["Organization"], words=lucene(words)) if words else []
        return sorted((_body(r["said"]) for r in rows), key=lambda b: b.id)

    def collectives(self) -> list[BodyRow]:
        """Bodies that are kinds of bodies, by id."""
        return sorted((_body(r["said"]) for r in self._rows(COLLECTIVES)), key=lambda b: b.id)


def _once(ids: Sequence[str]) -> list[str]:
    return sorted(set(ids))
