"""Deriving anew what a transaction made dirty, and nothing else (design 3, 7): the same rows as `rebuild` gives.

Dirty buckets are resolved; clusters that became another instrument move their claims; pairs of instruments whose
claims changed get their edges anew. Every step is by key: no table is scanned.
"""

import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from graph.dates import interval
from graph.derivation import body_row, instrument_row, living
from graph.folding import fold
from graph.identity import bare_number
from graph.record import Act, Task
from graph.resolution import Candidate, Resolved, candidates, resolve_names, resolve_numbers, resolve_own
from graph.search import body_text, search_text, task_text
from graph.statements import BodySaid, Claim, Cluster
from graph.store.port import InstrumentRow

ACTS: tuple[Act, ...] = ("done", "planned", "proposed")
NEW_TASK_WORDS = "INSERT INTO search_task(rowid, words) VALUES(?, ?)"
_pack = msgspec.msgpack.encode
_cluster = msgspec.msgpack.Decoder(Cluster).decode
_claim = msgspec.msgpack.Decoder(Claim).decode
_row = msgspec.msgpack.Decoder(InstrumentRow).decode
_candidate = msgspec.msgpack.Decoder(Candidate).decode
_task = msgspec.msgpack.Decoder(Task).decode
_body_said = msgspec.msgpack.Decoder(BodySaid).decode


class Refresh:
    """What one transaction touched: buckets, pairs of instruments, bodies."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute
        self.buckets: set[str] = set()
        self.pairs: set[tuple[int, int]] = set()
        self.bodies: set[str] = set()
        self._moved: set[int] = set()  # clusters that are another instrument than before
        self._dead: set[int] = set()
        self._born = 0

    def everything(self) -> None:
        """Drop all that is derived and mark all as dirty."""
        for statement in _DELETE_ALL:
            self._run(statement)
        for tid, said in self._run("SELECT tid, said FROM task").fetchall():
            self._run(NEW_TASK_WORDS, (tid, task_text(_task(said))))
        self._run("UPDATE meta SET value = 0 WHERE key = 'instruments'")
        self._run("UPDATE cluster SET nid = NULL")
        self._run("UPDATE claim SET src = NULL, dst = NULL")
        self.buckets = {b for (b,) in self._run("SELECT DISTINCT bucket FROM cluster")}
        self.bodies = {b for (b,) in self._run("SELECT DISTINCT body FROM body_said")}

    def run(self) -> None:
        """First the numbers, then the names that the numbers bear, then the edges between them."""
        for key in sorted(b for b in self.buckets if b[0] != "="):
            clusters = self._clusters(key)
            said = [c for _, c, _ in clusters]
            found = (resolve_numbers if key[0] == "#" else resolve_own)(key, said)
            self._settle(key, clusters, found, {})
        for key in sorted(b for b in self.buckets if b[0] == "="):
            self._name_bucket(key)
        self._move_claims()
        for source, target in sorted(self.pairs):
            self._pair(source, target)
        for body in sorted(self.bodies):
            self._body(body)
        for nid in sorted(self._dead):
            self._run("DELETE FROM instrument WHERE nid = ?", (nid,))
            self._run("DELETE FROM search WHERE rowid = ?", (nid,))
        more = self._born - len(self._dead)
        self._run("UPDATE meta SET value = value + ? WHERE key = 'instruments'", (more,))

    def _clusters(self, key: str) -> list[tuple[int, Cluster, int | None]]:
        rows = self._run("SELECT cid, said, nid FROM cluster WHERE bucket = ?", (key,))
        return [(cid, _cluster(said), nid) for cid, said, nid in rows]

    def _name_bucket(self, key: str) -> None:
        clusters = self._clusters(key)
        bearers = self._run("SELECT said FROM bearer WHERE name = ?", (key[1:],)) if clusters else ()
        found, joined = resolve_names(key, [c for _, c, _ in clusters], [_candidate(said) for (said,) in bearers])
        self._settle(key, clusters, found, joined)

    def _settle(
        self,
        key: str,
        clusters: Sequence[tuple[int, Cluster, int | None]],
        found: Sequence[Resolved],
        joined: dict[tuple[str, str], str],
    ) -> None:
        """Write a bucket's instruments, and point its clusters to what they are now."""
        rows = self._run("SELECT id, nid, fid, said FROM instrument WHERE bucket = ?", (key,))
        old = {row[0]: row[1:] for row in rows}
        nids = {r.id: self._instrument(r, old.pop(r.id, None)) for r in found}
        for nid, _, _ in old.values():
            self._dead.add(nid)
            self._bear(nid, {})
        meaning = {(c.file, c.local): nids[r.id] for r in found for c in r.clusters}
        for place, instrument in joined.items():
            meaning[place] = self._nid(instrument)
        for cid, cluster, before in clusters:
            now = meaning[cluster.file, cluster.local]
            if now != before:
                self._run("UPDATE cluster SET nid = ? WHERE cid = ?", (now, cid))
                self._moved.add(cid)

    def _instrument(self, resolved: Resolved, before: tuple[int, int | None, bytes] | None) -> int:
        """Write the instrument's row where it is new or changed; `before` is (nid, fid, said)."""
        row = instrument_row(resolved)
        fid = self._run("SELECT fid FROM file WHERE sha256 = ?", row.files[:1]).fetchone()[0] if row.files else None
        packed = _pack(row)
        said = (
            *(resolved.bucket, bare_number(row.code), row.loaded, row.stage == "draft", fid, row.issued),
            *(row.area, bool(row.dates or row.titles), packed),
        )
        if before is None:
            nid = int(self._run(_NEW_INSTRUMENT, (*said, row.id)).fetchone()[0])
            self._born += 1
            self._run(_NEW_SEARCH, (nid, search_text(row)))
        else:
            nid = before[0]
            if before[1:] != (fid, packed):
                self._run(_SAME_INSTRUMENT, (*said, nid))
                words = search_text(row)
                if words != search_text(_row(before[2])):
                    self._run("UPDATE search SET words = ? WHERE rowid = ?", (words, nid))
        if resolved.bucket[0] != "=":
            self._bear(nid, candidates(resolved))
        return nid

    def _bear(self, nid: int, names: dict[str, Candidate]) -> None:
        """The names that an instrument bears; where they change, the name's bucket is dirty."""
        old = dict(self._run("SELECT name, said FROM bearer WHERE nid = ?", (nid,)))
        new = {name: _pack(c) for name, c in names.items()}
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) == new.get(name):
                continue
            self.buckets.add("=" + name)
            if name in new:
                self._run("INSERT OR REPLACE INTO bearer VALUES(?, ?, ?)", (name, nid, new[name]))
            else:
                self._run("DELETE FROM bearer WHERE name = ? AND nid = ?", (name, nid))

    def _nid(self, instrument: str) -> int:
        return int(self._run("SELECT nid FROM instrument WHERE id = ?", (instrument,)).fetchone()[0])

    def _move_claims(self) -> None:
        """Point claims of moved clusters to their instruments; both the old and the new pair are dirty."""
        claims: dict[int, tuple[int, int, int | None, int | None]] = {}
        for cid in sorted(self._moved):
            for query in (_BY_SOURCE, _BY_TARGET):
                claims.update((row[0], row[1:]) for row in self._run(query, (cid,)))
        for qid, (source, target, src, dst) in sorted(claims.items()):
            if src is not None and dst is not None:
                self.pairs.add((src, dst))
            (now_src,) = self._run("SELECT nid FROM cluster WHERE cid = ?", (source,)).fetchone()
            (now_dst,) = self._run("SELECT nid FROM cluster WHERE cid = ?", (target,)).fetchone()
            self.pairs.add((now_src, now_dst))
            self._run("UPDATE claim SET src = ?, dst = ? WHERE qid = ?", (now_src, now_dst, qid))

    def _pair(self, source: int, target: int) -> None:
        """The edges between two instruments; a claim whose two ends are one says nothing."""
        # with the relations named, the whole key is used: a source may have very many edges
        self._run("DELETE FROM edge WHERE src = ? AND rel IN (SELECT rel FROM relation) AND dst = ?", (source, target))
        if source == target:
            return
        claims = [_claim(s) for (s,) in self._run("SELECT said FROM claim WHERE src = ? AND dst = ?", (source, target))]
        for key, draft in living(claims).items():
            lo, hi = interval(key.valid_from or None)[0], interval(key.valid_until or None)[1]
            times = (key.valid_from, key.valid_until, draft, lo, hi)
            self._run(
                "INSERT INTO edge(src, rel, dst, act, since, until, draft, lo, hi) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (source, self._relation(key.relation), target, ACTS.index(key.act), *times),
            )

    def _relation(self, name: str) -> int:
        row = self._run("SELECT rel FROM relation WHERE name = ?", (name,)).fetchone()
        row = row or self._run("INSERT INTO relation(name) VALUES(?) RETURNING rel", (name,)).fetchone()
        return int(row[0])

    def _body(self, body: str) -> None:
        said = self._run("SELECT said FROM body_said WHERE body = ?", (body,)).fetchall()
        before = self._run("SELECT bid, said FROM body WHERE id = ?", (body,)).fetchone()
        row = body_row(body, [_body_said(row) for (row,) in said]) if said else None
        if before and row and before[1] == _pack(row):
            return
        if before:
            self._run("DELETE FROM body WHERE bid = ?", before[:1])
            self._run("DELETE FROM search_body WHERE rowid = ?", before[:1])
        if row:
            values = (body, _folded((row.name, *row.aliases)), row.kind is None, _pack(row))
            (bid,) = self._run(_NEW_BODY, values).fetchone()
            self._run("INSERT INTO search_body(rowid, words) VALUES(?, ?)", (bid, body_text(row)))


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
_NEW_SEARCH = "INSERT INTO search(rowid, words) VALUES(?, ?)"
_NEW_INSTRUMENT = (
    "INSERT INTO instrument(bucket, number, loaded, draft, fid, issued, area, disputed, said, id) "
    "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING nid"
)
_SAME_INSTRUMENT = (
    "UPDATE instrument SET bucket = ?, number = ?, loaded = ?, draft = ?, fid = ?, issued = ?, area = ?, disputed = ?, "
    "said = ? WHERE nid = ?"
)
_BY_SOURCE = "SELECT qid, source, target, src, dst FROM claim WHERE source = ?"
_BY_TARGET = "SELECT qid, source, target, src, dst FROM claim WHERE target = ?"
