"""A rebuild in parts, cut off and finished; a store of an older schema; who issued an instrument."""

from pathlib import Path

import pytest

from graph.body_keys import body_key
from graph.record import Record
from graph.store import neo4j_whole
from graph.store.errors import Busy, OlderSchema
from graph.store.memory import MemoryStore
from graph.store.neo4j_schema import SCHEMA
from graph.store.neo4j_store import Neo4jStore
from tests.cli.making import phahe
from tests.graph.making import Made
from tests.neo4j.faults import at_statement, records
from tests.neo4j.server import ACCESS, ENV, Running, cypher, emptied
from tests.stores.test_equality import load, seen


@pytest.fixture
def url(neo4j_server: Running) -> str:
    emptied(neo4j_server.url).close()
    return neo4j_server.url


class Cut(Exception):  # noqa: N818
    """The program ends here."""


def cut() -> None:
    raise Cut


def test_a_rebuild_that_is_cut_off_is_seen_and_finished(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the smallest parts, cut at ten places: no question is answered and nothing loaded until one was finished."""
    for name in ("_GONE", "_BUCKETS", "_FILES", "_BODIES"):
        monkeypatch.setattr(neo4j_whole, name, 2)
    whole, some = MemoryStore(), records(4)
    load(whole, some[:3])
    store = Neo4jStore(url, ACCESS)
    load(store, some[:3])
    with at_statement(0, cut) as sent:
        store.rebuild()
    assert seen(store) == seen(whole)
    for point in range(2, sent[0], sent[0] // 10):
        with at_statement(point, cut), pytest.raises(Cut):
            store.rebuild()
        begun = bool(cypher(url, "MATCH (s:_Store) WHERE s.rebuilding IS NOT NULL RETURN s.name"))
        assert begun or point < 10
        if begun:
            with pytest.raises(Busy, match=f"phahe rebuild --store {url}"):
                seen(store)
            with pytest.raises(Busy):
                load(store, some[3:])
            with pytest.raises(Busy):
                Neo4jStore(url, ACCESS)
        with at_statement(0, cut):
            store.rebuild()
        assert seen(store) == seen(whole)
    load(store, some[3:])
    load(whole, some[3:])
    assert seen(store) == seen(whole)
    store.close()


def test_two_rebuilds_at_once(url: str) -> None:
    """The later one takes over; the other says that somebody is at work, and spoils nothing."""
    store, whole, some = Neo4jStore(url, ACCESS), MemoryStore(), records(3)
    load(store, some)
    load(whole, some)
    other = Neo4jStore(url, ACCESS)
    with at_statement(30, other.rebuild), pytest.raises(Busy):
        store.rebuild()
    assert seen(store) == seen(whole)
    store.close()
    other.close()


def test_an_older_store_is_brought_up_by_rebuild(url: str, tmp_path: Path) -> None:
    """One line names the command; afterwards the answers are there, and what the older schema had not."""
    store, whole, some = Neo4jStore(url, ACCESS), MemoryStore(), records(3)
    load(store, some)
    load(whole, some)
    store.close()
    cypher(url, "MATCH ()-[x:ISSUED_BY]->() DELETE x")
    cypher(url, "MATCH (o:Organization) WHERE o.said IS NULL DETACH DELETE o")
    cypher(url, "MATCH (s:_Store) SET s.schema = 3")
    with pytest.raises(OlderSchema):
        Neo4jStore(url, ACCESS)
    for lang in ("vi", "en"):
        done = phahe("stats", "--store", url, "--lang", lang, cwd=tmp_path, **ENV)
        assert (done.returncode, done.stdout) == (1, b"")
        assert f"phahe rebuild --store {url}" in done.stderr.decode()
    assert phahe("rebuild", "--store", url, cwd=tmp_path, **ENV).returncode == 0
    store = Neo4jStore(url, ACCESS)
    assert seen(store) == seen(whole)
    assert issued(url) == wanted(store)
    assert cypher(url, "MATCH (s:_Store) RETURN s.schema AS schema") == [{"schema": SCHEMA}]
    store.close()
    cypher(url, "MATCH (s:_Store) SET s.schema = 2")
    with pytest.raises(OlderSchema):
        Neo4jStore(url, ACCESS, mend=True)
    cypher(url, "MATCH (s:_Store) SET s.schema = $now", now=SCHEMA)


def issued(url: str) -> list[tuple[str, str]]:
    """Which body issued which instrument, as Cypher has it."""
    rows = cypher(url, "MATCH (i:Instrument)-[:ISSUED_BY]->(o:Organization) RETURN i.id AS id, o.id AS body")
    return sorted((r["id"], r["body"]) for r in rows)


def wanted(store: Neo4jStore) -> list[tuple[str, str]]:
    """The same by the rows of the port."""
    rows = [r for r in store.all_instruments() if r.issuer]
    return sorted((r.id, body_key(n, r.issued, r.place).id) for r in rows for n in (r.issuer or "").split("; "))


def bodies(url: str) -> list[object]:
    """All bodies with their properties and places, as they stand on the server."""
    return cypher(
        url,
        """
MATCH (o:Organization) RETURN o.id AS id, o.name AS name, o.kind AS kind, o.place AS place, o.said IS NULL AS silent,
  [(o)-[:OF_PLACE]->(p) | p.code] AS places ORDER BY id""",
    )


def naming(name: str, *said: str) -> Record:
    """A plan that cites decisions of issuers written in these ways, and names one of them as a body."""
    made = Made(name)
    own = made.document("Kế hoạch", f"{len(name)}/KH-UBND", "2025-12-09", "UBND tỉnh Sơn La", name, place="tỉnh Sơn La")
    for n, issuer in enumerate(said):
        made.claims(own, "CITES", made.cites("Quyết định", f"{n + 1}/QĐ", "2021-07-15", issuer))
    return made.task(own, "Chủ trì rà soát", "Sở Tư pháp tỉnh Sơn La").record()


def test_who_issued_stands_whatever_the_order(url: str) -> None:
    """ISSUED_BY of every instrument with an issuer; a body that nobody names any more and that issued nothing goes."""
    one = naming("a", "Sở Tư pháp tỉnh Sơn La", "Chính phủ")
    two = naming("hai", "CHÍNH PHỦ", "Bộ Tư pháp; Bộ Nội vụ")
    told = []
    for some in ([one, two], [two, one]):
        store = emptied(url)
        load(store, some)
        assert issued(url) == wanted(store) != []
        told.append(bodies(url))
        store.rebuild()
        assert bodies(url) == told[-1]
        with store.write() as writer:
            writer.drop(one.source)
        left = emptied_but(url, two, store)
        assert left[0] == left[1]
        store.close()
    assert told[0] == told[1]
    assert {b["id"]: b["silent"] for b in told[0]}["chinh-phu"] is True  # type: ignore[index,call-overload]


def emptied_but(url: str, record: Record, store: Neo4jStore) -> tuple[list[object], list[object]]:
    """The bodies of a store as they are, and of one into which only that file was ever loaded."""
    before = bodies(url)
    assert issued(url) == wanted(store)
    fresh = emptied(url)
    load(fresh, [record])
    after = bodies(url)
    fresh.close()
    return before, after
