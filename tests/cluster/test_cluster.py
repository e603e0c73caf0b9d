"""Reading on a cluster: the bytes of one process, whoever falls; what the cluster is not is one line (issue 4, 6)."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import msgspec

from api.cluster.scheduler import parts
from api.cluster.tasks import Answer, Task, read
from api.isolation.messages import Request
from api.isolation.terms import Terms
from api.sources import Source
from api.workers import outcomes
from graph.log import beside
from loaders.fingerprint import reading_fingerprint
from loaders.limits import Limits
from tests.cli.making import PHAHE, TEXT, phahe, plans, process
from tests.cluster.running import cluster

LONG = "Sở Tư pháp chủ trì thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021.\n"
ROOT = Path(__file__).resolve().parents[2]


def started(folder: Path, store: str, *words: str) -> subprocess.Popen[bytes]:
    """`ingest`, running."""
    command = [str(PHAHE), "ingest", *words, "--store", store, "--format", "json"]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def loaded(store: Path) -> int:
    """How many files were acknowledged so far."""
    return sum(e.event == "loaded" for e in beside(store).entries())


def test_two_workers_one_of_them_killed(tmp_path: Path) -> None:
    """A worker dies in the middle: its tasks are done again, nothing is lost or doubled, the export is the same.

    A file that is no text and an empty one say so, each in its place. A long text holds the order up, so that the
    middle lasts until the worker is dead.
    """
    plans(tmp_path / "p", 300)
    (tmp_path / "p" / "139a.txt").write_text(TEXT.format(number=999) + LONG * 15_000, "utf-8")
    (tmp_path / "p" / "300.bin").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "p" / "45.txt").write_bytes(b"")
    with cluster(tmp_path / "cluster", 2) as running:
        ingest = started(tmp_path, "many.db", "p", "--scheduler", running.address)
        until = time.monotonic() + 60
        while loaded(tmp_path / "many.db") < 32 and ingest.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        running.workers[0].kill()
        running.workers[0].wait()
        at = loaded(tmp_path / "many.db")
        out, err = ingest.communicate(timeout=60)
    assert 32 <= at < 100
    assert ingest.returncode == 1, err.decode()
    summary = json.loads(out)
    assert (summary["loaded"], summary["failed"]) == (300, 2)
    assert [line.split(": ")[0] for line in err.decode().splitlines()[:2]] == ["p/300.bin", "p/45.txt"]
    assert process("ingest", "p", "--store", "one.db", cwd=tmp_path).returncode == 1
    one, many = (phahe("export", "-", "--store", f"{n}.db", cwd=tmp_path).stdout for n in ("one", "many"))
    assert one == many
    entries = [[(e.event, e.path) for e in beside(tmp_path / f"{n}.db").entries()] for n in ("one", "many")]
    assert entries[0] == entries[1]


def test_a_worker_of_another_version(tmp_path: Path) -> None:
    """The run ends with one line that names the cluster and both versions, and nothing is in the store."""
    plans(tmp_path / "p", 2)
    other = tmp_path / "other"
    for package in ("api", "graph", "loaders", "viz"):
        shutil.copytree(ROOT / package, other / package, ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "graph" / "titles.py").open("a") as file:
        file.write("# another version\n")
    with cluster(tmp_path / "cluster", 0) as running:
        running.worker(PYTHONPATH=str(other))
        done = process("ingest", "p", "--scheduler", running.address, cwd=tmp_path)
        assert done.returncode == 1
        (line,) = done.stderr.decode().splitlines()
        assert "bản quy tắc" in line
        assert running.address in line
        assert reading_fingerprint() in line
        assert loaded(tmp_path / "phahe.db") == 0
        running.workers[0].kill()


def test_what_a_worker_does(tmp_path: Path) -> None:
    """Its answers come in the order of the requests; a path that it does not see is said, the others are read."""
    plans(tmp_path, 2)
    requests = tuple(Request(os.fsencode(tmp_path / f"{n}.txt"), f"{n}.txt", rows=True) for n in (2, 3, 1))
    given = (*requests, Request(b"-", "-", b"", rows=True))
    task = msgspec.msgpack.encode(Task(reading_fingerprint(), Terms(Limits(), 500), given))
    replies = msgspec.msgpack.decode(read(task), type=Answer).replies
    assert [r.code for r in replies] == ["", "cluster.unseen", "", "file.empty"]
    assert [r.said.types for r in replies if r.said] == [("Kế hoạch",)] * 2
    said = [
        o.reason
        for o in outcomes([Source("3.txt", str(tmp_path / "3.txt"), "cluster.unseen")], 1, Terms(Limits(), 500), "vi")
    ]
    assert "không thấy tệp này" in (said[0] or "")


def test_tasks_are_large_enough(tmp_path: Path) -> None:
    """Thirty-two files a task, a large one alone, in the order of the inputs."""
    plans(tmp_path, 70)
    (tmp_path / "40.txt").write_bytes(b"x" * 2_000_000)
    sources = [Source(f"{n}.txt", str(tmp_path / f"{n}.txt")) for n in range(1, 71)]
    made = list(parts(sources, Terms(Limits(), 500), "vi"))
    assert [len(p.entries) for p in made] == [32, 7, 1, 30]
    assert [s for p in made for s, _ in p.entries] == sources


def test_what_is_no_cluster(tmp_path: Path) -> None:
    """No scheduler, an address that is none, and `--jobs` beside it: one line, exit 1 or 2."""
    plans(tmp_path, 1)
    asked = {
        ("--scheduler", "tcp://127.0.0.1:1"): (1, "không trả lời"),
        ("--scheduler", "localhost"): (2, "tcp://"),
        ("--scheduler", "tcp://127.0.0.1"): (2, "tcp://"),
        ("--scheduler", "tcp://127.0.0.1:1", "--jobs", "2"): (2, "--jobs"),
    }
    for words, (code, said) in asked.items():
        done = process("ingest", "1.txt", *words, cwd=tmp_path)
        assert done.returncode == code, done.stderr.decode()
        assert said in done.stderr.decode().splitlines()[0]
        assert "Traceback" not in done.stderr.decode()
