"""Tags, quotes, turning marks and ten thousand characters in every field of a document: text in every answer and file."""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from msgspec import structs
from rdflib import Graph
from starlette.testclient import TestClient

from graph.record import Due, Record
from graph.store.opening import open_store
from graph.store.port import written
from tests.graph.making import Made
from tests.http.conftest import client_of
from tests.http.test_pages import OWN, _Page
from tests.queries.family import RESOLUTION, ROOT

RAW = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202e\u2066]]>-->{{7*7}}${7}=cmd|\x01"
LONG = "Á" * 10_000
BODY = "Sở Tư pháp tỉnh Lạng Sơn"


def _bad(field: str) -> str:
    return f"{field} {RAW} {field}"


def _record() -> Record:
    """A plan in which every text that may be anybody's is hostile; the words stand in the text too."""
    made = Made("hostile")
    own = made.document("Kế hoạch", "5/KH-UBND", "2024-03-05", "UBND tỉnh Lạng Sơn", _bad("title"), place="tỉnh Lạng Sơn")  # fmt: skip
    aim = made.cites(*RESOLUTION, _bad("aim"))
    law = made.cites("Luật", None, "2025", _bad("issuer"), _bad("law"))
    made.claims(own, "IMPLEMENTS", aim).claims(own, "BASED_ON", law)
    made.line(LONG + RAW)
    due = Due(kind="event", start=None, end=None, recurrence=None, event=_bad("event"))
    made.task(own, f"Chủ trì {RAW} {LONG}", BODY, _bad("body"), deliverable=_bad("deliverable"), deadline=_bad("deadline"), due=[due])  # fmt: skip
    made.target(own, _bad("target")).warns("made")
    return _worse(made.record())


def _worse(record: Record) -> Record:
    """What the maker writes itself."""

    def of(rows: list[Any], **fields: Any) -> list[Any]:
        return [structs.replace(r, **fields) for r in rows]

    tasks = [
        structs.replace(
            t, budget=_bad("budget"), reports_to=_bad("reports"), where=_bad("where"), rule=_bad("rule"),
            assignees=of(t.assignees, said=_bad("said"), duty=_bad("duty")),
        )
        for t in record.tasks
    ]  # fmt: skip
    return structs.replace(
        record,
        documents=of(record.documents, signer=_bad("signer"), signed_as=_bad("signed"), incomplete=[_bad("lacks")], title=_bad("title") + LONG),
        mentions=of(record.mentions, provision=_bad("provision")),
        relations=of(record.relations, rule=_bad("rule"), provisions=[_bad("part")], source_provisions=[_bad("from")], exceptions=[_bad("but")], manner=_bad("manner"), until_event=_bad("until"), scope="part"),
        tasks=tasks,
        targets=of(record.targets, unit=_bad("unit"), where=_bad("where")),
        organizations=of(record.organizations, aliases=[_bad("alias"), "Sở Tư pháp"]),
        warnings=of(record.warnings, code=_bad("code"), message=_bad("message")),
    )  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, str]]:
    path = tmp_path_factory.mktemp("hostile") / "h.db"
    store = open_store(path)
    written(store, [(_record(), f"/made/<b>{RAW.replace('/', '')}.txt")])
    own = next(r.id for r in store.all_instruments() if r.loaded)
    store.close()
    with client_of(path) as client:
        yield client, own


def _pages(own: str) -> list[str]:
    typed = quote(RAW.replace("/", ""))
    return [
        f"/van-ban/{own}", f"/van-ban/{own}/toan-van", f"/van-ban/{own}/toan-van?start=0&end=40",
        f"/van-ban/{own}/quan-he?relation=IMPLEMENTS&direction=out", f"/van-ban/{ROOT}/thuc-hien", f"/van-ban/{ROOT}",
        *(f"/van-ban/{ROOT}/pha-he?as={form}" for form in ("picture", "tree", "table")),
        f"/kham-pha?instrument={own}", "/", "/?q=5/KH-UBND", "/?q=chu tri", "/nhiem-vu?place=tỉnh Lạng Sơn",
        f"/nhiem-vu?organization={BODY}", f"/do-phu?instrument={ROOT}", "/chua-nap", "/mau-thuan", "/nap",
        f"/?q={typed}", f"/nhiem-vu?organization={typed}", f"/van-ban/{typed}", f"/?lang={typed}",
    ]  # fmt: skip


def _questions(own: str) -> list[str]:
    return [
        f"/api/v1/instruments/{own}", f"/api/v1/instruments/{ROOT}/lineage", f"/api/v1/instruments/{ROOT}/implementers",
        f"/api/v1/instruments/{ROOT}/citations", "/api/v1/tasks", f"/api/v1/coverage?instrument={ROOT}",
        f"/api/v1/path?from={own}&to={ROOT}", "/api/v1/missing", "/api/v1/conflicts", "/api/v1/search?q=chu tri",
        "/api/v1/resolve?q=5/KH-UBND",
    ]  # fmt: skip


def _text_only(content: str) -> None:
    """No tag of theirs is one, nothing turns the line round, no template filled in."""
    assert "<script>alert" not in content
    assert "<img src=x" not in content
    turning = re.search(".{0,80}[\u202e\u2066\x01]", content, re.S)
    assert not turning, turning[0]


def test_pages_show_it_as_text(hostile: tuple[TestClient, str]) -> None:
    """Every page: well formed, no program but ours; what was hostile is there to be read."""
    client, own = hostile
    seen = ""
    for path in _pages(own):
        got = client.get(path)
        assert got.status_code in (200, 404, 409, 422), (path, got.text)
        page = _Page(got.text)
        assert set(page.scripts) <= OWN | {"/static/load.js", "/static/suggest.js"}, path
        assert not page.handlers, path
        assert not page.wrong, path
        _text_only(got.text)
        seen += got.text
    for field in ("title", "law", "deadline", "deliverable", "where", "aim"):
        assert f"{field} &lt;script&gt;" in seen, field


def test_answers_are_data(hostile: tuple[TestClient, str]) -> None:
    """JSON has the words as they are; CSV has no formula; Turtle can be read and has the title whole."""
    client, own = hostile
    said = ""
    for path in _questions(own):
        got = client.get(path)
        assert got.status_code == 200, (path, got.text)
        assert got.headers["x-content-type-options"] == "nosniff"
        said += json.dumps(got.json(), ensure_ascii=False)
        name, _, query = path.partition("?")
        rows = csv.reader(io.StringIO(client.get(f"{name}.csv?{query}").content.decode("utf-8-sig")))
        assert not [c for row in rows for c in row if c.startswith(("=", "+", "-", "@"))]
    for field in ("title", "signer", "law", "deadline", "deliverable", "budget", "reports", "where", "event", "unit", "lacks", "message", "provision", "manner", "until"):  # fmt: skip
        assert json.dumps(_bad(field), ensure_ascii=False)[1:-1] in said, field
    assert "Á" * 10_000 in said
    turtle = Graph().parse(data=client.get(f"/api/v1/instruments/{own}.ttl").content, format="turtle")
    assert any(_bad("title") in str(o) for o in turtle.objects())


def test_files_hold_it_as_text(hostile: tuple[TestClient, str]) -> None:
    """Workbooks without a formula, an extract that opens, pictures that are well formed and run nothing."""
    client, _ = hostile
    for path in ("/api/v1/tasks.xlsx", f"/van-ban/{ROOT}/pha-he.xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(client.get(path).content))
        cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
        assert not [c.value for c in cells if c.data_type == "f"]
        assert any("<script>" in str(c.value) for c in cells), path
    paper = client.get("/api/v1/tasks.docx").content
    shown = "".join(p.text for t in docx.Document(io.BytesIO(paper)).tables for row in t.rows for c in row.cells for p in c.paragraphs)  # fmt: skip
    assert "<script>" in shown
    for part in ZipFile(io.BytesIO(paper)).namelist():
        assert not re.search(r"\.\.|^/", part)
    picture = client.get(f"/van-ban/{ROOT}/pha-he.svg")
    _text_only(picture.text)
    names = {e.tag.rpartition("}")[2] for e in ElementTree.fromstring(picture.content).iter()}  # noqa: S314 - our own picture
    assert not names & {"script", "foreignObject", "image", "iframe"}
    whole = client.get(f"/van-ban/{ROOT}/pha-he.html").text
    assert "<script>alert" not in whole
    assert "<img src=x" not in whole
    assert "</script>" in whole
    json.loads(client.get(f"/van-ban/{ROOT}/pha-he.json").content)
