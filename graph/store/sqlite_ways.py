"""Edges of the SQLite store, few from each instrument and in the order of ids, however many a hub has."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from graph.dates import Interval
from graph.order import order_key
from graph.record import RELATIONS
from graph.store import base
from graph.store.descent import Direction, Step
from graph.store.sqlite_reading import Reading, Row
from graph.store.sqlite_refresh import ACTS
from graph.store.walking import ISSUE, Facts, Met, Way

_COLUMNS = "e.src, e.dst, e.rel, e.act, e.since, e.until, e.draft"
_SHOWN = "AND (? OR (e.act = 0 AND e.draft = 0))"
_RELATED = "AND e.rel IN (SELECT value FROM json_each(?))"
_WITHIN = "AND e.hi >= ? AND e.lo <= ?"
_BEHIND = " AND e.key >= ?"
_TIES = "SELECT count(*) FROM json_each(?) j CROSS JOIN edge e ON e.dst = j.value WHERE e.key = ?"
# by the numbers of relations and the keys of ids, both in their order: no row is read that is not given back
_IN = f"""
SELECT {_COLUMNS}, e.key FROM edge e INDEXED BY edge_in
WHERE e.dst = j.value {{}} {_SHOWN} {{}} ORDER BY e.rel, e.key LIMIT ?"""  # noqa: S608 - of constants
# of a whole frontier in one statement, with a limit for each; an array costs less than a statement
_EACH_IN = f"""
SELECT (SELECT json_group_array(json_array(src, dst, rel, act, since, until, draft, key)) FROM ({_IN}))
FROM json_each(?) j"""  # noqa: S608
_TIED = f"SELECT {_COLUMNS} FROM edge e INDEXED BY edge_in WHERE e.dst = ? AND e.rel = ? AND e.key = ? {_SHOWN} {{}}"  # noqa: S608
_OUT = f"""
SELECT {_COLUMNS} FROM json_each(?) j CROSS JOIN edge e ON e.src = j.value WHERE 1 {{}} {_SHOWN} {{}}"""  # noqa: S608
# Most edges of a walk are not shown: a number each, of the other end, the relation, and whether dates are given. In no
# order: where there are more than so many, this is not the way to find the first. Against the edges a seek for every
# run of relations (a hub has very many of the one that no descent follows), along them all are read.
_CODES = """
SELECT j.value, (SELECT json_group_array(code) FROM (
  SELECT (e.{0} << 5) | (e.rel << 1) | (e.since <> '' OR e.until <> '') AS code FROM {1}
  WHERE {2} AND e.act = 0 AND e.draft = 0 LIMIT ?))
FROM json_each(?) j"""
_RUNS = "json_each(?) r CROSS JOIN edge e INDEXED BY edge_in"
_IN_RUN = "e.dst = j.value AND e.rel BETWEEN r.value >> 8 AND r.value & 255"
_CODED = {
    "out": _CODES.format("dst", "edge e", "e.src = j.value AND (? >> e.rel) & 1"),
    "in": _CODES.format("src", _RUNS, _IN_RUN),
}
_DATED = f"""
SELECT {_COLUMNS} FROM json_each(?) j CROSS JOIN edge e ON e.src = j.value >> 31 AND e.dst = j.value & 2147483647
WHERE (e.since <> '' OR e.until <> '') AND e.act = 0 AND e.draft = 0"""  # noqa: S608
_ISSUE = """
SELECT e.{0}, (e.{1} << 5) | (e.rel << 1) | (e.since <> '' OR e.until <> '')
FROM json_each(?) j CROSS JOIN edge e INDEXED BY {2} ON e.{0} = j.value AND e.rel = 8
WHERE e.act = 0 AND e.draft = 0 LIMIT ?"""
_ISSUES = {"out": _ISSUE.format("src", "dst", "edge_issues"), "in": _ISSUE.format("dst", "src", "edge_issued")}
_FIRST = """
SELECT i.id, i.nid FROM json_each(?) j CROSS JOIN instrument i INDEXED BY instrument_name ON i.nid = j.value
WHERE ? OR i.draft = 0
ORDER BY i.id LIMIT ?"""
_BETWEEN = f"SELECT {_COLUMNS} FROM json_each(?) j CROSS JOIN edge e ON e.src = j.value AND e.dst = ? WHERE 1 {_SHOWN}"  # noqa: S608
_NAMES = """
SELECT i.nid, i.id, i.draft FROM json_each(?) j CROSS JOIN instrument i INDEXED BY instrument_name ON i.nid = j.value"""


_decoded = msgspec.json.Decoder(list[tuple[int, int, int, int, str, str, int, int]]).decode


_ISSUE_ALONE = [RELATIONS.index(ISSUE)]
_ISSUES_A_KEY = 10  # that are read at most, taking all keys together
_codes = msgspec.json.Decoder(list[int]).decode


def _numbers(relations: Sequence[str]) -> list[int]:
    return sorted(RELATIONS.index(r) for r in relations if r in RELATIONS)


def _runs(numbers: Sequence[int]) -> list[int]:
    """First and last of each run of numbers, in one number."""
    runs = [[n for _, n in some] for _, some in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    return [run[0] << 8 | run[-1] for run in runs]


def _facts(row: Row, source: str, target: str) -> Facts:
    return source, RELATIONS[row[2]], target, ACTS[row[3]], row[4], row[5]


def _mark(row: Row) -> Row | int:
    """The row, or the number that the same edge has where it was read as one."""
    plain = (row[3], row[4], row[5], row[6]) == (0, "", "", 0)
    return row[2] << 1 if plain else row


class Shown:
    """Which edges are asked for."""

    def __init__(
        self, relations: Sequence[str] | None, drafts: bool, within: Interval | None = None, after: str = ""
    ) -> None:
        limits = ("" if within is None else _WITHIN) + (_BEHIND if after else "")
        self.filters = ("" if relations is None else _RELATED, limits)
        numbers = [] if relations is None else _numbers(relations)
        self.within = (*(within or ()), *((order_key(after),) if after else ()))
        self.values = (*(() if relations is None else (json.dumps(numbers),)), drafts, *self.within)
        self.drafts = drafts


class SqliteWays:
    """`walking.Ways` over one reading connection; keys are row ids."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def names(self, keys: Sequence[int]) -> dict[int, tuple[str, bool]]:
        """The ids of those that exist, and whether each is a draft."""
        return {nid: (i, draft) for nid, i, draft in self._reading.rows(_NAMES, (json.dumps(list(keys)),))}

    def step(self, way: Way[int], source: str, target: str) -> Step:
        """The edge of a way."""
        return Step(*_facts(way, source, target))

    def ways(
        self, keys: Sequence[int], direction: Direction, relations: Sequence[str], drafts: bool, limit: int
    ) -> Iterator[Met[int]]:
        """Of each key the first `limit` edges that count, and whether there are more (see `walking.Ways`)."""
        left = list(keys)
        if not drafts:
            left = []
            for key, codes in self._coded(keys, direction, relations, limit):
                if len(codes) > limit:  # which are the first asks for more than a number an edge
                    left.append(key)
                else:
                    yield key, [c >> 5 for c in codes], [c & 31 for c in codes], False
        end, own = (1, 0) if direction == "out" else (0, 1)
        for rows in self.edges(left, direction, Shown(relations, drafts), limit).values() if left else ():
            counted = [r for r in rows[:limit] if base.counted(ACTS[r[3]], bool(r[6]), drafts)]
            yield rows[0][own], [r[end] for r in counted], [_mark(r) for r in counted], len(rows) > limit

    def tied(self, keys: Sequence[int], after: str) -> int:
        """How many edges into these come from ids that are numbered like this one."""
        if not after:
            return 0
        ((count,),) = self._reading.rows(_TIES, (json.dumps(list(keys)), order_key(after)))
        return int(count)

    def _coded(
        self, keys: Sequence[int], direction: Direction, relations: Sequence[str], limit: int
    ) -> Iterator[tuple[int, list[int]]]:
        """Of each key its edges, a number each, where there are no more than `limit`."""
        numbers = _numbers(relations)
        if numbers == _ISSUE_ALONE and (some := self._issues(keys, direction, limit)) is not None:
            yield from some.items()
            return
        wanted = sum(1 << n for n in numbers) if direction == "out" else json.dumps(_runs(numbers))
        asked = json.dumps(list(keys))
        for key, said in self._reading.rows(_CODED[direction], (wanted, limit + 1, asked)):
            if len(said) > len("[]"):
                yield key, _codes(said)

    def _issues(self, keys: Sequence[int], direction: Direction, limit: int) -> dict[int, list[int]] | None:
        """The same of the relation that few have, all keys at once; None where there are too many of them."""
        most = len(keys) * _ISSUES_A_KEY
        rows = self._reading.rows(_ISSUES[direction], (json.dumps(list(keys)), most))
        if len(rows) == most:
            return None
        found: dict[int, list[int]] = {}
        for key, code in rows:
            found.setdefault(key, []).append(code)
        return {key: codes[: limit + 1] for key, codes in found.items()}

    def first(self, keys: Sequence[int], drafts: bool, most: int) -> list[tuple[str, int]]:
        """The first `most` of the keys by their ids, with these; drafts only where asked for."""
        return self._reading.rows(_FIRST, (json.dumps(list(keys)), drafts, most))

    def relation(self, mark: Row | int) -> str:
        """The relation of an edge."""
        return RELATIONS[mark[2] if isinstance(mark, tuple) else mark >> 1]

    def steps(self, met: Collection[tuple[int, int, Any]], ids: Mapping[int, str]) -> Iterator[Facts]:
        """The edges: rows, numbers of relations, or of those where dates are given, which are looked up."""
        dated: set[int] = set()
        for source, target, mark in met:
            if isinstance(mark, tuple):
                yield _facts(mark, ids[source], ids[target])
            elif mark & 1:
                dated.add(source << 31 | target)
            else:
                yield ids[source], RELATIONS[mark >> 1], ids[target], "done", "", ""
        if not dated:
            return
        wanted = {
            (source, target, mark >> 1) for source, target, mark in met if not isinstance(mark, tuple) and mark & 1
        }
        for row in self._reading.rows(_DATED, (json.dumps(sorted(dated)),)):
            if (row[0], row[1], row[2]) in wanted:
                yield _facts(row, ids[row[0]], ids[row[1]])

    def edges(
        self, keys: Sequence[int], direction: Direction, shown: Shown, limit: int, *, exact: bool = False
    ) -> dict[int, list[Row]]:
        """Of each key the first `limit` edges and, where there are more, one more; the others in any order.

        `exact`: the one more is the next of them. A limit of -1: all.
        """
        if direction == "out":
            return self._out(keys, shown, limit)
        most = limit + 1 if limit >= 0 else -1
        query = _EACH_IN.format(*shown.filters)
        found: dict[int, list[Row]] = {}
        for (some,) in self._reading.rows(query, (*shown.values, most, json.dumps(list(keys)))):
            if len(some) > len("[]"):
                rows = _decoded(some)
                found[rows[0][1]] = self._cut(rows, shown, limit, exact)
        return found

    def between(self, sources: Sequence[int], target: int, drafts: bool) -> list[Row]:
        """All edges from the ones to the other."""
        return self._reading.rows(_BETWEEN, (json.dumps(sources), target, drafts))

    def _out(self, keys: Sequence[int], shown: Shown, limit: int) -> dict[int, list[Row]]:
        """A text bounds how many there are: all are read."""
        rows = self._reading.rows(_OUT.format(*shown.filters), (json.dumps(list(keys)), *shown.values))
        found: dict[int, list[Row]] = {src: list(some) for src, some in groupby(rows, key=itemgetter(0))}
        if limit >= 0:
            for key, some in found.items():
                if len(some) > limit:
                    found[key] = self._in_order(some, 1)[: limit + 1]
        return found

    def _in_order(self, rows: Iterable[Row], end: int) -> list[Row]:
        some = list(rows)
        names = self.names([row[end] for row in some])
        return sorted(some, key=lambda r: (r[2], names[r[end]][0], r[4], r[5], ACTS[r[3]]))

    def _cut(self, rows: list[Row], shown: Shown, limit: int, exact: bool) -> list[Row]:
        """Ids of one key are put in order where the cut falls between them."""
        if limit < 0 or len(rows) <= limit:
            return [row[:7] for row in rows]
        tie = (rows[limit][1], rows[limit][2], rows[limit][7])
        before = [row[:7] for row in rows if (row[1], row[2], row[7]) != tie]
        if len(before) == limit and not exact:
            return [row[:7] for row in rows]
        tied = self._reading.rows(_TIED.format(shown.filters[1]), (*tie, shown.drafts, *shown.within))
        return [*before, *self._in_order(tied, 0)][: limit + 1]
