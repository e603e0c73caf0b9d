"""How long a question may take: known to the thread that asks, looked at by the stores whenever they are asked."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from graph.store.errors import TooLong

_local = threading.local()


@contextmanager
def within(seconds: float, rows: int | None = None) -> Iterator[None]:
    """What is asked of stores inside raises `TooLong` once the time is over; inside another one the first holds.

    `rows`: it is too long also where one look into the store brings more: what is done with each takes time too.
    """
    if left() is not None:
        yield
        return
    _local.until, _local.seconds, _local.rows = time.monotonic() + seconds, seconds, rows
    try:
        yield
    finally:
        _local.until = _local.rows = None


def most_rows() -> int | None:
    """How many rows of one look are not too long; None where nobody set a limit."""
    rows: int | None = getattr(_local, "rows", None)
    return rows


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
        raise too_long()


def too_long() -> TooLong:
    """What is raised where it is."""
    return TooLong("store.too_long", seconds=_local.seconds)
