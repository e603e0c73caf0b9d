"""The same answers as the command line's, in pages, in other forms, and only sent again where something changed."""

import csv
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import openpyxl
import pytest
from rdflib import Graph
from starlette.testclient import TestClient

from queries.sheets import TaskLine
from tests.cli.making import phahe

NQ = "nghi-quyet~76-nq-cp~2021-07-15~chinh-phu"
OBJECTS = {
    ("resolve", "76/NQ-CP"): "/resolve?q=76/NQ-CP",
    ("show", NQ): f"/instruments/{NQ}",
    ("lineage", NQ, "--depth", "2", "--direction", "down"): f"/instruments/{NQ}/lineage?depth=2&direction=down",
    ("lineage", NQ, "--relations", "implements"): f"/instruments/{NQ}/lineage?relations=implements",
    ("path", "12/KH-UBND", "76/NQ-CP"): "/path?from=12/KH-UBND&to=76/NQ-CP",
    ("stats",): "/stats",
}
LISTS = {
    ("implementers", NQ): f"/instruments/{NQ}/implementers",
    ("citations", NQ): f"/instruments/{NQ}/citations",
    ("citations", NQ, "--direction", "out"): f"/instruments/{NQ}/citations?direction=out",
    ("tasks", "--organization", "Sở Tư pháp"): "/tasks?organization=Sở Tư pháp",
    ("tasks", "--role", "lead", "--include", "collectives"): "/tasks?role=lead&include=collectives",
    ("tasks", "--due-before", "31/12/2026", "--duty-to-issue"): "/tasks?due_before=31/12/2026&duty_to_issue=true",
    ("coverage", "76/NQ-CP"): "/coverage?instrument=76/NQ-CP",
    ("missing", "--type", "Nghị định"): "/missing?type=Nghị định",
    ("conflicts",): "/conflicts",
    ("search", "cai", "cach"): "/search?q=cai cach",
}


def said(samples_db: Path, command: tuple[str, ...]) -> Any:
    """What the command prints as JSON."""
    done = phahe(*command, "--store", str(samples_db), "--format", "json", cwd=samples_db.parent)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("command", "path"), OBJECTS.items(), ids=lambda x: " ".join(x) if isinstance(x, tuple) else ""
)
def test_an_object_is_the_same(client: TestClient, samples_db: Path, command: tuple[str, ...], path: str) -> None:
    """An answer that is one object is the same object; what was loaded stands in a header."""
    got = client.get(f"/api/v1{path}")
    assert got.status_code == 200, got.text
    assert got.json() == said(samples_db, command)
    assert got.headers["phahe-loaded"].startswith("documents=")


@pytest.mark.parametrize(("command", "path"), LISTS.items(), ids=lambda x: " ".join(x) if isinstance(x, tuple) else "")
def test_a_list_is_the_same_page_by_page(
    client: TestClient, samples_db: Path, command: tuple[str, ...], path: str
) -> None:
    """A list comes in pages: all together are the command's rows, and the total is theirs."""
    wanted = said(samples_db, command)
    assert wanted
    url, items = f"/api/v1{path}{'&' if '?' in path else '?'}page_size=3", []
    while url:
        page = client.get(url)
        assert page.status_code == 200, page.text
        answer = page.json()
        assert answer["total"] == len(wanted)
        assert (page.headers.get("link") == f'<{answer["next_url"]}>; rel="next"') == bool(answer["next_url"])
        assert answer["loaded"]["documents"] > 0
        items += answer["items"]
        url = answer["next_url"]
    assert items == wanted


def test_a_citation_leads_to_the_id(client: TestClient) -> None:
    """What is shorter than the id or no id at all is redirected, with the rest of the address; 308."""
    for shorter in ("nghi-quyet~76-nq-cp", quote("NQ 76-NQ-CP", safe="")):
        got = client.get(f"/api/v1/instruments/{shorter}/lineage.json?depth=1", follow_redirects=False)
        assert got.status_code == 308
        assert got.headers["location"] == f"/api/v1/instruments/{NQ}/lineage.json?depth=1"


def test_forms(client: TestClient) -> None:
    """By suffix or by Accept: CSV with the byte order mark that Excel wants, a workbook; what is not there is 406."""
    for got in (
        client.get("/api/v1/tasks.csv?organization=Sở Tư pháp"),
        client.get("/api/v1/tasks?organization=Sở Tư pháp", headers={"accept": "text/csv"}),
    ):
        assert got.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(got.content.decode("utf-8-sig"))))
        assert rows
        assert list(rows[0]) == [f.encode_name for f in msgspec.structs.fields(TaskLine)]  # as the command line's
        assert "attachment" in got.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/api/v1/tasks.xlsx?organization=Sở Tư pháp").content))
    assert book.worksheets[0].max_row > len(rows)
    assert client.get("/api/v1/stats.xlsx").status_code == 406
    assert client.get("/api/v1/stats", headers={"accept": "image/png"}).status_code == 406


def test_turtle_is_a_part_of_the_whole(client: TestClient, samples_db: Path, tmp_path: Path) -> None:
    """By suffix and by Accept; every triple of an answer stands in the export of the store, every edge in the answer."""
    assert phahe("export", str(tmp_path / "g.nt"), "--store", str(samples_db), cwd=tmp_path).returncode == 0
    whole = set(Graph().parse(tmp_path / "g.nt"))
    for path in (f"/api/v1/instruments/{NQ}", f"/api/v1/instruments/{NQ}/lineage"):
        got = client.get(f"{path}.ttl")
        assert got.headers["content-type"] == "text/turtle; charset=utf-8"
        assert client.get(path, headers={"accept": "text/turtle"}).content == got.content
        triples = set(Graph().parse(data=got.content, format="turtle"))
        assert triples <= whole
        edges = client.get(path).json()
        count = len(edges["edges"]) if "edges" in edges else len(edges["relations"]["out"] + edges["relations"]["in"])
        relations = {s for s, p, _ in triples if str(p).endswith("#relation") or str(p).endswith("/relation")}
        assert len(relations) == count
    assert client.get("/api/v1/stats.ttl").status_code == 406


def test_not_modified(client: TestClient) -> None:
    """The same question to an unchanged store is answered by 304; another language or form has another tag."""
    first = client.get("/api/v1/stats")
    assert client.get("/api/v1/stats", headers={"if-none-match": first.headers["etag"]}).status_code == 304
    for path in ("/", "/docs", "/openapi.json", "/nhiem-vu?organization=Sở Tư pháp", "/static/phahe.css"):
        tag = client.get(path).headers["etag"]
        again = client.get(path, headers={"if-none-match": f'"x", W/{tag}'})
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["etag"] == tag
    other = client.get("/api/v1/stats", headers={"accept-language": "en"})
    assert other.headers["etag"] != first.headers["etag"]


def test_a_cursor_survives_a_load(own_client: TestClient, samples_db: Path) -> None:
    """Files loaded between two pages neither repeat nor skip what stood behind the page."""
    path = "/api/v1/missing?page_size=5"
    everything = own_client.get("/api/v1/missing?page_size=500").json()["items"]
    first = own_client.get(path).json()
    text = "\n".join(f"Căn cứ Thông tư số {n}/2019/TT-BNV;" for n in range(1, 40))
    put = own_client.post("/api/v1/documents", files={"file": ("a.txt", text.encode())}).json()["url"]
    wait(own_client, put, "read")
    own_client.post(f"{put}/accept")
    wait(own_client, put, "accepted")
    last = first["items"][-1]["id"]
    behind = own_client.get(first["next_url"]).json()["items"]
    now = [r["id"] for r in own_client.get("/api/v1/missing?page_size=500").json()["items"]]
    assert [r["id"] for r in behind] == now[now.index(last) + 1 :][:5]
    assert len(now) > len(everything)


def test_many_citations_at_once(client: TestClient) -> None:
    """In their order; what nothing names has no matches, several are all there."""
    got = client.post("/api/v1/resolve", json={"citations": ["NQ 76/NQ-CP", "Nghị định 1/1901/NĐ-CP"]}).json()
    assert [i["query"] for i in got["items"]] == ["NQ 76/NQ-CP", "Nghị định 1/1901/NĐ-CP"]
    assert [m["id"] for m in got["items"][0]["matches"]] == [NQ]
    assert got["items"][1]["matches"] == []


def wait(client: TestClient, url: str, *states: str) -> dict[str, Any]:
    """The upload when it is in one of the states; `failed` ends it too."""
    import time

    for _ in range(400):
        got: dict[str, Any] = client.get(url).json()
        if got["state"] in (*states, "failed"):
            return got
        time.sleep(0.05)
    raise AssertionError(got)
