"""Readers that work side by side: requests in, replies out; one that falls costs the file that it fell over.

Used by one thread. A file is read once more in a new reader when the first had read others before and fell, or had no
memory left: what becomes of a file never depends on the files before it.
"""

import os
import select
import signal
import socket
import time
from collections import deque
from contextlib import suppress

import msgspec

from api.isolation.client import ServerGone, forget, server
from api.isolation.messages import Ready, Reply, Request, framed, taken
from api.isolation.terms import Terms
from graph import rows
from loaders.limits import MB, megabytes

AHEAD = 16  # requests that a reader has before it; so it never waits for this process while that writes to the store
HELD = 64 * MB  # of replies that nobody took yet; beyond it nothing more is begun
_START = 60.0  # seconds that a reader may take to be there
_PIECE = 1 << 20
_UNPACKED = 16 * MB  # and eight bytes a character: more than any text or its segments come to


def check(reply: Reply, terms: Terms) -> None:
    """Raise `msgspec.MsgspecError` for rows that no reader makes."""
    for said in (reply.said, *reply.graph):
        if said:
            rows.check(said, _UNPACKED + 8 * terms.limits.characters)


class Job:
    """A request and what became of it."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.reply: Reply | None = None
        self.size = 0  # bytes of the reply


class _Reader:
    """One process, its requests in order, and what it sent so far."""

    def __init__(self, terms: Terms) -> None:
        self.server = server(terms.debug)
        self.socket = self.server.reader(terms)
        self.buffer = bytearray()
        self.pid = 0
        self.done = 0
        self.jobs: deque[Job] = deque()
        self.since = time.monotonic()  # when it was last heard of, or got something to do

    def ask(self, job: Job, patience: float) -> None:
        if not self.jobs:
            self.since = time.monotonic()
        self.jobs.append(job)
        self.socket.settimeout(patience)
        with suppress(OSError):  # it has fallen: `Pool.wait` will see
            self.socket.sendall(framed(job.request))

    def deadline(self, wall: float) -> float:
        return self.since + (wall if self.pid else _START)


class Pool:
    """At most `jobs` readers; made when there is something to read, kept until `close`."""

    def __init__(self, jobs: int, terms: Terms) -> None:
        self._most, self._terms = jobs, terms
        self._readers: dict[int, _Reader] = {}
        self._waiting: deque[Job] = deque()
        self._held = 0

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, request: Request) -> Job:
        """Have it read; its reply comes while `wait` is called."""
        job = Job(request)
        self._waiting.append(job)
        self._assign()
        return job

    def answer(self, request: Request) -> Reply:
        """The reply to one request."""
        job = self.submit(request)
        while job.reply is None:
            self.wait()
        return self.take(job)

    def take(self, job: Job) -> Reply:
        """The reply to a job that is done, which makes room for another."""
        self._held -= job.size
        self._assign()
        return job.reply or Reply()

    def wait(self, most: float | None = None) -> None:
        """Until something happened, at most so many seconds; `ServerGone` where no reader can be made."""
        wall = self._terms.limits.wall_seconds
        busy = [r for r in self._readers.values() if r.jobs or not r.pid]
        poll = select.poll()
        for reader in busy:
            poll.register(reader.socket, select.POLLIN)
        first = min((r.deadline(wall) for r in busy), default=0.0)
        left = max(0.0, first - time.monotonic()) + 0.001
        ready = {fd for fd, _ in poll.poll((left if most is None else min(left, most)) * 1000)}
        told = [r for r in busy if r.socket.fileno() in ready]
        # one that said nothing has been at its file at least since it was last heard of, however long we were away
        late = [r for r in busy if r.socket.fileno() not in ready and r.deadline(wall) < time.monotonic()]
        for reader in told:
            self._heard(reader)
        for reader in late:
            self._out_of_time(reader)
        self._assign()

    def close(self) -> None:
        """End all readers, whatever they are doing."""
        for reader in list(self._readers.values()):
            self._end(reader)
        self._waiting.clear()

    def _assign(self) -> None:
        while self._waiting and self._held < HELD:
            reader = min(self._readers.values(), key=lambda r: len(r.jobs), default=None)
            if (reader is None or reader.jobs) and len(self._readers) < self._most:
                reader = self._made()
            if reader is None or len(reader.jobs) >= AHEAD or (reader.jobs and self._waiting[0].request.content):
                return
            reader.ask(self._waiting.popleft(), self._terms.limits.wall_seconds)

    def _made(self) -> _Reader:
        reader = _Reader(self._terms)
        self._readers[reader.socket.fileno()] = reader
        return reader

    def _heard(self, reader: _Reader) -> None:
        try:
            piece = reader.socket.recv(_PIECE, socket.MSG_DONTWAIT)
            reader.buffer += piece
            while reader.socket.fileno() >= 0 and (told := taken(reader.buffer)) is not None:
                message, size = told
                reader.since = time.monotonic()
                if isinstance(message, Ready):
                    reader.pid = message.pid
                else:
                    self._answered(reader, message, size)
        except (OSError, msgspec.MsgspecError):
            piece = b""
        if not piece and reader.socket.fileno() in self._readers:
            self._fallen(reader)

    def _answered(self, reader: _Reader, reply: Reply, size: int) -> None:
        if not reader.jobs:
            raise msgspec.DecodeError("a reply that nobody asked for")
        check(reply, self._terms)
        if reply.code == "file.memory" and reader.done:
            self._again(reader)
            return
        job = reader.jobs.popleft()
        job.reply, job.size = reply, size
        self._held += size
        reader.done += 1
        if reply.last:
            self._again(reader)

    def _fallen(self, reader: _Reader) -> None:
        """It has ended before its time: the file that it was at is to blame."""
        status, peak = self._end(reader)
        if not reader.pid and reader.server.gone():
            forget()
            raise ServerGone
        by_clock = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF
        if reader.jobs and (not reader.done or by_clock):
            reader.jobs.popleft().reply = self._fault(status, peak, started=bool(reader.pid))
        self._again(reader)

    def _fault(self, status: int, peak: int, *, started: bool) -> Reply:
        limits = self._terms.limits
        name = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else str(os.WEXITSTATUS(status))
        if name == "SIGPROF":
            return Reply(code="file.cpu_seconds", limit="cpu_seconds", values={"most": limits.cpu_seconds})
        if peak > limits.memory_bytes // 2 or not started:
            return Reply(code="file.memory", limit="memory_bytes", values={"most": megabytes(limits.memory_bytes)})
        return Reply(code="file.worker", values={"signal": name})

    def _out_of_time(self, reader: _Reader) -> None:
        """What native code does may never come back to us."""
        self._end(reader)
        if not reader.pid:
            raise ServerGone
        most = self._terms.limits.wall_seconds
        reader.jobs.popleft().reply = Reply(code="file.wall_seconds", limit="wall_seconds", values={"most": most})
        self._again(reader)

    def _again(self, reader: _Reader) -> None:
        """In its place a new one, which gets what it had still to do."""
        if reader.socket.fileno() in self._readers:
            self._end(reader)
        if reader.jobs:
            new = self._made()
            for job in reader.jobs:
                new.ask(job, self._terms.limits.wall_seconds)
            reader.jobs.clear()

    def _end(self, reader: _Reader) -> tuple[int, int]:
        del self._readers[reader.socket.fileno()]
        if reader.pid:
            with suppress(ProcessLookupError):
                os.kill(reader.pid, signal.SIGKILL)
        reader.socket.close()
        try:
            return reader.server.reaped(reader.pid) if reader.pid else (0, 0)
        except ServerGone:
            forget()
            return 0, 0
