"""Readers made by a fork of the test, so that a file's text can tell them how to fall."""

import ctypes
import faulthandler
import os
import re
import signal
import socket
import time
from pathlib import Path

from api.isolation import reader
from api.isolation.messages import Reply, Request
from api.isolation.terms import Terms
from loaders.limits import Limits

_REAL = reader._read


def _misbehaving(request: Request, limits: Limits) -> Reply:  # noqa: C901, PLR0912 - a list of faults
    word = request.content or Path(os.fsdecode(request.path)).read_bytes()
    match word.split()[0].decode():
        case "LOOP":  # native code that never looks at Python again
            re.match(r"(a+)+$", "a" * 64 + "b")
        case "SLEEP":
            time.sleep(60)
        case "EXIT":
            os._exit(3)
        case "KILLED":
            os.kill(os.getpid(), signal.SIGKILL)
        case "CRASH":
            ctypes.string_at(0)
        case "MEMORY":
            bytearray(1 << 40)
        case "CONNECT":
            socket.create_connection(("127.0.0.1", int(word.split()[1])), timeout=5)
        case "PROGRAM":
            os.system("true")  # noqa: S605 - the reader refuses it
        case "WRITE":
            Path(word.split()[1].decode()).write_bytes(b"x" * 10_000)
        case "GARBAGE":
            os.write(int(os.environ["READER_FD"]), b"\xff" * 4096)
            os._exit(0)
        case "FAULT":
            raise RuntimeError("a fault of ours")
        case "STALE":  # falls only in a reader that has read before
            if _seen:
                os._exit(4)
    _seen.append(1)
    return _REAL(request, limits)


_seen: list[int] = []


class Forking:
    """Stands for `api.isolation.client.Server`."""

    def __init__(self) -> None:
        self.made: list[int] = []

    def reader(self, terms: Terms) -> socket.socket:
        """A reader that falls when it is told to."""
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if not pid:
            try:
                ours.close()
                faulthandler.disable()  # pytest's own
                os.environ["READER_FD"] = str(theirs.fileno())
                reader._read = _misbehaving
                reader.read(theirs.fileno(), terms)
            finally:
                os._exit(0)
        theirs.close()
        self.made.append(pid)
        return ours

    def reaped(self, pid: int) -> tuple[int, int]:
        """Status and peak."""
        _, status, usage = os.wait4(pid, 0)
        return status, usage.ru_maxrss * 1024

    def gone(self) -> bool:
        """Never."""
        return False
