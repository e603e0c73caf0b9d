"""What a worker of the cluster does: reads files of a shared folder, in an isolated reader of its own machine.

A task and its answer are bytes that only the types below decode, as between us and a reader.
"""

import os

import msgspec
from msgspec import Struct

from api.isolation.messages import Reply, Request
from api.isolation.pool import Pool
from api.isolation.terms import Terms
from loaders.fingerprint import reading_fingerprint


class Task(Struct, frozen=True, array_like=True):
    """Files to be read; `reading` is the version of rules, gazetteer and code that the store is written with."""

    reading: str
    terms: Terms
    requests: tuple[Request, ...]


class Answer(Struct, frozen=True, array_like=True):
    """The replies in the order of the requests; none where the worker's version is another."""

    reading: str
    replies: tuple[Reply, ...]


def read(task: bytes) -> bytes:
    """Do the task: one reader at a time for it, so that a worker's threads are what bounds it."""
    asked = msgspec.msgpack.decode(task, type=Task)
    own = reading_fingerprint()
    replies = _replies(asked) if own == asked.reading else ()
    return msgspec.msgpack.encode(Answer(own, replies))


def _replies(task: Task) -> tuple[Reply, ...]:
    with Pool(1, task.terms) as pool:
        jobs = [pool.submit(r) if r.content is not None or os.path.lexists(r.path) else None for r in task.requests]
        replies = []
        for job in jobs:
            while job and job.reply is None:
                pool.wait()
            replies.append(pool.take(job) if job else Reply(code="cluster.unseen"))
        return tuple(replies)
