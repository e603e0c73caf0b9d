"""What commands load, forget and take out stands in the log of who did what, once there is one."""

from pathlib import Path

import pytest

from api.accounts.audit import Audit, Deed
from tests.cli.making import phahe, plans

PASSWORD = "mật khẩu đủ dài".encode()
ADD = ("user", "add", "anh", "--role", "admin")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with one plan and somebody who has an account."""
    plans(tmp_path / "plans", 1)
    assert phahe(*ADD, cwd=tmp_path, stdin=PASSWORD).returncode == 0
    return tmp_path


def test_commands_are_noted(office: Path) -> None:
    """By whom, where they name files as whole paths; what changes nothing and takes nothing away is not."""
    done = [
        phahe(*words, cwd=office).returncode
        for words in (
            ("ingest", "plans"), ("stats",), ("export", "all.json"), ("export", "-"),
            ("tasks", "--place", "tỉnh Lạng Sơn", "--output", "tasks.xlsx"),
            ("copy", "--from", "phahe.db", "--to", "other.db"), ("forget", "plans"), ("ingest", "nothing.txt"),
        )
    ]  # fmt: skip
    assert done == [0, 0, 0, 0, 0, 0, 0, 1]
    deeds = [d for d in Audit(office / "phahe.db.audit").deeds() if isinstance(d, Deed)]
    assert [(d.event, d.what) for d in deeds] == [
        ("account", "add anh admin"), ("load", f"{office}/plans"), ("export", f"{office}/all.json"), ("export", "-"),
        ("export", f"{office}/tasks.xlsx"), ("export", "copy --to other.db"), ("forget", f"{office}/plans/1.txt"),
        ("load", f"{office}/nothing.txt"),
    ]  # fmt: skip
    assert all(d.who.startswith("os:") and not d.address for d in deeds)
    assert not (office / "other.db.audit").exists()


def test_who_works_alone_gets_no_log(tmp_path: Path) -> None:
    """Without accounts a store has no file beside it that nobody asked for."""
    plans(tmp_path / "plans", 1)
    assert phahe("ingest", "plans", cwd=tmp_path).returncode == 0
    assert phahe("export", "all.json", cwd=tmp_path).returncode == 0
    assert not list(tmp_path.glob("*.audit"))


def test_without_the_log_nothing_is_done(office: Path) -> None:
    """One line that names it; nothing is loaded, taken out, nor may anybody do more than before."""
    assert phahe("ingest", "plans", cwd=office).returncode == 0
    log = office / "phahe.db.audit"
    log.unlink()
    log.mkdir()
    for words in (
        ("ingest", "plans"), ("export", "all.json"), ("forget", "plans"), ("user", "role", "anh", "reader"),
        ("user", "remove", "anh"), ("token", "add", "x", "--role", "admin"),
    ):  # fmt: skip
        done = phahe(*words, cwd=office)
        assert (done.returncode, done.stdout) == (1, b""), words
        assert b"phahe.db.audit" in done.stderr
        assert done.stderr.count(b"\n") == 1
    assert not (office / "all.json").exists()
    assert b"anh: admin" in phahe("user", "list", cwd=office).stdout
    assert b": admin" not in phahe("token", "list", cwd=office).stdout
    assert phahe("show", "1/KH-UBND", cwd=office).returncode == 0, "not forgotten"


def test_a_password_that_is_no_text(office: Path) -> None:
    """Is refused in one line."""
    done = phahe("user", "add", "b", "--role", "admin", cwd=office, stdin=b"\xff\xfe00000000000")
    assert done.returncode == 1
    assert "UTF-8" in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
