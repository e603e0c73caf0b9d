"""Words of the search indexes: the beginning of a word as the few whole words that begin so.

FTS5 merges all rows of all words that begin so before it gives the first one back; whole words are read only as far as
rows are asked for. The shortest beginnings are kept by FTS5 itself (`prefix` in `schema.sql`); for the others the words
that there are stand in `word`. A word that no row has any more may stand there until everything is derived anew: it
finds nothing.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

_KEPT = 3  # letters of the longest beginning that FTS5 keeps
_FEW = 128  # words that begin alike: of more each is rare (numbers), and FTS5 merges them sooner than it looks each up
_BEGUN = "SELECT word FROM word WHERE word >= ? AND word < ? LIMIT ?"
INDEXES = ("search", "search_body", "search_task")


def put(connection: sqlite3.Connection, index: str, rows: Sequence[tuple[int, str]]) -> None:
    """Words of rows, by row id; out of order each would become a segment of the index by itself."""
    connection.executemany(f"INSERT INTO {index}(rowid, words) VALUES(?, ?)", sorted(rows))
    long = {word for _, words in rows for word in words.split() if len(word) > _KEPT}
    connection.executemany("INSERT OR IGNORE INTO word VALUES(?)", [(word,) for word in sorted(long)])


def everything(connection: sqlite3.Connection) -> None:
    """Which words there are, out of indexes that are filled."""
    for index in INDEXES:
        connection.execute(f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, {index}, row)")
        connection.execute(
            "INSERT OR IGNORE INTO word SELECT term FROM temp.vocabulary WHERE length(term) > ?", (_KEPT,)
        )
        connection.execute("DROP TABLE temp.vocabulary")


def asked(rows: Callable[[str, Iterable[object]], Sequence[Sequence[Any]]], words: Sequence[str]) -> str:
    """Folded words as FTS5 is asked for them: all of them, the last as the beginning of one."""
    *whole, last = words
    begun = [f'"{last}"*']
    if len(last) > _KEPT:
        found = rows(_BEGUN, (last, last + "{", _FEW + 1))  # '{' is the character behind 'z'
        if found and len(found) <= _FEW:
            begun = [f'"{word}"' for (word,) in found]
    return " AND ".join([*(f'"{word}"' for word in whole), f"({' OR '.join(begun)})"])
