"""Who did what, when and from where: a line a deed, only ever added to.

Each line has the digest of the line before it, so that one that was changed or taken out shows. Whoever may write to
the file may still take lines off its end or write all of it anew; who must be safe from that copies it elsewhere.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from api.accounts.places import now

Event = Literal["sign_in", "sign_in_refused", "sign_out", "upload", "load", "forget", "export", "account", "token"]
_LONGEST = 2_000  # characters of what was done: an address has a question in it
_TAIL = 1 << 16  # bytes that surely hold the last line


class Deed(Struct, frozen=True, kw_only=True):
    """One line; `address` is '' for what was done by command."""

    at: str
    who: str
    address: str
    event: Event
    what: str
    before: str = ""  # digest of the line before


class Broken(Struct, frozen=True):
    """The line of this number does not follow the one before it."""

    line: int


class Audit:
    """One file; made at the first deed, readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, who: str, address: str, event: Event, what: str) -> None:
        """It happened just now; raises `OSError`."""
        handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)  # ends with the handle
            last, torn = _last(handle)
            deed = Deed(at=now(), who=who, address=address, event=event, what=what[:_LONGEST], before=_digest(last))
            os.write(handle, b"\n" * torn + msgspec.json.encode(deed) + b"\n")
        finally:
            os.close(handle)

    def deeds(self) -> Iterator[Deed | Broken]:
        """All, the oldest first; `Broken` before one that does not follow."""
        if not self.path.exists():
            return
        before = b""
        with self.path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                line = raw.rstrip(b"\n")
                try:
                    deed = msgspec.json.decode(line, type=Deed)
                except msgspec.MsgspecError:
                    yield Broken(number)
                else:
                    if deed.before != _digest(before):
                        yield Broken(number)
                    yield deed
                before = line


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest() if line else ""


def _last(handle: int) -> tuple[bytes, bool]:
    """The last line, and whether its end is missing: a crash or a full disk."""
    size = os.fstat(handle).st_size
    tail = os.pread(handle, _TAIL, max(0, size - _TAIL))
    return tail.rstrip(b"\n").rpartition(b"\n")[2], bool(tail) and not tail.endswith(b"\n")
