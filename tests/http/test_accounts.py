"""The file of accounts under hands that are quicker than each other, and what addresses behind proxies are called."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.accounts import passwords
from api.accounts.register import Register, Unusable
from api.http.proxies import Proxies
from api.http.tries import Tries
from api.settings import Settings
from tests.http.test_access import PASSWORD, Closed

PROXY = "10.0.0.9"


def scope(client: str, *headers: tuple[str, str]) -> dict[str, Any]:
    return {
        "type": "http", "client": (client, 5), "scheme": "http",
        "headers": [(k.encode(), v.encode()) for k, v in headers],
    }  # fmt: skip


@pytest.fixture
def register(tmp_path: Path) -> Any:
    with closing(Register(tmp_path / "a.accounts")) as made:
        made.add("a", "reader", PASSWORD)
        yield made


def test_a_renewed_hash_undoes_no_change(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody changes the password while an older hash of the old one is being renewed."""
    hashed, changed = passwords.hashed, False

    def slow(password: str) -> str:
        nonlocal changed
        if not changed:
            changed = True
            register.set_password("a", PASSWORD + "!")
        return hashed(password)

    monkeypatch.setattr(passwords, "outdated", lambda kept: True)
    monkeypatch.setattr(passwords, "hashed", slow)
    kept = register.fits("a", PASSWORD)
    monkeypatch.undo()
    assert changed
    assert not register.begin("a", kept, 0.0)
    assert not register.fits("a", PASSWORD)
    assert register.fits("a", PASSWORD + "!")


def test_a_renewed_hash_signs_in(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session begins with the hash that is kept now."""
    monkeypatch.setattr(passwords, "outdated", lambda kept: True)
    assert register.begin("a", register.fits("a", PASSWORD), 0.0)


def test_a_file_is_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut off in the middle, it is made the next time."""
    path = tmp_path / "a.accounts"

    def cut(size: int) -> bytes:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr("api.accounts.register.secrets.token_bytes", cut)
        with pytest.raises(Unusable):
            Register(path)
    with closing(Register(path)) as made:
        assert len(made.secret) == 32
        assert made.add("a", "reader", PASSWORD)


def test_a_file_of_another_version_is_refused(register: Register) -> None:
    """And so is another program's, or one that is no database."""
    for statement, code in (("user_version=2", "accounts.version"), ("application_id=7", "accounts.other")):
        with closing(sqlite3.connect(register.path)) as file:
            file.execute(f"PRAGMA {statement}")
        with pytest.raises(Unusable) as said:
            Register(register.path)
        assert said.value.code == code


def test_the_nearest_of_a_chain_counts() -> None:
    """A client may send lines of the same headers before the proxy's."""
    proxies = Proxies(Settings(proxies=(PROXY, "2001:db8::9"), proxy_header="X-User"))
    forwarded = [("x-forwarded-for", "127.0.0.1"), ("x-forwarded-for", "203.0.113.7, 2001:db8::9")]
    seen, user = proxies.seen_through(scope(PROXY, *forwarded, ("x-user", "Anh")))
    assert (seen["client"][0], user) == ("203.0.113.7", "anh")
    for protocols, scheme in ((["https", "http"], "http"), (["http", "https"], "https"), (["http, https"], "https")):
        lines = [("x-forwarded-proto", p) for p in protocols]
        assert proxies.seen_through(scope(PROXY, *lines))[0]["scheme"] == scheme


@pytest.mark.parametrize("users", [["admin", "anh"], ["admin, anh"], []])
def test_two_names_of_a_user_are_none(samples_db: Path, tmp_path: Path, users: list[str]) -> None:
    """Which of them is the proxy's cannot be known."""
    shutil.copy(samples_db, tmp_path / "own.db")
    made = Closed(tmp_path / "own.db", proxies=(PROXY,), proxy_header="X-User")
    with made.client as client:
        got = client.get("/api/v1/stats", headers=[("x-user", u) for u in users])
        assert got.status_code == 401
        assert client.get("/api/v1/stats", headers=[("x-user", "anh")]).status_code == 200
    made.register.close()


def test_an_ipv4_peer_of_an_ipv6_socket_is_itself(samples_db: Path, tmp_path: Path) -> None:
    """`--host ::`: its proxy is known, this machine is near, and addresses are counted one by one."""
    shutil.copy(samples_db, tmp_path / "own.db")
    proxies = Proxies(Settings(proxies=(PROXY,)))
    headers = ("x-forwarded-for", "::ffff:203.0.113.7")
    assert proxies.seen_through(scope(f"::ffff:{PROXY}", headers))[0]["client"][0] == "203.0.113.7"
    assert proxies.seen_through(scope("::ffff:127.0.0.1"))[0]["client"] == ("127.0.0.1", 5)
    assert proxies.seen_through(scope("2001:db8::1"))[0]["client"] == ("2001:db8::1", 5)
    made = Closed(tmp_path / "own.db", sign_in_tries=1)

    def at(address: str) -> TestClient:
        made.client = TestClient(
            made.app, base_url="http://localhost", follow_redirects=False, client=(address, 1),
            headers={"accept": "text/html, */*"},
        )  # fmt: skip
        return made.client

    with at("::ffff:10.0.0.1"):
        for name in "bcd":
            assert made.sign_in(name, "wrong password").status_code == 403
        assert made.sign_in("e", "wrong password").status_code == 429, "this address waits"
        at("::ffff:10.0.0.2")
        assert made.sign_in("f", "wrong password").status_code == 403, "another one does not"
    assert {d.address for d in made.deeds()} == {"10.0.0.1", "10.0.0.2"}
    made.register.close()


def test_nobody_out_there_locks_out_who_sits_here() -> None:
    """Tries of an account from loopback are counted by themselves; of an address after three times as many."""
    now = [0.0]
    tries = Tries(2, lambda: now[0])
    for n in range(5):
        tries.wait("a", f"10.0.0.{n}")
    assert tries.wait("a", "10.0.1.1")
    assert not tries.wait("a", "127.0.0.1")
    assert not tries.wait("b", "10.0.1.1")
    for name in "cdefgh":
        tries.wait(name, "2001:db8::1")
    assert tries.wait("i", "2001:db8::2"), "one machine has all addresses of its network"
    now[0] = 601.0
    assert not tries.wait("a", "10.0.1.1")


def test_refused_tries_push_nobody_out() -> None:
    """Ten thousand names tried from one address that waits already leave a blocked account blocked."""
    tries = Tries(2, lambda: 0.0)
    for _ in range(3):
        blocked = tries.wait("a", "10.0.0.1")
    for n in range(10_001):
        tries.wait(f"made {n}", "10.9.9.9")
    assert blocked
    assert tries.wait("a", "10.0.0.1")


def test_a_proxy_writes_names_as_utf8() -> None:
    """A header is bytes: a name with marks is found, what is no UTF-8 is nobody."""
    proxies = Proxies(Settings(proxies=(PROXY,), proxy_header="X-User"))
    assert proxies.seen_through(scope(PROXY, ("x-user", "Ngọc")))[1] == "ngọc"
    latin = {**scope(PROXY), "headers": [(b"x-user", "é".encode("latin-1"))]}
    assert proxies.seen_through(latin)[1] == ""


def test_a_form_has_no_mark_of_somebody(samples_db: Path, tmp_path: Path) -> None:
    """Who sends a user's name as the cookie of the form learns nothing that a page of that user would say."""
    shutil.copy(samples_db, tmp_path / "own.db")
    made = Closed(tmp_path / "own.db", proxies=(PROXY,), proxy_header="X-User")
    user = "u23456789012345678901x"
    made.register.add(user, "editor", PASSWORD)
    with made.client as client:
        client.cookies.set("phahe-form", user)
        form = re.search(r'name="mark" value="(\w+)"', client.get("/dang-nhap").text)
        assert form
        headers = {"x-user": user, "x-csrf-token": form[1]}
        got = client.post("/api/v1/documents", files={"file": ("a.txt", b"x")}, headers=headers)
        assert got.status_code == 403
    made.register.close()


def test_a_browser_keeps_nothing(samples_db: Path, tmp_path: Path) -> None:
    """Pages, answers and errors of somebody who signed in; what is everybody's, and programs' answers, are kept."""
    shutil.copy(samples_db, tmp_path / "own.db")
    made = Closed(tmp_path / "own.db")
    with made.client as client:
        made.sign_in("editor")
        for path in ("/", "/nap", "/api/v1/stats", "/api/v1/tasks.csv", "/none", "/openapi.json", "/api/v1/documents"):
            assert client.get(path).headers["cache-control"] == "no-store", path
        assert "cache-control" not in client.get("/static/phahe.css").headers
        client.cookies.clear()
        kept = client.get("/api/v1/stats", headers=made.with_token("reader")).headers
        assert (kept["cache-control"], "etag" in kept) == ("private, no-cache", True)
    made.register.close()


def test_people_read_pages(samples_db: Path, tmp_path: Path) -> None:
    """Who may not, whose page is old, who types a thousand words: a page in its own language, not the browser's."""
    shutil.copy(samples_db, tmp_path / "own.db")
    made = Closed(tmp_path / "own.db")
    made.client.headers["accept-language"] = "en"
    with made.client as client:
        assert made.sign_in("reader", "x" * 500_000, wanted="/" + "x" * 500_000).status_code == 403
        assert made.sign_in("\u0301\u0323" * 20_000).status_code == 403
        assert made.sign_in("reader", wanted="/" + "x" * 500_000).headers["location"] == "/"
        for got in (client.get("/nap"), client.post("/dang-xuat", data={"mark": "old"})):
            assert got.status_code == 403
            assert got.headers["content-type"].startswith("text/html")
            assert "Không được phép" in got.text
        assert "vai trò" in client.get("/nap").text
        program = client.get("/nap", headers={**made.with_token("reader"), "accept": "application/json"})
        assert program.json()["status"] == 403
    made.register.close()


def test_two_hosts_are_none(client: TestClient) -> None:
    """Which of them a server before this one looked at cannot be known."""
    assert client.get("/api/v1/stats", headers=[("host", "localhost"), ("host", "elsewhere")]).status_code == 400
    assert client.get("/api/v1/stats", headers=[("host", "localhost")]).status_code == 200
