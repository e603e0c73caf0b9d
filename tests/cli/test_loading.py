"""extract and ingest: what is read, what is skipped, what is refused with one line each."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from graph.log import beside
from graph.record import from_json
from graph.store.opening import open_store
from loaders.loading import load
from tests.cli.making import PHAHE, TEXT, phahe, plans, process


def test_extract_prints_one_record_a_file(tmp_path: Path) -> None:
    """JSON lines in the order of the arguments; folders sorted, globs, standard input."""
    plans(tmp_path / "p", 3)
    done = phahe("extract", "p/3.txt", "p", "p/[12].txt", "-", cwd=tmp_path, stdin=TEXT.format(number=9).encode())
    assert done.returncode == 0, done.stderr.decode()
    records = [from_json(line) for line in done.stdout.splitlines()]
    assert [r.source for r in records] == ["p/3.txt", "p/1.txt", "p/2.txt", "p/3.txt", "p/1.txt", "p/2.txt", "-"]
    assert records[-1].documents[0].code == "9/KH-UBND"
    assert not list(tmp_path.glob("*.db"))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_bad_files_are_one_line_each(tmp_path: Path, jobs: str) -> None:
    """Empty, missing, broken link, unknown, too large: `path: reason`; the others are done; exit 1."""
    plans(tmp_path, 1)
    (tmp_path / "empty.txt").touch()
    (tmp_path / "link.txt").symlink_to("nowhere")
    (tmp_path / "what.bin").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "large.txt").write_text("x" * 5000)
    names = ["empty.txt", "missing.txt", "link.txt", "what.bin", "large.txt", "no*.match", "1.txt"]
    done = process("extract", *names, "--jobs", jobs, cwd=tmp_path, PHAHE_FILE_BYTES="4000")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    lines = done.stderr.decode().splitlines()
    assert [line.split(": ")[0] for line in lines] == names[:-1]
    assert "PHAHE_FILE_BYTES" in lines[4]


def test_jobs_change_nothing(tmp_path: Path) -> None:
    """Two processes give the same lines in the same order, and the same store."""
    plans(tmp_path / "p", 40)
    one, two = (process("extract", "p", "--jobs", n, cwd=tmp_path).stdout for n in "12")
    assert one == two
    assert len(one.splitlines()) == 40
    for n in "12":
        assert phahe("ingest", "p", "--jobs", n, "--store", f"{n}.db", cwd=tmp_path).returncode == 0
    first, second = (phahe("export", "-", "--store", f"{n}.db", cwd=tmp_path).stdout for n in "12")
    assert first == second
    loaded = load((tmp_path / "p" / "7.txt").read_bytes(), "7.txt")
    for n in "12":
        store = open_store(str(tmp_path / f"{n}.db"))
        assert store.segments(loaded.sha256) == tuple(loaded.segments) != ()
        store.close()


def test_ingest_skips_what_is_unchanged(tmp_path: Path) -> None:
    """The same bytes are not read again; changed bytes are; the summary counts all three."""
    plans(tmp_path / "p", 3)
    summary = phahe("ingest", "p", "--format", "json", cwd=tmp_path)
    assert summary.returncode == 0, summary.stderr.decode()
    first = json.loads(summary.stdout)
    assert (first["loaded"], first["unchanged"], first["documents"]) == (3, 0, {"Kế hoạch": 3})
    (tmp_path / "p" / "2.txt").write_text(TEXT.format(number=22), "utf-8")
    (tmp_path / "p" / "4.txt").touch()
    done = phahe("ingest", "p", "p/1.txt", "--format", "json", cwd=tmp_path)
    assert done.returncode == 1
    again = json.loads(done.stdout)
    assert (again["loaded"], again["unchanged"], again["failed"]) == (1, 2, 1)
    assert "p/4.txt: " in done.stderr.decode()
    assert phahe("resolve", "22/KH-UBND", cwd=tmp_path).returncode == 0
    assert phahe("resolve", "KH 2/KH-UBND", cwd=tmp_path).returncode == 1


def test_ingest_from_standard_input_and_forget(tmp_path: Path) -> None:
    """A document without a path is kept by its bytes, and forgotten by its id; hidden files are left alone."""
    assert phahe("ingest", "-", cwd=tmp_path, stdin=TEXT.format(number=7).encode()).returncode == 0
    assert phahe("ingest", "-", cwd=tmp_path, stdin=TEXT.format(number=8).encode()).returncode == 0
    stats = json.loads(phahe("stats", "--format", "json", cwd=tmp_path).stdout)
    assert stats["files"] == 2
    assert phahe("forget", "7/KH-UBND", cwd=tmp_path).returncode == 0
    assert json.loads(phahe("stats", "--format", "json", cwd=tmp_path).stdout)["files"] == 1
    (tmp_path / "h").mkdir()
    (tmp_path / "h" / ".hidden.txt").write_text(TEXT.format(number=1), "utf-8")
    (tmp_path / "h" / "~$lock.docx").write_bytes(b"x")
    assert "h: " in phahe("ingest", "h", cwd=tmp_path).stderr.decode()


def test_forget_a_folder(tmp_path: Path) -> None:
    """All that was loaded from below a folder goes, and the export is as if it had never come."""
    plans(tmp_path / "a", 2)
    plans(tmp_path / "b", 3)
    assert phahe("ingest", "a", cwd=tmp_path).returncode == 0
    before = phahe("export", "-", cwd=tmp_path).stdout
    (tmp_path / "b" / "1.txt").unlink()
    (tmp_path / "b" / "2.txt").unlink()
    assert phahe("ingest", "b", cwd=tmp_path).returncode == 0
    assert phahe("export", "-", cwd=tmp_path).stdout != before
    assert phahe("forget", "b", cwd=tmp_path).returncode == 0
    assert phahe("export", "-", cwd=tmp_path).stdout == before


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interruption_keeps_what_was_done(tmp_path: Path, jobs: str) -> None:
    """Ctrl-C: exit 130, no traceback, the store holds whole files and takes the rest later."""
    plans(tmp_path / "p", 400)
    command = [str(PHAHE), "ingest", "p", "--jobs", jobs]
    env = {**os.environ, "PHAHE_STORE": "phahe.db"}
    running = subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    deadline = time.monotonic() + 30
    while not (tmp_path / "phahe.db").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.3)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    if running.returncode == 0:
        pytest.fail("too few files: it was done before it could be interrupted")
    assert running.returncode == 130, said.decode()
    assert b"Traceback" not in said
    assert phahe("ingest", "p", cwd=tmp_path).returncode == 0
    assert json.loads(phahe("stats", "--format", "json", cwd=tmp_path).stdout)["files"] == 400


def test_names_that_are_no_text(tmp_path: Path) -> None:
    """A file name that is no UTF-8, or holds a line break, is loaded, shown in one line, and forgotten."""
    (tmp_path / "p").mkdir()
    for n, name in enumerate((b"\xff\xfe.txt", b"two\nlines.txt"), start=1):
        path = os.path.join(os.fsencode(tmp_path), b"p", name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(TEXT.format(number=n))
    assert phahe("extract", "p", cwd=tmp_path).returncode == 0
    assert phahe("ingest", "p", cwd=tmp_path).returncode == 0
    again = json.loads(phahe("ingest", "p", "--format", "json", cwd=tmp_path).stdout)
    assert again["unchanged"] == 2
    said = phahe("forget", "p", cwd=tmp_path)
    assert said.returncode == 0
    assert len(said.stderr.splitlines()) == 3


def test_the_log_says_what_was_tried_when(tmp_path: Path) -> None:
    """Loaded, failed, replaced, forgotten; an unchanged file is no event; the graph knows nothing of it."""
    plans(tmp_path, 1)
    (tmp_path / "empty.txt").touch()
    phahe("ingest", "1.txt", "empty.txt", cwd=tmp_path)
    phahe("ingest", "1.txt", cwd=tmp_path)
    (tmp_path / "1.txt").write_text(TEXT.format(number=7), "utf-8")
    phahe("ingest", "1.txt", cwd=tmp_path)
    phahe("forget", "1.txt", cwd=tmp_path)
    entries = list(beside(tmp_path / "phahe.db").entries())
    assert [(e.event, Path(e.path).name) for e in entries] == [
        ("loaded", "1.txt"), ("failed", "empty.txt"), ("replaced", "1.txt"), ("forgotten", "1.txt")
    ]  # fmt: skip
    assert entries[1].note == "tệp rỗng"
    assert entries[0].at <= entries[-1].at
