"""A question to the store over HTTP: within its seconds, of one generation, asked again where somebody wrote."""

import time
from collections.abc import Callable
from typing import TypeVar

from fastapi import Request

from graph.deadline import over, within
from graph.store.errors import Busy, Moved, TooLong
from graph.store.port import Store

T = TypeVar("T")
_PAUSE = 0.05  # seconds until a writer may be done
_GLANCE, _ROWS = 0.002, 200  # seconds for which all others may wait, and rows of one look that take no longer


def settled(request: Request, ask: Callable[[Store], T]) -> T:
    """What `ask` gives; raises `TooLong`, or `Moved` where a store that keeps no old generation never came to rest."""
    store: Store = request.app.state.store
    with within(request.app.state.seconds):
        while True:
            try:
                with store.read():
                    return ask(store)
            except Moved:
                time.sleep(_PAUSE)
                if over():
                    raise


def glanced(request: Request, ask: Callable[[Store], T | None]) -> T | None:
    """What a look that holds up nobody gives, on the thread that serves all; None where it would take longer.

    A thread costs more than a short question does. A store on a server is not asked like this: it is waited for.
    """
    if not request.app.state.near:
        return None
    store: Store = request.app.state.store
    try:
        with within(_GLANCE, _ROWS):
            return ask(store)
    except (Busy, Moved, TooLong):
        return None
