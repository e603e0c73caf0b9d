"""coverage, path, missing, search and conflicts on the command line."""

import json
from pathlib import Path

import pytest

from graph.store.opening import open_store
from graph.store.port import written
from tests.cli.making import family_store, phahe
from tests.queries.family import PLAN_X, ROOT
from tests.queries.test_conflicts import decree, plan


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lookups")
    family_store(folder)
    return folder


def test_coverage_tells_the_three_states_apart(here: Path) -> None:
    """Headings with numbers, a plan with quote, file and place, and the note that only loaded files are spoken of."""
    done = phahe("coverage", "NQ 76", cwd=here)
    text = done.stdout.decode()
    assert "== đã có kế hoạch (3) ==" in text
    assert "== chưa nạp văn bản nào của nơi này (" in text
    assert "[/made/x.txt:" in text
    assert "chỉ nói về những tệp đã nạp" in done.stderr.decode()
    rows = json.loads(phahe("coverage", "NQ 76", "--format", "json", cwd=here).stdout)
    assert list(rows[0])[:3] == ["place", "plans", "documents"]
    assert next(iter(rows[0]["plans"] or next(r["plans"] for r in rows if r["plans"])))["id"].startswith("ke-hoach")


def test_path_has_from_and_to(here: Path) -> None:
    """The shape of lineage with the two ends; where there is no chain, a note says so and the answer is empty."""
    found = json.loads(phahe("path", "KH 316", "NQ 76", "--format", "json", cwd=here).stdout)
    assert (found["from"], found["to"], found["truncated"]) == (PLAN_X, ROOT, False)
    assert [n["hop"] for n in found["nodes"]] == [0, 1]
    none = phahe("path", "KH 316", "35/KH-UBND Sơn La", cwd=here)
    assert (none.returncode, none.stdout.decode().strip()) == (0, "(không có)")
    assert "không có chuỗi nào" in none.stderr.decode()


def test_search_obeys_nobody_s_syntax(here: Path) -> None:
    """Words of a search engine's language are words."""
    for words in ('"', "cải* OR -cách", "a AND", "NEAR(x y)", "'; DROP TABLE file; --", "*", "\x00", "-1"):
        done = phahe("search", "--", words, cwd=here)
        assert done.returncode == 0, done.stderr.decode()
    assert phahe("search", "cai cach", cwd=here).stdout.count(b"\xc2\xab") == 0


def test_findings_are_errors_only_where_asked(tmp_path: Path) -> None:
    """Exit 0 with findings, 1 with --fail-on of their severity or a lesser one, after the whole answer."""
    store = open_store(str(tmp_path / "phahe.db"))
    written(store, [(plan("2026-01-02"), "/made/plan.txt"), (decree(), "/made/decree.txt")]).close()
    done = phahe("conflicts", cwd=tmp_path)
    assert done.returncode == 0
    assert "[lỗi] Kế hoạch 4/KH-UBND" in done.stdout.decode()
    assert "làm hết hiệu lực (bãi bỏ)" in done.stdout.decode(), "no name of the data in a sentence"
    assert "1 lỗi, 0 cảnh báo, 0 lưu ý" in done.stderr.decode()
    assert done.stdout.decode().count("[/made/") == 2
    for severity in ("error", "info"):
        failed = phahe("conflicts", "--fail-on", severity, cwd=tmp_path)
        assert (failed.returncode, failed.stdout) == (1, done.stdout)
    english = phahe("conflicts", "--lang", "en", cwd=tmp_path).stdout.decode()
    assert "[error] Kế hoạch 4/KH-UBND" in english
    assert "ended (repeals)" in english


def test_a_warning_is_no_error(here: Path) -> None:
    """--fail-on of a graver severity than was found ends with 0."""
    assert phahe("conflicts", "--fail-on", "info", cwd=here).returncode == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("coverage", "NQ 76", "--level", "department"), 2),
        (("coverage", "NQ 76", "--level", "planet"), 2),
        (("coverage", "NQ 76", "--place", "nơi nào"), 1),
        (("missing", "--type", "không có"), 1),
        (("missing", "--limit", "0"), 2),
        (("path", "KH 316"), 2),
        (("path", "KH 316", "KH 9999"), 1),
        (("search",), 2),
        (("conflicts", "--fail-on", "x"), 2),
    ],
)
def test_refusals(here: Path, words: tuple[str, ...], code: int) -> None:
    """One clear line, nothing on stdout."""
    done = phahe(*words, cwd=here)
    assert (done.returncode, done.stdout) == (code, b"")
    assert done.stderr.decode().startswith("phahe: ")
