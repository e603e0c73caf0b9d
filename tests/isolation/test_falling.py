"""A reader that falls, hangs or lies costs the file that it was at, which says why; all others are read, in order."""

import os
import socket
from pathlib import Path

import pytest
from msgspec.structs import replace

from api.isolation import pool
from api.isolation.terms import Terms
from api.sources import Source
from api.workers import Outcome, outcomes
from graph.record import from_json
from loaders.limits import MB, Limits
from tests.isolation.falling import Forking

GOOD = "KẾ HOẠCH\nCăn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ."
LIMITS = Limits(cpu_seconds=1, wall_seconds=120, memory_bytes=2048 * MB)
FALLS = {  # what a file does: what its line says
    "LOOP": "1 giây bộ xử lý (PHAHE_CPU_SECONDS)",
    "MEMORY": "2048 MB bộ nhớ (PHAHE_MEMORY_BYTES)",
    "KILLED": "chết ở tệp này (SIGKILL)",
    "CRASH": "chết ở tệp này (SIGSEGV)",
    "EXIT": "chết ở tệp này (3)",
    "GARBAGE": "chết ở tệp này",
    "FAULT": "lỗi khi đọc: RuntimeError: a fault of ours",
    "PROGRAM": "lỗi khi đọc: PermissionError",
    "CONNECT 1": "lỗi khi đọc: PermissionError",
    "WRITE": "lỗi khi đọc: OSError: [Errno 27]",
}


@pytest.fixture
def forking(monkeypatch: pytest.MonkeyPatch) -> Forking:
    made = Forking()
    monkeypatch.setattr(pool, "server", lambda _: made)
    return made


def read(folder: Path, words: list[str], jobs: int, files: int = 500, limits: Limits = LIMITS) -> list[Outcome]:
    """The outcomes of files that say these words."""
    sources = []
    for n, word in enumerate(words):
        path = folder / f"{n:03}.txt"
        path.write_text(f"{word} {folder}/out\n{GOOD}" if word == "WRITE" else f"{word}\n{GOOD}", "utf-8")
        sources.append(Source(path.name, str(path)))
    done = list(outcomes(sources, jobs, Terms(limits, files), "vi"))
    assert [o.source for o in done] == sources
    return done


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_kind_of_fall_costs_one_file(tmp_path: Path, forking: Forking, jobs: int) -> None:
    """Each falls in the middle of good files; nothing is left running."""
    words = [w for fall in FALLS for w in ("good", fall, "good")]
    done = read(tmp_path, words, jobs)
    for word, outcome in zip(words, done, strict=True):
        if word == "good":
            assert outcome.reason is None
            assert from_json(outcome.line).instruments[0].code == "76/NQ-CP"
        else:
            assert FALLS[word] in (outcome.reason or ""), word
            assert "\n" not in (outcome.reason or "")
    assert not [pid for pid in forking.made if Path(f"/proc/{pid}").exists()]
    assert not (tmp_path / "out").exists() or not (tmp_path / "out").read_bytes()


def test_a_reader_that_waits_for_ever_is_killed(tmp_path: Path, forking: Forking) -> None:
    """It takes nothing of the processor: the clock of the parent finds it, also behind others."""
    reasons = [o.reason for o in read(tmp_path, ["good", "SLEEP", "good"], 1, limits=replace(LIMITS, wall_seconds=2))]
    assert reasons == [None, "đọc quá 2 giây chưa xong (PHAHE_WALL_SECONDS)", None]


def test_a_traceback_is_shown_only_when_asked(
    tmp_path: Path, forking: Forking, capsys: pytest.CaptureFixture[str]
) -> None:
    """PHAHE_DEBUG: the reader's, on standard error, before the line."""
    path = tmp_path / "a.txt"
    path.write_text("FAULT", "utf-8")
    for debug in (False, True):
        (done,) = outcomes([Source("a.txt", str(path))], 1, Terms(LIMITS, 500, debug), "vi")
        assert done.reason == "lỗi khi đọc: RuntimeError: a fault of ours"
        assert ("in _misbehaving" in capsys.readouterr().err) == debug


def test_what_files_before_left_behind_refuses_nobody(tmp_path: Path, forking: Forking) -> None:
    """A reader that falls only because it read others before is no fault of the file's: a new one reads it."""
    assert [o.reason for o in read(tmp_path, ["good", "STALE", "good", "STALE", "STALE"], 1)] == [None] * 5
    assert len(forking.made) > 1


def test_readers_are_replaced_after_so_many_files(tmp_path: Path, forking: Forking) -> None:
    """Nothing is lost or doubled where one goes and the next comes."""
    done = read(tmp_path, ["good"] * 10, 1, files=3)
    assert [o.reason for o in done] == [None] * 10
    assert len(forking.made) == 4


def test_the_parsers_have_no_network(tmp_path: Path, forking: Forking) -> None:
    """Somebody listens, and nobody comes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        done = read(tmp_path, [f"CONNECT {listener.getsockname()[1]}"], 1)
        assert "PermissionError" in (done[0].reason or "")
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_limit_too_small_for_any_reader_is_named(tmp_path: Path) -> None:
    """Every file says so, and nothing goes round in circles."""
    path = tmp_path / "a.txt"
    path.write_text(GOOD, "utf-8")
    terms = Terms(Limits(memory_bytes=MB), 500)
    done = list(outcomes([Source("a.txt", str(path))] * 3, 1, terms, "vi"))
    assert ["PHAHE_MEMORY_BYTES" in (o.reason or "") for o in done] == [True] * 3


def test_a_server_that_does_not_start_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`ServerGone`, which the command words; no waiting."""
    from api.isolation import client

    client.forget()
    monkeypatch.setattr(client, "_CODE", "raise SystemExit(1)")
    path = tmp_path / "a.txt"
    path.write_text(GOOD, "utf-8")
    with pytest.raises(client.ServerGone):
        list(outcomes([Source("a.txt", os.fspath(path))], 1, Terms(Limits(), 500), "vi"))
    assert not client._running
