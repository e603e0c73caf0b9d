"""One graph in memory, in SQLite and on a Neo4j server: every question of the contract gets the same bytes."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.record import Record
from graph.store.memory import MemoryStore
from graph.store.neo4j_store import Neo4jStore
from graph.store.sqlite import SqliteStore
from loaders.extraction import extract
from tests.neo4j.server import Running, emptied
from tests.stores.asking import everything
from tests.stores.test_equality import FOLDER, answers, load, seen, several

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def three(url: str) -> Iterator[tuple[MemoryStore, SqliteStore, Neo4jStore]]:
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        sqlite, neo4j = SqliteStore(Path(folder) / "a.db"), emptied(url)
        try:
            yield MemoryStore(), sqlite, neo4j
        finally:
            sqlite.close()
            neo4j.close()


def agree(records: Sequence[Record], url: str, most: int = 1000) -> int:
    """Load, forget and rebuild in all three; how many answers were compared."""
    compared = 0
    with three(url) as (memory, sqlite, neo4j):
        for store in (memory, sqlite, neo4j):
            load(store, records if store is not neo4j else records[::-1])
        for wanted, *others in zip(*(everything(s, most) for s in (memory, sqlite, neo4j)), strict=True):
            assert others == [wanted, wanted]
            compared += 1
        assert answers(neo4j) == answers(memory)
        for store in (memory, sqlite, neo4j):
            with store.write() as writer:
                assert writer.drop(records[0].source)
        left = seen(memory)
        assert seen(sqlite) == seen(neo4j) == left
        assert answers(neo4j) == answers(memory)
        neo4j.rebuild()
        assert seen(neo4j) == left
        assert answers(neo4j) == answers(memory)
    return compared


def test_made_graphs(neo4j_server: Running) -> None:
    """Files that share buckets and contradict each other."""
    compared = []

    @settings(max_examples=25, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(some=several, last=st.just(0))
    def same(some: tuple[Record, ...], last: int) -> None:
        compared.append(agree(some, neo4j_server.url, most=2))

    same()
    assert len(compared) >= 25
    assert sum(compared) > 1000


def test_samples(neo4j_server: Running) -> None:
    """The sample documents."""
    records = [extract(p, p.name) for p in sorted((ROOT / "samples").iterdir()) if p.suffix in {".txt", ".docx"}]
    assert agree(records, neo4j_server.url, most=8) > 200


def test_seeds(neo4j_server: Running, shared: Path) -> None:
    """The five seeds."""
    records = [extract(p, p.name) for p in sorted((shared / "seeds").glob("*.txt"))]
    assert agree(records, neo4j_server.url, most=8) > 200


@pytest.mark.parametrize("together", [True, False])
def test_many_files_in_one_transaction(neo4j_server: Running, together: bool) -> None:
    """All at once, twice, or one by one: the same graph, and no generation more for what changes nothing."""
    records = [extract(p, p.name) for p in sorted((ROOT / "samples").glob("*.txt"))]
    memory, neo4j = MemoryStore(), emptied(neo4j_server.url)
    load(memory, records)
    for _ in range(2):
        if together:
            with neo4j.write() as writer:
                for record in records:
                    writer.put(record, record.source, "")
        else:
            load(neo4j, records)
    assert seen(neo4j) == seen(memory)
    assert neo4j.generation() == (1 if together else len(records))
    neo4j.close()
