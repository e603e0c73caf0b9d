"""A browser for tests: Debian's Chromium, which speaks to the server under test and to nobody else."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM = shutil.which("chromium")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; without it the test is skipped."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: chromium)")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def watched(page: Page, address: str, expected: str = "\0") -> Iterator[Page]:
    """Every other host is blocked, and asking one fails the test, as does what the console calls an unexpected error."""
    wrong: list[str] = []

    def only_ours(route: Route) -> None:
        if route.request.url.startswith(address):
            route.continue_()
        else:
            wrong.append(route.request.url)
            route.abort()

    page.route("**/*", only_ours)
    page.on(
        "console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") and expected not in m.text else None
    )
    page.on("pageerror", lambda e: wrong.append(str(e)))
    yield page
    page.close()
    assert not wrong, wrong
