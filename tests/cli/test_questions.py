"""The questions on the command line: shapes, exit codes, what goes to stdout and what to stderr."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from api.schemas import ANSWERS
from graph.store.opening import open_store
from graph.store.port import written
from tests.cli.making import family_store, phahe, process
from tests.graph.making import Made
from tests.queries.family import DECISION_Y, PLAN_X, PLAN_Y, RESOLUTION, ROOT, SUB_PLAN, X

NODE = ["id", "type", "code", "issued", "issuer", "title", "loaded"]
QUESTIONS: dict[str, list[str]] = {
    "resolve": ["NQ 76/NQ-CP ngày 15/7/2021"],
    "show": ["KH 316"],
    "lineage": ["nghị quyết 76", "--direction", "down"],
    "implementers": ["NQ", "76"],
    "citations": ["NQ 76"],
    "tasks": ["--organization", "Sở Tư pháp"],
    "stats": [],
    "coverage": ["NQ", "76"],
    "path": ["KH 316", "NQ 76"],
    "missing": [],
    "search": ["cai", "cach"],
    "conflicts": [],
}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions")
    family_store(folder)
    return folder


def answer(here: Path, *words: str) -> Any:
    done = phahe(*words, "--format", "json", cwd=here)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_answers_have_their_published_shape(here: Path, name: str) -> None:
    """JSON is read by the answer's own type, JSON lines are its rows, CSV has a column a key."""
    done = phahe(name, *QUESTIONS[name], "--format", "json", cwd=here)
    assert done.returncode == 0, done.stderr.decode()
    msgspec.json.decode(done.stdout, type=ANSWERS[name])
    value = json.loads(done.stdout)
    lines = phahe(name, *QUESTIONS[name], "--format", "jsonl", cwd=here).stdout.decode().splitlines()
    assert [json.loads(line) for line in lines] == (value if isinstance(value, list) else [value])
    table = list(csv.reader(io.StringIO(phahe(name, *QUESTIONS[name], "--format", "csv", cwd=here).stdout.decode())))
    assert len(table) >= (1 if name == "conflicts" else 2)  # nothing contradicts in the family
    assert len({len(row) for row in table}) == 1


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_every_answer_says_what_was_loaded(here: Path, name: str) -> None:
    """The footer is on stderr, in the language asked for; stdout has data alone."""
    done = phahe(name, *QUESTIONS[name], cwd=here)
    assert "đã nạp 7 văn bản (5/1/2022 … 1/1/2026)" in done.stderr.decode()
    assert "đã nạp 7" not in done.stdout.decode()
    assert done.stdout
    assert "7 instruments loaded" in phahe(name, *QUESTIONS[name], "--lang", "en", cwd=here).stderr.decode()


def test_the_three_answers(here: Path) -> None:
    """Who carries it out, who must do what, who names it, with keys in the order of the contract."""
    rows = answer(here, "implementers", "NQ 76")
    assert [r["id"] for r in rows] == [PLAN_X, PLAN_Y, SUB_PLAN, DECISION_Y]
    assert [k for k in rows[0] if k != "sample"][:11] == [*NODE, "place", "direct", "chain", "evidence"]
    tasks = answer(here, "tasks", "--organization", "sở tư pháp")
    assert len(tasks) == 3
    assert list(tasks[0])[:12] == [
        "id", "text", "document", "document_title", "where", "kind", "assignees", "deliverable", "deadline", "due",
        "budget", "evidence",
    ]  # fmt: skip
    cited = answer(here, "citations", ROOT)
    assert list(cited[0])[:9] == [
        "source", "target", "relation", "document", "start", "end", "text", "provision", "context",
    ]  # fmt: skip
    shown = answer(here, "show", PLAN_X)
    assert [k for k in shown if k not in (*NODE, "sample")][:12] == [
        "effective", "signer", "period", "place", "nature", "stage", "files", "relations", "tasks", "targets",
        "incomplete", "warnings",
    ]  # fmt: skip
    assert set(shown["relations"]) == {"in", "out"}


def test_tables_print_each_quote_with_file_and_place(here: Path) -> None:
    """A quote for each step, with the path it was loaded from."""
    text = phahe("implementers", "NQ 76", cwd=here).stdout.decode()
    assert text.count("«") == 1 + 1 + 2 + 2
    assert text.count("[/made/") == 6
    assert "\x1b" not in text


@pytest.mark.parametrize(
    "words",
    [("citations", "NQ 76"), ("implementers", "NQ 76"), ("tasks", "--organization", "Sở Nội vụ"), ("show", "KH 5")],
)
def test_a_torn_quote_shows_what_belongs_to_it(tmp_path: Path, words: tuple[str, ...]) -> None:
    """People see the runs with ' … ' between them; JSON has the run of the text, and its parts."""
    made = Made("torn").tears((0, 4), (10, 14))
    own = made.document("Kế hoạch", "5/KH-UBND", "2025-12-09", X)
    made.claims(own, "IMPLEMENTS", made.cites(*RESOLUTION)).task(own, "Lập [1] Chú sổ", "Sở Nội vụ tỉnh Lạng Sơn")
    store = open_store(str(tmp_path / "phahe.db"))
    written(store, [(made.record(), "/made/torn.txt")]).close()
    done = phahe(*words, cwd=tmp_path)
    quotes = [line for line in done.stdout.decode().splitlines() if line.strip().startswith("«")]
    assert quotes
    assert all(" … " in q and len(q.partition("»")[0].strip(" «")) <= 4 + 3 + 4 for q in quotes)
    found = json.loads(phahe(*words, "--format", "json", cwd=tmp_path).stdout)
    rows = [found["relations"]["out"][0], *found["tasks"]] if words[0] == "show" else found
    passages = [e for row in rows for e in row.get("evidence", [row])]
    for e in passages:
        assert e["parts"] == [[e["start"], e["start"] + 4], [e["start"] + 10, e["start"] + 14]]
        assert len(e["text"]) == e["end"] - e["start"]


def test_not_named_is_not_not_loaded(here: Path) -> None:
    """What nothing names: exit 1 and one line with what was loaded. What is only cited: an answer that says so."""
    done = process("implementers", "NQ 999/NQ-CP", cwd=here)
    assert (done.returncode, done.stdout) == (1, b"")
    (line,) = done.stderr.decode().splitlines()
    assert "không văn bản nào đã nạp nêu tên" in line
    assert "đã nạp 7 văn bản" in line
    cited = phahe("implementers", "NQ 76", cwd=here)
    assert cited.returncode == 0
    assert "chưa nạp" in cited.stderr.decode()
    assert "[chưa nạp]" in phahe("resolve", "NQ 76", cwd=here).stdout.decode()


def test_several_are_an_error_with_candidates(here: Path) -> None:
    """`resolve` answers with both; another question exits 1 and names them on stderr."""
    assert len(answer(here, "resolve", "35/KH-UBND")["matches"]) == 2
    done = phahe("show", "35/KH-UBND", cwd=here)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().count("ke-hoach~35-kh-ubnd~") == 2


@pytest.mark.parametrize(
    "words",
    [
        ["resolve"], ["lineage", "NQ 76", "--depth", "9"], ["lineage", "NQ 76", "--relations", "KNOWS"],
        ["tasks", "--due-before", "soon"], ["tasks", "--include", "successors"], ["nothing"], ["stats", "--format", "xml"], ["stats", "--nothing"], ["stats", "--lang", "fr"],
        ["export", "graph.xyz"], ["explain", "somewhere"],
    ],
)  # fmt: skip
def test_errors_of_usage(here: Path, words: list[str]) -> None:
    """Exit 2, a line that names the trouble, nothing on stdout, no traceback."""
    done = phahe(*words, cwd=here)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("phahe: ")
    assert "Traceback" not in done.stderr.decode()


def test_no_store_is_one_line(tmp_path: Path) -> None:
    """A question makes no store; neither does a file that is none."""
    done = process("stats", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "x.db").write_bytes(b"something else" * 100)
    other = process("stats", "--store", "x.db", cwd=tmp_path)
    assert other.returncode == 1
    assert len(other.stderr.splitlines()) == 1
    bad = process("stats", cwd=tmp_path, PHAHE_JOBS="many")
    assert bad.returncode == 2
    assert "PHAHE_JOBS" in bad.stderr.decode()


def test_drafts_and_filters(here: Path) -> None:
    """--include-drafts, --role, --provision, --direction reach the question."""
    assert len(answer(here, "implementers", "NQ 76", "--include-drafts")) == 5
    assert answer(here, "tasks", "--organization", "Sở Tư pháp", "--role", "coordinate") == []
    assert answer(here, "citations", "NQ 76", "--provision", "Điều 5") == []
    assert answer(here, "citations", "KH 316", "--direction", "out")


def test_locale_and_folder_change_nothing(here: Path, tmp_path: Path) -> None:
    """The same bytes in any locale and from any folder."""
    store = str(here / "phahe.db")
    one = process("show", "KH 316", "--format", "json", cwd=here, LC_ALL="C", PYTHONUTF8="0").stdout
    other = process("show", "KH 316", "--format", "json", "--store", store, cwd=tmp_path, LC_ALL="C.UTF-8").stdout
    assert one == other
    assert "Kế hoạch" in one.decode("utf-8")


def test_a_reader_that_stops_early_is_no_trouble(here: Path) -> None:
    """`| head` ends the command without a word about it."""
    import subprocess

    from tests.cli.making import PHAHE

    command = f"{PHAHE} show 'KH 316' --format json --store {here / 'phahe.db'} | head -c 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True, timeout=60)
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


def test_export_and_forget(here: Path, tmp_path: Path) -> None:
    """Export writes a file or stdout, the same bytes; rebuild changes nothing of it; forget takes a file out."""
    store = str(tmp_path / "phahe.db")
    family_store(tmp_path)
    assert phahe("export", "g.json", "--store", store, cwd=tmp_path).returncode == 0
    whole = (tmp_path / "g.json").read_bytes()
    assert phahe("export", "-", "--store", store, cwd=tmp_path).stdout == whole
    assert phahe("rebuild", "--store", store, cwd=tmp_path).returncode == 0
    assert phahe("export", "-", "--store", store, cwd=tmp_path).stdout == whole
    assert b"/made/" not in whole
    assert phahe("forget", "KH 316", "--store", store, cwd=tmp_path).returncode == 0
    assert phahe("forget", "/made/y.txt", "--store", store, cwd=tmp_path).returncode == 0
    assert phahe("forget", "/made/y.txt", "--store", store, cwd=tmp_path).returncode == 1
    left = json.loads(phahe("implementers", "NQ 76", "--format", "json", "--store", store, cwd=tmp_path).stdout)
    assert [r["id"] for r in left] == [SUB_PLAN]
