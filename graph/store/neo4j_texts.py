"""Texts of files: packed on the Document node, unpacked once a transaction or generation."""

import zlib
from collections.abc import Callable, Iterable

from graph.store.base import batches
from graph.store.errors import StoreError
from graph.store.neo4j_connection import Row

_TEXT = "MATCH (d:Document {sha256: $sha256}) RETURN d.text AS text"
_TEXTS = "UNWIND $rows AS f MATCH (d:Document {sha256: f}) RETURN f AS sha256, d.text AS text"
_MOST = 64  # texts held at once, but for those asked for together


def packed(text: str) -> bytes:
    """A text as bytes; nothing of it is lost."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def unpacked(blob: bytes) -> str:
    """The text of the bytes."""
    return zlib.decompress(blob).decode("utf-8", "surrogatepass")


class Texts:
    """The texts asked for last."""

    def __init__(self, ask: Callable[..., list[Row]]) -> None:
        self._ask = ask
        self._known: dict[str, str] = {}

    def fetch(self, files: Iterable[str]) -> None:
        """Ask for texts together that will be needed soon."""
        missed = sorted(set(files) - self._known.keys())
        for some in batches(missed, _MOST):
            for row in self._ask(_TEXTS, rows=some):
                self._known[row["sha256"]] = unpacked(row["text"])

    def whole(self, sha256: str) -> str:
        """All of a text."""
        if sha256 not in self._known:
            rows = self._ask(_TEXT, sha256=sha256)
            if not rows:
                raise StoreError("store.no_text", sha256=sha256)
            if len(self._known) >= _MOST:
                del self._known[next(iter(self._known))]
            self._known[sha256] = unpacked(rows[0]["text"])
        return self._known[sha256]

    def run(self, sha256: str, start: int, end: int) -> str:
        """A run of a text, code points."""
        return self.whole(sha256)[start:end]
