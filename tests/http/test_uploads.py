"""A file comes, is read in isolation, looked at, accepted, and withdrawn; limits are named."""

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.cli.making import TEXT, phahe
from tests.conftest import ROOT
from tests.http.test_answers import wait

PLAN = TEXT.format(number=77).encode()


def test_read_accepted_withdrawn(own_client: TestClient) -> None:
    """The record is the command's; the store has it from the acceptance to the withdrawal."""
    before = own_client.get("/api/v1/stats").json()
    sent = own_client.post("/api/v1/documents", files={"file": ("kế hoạch.txt", PLAN)})
    assert sent.status_code == 202
    url = sent.headers["location"]
    read = wait(own_client, url, "read")
    assert read["seen"]["documents"][0]["code"] == "77/KH-UBND"
    assert own_client.get("/api/v1/stats").json() == before
    assert own_client.post(read["accept_url"]).status_code == 202
    wait(own_client, url, "accepted")
    after = own_client.get("/api/v1/stats").json()
    assert after["files"] == before["files"] + 1
    assert own_client.post(f"{url}/accept").status_code == 409
    assert own_client.delete(url).status_code == 202
    wait(own_client, url, "withdrawn")
    assert own_client.get("/api/v1/stats").json() == before


def test_what_stands_is_listed_and_can_be_dropped(own_client: TestClient) -> None:
    """A page that is opened again finds what came before; a dropped file leaves its place."""
    url = own_client.post("/api/v1/documents", files={"file": ("a.txt", PLAN)}).json()["url"]
    wait(own_client, url, "read")
    assert [u["url"] for u in own_client.get("/api/v1/documents").json()["items"]] == [url]
    assert own_client.delete(url).json()["state"] == "withdrawn"
    assert own_client.get("/api/v1/documents").json()["items"] == []
    assert own_client.get(url).status_code == 404


def test_the_record_is_that_of_the_command(own_client: TestClient, tmp_path: Path) -> None:
    """Only the name differs."""
    sample = sorted((ROOT / "samples").glob("*.docx"))[0]
    url = own_client.post("/api/v1/documents", files={"file": (sample.name, sample.read_bytes())}).json()["url"]
    wait(own_client, url, "read")
    record = own_client.get(f"{url}/record").json()
    printed = json.loads(phahe("extract", str(sample), cwd=tmp_path).stdout)
    assert {**record, "source": ""} == {**printed, "source": ""}


@pytest.mark.parametrize("name", ["../../../etc/passwd", "a/b\\c.txt", "\x1b[31m.txt", "x" * 5000, ""])
def test_a_name_is_never_a_path(own_client: TestClient, name: str, tmp_path: Path) -> None:
    """Whatever it is called, it lies in a folder of ours and is shown without what a terminal would obey."""
    got = own_client.post("/api/v1/documents", files={"file": (name, PLAN)})
    if got.status_code in (400, 422):  # the empty name is no file of a form, the longest no form
        assert len(name) in (0, 5000)
        return
    answer = wait(own_client, got.json()["url"], "read")
    assert answer["state"] == "read"
    assert not set("/\\\x1b") & set(answer["name"])
    assert len(answer["name"]) <= 200


def test_what_cannot_be_read_says_why(own_client: TestClient) -> None:
    """In the language of the one who asks."""
    url = own_client.post("/api/v1/documents", files={"file": ("a.docx", b"\0\1\2" * 50)}).json()["url"]
    assert wait(own_client, url, "read")["state"] == "failed"
    reasons = {lang: own_client.get(url, headers={"accept-language": lang}).json()["reason"] for lang in ("vi", "en")}
    assert all(reasons.values())
    assert reasons["vi"] != reasons["en"]


def test_limits_are_named(own_client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too large, whatever it says of its size; a body that is too large; too many files."""
    big = b"x" * (51 * 1024 * 1024)
    got = own_client.post("/api/v1/documents", files={"file": ("a.txt", big)})
    assert got.status_code == 413
    assert "PHAHE_FILE_BYTES" in got.json()["detail"]
    got = own_client.post("/api/v1/resolve", content=b'{"citations": ["' + b"x" * 2_000_000 + b'"]}')
    assert got.status_code == 413
    for n in range(51):
        got = own_client.post("/api/v1/documents", files={"file": (f"{n}.txt", PLAN)})
    assert got.status_code == 429
    assert "PHAHE_UPLOADS" in got.json()["detail"]
