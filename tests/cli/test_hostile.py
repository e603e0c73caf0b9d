"""What strangers put into documents, names, questions and streams: shown, worded, never obeyed."""

import csv
import io
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.making import PHAHE, TEXT, process

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069]")
OUR_STYLES = re.compile("\x1b\\[[0-9;]*m")  # bold, dim; none of them is in BAD
BAD = "\x1b]0;X\x07\x9b31m\u202e\u2066\x08"


def on_terminal(*words: str, cwd: Path, **env: str) -> str:
    """What a terminal of stdout and stderr gets."""
    ours, theirs = pty.openpty()
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PHAHE_")}
    clean.update(env, TERM="xterm", NO_COLOR="1", COLUMNS="200")
    with subprocess.Popen([str(PHAHE), *words], cwd=cwd, env=clean, stdin=theirs, stdout=theirs, stderr=theirs):
        os.close(theirs)
        got = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            got += piece
    os.close(ours)
    return OUR_STYLES.sub("", got.decode())


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A store with a plan whose name, title and words hold what a terminal would obey."""
    (tmp_path / "p").mkdir()
    text = TEXT.format(number=5).replace("Thử nghiệm", f"Thử {BAD} nghiệm").replace("ngày 15/7", f"{BAD} ngày 15/7")
    (tmp_path / "p" / "a\x1b[2J\u202e.txt").write_text(text, "utf-8")
    assert process("ingest", "p", cwd=tmp_path).returncode == 0
    return tmp_path


QUESTIONS = [
    ("show", "KH 5"),
    ("citations", "NQ 76"),
    ("lineage", "NQ 76"),
    ("resolve", f"KH 5{BAD}x"),
    ("forget", f"{BAD}"),
]


@pytest.mark.parametrize("words", QUESTIONS, ids=lambda w: w[0])
def test_controls_are_shown_in_tables_and_errors(hostile: Path, words: tuple[str, ...]) -> None:
    """In a pipe and on a terminal, in quotes, names of files and questions that are echoed."""
    done = process(*words, cwd=hostile)
    text = (done.stdout + done.stderr).decode()
    assert not OBEYED.search(text), text
    assert "\\x1b" in text
    assert "\\u202e" in text
    seen = on_terminal(*words, cwd=hostile)
    assert not OBEYED.search(seen.replace("\r\n", "\n")), seen
    assert "\\x1b" in seen


def test_controls_are_shown_in_progress_and_bad_files(hostile: Path) -> None:
    """A name of a file that cannot be read, on a terminal with its bar, and of one that is not there."""
    bad = "b\x9b31m\x1b]0;X\x07.txt"
    (hostile / bad).touch()
    seen = on_terminal("ingest", bad, cwd=hostile)
    assert "\\x9b31m\\x1b]0" in seen
    assert "\x9b" not in seen
    assert "\x1b]0" not in seen
    done = process("extract", bad, f"no{BAD}", cwd=hostile)
    assert not OBEYED.search(done.stderr.decode())
    assert done.stderr.decode().count("\n") == 2


def test_controls_are_shown_in_csv(hostile: Path) -> None:
    """Cells show them; where a cell is JSON its value stays the same."""
    done = process("citations", "NQ 76", "--format", "csv", cwd=hostile)
    assert not OBEYED.search(done.stdout.decode())
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert "\\x1b" in rows[0]["context"] + rows[0]["text"]
