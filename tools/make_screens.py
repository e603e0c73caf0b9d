"""Writes docs/screens anew: every page over the samples in Debian's Chromium, as on an office screen and on a phone.

Run it after a change that shows (with names: of these alone), look at each picture, and say in
docs/screens/README.md what was seen.
"""

import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SCREENS = ROOT / "docs" / "screens"
PHAHE = str(Path(sys.executable).with_name("phahe"))
NQ = "nghi-quyet~76-nq-cp~2021-07-15~chinh-phu"
QD = "quyet-dinh~4150-qd-ubnd~2021-11-12~ubnd-tinh-nghe-an"
PDF = "quyet-dinh~212-qd-ubnd~2026-01-20~ubnd-tinh-nghe-an"
PAGES = {
    "home": "/",
    "suggest": "/",
    "found": "/?q=cai cach hanh chinh",
    "instrument": f"/van-ban/{QD}",
    "pha-he": f"/van-ban/{NQ}/pha-he",
    "tree": f"/van-ban/{NQ}/pha-he?as=tree&down=2",
    "table": f"/van-ban/{NQ}/pha-he?as=table&levels=tinh",
    "explore": f"/kham-pha?instrument={NQ}",
    "toan-van": f"/van-ban/{PDF}/toan-van?start=545&end=635#day",
    "tasks": "/nhiem-vu?organization=Sở Tư pháp",
    "coverage": "/do-phu?instrument=76/NQ-CP",
    "missing": "/chua-nap",
    "conflicts": "/mau-thuan",
    "load": "/nap",
    "docs": "/docs",
}
SIGN_IN = "sign-in"  # at a door that asks who one is
OLD = bytes.fromhex("d0cf11e0a1b11ae1")  # how a .doc begins, which cannot be read
PLAN = "KẾ HOẠCH\nThực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ\n"
MOST = 60_000  # bytes of one picture
SIZES = {"": (1366, 768), "-360": (360, 740)}


def loaded(folder: Path) -> str:
    """The samples, and a file that could not be read, in a store; somebody has an account."""
    store = str(folder / "samples.db")
    (folder / "công văn cũ.doc").write_bytes(OLD)
    for files, failing in (("samples", False), (str(folder / "công văn cũ.doc"), True)):
        words = [PHAHE, "ingest", files, "--store", store]
        subprocess.run(words, cwd=ROOT, check=not failing, capture_output=True)  # noqa: S603
    words = [PHAHE, "user", "add", "ngoc.anh", "--role", "editor", "--store", store]
    subprocess.run(words, input=b"0123456789", check=True, capture_output=True)  # noqa: S603
    return store


@contextmanager
def served(store: str, *more: str) -> Iterator[str]:
    """The store over HTTP."""
    words = [PHAHE, "serve", "--store", store, "--port", "0", *more]
    with subprocess.Popen(words, stderr=subprocess.PIPE, encoding="utf-8") as server:  # noqa: S603
        assert server.stderr  # noqa: S101
        found = re.search(r"http://[\d.:]+", server.stderr.readline())
        assert found  # noqa: S101
        yield found[0]
        server.terminate()


def small(png: bytes) -> bytes:
    """The same with 96 colours or fewer, rare ones among them (the lines of a picture): a third of the bytes."""
    shot = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (96, 48, 24, 12, 8):
        target = io.BytesIO()
        shot.quantize(colours, method=Image.Quantize.MAXCOVERAGE).save(target, "PNG", optimize=True)
        if target.tell() <= MOST:
            break
    return target.getvalue()


def acted(page: Page, name: str) -> None:
    """What is only there when somebody does something."""
    if name == "suggest":
        page.locator("#q").press_sequentially("so tu phap")
        page.wait_for_selector("#goi-y li")
        page.keyboard.press("ArrowDown")
    if name == SIGN_IN:
        page.fill("[name=name]", "ngoc.anh")
        page.fill("[name=password]", "9876543210")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=alert]")
    if name == "load":
        files = (("kế hoạch.txt", PLAN.encode()), ("công văn cũ.doc", OLD))
        sent: list[FilePayload] = [{"name": n, "mimeType": "application/octet-stream", "buffer": b} for n, b in files]
        page.set_input_files("#tep", sent)
        page.wait_for_selector("li:first-child .badge.failed")
        page.wait_for_selector(".badge.read")
    page.wait_for_timeout(500)  # what a script places


def shot(browser: Browser, addresses: dict[str, str]) -> None:
    """These pages at both widths."""
    for ending, (width, height) in SIZES.items():
        page = browser.new_context(locale="vi-VN", viewport={"width": width, "height": height}).new_page()
        for name, address in addresses.items():
            page.goto(address)
            acted(page, name)
            (SCREENS / f"{name}{ending}.png").write_bytes(small(page.screenshot()))


def main(names: list[str]) -> None:
    """All pages, or those that are named."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        store = loaded(Path(folder))
        browser = play.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        with served(store) as address:
            shot(browser, {name: address + path for name, path in PAGES.items() if not names or name in names})
        if not names or SIGN_IN in names:
            with served(store, "--accounts") as address:
                shot(browser, {SIGN_IN: f"{address}/"})
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
