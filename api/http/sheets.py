"""Pages of PDF files as pictures: drawn in an isolated reader out of the file as it was loaded, the last ones kept."""

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Iterable
from os import fsencode

from msgspec import Struct, structs

from api.http.problems import Refusal
from api.isolation.messages import Request
from api.isolation.pool import Pool
from api.isolation.terms import Terms

_KEPT = 32 << 20  # bytes of pictures
_WAITING = 3  # who waits for a picture at most; questions must find a free thread
_PATIENCE = 20.0  # seconds in that line


class _Asked(Struct, frozen=True):
    """Which picture."""

    sha256: str
    page: int
    words: str
    before: int


class Sheets:
    """One reader draws for all, one page after the other."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._pool = Pool(1, terms)
        self._drawing, self._keeping = threading.Lock(), threading.Lock()
        self._line = threading.BoundedSemaphore(_WAITING)
        self._drawn: OrderedDict[_Asked, bytes] = OrderedDict()
        self._hashes: dict[str, tuple[tuple[int, int, int], str]] = {}

    def original(self, paths: Iterable[str], sha256: str) -> str | None:
        """Where the very file still lies: the first of the paths with its bytes; None where it is gone or changed."""
        return next((p for p in paths if self._hash(p) == sha256), None)

    def _hash(self, path: str) -> str:
        """Of what lies there; "" for no file of a size that would be read. Read again only when it was touched."""
        try:
            status = os.stat(path)
            if not os.path.isfile(path) or status.st_size > self._terms.limits.file_bytes:
                return ""
            touched = (status.st_ino, status.st_size, status.st_mtime_ns)
            known = self._hashes.get(path)
            if known is None or known[0] != touched:
                with open(path, "rb") as file:
                    known = (touched, hashlib.file_digest(file, "sha256").hexdigest())
                self._hashes[path] = known
        except (OSError, ValueError):
            return ""
        return known[1]

    def picture(self, path: str, sha256: str, page: int, words: str = "", before: int = 0) -> bytes:
        """The page as PNG, with the words marked that stand behind so many letters of it.

        Raises `Refusal`: 404 where it cannot be drawn, 429 where too many wait.
        """
        asked = _Asked(sha256, page, words, before)
        if (known := self._known(asked)) is not None:
            return known
        if not self._line.acquire(blocking=False):
            raise Refusal(429, "page.sheet.busy", {"Retry-After": "2"})
        try:
            return self._draw(path, asked)
        finally:
            self._line.release()

    def _known(self, asked: _Asked) -> bytes | None:
        with self._keeping:
            if asked in self._drawn:
                self._drawn.move_to_end(asked)
            return self._drawn.get(asked)

    def _draw(self, path: str, asked: _Asked) -> bytes:
        """In turn; whoever waited for the same page finds it drawn."""
        if not self._drawing.acquire(timeout=_PATIENCE):
            raise Refusal(429, "page.sheet.busy", {"Retry-After": "2"})
        try:
            if (known := self._known(asked)) is not None:
                return known
            name, said = os.path.basename(path), structs.asdict(asked)
            reply = self._pool.answer(Request(fsencode(path), name, **said))
            if reply.code:
                raise Refusal(404, "page.sheet.none")
            return self._kept(asked, reply.line)
        finally:
            self._drawing.release()

    def _kept(self, asked: _Asked, picture: bytes) -> bytes:
        with self._keeping:
            self._drawn[asked] = picture
            while sum(map(len, self._drawn.values())) > _KEPT and len(self._drawn) > 1:
                self._drawn.popitem(last=False)
        return picture

    def close(self) -> None:
        """End the reader."""
        with self._drawing:
            self._pool.close()
