"""The pages: every quote leads to its sentence, the picture has the edges of the table, hostile words stay words."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.http.web import homes
from api.http.web.marking import Mark, runs
from graph.store.opening import open_store
from queries import finding
from queries.levels import level_key, levels
from tests.cli.making import TEXT, phahe
from tests.http.conftest import client_of
from viz.labels import labels

NQ = "nghi-quyet~76-nq-cp~2021-07-15~chinh-phu"
PDF = "quyet-dinh~212-qd-ubnd~2026-01-20~ubnd-tinh-nghe-an"
PAGES = (
    "/", "/?q=76/NQ-CP", "/?q=cai cach", "/?q=zzzz", f"/van-ban/{NQ}", f"/van-ban/{NQ}/toan-van", "/nhiem-vu",
    "/nhiem-vu?organization=Sở Tư pháp&include=collectives", "/do-phu", "/do-phu?instrument=76/NQ-CP", "/chua-nap",
    "/mau-thuan", "/nap", "/docs", f"/van-ban/{NQ}/pha-he", f"/van-ban/{NQ}/pha-he?as=tree", "/kham-pha",
    f"/van-ban/{NQ}/pha-he?as=table", f"/kham-pha?instrument={NQ}", f"/van-ban/{NQ}/thuc-hien",
    f"/van-ban/{NQ}/quan-he?direction=in&relation=IMPLEMENTS", f"/van-ban/{PDF}/toan-van",
)  # fmt: skip
OWN = {"/static/suggest.js", "/static/viz/lineage.js", "/static/viz/explore.js", "/static/vis/vis-network.min.js"}
VOID = {"meta", "link", "input", "path", "rect", "circle", "img"}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> \u202e"


class _Page(HTMLParser):
    """Whether tags close as they opened; links, ids, scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.scripts: list[str | None] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.links += [v for k, v in attrs if k in ("href", "src", "action") and v]
        self.ids += [v for k, v in attrs if k == "id" and v]
        self.handlers += [k for k, _ in attrs if k.startswith("on")]
        if tag == "script" and values.get("type") != "application/json":  # data is no program
            self.scripts.append(values.get("src"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_page_is_whole(client: TestClient, path: str, lang: str) -> None:
    """Its tags close, its ids are its own, nothing comes from elsewhere, no script stands in it; it says what is loaded."""
    got = client.get(path + ("&" if "?" in path else "?") + f"lang={lang}", headers={"accept-language": "en"})
    assert got.status_code == 200
    page = _Page(got.text)
    assert not page.wrong
    assert not page.open
    assert len(page.ids) == len(set(page.ids))
    assert not [x for x in page.links if re.match(r"[a-z]+:|//", x)]
    assert all(page.scripts)
    assert not page.handlers
    assert f'<html lang="{lang}">' in got.text
    assert re.search(r"<footer>\D*17", got.text)


def test_a_page_is_vietnamese_unless_its_address_says_otherwise(client: TestClient) -> None:
    """Browsers of Vietnamese offices often prefer English; the switch is in the address."""
    assert '<html lang="vi">' in client.get("/", headers={"accept-language": "en-US,en;q=0.9"}).text


def test_the_first_page_looks_at_few_plans(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many carry the instrument out that it proposes, it asks for those whose tasks it looks at."""
    asked: list[object] = []
    real = homes.implementers
    monkeypatch.setattr(homes, "implementers", lambda *some, **more: asked.append(more) or real(*some, **more))
    assert client.get("/").status_code == 200
    assert asked == [{"most": 20}]


def test_a_made_up_plan_says_so_in_coverage(client: TestClient) -> None:
    """As everywhere: in the answer and beside its name."""
    asked = f"instrument={NQ}&level=province"
    plans = [p for row in client.get(f"/api/v1/coverage?{asked}").json()["items"] for p in row["plans"]]
    assert plans
    assert all(plan["sample"] for plan in plans)
    shown = client.get(f"/do-phu?{asked}").text
    assert all(re.search(rf'href="/van-ban/{p["id"]}"[^>]*>[^<]*\[MẪU\]', shown) for p in plans)


@pytest.mark.parametrize("path", ["/", "/nhiem-vu", "/do-phu", "/kham-pha", "/chua-nap", f"/van-ban/{NQ}"])
def test_forms_carry_what_the_address_says_of_all(client: TestClient, path: str) -> None:
    """Who counts drafts and reads English does so behind every form."""
    shown = client.get(f"{path}?include_drafts=true&lang=en").text
    forms = re.findall(r"<form[^>]*action=.*?</form>", shown, re.S)
    assert forms
    for form in forms:
        assert 'name="include_drafts" value="true"' in form
        assert 'name="lang" value="en"' in form


def test_dates_are_written_as_people_write_them(client: TestClient) -> None:
    """What is loaded is said at the foot of each page with days of the form that the page has."""
    foot = re.findall(r"<footer>.*?</footer>", client.get("/").text, re.S)[0]
    assert "(15/7/2021 … " in foot
    assert not re.search(r"\d{4}-\d\d", foot)


def test_every_link_of_a_page_leads_somewhere(client: TestClient) -> None:
    """From the first page two steps on: no link is dead."""
    seen, todo = set[str](), ["/"]
    for _ in range(2):
        found = [link.partition("#")[0] for path in todo for link in _Page(client.get(path).text).links]
        todo = sorted({link for link in found if link.startswith("/") and link not in seen})[:60]
        for link in todo:
            got = client.get(link) if "documents" not in link else None
            assert got is None or got.status_code == 200, link
            seen.add(link)
        todo = [t for t in todo if not t.startswith(("/static", "/api", "/docs"))]  # its examples need not be loaded


def test_a_quote_leads_to_its_sentence(client: TestClient) -> None:
    """The words that are marked on the page of the text are the words of the quote."""
    evidence = client.get(f"/api/v1/instruments/{NQ}/implementers").json()["items"][0]["evidence"][0]
    page = client.get(f"/van-ban/{NQ}").text
    link = re.search(rf'href="(/van-ban/[^"]*start={evidence["start"]}&amp;end={evidence["end"]}#day)"', page)
    assert link
    text = client.get(link[1].replace("&amp;", "&")).text
    here = re.findall(r'<(?:a|span) class="[^"]*\bhere\b[^"]*"[^>]*>(.*?)</(?:a|span)>', text, re.S)
    assert "".join(here) == evidence["text"]
    assert text.count('id="day"') == 1


def test_a_long_text_comes_in_parts(own_client: TestClient, tmp_path: Path) -> None:
    """Before and after lead through all of it; a place far behind is shown."""
    from tests.http.test_answers import wait

    text = TEXT.format(number=99) + "".join(f"{n}. Dòng thứ {n} của văn bản dài.\n" for n in range(12_000))
    url = own_client.post("/api/v1/documents", files={"file": ("d.txt", text.encode())}).json()["url"]
    wait(own_client, url, "read")
    own_client.post(f"{url}/accept")
    wait(own_client, url, "accepted")
    own = own_client.get("/api/v1/resolve?q=99/KH-UBND").json()["matches"][0]["id"]
    page = own_client.get(f"/van-ban/{own}/toan-van?start=300000&end=300010").text
    assert page.count('id="day"') == 1
    seen, path = 0, f"/van-ban/{own}/toan-van"
    for _ in range(20):
        page = own_client.get(path).text
        seen += page.count("Dòng thứ")
        after = re.search(r'href="([^"]*start=(\d+))">Phần sau', page)
        if not after:
            break
        path = after[1].replace("&amp;", "&")
    assert "Dòng thứ 11999 " in page
    assert seen >= 12_000


def test_runs_hold_the_whole_text() -> None:
    """Whatever overlaps, the runs are the text; each has the marks that cover it."""
    text = "0123456789"
    marks = [
        Mark(0, 4, "task"),
        Mark(2, 8, "mention", "x"),
        Mark(3, 3, "here"),
        Mark(90, 99, "task"),
        Mark(7, 99, "here"),
    ]
    found = list(runs(text, 0, marks))
    assert "".join(r.text for r in found) == text
    assert [r.kinds for r in found] == [("task",), ("mention", "task"), ("mention",), ("here", "mention"), ("here",)]
    assert [r.first for r in found] == [False, False, False, True, False]


def test_levels_by_their_examples() -> None:
    """Each example of the data file falls into its level; both languages name every level and its groups."""
    for issuer, kind, key in levels().examples:
        assert level_key(issuer, kind) == key, (issuer, kind)
    for lang in ("vi", "en"):
        assert not [x.key for x in levels().levels if not {f"lane_{x.key}", f"at_{x.key}"} <= labels(lang).keys()]


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    """A title, a body, a file's name and a question full of markup are shown, never obeyed."""
    text = TEXT.format(number=5).replace("Thử nghiệm số 5", f"Thử {HOSTILE} nghiệm")
    text += f"\nIV. TỔ CHỨC THỰC HIỆN\n1. Sở Tư pháp {HOSTILE}\n- Chủ trì {HOSTILE} tham mưu kế hoạch.\n"
    (tmp_path / "<b>x.txt").write_text(text, "utf-8")
    assert phahe("ingest", "<b>x.txt", "--store", "h.db", cwd=tmp_path).returncode == 0
    store = open_store(tmp_path / "h.db")
    row = finding.one(store, "5/KH-UBND")
    store.close()
    with client_of(tmp_path / "h.db") as client:
        own = f"/van-ban/{row.id}"
        views = [f"{own}/pha-he?as={form}" for form in ("picture", "tree", "table")]
        for path in (
            own,
            f"{own}/toan-van",
            "/nhiem-vu?place=tỉnh Lạng Sơn",
            "/",
            *views,
            f"/kham-pha?instrument={row.id}",
        ):
            page = _Page(client.get(path).text)
            assert set(page.scripts) <= OWN
            assert not page.handlers
            assert not page.wrong
        for where in ("/?q=", "/nhiem-vu?organization=", "/do-phu?instrument=", "/van-ban/"):
            page = _Page(client.get(where + HOSTILE.replace("/", "")).text)
            assert set(page.scripts) <= OWN
            assert not page.handlers


def test_what_cannot_be_answered_is_a_page(client: TestClient) -> None:
    """With the status, in the language, and what comes near."""
    for path, status in (
        ("/van-ban/khong~co", 404),
        ("/nhiem-vu?organization=Sở Không Có", 404),
        ("/nhiem-vu?due_before=x", 422),
        ("/nhiem-vu?role=x", 422),
        (f"/van-ban/{NQ}/toan-van?file=xx", 404),
    ):
        got = client.get(path)
        assert got.status_code == status
        assert "<h1>" in got.text
    for path in ("/nope", "/van-ban/4150/QĐ-UBND"):
        got = client.get(path, headers={"accept": "text/html,*/*;q=0.8"})
        assert got.status_code == 404
        assert "<h1>" in got.text
    nowhere = client.get("/?q=Kế hoạch 999/KH-XYZ").text
    assert "không văn bản nào đã nạp nêu tên" in nowhere
    moved = client.get("/van-ban/nghi-quyet~76-nq-cp", follow_redirects=False)
    assert moved.status_code == 308
    assert moved.headers["location"] == f"/van-ban/{NQ}"


def test_what_failed_is_said_with_its_reason(samples_db: Path, tmp_path: Path) -> None:
    """The first page counts what is loaded and names what could not be, until it could or was given up."""
    bad = tmp_path / "<b>cũ.doc"
    bad.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1"))
    store = tmp_path / "s.db"
    assert phahe("ingest", str(bad), "--store", str(store), cwd=tmp_path).returncode == 1
    with client_of(store) as client:
        home = client.get("/").text
        assert "&lt;b&gt;cũ.doc" in home
        assert "(.doc)" in home
        bad.write_text(TEXT.format(number=5), "utf-8")
        assert phahe("ingest", str(bad), "--store", str(store), cwd=tmp_path).returncode == 0
        home = client.get("/").text
        assert "cũ.doc" not in home
        assert "Kế hoạch</a> 1" in home


def test_suggestions_are_words_not_markup(own_client: TestClient) -> None:
    """At most eight lines, each an option with an address of ours; hostile titles stay words; nothing for nothing."""
    assert not own_client.get("/goi-y?q=").text.strip()
    lines = re.findall(
        r'<li role="option" id="goi-y-(\d)" data-href="(/[^"]*)">', own_client.get("/goi-y?q=cai cach").text
    )
    assert [int(n) for n, _ in lines] == list(range(1, 9))
    assert all(own_client.get(h.replace("&amp;", "&")).status_code == 200 for _, h in lines)
    page = _Page(own_client.get("/goi-y", params={"q": HOSTILE}).text)
    assert not page.scripts
    assert not page.handlers
