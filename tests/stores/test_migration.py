"""A store of an older schema becomes one of today on a copy; the old file stays until the new one is whole."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from graph.canonical import export
from graph.store import sqlite_migration
from graph.store.errors import CannotWrite, OlderSchema
from graph.store.opening import open_store
from graph.store.port import written
from graph.store.sqlite_connection import SCHEMA, schema
from tests.stores.test_sqlite import ROOT, numbered

FOLDER = Path(__file__).with_name("schemas")
OLD = list(range(sqlite_migration.OLDEST, SCHEMA))


def made(path: Path, version: int) -> Path:
    """A store of that version, as `schemas/N.sql` holds it."""
    with sqlite3.connect(path) as connection:
        connection.executescript((FOLDER / f"{version}.sql").read_text("utf-8"))
        connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    return path


def exported(path: Path) -> bytes:
    store = open_store(path)
    try:
        return export(store)
    finally:
        store.close()


def version_of(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return int(version)


def test_every_schema_has_its_fixture() -> None:
    """Also that of today: whoever changes the schema gives it a new number and keeps a store of the old one."""
    assert sorted(int(p.stem) for p in FOLDER.glob("*.sql")) == [*OLD, SCHEMA]
    lines = [line.split("--")[0] for line in (FOLDER / f"{SCHEMA}.sql").read_text("utf-8").splitlines()]
    kept = {" ".join(s.split()) for s in "\n".join(lines).split(";")}
    assert [s for s in schema() if " ".join(s.split()) not in kept and not s.startswith("INSERT")] == []


@pytest.mark.parametrize("version", OLD)
def test_an_older_store_is_migrated(tmp_path: Path, version: int) -> None:
    """It says what a store of today says of the same files, takes more of them, and nothing else is left beside it."""
    path = made(tmp_path / "a.db", version)
    store = open_store(path)
    found = export(store)
    assert version_of(path) == SCHEMA
    assert [p for row in store.files() for p in row.paths]
    written(store, [(numbered(9), "f9")])
    with store.write() as writer:
        writer.drop("f9")
    assert export(store) == found
    store.rebuild()
    assert export(store) == found
    store.close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.db"]
    assert found == exported(made(tmp_path / "b.db", SCHEMA - 1))


def test_a_migration_that_fails_leaves_the_old_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No space, or statements that nobody understands any more: one line, and the old file as it was."""
    path = made(tmp_path / "a.db", OLD[0])
    for fault, kind in ((sqlite3.OperationalError("full"), CannotWrite), (ValueError("x"), OlderSchema)):
        if isinstance(fault, sqlite3.Error):
            fault.sqlite_errorcode = sqlite3.SQLITE_FULL

        def fail(*_: object, fault: Exception = fault) -> None:
            raise fault

        with monkeypatch.context() as patched:
            patched.setattr("graph.store.refreshing.Refresh.run", fail)
            with pytest.raises(kind) as caught:
                open_store(path)
        assert "\n" not in str(caught.value)
        assert version_of(path) == OLD[0]
        assert not list(tmp_path.glob("*.new*"))
    assert exported(path)


_KILLED = """
import sys, time
from graph.store import refreshing
from graph.store.opening import open_store
def wait(*_):
    print("here", flush=True)
    time.sleep(60)
refreshing.Refresh.run = wait
open_store(sys.argv[1])
"""


def test_a_migration_that_is_killed_is_done_again(tmp_path: Path) -> None:
    """Kill -9 in the middle: the old store is whole, and the next to open it migrates it."""
    path = made(tmp_path / "a.db", OLD[-1])
    with subprocess.Popen([sys.executable, "-c", _KILLED, str(path)], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"here\n"
        os.kill(process.pid, signal.SIGKILL)
    assert version_of(path) == OLD[-1]
    assert exported(path) == exported(made(tmp_path / "b.db", OLD[-1]))
    assert not list(tmp_path.glob("*.new*"))


def test_several_open_an_older_store_at_once(tmp_path: Path) -> None:
    """One migrates; what the others load meanwhile or afterwards is not lost."""
    path = made(tmp_path / "a.db", OLD[-1])
    faults: list[BaseException] = []

    def load(n: int) -> None:
        try:
            store = open_store(path)
            written(store, [(numbered(n), f"f{n}")])
            store.close()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=load, args=(n,)) for n in range(10, 16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    store = open_store(path)
    assert len(store.files()) == 4 + 6
    store.close()
