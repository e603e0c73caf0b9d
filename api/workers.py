"""Reading many files, all of them in isolated readers; results in the order of the inputs, never all in memory."""

import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from os import fsencode

from msgspec import Struct

from api.isolation.messages import Reply, Request
from api.isolation.pool import Job, Pool
from api.isolation.terms import Terms
from api.messages import Words, words
from api.sources import STDIN, Source, stored
from graph.rows import FileRows
from loaders.files import read_stream
from loaders.limits import Limits
from loaders.text import NotRead

_WINDOW = 128  # inputs under way for each reader: the first of them may be a large one
_TOGETHER = 32  # outcomes handed over at once: a transaction
_PATIENCE = 0.25  # seconds that the first of them waits for the others


class Outcome(Struct, frozen=True):
    """One input read, as its record's JSON line or its rows, or the one line why not."""

    source: Source
    line: bytes = b""
    reason: str | None = None
    said: FileRows | None = None
    graph: tuple[FileRows, ...] = ()  # of an RDF file: the files whose statements it holds; their records a line each


class Reading:
    """The inputs under way; used as a context manager."""

    def __init__(self, sources: Iterable[Source], jobs: int, terms: Terms, lang: str) -> None:
        self._sources = iter(sources)
        self._say = words(lang)
        self._pool = Pool(jobs, terms)
        self._limits = terms.limits
        self._window = jobs * _WINDOW
        self._pending: deque[tuple[Source, Job | str]] = deque()

    def __enter__(self) -> "Reading":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def outcomes(self) -> Iterator[Outcome]:
        """Each input's outcome with its record, in order."""
        for group in self._groups(1, 0.0, rows=False):
            yield from group

    def groups(self) -> Iterator[list[Outcome]]:
        """Outcomes with their rows, in order, some at once, so that they can be written in one transaction."""
        return self._groups(_TOGETHER, _PATIENCE, rows=True)

    def attend(self) -> None:
        """Hear what the readers have to say; called now and then by who writes meanwhile, so that none has to wait."""
        self._pool.wait(0)

    def _groups(self, most: int, patience: float, *, rows: bool) -> Iterator[list[Outcome]]:
        group: list[Outcome] = []
        since = 0.0
        while self._filled(rows=rows) or group:
            while self._done() and len(group) < most:
                since = since if group else time.monotonic()
                group.append(self._first())
            left = since + patience - time.monotonic()
            if group and (len(group) >= most or left <= 0 or not self._pending):
                yield group
                group = []
            else:
                self._pool.wait(left if group else None)

    def _filled(self, *, rows: bool) -> bool:
        """Whether something is under way, after as much was begun as may be."""
        while len(self._pending) < self._window and (source := next(self._sources, None)):
            self._pending.append((source, self._begun(source, rows=rows)))
        return bool(self._pending)

    def _begun(self, source: Source, *, rows: bool) -> Job | str:
        """The file under way, or why it never will be."""
        request = asked(source, self._limits, self._say, rows=rows)
        return request if isinstance(request, str) else self._pool.submit(request)

    def _done(self) -> bool:
        first = self._pending[0][1] if self._pending else None
        return isinstance(first, str) or (first is not None and first.reply is not None)

    def _first(self) -> Outcome:
        source, job = self._pending.popleft()
        if isinstance(job, str):
            return Outcome(source, reason=job)
        reply = self._pool.take(job)
        return Outcome(source, reply.line, why_not(reply, self._say), reply.said, reply.graph)


def asked(source: Source, limits: Limits, say: Words, *, rows: bool) -> Request | str:
    """What a reader is asked for, or why it is not asked."""
    if source.problem:
        return say(source.problem, reason=source.detail)
    content = None
    if source.path == STDIN:
        if sys.stdin is None:
            return say("file.no_stdin")
        try:
            content = read_stream(sys.stdin.buffer, limits)
        except NotRead as error:
            return refused(say, error.code, error.limit, error.values)
    name = STDIN if source.path == STDIN else stored(source.path)
    return Request(fsencode(source.key), name, content, rows=rows)


def outcomes(sources: Iterable[Source], jobs: int, terms: Terms, lang: str) -> Iterator[Outcome]:
    """Each input's outcome with its record, in order."""
    with Reading(sources, jobs, terms, lang) as reading:
        yield from reading.outcomes()


def why_not(reply: Reply, say: Words) -> str | None:
    """The one line of a reply that is no record; the traceback behind it where the reader gave one."""
    if reply.trace:
        sys.stderr.write(reply.trace)
    return refused(say, reply.code, reply.limit, reply.values) if reply.code else None


def refused(say: Words, code: str, limit: str, values: dict[str, object] | dict[str, str | int]) -> str:
    """Why, and which setting moves the limit."""
    return " ".join(say(code, **values).split()) + (f" (PHAHE_{limit.upper()})" if limit else "")
