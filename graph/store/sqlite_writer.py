"""A transaction of the SQLite store: rows of files in and out, then what they made dirty is derived anew."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from graph import paged
from graph.rows import ClusterRow, FileRows
from graph.store import sqlite_words
from graph.store.base import Putting
from graph.store.refreshing import Refresh
from graph.store.sqlite_connection import translated
from graph.store.sqlite_refresh import SqliteTables, free_place

_SAID = "SELECT DISTINCT w.wid, w.bucket, w.family FROM cluster c JOIN wording w ON w.wid = c.wid WHERE c.fid = ?"
_WORDING = (
    "INSERT INTO wording(bucket, mark, family, said, files) VALUES(?, ?, ?, ?, ?) "
    "ON CONFLICT(bucket, mark) DO UPDATE SET files = files + excluded.files RETURNING wid"
)


class SqliteWriter(Putting):
    """All of it or nothing; used as a context manager."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._many = connection.executemany
        self._tables = SqliteTables(connection)
        self._refresh = Refresh(self._tables)
        self._words: dict[int, str] = {}  # of new tasks: the search index wants them in the order of its rows
        self._changed = False

    def __enter__(self) -> "SqliteWriter":
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise translated(error, self._path) from error
        self._tables = SqliteTables(self._connection)
        self._refresh = Refresh(self._tables)
        self._words = {}
        self._changed = False
        return self

    def __exit__(self, *exc: object) -> None:
        try:
            if exc[0] is None and self._changed:
                sqlite_words.put(self._connection, "search_task", list(self._words.items()))
                self._refresh.run()
                self._connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
                self._connection.execute("COMMIT")
        except sqlite3.Error as failed:
            raise translated(failed, self._path) from failed
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def add(self, said: FileRows, path: str, reading: str) -> None:
        """Load one file: replaces what stood at `path`; the same bytes at two paths are one file."""
        known = self._connection.execute(
            "SELECT fid, digest, reading FROM file WHERE sha256 = ?", (said.sha256,)
        ).fetchone()
        at_path = self._connection.execute("SELECT fid FROM path WHERE path = ?", (path,)).fetchone()
        if known and known[1:] == (said.digest, reading) and at_path and at_path[0] == known[0]:
            return
        self._changed = True
        if at_path and (not known or at_path[0] != known[0]):
            self.drop(path)
        if known and known[1:] == (said.digest, reading):
            self._connection.execute("INSERT OR REPLACE INTO path VALUES(?, ?)", (path, known[0]))
            return
        paths = self._forget(known[0]) if known else []
        fid = self._insert(said, reading)
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
        self._tables.namings.of_files([fid])
        self._tables.kept.goes(fid)
        self._refresh.bodies |= {b for (b,) in run("SELECT body FROM body_said WHERE fid = ?", (fid,))}
        paths = [p for (p,) in run("SELECT path FROM path WHERE fid = ?", (fid,))]
        tasks = run("SELECT tid FROM task WHERE fid = ?", (fid,)).fetchall()
        self._many("DELETE FROM search_task WHERE rowid = ?", tasks)
        for (tid,) in tasks:
            self._words.pop(tid, None)
        run("DELETE FROM file WHERE fid = ?", (fid,))
        for wid, _, _ in said:
            run("UPDATE wording SET files = files - 1 WHERE wid = ?", (wid,))
            run("DELETE FROM wording WHERE wid = ? AND files = 0", (wid,))
        return paths

    def _insert(self, said: FileRows, reading: str) -> int:
        pages, text = paged.parts(said.text)
        fid = self._connection.execute(
            "INSERT INTO file(sha256, digest, format, reading, n_warnings, pages, sheets, warnings, segments, text) "
            "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(said.sha256, said.digest, said.format, reading, len(said.codes), pages),
                *(said.sheets, said.warnings, said.segments, text),
            ),
        ).lastrowid
        if fid is None:
            raise sqlite3.DatabaseError("no row id")
        self._refresh.files.add(fid)
        self._tables.kept.came(sum(c.own for c in said.clusters), len(said.namings), len(said.codes))
        cids = self._clusters(fid, said)
        self._namings(fid, said, cids)
        self._duties(fid, said, cids)
        self._many("INSERT INTO body_said VALUES(?, ?, ?)", [(fid, *body) for body in said.bodies])
        self._refresh.bodies |= {body for body, _ in said.bodies}
        return fid

    def _clusters(self, fid: int, said: FileRows) -> list[int]:
        """The row ids of the file's clusters."""
        counted: set[tuple[str, bytes]] = set()  # a wording counts files: this one once
        first = self._next("cluster", "cid")
        made = [
            (first + n, fid, cluster.own, wording_of(self._connection, cluster, counted))
            for n, cluster in enumerate(said.clusters)
        ]
        self._many("INSERT INTO cluster(cid, fid, own, wid) VALUES(?, ?, ?, ?)", made)
        self._refresh.families |= {(c.bucket, c.family) for c in said.clusters}
        return [cid for cid, *_ in made]

    def _namings(self, fid: int, said: FileRows, cids: Sequence[int]) -> None:
        self._many(
            'INSERT INTO mention(fid, speaker, target, start, "end", provision, reprint, parts) '
            "VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (fid, cids[n.speaker], cids[n.target], n.start, n.end, n.provision, n.reprint, n.parts)
                for n in said.namings
            ],
        )
        self._many(
            "INSERT INTO claim(fid, speaker, source, target, said) VALUES(?, ?, ?, ?, ?)",
            [(fid, cids[c.speaker], cids[c.source], cids[c.target], c.said) for c in said.claims],
        )

    def _duties(self, fid: int, said: FileRows, cids: Sequence[int]) -> None:
        tasks = [(self._free(t.place), t) for t in said.tasks]
        self._words |= {tid: t.words for tid, t in tasks}
        self._many(
            "INSERT INTO task(tid, fid, document, said) VALUES(?, ?, ?, ?)",
            [(tid, fid, cids[t.document], t.said) for tid, t in tasks],
        )
        self._many("INSERT INTO task_body VALUES(?, ?)", [(body, tid) for tid, t in tasks for body in t.bodies])
        self._many(
            "INSERT INTO target(fid, document, said) VALUES(?, ?, ?)",
            [(fid, cids[t.document], t.said) for t in said.targets],
        )

    def _free(self, place: int) -> int:
        """The place, or the next that no other task has, here or in the table."""
        while (place := free_place(self._connection, "task", place)) in self._words:
            place += 1
        return place

    def _next(self, table: str, key: str) -> int:
        """The next row id of a table, ours as long as this transaction lasts: there is one writer."""
        (last,) = self._connection.execute(f"SELECT max({key}) FROM {table}").fetchone()  # noqa: S608 - our own names
        return (last or 0) + 1


def wording_of(connection: sqlite3.Connection, cluster: ClusterRow, counted: set[tuple[str, bytes]]) -> int:
    """The row of what a cluster says; `counted` are the wordings of the same file so far."""
    one = (cluster.bucket, cluster.mark)
    (wid,) = connection.execute(_WORDING, (*one, cluster.family, cluster.said, one not in counted)).fetchone()
    counted.add(one)
    return int(wid)
