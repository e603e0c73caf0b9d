"""What was loaded when and by which rules: an append-only log beside the store, outside the graph and its equality."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

import msgspec
from msgspec import Struct

Event = Literal["loaded", "replaced", "forgotten", "failed"]


class Entry(Struct, frozen=True, kw_only=True):
    """One line: what happened to one file."""

    at: str  # ISO 8601 with offset
    event: Event
    path: str
    sha256: str | None
    reading: str  # fingerprint of rules and gazetteer
    note: str = ""


class Loads(Protocol):
    """Where it is noted what was loaded into a store, and who may load just now."""

    def note(self, event: Event, path: str, sha256: str | None = None, reading: str = "", note: str = "") -> None:
        """Something happened just now."""

    def entries(self) -> Iterator[Entry]:
        """All of it, oldest first."""

    def size(self) -> int:
        """Grows with every entry."""

    def alone(self, waiting: Callable[[], None]) -> AbstractContextManager[None]:
        """Nobody else loads meanwhile; `waiting` is called once where somebody does just now."""


def entry(event: Event, path: str, sha256: str | None, reading: str, note: str) -> Entry:
    """The line of what happens now."""
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    return Entry(at=at, event=event, path=path, sha256=sha256, reading=reading, note=note)


class Log:
    """One JSON object a line; nothing is ever changed or taken out."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, event: Event, path: str, sha256: str | None = None, reading: str = "", note: str = "") -> None:
        """Something happened just now."""
        self.append(entry(event, path, sha256, reading, note))

    @contextmanager
    def alone(self, waiting: Callable[[], None]) -> Iterator[None]:
        """Nobody else loads into the store meanwhile; `waiting` is called once where somebody does just now.

        The system lets go of the lock when the process ends, however it ends.
        """
        with self.path.open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waiting()
                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def append(self, entry: Entry) -> None:
        """Add a line in one write, so that two processes do not mix theirs."""
        with self.path.open("ab", buffering=0) as file:
            # the line break stands in front, so that what a crash cut off does not swallow the next line
            file.write(b"\n" + msgspec.json.encode(entry))

    def size(self) -> int:
        """In bytes."""
        return self.path.stat().st_size if self.path.exists() else 0

    def entries(self) -> Iterator[Entry]:
        """All lines, oldest first; a line cut off by a crash is left out."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for line in file:
                if line.rstrip().endswith(b"}"):
                    yield msgspec.json.decode(line, type=Entry)


def beside(store: Path) -> Log:
    """The log of an embedded store: 'phahe.db' has 'phahe.db.log'."""
    return Log(store.with_name(store.name + ".log"))
