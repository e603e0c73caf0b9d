"""Reading many files, all of them in isolated readers; results in the order of the inputs, never all in memory."""

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from os import fsencode

from msgspec import Struct

from api.isolation.messages import Reply, Request, Terms
from api.isolation.pool import Job, Pool
from api.messages import Words, words
from api.sources import STDIN, Source, stored
from graph.record import Record, from_json
from loaders.files import read_stream
from loaders.text import NotRead

_WINDOW = 8  # inputs under way for each reader: the first of them may be a large one


class Outcome(Struct, frozen=True):
    """One input read, as its record's JSON line, or the one line why not.

    `layout` are the segments of its text (`graph.segments.packed`).
    """

    source: Source
    line: bytes = b""
    reason: str | None = None
    layout: bytes = b""

    def read(self) -> Record:
        """The record."""
        return from_json(self.line)


def outcomes(sources: Iterable[Source], jobs: int, terms: Terms, lang: str) -> Iterator[Outcome]:
    """Each input's outcome, in order."""
    say = words(lang)
    pending: deque[tuple[Source, Job | str]] = deque()
    with Pool(jobs, terms) as pool:
        for source in sources:
            pending.append((source, _begun(source, pool, terms, say)))
            while len(pending) >= jobs * _WINDOW or _done(pending):
                yield _first(pending, pool, say)
        while pending:
            yield _first(pending, pool, say)


def _begun(source: Source, pool: Pool, terms: Terms, say: Words) -> Job | str:
    """The file under way, or why it never will be."""
    if source.problem:
        return say(source.problem, reason=source.detail)
    content = None
    if source.path == STDIN:
        if sys.stdin is None:
            return say("file.no_stdin")
        try:
            content = read_stream(sys.stdin.buffer, terms.limits)
        except NotRead as error:
            return refused(say, error.code, error.limit, error.values)
    name = STDIN if source.path == STDIN else stored(source.path)
    return pool.submit(Request(fsencode(source.key), name, content))


def _done(pending: deque[tuple[Source, Job | str]]) -> bool:
    first = pending[0][1] if pending else None
    return isinstance(first, str) or (first is not None and first.reply is not None)


def _first(pending: deque[tuple[Source, Job | str]], pool: Pool, say: Words) -> Outcome:
    source, job = pending[0]
    while isinstance(job, Job) and job.reply is None:
        pool.wait()
    pending.popleft()
    if isinstance(job, str):
        return Outcome(source, reason=job)
    reply = job.reply or Reply()
    return Outcome(source, reply.line, why_not(reply, say), reply.layout)


def why_not(reply: Reply, say: Words) -> str | None:
    """The one line of a reply that is no record; the traceback behind it where the reader gave one."""
    if reply.trace:
        sys.stderr.write(reply.trace)
    return refused(say, reply.code, reply.limit, reply.values) if reply.code else None


def refused(say: Words, code: str, limit: str, values: dict[str, object] | dict[str, str | int]) -> str:
    """Why, and which setting moves the limit."""
    return " ".join(say(code, **values).split()) + (f" (PHAHE_{limit.upper()})" if limit else "")
