"""What strangers put into documents, names, questions and streams: shown, worded, never obeyed."""

import ast
import csv
import io
import json
import os
import pty
import random
import re
import subprocess
from pathlib import Path

import pytest

from api.messages import LANGUAGES, words
from graph.refusals import sentences
from tests.cli.making import PHAHE, TEXT, Done, phahe, plans, process

ROOT = Path(__file__).resolve().parents[2]
REFUSING = {"loaders.text", "graph.refusals", "graph.store.errors"}
REFUSALS = {
    "NotRead", "NoSuchPlace", "StoreError", "NewerSchema", "OlderSchema", "NotAStore", "Damaged", "CannotOpen",
    "CannotWrite", "Busy", "Refused",
}  # fmt: skip
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
    assert phahe("ingest", "p", cwd=tmp_path).returncode == 0
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
    done = phahe("extract", bad, f"no{BAD}", cwd=hostile)
    assert not OBEYED.search(done.stderr.decode())
    assert done.stderr.decode().count("\n") == 2


def test_controls_are_shown_in_csv(hostile: Path) -> None:
    """Cells show them; where a cell is JSON its value stays the same."""
    done = phahe("citations", "NQ 76", "--format", "csv", cwd=hostile)
    assert not OBEYED.search(done.stdout.decode())
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert "\\x1b" in rows[0]["context"] + rows[0]["text"]
    for form in ("json", "jsonl"):
        told = phahe("citations", "NQ 76", "--format", form, cwd=hostile).stdout.decode()
        assert not OBEYED.search(told)
        found = json.loads(told)
        assert "\x1b" in (found[0] if form == "json" else found)["context"]


def said(done: Done) -> str:
    """The one line of a refusal."""
    text = done.stderr.decode()
    assert "Traceback" not in text
    assert "ngoài dự kiến" not in text
    assert text.count("\n") == 1, text
    return text


def test_what_cannot_be_a_store_is_refused_at_once(tmp_path: Path) -> None:
    """A pipe, a device, a folder, no name, no disk, no folder around it; for questions and for loading."""
    plans(tmp_path / "p", 1)
    os.mkfifo(tmp_path / "pipe")
    for where in ("pipe", "/dev/null", "p", ":memory:", "no/where.db"):
        asked = process if where in ("pipe", "/dev/null") else phahe  # what might wait for ever, where it can be ended
        done = asked("ingest", "p/1.txt", "--store", where, cwd=tmp_path)
        assert done.returncode == 1
        assert where in said(done)
        assert asked("stats", "--store", where, cwd=tmp_path).returncode == 1
    done = phahe("stats", "--store", "", cwd=tmp_path)
    assert done.returncode == 2
    assert "--store" in done.stderr.decode()
    assert not list(tmp_path.glob("*.db*"))


@pytest.mark.parametrize("how", ["cut", "flipped"])
def test_a_damaged_store_is_one_line(tmp_path: Path, how: str) -> None:
    """Bytes that are gone or changed: no kind of error of Python's reaches people, whatever is asked."""
    plans(tmp_path / "p", 12)
    assert phahe("ingest", "p", "--jobs", "1", cwd=tmp_path).returncode == 0
    good = (tmp_path / "phahe.db").read_bytes()
    chance = random.Random(5)
    lines: set[str] = set()
    for n in range(20):
        data = bytearray(good[: len(good) * (n + 1) // 21] if how == "cut" else good)
        for _ in range(60 if how == "flipped" else 0):
            data[chance.randrange(4096, len(data))] ^= 1 << chance.randrange(8)
        (tmp_path / "bad.db").write_bytes(data)
        for asked in (["show", "KH 3"], ["export", "-"], ["rebuild"], ["citations", "NQ 76"]):
            done = phahe(*asked, "--store", "bad.db", cwd=tmp_path)
            if done.returncode:
                lines.add(done.stderr.decode().splitlines()[0])
    assert any("bị hỏng" in line for line in lines)
    assert not [line for line in lines if "ngoài dự kiến" in line]


def shell(command: str, cwd: Path) -> Done:
    """A command line of bash; `$P` is the command."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PHAHE_")}
    run = ["bash", "-c", f"set -o pipefail; {command}"]
    return subprocess.run(run, cwd=cwd, env={**clean, "P": str(PHAHE)}, capture_output=True, check=False, timeout=120)


@pytest.mark.parametrize(
    ("command", "word"),
    [
        ("$P stats >&-", "stdout"), ("$P --help >&-", "stdout"), ("$P extract - <&-", "stdin"),
        ("$P stats > /dev/full", "hết chỗ"), ("$P show 'KH 3' --format json > /dev/full", "hết chỗ"),
        ("$P extract p --jobs 2 > /dev/full", "hết chỗ"), ("$P export - > /dev/full", "hết chỗ"),
        ("ulimit -f 1; $P extract p > out", "cỡ tệp"), ("ulimit -f 1; $P export out.json", "cỡ tệp"),
        ("ulimit -f 8; $P ingest p --store new.db", "new.db"), ("ulimit -f 60; $P ingest p --store new.db", "new.db"),
    ],
)  # fmt: skip
def test_streams_and_disks_that_take_nothing(tmp_path: Path, command: str, word: str) -> None:
    """Closed, full, limited: one clear line and exit 1."""
    plans(tmp_path / "p", 30)
    assert phahe("ingest", "p", cwd=tmp_path).returncode == 0
    done = shell(command, tmp_path)
    assert done.returncode == 1
    assert word in said(done).splitlines()[0]


@pytest.mark.parametrize("command", ["extract p", "extract p --jobs 2", "stats", "show 'KH 3'", "--help", "export -"])
def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path, command: str) -> None:
    """`| head -1` and `| true`: nothing is said and the exit code is 0, however much was written by then."""
    plans(tmp_path / "p", 30)
    assert phahe("ingest", "p", cwd=tmp_path).returncode == 0
    for reader in ("head -1", "true", "(sleep 0.3)"):
        done = shell(f"$P {command} | {reader}", tmp_path)
        assert done.returncode == 0, reader
        assert not re.search(r"Traceback|Broken|phahe:", done.stderr.decode())
    assert shell(f"$P {command} 2>&1 | true", tmp_path).returncode == 0


def test_several_at_once_make_one_store(tmp_path: Path) -> None:
    """The first loads of a store that is not there yet wait for each other."""
    plans(tmp_path / "p", 6)
    for turn in range(2):
        words = [str(PHAHE), "ingest", "--store", f"{turn}.db"]
        running = [
            subprocess.Popen([*words, f"p/{n}.txt"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for n in range(1, 7)
        ]
        told = [r.communicate(timeout=120)[1].decode() for r in running]
        assert [r.returncode for r in running] == [0] * 6, told


def test_a_bare_type_is_not_a_citation(tmp_path: Path) -> None:
    """'NQ' alone may be hundreds: not found, with a hint; ids in capitals and figures of full width are understood."""
    plans(tmp_path, 5)
    assert phahe("ingest", *(f"{n}.txt" for n in range(1, 6)), cwd=tmp_path).returncode == 0
    for bare in ("NQ", "kh", "Kế hoạch", "số KH"):
        done = phahe("resolve", bare, cwd=tmp_path)
        assert done.returncode == 1, bare
        assert "tên gọi" in done.stderr.decode()
    here = json.loads(phahe("resolve", "3/KH-UBND", "--format", "json", cwd=tmp_path).stdout)["matches"][0]["id"]
    for same in (here.upper(), "KH 3/KH-UBND", "ＫＨ ３/ＫＨ-UBND", "kế hoạch số ３"):
        found = json.loads(phahe("resolve", same, "--format", "json", cwd=tmp_path).stdout)["matches"]
        assert [m["id"] for m in found] == [here], same


def test_explain_keeps_the_limits_and_the_end(tmp_path: Path) -> None:
    """The settings hold there too; a place behind the end of the text is an error, in the language."""
    plans(tmp_path, 1)
    assert phahe("explain", "1.txt:20", cwd=tmp_path).returncode == 0
    done = phahe("explain", "1.txt:99999", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 1
    assert "99999 lies behind the end" in said(done)
    done = phahe("explain", "1.txt:20", cwd=tmp_path, PHAHE_FILE_BYTES="10")
    assert done.returncode == 1
    assert "PHAHE_FILE_BYTES" in said(done)


def test_values_of_options_are_refused_in_the_language(tmp_path: Path) -> None:
    """None of click's English in a Vietnamese line, and no Vietnamese in an English one."""
    for asked in (
        ["tasks", "--organization", "x", "--role", "chủ-trì"], ["lineage", "NQ 1", "--depth", "99"],
        ["stats", "more", "words"], ["stats", "--store"], ["stats", "--include-drafts=1"], ["stats", "--stor"],
    ):  # fmt: skip
        done = phahe(*asked, cwd=tmp_path)
        assert done.returncode == 2
        first = done.stderr.decode().splitlines()[0]
        assert not re.search(r"\b(is|not|one|of|range|requires|unexpected|argument|such|take)\b", first), first
        english = phahe(asked[0], "--lang=en", *asked[1:], cwd=tmp_path).stderr.decode().splitlines()[0]
        assert re.search(r"expected|there are|too many|needs|no such", english), english


def _codes(package: str) -> set[str]:
    """First arguments of refusals, and the codes that tables of the same modules hold."""
    known = re.compile(
        r"(?:file|format|text|word|pdf|zip|xml|store|explain|rdf|sparql|bounded|system|accounts)\.[a-z_]+\Z"
    )
    found: set[str] = set()
    for path in (ROOT / package).rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        if not any(isinstance(n, ast.ImportFrom) and n.module in REFUSING for n in ast.walk(tree)):
            continue
        calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
        names = {id(a) for c in calls if c.func.id == "pattern" for a in c.args}  # type: ignore[attr-defined]
        texts = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        found |= {n.value for n in texts if id(n) not in names and known.match(n.value)}
        raised = [c.args[0] for c in calls if c.func.id in REFUSALS and c.args]  # type: ignore[attr-defined]
        found |= {str(a.value) for a in raised if isinstance(a, ast.Constant)}
    return found


def test_every_code_that_is_raised_is_worded_in_both_languages() -> None:
    """By walking the source; no sentence is left that nothing raises, and both languages take the same values."""
    codes = _codes("loaders") | _codes("graph") | _codes("queries")
    assert len(codes) > 40
    assert codes <= set(sentences()) <= codes | _codes("api")
    for lang in LANGUAGES:
        assert codes <= words(lang).keys()
    fields = re.compile(r"\{(\w+)\}")
    for code in codes:
        vi, en = (set(fields.findall(words(lang).sentence(code))) for lang in LANGUAGES)
        assert vi == en, code
        assert words("vi").sentence(code) != words("en").sentence(code)


def test_no_words_at_all_are_a_question_for_help(tmp_path: Path) -> None:
    """`phahe` alone."""
    done = process(cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == process("--help", cwd=tmp_path).stdout


def test_an_empty_value_does_not_ask_for_everything(hostile: Path) -> None:
    """A script's variable that is empty narrows nothing: said, not answered with all tasks."""
    for option in ("--organization", "--place", "--document"):
        done = phahe("tasks", option, " ", cwd=hostile)
        assert (done.returncode, done.stdout) == (2, b"")
        assert "để trống" in done.stderr.decode()
    assert phahe("missing", "--type", "", cwd=hostile).returncode == 2


def test_options_before_the_command_are_shown_their_place(tmp_path: Path) -> None:
    """The options that all commands have; what no command has is just unknown."""
    assert "phahe LỆNH --store" in phahe("--store", "x.db", "stats", cwd=tmp_path).stderr.decode()
    assert "phahe COMMAND --format" in phahe("--format", "json", "stats", "--lang", "en", cwd=tmp_path).stderr.decode()
    assert "không có tuỳ chọn --stores" in phahe("--stores", "x.db", "stats", cwd=tmp_path).stderr.decode()


def test_a_line_about_something_endless_is_short(hostile: Path) -> None:
    """Its beginning and its end; a name may be a whole file by mistake."""
    done = phahe("tasks", "--organization", "x" * 100_000, cwd=hostile)
    assert done.returncode == 1
    assert max(map(len, done.stderr.decode().splitlines())) < 2100
    assert "không văn bản nào đã nạp" in done.stderr.decode()


@pytest.mark.may_skip
def test_what_may_not_be_seen_is_not_said_to_be_missing(tmp_path: Path) -> None:
    """A file in a folder that we may not enter, the folder itself, a store in a folder that is closed to us."""
    if os.geteuid() == 0:
        pytest.skip("root may enter every folder")
    plans(tmp_path / "shut", 1)
    (tmp_path / "shut").chmod(0o000)
    done = phahe("ingest", "shut", "shut/1.txt", cwd=tmp_path).stderr.decode()
    (tmp_path / "shut").chmod(0o755)
    assert done.count("không có quyền đọc") == 2
    (tmp_path / "read").mkdir(0o555)
    assert "không được ghi vào thư mục đó" in said(phahe("ingest", "shut", "--store", "read/x.db", cwd=tmp_path))


def test_names_that_no_file_can_have(tmp_path: Path) -> None:
    """Longer than the system allows."""
    done = phahe("ingest", "x" * 300, cwd=tmp_path)
    assert done.returncode == 1
    assert words("vi")("file.long_name") in done.stderr.decode()


def test_nothing_loaded_of_a_place_is_said(tmp_path: Path) -> None:
    """A place without any document is told from a place without tasks; a date that only some citations give is found."""
    plans(tmp_path, 1)
    (tmp_path / "b.txt").write_text("Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2020 của Chính phủ;\n", "utf-8")
    assert phahe("ingest", "1.txt", "b.txt", cwd=tmp_path).returncode == 0
    for place, wanted in (("tỉnh Cà Mau", True), ("tỉnh Lạng Sơn", False)):
        done = phahe("tasks", "--place", place, "--document", "1/KH-UBND", cwd=tmp_path)
        assert done.returncode == 0
        assert (f"chưa nạp văn bản nào của «{place}»" in done.stderr.decode()) == wanted
    for date in ("15/7/2020", "15/7/2021"):
        assert phahe("resolve", f"NQ 76/NQ-CP ngày {date}", cwd=tmp_path).returncode == 0, date
