"""The store that somebody names: with what is set for servers, and in one line for people where there is none."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from api.messages import Words
from api.problems import Problem
from api.settings import access, settings
from api.sources import shown
from graph.log import Loads
from graph.store.access import is_server
from graph.store.opening import loads_of, open_store, typed
from graph.store.port import Store


def open_at(where: str, *, make: bool = False, mend: bool = False) -> Store:
    """The store at a path, which is made where it is missing, or on a server, which must have one unless `make`."""
    return open_store(where, make, access(), mend) if is_server(where) else open_store(where)


@contextmanager
def opened(location: str | None, say: Words, *, make: bool = False, mend: bool = False) -> Iterator[Store]:
    """The store; a question makes none, and only `rebuild` mends one: raises `Problem`."""
    where = location or settings().store
    if not make and not is_server(where) and not os.path.exists(where):
        raise Problem(say("store.none", store=shown(where)))
    with typed(where):
        store = open_at(where, make=make, mend=mend)
        try:
            yield store
        finally:
            store.close()


def log_of(store: Store, location: str | None) -> Loads:
    """The store's log."""
    return loads_of(store, location or settings().store)
