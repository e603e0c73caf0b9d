"""What deriving anew (`refreshing`) asks of the SQLite store: every step by key, no table is scanned."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from graph.dates import interval
from graph.folding import fold
from graph.identity import bare_number
from graph.record import Act, Task
from graph.resolution import Candidate, Wording, wording
from graph.search import body_text, search_text, task_text
from graph.statements import BodySaid, Claim, Cluster
from graph.store.port import BodyRow, InstrumentRow
from graph.store.refreshing import Edge, Ends, Fresh, Kin, Known, Moved, Refresh, Said

ACTS: tuple[Act, ...] = ("done", "planned", "proposed")
NEW_TASK_WORDS = "INSERT INTO search_task(rowid, words) VALUES(?, ?)"
_pack = msgspec.msgpack.encode
_cluster = msgspec.msgpack.Decoder(Cluster).decode
_claim = msgspec.msgpack.Decoder(Claim).decode
_row = msgspec.msgpack.Decoder(InstrumentRow).decode
_candidate = msgspec.msgpack.Decoder(Candidate).decode
_task = msgspec.msgpack.Decoder(Task).decode
_body_said = msgspec.msgpack.Decoder(BodySaid).decode


def everything(connection: sqlite3.Connection) -> Refresh[int]:
    """Drop all that is derived and mark all as dirty."""
    run = connection.execute
    for statement in _DELETE_ALL:
        run(statement)
    for tid, said in run("SELECT tid, said FROM task").fetchall():
        run(NEW_TASK_WORDS, (tid, task_text(_task(said))))
    run("UPDATE meta SET value = 0 WHERE key = 'instruments'")
    run("UPDATE wording SET nid = NULL")
    run("UPDATE claim SET src = NULL, dst = NULL")
    refresh = Refresh(SqliteTables(connection))
    refresh.families = set(run("SELECT DISTINCT bucket, family FROM wording"))
    refresh.bodies = {b for (b,) in run("SELECT DISTINCT body FROM body_said")}
    return refresh


class SqliteTables:
    """`refreshing.Tables` over one transaction; keys are row ids."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run, self._many = connection.execute, connection.executemany
        self._relations: dict[str, int] = {}

    def strays(self, buckets: Sequence[str]) -> set[str]:
        """Those of the buckets that hold a wording of no family."""
        stray = "SELECT EXISTS(SELECT 1 FROM wording WHERE bucket = ? AND family = '')"
        return {key for key in buckets if self._run(stray, (key,)).fetchone()[0]}

    def _of(self, queries: tuple[str, str], kin: Kin) -> Iterable[tuple[Any, ...]]:
        """Rows of all of a bucket, or of some of its families."""
        whole, one = queries
        key, families = kin
        if families is None:
            return self._run(whole, (key,))
        return [row for family in families for row in self._run(one, (key, family))]

    def wordings(self, kin: Sequence[Kin]) -> Iterator[list[Said[int]]]:
        """What is said in each."""
        for one in kin:
            files: dict[int, list[str]] = {}
            for wid, sha256 in self._of(_FEW, one):
                files.setdefault(wid, []).append(sha256)
            yield [
                Said(wid, self._wording(said, files.get(wid, ()), count), nid)
                for wid, said, count, nid in self._of(_WORDINGS, one)
            ]

    def _wording(self, said: bytes, files: Iterable[str], count: int) -> Wording:
        return wording(_cluster(said), files, count)

    def instruments(self, kin: Sequence[Kin]) -> Iterator[dict[str, Known[int]]]:
        """The instruments of each, by id."""
        for one in kin:
            yield {i: Known(nid, said, sha256) for i, nid, said, sha256 in self._of(_INSTRUMENTS, one)}

    def bearers(self, names: Sequence[str]) -> Iterator[list[Candidate]]:
        """Who bears each of the names."""
        for name in names:
            yield [_candidate(said) for (said,) in self._run("SELECT said FROM bearer WHERE name = ?", (name,))]

    def keys(self, ids: Sequence[str]) -> dict[str, int]:
        """The instruments of the ids, which all exist."""
        return {i: self._run("SELECT nid FROM instrument WHERE id = ?", (i,)).fetchone()[0] for i in ids}

    def add(self, fresh: Sequence[Fresh]) -> list[int]:
        """New instruments."""
        nids = [int(self._run(_NEW_INSTRUMENT, (*_values(f), f.row.id)).fetchone()[0]) for f in fresh]
        words = [(nid, search_text(f.row)) for nid, f in zip(nids, fresh, strict=True)]
        self._many("INSERT INTO search(rowid, words) VALUES(?, ?)", words)
        return nids

    def change(self, changed: Sequence[tuple[Known[int], Fresh]]) -> None:
        """Instruments of which something changed, but not the id."""
        self._many(_SAME_INSTRUMENT, [(*_values(fresh), known.key) for known, fresh in changed])
        for known, fresh in changed:
            words = search_text(fresh.row)
            if words != search_text(_row(known.said)):
                self._run("UPDATE search SET words = ? WHERE rowid = ?", (words, known.key))

    def remove(self, dead: Sequence[int]) -> None:
        """Instruments that nothing means any more."""
        self._many("DELETE FROM instrument WHERE nid = ?", [(nid,) for nid in dead])
        self._many("DELETE FROM search WHERE rowid = ?", [(nid,) for nid in dead])

    def names(self, instruments: Sequence[int]) -> Iterator[dict[str, bytes]]:
        """The names that each bears, with the packed candidates."""
        for nid in instruments:
            yield dict(self._run("SELECT name, said FROM bearer WHERE nid = ?", (nid,)))

    def bear(self, more: Sequence[tuple[str, int, bytes]], less: Sequence[tuple[str, int]]) -> None:
        """Names that instruments came to bear, or to bear otherwise, and that they lost."""
        self._many("INSERT OR REPLACE INTO bearer VALUES(?, ?, ?)", more)
        self._many("DELETE FROM bearer WHERE name = ? AND nid = ?", less)

    def mean(self, wordings: Sequence[tuple[int, int]]) -> None:
        """Point the wordings to the instruments."""
        self._many("UPDATE wording SET nid = ? WHERE wid = ?", [(nid, wid) for wid, nid in wordings])

    def ends(self, files: Sequence[int], wordings: Sequence[int]) -> Iterator[Moved[int]]:
        """The claims of the files and of the wordings' clusters; some come twice."""
        asked = [(_OF_FILE, f) for f in files]
        asked += [(query, wid) for wid in wordings for query in (_BY_SOURCE, _BY_TARGET)]
        for query, value in asked:
            for qid, src, dst, old_src, old_dst in self._run(query, (value,)):
                yield qid, (src, dst), None if old_src is None or old_dst is None else (old_src, old_dst)

    def point(self, claims: Sequence[tuple[int, Ends[int]]]) -> None:
        """Give claims their ends."""
        self._many("UPDATE claim SET src = ?, dst = ? WHERE qid = ?", [(*ends, qid) for qid, ends in claims])

    def claims(self, pairs: Sequence[Ends[int]]) -> dict[Ends[int], list[Claim]]:
        """What is claimed between the two of each pair."""
        claims: dict[Ends[int], list[Claim]] = {}
        for src, dst, said in self._run(_CLAIMS, (json.dumps(pairs),)):
            claims.setdefault((src, dst), []).append(_claim(said))
        return claims

    def replace_edges(self, pairs: Sequence[Ends[int]], edges: Mapping[Ends[int], list[Edge]]) -> None:
        """The pairs have these edges and no others; quotes are cut out of the texts when they are asked for."""
        self._many(_NO_EDGES, pairs)
        self._many(_NEW_EDGE, [self._edge(pair, edge) for pair, some in edges.items() for edge in some])

    def _edge(self, pair: Ends[int], edge: Edge) -> tuple[object, ...]:
        key = edge.key
        lo, hi = interval(key.valid_from or None)[0], interval(key.valid_until or None)[1]
        return (
            pair[0], self._relation(key.relation), pair[1], ACTS.index(key.act),
            key.valid_from, key.valid_until, edge.draft, lo, hi,
        )  # fmt: skip

    def _relation(self, name: str) -> int:
        if name not in self._relations:
            row = self._run("SELECT rel FROM relation WHERE name = ?", (name,)).fetchone()
            row = row or self._run("INSERT INTO relation(name) VALUES(?) RETURNING rel", (name,)).fetchone()
            self._relations[name] = int(row[0])
        return self._relations[name]

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
            values = (row.id, _folded((row.name, *row.aliases)), row.kind is None, _pack(row))
            (bid,) = self._run(_NEW_BODY, values).fetchone()
            self._run("INSERT INTO search_body(rowid, words) VALUES(?, ?)", (bid, body_text(row)))

    def finish(self, more: int) -> None:
        """How many instruments there are, counted as they come and go."""
        self._run("UPDATE meta SET value = value + ? WHERE key = 'instruments'", (more,))


def _values(fresh: Fresh) -> tuple[object, ...]:
    row, resolved = fresh.row, fresh.resolved
    return (
        *(resolved.bucket, resolved.family, bare_number(row.code), row.loaded, row.stage == "draft"),
        *(next(iter(row.files), None), row.issued, row.area, bool(row.dates or row.titles), fresh.said),
    )


def _folded(names: Iterable[str]) -> str:
    """Names as `body_candidates` searches them: each between spaces, so that only whole words are found."""
    return "\n".join(f" {fold(name)} " for name in names)


_DELETE_ALL = (
    "DELETE FROM instrument",
    "DELETE FROM search",
    "DELETE FROM bearer",
    "DELETE FROM edge",
    "DELETE FROM body",
    "DELETE FROM search_body",
    "DELETE FROM search_task",
)
_NEW_BODY = "INSERT INTO body(id, folded, collective, said) VALUES(?, ?, ?, ?) RETURNING bid"
_NEW_INSTRUMENT = (
    "INSERT INTO instrument(bucket, family, number, loaded, draft, fid, issued, area, disputed, said, id) "
    "VALUES(?, ?, ?, ?, ?, (SELECT fid FROM file WHERE sha256 = ?), ?, ?, ?, ?, ?) RETURNING nid"
)
_SAME_INSTRUMENT = (
    "UPDATE instrument SET bucket = ?, family = ?, number = ?, loaded = ?, draft = ?, "
    "fid = (SELECT fid FROM file WHERE sha256 = ?), issued = ?, area = ?, disputed = ?, said = ? WHERE nid = ?"
)
# a file read anew has another row id: then the file of the instrument's row is not there, or is another's
_INSTRUMENTS = (
    "SELECT i.id, i.nid, i.said, f.sha256 FROM instrument i LEFT JOIN file f ON f.fid = i.fid WHERE i.bucket = ?",
    "SELECT i.id, i.nid, i.said, f.sha256 FROM instrument i LEFT JOIN file f ON f.fid = i.fid "
    "WHERE i.bucket = ? AND i.family = ?",
)
_WORDINGS = (
    "SELECT wid, said, files, nid FROM wording WHERE bucket = ?",
    "SELECT wid, said, files, nid FROM wording WHERE bucket = ? AND family = ?",
)
_FEW = (  # the files of wordings that few files use: what `wordings.MANY` says
    "SELECT DISTINCT c.wid, f.sha256 FROM wording w JOIN cluster c ON c.wid = w.wid JOIN file f ON f.fid = c.fid "
    "WHERE w.bucket = ? AND w.files <= 8",
    "SELECT DISTINCT c.wid, f.sha256 FROM wording w JOIN cluster c ON c.wid = w.wid JOIN file f ON f.fid = c.fid "
    "WHERE w.bucket = ? AND w.family = ? AND w.files <= 8",
)
_OF_FILE = """
SELECT q.qid, s.nid, t.nid, q.src, q.dst
FROM claim q JOIN meant s ON s.cid = q.source JOIN meant t ON t.cid = q.target WHERE q.fid = ?"""
_BY_SOURCE = """
SELECT q.qid, s.nid, t.nid, q.src, q.dst
FROM cluster c JOIN claim q ON q.source = c.cid JOIN meant s ON s.cid = q.source JOIN meant t ON t.cid = q.target
WHERE c.wid = ?"""
_BY_TARGET = """
SELECT q.qid, s.nid, t.nid, q.src, q.dst
FROM cluster c JOIN claim q ON q.target = c.cid JOIN meant s ON s.cid = q.source JOIN meant t ON t.cid = q.target
WHERE c.wid = ?"""
# with the relations named, the whole key is used: a source may have very many edges
_NO_EDGES = "DELETE FROM edge WHERE src = ? AND rel IN (SELECT rel FROM relation) AND dst = ?"
_CLAIMS = (
    "SELECT q.src, q.dst, q.said FROM json_each(?) j "
    "JOIN claim q ON q.src = json_extract(j.value, '$[0]') AND q.dst = json_extract(j.value, '$[1]')"
)
_NEW_EDGE = "INSERT INTO edge(src, rel, dst, act, since, until, draft, lo, hi) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"
