"""Every bad file of the issue in one run of the command: a line each, the others done (issue 3, 5.7)."""

import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from graph.record import from_json
from loaders.limits import MB, Limits
from tests.cli.making import TEXT
from tests.loaders.test_bad_files import bomb
from tests.making_docx import members_of, with_body, zipped

pytestmark = pytest.mark.xdist_group("bad-files")  # one worker: the folder with its 1.5 GB is made once
WORD = with_body("<w:p><w:r><w:t>Điều 1.</w:t></w:r></w:p>")
GIB_IN_KB = 1 << 20
_RUN = """
import resource, sys
from api.cli.main import run
from api.isolation.client import forget
code = run(sys.argv[2:])
forget()  # the readers have ended: the largest of them counts
ours = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
peak = max(ours, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
open(sys.argv[1], "w").write(str(peak))
sys.exit(code)
"""
BAD = {  # file: a word of the reason
    "1-empty.txt": "rỗng",
    "2-random.docx": "Word",
    "3-cut.docx": "hỏng",
    "4-bomb.docx": "200 MB",
    "5-doctype.docx": "DOCTYPE",
    "6-link.txt": "liên kết",
    "7-kind.xyz": "định dạng",
    "8-over-the-limit.txt": "50 MB",
    "9-below-the-limit.txt": "chữ cái",
}


def write_bad(folder: Path) -> None:
    (folder / "1-empty.txt").touch()
    (folder / "2-random.docx").write_bytes(random.Random(1).randbytes(20_000))
    (folder / "3-cut.docx").write_bytes(WORD[: len(WORD) // 2])
    bomb(folder / "4-bomb.docx", b"<w:p><w:r><w:t>Nhiem vu</w:t></w:r></w:p>", 1500 * MB)
    with zipfile.ZipFile(folder / "4-bomb.docx") as archive:
        assert archive.getinfo("word/document.xml").file_size >= 1499 * MB
    members = members_of(WORD)
    members["word/document.xml"] = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    (folder / "5-doctype.docx").write_bytes(zipped(members))
    (folder / "6-link.txt").symlink_to("nowhere.txt")
    (folder / "7-kind.xyz").write_bytes(b"abc")
    one = "Sở Tư pháp chủ trì thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021. ".encode()
    (folder / "8-over-the-limit.txt").write_bytes(one * (51 * MB // len(one)))
    (folder / "9-below-the-limit.txt").write_bytes(one * (49 * MB // len(one)))


def write_good(folder: Path) -> None:
    (folder / "0-utf16.txt").write_bytes(TEXT.format(number=16).encode("utf-16"))
    (folder / "a-last.txt").write_text(TEXT.format(number=9), "utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every bad file and two good ones, which are the first and the last."""
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak of memory is read from /proc, which this machine does not have")
    made = tmp_path_factory.mktemp("bad") / "in"
    made.mkdir()
    write_bad(made)
    write_good(made)
    return made


def ran(folder: Path, *words: str) -> tuple[subprocess.CompletedProcess[str], int]:
    """What the command said, and the peak memory in kB of its process or of a reader."""
    peak = folder / "peak"
    command = [sys.executable, "-c", _RUN, str(peak), *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=120)
    return done, int(peak.read_text())


def refusals(stderr: str) -> dict[str, str]:
    found = [line.split(": ", 1) for line in stderr.splitlines() if line.startswith("in/")]
    assert len(found) == len({path for path, _ in found})
    return {path.removeprefix("in/"): reason for path, reason in found}


def test_extract_of_bad_files(folder: Path) -> None:
    """One line `path: reason` for each, exit 1, the others done, no traceback, under 1 GiB."""
    done, peak = ran(folder.parent, "extract", "in")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    records = [from_json(line) for line in done.stdout.splitlines()]
    assert [r.source for r in records] == ["in/0-utf16.txt", "in/a-last.txt"]
    assert [r.documents[0].code for r in records] == ["16/KH-UBND", "9/KH-UBND"]
    assert [r.encoding for r in records] == ["utf-16-le", "utf-8"]
    reasons = refusals(done.stderr)
    assert list(reasons) == list(BAD)
    assert len(done.stderr.splitlines()) == len(BAD)
    assert not {name: reasons[name] for name, word in BAD.items() if word not in reasons[name]}
    assert peak < GIB_IN_KB


def test_ingest_of_bad_files(folder: Path) -> None:
    """The same lines; what could be read is in the store."""
    done, peak = ran(folder.parent, "ingest", "in", "--store", "x.db", "--format", "json")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    summary = json.loads(done.stdout)
    assert (summary["loaded"], summary["failed"]) == (2, len(BAD))
    assert list(refusals(done.stderr)) == list(BAD)
    assert peak < GIB_IN_KB


@pytest.mark.parametrize(
    ("unit", "read"),
    [
        ("Sở Tư pháp chủ trì thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021. ", True),
        ("đạt 95% trở lên, ", True),
        ("nhiệm vụ cải cách ", True),
        ("a\t", False),
        ("\n", False),
    ],
)
def test_long_lines_are_read_or_refused_cheaply(tmp_path: Path, unit: str, read: bool) -> None:
    """A megabyte of one line, of cells, of nothing: memory and time that let the limits be reached under 1 GiB.

    At most 100 bytes a character (it is 74 where every sentence is a task), of which the limit allows ten million.
    """
    (tmp_path / "in").mkdir()
    content = unit * (MB // len(unit.encode())) + "."
    (tmp_path / "in" / "long.txt").write_text(content, "utf-8")
    done, peak = ran(tmp_path, "extract", "in/long.txt")
    assert (done.returncode == 0) == read, done.stderr
    assert "Traceback" not in done.stderr
    assert peak < 55_000 + 100 * len(content) // 1000
    assert 100 * Limits().characters < 1000 * MB
