"""In a real browser (Debian's Chromium): the mission's questions by clicking, a file in and out, no way out of the machine."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import BrowserContext, Page, Route
from pypdfium2 import PdfDocument

from tests.cli.making import PHAHE, TEXT
from tests.http.browsing import chromium, watched

NQ = "nghi-quyet~76-nq-cp~2021-07-15~chinh-phu"
PDF = "quyet-dinh~212-qd-ubnd~2026-01-20~ubnd-tinh-nghe-an"
PAGES = ("/", "/?q=cai cach", f"/van-ban/{NQ}", "/nhiem-vu?organization=Sở Tư pháp", "/do-phu?instrument=76/NQ-CP", "/chua-nap", "/mau-thuan", "/nap", f"/van-ban/{NQ}/toan-van", f"/van-ban/{PDF}/toan-van?start=1300&end=1320", "/docs", f"/van-ban/{NQ}/pha-he", f"/van-ban/{NQ}/pha-he?as=tree&levels=tinh", f"/van-ban/{NQ}/pha-he?as=table", f"/kham-pha?instrument={NQ}", f"/van-ban/{NQ}/quan-he", f"/van-ban/{NQ}/thuc-hien")  # fmt: skip


@pytest.fixture(scope="module")
def address(samples_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server in a process of its own."""
    path = tmp_path_factory.mktemp("browser") / "own.db"
    shutil.copy(samples_db, path)
    words = [str(PHAHE), "serve", "--store", str(path), "--port", "0"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stderr
        found = re.search(r"http://[\d.:]+", server.stderr.readline())
        assert found
        yield found[0]
        server.terminate()


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    """One for all tests here."""
    with chromium() as browser:
        yield browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """Home."""
    with watched(context.new_page(), address) as made:
        made.goto(f"{address}/")
        yield made


def test_which_plans_carry_it_out(page: Page) -> None:
    """Home, the question, the quote: two clicks to the sentence in its text."""
    page.click("#hoi-thuc-hien")
    page.click("#thuc-hien blockquote cite a")
    assert "76/NQ-CP" in "".join(page.locator(".here").all_text_contents())
    assert page.locator("#day").is_visible()


def test_what_a_body_must_do(page: Page) -> None:
    """Home, the tasks of a body, the words of one in their text."""
    page.click("#hoi-nhiem-vu")
    words = page.locator("tbody .words").first.text_content() or ""
    page.click("tbody .words >> nth=0")
    here = "".join(page.locator(".here").all_text_contents())
    assert here
    assert here.split()[0] in words


def test_its_tasks_leave_as_files(page: Page) -> None:
    """Home, the tasks of a body, a file: the workbook and the extract for Word open and hold what the page shows."""
    page.click("#hoi-nhiem-vu")
    shown = [" ".join(words.split()) for words in page.locator("tbody .words").all_text_contents()]
    assert shown
    files = {}
    for name in ("Excel", "Word"):
        with page.expect_download() as coming:
            page.click(f".tools a >> text={name}")
        files[name] = coming.value.path()
    book = openpyxl.load_workbook(io.BytesIO(files["Excel"].read_bytes())).worksheets[0]
    assert [" ".join(str(r[1]).split()) for r in book.iter_rows(min_row=2, values_only=True)] == shown
    rows = Document(io.BytesIO(files["Word"].read_bytes())).tables[0].rows
    assert [r.cells[1].text for r in rows if r.cells[0].text.isdigit()] == shown


def test_what_cites_it(page: Page) -> None:
    """Home, what names the instrument, and on to one of them."""
    page.click("#hoi-dan-chieu")
    page.click("#den .doc >> nth=0")
    assert page.locator("h1").text_content()
    assert NQ not in page.url


def test_the_box_understands(page: Page) -> None:
    """A citation leads to its instrument, words without diacritics to what has them."""
    page.fill("#q", "NQ 76/NQ-CP")
    page.keyboard.press("Enter")
    page.click("main .doc >> nth=0")
    assert NQ in page.url
    page.fill("#q", "so tu phap")
    page.keyboard.press("Enter")
    assert "Sở Tư pháp" in (page.locator("main").text_content() or "")


def test_the_box_suggests(page: Page) -> None:
    """While words are typed, without their marks: chosen by arrows, opened by Enter; Escape closes."""
    page.locator("#q").press_sequentially("so tu phap tinh ha")
    page.wait_for_selector("#goi-y li")
    assert page.locator("#q").get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not page.locator("#goi-y").is_visible()
    page.fill("#q", "76/NQ")
    page.wait_for_selector("#goi-y li")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#goi-y [aria-selected=true]")
    assert page.locator("#q").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert "76/NQ-CP" in (chosen.text_content() or "")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert NQ in page.url


def test_who_is_quicker_than_the_script(page: Page, address: str, tmp_path: Path) -> None:
    """A file that was chosen before the page's script came is read when it comes."""
    held: list[Route] = []
    page.route("**/static/load.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright looks at the function's own names
    page.goto(f"{address}/nap", wait_until="commit")
    (tmp_path / "sớm.txt").write_text(TEXT.format(number=322), "utf-8")
    page.set_input_files("#tep", tmp_path / "sớm.txt")
    for _ in range(200):
        if not held:
            page.wait_for_timeout(50)
    held[0].continue_()
    page.wait_for_selector(".badge.read")
    assert page.locator("#ket-qua li").count() == 1
    page.click("#ket-qua button.quiet")
    page.wait_for_selector(".badge.withdrawn")


def test_a_file_comes_and_goes(page: Page, address: str, tmp_path: Path) -> None:
    """Read, looked at, accepted, asked for, taken out again; the one that cannot be read says why."""
    (tmp_path / "kế hoạch 321.txt").write_text(TEXT.format(number=321), "utf-8")
    (tmp_path / "cũ.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1"))
    page.click("nav a[href='/nap']")
    page.set_input_files("#tep", [tmp_path / "kế hoạch 321.txt", tmp_path / "cũ.doc"])
    page.wait_for_selector(".badge.read")
    assert "321/KH-UBND" in (page.locator("#ket-qua").text_content() or "")
    page.wait_for_selector(".badge.failed")
    assert ".docx" in (page.locator("li:has(.badge.failed) .title").text_content() or "")
    page.click("#ket-qua button >> text=Đưa vào kho")
    page.wait_for_selector(".badge.accepted")
    page.click("#ket-qua .title a")
    assert "321/KH-UBND" in (page.locator("h1").text_content() or "")
    plan = page.url
    page.goto(f"{address}/nap")
    page.click("#ket-qua button >> text=Lấy ra lại")
    page.wait_for_selector(".badge.withdrawn")
    assert page.request.get(plan).status == 404


def test_files_are_dropped(page: Page, address: str) -> None:
    """Onto the page, as from a folder."""
    page.goto(f"{address}/nap")
    page.evaluate(
        """words => {
            const files = new DataTransfer();
            files.items.add(new File([words], "thả.txt"));
            document.getElementById("tha").dispatchEvent(new DragEvent("drop", { dataTransfer: files }));
        }""",
        TEXT.format(number=322),
    )
    page.wait_for_selector("li:has-text('thả.txt') .badge.read")
    page.click("li:has-text('thả.txt') button.quiet")
    page.wait_for_selector("li:has-text('thả.txt') .badge.withdrawn")


def test_a_table_of_tasks_is_printed_across(page: Page, address: str) -> None:
    """On A4, from the first page on; a text stands upright, and nothing of the way about the site is on paper."""
    for path, landscape in (("/nhiem-vu?organization=Sở Tư pháp", True), (f"/van-ban/{PDF}/toan-van", False)):
        page.goto(address + path)
        sheets = PdfDocument(page.pdf(prefer_css_page_size=True))
        sizes = {tuple(round(n / 72 * 25.4) for n in sheet.get_size()) for sheet in sheets}
        assert sizes == {(297, 210) if landscape else (210, 297)}
        words = sheets[0].get_textpage().get_text_range()
        assert ("Hệ thống hóa" if landscape else "QUYẾT ĐỊNH") in words
        assert "Nạp văn bản" not in words


def test_by_keyboard_alone(page: Page) -> None:
    """The first stop is the way past the navigation; a box of the picture is reached and opened by keys."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.goto(page.url.rstrip("/") + f"/van-ban/{NQ}")
    box = page.locator(".descent a.box:not(.root)").first
    wanted = str(box.get_attribute("href"))
    box.focus()
    with page.expect_navigation():  # a page that is closed on its way may never say that it is closed
        page.keyboard.press("Enter")
    assert wanted in page.url
    assert NQ not in page.url


def test_a_branch_opens_and_hides_in_place(page: Page, address: str) -> None:
    """By '+n' and '×': the address says it, the box keeps the focus; back is back; by arrow keys to the next box."""
    page.goto(f"{address}/van-ban/{NQ}/pha-he")
    boxes = page.locator(".descent a.box")
    before = boxes.count()
    more = page.locator(".descent a.more").last
    more.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("(n) => document.querySelectorAll('.descent a.box').length > n", arg=before)
    page.wait_for_url("**/pha-he?open_*")
    assert page.evaluate("document.activeElement.matches('a.box')")
    here = page.evaluate("document.activeElement.parentNode.id")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.matches('a.box')")
    assert page.evaluate("document.activeElement.parentNode.id") != here
    opened = boxes.count()
    page.locator(".descent a.hide").last.click()
    page.wait_for_function("(n) => document.querySelectorAll('.descent a.box').length < n", arg=opened)
    page.wait_for_url("**hide=*")
    page.go_back()
    page.wait_for_function("(n) => document.querySelectorAll('.descent a.box').length === n", arg=opened)
    page.reload()
    assert boxes.count() == opened


def test_exploring_does_not_jump(page: Page, address: str) -> None:
    """Every box stands where the server put it, also a while later; search finds one, its link opens it."""
    page.goto(f"{address}/kham-pha?instrument={NQ}")
    page.wait_for_function("window.phahe")
    wanted = page.evaluate("Object.fromEntries(phahe.data.nodes.map((n) => [n.id, { x: n.x, y: n.y }]))")
    assert len(wanted) > 10
    assert page.evaluate("phahe.net.getPositions()") == wanted
    page.wait_for_timeout(400)
    assert page.evaluate("phahe.net.getPositions()") == wanted
    page.fill("#find", "212/qd-ubnd")
    page.keyboard.press("Enter")
    page.wait_for_selector("#said a")
    assert "212/QĐ-UBND" in (page.locator("#said").text_content() or "")
    page.click("#said a")
    assert "212-qd-ubnd" in page.url
    page.goto(f"{address}/kham-pha")
    page.wait_for_function("window.phahe")
    shown = page.evaluate("phahe.data.nodes.map((n) => n.id)")
    assert NQ in shown
    assert sorted(page.evaluate("Object.keys(phahe.net.getPositions())")) == sorted(shown)


def test_the_file_for_exploring_needs_nothing(
    context: BrowserContext, page: Page, address: str, tmp_path: Path
) -> None:
    """Downloaded and opened from a disk: the same boxes, and nobody is asked."""
    page.goto(f"{address}/van-ban/{NQ}/pha-he")
    with page.expect_download() as got:
        page.click(".save a:has-text('HTML')")
    got.value.save_as(tmp_path / "pha-he.html")
    asked: list[str] = []
    with watched(context.new_page(), "file://") as opened:
        opened.on("request", lambda r: asked.append(r.url))
        opened.goto((tmp_path / "pha-he.html").as_uri())
        opened.wait_for_function("window.phahe")
        assert opened.evaluate("phahe.data.nodes.length") == 10
        assert opened.evaluate("Object.keys(phahe.net.getPositions()).length") == 10
        assert opened.locator("tbody tr").count() == 9
        assert len(asked) == 1


@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_everybody_can_use_it(page: Page, address: str, width: int, lang: str) -> None:
    """At the width of a phone and of an office screen nothing scrolls sideways, and axe finds nothing serious."""
    page.set_viewport_size({"width": width, "height": 768})
    axe, wrong = Axe(), []
    for path in PAGES:
        page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={lang}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{path}: scrolls sideways")
        found = axe.run(page).response["violations"]
        wrong += [f"{path}: {v['id']} {v['nodes'][0]['html']}" for v in found if v["impact"] in ("serious", "critical")]
    assert not wrong
