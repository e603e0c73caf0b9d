"""The graph of real records is a function of the set of files, byte for byte (issue 3, 5.4)."""

import hashlib
import locale
import os
import random
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import pytest

from graph.canonical import export
from graph.record import Record
from graph.store.memory import MemoryStore
from graph.store.opening import open_store
from graph.store.port import Store
from tests.cli.making import PHAHE, phahe

Records = Sequence[Record]


def put(store: Store, some: Iterable[Record]) -> None:
    """One transaction a file."""
    for record in some:
        with store.write() as writer:
            writer.put(record, f"/made/{record.source}", "")


def drop(store: Store, some: Iterable[Record]) -> None:
    for record in some:
        with store.write() as writer:
            assert writer.drop(f"/made/{record.source}")


def seen(some: Iterable[Record]) -> bytes:
    """The export of a fresh store."""
    store = MemoryStore()
    put(store, some)
    return export(store, drafts=True)


def orders(records: Records) -> list[list[Record]]:
    """As listed, backwards, and three shuffled."""
    found = [list(records), list(reversed(records))]
    for seed in range(3):
        shuffled = list(records)
        random.Random(seed).shuffle(shuffled)
        found.append(shuffled)
    return found


@pytest.fixture(scope="module")
def whole(seed_records: list[Record]) -> bytes:
    return seen(seed_records)


def test_order_and_repetition(seed_records: list[Record], whole: bytes) -> None:
    """Five orders, one by one or all in one transaction, once or twice: one export."""
    for order in orders(seed_records):
        assert seen(order) == whole
    assert seen([*seed_records, *reversed(seed_records)]) == whole
    together = MemoryStore()
    with together.write() as writer:
        for record in reversed(seed_records):
            writer.put(record, f"/made/{record.source}", "")
    assert export(together, drafts=True) == whole


def test_every_subset_forgotten(seed_records: list[Record], whole: bytes) -> None:
    """Of all 32 subsets: what is left after forgetting it is what loading the rest alone gives; and back again."""
    store = MemoryStore()
    put(store, seed_records)
    for count in range(6):
        for gone in combinations(seed_records, count):
            drop(store, gone)
            assert export(store, drafts=True) == seen(r for r in seed_records if r not in gone)
            put(store, reversed(gone))
            assert export(store, drafts=True) == whole


def test_both_stores_and_rebuild(seed_records: list[Record], sample_records: list[Record], tmp_path: Path) -> None:
    """SQLite shows what the store in memory shows, of the seeds and the samples; after removal and rebuild too."""
    everything = [*seed_records, *sample_records]
    for name, some in (("seeds", seed_records), ("samples", sample_records), ("all", everything)):
        store = open_store(str(tmp_path / f"{name}.db"))
        put(store, reversed(some))
        assert export(store, drafts=True) == seen(some)
        store.rebuild()
        assert export(store, drafts=True) == seen(some)
        drop(store, some[1::2])
        left = export(store, drafts=True)
        assert left == seen(some[::2])
        store.rebuild()
        assert export(store, drafts=True) == left
        store.close()


def test_samples_in_any_order(sample_records: list[Record]) -> None:
    """The samples stand close together (one replaces another, two name one resolution): no order shows."""
    whole = seen(sample_records)
    for order in orders(sample_records):
        assert seen(order) == whole
    for gone in sample_records:
        store = MemoryStore()
        put(store, sample_records)
        drop(store, [gone])
        assert export(store, drafts=True) == seen(r for r in sample_records if r is not gone)


def vietnamese() -> str:
    """A Vietnamese locale where this machine has one, else another that is not C."""
    before = locale.setlocale(locale.LC_ALL)
    for name in ("vi_VN.UTF-8", "vi_VN.utf8", "vi_VN", "de_DE.UTF-8", "en_US.UTF-8", "C.UTF-8"):
        try:
            locale.setlocale(locale.LC_ALL, name)
        except locale.Error:
            continue
        finally:
            locale.setlocale(locale.LC_ALL, before)
        return name
    return "C"


def test_nothing_around_the_process_shows(seeds: list[Path], tmp_path: Path) -> None:
    """Other hash seeds, locales, time zones, working folders, paths and numbers of processes: the same bytes."""
    there = tmp_path / "there"
    shutil.copytree(seeds[0].parent, there)
    worlds = [
        (seeds[0].parent, tmp_path, "1", {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"}),
        (there, tmp_path, "1", {"PYTHONHASHSEED": "1", "LC_ALL": vietnamese(), "TZ": "Asia/Ho_Chi_Minh"}),
        (Path("."), there, "2", {"PYTHONHASHSEED": "4242", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"}),
    ]
    digests = set()
    for number, (given, cwd, jobs, variables) in enumerate(worlds):
        store = tmp_path / f"{number}.db"
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PHAHE_", "LC_", "LANG", "PYTHON"))}
        for words in (("ingest", str(given), "--jobs", jobs), ("export", str(tmp_path / f"{number}.json"))):
            done = subprocess.run(
                [str(PHAHE), *words, "--store", str(store)],
                cwd=cwd, env=clean | variables, capture_output=True, check=False, timeout=120,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr.decode()
        digests.add(hashlib.sha256((tmp_path / f"{number}.json").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_forget_and_rebuild_by_the_command(seeds: list[Path], tmp_path: Path) -> None:
    """`ingest A B C; forget B` is `ingest A C`; `rebuild` changes nothing that `export` shows."""
    kept, gone = [str(p) for p in seeds[::2]], [str(p) for p in seeds[1::2]]

    def shown(store: str) -> bytes:
        done = phahe("export", "-", "--include-drafts", "--store", store, cwd=tmp_path)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    assert phahe("ingest", *gone, *kept, *gone, "--store", "a.db", cwd=tmp_path).returncode == 0
    whole = shown("a.db")
    assert phahe("rebuild", "--store", "a.db", cwd=tmp_path).returncode == 0
    assert shown("a.db") == whole
    for path in gone:
        assert phahe("forget", path, "--store", "a.db", cwd=tmp_path).returncode == 0
    assert phahe("ingest", *kept, "--store", "b.db", cwd=tmp_path).returncode == 0
    assert shown("a.db") == shown("b.db") != whole
    assert phahe("rebuild", "--store", "a.db", cwd=tmp_path).returncode == 0
    assert shown("a.db") == shown("b.db")
