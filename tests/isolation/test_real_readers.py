"""The real command with its real readers: limits, streams, and what is left when it is killed."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.making import PHAHE, TEXT, phahe, plans, process

HEAVY = "Sở Tư pháp chủ trì thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021. "


@pytest.fixture
def heavy(tmp_path: Path) -> Path:
    """A text that takes many seconds, between two plans."""
    plans(tmp_path, 2)
    (tmp_path / "1a.txt").write_text(HEAVY * 60_000, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("setting", "value"), [("PHAHE_CPU_SECONDS", "1"), ("PHAHE_WALL_SECONDS", "1"), ("PHAHE_MEMORY_BYTES", "100000000")]
)
def test_a_limit_costs_one_file(heavy: Path, setting: str, value: str) -> None:
    """One line that names the setting, exit 1, the others done; `explain` and standard input are bounded as well."""
    done = phahe("extract", "1.txt", "1a.txt", "2.txt", cwd=heavy, **{setting: value})
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("1a.txt: ")
    assert line.endswith(f"({setting})")


def test_explain_and_standard_input_are_bounded_as_well(heavy: Path) -> None:
    """The same line from the same limit."""
    for words, given in ((("explain", "1a.txt:9"), b""), (("extract", "-"), (heavy / "1a.txt").read_bytes())):
        done = phahe(*words, cwd=heavy, stdin=given, PHAHE_CPU_SECONDS="1")
        assert done.returncode == 1
        assert done.stderr.decode().count("\n") == 1
        assert "PHAHE_CPU_SECONDS" in done.stderr.decode()


def test_standard_input_beside_files(tmp_path: Path) -> None:
    """Megabytes of it reach a reader that may still be starting; the order is kept."""
    plans(tmp_path, 3)
    given = (TEXT.format(number=9) + "Dòng chữ dài thêm.\n" * 60_000).encode()
    for jobs in "12":
        done = process("extract", "1.txt", "-", "2.txt", "3.txt", "--jobs", jobs, cwd=tmp_path, stdin=given)
        records = [json.loads(line) for line in done.stdout.splitlines()]
        assert [r["documents"][0]["code"] for r in records] == ["1/KH-UBND", "9/KH-UBND", "2/KH-UBND", "3/KH-UBND"]


def _alive(group: set[int]) -> set[int]:
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int(entry.joinpath("stat").read_text().rsplit(")")[1].split()[1])
        except OSError:
            continue
        if parent in group:
            found.add(int(entry.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are looked for in /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_nothing_is_left_of_a_killed_command(heavy: Path, how: signal.Signals) -> None:
    """Killed while its reader computes: server and reader end too, at once; Ctrl-C is exit 130 and one line."""
    running = subprocess.Popen(
        [PHAHE, "extract", "1a.txt"], cwd=heavy, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    readers: set[int] = set()
    until = time.monotonic() + 60
    while not readers and time.monotonic() < until:
        time.sleep(0.02)
        readers = _alive(_alive({running.pid}))
    servers = _alive({running.pid})
    assert readers
    running.send_signal(how)
    _, said = running.communicate(timeout=30)
    assert running.returncode == (130 if how == signal.SIGINT else -9)
    assert b"Traceback" not in said
    until = time.monotonic() + 10
    while any(os.path.exists(f"/proc/{p}") for p in readers | servers) and time.monotonic() < until:
        time.sleep(0.02)
    assert not [p for p in readers | servers if os.path.exists(f"/proc/{p}")]


def test_files_in_the_working_folder_are_not_imported(tmp_path: Path) -> None:
    """A stranger's folder may hold a `graph.py`, a `json.py` or a `sitecustomize.py`."""
    plans(tmp_path, 1)
    for name in ("graph", "json", "lxml", "sitecustomize", "encodings"):
        (tmp_path / f"{name}.py").write_text("open('imported', 'w').close()")
    assert process("extract", "1.txt", cwd=tmp_path).returncode == 0
    assert not (tmp_path / "imported").exists()
