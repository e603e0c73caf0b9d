"""Our end of the cluster: files in the order of the inputs, some a task; their rows come back in that order.

A worker that is lost has its tasks done by another (Dask does that); a task that took several workers with it is cut
into single files, and the one that does it again is refused. What the cluster is not can be said in one line: gone,
empty, of another version, without our folder.
"""

import importlib
import logging
import os
import socket
import time
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import msgspec

from api.cluster.tasks import Answer, Task, read
from api.isolation.messages import Reply, Request
from api.isolation.pool import check
from api.isolation.terms import Terms
from api.messages import words
from api.sources import Source
from api.workers import Outcome, asked, why_not
from graph.refusals import Refused
from loaders.limits import MB

TOGETHER = 32  # files a task: Dask itself costs some milliseconds each
_LARGE = MB  # a file of this size is a task of its own, so that others do not wait for it
_AHEAD = 3  # tasks under way for each thread of a worker
_ANSWER = 10.0  # seconds that the scheduler may take to answer
_WORKERS = 30.0  # seconds that nobody may be there who reads: workers take some to start
_TURN = 0.5  # seconds between two looks at whether anybody is still there
_Entry = tuple[Source, Request | str]


class Part:
    """Some inputs in order; what was refused before it was read stands among them with its reason."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        self.entries = entries
        self.future: Any = None

    @property
    def requests(self) -> tuple[Request, ...]:
        """What is to be read of it."""
        return tuple(r for _, r in self.entries if isinstance(r, Request))


class Cluster:
    """The inputs under way on a cluster; used as a context manager, in the place of `api.workers.Reading`."""

    def __init__(self, sources: Iterable[Source], address: str, terms: Terms, lang: str, reading: str) -> None:
        self._parts = parts(sources, terms, lang)
        self._address, self._terms, self._reading, self._say = address, terms, reading, words(lang)
        self._pending: deque[Part] = deque()
        self._client: Any = None
        self._window = 0

    def __enter__(self) -> "Cluster":
        distributed = _library()
        if not self._terms.debug:
            _quiet()
        try:
            at = urlsplit(self._address)  # Dask would try again and again where nobody listens
            socket.create_connection((at.hostname or "", at.port or 0), timeout=_ANSWER).close()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # other versions of libraries than ours: what counts is checked below
                self._client = distributed.Client(self._address, timeout=_ANSWER, set_as_default=False, name="phahe")
        except (OSError, ValueError) as error:
            raise Refused("cluster.away", address=self._address) from error
        try:
            self._client.wait_for_workers(1, timeout=_WORKERS)
        except Exception as error:
            self._close()
            raise Refused("cluster.empty", address=self._address) from error
        self._window = _AHEAD * self._threads()
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def attend(self) -> None:
        """Nothing to do: the client has a thread of its own."""

    def groups(self) -> Iterator[list[Outcome]]:
        """Outcomes with their rows, in order, those of a task at once."""
        while self._filled():
            yield self._outcomes(self._pending.popleft())

    def _filled(self) -> bool:
        while len(self._pending) < self._window and (part := next(self._parts, None)):
            self._begin(part)
            self._pending.append(part)
        return bool(self._pending)

    def _begin(self, part: Part) -> None:
        if part.requests:
            task = msgspec.msgpack.encode(Task(self._reading, self._terms, part.requests))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of the size of standard input, which is sent as it is
                part.future = self._client.submit(read, task, pure=False)

    def _outcomes(self, part: Part) -> list[Outcome]:
        replies = iter(self._replies(part))
        done = []
        for source, request in part.entries:
            if isinstance(request, str):
                done.append(Outcome(source, reason=request))
                continue
            reply = next(replies)
            done.append(Outcome(source, reply.line, why_not(reply, self._say), reply.said, reply.graph))
        return done

    def _replies(self, part: Part) -> Sequence[Reply]:
        if part.future is None:
            return ()
        try:
            answer = msgspec.msgpack.decode(self._result(part.future), type=Answer)
            for reply in answer.replies:
                check(reply, self._terms)
        except Refused:
            raise
        except Exception as error:
            if type(error).__name__ == "KilledWorker":
                return self._one_by_one(part)
            raise self._refused(error) from error
        part.future = None  # the scheduler forgets it
        if answer.reading != self._reading:
            raise Refused("cluster.version", address=self._address, theirs=answer.reading, ours=self._reading)
        return answer.replies

    def _result(self, future: Any) -> bytes:
        """What became of it, however long that takes; `Refused` when nobody is there any more who could do it.

        A result that was lost with its worker is made again, so one that is done may still be waited for.
        """
        seen = time.monotonic()
        while True:
            try:
                if (failure := future.exception(timeout=_TURN)) is None:
                    result: bytes = future.result(timeout=_ANSWER)
                    return result
            except TimeoutError:
                if self._threads():
                    seen = time.monotonic()
                elif time.monotonic() - seen > _WORKERS:
                    raise Refused("cluster.empty", address=self._address) from None
            else:
                raise failure

    def _refused(self, error: BaseException) -> Refused:
        self._threads()
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return Refused("cluster.failed", address=self._address, reason=reason)

    def _one_by_one(self, part: Part) -> Sequence[Reply]:
        """The files of a task that workers died of: each alone, so that only the one to blame is refused."""
        entries = [(s, r) for s, r in part.entries if isinstance(r, Request)]
        if len(entries) == 1:
            return [Reply(code="cluster.killed")]
        replies: list[Reply] = []
        for entry in entries:
            single = Part([entry])
            self._begin(single)
            replies += self._replies(single)
        return replies

    def _threads(self) -> int:
        """How many tasks the workers that are there can do at once."""
        try:
            return sum(self._client.nthreads().values())
        except Exception as error:
            raise Refused("cluster.away", address=self._address) from error

    def _close(self) -> None:
        futures = [p.future for p in self._pending if p.future is not None]
        self._pending.clear()
        if self._client is not None:
            with suppress(Exception):  # it is gone, or going
                self._client.cancel(futures, force=True)
            with suppress(Exception):
                self._client.close(timeout=2)


def parts(sources: Iterable[Source], terms: Terms, lang: str) -> Iterator[Part]:
    """The inputs as tasks: `TOGETHER` of them, a large file alone."""
    say, entries = words(lang), list[_Entry]()
    for source in sources:
        entry = (source, asked(source, terms.limits, say, rows=True))
        large = _size(entry[1]) >= _LARGE
        if entries and (large or len(entries) == TOGETHER):
            yield Part(entries)
            entries = []
        entries.append(entry)
        if large:
            yield Part(entries)
            entries = []
    if entries:
        yield Part(entries)


def _size(request: Request | str) -> int:
    if isinstance(request, str):
        return 0
    if request.content is not None:
        return len(request.content)
    try:
        return os.path.getsize(request.path)
    except OSError:  # the reader will say so
        return 0


def _library() -> ModuleType:
    """Imported only where a cluster is asked for: it takes half a second, and it is an extra."""
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise Refused("cluster.library") from error


def _quiet() -> None:
    """What the library logs of lost connections and workers; what matters of it is said in one line."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in {"asyncio", "distributed"}:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
