"""A real server that is killed, a way to it that is cut, two writers: nothing half, nothing doubled."""

import threading
from collections.abc import Iterator

import pytest
from neo4j import ManagedTransaction
from neo4j._sync.work.transaction import TransactionBase  # where a commit is sent

from graph.store.errors import StoreError
from graph.store.memory import MemoryStore
from graph.store.neo4j_store import Neo4jStore
from tests.neo4j.faults import Between, at_statement, killed, records, statements_of
from tests.neo4j.server import ACCESS, Running, cypher, emptied, empty
from tests.stores.test_equality import load, seen

SOME = records(4)


@pytest.fixture(scope="module")
def own_server(neo4j_server: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One that may be killed; `neo4j_server` is asked for first, which skips where there can be none."""
    server = Running(tmp_path_factory.mktemp("killed") / "home")
    yield server
    server.kill()


@pytest.fixture
def between(neo4j_server: Running) -> Iterator[Between]:
    emptied(neo4j_server.url).close()
    made = Between(neo4j_server.port)
    yield made
    made.close()


def whole() -> bytes:
    store = MemoryStore()
    load(store, SOME)
    return seen(store)


def test_killed_in_the_middle_of_a_load(own_server: Running) -> None:
    """What is there afterwards is what was there after one of the files; the next load ends it."""
    emptied(own_server.url).close()
    count = statements_of(own_server.url, SOME)
    for number in (count // 2, count - 1):
        empty(own_server.url)
        assert killed(own_server, SOME, number) < len(SOME)


def test_a_load_outlives_a_server_that_comes_back(own_server: Running) -> None:
    """The driver does the transaction anew: no error, and nothing twice."""
    store = emptied(own_server.url)
    back = threading.Thread(target=own_server.start)

    def die() -> None:
        own_server.kill()
        back.start()

    with at_statement(40, die):
        load(store, SOME)
    back.join()
    assert seen(store) == whole()
    assert store.generation() == len(SOME)
    store.close()


@pytest.mark.parametrize("part", [0.2, 0.5, 0.8])
def test_a_connection_lost_in_a_batch(between: Between, neo4j_server: Running, part: float) -> None:
    """Cut at any statement, the transaction is done anew over another connection."""
    count = statements_of(neo4j_server.url, SOME)
    empty(neo4j_server.url)
    store = Neo4jStore(between.url, ACCESS)
    with at_statement(int(count * part), between.cut):
        load(store, SOME)
    assert seen(store) == whole()
    assert store.generation() == len(SOME)
    store.close()


def test_a_commit_whose_answer_is_lost(between: Between, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows whether it was done: said as an error; loading again ends it once, whichever it was."""
    store = Neo4jStore(between.url, ACCESS)
    load(store, SOME[:1])
    commit = TransactionBase._commit

    def unheard(tx: ManagedTransaction) -> None:
        between.deaf = True
        commit(tx)

    with monkeypatch.context() as patched:
        patched.setattr(TransactionBase, "_commit", unheard)
        with pytest.raises(StoreError):
            load(store, SOME[1:2])
    load(store, SOME)
    assert seen(store) == whole()
    assert store.generation() == len(SOME)
    store.close()


def test_two_writers(neo4j_server: Running) -> None:
    """Side by side into what both touch: one after the other, and all of it is there once."""
    emptied(neo4j_server.url).close()
    some = records(12)
    faults: list[BaseException] = []

    def write(part: int) -> None:
        try:
            store = Neo4jStore(neo4j_server.url, ACCESS)
            load(store, some[part::3])
            store.close()
        except BaseException as error:
            faults.append(error)

    writers = [threading.Thread(target=write, args=(n,)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    store, memory = Neo4jStore(neo4j_server.url, ACCESS), MemoryStore()
    load(memory, some)
    assert seen(store) == seen(memory)
    assert store.generation() == len(some)
    store.close()


def test_a_question_beside_a_writer(neo4j_server: Running) -> None:
    """What is asked inside one reading is of one generation, or is refused; a method by itself asks anew."""
    store = emptied(neo4j_server.url)
    some = records(6)
    memory, legal = MemoryStore(), []
    for record in some:
        load(memory, [record])
        legal.append((len(list(memory.all_instruments())), len(memory.files())))
    done = threading.Event()

    def write() -> None:
        other = Neo4jStore(neo4j_server.url, ACCESS)
        load(other, some)
        other.close()
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    met, refused = set(), 0
    while not done.is_set():
        try:
            with store.read():
                found = len(list(store.all_instruments())), len(store.files())
            met.add(found)
        except StoreError:
            refused += 1
        counts = store.counts()
        assert (counts.instruments, counts.files) in {(0, 0), *legal}
    writer.join()
    assert met <= {(0, 0), *legal}
    assert cypher(neo4j_server.url, "MATCH (s:_Store) RETURN s.generation AS g") == [{"g": len(some)}]
    store.close()
