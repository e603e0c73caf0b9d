"""What deriving anew (`refreshing`) asks of the SQLite store: every step by key, no table is scanned."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from graph import claims
from graph.dates import interval
from graph.identity import bare_number
from graph.order import order_key, search_place
from graph.record import RELATIONS, Act, Task
from graph.resolution import Candidate, wording
from graph.resolution.wordings import MANY
from graph.search import between_blanks, body_text, search_text
from graph.statements import BodySaid, Claim, Cluster
from graph.store import sqlite_words
from graph.store.port import BodyRow, InstrumentRow
from graph.store.refreshing import Edge, Ends, Fresh, Kin, Known, Moved, Said
from graph.store.sqlite_counts import Kept
from graph.store.sqlite_naming import Namings

Row = Sequence[Any]
ACTS: tuple[Act, ...] = ("done", "planned", "proposed")
_NUMBERS = {name: n for n, name in enumerate(RELATIONS)}  # as `schema.sql` has them
_pack = msgspec.msgpack.encode
_cluster = msgspec.msgpack.Decoder(Cluster).decode
_row = msgspec.msgpack.Decoder(InstrumentRow).decode
_candidate = msgspec.msgpack.Decoder(Candidate).decode
_task = msgspec.msgpack.Decoder(Task).decode
_body_said = msgspec.msgpack.Decoder(BodySaid).decode


def free_place(connection: sqlite3.Connection, table: Literal["task", "instrument"], place: int) -> int:
    """The place, or the next that no other row of the table has."""
    while connection.execute(_TAKEN[table], (place,)).fetchone():
        place += 1
    return place


class SqliteTables:
    """`refreshing.Tables` over one transaction; keys are row ids."""

    def __init__(self, connection: sqlite3.Connection, *, whole: bool = False) -> None:
        self._connection = connection
        self._whole = whole  # all is derived anew: words and namings by themselves, in order
        self.namings = Namings(connection)
        self.kept = Kept(connection)
        self._run, self._many = connection.execute, connection.executemany
        self._loaded = 0

    def strays(self, buckets: Sequence[str]) -> set[str]:
        """Those of the buckets that hold a wording of no family."""
        return {key for (key,) in self._run(_STRAYS, (json.dumps(buckets),))}

    def _of(self, queries: tuple[str, str], kin: Sequence[Kin]) -> list[list[Row]]:
        """For each the rows of all of its bucket, or of some of its families."""
        found: list[list[Row]] = [[] for _ in kin]
        asked = (
            [(n, key, "") for n, (key, families) in enumerate(kin) if families is None],
            [(n, key, family) for n, (key, families) in enumerate(kin) for family in families or ()],
        )
        for query, some in zip(queries, asked, strict=True):
            if some:
                for n, *row in self._run(query, (json.dumps(some),)):
                    found[n].append(row)
        return found

    def wordings(self, kin: Sequence[Kin]) -> Iterator[list[Said[int]]]:
        """What is said in each."""
        found = self._of(_WORDINGS, kin)
        few = [wid for rows in found for wid, _, count, _ in rows if count <= MANY]
        files: dict[int, list[str]] = {}
        for wid, sha256 in self._run(_FEW, (json.dumps(few),)):
            files.setdefault(wid, []).append(sha256)
        for rows in found:
            yield [
                Said(wid, wording(_cluster(said), files.get(wid, ()), count), means) for wid, said, count, means in rows
            ]

    def instruments(self, kin: Sequence[Kin]) -> Iterator[dict[str, Known[int]]]:
        """The instruments of each, by id."""
        for rows in self._of(_INSTRUMENTS, kin):
            yield {i: Known(nid, said, sha256) for i, nid, said, sha256 in rows}

    def bearers(self, names: Sequence[str]) -> Iterator[list[Candidate]]:
        """Who bears each of the names."""
        found: list[list[Candidate]] = [[] for _ in names]
        for n, said in self._run(_BEARERS, (json.dumps(names),)):
            found[n].append(_candidate(said))
        return iter(found)

    def keys(self, ids: Sequence[str]) -> dict[str, int]:
        """The instruments of the ids, which all exist."""
        return {i: self._run("SELECT nid FROM instrument WHERE id = ?", (i,)).fetchone()[0] for i in ids}

    def add(self, fresh: Sequence[Fresh]) -> list[int]:
        """New instruments."""
        (last,) = self._run("SELECT max(nid) FROM instrument").fetchone()
        nids = list(range((last or 0) + 1, (last or 0) + 1 + len(fresh)))  # there is one writer
        places = self._places(fresh)
        self._many(
            _NEW_INSTRUMENT,
            [
                (*_values(f), f.row.id, nid, order_key(f.row.id), place)
                for nid, place, f in zip(nids, places, fresh, strict=True)
            ],
        )
        if not self._whole:
            words = [(place, search_text(f.row)) for place, f in zip(places, fresh, strict=True)]
            sqlite_words.put(self._connection, "search", words)
        self._loaded += sum(f.row.loaded for f in fresh)
        return nids

    def _places(self, fresh: Sequence[Fresh]) -> list[int]:
        """Free places among those that words find, all different."""
        found: dict[int, None] = {}
        for f in fresh:
            place = search_place(f.row.issued, f.row.id)
            while (place := free_place(self._connection, "instrument", place)) in found:
                place += 1
            found[place] = None
        return list(found)

    def change(self, changed: Sequence[tuple[Known[int], Fresh]]) -> None:
        """Instruments of which something changed, but not the id."""
        self._many(_SAME_INSTRUMENT, [(*_values(fresh), known.key) for known, fresh in changed])
        for known, fresh in changed:
            before, words = _row(known.said), search_text(fresh.row)
            if fresh.row.loaded != before.loaded:
                self._loaded += fresh.row.loaded - before.loaded
                self.namings.loaded([(fresh.row.loaded, known.key)])
            if fresh.row.stage != before.stage:
                self.namings.touched.add(known.key)
            if (words, fresh.row.issued) != (search_text(before), before.issued):
                self._run(_NO_WORDS, (known.key,))
                (place,) = self._places([fresh])
                self._run("UPDATE instrument SET place = ? WHERE nid = ?", (place, known.key))
                sqlite_words.put(self._connection, "search", [(place, words)])

    def remove(self, dead: Sequence[int]) -> None:
        """Instruments that nothing means any more."""
        self._many(_NO_WORDS, [(nid,) for nid in dead])
        for nid in dead:
            ((loaded,),) = self._run("DELETE FROM instrument WHERE nid = ? RETURNING loaded", (nid,))
            self._loaded -= loaded
        self.namings.gone(dead)

    def names(self, instruments: Sequence[int]) -> Iterator[dict[str, bytes]]:
        """The names that each bears, with the packed candidates."""
        found: list[dict[str, bytes]] = [{} for _ in instruments]
        for n, name, said in self._run(_NAMES, (json.dumps(instruments),)):
            found[n][name] = said
        return iter(found)

    def bear(self, more: Sequence[tuple[str, int, bytes]], less: Sequence[tuple[str, int]]) -> None:
        """Names that instruments came to bear, or to bear otherwise, and that they lost."""
        self._many("INSERT OR REPLACE INTO bearer VALUES(?, ?, ?)", more)
        self._many("DELETE FROM bearer WHERE name = ? AND nid = ?", less)

    def mean(self, wordings: Sequence[tuple[int, int]]) -> None:
        """Point the wordings to the instruments."""
        if not self._whole:
            self.namings.of_own([wid for wid, _ in wordings])
        self._many("UPDATE wording SET nid = ? WHERE wid = ?", [(nid, wid) for wid, nid in wordings])

    def ends(self, files: Sequence[int], wordings: Sequence[int]) -> Iterator[Moved[int]]:
        """The claims of the files and of the wordings' clusters; some come twice."""
        self.namings.of_files(files)
        self.namings.of_wordings(wordings)
        for query, asked in ((_OF_FILE, files), (_BY_SOURCE, wordings), (_BY_TARGET, wordings)):
            for qid, src, dst, old_src, old_dst in self._run(query, (json.dumps(asked),)):
                yield qid, (src, dst), None if old_src is None or old_dst is None else (old_src, old_dst)

    def point(self, claims: Sequence[tuple[int, Ends[int]]]) -> None:
        """Give claims their ends."""
        self._many("UPDATE claim SET src = ?, dst = ? WHERE qid = ?", [(*ends, qid) for qid, ends in claims])

    def claims(self, pairs: Sequence[Ends[int]]) -> dict[Ends[int], list[Claim]]:
        """What is claimed between the two of each pair."""
        found: dict[Ends[int], list[Claim]] = {}
        for src, dst, said in self._run(_CLAIMS, (json.dumps(pairs),)):
            found.setdefault((src, dst), []).append(claims.unpacked(said))
        return found

    def replace_edges(self, pairs: Sequence[Ends[int]], edges: Mapping[Ends[int], list[Edge]]) -> None:
        """The pairs have these edges and no others; quotes are cut out of the texts when they are asked for."""
        if not self._whole:
            self.kept.unshown(pairs)
        self._many(_NO_EDGES, pairs)
        every = (edge for some in edges.values() for edge in some)
        self.kept.shown(_NUMBERS[e.key.relation] for e in every if e.key.act == "done" and not e.draft)
        self._many(_NEW_EDGE, [self._edge(pair, edge) for pair, some in edges.items() for edge in some])

    def _edge(self, pair: Ends[int], edge: Edge) -> tuple[object, ...]:
        key = edge.key
        lo, hi = interval(key.valid_from or None)[0], interval(key.valid_until or None)[1]
        return (
            *(pair[0], _NUMBERS[key.relation], pair[1], ACTS.index(key.act)),
            *(key.valid_from, key.valid_until, edge.draft, lo, hi, pair[0]),
        )

    def bodies(self, ids: Sequence[str]) -> Iterator[tuple[bytes | None, list[BodySaid]]]:
        """The packed row of each body, and what files say of it."""
        for body in ids:
            before = self._run("SELECT said FROM body WHERE id = ?", (body,)).fetchone()
            said = [_body_said(row) for (row,) in self._run("SELECT said FROM body_said WHERE body = ?", (body,))]
            yield before[0] if before else None, said

    def replace_bodies(self, rows: Sequence[BodyRow], gone: Sequence[str]) -> None:
        """Bodies that are new or changed, and those that nobody names any more."""
        for body in (*(r.id for r in rows), *gone):
            before = self._run("DELETE FROM body WHERE id = ? RETURNING bid", (body,)).fetchone()
            if before:
                self._run("DELETE FROM search_body WHERE rowid = ?", before)
        for row in rows:
            values = (row.id, between_blanks((row.name, *row.aliases)), row.kind is None, _pack(row))
            (bid,) = self._run(_NEW_BODY, values).fetchone()
            sqlite_words.put(self._connection, "search_body", [(bid, body_text(row))])

    def finish(self, more: int) -> None:
        """How many instruments there are, counted as they come and go; and how many documents name each."""
        if self._whole:
            self.namings.everything()
        else:
            self.namings.settle()
        self.kept.write()
        self._run("UPDATE meta SET value = value + ? WHERE key = 'instruments'", (more,))
        self._run("UPDATE meta SET value = value + ? WHERE key = 'loaded'", (self._loaded,))


def _values(fresh: Fresh) -> tuple[object, ...]:
    row, resolved = fresh.row, fresh.resolved
    return (
        *(resolved.bucket, resolved.family, bare_number(row.code), row.loaded, row.stage == "draft"),
        *(next(iter(row.files), None), row.issued, row.area, bool(row.dates or row.titles), fresh.said),
    )


DELETE_ALL = (
    "DELETE FROM instrument",
    "DELETE FROM search",
    "DELETE FROM bearer",
    "DELETE FROM names",
    "DELETE FROM named",
    "DELETE FROM edge",
    "DELETE FROM body",
    "DELETE FROM search_body",
    "DELETE FROM search_task",
    "DELETE FROM word",
    "UPDATE relation SET shown = 0",
)
_NEW_BODY = "INSERT INTO body(id, folded, collective, said) VALUES(?, ?, ?, ?) RETURNING bid"
_NEW_INSTRUMENT = (
    "INSERT INTO instrument(bucket, family, number, loaded, draft, fid, issued, area, disputed, said, id, nid, "
    "key, place) VALUES(?, ?, ?, ?, ?, (SELECT fid FROM file WHERE sha256 = ?), ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SAME_INSTRUMENT = (
    "UPDATE instrument SET bucket = ?, family = ?, number = ?, loaded = ?, draft = ?, "
    "fid = (SELECT fid FROM file WHERE sha256 = ?), issued = ?, area = ?, disputed = ?, said = ? WHERE nid = ?"
)
# What is asked for together comes as one JSON array; CROSS JOIN has SQLite go through it and look up each by key.
_STRAYS = "SELECT DISTINCT j.value FROM json_each(?) j CROSS JOIN wording w ON w.bucket = j.value AND w.family = ''"
_BEARERS = "SELECT j.key, b.said FROM json_each(?) j CROSS JOIN bearer b ON b.name = j.value"
_NAMES = "SELECT j.key, b.name, b.said FROM json_each(?) j CROSS JOIN bearer b ON b.nid = j.value"
_BUCKET = "bucket = json_extract(j.value, '$[1]')"
_FAMILY = "family = json_extract(j.value, '$[2]')"
_WORDING = "SELECT json_extract(j.value, '$[0]'), w.wid, w.said, w.files, w.nid FROM json_each(?) j "
_WORDINGS = (
    f"{_WORDING} CROSS JOIN wording w ON w.{_BUCKET}",
    f"{_WORDING} CROSS JOIN wording w ON w.{_BUCKET} AND w.{_FAMILY}",
)
# a file read anew has another row id: then the file of the instrument's row is not there, or is another's
_INSTRUMENT = "SELECT json_extract(j.value, '$[0]'), i.id, i.nid, i.said, f.sha256 FROM json_each(?) j "
_FILE = "LEFT JOIN file f ON f.fid = i.fid"
_INSTRUMENTS = (
    f"{_INSTRUMENT} CROSS JOIN instrument i ON i.{_BUCKET} {_FILE}",
    f"{_INSTRUMENT} CROSS JOIN instrument i ON i.{_BUCKET} AND i.{_FAMILY} {_FILE}",
)
_FEW = (
    "SELECT DISTINCT c.wid, f.sha256 FROM json_each(?) j CROSS JOIN cluster c ON c.wid = j.value "
    "JOIN file f ON f.fid = c.fid"
)
_MOVED = """
SELECT q.qid, s.nid, t.nid, q.src, q.dst
FROM json_each(?) j CROSS JOIN {} JOIN meant s ON s.cid = q.source JOIN meant t ON t.cid = q.target"""
_OF_FILE = _MOVED.format("claim q ON q.fid = j.value")
_BY_SOURCE = _MOVED.format("cluster c ON c.wid = j.value JOIN claim q ON q.source = c.cid")
_BY_TARGET = _MOVED.format("cluster c ON c.wid = j.value JOIN claim q ON q.target = c.cid")
_NO_EDGES = "DELETE FROM edge WHERE src = ? AND dst = ?"
_CLAIMS = (
    "SELECT q.src, q.dst, q.said FROM json_each(?) j "
    "JOIN claim q ON q.src = json_extract(j.value, '$[0]') AND q.dst = json_extract(j.value, '$[1]')"
)
_NEW_EDGE = (
    "INSERT INTO edge(src, rel, dst, act, since, until, draft, lo, hi, key) "
    "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT key FROM instrument WHERE nid = ?))"
)
_NO_WORDS = "DELETE FROM search WHERE rowid = (SELECT place FROM instrument WHERE nid = ?)"
_TAKEN = {
    "task": "SELECT 1 FROM task WHERE tid = ?",
    "instrument": "SELECT 1 FROM instrument WHERE place = ?",
}
