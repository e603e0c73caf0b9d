"""How much there is, kept as it comes and goes: counting it takes seconds in a store of a million instruments."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

_OF_FILE = """
SELECT 1, (SELECT count(*) FROM cluster WHERE fid = f.fid AND own = 1),
  (SELECT count(*) FROM mention WHERE fid = f.fid), f.n_warnings
FROM file f WHERE f.fid = ?"""
_STATED = ("files", "documents", "mentions", "warnings")
_OF_ALL = (
    "SELECT count(*) FROM file", "SELECT count(*) FROM cluster WHERE own = 1", "SELECT count(*) FROM mention",
    "SELECT coalesce(sum(n_warnings), 0) FROM file",
)  # fmt: skip
_OF_PAIRS = """
SELECT e.rel, count(*) FROM json_each(?) j
CROSS JOIN edge e ON e.src = json_extract(j.value, '$[0]') AND e.dst = json_extract(j.value, '$[1]')
WHERE e.act = 0 AND e.draft = 0 GROUP BY e.rel"""


class Kept:
    """The differences of one transaction: of what files say, in `meta`, and of edges that are shown, by relation."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run, self._many = connection.execute, connection.executemany
        self._said: Counter[str] = Counter()
        self._shown: Counter[int] = Counter()

    def came(self, documents: int, mentions: int, warnings: int) -> None:
        """A file with so much."""
        self._said.update(dict(zip(_STATED, (1, documents, mentions, warnings), strict=True)))

    def goes(self, fid: int) -> None:
        """A file that is about to be deleted."""
        self._said.subtract(dict(zip(_STATED, self._run(_OF_FILE, (fid,)).fetchone(), strict=True)))

    def unshown(self, pairs: Sequence[tuple[int, int]]) -> None:
        """The edges of the pairs are about to be deleted."""
        self._shown.subtract(dict(self._run(_OF_PAIRS, (json.dumps(list(dict.fromkeys(pairs))),)).fetchall()))

    def shown(self, relations: Iterable[int]) -> None:
        """The relation of each new edge that is done, and not of drafts alone."""
        self._shown.update(relations)

    def write(self) -> None:
        """Beside what was kept before."""
        said = [(more, name) for name, more in sorted(self._said.items()) if more]
        self._many("UPDATE meta SET value = value + ? WHERE key = ?", said)
        shown = [(more, rel) for rel, more in sorted(self._shown.items()) if more]
        self._many("UPDATE relation SET shown = shown + ? WHERE rel = ?", shown)


def everything(connection: sqlite3.Connection) -> None:
    """What all files say, counted; edges are counted as they are derived."""
    for name, query in zip(_STATED, _OF_ALL, strict=True):
        connection.execute(f"UPDATE meta SET value = ({query}) WHERE key = ?", (name,))  # noqa: S608 - ours
