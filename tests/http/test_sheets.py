"""The page of a PDF beside its text: the page as it was loaded or none, drawn in isolation, the last ones kept."""

import io
import re
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops
from starlette.testclient import TestClient

from api.http.problems import Refusal
from api.http.sheets import Sheets
from api.isolation.messages import Reply
from api.settings import Settings
from tests.cli.making import phahe
from tests.conftest import ROOT
from tests.http.conftest import client_of
from tests.http.test_answers import wait

SAMPLE = ROOT / "samples" / "12-nghe-an-quyet-dinh-212.pdf"
TEXT = "/van-ban/quyet-dinh~212-qd-ubnd~2026-01-20~ubnd-tinh-nghe-an/toan-van"


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[tuple[TestClient, Path]]:
    """A store with the one file, and where the file lies."""
    file = tmp_path / "a.pdf"
    shutil.copy(SAMPLE, file)
    done = phahe("ingest", str(file), "--store", str(tmp_path / "s.db"), cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    with client_of(tmp_path / "s.db") as client:
        yield client, file


def picture_of(page: str) -> str:
    found = re.search(r'<img src="([^"]+)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def test_the_page_of_the_place(loaded: tuple[TestClient, Path]) -> None:
    """A quote on page 2 opens beside the picture of page 2: an A4 sheet with ink on it, other than page 1."""
    client, _ = loaded
    first, second = client.get(TEXT).text, client.get(f"{TEXT}?start=1300&end=1320").text
    assert "page=1" in picture_of(first)
    assert "page=2" in picture_of(second)
    got = client.get(picture_of(second))
    assert (got.status_code, got.headers["content-type"]) == (200, "image/png")
    drawn = Image.open(io.BytesIO(got.content))
    assert drawn.size[0] == 1000
    assert drawn.size[1] / drawn.size[0] == pytest.approx(297 / 210, abs=0.002)
    assert len(drawn.getcolors(1 << 24) or []) > 2
    assert client.get(picture_of(first)).content != got.content
    assert client.get(picture_of(second).replace("page=2", "page=3")).status_code == 404


def marked(content: bytes) -> tuple[int, int, int, int] | None:
    """Where the picture has the marker's colour: left, top, right, bottom."""
    drawn = Image.open(io.BytesIO(content)).convert("RGB")
    ranges = zip(drawn.split(), ((251, 255), (209, 223), (71, 83)), strict=True)
    red, green, blue = (one.point([255 * (low <= v <= high) for v in range(256)]) for one, (low, high) in ranges)
    return ImageChops.multiply(ImageChops.multiply(red, green), blue).getbbox()


def test_the_sought_words_are_marked_on_the_page(loaded: tuple[TestClient, Path]) -> None:
    """Where they stand, above what comes later, over a page's end on both pages; without sought words nothing is."""
    client, _ = loaded
    assert marked(client.get(picture_of(client.get(TEXT).text)).content) is None
    store = client.app.state.store  # type: ignore[attr-defined]
    (sheets,) = store.sheets([s.sha256 for s in store.files()]).values()
    first, second = (next(s for s, p in sheets if p == n) for n in (1, 2))
    boxes = []
    for start in (first + 400, first + 700, second - 60):
        shown = client.get(f"{TEXT}?start={start}&end={start + 120}").text
        boxes.append(marked(client.get(picture_of(shown)).content))
    assert all(boxes)
    tops = [box[1] for box in boxes if box]
    assert tops == sorted(tops)
    over = picture_of(client.get(f"{TEXT}?start={second - 60}&end={second + 60}").text)
    onto = marked(client.get(over.replace("page=1", "page=2")).content)
    assert onto
    assert onto[1] < tops[0]


def test_pages_without_text_are_passed_over(loaded: tuple[TestClient, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Between pages 2 and 7 some have no text: the ways to the neighbours lead to the marks of pages that have."""
    client, _ = loaded
    there = [(0, 2), (1200, 7), (1500, 9)]
    monkeypatch.setattr(client.app.state.store, "sheets", lambda files: dict.fromkeys(files, there))  # type: ignore[attr-defined]
    page = client.get(f"{TEXT}?start=1300&end=1320").text
    ways = re.findall(r'href="[^"]*#(tr-\d+)">(?:← trang trước|trang sau)', page)
    assert ways == ["tr-2", "tr-9"]
    assert all(f'id="{mark}"' in page for mark in ways)


@pytest.mark.parametrize("happened", ["changed", "gone"])
def test_another_file_is_not_shown(loaded: tuple[TestClient, Path], happened: str) -> None:
    """What lies there now is not what was read: the page says so, and no address shows it."""
    client, file = loaded
    address = picture_of(client.get(TEXT).text)
    if happened == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + b"\n")
    page = client.get(TEXT).text
    assert "<img" not in page
    assert "không còn ở nơi đã nạp" in page
    assert client.get(address).status_code == 404


def test_only_files_of_the_instrument(loaded: tuple[TestClient, Path]) -> None:
    """An address can't ask for another file's page: neither by hash nor by path."""
    client, file = loaded
    where = TEXT.replace("toan-van", "trang.png")
    for name in ("0" * 64, str(file), "../../etc/passwd", ""):
        assert client.get(where, params={"file": name, "page": 1}).status_code == 404
    assert client.get(where, params={"file": "0", "page": "x"}).status_code == 422


def test_what_came_over_http_has_its_pages(own_client: TestClient) -> None:
    """As long as the server has the bytes: a quote of an upload is looked at beside its page too."""
    content = SAMPLE.read_bytes() + b"\n"  # other bytes than the sample's, whose file lies elsewhere
    url = own_client.post("/api/v1/documents", files={"file": ("b.pdf", content)}).json()["url"]
    wait(own_client, url, "read")
    own_client.post(f"{url}/accept")
    wait(own_client, url, "accepted")
    files = own_client.get(f"/api/v1/instruments/{TEXT.split('/')[2]}").json()["files"]
    pages = [own_client.get(f"{TEXT}?file={f}").text for f in files]
    assert [own_client.get(picture_of(p)).status_code for p in pages] == [200, 200]


def test_what_was_drawn_is_kept_and_a_long_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn once, also for two who ask at the same time; who finds too many waiting is told so at once."""
    sheets, drawn = Sheets(Settings().terms()), []

    def answer(_pool: object, request: Any) -> Reply:
        drawn.append(request.page)
        return Reply(line=b"png")

    monkeypatch.setattr("api.isolation.pool.Pool.answer", answer)
    assert [sheets.picture("a.pdf", "0", 1) for _ in range(3)] == [b"png"] * 3
    assert drawn == [1]
    begun = threading.Barrier(3)

    def late(page: int) -> bytes:
        begun.wait(10)
        return sheets.picture("a.pdf", "0", page)

    with sheets._drawing, ThreadPoolExecutor(2) as both:  # both look for it before anybody draws
        asked = [both.submit(late, 3) for _ in range(2)]
        begun.wait(10)
        while sheets._line._value > 1 and not any(one.done() for one in asked):
            time.sleep(0.001)
        sheets._drawing.release()
        try:
            assert [one.result(10) for one in asked] == [b"png"] * 2
        finally:
            sheets._drawing.acquire()
    assert drawn == [1, 3]
    monkeypatch.setattr(sheets._line, "acquire", lambda blocking: False)
    with pytest.raises(Refusal) as refused:
        sheets.picture("a.pdf", "0", 2)
    assert refused.value.status == 429
    sheets.close()
