"""`phahe serve` over a server: with the user's password, the answers of the embedded store."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.http.app import create_app
from tests.cli.making import TEXT, phahe
from tests.neo4j.server import ENV, Running, emptied

PATHS = ("/api/v1/stats", "/api/v1/instruments/7-KH-UBND", "/api/v1/resolve?q=76/NQ-CP", "/api/v1/missing", "/")


def test_the_same_over_http(neo4j_server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every byte of an answer, and a page."""
    for name, value in ENV.items():
        monkeypatch.setenv(name, value)
    emptied(neo4j_server.url).close()
    (tmp_path / "a.txt").write_text(TEXT.format(number=7), "utf-8")
    got = []
    for store in (neo4j_server.url, str(tmp_path / "a.db")):
        assert phahe("ingest", "a.txt", "--store", store, cwd=tmp_path, **ENV).returncode == 0
        with TestClient(create_app(store), base_url="http://localhost", raise_server_exceptions=False) as client:
            answers = [client.get(path) for path in PATHS]
            assert [a.status_code for a in answers] == [200] * len(PATHS)
            got.append([a.content for a in answers])
    assert got[0] == got[1]
