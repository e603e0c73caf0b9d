"""How long a question may take: known to the thread that asks, looked at by the stores whenever they are asked."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from graph.store.errors import TooLong

_local = threading.local()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is asked of stores inside raises `TooLong` once the time is over; inside another one the first holds."""
    if left() is not None:
        yield
        return
    _local.until, _local.seconds = time.monotonic() + seconds, seconds
    try:
        yield
    finally:
        _local.until = None


def left() -> float | None:
    """Seconds, none or fewer where it is over; None where nobody set a time."""
    until: float | None = getattr(_local, "until", None)
    return None if until is None else until - time.monotonic()


def over() -> bool:
    """Whether the time is over."""
    until: float | None = getattr(_local, "until", None)
    return until is not None and time.monotonic() > until


def check() -> None:
    """Raises `TooLong` where it is."""
    if over():
        raise TooLong("store.too_long", seconds=_local.seconds)
