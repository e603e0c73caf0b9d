"""What is loaded, counted once for each generation of the store, and which files could not be loaded."""

import threading
from collections import Counter

from msgspec import Struct

from graph.log import Entry, Loads
from graph.store.port import Counts, Store

_MOST = 5_000  # loaded documents; counting more takes too long for a first page


class Held(Struct, frozen=True):
    """What is loaded; `counts` and `types` (documents by type, most first) are None where counting would take long."""

    generation: int
    documents: int
    counts: Counts | None = None
    types: list[tuple[str, int]] | None = None


class Holdings:
    """Kept between requests; a change of the store or its log is seen by the next one."""

    def __init__(self, log: Loads) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._held = Held(-1, 0)
        self._read = -1
        self._failed: list[Entry] = []

    def held(self, store: Store) -> Held:
        """Asked inside `store.read()`."""
        generation = store.generation()
        with self._lock:
            if self._held.generation != generation:
                self._held = _counted(store, generation)
            return self._held

    def failed(self) -> list[Entry]:
        """Files whose last try failed, the latest first."""
        size = self._log.size()
        with self._lock:
            if size != self._read:
                last = {e.path: e for e in self._log.entries()}
                self._failed = [e for e in reversed(last.values()) if e.event == "failed"]
                self._failed.sort(key=lambda e: e.at, reverse=True)
                self._read = size
            return self._failed


def _counted(store: Store, generation: int) -> Held:
    documents = store.extent().loaded
    if documents > _MOST:
        return Held(generation, documents)
    types = Counter(row.type for row in store.all_instruments() if row.loaded)
    return Held(generation, documents, store.counts(), sorted(types.items(), key=lambda t: (-t[1], t[0])))
