"""What happens to a store while it is loaded: killed, no space, not writable, two at once, read beside."""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from graph.canonical import export
from graph.log import beside
from graph.store.opening import open_store
from tests.cli.making import PHAHE, phahe, plans, process

FILES = 24


def killed_at_random(folder: Path, store: str, times: int, seed: int) -> int:
    """So many runs of `ingest folder` killed with -9 somewhere; how many were killed before they had done all.

    What was acknowledged (a line of the log) is in the store after each kill, and nothing is there twice.
    """
    chance, killed = Random(seed), 0
    for _ in range(times):
        run = subprocess.Popen(
            [PHAHE, "ingest", folder.name, "--store", store],
            cwd=folder.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        log = folder.parent / f"{store}.log"
        before, more = _size(log), chance.randrange(3)
        until = time.monotonic() + 60
        while run.poll() is None and _size(log) < before + more * 150 and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(chance.random() * (0.02 if more else 1.0))
        run.send_signal(signal.SIGKILL)
        killed += run.wait() == -signal.SIGKILL
        acknowledged(folder.parent / store)
    return killed


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def acknowledged(path: Path) -> None:
    """Every file that the log says was loaded is in the store, once."""
    if not path.exists():
        return
    store = open_store(str(path))
    stored = [p for row in store.files() for p in row.paths]
    store.close()
    assert len(stored) == len(set(stored))
    assert {e.path for e in beside(path).entries() if e.event in ("loaded", "replaced")} <= set(stored)


def test_kill_9_while_loading(tmp_path: Path) -> None:
    """Ten times at random: nothing acknowledged is lost or doubled, the rest is loaded, the export is the same bytes.

    The bench does it a hundred times (`benchmarks.hostile`).
    """
    plans(tmp_path / "p", FILES)
    assert phahe("ingest", "p", "--store", "whole.db", cwd=tmp_path).returncode == 0
    assert killed_at_random(tmp_path / "p", "killed.db", 10, seed=1) > 0
    assert phahe("ingest", "p", "--store", "killed.db", cwd=tmp_path).returncode == 0
    whole, killed = (phahe("export", "-", "--store", f"{n}.db", cwd=tmp_path).stdout for n in ("whole", "killed"))
    assert whole == killed


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 700 kB, where this machine lets us make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(disk)]
    if (
        os.geteuid()
        or not shutil.which("mount")
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("only who may mount can fill a disk; `ulimit -f` stands for it in tests/cli/test_hostile.py")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.may_skip
def test_a_disk_that_fills(tmp_path: Path, small_disk: Path) -> None:
    """One line and exit 1; what was loaded stays and can be asked for, and the rest goes in when there is room."""
    plans(tmp_path / "p", 60)
    done = process("ingest", "p", "--store", "disk/a.db", cwd=tmp_path)
    assert done.returncode == 1
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1
    assert "hết chỗ" in lines[0]
    assert phahe("stats", "--store", "disk/a.db", cwd=tmp_path).returncode == 0
    acknowledged(small_disk / "a.db")
    subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)
    assert phahe("ingest", "p", "--store", "disk/a.db", cwd=tmp_path).returncode == 0
    assert phahe("ingest", "p", "--store", "b.db", cwd=tmp_path).returncode == 0
    full, free = (phahe("export", "-", "--store", name, cwd=tmp_path).stdout for name in ("disk/a.db", "b.db"))
    assert full == free


@pytest.mark.may_skip
def test_a_disk_that_takes_nothing(tmp_path: Path, small_disk: Path) -> None:
    """A store on a read-only disk answers; loading into it is refused in one line that names it."""
    plans(tmp_path / "p", 2)
    assert phahe("ingest", "p/1.txt", "--store", "disk/a.db", cwd=tmp_path).returncode == 0
    told = phahe("show", "KH 1", "--store", "disk/a.db", cwd=tmp_path).stdout
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    asked = phahe("show", "KH 1", "--store", "disk/a.db", cwd=tmp_path)
    assert (asked.returncode, asked.stdout) == (0, told)
    for words in (["ingest", "p"], ["forget", "p/1.txt"], ["rebuild"]):
        done = phahe(*words, "--store", "disk/a.db", cwd=tmp_path)
        assert done.returncode == 1
        assert done.stderr.decode().count("\n") == 1
        assert "chỉ cho đọc" in done.stderr.decode()


def test_two_loads_at_once(tmp_path: Path) -> None:
    """The second waits until the first is done, says so, and finds what that loaded unchanged."""
    plans(tmp_path / "p", 2)
    log = beside(tmp_path / "phahe.db")
    with log.alone(lambda: None):
        waiting = subprocess.Popen([PHAHE, "ingest", "p"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert waiting.stderr
        assert "chờ" in waiting.stderr.readline().decode()
        assert waiting.poll() is None
    _, said = waiting.communicate(timeout=60)
    assert waiting.returncode == 0
    assert "nạp 2 tệp" in said.decode()
    quiet = phahe("ingest", "p", cwd=tmp_path)
    assert "chờ" not in quiet.stderr.decode()


def test_eight_readers_beside_a_writer(tmp_path: Path) -> None:
    """Each question sees one generation: as many plans as files, the same export twice; nobody hears of a lock."""
    plans(tmp_path / "p", 40)
    assert phahe("ingest", "p/1.txt", cwd=tmp_path).returncode == 0
    writer = subprocess.Popen([PHAHE, "ingest", "p"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    faults: list[str] = []
    seen: set[int] = set()

    def ask() -> None:
        store = open_store(str(tmp_path / "phahe.db"), create=False)
        try:
            while writer.poll() is None:
                with store.read():
                    first, files, loaded, second = (
                        export(store),
                        len(store.files()),
                        store.extent().loaded,
                        export(store),
                    )
                if first != second or files != loaded:
                    faults.append(f"{files} files, {loaded} plans")
                seen.add(files)
        except Exception as error:
            faults.append(repr(error))
        finally:
            store.close()

    readers = [threading.Thread(target=ask) for _ in range(8)]
    for reader in readers:
        reader.start()
    _, said = writer.communicate(timeout=120)
    for reader in readers:
        reader.join()
    assert writer.returncode == 0, said.decode()
    assert not faults
    assert len(seen) > 1
