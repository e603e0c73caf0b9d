"""Work that may take for ever, in a process of its own: bounded in time and memory, gone when it is over."""

import os
import select
import signal
import time
import warnings
from collections.abc import Callable
from contextlib import suppress

import msgspec
from msgspec import Struct

from api.isolation.confinement import address_space, bound_memory
from graph.refusals import Refused
from loaders.limits import megabytes

_PIECE = 1 << 20


class _Told(Struct, array_like=True):
    """What the child says at its end: the result, or what was refused, or what went wrong."""

    result: bytes = b""
    code: str = ""
    values: dict[str, str | int] = {}


def bounded(work: Callable[[], bytes], seconds: int, memory: int) -> bytes:
    """What `work` gives in a child of this process; raises `Refused` where it takes more, refuses or falls."""
    ours, theirs = os.pipe()
    with warnings.catch_warnings():  # of threads, from Python 3.12 on: the child only computes
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if not pid:
        os.close(ours)
        _work(work, theirs, memory)
    os.close(theirs)
    try:
        content = _heard(ours, time.monotonic() + seconds)
    finally:
        os.close(ours)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    if content is None:
        raise Refused("bounded.seconds", most=seconds)
    try:
        told = msgspec.msgpack.decode(content, type=_Told)
    except msgspec.MsgspecError:  # native code that finds no memory ends its process
        raise Refused("bounded.fell", most=megabytes(memory)) from None
    if told.code:
        raise Refused(told.code, **told.values)
    return told.result


def _work(work: Callable[[], bytes], fd: int, memory: int) -> None:
    """The child: never returns, and writes nothing but what it has to say."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (1, 2):
            os.dup2(null, stream)
        bound_memory(address_space() + memory)  # beside what the parent had mapped: a server or a notebook has much
        _say(fd, _done(work, memory))
    finally:
        os._exit(0)


def _done(work: Callable[[], bytes], memory: int) -> _Told:
    try:
        return _Told(result=work())
    except Refused as error:
        return _Told(code=error.code, values={k: v if isinstance(v, int) else str(v) for k, v in error.values.items()})
    except MemoryError:
        return _Told(code="bounded.fell", values={"most": megabytes(memory)})
    except Exception as error:
        return _Told(code="unexpected", values={"kind": type(error).__name__, "message": " ".join(str(error).split())})


def _say(fd: int, told: _Told) -> None:
    left = memoryview(msgspec.msgpack.encode(told))
    while left:
        left = left[os.write(fd, left) :]


def _heard(fd: int, deadline: float) -> bytes | None:
    """All that the child says; None where it says too late."""
    got = bytearray()
    while (left := deadline - time.monotonic()) > 0:
        if select.select([fd], [], [], left)[0]:
            piece = os.read(fd, _PIECE)
            if not piece:
                return bytes(got)
            got += piece
    return None
