"""How many loaded documents name each instrument, kept beside it: `named` reads the first of an index.

Counting them takes the mentions of the whole store, and those of a hub take long by themselves. So whom a document
names is kept as it was counted; where that may have changed, only the difference moves the counts.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from graph.store.base import batches

_TOGETHER = 1000  # documents looked at at once
_MANY = 500_000  # counts held before they are written
_pack = msgspec.msgpack.encode
_keys = msgspec.msgpack.Decoder(list[int]).decode


class Namings:
    """The documents (row ids of instruments) whose namings may have changed in one transaction, and the counts."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run, self._many = connection.execute, connection.executemany
        self.touched: set[int] = set()
        self._count: Counter[int] = Counter()  # without drafts, and those of drafts alone
        self._drafts: Counter[int] = Counter()

    def of_files(self, files: Sequence[int]) -> None:
        """Documents that the files hold: before these are forgotten, and when new ones mean something."""
        self._touch(_OF_FILES, files)

    def of_wordings(self, wordings: Sequence[int]) -> None:
        """Documents that name what the wordings mean, and those that the wordings mean themselves."""
        self._touch(_NAMERS, wordings)
        self.of_own(wordings)

    def of_own(self, wordings: Sequence[int]) -> None:
        """What the wordings mean, before they move: by then nobody can say any more who that was."""
        self._touch(_MEANT, wordings)

    def _touch(self, query: str, asked: Sequence[int]) -> None:
        if asked:
            self.touched.update(nid for (nid,) in self._run(query, (json.dumps(list(asked)),)))

    def loaded(self, changed: Iterable[tuple[bool, int]]) -> None:
        """Instruments came to be loaded or ceased to be."""
        self._many("UPDATE named SET loaded = ? WHERE nid = ?", changed)

    def gone(self, dead: Sequence[int]) -> None:
        """Instruments that are no more: they name nobody, and who named them names others now."""
        self.touched.update(dead)
        self._many("DELETE FROM named WHERE nid = ?", [(nid,) for nid in dead])

    def everything(self) -> None:
        """All of a store in which nothing is counted yet."""
        last = -1
        while some := [nid for (nid,) in self._run(_LOADED, (last, _TOGETHER))]:
            self._differ(some)
            last = some[-1]
            if len(self._count) + len(self._drafts) > _MANY:
                self._write()
        self._write()

    def settle(self) -> None:
        """Count anew what was touched."""
        for some in batches(sorted(self.touched), _TOGETHER):
            self._differ(some)
        self.touched.clear()
        self._write()

    def _differ(self, documents: Sequence[int]) -> None:
        """What the documents name now, instead of what they named when it was counted."""
        asked = json.dumps(list(documents))
        before = {nid: (draft, _keys(said)) for nid, draft, said in self._run(_BEFORE, (asked,))}
        now: dict[int, tuple[int, list[int]]] = {}
        for nid, draft, target in self._run(_NOW, (asked,)):
            now.setdefault(nid, (draft, []))[1].append(target)
        moved = [nid for nid in documents if before.get(nid) != now.get(nid)]
        for sign, kept in ((-1, before), (1, now)):
            for nid in moved:
                draft, named = kept.get(nid, (0, ()))
                count = self._drafts if draft else self._count
                for target in named:
                    count[target] += sign
        self._many("DELETE FROM names WHERE nid = ?", [(nid,) for nid in moved if nid in before])
        rows = [(nid, now[nid][0], _pack(now[nid][1])) for nid in moved if nid in now]
        self._many("INSERT INTO names VALUES(?, ?, ?)", rows)

    def _write(self) -> None:
        more = ((self._count[n], self._count[n] + self._drafts[n], n) for n in sorted({*self._count, *self._drafts}))
        self._many(_MORE, [row for row in more if row[0] or row[1]])
        self._count.clear()
        self._drafts.clear()


_OF_FILES = """
SELECT DISTINCT w.nid FROM json_each(?) j CROSS JOIN cluster c ON c.fid = j.value AND c.own = 1
CROSS JOIN wording w ON w.wid = c.wid WHERE w.nid IS NOT NULL"""
_MEANT = "SELECT DISTINCT w.nid FROM json_each(?) j CROSS JOIN wording w ON w.wid = j.value WHERE w.nid IS NOT NULL"
_NAMERS = """
SELECT DISTINCT sw.nid FROM json_each(?) j CROSS JOIN cluster c ON c.wid = j.value
CROSS JOIN mention m ON m.target = c.cid CROSS JOIN cluster sc ON sc.cid = m.speaker
CROSS JOIN wording sw ON sw.wid = sc.wid WHERE sw.nid IS NOT NULL"""
_LOADED = "SELECT nid FROM instrument NOT INDEXED WHERE nid > ? AND loaded = 1 ORDER BY nid LIMIT ?"
_BEFORE = "SELECT n.nid, n.draft, n.said FROM json_each(?) j CROSS JOIN names n ON n.nid = j.value"
# a document's own wording is said by one file: those of a hub that a hundred thousand say are passed over
_NOW = """
SELECT DISTINCT i.nid, i.draft, tw.nid FROM json_each(?) j CROSS JOIN instrument i ON i.nid = j.value
CROSS JOIN wording w ON w.nid = i.nid AND w.files = 1
CROSS JOIN cluster c ON c.wid = w.wid AND c.own = 1 CROSS JOIN mention m ON m.speaker = c.cid
CROSS JOIN cluster tc ON tc.cid = m.target CROSS JOIN wording tw ON tw.wid = tc.wid
WHERE tw.nid <> i.nid ORDER BY i.nid, tw.nid"""
_MORE = """
INSERT INTO named(nid, loaded, count, drafts) SELECT ?3, loaded, ?1, ?2 FROM instrument WHERE nid = ?3
ON CONFLICT(nid) DO UPDATE SET count = count + excluded.count, drafts = drafts + excluded.drafts"""
