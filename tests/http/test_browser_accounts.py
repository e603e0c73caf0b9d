"""Signing in off loopback, in a real browser: in, wrong, out, the session's end, and pages of others that try it."""

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from api.accounts.audit import Audit, Deed
from api.accounts.register import Register
from tests.cli.making import PHAHE, TEXT
from tests.http.browsing import chromium, watched

NAME, PASSWORD = "ngọc.anh", "mật khẩu đủ dài"


def _own_address() -> str:
    """An address of this machine that is not loopback, if it has one; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(asking.getsockname()[0])


@pytest.fixture(scope="module")
def store(samples_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, beside which accounts will stand."""
    path = tmp_path_factory.mktemp("signing") / "own.db"
    shutil.copy(samples_db, path)
    return path


@pytest.fixture(scope="module")
def register(store: Path) -> Iterator[Register]:
    """One editor."""
    made = Register(store.with_name("own.db.accounts"))
    made.add(NAME, "editor", PASSWORD)
    yield made
    made.close()


@pytest.fixture(scope="module")
def address(store: Path, register: Register) -> Iterator[str]:
    """A server on all addresses, asked at one that is not loopback."""
    words = [str(PHAHE), "serve", "--store", str(store), "--host", "0.0.0.0", "--port", "0"]  # noqa: S104
    with subprocess.Popen(words, stderr=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stderr
        assert "TLS" in server.stderr.readline()
        found = re.search(r"http://0\.0\.0\.0:(\d+)", server.stderr.readline())
        assert found
        yield f"http://{_own_address()}:{found[1]}"
        server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all."""
    with chromium() as made:
        yield made


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who never was here."""
    made = browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """An empty one; that a wrong password is 403 the console says too, as of the answer to a session that is over."""
    with watched(context.new_page(), address, expected="the server responded with a status of 40") as made:
        yield made


def _sign_in(page: Page, address: str, to: str = "/", password: str = PASSWORD) -> None:
    page.goto(address + to)
    page.fill("[name=name]", "Ngọc.Anh")
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_in_and_out(page: Page, address: str, store: Path) -> None:
    """A page leads to the form; wrong: said, the name stays; right: to the page, in its language; out: nothing is left."""
    _sign_in(page, address, "/mau-thuan?lang=en", "not the password")
    assert page.locator("[role=alert]").text_content() == "The name or the password is wrong."
    assert page.input_value("[name=name]") == "Ngọc.Anh"
    assert page.evaluate("document.activeElement.name") == "password"
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{address}/mau-thuan?lang=en"
    assert page.inner_text("form.user span") == NAME
    assert page.evaluate("document.cookie") == ""
    page.click("nav a[href^='/chua-nap']")
    shown = page.url
    page.click("form.user button")
    page.wait_for_url(f"{address}/dang-nhap?lang=en")
    page.go_back()
    page.wait_for_url("**/dang-nhap?next=*")
    assert shown not in page.url
    assert page.locator("[name=password]").is_visible(), "back shows nothing of what was seen before"
    deeds = [d for d in Audit(store.with_name("own.db.audit")).deeds() if isinstance(d, Deed)]
    assert [d.event for d in deeds[-3:]] == ["sign_in_refused", "sign_in", "sign_out"]
    assert {(d.who, d.address) for d in deeds} == {(NAME, address.partition("//")[2].partition(":")[0])}


def test_two_forms_are_open(context: BrowserContext, page: Page, address: str) -> None:
    """Two pages led to the form: the one that was opened first is as good as the other."""
    page.goto(address + "/nap")
    with watched(context.new_page(), address) as other:
        other.goto(address + "/mau-thuan")
        page.fill("[name=name]", NAME)
        page.fill("[name=password]", PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url == address + "/nap"
        other.reload()
        assert other.url == address + "/mau-thuan"


def test_a_session_ends(page: Page, address: str, register: Register) -> None:
    """While a page is open: what it does says so in words, the next page is the form, which leads back."""
    _sign_in(page, address, "/nap")
    register.set_password(NAME, PASSWORD)  # ends all sessions
    page.set_input_files("#tep", {"name": "a.txt", "mimeType": "text/plain", "buffer": TEXT.encode()})
    page.wait_for_selector("#ket-qua .badge.refused")
    assert "đăng nhập" in page.inner_text("#ket-qua li")
    page.click("nav a[href='/do-phu']")
    page.wait_for_url("**/dang-nhap?next=*")
    page.fill("[name=name]", NAME)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == address + "/do-phu"


@pytest.mark.parametrize("other_port", [False, True])
def test_pages_of_others(context: BrowserContext, page: Page, address: str, other_port: bool) -> None:
    """They neither sign somebody out, nor load, nor read; also one on this host, whose requests bring the cookie."""
    _sign_in(page, address)
    foreign = address.rpartition(":")[0] + ":9" if other_port else "http://elsewhere.example"
    foreign_page = context.new_page()
    foreign_page.route(f"{foreign}/**", lambda route: route.fulfill(content_type="text/html", body="<h1>x</h1>"))
    answers = []
    foreign_page.on("response", lambda r: answers.append((r.url, r.status)) if r.url.startswith(address) else None)
    foreign_page.goto(f"{foreign}/")
    for path in ("/dang-xuat", "/dang-nhap", "/api/v1/resolve", "/api/v1/documents"):
        foreign_page.goto(f"{foreign}/")
        foreign_page.evaluate(
            """where => {
                const form = document.createElement("form");
                form.method = "post"; form.action = where; form.enctype = "multipart/form-data";
                document.body.append(form); form.submit();
            }""",
            address + path,
        )
        foreign_page.wait_for_url(address + path)
        assert answers[-1] == (address + path, 403)
    foreign_page.goto(f"{foreign}/")
    read = "where => fetch(where, { credentials: 'include' }).then((got) => got.text()).catch(() => 'nothing')"
    assert foreign_page.evaluate(read, f"{address}/api/v1/stats") == "nothing"
    foreign_page.close()
    page.goto(f"{address}/nap")
    assert page.inner_text("form.user span") == NAME


@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_everybody_can_sign_in(page: Page, address: str, width: int, lang: str) -> None:
    """The form, the form that says what is wrong, and a page with the name on it: nothing scrolls sideways, axe is content."""
    page.set_viewport_size({"width": width, "height": 768})
    axe, wrong = Axe(), []

    def look(what: str) -> None:
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{what}: scrolls sideways")
        found = axe.run(page).response["violations"]
        wrong.extend(f"{what}: {v['id']} {v['nodes'][0]['html']}" for v in found)

    page.goto(f"{address}/?lang={lang}")
    look("form")
    _sign_in(page, address, f"/?lang={lang}", "not the password")
    look("wrong")
    _sign_in(page, address, f"/nap?lang={lang}")
    look("signed in")
    assert not wrong
