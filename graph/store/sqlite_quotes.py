"""Quotes of the SQLite store: asked for together, cut out of the pages where they stand."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache

from graph import paged
from graph.claims import unpacked
from graph.derivation import EdgeKey, Spoken, edge_row
from graph.derivation.edges import edge_key
from graph.store.descent import Step
from graph.store.errors import StoreError
from graph.store.port import EdgeRow
from graph.store.sqlite_reading import Reading

# a pair in one number: two JSON values would be taken apart by name for every row
_SPOKEN = """
SELECT q.src, q.dst, q.fid, q.said, CASE WHEN q.speaker <> q.source
  THEN (SELECT i.id FROM meant c JOIN instrument i ON i.nid = c.nid WHERE c.cid = q.speaker) END
FROM json_each(?) j CROSS JOIN claim q INDEXED BY claim_pair
  ON q.src = j.value >> 31 AND q.dst = j.value & 2147483647"""
_NIDS = "SELECT i.id, i.nid FROM json_each(?) j CROSS JOIN instrument i ON i.id = j.value"
_FILES = "SELECT f.fid, f.sha256, f.digest, f.pages FROM json_each(?) j CROSS JOIN file f ON f.fid = j.value"
_FILE = "SELECT fid, digest, pages FROM file WHERE sha256 = ?"
_PAGE = "SELECT substr(text, ?, ?) FROM file WHERE fid = ?"


class Texts:
    """Runs of files' texts; a file is (fid, digest, where its pages begin)."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        # a text may be read anew by other rules, so the row's digest is part of the key
        self._page = lru_cache(maxsize=2048)(self._load)

    def _load(self, fid: int, digest: str, first: int, size: int) -> str:
        row = self._reading.first(_PAGE, (first + 1, size, fid))
        return paged.page(row[0]) if row and size else ""

    def cut(self, file: tuple[int, str, bytes], start: int, end: int) -> str:
        """The run, code points."""
        fid, digest, starts = file
        pages = paged.pages_of(start, end)
        if len(pages) == 1:  # nearly always
            text = self._page(fid, digest, *paged.place_of(starts, pages.start))
        else:
            text = "".join(self._page(fid, digest, *paged.place_of(starts, n)) for n in pages)
        before = pages.start * paged.PAGE
        return text[start - before : end - before]

    def run(self, sha256: str, start: int, end: int) -> str:
        """The run of a file by its fingerprint."""
        with self._reading.one_generation():
            row = self._reading.first(_FILE, (sha256,))
            if row is None:
                raise StoreError("store.no_text", sha256=sha256)
            return self.cut((row[0], row[1], row[2]), start, end)

    def whole(self, sha256: str) -> str:
        """All of a file's text."""
        row = self._reading.first("SELECT pages, text FROM file WHERE sha256 = ?", (sha256,))
        if row is None:
            raise StoreError("store.no_text", sha256=sha256)
        return paged.joined(*row)


def nids(reading: Reading, ids: Iterable[str]) -> dict[str, int]:
    """Row ids of those of the ids that exist."""
    return dict(reading.rows(_NIDS, (json.dumps(list(dict.fromkeys(ids))),)))


def quoted(reading: Reading, texts: Texts, steps: Sequence[Step]) -> list[EdgeRow]:
    """The edges of the steps with their quotes; in one generation."""
    keys = nids(reading, (end for step in steps for end in (step.source, step.target)))
    pairs = sorted({keys[s.source] << 31 | keys[s.target] for s in steps})
    rows = reading.rows(_SPOKEN, (json.dumps(pairs),))
    files = {
        fid: (sha256, (fid, digest, pages))
        for fid, sha256, digest, pages in reading.rows(_FILES, (json.dumps(sorted({row[2] for row in rows})),))
    }
    places = dict(files.values())
    ids = {nid: i for i, nid in keys.items()}
    spoken: dict[tuple[int, EdgeKey], list[Spoken]] = {}
    for src, dst, fid, said, speaker in rows:
        claim = unpacked(said, files[fid][0])
        spoken.setdefault((src << 31 | dst, edge_key(claim)), []).append(Spoken(claim, speaker or ids[src]))

    def text(sha256: str, start: int, end: int) -> str:
        return texts.cut(places[sha256], start, end)

    found = []
    for step in steps:
        key = EdgeKey(step.relation, step.act, step.valid_from, step.valid_until)
        mine = spoken[keys[step.source] << 31 | keys[step.target], key]
        found.append(edge_row(step.source, step.target, key, mine, text))
    return found
