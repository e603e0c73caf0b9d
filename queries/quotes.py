"""Passages of answers: the words, the document that says them, the file and, where its loader knew pages, the page.

The page is no part of what a store keeps of a passage: it follows from the file's segments, so every store gives the
same, and `graph.json` does without it.
"""

from bisect import bisect_right
from collections.abc import Iterable

from msgspec import UNSET

from graph.store.port import EdgeRow, Quote, SayingRow, Store, TaskRow
from queries.answers import Evidence, Maybe


class Quotes:
    """The passages of one answer; what is learned of a file's pages is kept as long."""

    def __init__(self, store: Store, files: Iterable[str] = ()) -> None:
        self._store = store
        self._sheets = dict(store.sheets(sorted(set(files))))  # asked for together where they are known before

    def passage(self, document: str, row: Quote | TaskRow | SayingRow) -> Evidence:
        """The words of the row, said by the document."""
        return Evidence(
            document=document, start=row.start, end=row.end, text=row.text, file=row.file,
            parts=list(row.parts) or UNSET, page=self.page(row.file, row.start),
        )  # fmt: skip

    def of(self, edge: EdgeRow, most: int | None = None) -> list[Evidence]:
        """The quotes of an edge, at most so many."""
        return [self.passage(q.document, q) for q in edge.quotes[:most]]

    def page(self, file: str, start: int) -> int | Maybe:
        """The page, from 1, of the last segment that begins not behind the place."""
        if file not in self._sheets:
            self._sheets |= self._store.sheets([file])
        sheets = self._sheets[file]
        at = bisect_right(sheets, start, key=lambda p: p[0])
        return sheets[at - 1][1] if at else UNSET
