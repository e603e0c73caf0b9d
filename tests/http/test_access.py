"""Behind a closed door: each role may do what its row of the matrix says, on every route; nothing else is reached."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import Response
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from api.accounts import passwords
from api.accounts.audit import Audit, Deed
from api.accounts.register import ROLES, Register
from api.http.access import MATRIX, Rule, may, template
from api.http.app import create_app, without_role
from api.http.keeping import Keeper
from api.settings import BadSetting, Settings, settings
from tests.cli.making import TEXT, phahe, process
from tests.http.test_answers import wait

NQ = "nghi-quyet~76-nq-cp~2021-07-15~chinh-phu"
PASSWORD = "mật khẩu dài"  # noqa: S105
ROWS = [(path, method, rule) for path, rules in MATRIX.items() for method, rule in rules.items()]


class Closed:
    """A closed door with an account and a token for each role."""

    def __init__(self, path: Path, **setting: Any) -> None:
        self.path = path
        self.register = Register(path.with_name(path.name + ".accounts"))
        self.tokens = {}
        for role in ROLES:
            self.register.add(role, role, PASSWORD)
            self.tokens[role] = self.register.new_token(role, role, 1) or ""
        self.app = create_app(str(path), closed=True, setting=Settings(**setting))
        self.client = self.browser()

    def browser(self) -> TestClient:
        return TestClient(
            self.app, base_url="http://localhost", raise_server_exceptions=False, follow_redirects=False,
            client=("10.0.0.9", 50000), headers={"accept": "text/html, */*"},
        )  # fmt: skip

    def with_token(self, role: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.tokens[role]}", "accept": "*/*"}

    def sign_in(self, name: str, password: str = PASSWORD, wanted: str = "/nap") -> Response:
        mark = re.search(r'name="mark" value="(\w+)"', self.client.get("/dang-nhap").text)
        assert mark
        return self.client.post(
            "/dang-nhap", data={"name": name, "password": password, "mark": mark[1], "next": wanted}
        )

    def deeds(self) -> list[Deed]:
        found = list(Audit(self.path.with_name(self.path.name + ".audit")).deeds())
        assert all(isinstance(d, Deed) for d in found)
        return found  # type: ignore[return-value]


@pytest.fixture
def closed(samples_db: Path, tmp_path: Path) -> Iterator[Closed]:
    shutil.copy(samples_db, tmp_path / "own.db")
    made = Closed(tmp_path / "own.db")
    with made.client:
        yield made
    made.register.close()


def _url(path: str) -> str:
    return path.replace("/*", "/phahe.css").replace("/documents/{}", "/documents/none").replace("{}", NQ)


@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_role_on_every_route(closed: Closed, role: str | None) -> None:
    """Who may not is told so before anything is done; who may is not held back."""
    for path, method, rule in ROWS:
        headers = closed.with_token(role) if role else {"accept": "*/*"}
        got = closed.client.request(method, _url(path), headers=headers)
        allowed = may(role, rule)  # type: ignore[arg-type]
        # the sign-in form refuses by itself what has no mark
        assert (got.status_code in (401, 403)) == (not allowed) or (rule.form and allowed), (path, method, got.text)
        if not allowed:
            assert got.status_code == (403 if role else 401)
            assert got.json()["status"] == got.status_code
        assert got.status_code < 500, (path, method, got.text)


def test_the_matrix_has_every_route_and_no_other(closed: Closed) -> None:
    """Each row is a route of the application, each route a row."""
    assert without_role(closed.app) == []
    served = set()
    for route in iter_route_contexts(closed.app.routes):
        methods = getattr(route, "methods", None) or {"GET"}
        served |= {(template(str(route.path)), m) for m in methods}
    assert {(p, m) for p, m, _ in ROWS if "*" not in p} <= served
    assert not may("reader", Rule("editor"))


def test_a_new_route_without_a_role_is_refused_to_everybody(closed: Closed) -> None:
    """It is found when the application is made, and nobody reaches it."""
    closed.app.add_api_route("/secret", lambda: Response("secret"), methods=["GET"])
    assert without_role(closed.app) == ["GET /secret"]
    for headers in ({}, closed.with_token("admin")):
        got = closed.client.get("/secret", headers={"accept": "*/*", **headers})
        assert got.status_code == (404 if headers else 401)
        assert "secret" not in got.text.replace("/secret", "")


def test_signing_in_and_out(closed: Closed) -> None:
    """A page leads to the form, the form back to the page; the cookie is nobody's but the server's; out is out."""
    asked = closed.client.get("/nap?x=1")
    assert asked.status_code == 303
    assert asked.headers["location"] == "/dang-nhap?next=%2Fnap%3Fx%3D1"
    got = closed.sign_in("Editor", wanted="/nap?x=1")
    assert (got.status_code, got.headers["location"]) == (303, "/nap?x=1")
    cookie = next(c for c in got.headers.get_list("set-cookie") if c.startswith("phahe="))
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    page = closed.client.get("/nap?x=1")
    assert page.status_code == 200
    assert "editor" in page.text
    mark = re.search(r'data-mark="(\w+)"', page.text)
    assert mark
    key = closed.client.cookies["phahe"]
    assert closed.client.post("/dang-xuat").status_code == 403
    assert closed.client.post("/dang-xuat", data={"mark": mark[1]}).status_code == 303
    closed.client.cookies.set("phahe", key)
    assert closed.client.get("/nap").status_code == 303
    assert [(d.event, d.who, d.address) for d in closed.deeds()] == [
        ("sign_in", "editor", "10.0.0.9"), ("sign_out", "editor", "10.0.0.9"),
    ]  # fmt: skip


def test_a_page_of_ours_says_its_mark(closed: Closed) -> None:
    """With the session's cookie alone nothing is changed; with another session's mark neither."""
    closed.sign_in("editor")
    mark = re.search(r'data-mark="(\w+)"', closed.client.get("/nap").text)
    assert mark
    for headers, status in (({}, 403), ({"x-csrf-token": "0" * 64}, 403), ({"x-csrf-token": mark[1]}, 202)):
        got = closed.client.post(
            "/api/v1/documents", files={"file": ("a.txt", TEXT.format(number=3).encode())}, headers=headers
        )
        assert got.status_code == status
    foreign = {"x-csrf-token": mark[1], "sec-fetch-site": "cross-site"}
    assert closed.client.delete(got.json()["url"], headers=foreign).status_code == 403


def test_over_tls_the_cookie_goes_no_other_way(samples_db: Path, tmp_path: Path) -> None:
    """Behind a proxy that is named and says https: Secure, with the prefix that binds it to the host."""
    shutil.copy(samples_db, tmp_path / "own.db")
    made = Closed(tmp_path / "own.db", proxies=("10.0.0.9",))
    made.client.headers["x-forwarded-proto"] = "https"
    made.client.headers["x-forwarded-for"] = "1.1.1.1, 203.0.113.7"
    with made.client:
        form = made.client.get("/dang-nhap")
        mark = re.search(r'name="mark" value="(\w+)"', form.text)
        own = form.cookies["phahe-form"]
        assert mark
        got = made.client.post(
            "/dang-nhap", data={"name": "reader", "password": PASSWORD, "mark": mark[1]},
            headers={"cookie": f"phahe-form={own}"},
        )  # fmt: skip
    cookie = next(c for c in got.headers.get_list("set-cookie") if c.startswith("__Host-phahe="))
    assert "Secure" in cookie
    assert made.deeds()[0].address == "203.0.113.7"


def test_a_proxy_names_the_user(samples_db: Path, tmp_path: Path) -> None:
    """Believed of its address alone; the role is the account's, reader without one; what changes needs the mark."""
    shutil.copy(samples_db, tmp_path / "own.db")
    made = Closed(tmp_path / "own.db", proxies=("10.0.0.9",), proxy_header="X-User")
    with made.client as client:
        assert client.get("/api/v1/stats", headers={"x-user": "somebody"}).status_code == 200
        assert client.get("/nap", headers={"x-user": "somebody"}).status_code == 403
        page = client.get("/nap", headers={"x-user": "editor"})
        mark = re.search(r'data-mark="(\w+)"', page.text)
        assert mark
        file = {"file": ("a.txt", b"x")}
        assert client.post("/api/v1/documents", files=file, headers={"x-user": "editor"}).status_code == 403
        said = {"x-user": "editor", "x-csrf-token": mark[1]}
        assert client.post("/api/v1/documents", files=file, headers=said).status_code == 202
        assert client.get("/api/v1/stats", headers={"x-user": ""}).status_code == 401
    other = TestClient(made.app, base_url="http://localhost", client=("10.0.0.8", 1))
    with other:
        assert other.get("/api/v1/stats", headers={"x-user": "admin"}).status_code == 401
    with pytest.raises(BadSetting):
        create_app(str(made.path), setting=Settings(proxies=("all",)))


def test_an_open_door_is_not_for_proxies(client: TestClient) -> None:
    """Whoever put a proxy before an open door is told, before the world is let in."""
    got = client.get("/api/v1/stats", headers={"x-forwarded-for": "203.0.113.7"})
    assert got.status_code == 403
    assert "PHAHE_PROXIES" in got.json()["detail"]


def test_guessing_is_slow(closed: Closed) -> None:
    """After so many tries of an account the right password waits too, and the answer says how long."""
    for _ in range(10):
        assert closed.sign_in("reader", "wrong password").status_code == 403
    got = closed.sign_in("reader")
    assert got.status_code == 429
    assert 0 < int(got.headers["retry-after"]) <= 601
    assert closed.sign_in("admin").status_code == 303
    assert {d.event for d in closed.deeds()} == {"sign_in_refused", "sign_in"}


def test_a_session_ends(samples_db: Path, tmp_path: Path) -> None:
    """When nobody used it for an hour, in any case after twelve, when the password changes or the account goes."""
    register = Register(tmp_path / "a.accounts")
    register.add("a", "reader", PASSWORD)
    now = [1e9]
    keeper = Keeper(Settings(), Audit(tmp_path / "a.audit"), register, lambda: now[0])

    kept = register.fits("a", PASSWORD)

    def known(key: str) -> bool:
        return keeper._session(key).name == "a"

    key = keeper.sign_in("a", kept)
    for _ in range(12):
        assert known(key)
        now[0] += 3590
    assert known(key)
    now[0] += 300
    assert not known(key), "twelve hours"
    key = keeper.sign_in("a", kept)
    now[0] += 3700
    assert not known(key), "an hour"
    key = keeper.sign_in("a", kept)
    register.set_role("a", "admin")
    assert keeper._session(key).role == "admin"
    register.set_password("a", PASSWORD + "!")
    assert not known(key)
    assert not keeper.sign_in("a", kept), "the password that was verified is the account's no more"
    kept = register.fits("a", PASSWORD + "!")
    key = keeper.sign_in("a", kept)
    register.remove("a")
    assert not known(key)
    assert not keeper.sign_in("a", kept), "the account went"
    register.close()


def test_what_is_done_is_noted(closed: Closed) -> None:
    """Loading, forgetting, exporting: who, from where, what; a question is not."""
    headers = closed.with_token("editor")
    url = closed.client.post(
        "/api/v1/documents", files={"file": ("kế hoạch.txt", TEXT.format(number=3).encode())}, headers=headers
    ).json()["url"]
    closed.client.headers |= headers
    wait(closed.client, url, "read")
    assert closed.client.get(url, headers=closed.with_token("admin")).status_code == 200
    closed.client.post(f"{url}/accept", headers=headers)
    closed.client.get("/api/v1/tasks.csv?organization=Sở Tư pháp", headers=closed.with_token("reader"))
    closed.client.get("/api/v1/stats", headers=headers)
    deeds = closed.deeds()
    assert [(d.who, d.event) for d in deeds] == [
        ("token:editor", "upload"), ("token:editor", "load"), ("token:reader", "export"),
    ]  # fmt: skip
    assert "kế hoạch.txt" in deeds[1].what
    assert deeds[2].what.startswith("/api/v1/tasks.csv?")
    assert "Sở+Tư+pháp" in deeds[2].what or "Sở Tư pháp" in deeds[2].what
    closed.client.get("/api/v1/tasks.csv?organization=Sở Tư pháp", headers=closed.with_token("reader"))
    assert [d.event for d in closed.deeds()][2:] == ["export", "export"], "also what was kept goes out"
    closed.client.get("/api/v1/tasks", headers={**closed.with_token("reader"), "accept": "text/csv"})
    assert closed.deeds()[-1].what == "/api/v1/tasks.csv", "the form that Accept asked for"
    assert {d.address for d in deeds} == {"10.0.0.9"}


def test_an_upload_is_of_who_sent_it(closed: Closed) -> None:
    """Another editor finds nothing; an admin finds all."""
    closed.register.add("other", "editor", PASSWORD)
    url = closed.client.post(
        "/api/v1/documents", files={"file": ("a.txt", b"x")}, headers=closed.with_token("editor")
    ).json()["url"]
    closed.sign_in("other")
    assert closed.client.get(url).status_code == 404
    assert closed.client.get("/api/v1/documents", headers={"accept": "*/*"}).json()["items"] == []
    assert len(closed.client.get("/api/v1/documents", headers=closed.with_token("admin")).json()["items"]) == 1


def test_without_the_log_nothing_goes_out(closed: Closed) -> None:
    """Where the log cannot be written, an export is refused."""
    log = closed.path.with_name("own.db.audit")
    log.unlink(missing_ok=True)
    log.mkdir()
    got = closed.client.get("/api/v1/tasks.csv", headers=closed.with_token("reader"))
    assert got.status_code == 503
    assert b"\xef\xbb\xbf" not in got.content
    assert closed.client.get("/api/v1/stats", headers=closed.with_token("reader")).status_code == 200
    for password in (PASSWORD, "wrong password"):
        got = closed.sign_in("reader", password)
        assert (got.status_code, "phahe" in got.cookies) == (503, False)


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "///evil.example",
        "////evil.example/x",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
    ],
)
def test_signing_in_leads_nowhere_else(closed: Closed, wanted: str) -> None:
    """The address behind the form is one of ours."""
    assert closed.sign_in("reader", wanted=wanted).headers["location"] == "/"


def test_accounts_by_command(tmp_path: Path) -> None:
    """Added, listed, changed, removed; a password is never an argument and never shown; all of it is in the log."""
    path = ["--store", "a.db"]
    add = ("user", "add", "Ngọc", "--role", "editor", *path)
    assert phahe(*add, cwd=tmp_path, stdin=b"short\n").returncode == 1
    assert phahe(*add, cwd=tmp_path, stdin=PASSWORD.encode()).returncode == 0
    assert phahe(*add, cwd=tmp_path, stdin=PASSWORD.encode()).returncode == 1
    assert phahe("user", "role", "ngọc", "admin", *path, cwd=tmp_path).returncode == 0
    listed = json.loads(phahe("user", "list", "--format", "json", *path, cwd=tmp_path).stdout)
    assert [(a["name"], a["role"], a["password"]) for a in listed] == [("ngọc", "admin", True)]
    key = phahe("token", "add", "x", "--role", "reader", *path, cwd=tmp_path).stdout.decode().strip()
    content = (tmp_path / "a.db.accounts").read_bytes() + (tmp_path / "a.db.audit").read_bytes()
    assert key.encode() not in content
    assert PASSWORD.encode() not in content
    for file in tmp_path.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file
    assert phahe("token", "revoke", "x", *path, cwd=tmp_path).returncode == 0
    assert phahe("user", "remove", "ngọc", *path, cwd=tmp_path).returncode == 0
    assert phahe("user", "remove", "ngọc", *path, cwd=tmp_path).returncode == 1
    assert len(phahe("audit", *path, cwd=tmp_path).stdout.splitlines()) == 5
    (tmp_path / "a.db.accounts").chmod(0o644)
    assert "chmod 600" in phahe("user", "list", *path, cwd=tmp_path).stderr.decode()


def test_a_changed_log_shows(tmp_path: Path) -> None:
    """A line that was changed, one that was taken out, one that was cut: the command says where and exits 1."""
    log = Audit(tmp_path / "a.audit")
    for n in range(5):
        log.note("a", "", "export", str(n))
    lines = log.path.read_bytes().splitlines(keepends=True)
    assert phahe("audit", "--store", "a", cwd=tmp_path).returncode == 0
    for broken in (
        [*lines[:2], lines[2].replace(b'"2"', b'"9"'), *lines[3:]],
        [*lines[:2], *lines[3:]],
        [*lines[:2], lines[2][:20] + b"\n", *lines[3:]],
    ):
        log.path.write_bytes(b"".join(broken))
        assert phahe("audit", "--store", "a", cwd=tmp_path).returncode == 1
    log.path.write_bytes(b"".join(lines)[:-5])  # a crash while writing: what comes after follows
    log.note("a", "", "export", "after")
    assert log.path.read_bytes().count(b"\n") == 6


def test_off_loopback_it_wants_accounts(samples_db: Path, tmp_path: Path) -> None:
    """One line that says how, before anything listens; the setting of a language that is none is refused as well."""
    shutil.copy(samples_db, tmp_path / "a.db")
    done = process("serve", "--host", "0.0.0.0", "--store", "a.db", cwd=tmp_path)  # noqa: S104
    assert done.returncode == 1
    assert "phahe user add" in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    done = process("serve", "--store", "a.db", cwd=tmp_path, PHAHE_PROXY_HEADER="X-User")
    assert b"PHAHE_PROXIES" in done.stderr
    with pytest.raises(BadSetting):
        settings({"PHAHE_LANG": "xx"})
    assert b"PHAHE_LANG" in process("stats", cwd=tmp_path, PHAHE_LANG="xx").stderr


def test_head_and_options(client: TestClient) -> None:
    """HEAD is GET without its body; OPTIONS says which methods there are."""
    whole, head = client.get("/api/v1/stats"), client.head("/api/v1/stats")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-length"] == str(len(whole.content))
    got = client.options("/api/v1/documents")
    assert (got.status_code, got.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    assert client.options("/nope").status_code == 404


def test_passwords_cost_what_argon2_advises() -> None:
    """RFC 9106's second choice, argon2-cffi's default: 64 MiB, three passes (made before tests make it cheap)."""
    assert passwords._NOBODY.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
