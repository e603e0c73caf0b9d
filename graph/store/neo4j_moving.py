"""When a transaction becomes visible: readers of Neo4j may meet a part of one that is being applied.

So who writes says, just before he commits, that the store is moving, and afterwards that it is not; each is a
transaction of its own on a node of its own. Who reads finds it still at the beginning and at the end, with the same
number. A writer that dies in between leaves it moving for `_AT_MOST` seconds.
"""

import uuid
from collections.abc import Callable
from contextlib import suppress

from msgspec import Struct

from graph.store.errors import StoreError
from graph.store.neo4j_connection import Row, Run, Server

_AT_MOST = 60  # seconds that applying one transaction may take
_BEGIN = """
MERGE (m:_Moving {name: 'phahe'})
SET m.by = $me, m.since = datetime(), m.number = coalesce(m.number, 0) + 1"""
_END = "MATCH (m:_Moving {name: 'phahe', by: $me}) REMOVE m.by"
_STATE = """
MATCH (s:_Store {name: 'phahe'}) OPTIONAL MATCH (m:_Moving {name: 'phahe'})
RETURN s.generation AS generation, coalesce(m.number, 0) AS number, s.rebuilding IS NOT NULL AS rebuilding,
  m.by IS NOT NULL AND m.since > datetime() - duration({seconds: $most}) AS moving"""


class State(Struct, frozen=True):
    """Which generation there is; while it is moving, nobody knows, and while it is derived anew there is none."""

    generation: int
    number: int
    moving: bool
    rebuilding: bool = False


def state(ask: Callable[..., list[Row]]) -> State:
    """As it is now; generation 0 where the store is gone."""
    return next((State(**row) for row in ask(_STATE, most=_AT_MOST)), State(0, 0, False))


def committed(server: Server, work: Callable[[Run], bool]) -> None:
    """Do `work` in one transaction, which says whether it changed anything."""
    me = str(uuid.uuid4())
    began = False

    def whole(run: Run) -> None:
        nonlocal began
        if work(run):
            began = True
            server.write(lambda other: other(_BEGIN, me=me))

    try:
        server.write(whole)
    finally:
        if began:
            with suppress(StoreError):  # then it ends by itself
                server.write(lambda run: run(_END, me=me))
