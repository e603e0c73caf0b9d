"""What only a store in a file can get wrong: crashes, other versions, other files, two processes."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from graph.canonical import export
from graph.record import Record
from graph.store.errors import Busy, CannotOpen, NewerSchema, NotAStore, OlderSchema, StoreError
from graph.store.memory import MemoryStore
from graph.store.opening import open_store
from graph.store.port import EdgeRow, Step, written
from graph.store.sqlite import SqliteStore
from tests.graph.making import Made, cited

ROOT = Path(__file__).resolve().parents[2]
CP76 = ("Nghị quyết", "76/NQ-CP", "2021-07-15", "Chính phủ")


def test_a_newer_schema_is_refused_in_one_line(tmp_path: Path) -> None:
    """A file of a newer version is left alone."""
    path = tmp_path / "a.db"
    SqliteStore(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(NewerSchema, match=r"mới hơn.*99") as caught:
        open_store(path)
    assert "\n" not in str(caught.value)


def test_an_older_schema_is_refused_in_one_line(tmp_path: Path) -> None:
    """A file of an older version is left alone; it says that the files are to be loaded anew."""
    path = tmp_path / "a.db"
    SqliteStore(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=1")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(OlderSchema, match=r"cũ hơn.* 1,.*nạp lại") as caught:
        open_store(path)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"x"])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    """A file that is no database, or another program's, is not touched."""
    path = tmp_path / "a.db"
    path.write_bytes(content)
    with pytest.raises(NotAStore):
        open_store(path)
    assert path.read_bytes() == content
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t(x)")
    connection.close()
    with pytest.raises(NotAStore):
        open_store(other)


def test_a_missing_store_is_made_only_where_asked(tmp_path: Path) -> None:
    """A question does not make an empty store; a folder that is missing is an error in one line."""
    with pytest.raises(CannotOpen):
        open_store(tmp_path / "none.db", create=False)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(CannotOpen):
        open_store(tmp_path / "no" / "none.db")


def test_it_is_all_there_after_reopening(tmp_path: Path) -> None:
    """What was committed is read by the next process; pragmas are durable."""
    path = tmp_path / "a.db"
    store = SqliteStore(path)
    written(store, [(cited("a", CP76), "a")])
    before = export(store)
    store.close()
    again = open_store(path, create=False)
    assert export(again) == before
    assert again.generation() == 1
    again.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_second_writer_waits_and_a_reader_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers see the last commit while a writer works; a second writer is told that the store is busy."""
    monkeypatch.setattr("graph.store.sqlite_connection.TIMEOUT", 0.05)
    one, two = SqliteStore(tmp_path / "a.db"), SqliteStore(tmp_path / "a.db")
    with one.write() as writer:
        writer.put(cited("a", CP76), "a", "")
        assert two.files() == []
        with pytest.raises(Busy), two.write():
            pass
    assert len(two.files()) == 1
    one.close()
    two.close()


def test_a_question_sees_one_generation(tmp_path: Path) -> None:
    """While another process writes, all that is asked inside `read()` is of the commit that it began with."""
    one, two = SqliteStore(tmp_path / "a.db"), SqliteStore(tmp_path / "a.db")
    written(two, [(numbered(0), "f0")])
    with one.read():
        before = one.generation(), export(one, drafts=True), one.files(), one.counts()
        written(two, [(numbered(1), "f1"), (numbered(2), "f0")])
        assert (one.generation(), export(one, drafts=True), one.files(), one.counts()) == before
        (edge,) = one.edges([numbered_id(0)], "out")[numbered_id(0)]
        assert edge.quotes[0].text == one.text(edge.quotes[0].file, edge.quotes[0].start, edge.quotes[0].end)
    assert one.generation() == two.generation() == before[0] + 2
    assert export(one) == export(two)
    one.close()
    two.close()


@pytest.mark.parametrize("ask", ["edges", "all_edges", "between"])
def test_no_row_is_half_of_one_generation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: str) -> None:
    """An edge that was found has its quotes, though the file goes before they are fetched."""
    one, two = SqliteStore(tmp_path / "a.db"), SqliteStore(tmp_path / "a.db")
    written(two, [(numbered(0), "f0")])
    (edge,) = one.all_edges()
    asked: dict[str, Callable[[], list[EdgeRow]]] = {
        "edges": lambda: one.edges([numbered_id(0)], "out")[numbered_id(0)],
        "all_edges": lambda: list(one.all_edges()),
        "between": lambda: one.between([edge.source], edge.target),
    }
    whole = asked[ask]()
    real = one.quoted

    def late(steps: Sequence[Step]) -> list[EdgeRow]:
        with two.write() as writer:
            writer.drop("f0")
        return real(steps)

    monkeypatch.setattr(one, "quoted", late)
    assert asked[ask]() == whole != []
    assert asked[ask]() == []
    one.close()
    two.close()


def test_an_error_while_rows_are_fetched_is_typed(tmp_path: Path) -> None:
    """A page that is damaged far behind the first row is the store's error, whichever way it is read."""
    path = tmp_path / "a.db"
    store = SqliteStore(path)
    with store.write() as writer:
        for n in range(60):
            writer.put(numbered(n), f"f{n}", "")
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'instrument'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    content = bytearray(path.read_bytes())
    last = int.from_bytes(content[(root - 1) * size + 8 : (root - 1) * size + 12], "big")  # the root's last child
    content[(last - 1) * size : last * size] = b"\xff" * size
    path.write_bytes(content)
    store = SqliteStore(path)
    with pytest.raises(StoreError, match="bị hỏng"):
        list(store.all_instruments())
    with pytest.raises(StoreError, match="bị hỏng"):
        store.counts()
    store.close()


def test_threads_read_beside_each_other(tmp_path: Path) -> None:
    """Every thread has its own connection."""
    store = written(SqliteStore(tmp_path / "a.db"), [(cited("a", CP76), "a")])
    seen: list[bytes] = []
    threads = [threading.Thread(target=lambda: seen.append(export(store))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(seen) == {export(store)}
    assert len(seen) == 4
    store.close()


def test_an_error_while_deriving_rolls_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure after the statements were written, before the commit, leaves nothing of them."""
    store = written(SqliteStore(tmp_path / "a.db"), [(cited("a", CP76), "a")])
    before = export(store)

    def fail(*_: object) -> None:
        raise RuntimeError("made")

    with monkeypatch.context() as patched:
        patched.setattr("graph.store.refreshing.Refresh._edges", fail)
        with pytest.raises(RuntimeError, match="made"):
            written(store, [(cited("b", CP76), "b")])
        with pytest.raises(RuntimeError, match="made"):
            store.rebuild()
    assert export(store) == before
    written(store, [(cited("b", CP76), "b")])
    assert len(store.files()) == 2
    store.close()


WRITER = """
import sys
from graph.store.sqlite import SqliteStore
from tests.stores.test_sqlite import numbered
store = SqliteStore(sys.argv[1])
for n in range(10_000):
    with store.write() as writer:
        writer.put(numbered(n), f"f{n}", "")
    print(n, flush=True)
"""


def numbered(n: int) -> Record:
    """The n-th of files that all touch one bucket."""
    made = Made(f"f{n}")
    own = made.document("Kế hoạch", f"{n}/KH-UBND", "2024-01-02", "UBND tỉnh Sơn La", "kế hoạch")
    made.claims(
        own, "IMPLEMENTS", made.cites("Nghị quyết", "76/NQ-CP", ("2021-07-15", None, "2012-07-15")[n % 3], "Chính phủ")
    )
    return made.task(own, "Chủ trì", "Sở Nội vụ tỉnh Sơn La").record()


def numbered_id(n: int) -> str:
    """The id of its plan."""
    return f"ke-hoach~{n}-kh-ubnd~2024-01-02~ubnd-tinh-son-la"


@pytest.mark.parametrize("after", [1, 7, 20])
def test_kill_9_leaves_what_was_acknowledged(tmp_path: Path, after: int) -> None:
    """A killed writer leaves a prefix of its files: none acknowledged is lost, none is torn."""
    path = tmp_path / "a.db"
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout
    acknowledged = 0
    for _ in range(after):
        acknowledged = int(process.stdout.readline()) + 1
    os.kill(process.pid, signal.SIGKILL)
    acknowledged += len(process.stdout.read().splitlines())
    process.wait()
    process.stdout.close()
    store = SqliteStore(path)
    count = len(store.files())
    assert acknowledged <= count <= acknowledged + 1
    whole = MemoryStore()
    written(whole, [(numbered(n), f"f{n}") for n in range(count)])
    assert export(store) == export(whole)
    assert store._rows("PRAGMA integrity_check") == [("ok",)]
    assert written(store, [(numbered(count), "next")]).at(["next"])
    store.close()


def test_no_statement_scans_a_table_to_load_a_file(tmp_path: Path) -> None:
    """Every statement of an incremental load goes by key, whatever the size of the store."""
    store = written(SqliteStore(tmp_path / "a.db"), [(numbered(n), f"f{n}") for n in range(5)])
    connection = store._writer()
    run: list[str] = []
    connection.set_trace_callback(run.append)
    with store.write() as writer:
        writer.put(numbered(7), "f3", "")
    connection.set_trace_callback(None)
    plans = {
        (row[3], statement)
        for statement in run
        if statement.split()[0] in {"SELECT", "UPDATE", "DELETE"}
        for row in connection.execute("EXPLAIN QUERY PLAN " + statement)
    }
    words = (f"SCAN {table} VIRTUAL TABLE INDEX 0:=" for table in ("search", "search_body", "search_task"))
    by_key = {"SCAN CONSTANT ROW", "SCAN relation", *words}  # words: by their rowid
    scans = {s for s in plans if s[0].startswith("SCAN") and s[0] not in by_key and "json_each" not in s[1]}
    assert len(run) > 50
    assert scans == set()
    store.close()
