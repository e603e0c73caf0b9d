"""Every error is problem+json, in the language that was asked for; nothing of the program's inside gets out."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.http.app import create_app
from api.settings import Settings
from graph.store.errors import Moved
from tests.cli.making import TEXT
from tests.conftest import ROOT
from tests.http.test_answers import wait

WRONG = {
    "/nope": 404,
    "/api/v1/nope.json": 404,
    "/api/v1/resolve": 422,
    "/api/v1/resolve?q=": 422,
    "/api/v1/resolve?q=Thông tư 999999/2011/TT-XYZ": 404,
    "/api/v1/instruments/khong~co": 404,
    "/api/v1/instruments/76-nq-cp/lineage?depth=99": 422,
    "/api/v1/instruments/nghi-quyet~76-nq-cp~2021-07-15~chinh-phu/lineage?relations=FOO": 422,
    "/api/v1/tasks?organization=Sở Không Có": 404,
    "/api/v1/tasks?due_before=hôm nay": 422,
    "/api/v1/tasks?role=boss": 422,
    "/api/v1/tasks?page_size=0": 422,
    "/api/v1/tasks?page_size=1000000": 422,
    "/api/v1/tasks?page_size=x": 422,
    "/api/v1/tasks?cursor=abc": 422,
    "/api/v1/tasks?cursor=kv__": 422,
    "/api/v1/coverage?instrument=76/NQ-CP&level=department": 422,
    "/api/v1/coverage?instrument=76/NQ-CP&place=Atlantis": 404,
    "/api/v1/missing?type=Bùa": 404,
    f"/api/v1/search?q={'x' * 3000}": 422,
    "/api/v1/documents/nobody": 404,
    "/api/v1/stats?limit=3": 422,
    "/api/v1/tasks?organisation=Sở Tư pháp": 422,
    "/api/v1/documents?x=": 422,
}


@pytest.mark.parametrize(("path", "status"), WRONG.items())
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_wrong_request_is_a_problem(client: TestClient, path: str, status: int, lang: str) -> None:
    """Status, title and detail; the title is of the language."""
    got = client.get(path, headers={"accept-language": lang})
    answer: dict[str, Any] = json.loads(got.content)
    assert got.headers["content-type"] == "application/problem+json"
    assert (got.status_code, answer["status"], answer["type"]) == (status, status, f"urn:phahe:problem:{status}")
    assert answer["detail"]
    assert got.headers["content-language"] == lang
    assert ("Không" in answer["title"] or "Tham số" in answer["title"]) == (lang == "vi")


def test_several_that_fit_are_candidates(own_client: TestClient) -> None:
    """A citation that fits several is 409 with the candidates; a wrong method is 405 with what is allowed."""
    of_lang_son = TEXT.format(number=99)
    for text in (of_lang_son, of_lang_son.replace("LẠNG SƠN", "SƠN LA").replace("Lạng Sơn", "Sơn La")):
        url = own_client.post("/api/v1/documents", files={"file": ("a.txt", text.encode())}).json()["url"]
        wait(own_client, url, "read")
        own_client.post(f"{url}/accept")
        wait(own_client, url, "accepted")
    got = own_client.get("/api/v1/instruments/99-KH-UBND")
    assert got.status_code == 409
    assert {c["issuer"] for c in got.json()["candidates"]} == {"UBND tỉnh Lạng Sơn", "UBND tỉnh Sơn La"}
    method = own_client.post("/api/v1/stats")
    assert method.status_code == 405
    assert method.headers["allow"] == "GET, HEAD, OPTIONS"


def test_parameters_are_called_by_their_names(client: TestClient) -> None:
    """What is said of a value speaks of parameters, never of the command line's options; an unknown one is named."""
    got = client.get("/api/v1/tasks?organisation=x&role=lead").json()
    assert [e["name"] for e in got["errors"]] == ["organisation"]
    assert "organization" in got["errors"][0]["detail"]
    for path in (*WRONG, "/openapi.json", "/api/v1/tasks?document=QĐ 212/QĐ-UBND"):
        for lang in ("vi", "en"):
            text = client.get(path, headers={"accept-language": lang}).text
            assert not re.search(r"(?<![\w-])--[a-z]", text), path


def test_a_question_that_takes_too_long(samples_db: Path) -> None:
    """It is given up, inside SQLite and between two looks into the store; the answer names the setting; then it goes on."""
    with (
        TestClient(
            create_app(str(samples_db), setting=Settings(http_seconds=1)),
            base_url="http://localhost",
            raise_server_exceptions=False,
        ) as client,
        pytest.MonkeyPatch.context() as patch,
    ):
        endless = "WITH RECURSIVE n(i) AS (VALUES(0) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        patch.setattr("queries.stats.stats", lambda store: store._reading.rows(endless))
        for path, lang in (("/api/v1/stats", "vi"), ("/api/v1/stats", "en")):
            got = client.get(path, headers={"accept-language": lang})
            assert got.status_code == 503
            assert "PHAHE_HTTP_SECONDS" in got.json()["detail"]
        patch.setattr("api.http.web.homes._proposed", lambda store: store._reading.rows(endless))
        page = client.get("/", headers={"accept": "text/html"})
        assert page.status_code == 503
        assert "PHAHE_HTTP_SECONDS" in page.text
        patch.undo()
        assert client.get("/api/v1/stats").status_code == 200


def test_what_met_a_writer_is_asked_again(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that keeps no old generation says so; within its seconds the question is asked anew, then it is 503."""
    store = client.app.state.store  # type: ignore[attr-defined]
    met = []

    def moved(real: Any) -> Any:
        met.append(1)
        if len(met) < 3:
            raise Moved("store.moved", path="x")
        return real()

    def always() -> Any:
        raise Moved("store.moved", path="x")

    read = store.read
    monkeypatch.setattr(store, "read", lambda: moved(read))
    assert client.get("/api/v1/stats").status_code == 200
    assert len(met) >= 3
    monkeypatch.setitem(client.app.state._state, "seconds", 0.2)  # type: ignore[attr-defined]
    monkeypatch.setattr(store, "read", always)
    got = client.get("/api/v1/stats?include_drafts=true")
    assert (got.status_code, got.headers["retry-after"]) == (503, "1")


def test_a_fault_of_ours_says_nothing_of_the_inside(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 is a problem too, without the exception's words."""

    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("queries.stats.stats", broken)
    got = client.get("/api/v1/stats")
    assert got.status_code == 500
    assert got.headers["content-type"] == "application/problem+json"
    assert "secret" not in got.text


def test_a_fault_of_ours_is_a_page_for_people(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as pages can be made at all; else it is what programs get."""

    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("api.http.web.homes._proposed", broken)
    got = client.get("/", headers={"accept": "text/html"})
    assert (got.status_code, got.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert "secret" not in got.text
    monkeypatch.setattr("api.http.web.views.page", broken)
    got = client.get("/", headers={"accept": "text/html"})
    assert (got.status_code, got.headers["content-type"]) == (500, "application/problem+json")


def test_a_store_that_is_damaged_is_503(samples_db: Path, tmp_path: Path) -> None:
    """The store's refusals are 503 with their sentence."""
    path = tmp_path / "cut.db"
    path.write_bytes(samples_db.read_bytes())
    with TestClient(create_app(str(path)), base_url="http://localhost", raise_server_exceptions=False) as client:
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * (path.stat().st_size - 8192))
        got = client.get("/api/v1/stats")
    assert got.status_code == 503
    assert got.json()["detail"]


def test_foreign_names_and_pages_are_refused(client: TestClient) -> None:
    """A name that is not this server's, and a page elsewhere that would change something."""
    assert client.get("/api/v1/stats", headers={"host": "evil.example"}).status_code == 400
    foreign = {"origin": "http://evil.example"}
    assert client.post("/api/v1/documents", headers=foreign, files={"file": ("a.txt", b"x")}).status_code == 403
    assert client.get("/api/v1/stats", headers=foreign).status_code == 200


def test_every_answer_carries_the_headers_that_hold_a_browser_back(client: TestClient) -> None:
    """Answers and errors alike."""
    for path in ("/api/v1/stats", "/nope", "/healthz"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "unsafe-inline" not in headers["content-security-policy"]


def test_the_description_is_pinned(client: TestClient) -> None:
    """docs/openapi.json is what the server says; every parameter has a description and an example."""
    made = client.get("/openapi.json").json()
    assert made == json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8")), "make schemas"
    for path, operations in made["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                schema = parameter["schema"]
                examples = parameter.get("examples") or schema.get("examples")
                assert parameter["description"], (path, parameter["name"])
                assert examples is not None, (path, parameter["name"])
