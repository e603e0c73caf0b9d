"""Reading many files, in this process or several; results in the order of the inputs, never all in memory."""

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver, get_context
from multiprocessing.context import BaseContext
from pathlib import Path

from msgspec import Struct

from api.messages import Words, words
from api.sources import STDIN, Source, stored
from graph.record import Record, from_json, to_json
from graph.segments import packed
from loaders.extraction import extract_all
from loaders.limits import Limits
from loaders.loading import read_stream
from loaders.text import NotRead

CHUNK_FILES, CHUNK_BYTES = 16, 8 << 20  # a task is worth sending when it has so many files or so many bytes
_AHEAD = 3  # chunks under way for each process


Done = tuple[bytes | None, bytes, str | None]  # line, layout, reason


class Outcome(Struct, frozen=True):
    """One input read (as a record, or as its JSON line out of another process), or the one line why not.

    `layout` are the segments of its text (`graph.segments.packed`).
    """

    source: Source
    record: Record | None = None
    line: bytes | None = None
    reason: str | None = None
    layout: bytes = b""

    def json(self) -> bytes:
        """The record's line."""
        return self.line if self.line is not None else to_json(self.read())

    def read(self) -> Record:
        """The record."""
        if self.record is not None:
            return self.record
        return from_json(self.line or b"")


class Task(Struct, frozen=True):
    """What a process is told: paths, never texts."""

    sources: tuple[Source, ...]
    limits: Limits
    lang: str
    debug: bool


def read(source: Source, task: Task) -> Outcome:
    """One input; whatever goes wrong with a file is its one line, and the others are still done."""
    say = words(task.lang)
    if source.problem:
        return Outcome(source, reason=say(source.problem, reason=source.detail))
    try:
        if source.path == STDIN and sys.stdin is None:
            return Outcome(source, reason=say("file.no_stdin"))
        if source.path == STDIN:
            record, segments = extract_all(read_stream(sys.stdin.buffer, task.limits), STDIN, task.limits)
        else:
            record, segments = extract_all(Path(source.key), stored(source.path), task.limits)
        return Outcome(source, record=record, layout=packed(segments))
    except NotRead as error:
        return Outcome(source, reason=refused(error, say))
    except Exception as error:
        if task.debug:
            raise
        return Outcome(source, reason=_crash(say, error))


def refused(error: NotRead, say: Words) -> str:
    """Why, and which setting moves the limit."""
    return _one_line(say(error.code, **error.values)) + (f" (PHAHE_{error.limit.upper()})" if error.limit else "")


def _crash(say: Words, error: Exception) -> str:
    return _one_line(say("file.crash", kind=type(error).__name__, message=str(error)[:200]))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _work(task: Task) -> list[Done]:
    """In another process: bytes and reasons, which are small to send."""
    done = (read(source, task) for source in task.sources)
    return [(None, b"", o.reason) if o.reason is not None else (o.json(), o.layout, None) for o in done]


def _context() -> BaseContext:
    """Ctrl-C is this process's to answer: what the server of processes ignores from its start, all its children ignore.

    Not fork: this process holds a store and the thread of a progress bar.
    """
    if threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            forkserver.ensure_running()
        finally:
            signal.signal(signal.SIGINT, before)
    return get_context("forkserver")


@contextmanager
def _interrupted_later() -> Iterator[None]:
    """Ctrl-C waits: a pool that is cut off while it starts leaves processes behind that find nothing to work with."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: asked.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if asked:
        raise KeyboardInterrupt


def _chunks(sources: Iterable[Source]) -> Iterator[tuple[Source, ...]]:
    chunk: list[Source] = []
    size = 0
    for source in sources:
        chunk.append(source)
        size += os.path.getsize(source.key) if os.path.isfile(source.key) else 0
        if len(chunk) >= CHUNK_FILES or size >= CHUNK_BYTES or source.path == STDIN:
            yield tuple(chunk)
            chunk, size = [], 0
    if chunk:
        yield tuple(chunk)


def outcomes(sources: Iterable[Source], jobs: int, task: Task) -> Iterator[Outcome]:
    """Each input's outcome, in order. `task` says how; its own sources are not looked at."""
    if jobs <= 1:
        for source in sources:
            yield read(source, task)
        return
    yield from _parallel(sources, jobs, task)


class _Pool:
    """Processes that are started anew when one died."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self.pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.jobs, mp_context=_context())

    def submit(self, task: Task) -> "Future[list[Done]]":
        with _interrupted_later():
            try:
                return self.pool.submit(_work, task)
            except BrokenProcessPool:
                self.pool = self._new()
                return self.pool.submit(_work, task)

    def close(self) -> None:
        """Waits for the chunks under way: a process that starts later than this one ends finds nothing to work with."""
        self.pool.shutdown(wait=True, cancel_futures=True)


Pending = tuple[tuple[Source, ...], "Future[list[Done]]"]


def _parallel(sources: Iterable[Source], jobs: int, task: Task) -> Iterator[Outcome]:
    pool = _Pool(jobs)
    pending: deque[Pending] = deque()
    try:
        for chunk in _chunks(sources):
            here = Task(chunk, task.limits, task.lang, task.debug)
            if any(s.path == STDIN for s in chunk):  # standard input is this process's own
                while pending:
                    yield from _take(pending.popleft(), task)
                yield from (read(s, here) for s in chunk)
                continue
            pending.append((chunk, pool.submit(here)))
            if len(pending) >= jobs * _AHEAD:
                yield from _take(pending.popleft(), task)
        while pending:
            yield from _take(pending.popleft(), task)
    finally:
        pool.close()


def _take(pending: Pending, task: Task) -> Iterator[Outcome]:
    chunk, future = pending
    try:
        done = future.result()
    except BrokenProcessPool:  # one file of some chunk killed its process: find out which
        done = [_alone(Task((s,), task.limits, task.lang, task.debug)) for s in chunk]
    for source, (line, layout, reason) in zip(chunk, done, strict=True):
        yield Outcome(source, line=line, reason=reason, layout=layout)


def _alone(task: Task) -> Done:
    """One file in a process of its own, after others of its kind died."""
    with ProcessPoolExecutor(1, mp_context=_context()) as pool:
        try:
            return pool.submit(_work, task).result()[0]
        except BrokenProcessPool:
            return None, b"", words(task.lang)("file.worker")
