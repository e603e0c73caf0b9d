"""All that a Neo4j store derives, derived anew in parts: a transaction each, so that none outgrows the server's memory.

While it goes on the store is marked: questions and loads are refused, with the command that finishes it. A rebuild that
was cut off is begun again by the next one. What files say is not touched, so nothing can be lost.
"""

import uuid
from collections.abc import Callable, Iterator

import msgspec

from graph.statements import Cluster
from graph.store.errors import Busy
from graph.store.neo4j_connection import Run, Server
from graph.store.neo4j_moving import committed
from graph.store.neo4j_schema import SCHEMA, brought_up
from graph.store.neo4j_tables import Neo4jTables
from graph.store.neo4j_writer import kin, lock
from graph.store.refreshing import Kin, Refresh

_cluster = msgspec.msgpack.Decoder(Cluster).decode
_GONE = 5000  # nodes that one transaction takes out
_BUCKETS, _FILES, _BODIES = 500, 200, 1000  # what one transaction derives


class Whole:
    """One rebuild; `server` may hold a store of an older schema, which is one of today afterwards."""

    def __init__(self, server: Server) -> None:
        self._server, self._me, self._begun = server, str(uuid.uuid4()), False

    def run(self) -> None:
        """All of it; changes nothing that `export` shows."""
        self._part(lambda run: run(_BEGIN, me=self._me))
        brought_up(self._server)
        for statement in _CLEAR:
            while self._part(lambda run, s=statement: run(s, most=_GONE)[0]["gone"]):  # type: ignore[misc]
                pass
        for kinds in ("!", "#"), ("=",):
            for kind in kinds:
                for some in self._buckets(kind):
                    self._derive(lambda refresh, some=some: refresh.settle(some))  # type: ignore[misc]
        for files in self._keys(_FILES_AFTER, _FILES):
            self._derive(lambda refresh, files=files: refresh.files.update(files))  # type: ignore[misc]
        for bodies in self._keys(_BODIES_AFTER, _BODIES):
            self._derive(lambda refresh, bodies=bodies: refresh.bodies.update(bodies))  # type: ignore[misc]
        self._part(lambda run: run(_END, schema=SCHEMA))

    def _part(self, work: Callable[[Run], object]) -> int:
        """What a part counts; `Busy` where somebody else began a rebuild meanwhile."""
        told: list[object] = []

        def alone(run: Run) -> bool:
            lock(run)
            (found,) = run("MATCH (s:_Store {name: 'phahe'}) RETURN s.rebuilding AS by")
            if self._begun and found["by"] != self._me:
                raise Busy("store.busy", path=self._server.where)
            told[:] = [work(run)]
            return True

        committed(self._server, alone)
        self._begun = True
        return told[0] if isinstance(told[0], int) else 0

    def _derive(self, touch: Callable[[Refresh[str]], None]) -> None:
        def derived(run: Run) -> None:
            refresh = Refresh(Neo4jTables(run))
            touch(refresh)
            refresh.run()

        self._part(derived)

    def _buckets(self, kind: str) -> Iterator[list[Kin]]:
        """The buckets of one kind in which something is said, all families of each."""
        last, end = kind, chr(ord(kind) + 1)
        while rows := self._server.read(_BUCKETS_AFTER, last=last, end=end, most=_BUCKETS):
            yield [(kin(_cluster(row["said"]))[0], None) for row in rows]
            last = rows[-1]["key"]

    def _keys(self, statement: str, most: int) -> Iterator[list[str]]:
        last = ""
        while rows := self._server.read(statement, last=last, most=most):
            yield [row["key"] for row in rows]
            last = rows[-1]["key"]


_BEGIN = "MATCH (s:_Store {name: 'phahe'}) SET s.rebuilding = $me, s.instruments = 0, s.loaded = 0"
_END = """
MATCH (s:_Store {name: 'phahe'})
SET s.schema = $schema, s.generation = s.generation + 1 REMOVE s.rebuilding"""
_CLEAR = (
    *(
        f"MATCH (n:{label}) WITH n LIMIT $most DETACH DELETE n RETURN count(*) AS gone"
        for label in ("Task", "Target", "_Name", "Instrument")
    ),
    "MATCH (o:Organization) WHERE o.said IS NOT NULL WITH o LIMIT $most SET o.said = NULL RETURN count(*) AS gone",
    """
MATCH (c:_Claim) WHERE c.pair IS NOT NULL WITH c LIMIT $most SET c.src = NULL, c.dst = NULL, c.pair = NULL
RETURN count(*) AS gone""",
)
# an index gives the first bucket behind a key at once, however many wordings a bucket holds
_BUCKETS_AFTER = """
MATCH (w:_Wording) WHERE w.bucket > $last AND w.bucket < $end
WITH DISTINCT w.bucket AS key ORDER BY key LIMIT $most
CALL (key) { MATCH (w:_Wording {bucket: key}) RETURN w.said AS said LIMIT 1 }
RETURN key, said ORDER BY key"""
_FILES_AFTER = """
MATCH (d:Document) WHERE d.sha256 > $last RETURN d.sha256 AS key ORDER BY key LIMIT $most"""
_BODIES_AFTER = "MATCH (o:Organization) WHERE o.id > $last RETURN o.id AS key ORDER BY key LIMIT $most"
