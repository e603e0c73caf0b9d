"""What the SQLite store answers by looking over many rows: names, areas, disputes, words (see `port`)."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager

import msgspec

from graph.derivation import task_row
from graph.kinds import type_slug
from graph.record import Task
from graph.statements import Cluster
from graph.store import base, sqlite_words
from graph.store.port import BodyRow, InstrumentRow, NamedRow, SayingRow, Spans, TaskRow
from graph.store.sqlite_queries import (
    AREAS,
    BODIES_WITH,
    COLLECTIVES,
    DISPUTED,
    NAMED,
    NAMING,
    NEIGHBOURS,
    OF_AREA,
    PAIRS,
    SAYINGS,
    SHARED,
    TASKS_WITH,
)
from graph.store.sqlite_reading import Row

_instrument = msgspec.msgpack.Decoder(InstrumentRow).decode
_cluster = msgspec.msgpack.Decoder(Cluster).decode
_task = msgspec.msgpack.Decoder(Task).decode
_body = msgspec.msgpack.Decoder(BodyRow).decode
_parts = msgspec.msgpack.Decoder(Spans).decode


class SqliteLookups:
    """Part of `SqliteStore`."""

    def _rows(self, query: str, values: Iterable[object] = ()) -> list[Row]:
        raise NotImplementedError

    def _each(self, query: str, values: Iterable[object] = ()) -> Iterator[Row]:
        raise NotImplementedError

    def read(self) -> AbstractContextManager[None]:
        """What is asked inside sees one generation."""
        raise NotImplementedError

    def text(self, sha256: str, start: int, end: int) -> str:
        """A run of a file's text."""
        raise NotImplementedError

    def neighbours(
        self, ids: Sequence[str], relations: Sequence[str] | None = None, drafts: bool = False, limit: int = 1000
    ) -> dict[str, list[str]]:
        """The other ends of the edges of each id, out and in, by id, at most `limit + 1` of each."""
        only = None if relations is None else json.dumps(list(relations))
        with self.read():
            return {
                i: [end for (end,) in self._rows(NEIGHBOURS, (i, only, only, drafts, limit + 1))]
                for i in dict.fromkeys(ids)
            }

    def pairs(self, relations: Sequence[str], drafts: bool = False) -> Iterator[tuple[str, str, str]]:
        """(source, relation, target) of every edge of the relations, in that order."""
        yield from self._each(PAIRS, (json.dumps(list(relations)), drafts))

    def naming(self, ids: Sequence[str], drafts: bool = False, limit: int = 1000) -> dict[str, list[str]]:
        """The loaded documents that name each id, by id, at most `limit + 1` of each."""
        with self.read():
            return {i: [source for (source,) in self._rows(NAMING, (i, drafts, limit + 1))] for i in dict.fromkeys(ids)}

    def named(self, types: Sequence[str] = (), drafts: bool = False, most: int = 1000) -> list[NamedRow]:
        """What loaded documents name and nobody loaded, by (count falling, id), at most `most + 1`."""
        heads = json.dumps([f"{type_slug(t)}~" for t in types]) if types else None
        rows = self._rows(NAMED[drafts], (heads, heads, most + 1))
        return [NamedRow(instrument=_instrument(said), count=count) for said, count in rows]

    def disputed(self) -> list[InstrumentRow]:
        """Instruments that are given two dates or two titles, by id."""
        return self._in_order(DISPUTED)

    def shared_numbers(self) -> list[str]:
        """Number keys under which there are several instruments, in order."""
        return sorted(key[1:] for (key,) in self._rows(SHARED))

    def sayings(self, ids: Sequence[str]) -> list[SayingRow]:
        """Every naming of the instruments with what it calls them."""
        with self.read():
            return base.sayings_sorted(self._saying(r) for r in self._rows(SAYINGS, (json.dumps(list(ids)),)))

    def _saying(self, row: Row) -> SayingRow:
        instrument, document, said, file, start, end, parts = row
        place = (file, start, end, self.text(file, start, end), _parts(parts) if parts else ())
        return base.saying(instrument, document, _cluster(said), place)

    def areas(self, outer: str, drafts: bool = False) -> dict[str, int]:
        """How many loaded documents each area in the outer one has, by area."""
        return dict(self._rows(AREAS, (json.dumps([outer]), drafts))) if outer else {}

    def of_area(self, area: str, drafts: bool = False) -> list[InstrumentRow]:
        """The loaded instruments of just this area, by id."""
        return self._in_order(OF_AREA, (area, drafts))

    def _in_order(self, query: str, values: Iterable[object] = ()) -> list[InstrumentRow]:
        return sorted((_instrument(said) for (said,) in self._rows(query, values)), key=lambda r: r.id)

    def task_candidates(self, words: Sequence[str], drafts: bool = False, most: int = -1) -> list[TaskRow]:
        """The first `most` tasks whose text or deliverable has all the folded words, the last as a prefix."""
        if not words:
            return []
        with self.read():
            rows = self._rows(TASKS_WITH, (sqlite_words.asked(self._rows, words), drafts, most))
        return base.tasks_sorted(task_row(_task(said), file, document) for said, file, document in rows)

    def bodies_with(self, words: Sequence[str]) -> list[BodyRow]:
        """Bodies whose name and aliases have all the folded words, the last as a prefix; by id."""
        if not words:
            return []
        with self.read():
            return self._bodies(BODIES_WITH, (sqlite_words.asked(self._rows, words),))

    def collectives(self) -> list[BodyRow]:
        """Bodies that are kinds of bodies, by id."""
        return self._bodies(COLLECTIVES)

    def _bodies(self, query: str, values: Iterable[object] = ()) -> list[BodyRow]:
        return sorted((_body(said) for (said,) in self._rows(query, values)), key=lambda b: b.id)
