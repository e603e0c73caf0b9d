"""Files that came over HTTP: read in an isolated reader, looked at, then taken into the store, and taken out again.

One thread does it all, one file after the other, so that readers of the store never wait for an upload.
"""

import logging
import os
import queue
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from os import fsencode
from secrets import token_urlsafe
from typing import Literal

from api.http.problems import Refusal
from api.isolation.messages import Request
from api.isolation.pool import Pool
from api.isolation.terms import Terms
from graph.log import Loads
from graph.refusals import Refused
from graph.store.port import Store
from loaders.fingerprint import reading_fingerprint

State = Literal["waiting", "read", "failed", "accepting", "accepted", "withdrawing", "withdrawn"]
_DONE = frozenset({"failed", "accepted", "withdrawn"})
_log = logging.getLogger("phahe.http")


@dataclass
class Upload:
    """One file; `reason` says why it failed: a code with its values and the limit's setting (`graph.refusals`)."""

    id: str
    name: str
    file: str  # where its bytes lie, in a folder of ours; its own name never becomes a path
    size: int
    by: str  # who sent it
    state: State = "waiting"
    reason: tuple[str, dict[str, str | int], str] | None = None
    record: bytes = b""  # JSON
    key: str = ""  # under which the store keeps it
    changed: threading.Event = field(default_factory=threading.Event)


class Uploads:
    """All files of one server; raises `Refusal` where there are too many."""

    def __init__(self, store: Store, log: Loads, terms: Terms, most: int) -> None:
        self._store, self._log, self._terms, self._most = store, log, terms, most
        self.file_bytes = terms.limits.file_bytes
        self._folder = tempfile.TemporaryDirectory(prefix="phahe-")
        self._known: dict[str, Upload] = {}
        self._lock = threading.Lock()
        self._todo: queue.Queue[tuple[Callable[[Pool, Upload], None], Upload] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._work, name="phahe-uploads", daemon=True)
        self._thread.start()

    def room(self) -> None:
        """Raises `Refusal` (429) where as many wait or stand to be looked at as there may be."""
        with self._lock:
            self._forget_oldest()
            if len(self._known) >= self._most:
                raise Refusal(429, "http.429.detail", {"Retry-After": "10"}, most=self._most)

    def _forget_oldest(self) -> None:
        """What is done may go when there is no room; nothing that somebody still has to look at."""
        done = [u for u in self._known.values() if u.state in _DONE]
        for upload in done[: max(0, len(self._known) - self._most + 1)]:
            self._discard(upload)

    def path(self) -> str:
        """A new place for the bytes of a file."""
        handle, path = tempfile.mkstemp(dir=self._folder.name)
        os.close(handle)
        return path

    def add(self, name: str, file: str, by: str) -> Upload:
        """Have it read."""
        upload = Upload(token_urlsafe(12), name, file, os.path.getsize(file), by)
        with self._lock:
            self._known[upload.id] = upload
        self._todo.put((self._read, upload))
        return upload

    def get(self, upload: str) -> Upload:
        """Raises `Refusal` (404)."""
        with self._lock:
            found = self._known.get(upload)
        if found is None:
            raise Refusal(404, "http.upload.none")
        return found

    def all(self) -> list[Upload]:
        """Those that are known, the first that came first."""
        with self._lock:
            return list(self._known.values())

    def original(self, key: str) -> str | None:
        """Where the bytes of a file lie that the store keeps under the key."""
        return next((u.file for u in self.all() if u.key == key), None)

    def accept(self, name: str) -> Upload:
        """Have it taken into the store; raises `Refusal` (409) for one that was not read."""
        return self._moved(name, "read", "accepting", self._accept)

    def withdraw(self, name: str) -> Upload:
        """Take it out of the store again, or forget it before it was in."""
        upload = self.get(name)
        if upload.state == "accepted":
            return self._moved(name, "accepted", "withdrawing", self._withdraw)
        if upload.state in ("accepting", "withdrawing", "waiting"):
            raise Refusal(409, "http.upload.state", state=upload.state)
        with self._lock:
            self._discard(upload)
        upload.state = "withdrawn"
        return upload

    def _moved(self, name: str, state: State, after: State, work: Callable[[Pool, Upload], None]) -> Upload:
        upload = self.get(name)
        with self._lock:
            if upload.state != state:
                raise Refusal(409, "http.upload.state", state=upload.state)
            upload.state = after
            upload.changed.clear()
        self._todo.put((work, upload))
        return upload

    def close(self) -> None:
        """End the readers; what nobody accepted is gone."""
        self._todo.put(None)
        self._thread.join(timeout=self._terms.limits.wall_seconds)
        self._folder.cleanup()

    def _discard(self, upload: Upload) -> None:
        self._known.pop(upload.id, None)
        with suppress(OSError):
            os.unlink(upload.file)

    def _work(self) -> None:
        with Pool(1, self._terms) as pool:
            while (todo := self._todo.get()) is not None:
                work, upload = todo
                try:
                    work(pool, upload)
                except Refused as error:
                    upload.reason = (error.code, {k: str(v) for k, v in error.values.items()}, "")
                    upload.state = "failed"
                except Exception:
                    _log.exception("upload %s", upload.id)
                    upload.reason, upload.state = ("file.worker", {"signal": "?"}, ""), "failed"
                upload.changed.set()

    def _read(self, pool: Pool, upload: Upload) -> None:
        reply = pool.answer(Request(fsencode(upload.file), upload.name))
        if reply.code:
            upload.reason, upload.state = (reply.code, reply.values, reply.limit), "failed"
        else:
            upload.record, upload.state = reply.line, "read"

    def _accept(self, pool: Pool, upload: Upload) -> None:
        """Read once more, for the rows: the same bytes give the same."""
        said = pool.answer(Request(fsencode(upload.file), upload.name, rows=True)).said
        if said is None:
            raise Refused("file.worker", signal="?")
        upload.key = f"upload:{said.sha256[:10]}/{upload.name}"
        reading = reading_fingerprint()
        with self._store.write() as writer:
            writer.add(said, upload.key, reading)
        self._log.note("loaded", upload.key, said.sha256, reading)
        upload.state = "accepted"

    def _withdraw(self, pool: Pool, upload: Upload) -> None:
        with self._store.write() as writer:
            writer.drop(upload.key)
        self._log.note("forgotten", upload.key)
        upload.state = "withdrawn"
