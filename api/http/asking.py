"""A question to the store over HTTP: within its seconds, of one generation, asked again where somebody wrote."""

import time
from collections.abc import Callable
from typing import TypeVar

from fastapi import Request

from graph.deadline import over, within
from graph.store.errors import Moved
from graph.store.port import Store

T = TypeVar("T")
_PAUSE = 0.05  # seconds until a writer may be done


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
