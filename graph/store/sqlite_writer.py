"""A transaction of the SQLite store: rows of files in and out, then what they made dirty is derived anew."""

import sqlite3
import zlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from graph.record import Record
from graph.resolution import bucket, common, family, mark
from graph.search import task_text
from graph.segments import Segment
from graph.statements import Cluster, FileStatements, Naming, statements
from graph.store.refreshing import Refresh
from graph.store.sqlite_connection import translated
from graph.store.sqlite_refresh import NEW_TASK_WORDS, SqliteTables

_pack = msgspec.msgpack.encode
_SAID = "SELECT DISTINCT w.wid, w.bucket, w.family FROM cluster c JOIN wording w ON w.wid = c.wid WHERE c.fid = ?"
_WORDING = (
    "INSERT INTO wording(bucket, mark, family, said, files) VALUES(?, ?, ?, ?, ?) "
    "ON CONFLICT(bucket, mark) DO UPDATE SET files = files + excluded.files RETURNING wid"
)


class SqliteWriter:
    """All of it or nothing; used as a context manager."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._refresh = Refresh(SqliteTables(connection))
        self._changed = False

    def __enter__(self) -> "SqliteWriter":
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise translated(error, self._path) from error
        self._refresh = Refresh(SqliteTables(self._connection))
        self._changed = False
        return self

    def __exit__(self, *exc: object) -> None:
        try:
            if exc[0] is None and self._changed:
                self._refresh.run()
                self._connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
                self._connection.execute("COMMIT")
        except sqlite3.Error as failed:
            raise translated(failed, self._path) from failed
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def put(self, record: Record, path: str, reading: str, segments: Sequence[Segment] = ()) -> None:
        """Load one file: replaces what stood at `path`; the same bytes at two paths are one file."""
        said = statements(record, reading, segments)
        known = self._connection.execute(
            "SELECT fid, digest, reading FROM file WHERE sha256 = ?", (said.sha256,)
        ).fetchone()
        at_path = self._connection.execute("SELECT fid FROM path WHERE path = ?", (path,)).fetchone()
        if known and known[1:] == (said.digest, said.reading) and at_path and at_path[0] == known[0]:
            return
        self._changed = True
        if at_path and (not known or at_path[0] != known[0]):
            self.drop(path)
        if known and known[1:] == (said.digest, said.reading):
            self._connection.execute("INSERT OR REPLACE INTO path VALUES(?, ?)", (path, known[0]))
            return
        paths = self._forget(known[0]) if known else []
        fid = self._insert(said)
        self._connection.executemany("INSERT INTO path VALUES(?, ?)", [(p, fid) for p in sorted({*paths, path})])

    def drop(self, path: str) -> bool:
        """Forget a path (and the file with its last path); False where it is not there."""
        row = self._connection.execute("DELETE FROM path WHERE path = ? RETURNING fid", (path,)).fetchone()
        if row is None:
            return False
        self._changed = True
        left = self._connection.execute("SELECT EXISTS(SELECT 1 FROM path WHERE fid = ?)", row).fetchone()
        if not left[0]:
            self._forget(row[0])
        return True

    def _forget(self, fid: int) -> list[str]:
        """Delete the file and all it said, after marking what that touches; the paths it had."""
        run = self._connection.execute
        said = run(_SAID, (fid,)).fetchall()
        self._refresh.families |= {(bucket, family) for _, bucket, family in said}
        self._refresh.pairs |= set(run("SELECT src, dst FROM claim WHERE fid = ? AND src IS NOT NULL", (fid,)))
        self._refresh.bodies |= {b for (b,) in run("SELECT body FROM body_said WHERE fid = ?", (fid,))}
        paths = [p for (p,) in run("SELECT path FROM path WHERE fid = ?", (fid,))]
        run("DELETE FROM search_task WHERE rowid IN (SELECT tid FROM task WHERE fid = ?)", (fid,))
        run("DELETE FROM file WHERE fid = ?", (fid,))
        for wid, _, _ in said:
            run("UPDATE wording SET files = files - 1 WHERE wid = ?", (wid,))
            run("DELETE FROM wording WHERE wid = ? AND files = 0", (wid,))
        return paths

    def _insert(self, said: FileStatements) -> int:
        fid = self._connection.execute(
            "INSERT INTO file(sha256, digest, format, reading, text, segments, warnings, n_warnings) "
            "VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
            (
                said.sha256,
                said.digest,
                said.format,
                said.reading,
                zlib.compress(said.text.encode("utf-8", "surrogatepass"), 1),
                said.segments,
                _pack(said.warnings),
                len(said.warnings),
            ),
        ).lastrowid
        if fid is None:
            raise sqlite3.DatabaseError("no row id")
        ids = self._clusters(fid, said)
        self._namings(fid, said, ids)
        self._duties(fid, said, ids)
        self._bodies(fid, said)
        return fid

    def _clusters(self, fid: int, said: FileStatements) -> dict[str, int]:
        """Local id → row id."""
        ids: dict[str, int] = {}
        counted: set[tuple[str, bytes]] = set()  # a wording counts files: this one once
        run = self._connection.execute
        for cluster in said.clusters:
            wid, kin = wording_of(self._connection, cluster, counted)
            row = run("INSERT INTO cluster(fid, own, wid) VALUES(?, ?, ?)", (fid, cluster.loaded, wid)).lastrowid
            if row is not None:
                ids[cluster.local] = row
            self._refresh.families.add(kin)
        self._refresh.files.add(fid)
        return ids

    def _namings(self, fid: int, said: FileStatements, ids: dict[str, int]) -> None:
        self._connection.executemany(
            'INSERT INTO mention(fid, speaker, target, start, "end", provision, reprint, parts) '
            "VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
            [(fid, ids[n.speaker], ids[n.target], *_place(n)) for n in said.namings],
        )
        self._connection.executemany(
            "INSERT INTO claim(fid, speaker, source, target, said) VALUES(?, ?, ?, ?, ?)",
            [(fid, ids[c.speaker], ids[c.source], ids[c.target], _pack(c)) for c in said.claims],
        )

    def _duties(self, fid: int, said: FileStatements, ids: dict[str, int]) -> None:
        run = self._connection.execute
        for task in said.tasks:
            tid = run(
                "INSERT INTO task(fid, document, said) VALUES(?, ?, ?)", (fid, ids[task.document], _pack(task))
            ).lastrowid
            run(NEW_TASK_WORDS, (tid, task_text(task)))
            for body in sorted({a.body for a in task.assignees}):
                run("INSERT INTO task_body VALUES(?, ?)", (body, tid))
        self._connection.executemany(
            "INSERT INTO target(fid, document, said) VALUES(?, ?, ?)",
            [(fid, ids[t.document], _pack(t)) for t in said.targets],
        )

    def _bodies(self, fid: int, said: FileStatements) -> None:
        self._connection.executemany(
            "INSERT INTO body_said VALUES(?, ?, ?)",
            [(fid, body.id, _pack(body)) for body in said.bodies],
        )
        self._refresh.bodies |= {body.id for body in said.bodies}


def wording_of(
    connection: sqlite3.Connection, cluster: Cluster, counted: set[tuple[str, bytes]]
) -> tuple[int, tuple[str, str]]:
    """The row of what a cluster says, and (bucket, family); `counted` are the wordings of the same file so far."""
    key = bucket(cluster)
    kin = family(cluster) if key[0] == "#" else ""
    one = (key, mark(cluster))
    (wid,) = connection.execute(_WORDING, (*one, kin, _pack(common(cluster)), one not in counted)).fetchone()
    counted.add(one)
    return int(wid), (key, kin)


def _place(naming: Naming) -> tuple[int, int, str | None, bool, bytes | None]:
    """The rest of a mention's row; few namings are torn, so parts are a blob only where there are some."""
    return naming.start, naming.end, naming.provision, naming.reprint, _pack(naming.parts) if naming.parts else None
