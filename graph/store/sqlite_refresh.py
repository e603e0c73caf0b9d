"""Deriving anew what a transaction made dirty, and nothing else (design 3, 7): the same rows as `rebuild` gives.

Dirty families of buckets are resolved; wordings that came to mean another instrument move the claims of their
clusters; pairs of instruments whose
claims changed get their edges anew. Every step is by key: no table is scanned.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from graph.dates import interval
from graph.derivation import body_row, instrument_row, living
from graph.folding import fold
from graph.identity import bare_number
from graph.record import Act, Task
from graph.resolution import (
    Candidate,
    Resolved,
    Wording,
    candidates,
    resolve_names,
    resolve_numbers,
    resolve_own,
    wording,
)
from graph.resolution.wordings import Order
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
    """What one transaction touched: families of buckets, files, pairs of instruments, bodies."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run, self._many = connection.execute, connection.executemany
        self._relations: dict[str, int] = {}
        self.families: set[tuple[str, str]] = set()  # (bucket, family)
        self.files: set[int] = set()  # new ones, whose claims have no ends yet
        self.pairs: set[tuple[int, int]] = set()
        self.bodies: set[str] = set()
        self._moved: set[int] = set()  # wordings that mean another instrument than before
        self._dead: set[int] = set()
        self._born = 0

    def everything(self) -> None:
        """Drop all that is derived and mark all as dirty."""
        for statement in _DELETE_ALL:
            self._run(statement)
        for tid, said in self._run("SELECT tid, said FROM task").fetchall():
            self._run(NEW_TASK_WORDS, (tid, task_text(_task(said))))
        self._run("UPDATE meta SET value = 0 WHERE key = 'instruments'")
        self._run("UPDATE wording SET nid = NULL")
        self._run("UPDATE claim SET src = NULL, dst = NULL")
        self.families = set(self._run("SELECT DISTINCT bucket, family FROM wording"))
        self.bodies = {b for (b,) in self._run("SELECT DISTINCT body FROM body_said")}

    def run(self) -> None:
        """First the numbers, then the names that the numbers bear, then the edges between them."""
        for key, kin in self._dirty("#!"):
            said = self._wordings(key, kin)
            found = (resolve_numbers if key[0] == "#" else resolve_own)(key, [w for w, _, _ in said])
            self._settle(key, kin, said, found, {})
        for key, _ in self._dirty("="):
            self._name_bucket(key)
        self._move_claims()
        self._edges()
        for body in sorted(self.bodies):
            self._body(body)
        for nid in sorted(self._dead):
            self._run("DELETE FROM instrument WHERE nid = ?", (nid,))
            self._run("DELETE FROM search WHERE rowid = ?", (nid,))
        more = self._born - len(self._dead)
        self._run("UPDATE meta SET value = value + ? WHERE key = 'instruments'", (more,))

    def _dirty(self, kinds: str) -> list[tuple[str, tuple[str, ...] | None]]:
        """Buckets to resolve, by key, and which families of each; None: all, where something could be anybody's."""
        found: dict[str, set[str]] = {}
        for key, kin in self.families:
            if key[0] in kinds:
                found.setdefault(key, set()).add(kin)
        return [(key, self._closed(key, kin)) for key, kin in sorted(found.items())]

    def _closed(self, key: str, kin: set[str]) -> tuple[str, ...] | None:
        stray = "SELECT EXISTS(SELECT 1 FROM wording WHERE bucket = ? AND family = '')"
        return None if "" in kin or self._run(stray, (key,)).fetchone()[0] else tuple(sorted(kin))

    def _of(self, queries: tuple[str, str], key: str, kin: tuple[str, ...] | None) -> Iterable[tuple[Any, ...]]:
        """Rows of all of a bucket, or of some of its families."""
        whole, one = queries
        if kin is None:
            return self._run(whole, (key,))
        return [row for family in kin for row in self._run(one, (key, family))]

    def _wordings(self, key: str, kin: tuple[str, ...] | None) -> list[tuple[Wording, int, int | None]]:
        """(wording, wid, what it meant before) of a bucket's families."""
        files: dict[int, list[str]] = {}
        for wid, sha256 in self._of(_FEW, key, kin):
            files.setdefault(wid, []).append(sha256)
        rows = self._of(_WORDINGS, key, kin)
        return [(wording(_cluster(said), files.get(wid, ()), count), wid, nid) for wid, said, count, nid in rows]

    def _name_bucket(self, key: str) -> None:
        said = self._wordings(key, None)
        bearers = self._run("SELECT said FROM bearer WHERE name = ?", (key[1:],)) if said else ()
        found, joined = resolve_names(key, [w for w, _, _ in said], [_candidate(row) for (row,) in bearers])
        self._settle(key, None, said, found, joined)

    def _settle(
        self,
        key: str,
        kin: tuple[str, ...] | None,
        said: Sequence[tuple[Wording, int, int | None]],
        found: Sequence[Resolved],
        joined: dict[Order, str],
    ) -> None:
        """Write the instruments of a bucket's families, and point its wordings to what they mean now."""
        old = {row[0]: row[1:] for row in self._of(_INSTRUMENTS, key, kin)}
        nids = {r.id: self._instrument(r, old.pop(r.id, None)) for r in found}
        for nid, _, _ in old.values():
            self._dead.add(nid)
            self._bear(nid, {})
        meaning = {w.order: nids[r.id] for r in found for w in r.wordings}
        meaning.update((order, self._nid(instrument)) for order, instrument in joined.items())
        for one, wid, before in said:
            now = meaning[one.order]
            if now != before:
                self._run("UPDATE wording SET nid = ? WHERE wid = ?", (now, wid))
                self._moved.add(wid)

    def _instrument(self, resolved: Resolved, before: tuple[int, int | None, bytes] | None) -> int:
        """Write the instrument's row where it is new or changed; `before` is (nid, fid, said)."""
        row = instrument_row(resolved)
        fid = self._run("SELECT fid FROM file WHERE sha256 = ?", row.files[:1]).fetchone()[0] if row.files else None
        packed = _pack(row)
        said = (
            *(resolved.bucket, resolved.family, bare_number(row.code)),
            *(row.loaded, row.stage == "draft", fid, row.issued, row.area, bool(row.dates or row.titles), packed),
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
            self.families.add(("=" + name, ""))
            if name in new:
                self._run("INSERT OR REPLACE INTO bearer VALUES(?, ?, ?)", (name, nid, new[name]))
            else:
                self._run("DELETE FROM bearer WHERE name = ? AND nid = ?", (name, nid))

    def _nid(self, instrument: str) -> int:
        return int(self._run("SELECT nid FROM instrument WHERE id = ?", (instrument,)).fetchone()[0])

    def _move_claims(self) -> None:
        """Point claims of new files and of moved wordings to their instruments; the old and the new pair are dirty."""
        claims: dict[int, tuple[int, int, int | None, int | None]] = {}
        asked = [(_OF_FILE, f) for f in sorted(self.files)]
        asked += [(query, wid) for wid in sorted(self._moved) for query in (_BY_SOURCE, _BY_TARGET)]
        for query, value in asked:
            claims.update((row[0], row[1:]) for row in self._run(query, (value,)))
        self.pairs |= {(src, dst) for _, _, src, dst in claims.values() if src is not None and dst is not None}
        self.pairs |= {(now_src, now_dst) for now_src, now_dst, _, _ in claims.values()}
        moved = [(*now[:2], qid) for qid, now in sorted(claims.items()) if now[:2] != now[2:]]
        self._many("UPDATE claim SET src = ?, dst = ? WHERE qid = ?", moved)

    def _edges(self) -> None:
        """The edges of all pairs that are dirty; a claim whose two ends are one instrument says nothing."""
        pairs = sorted(self.pairs)
        self._many(_NO_EDGES, pairs)
        for start in range(0, len(pairs), _TOGETHER):
            some = [p for p in pairs[start : start + _TOGETHER] if p[0] != p[1]]
            claims: dict[tuple[int, int], list[Claim]] = {}
            for src, dst, said in self._run(_CLAIMS, (json.dumps(some),)):
                claims.setdefault((src, dst), []).append(_claim(said))
            self._many(_NEW_EDGE, [row for pair, said in sorted(claims.items()) for row in self._rows(pair, said)])

    def _rows(self, pair: tuple[int, int], claims: list[Claim]) -> Iterator[tuple[object, ...]]:
        for key, draft in living(claims).items():
            lo, hi = interval(key.valid_from or None)[0], interval(key.valid_until or None)[1]
            yield (
                pair[0], self._relation(key.relation), pair[1], ACTS.index(key.act),
                key.valid_from, key.valid_until, draft, lo, hi,
            )  # fmt: skip

    def _relation(self, name: str) -> int:
        if name not in self._relations:
            row = self._run("SELECT rel FROM relation WHERE name = ?", (name,)).fetchone()
            row = row or self._run("INSERT INTO relation(name) VALUES(?) RETURNING rel", (name,)).fetchone()
            self._relations[name] = int(row[0])
        return self._relations[name]

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
    "INSERT INTO instrument(bucket, family, number, loaded, draft, fid, issued, area, disputed, said, id) "
    "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING nid"
)
_SAME_INSTRUMENT = (
    "UPDATE instrument SET bucket = ?, family = ?, number = ?, loaded = ?, draft = ?, fid = ?, issued = ?, area = ?, "
    "disputed = ?, said = ? WHERE nid = ?"
)
_INSTRUMENTS = (
    "SELECT id, nid, fid, said FROM instrument WHERE bucket = ?",
    "SELECT id, nid, fid, said FROM instrument WHERE bucket = ? AND family = ?",
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
_TOGETHER = 1000  # pairs asked for at once
# with the relations named, the whole key is used: a source may have very many edges
_NO_EDGES = "DELETE FROM edge WHERE src = ? AND rel IN (SELECT rel FROM relation) AND dst = ?"
_CLAIMS = (
    "SELECT q.src, q.dst, q.said FROM json_each(?) j "
    "JOIN claim q ON q.src = json_extract(j.value, '$[0]') AND q.dst = json_extract(j.value, '$[1]')"
)
_NEW_EDGE = "INSERT INTO edge(src, rel, dst, act, since, until, draft, lo, hi) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"
