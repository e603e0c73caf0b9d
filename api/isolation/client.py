"""Our end of the server of readers: one server a process, started when first wanted."""

import atexit
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import msgspec

from api.isolation.messages import FORK, PID, REAP, REAPED
from api.isolation.terms import Terms
from graph.refusals import Refused

_CODE = "import sys; sys.path[:] = sys.argv[2:]; from api.isolation.server import serve; serve(int(sys.argv[1]))"
_ROOM = 1 << 20  # bytes of replies that may wait for us; the kernel gives less where it is told to


class ServerGone(Refused):
    """The server of readers cannot be started, or has ended."""

    def __init__(self) -> None:
        super().__init__("system.no_reader")

    def __str__(self) -> str:
        return self.code  # worded by `api.messages` alone


@contextmanager
def _typed() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ServerGone from error


class Server:
    """The process that makes readers."""

    def __init__(self, debug: bool) -> None:
        self._control, theirs = socket.socketpair()
        self._lock = threading.Lock()
        os.set_inheritable(theirs.fileno(), True)
        null = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDWR, 0)
        quiet = [(os.POSIX_SPAWN_DUP2, 0, n) for n in ((1,) if debug else (1, 2))]
        self._pid = os.posix_spawn(
            sys.executable,
            # nothing of the folder that we stand in, which is a stranger's; only what this process imports from
            [sys.executable, "-I", "-S", "-c", _CODE, str(theirs.fileno()), *filter(None, sys.path)],
            os.environ,
            file_actions=[null, *quiet],
            setsigmask=[signal.SIGINT],  # Ctrl-C is this process's to answer, from the server's first moment on
        )
        theirs.close()

    def reader(self, terms: Terms) -> socket.socket:
        """A new reader's socket; its first message is `Ready`."""
        ours, theirs = socket.socketpair()
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _ROOM)
        with theirs, self._lock, _typed():
            socket.send_fds(self._control, [FORK + msgspec.msgpack.encode(terms)], [theirs.fileno()])
        return ours

    def reaped(self, pid: int) -> tuple[int, int]:
        """How a reader that is dead or dying ended: status as of wait(2), peak of memory in bytes."""
        with self._lock, _typed():
            self._control.sendall(REAP + PID.pack(pid))
            got = self._control.recv(REAPED.size, socket.MSG_WAITALL)
        if len(got) < REAPED.size:
            raise ServerGone
        status, peak = REAPED.unpack(got)
        return status, peak

    def gone(self) -> bool:
        """It has ended; nothing but the answers of `reaped` ever comes from it."""
        try:
            return not self._control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def close(self) -> None:
        """End it, also while it is still getting warm, and wait for its end."""
        self._control.close()
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)


_lock = threading.Lock()
_running: list[Server] = []


def server(debug: bool = False) -> Server:
    """The server of this process."""
    with _lock:
        if not _running:
            _running.append(Server(debug))
            atexit.register(forget)
        return _running[0]


def forget() -> None:
    """End the server; the next `server` starts another."""
    with _lock:
        while _running:
            _running.pop().close()
        atexit.unregister(forget)
