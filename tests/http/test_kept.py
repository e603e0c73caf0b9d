"""What was asked before is not asked again, until the store says something else; what is short is asked at once."""

import threading
from typing import Any

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from api.http.kept import Kept
from graph.deadline import within
from graph.store.errors import TooLong
from queries import finding, stats

NQ = "nghi-quyet~76-nq-cp~2021-07-15~chinh-phu"


def test_an_answer_is_kept_until_the_store_changes(own_client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes and headers, also by HEAD and as 304, of this language and form alone; then a new answer."""
    asked: list[object] = []
    real = stats.stats
    monkeypatch.setattr(stats, "stats", lambda store: asked.append(1) or real(store))
    first, again = (own_client.get("/api/v1/stats") for _ in range(2))
    assert (again.content, again.headers) == (first.content, first.headers)
    head = own_client.head("/api/v1/stats")
    assert (head.content, head.headers) == (b"", first.headers)
    known = own_client.get("/api/v1/stats", headers={"if-none-match": first.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert len(asked) == 1
    english = own_client.get("/api/v1/stats", headers={"accept-language": "en"})
    assert english.headers["content-language"] == "en"
    assert own_client.get("/api/v1/stats.csv").headers["content-type"].startswith("text/csv")
    assert own_client.get("/api/v1/stats", headers={"accept": "text/csv"}).content != first.content
    store = own_client.app.state.store  # type: ignore[attr-defined]
    with store.write() as writer:
        writer.drop(store.files()[0].paths[0])
    after = own_client.get("/api/v1/stats")
    assert after.headers["etag"] != first.headers["etag"]
    assert after.json()["documents"] < first.json()["documents"]


def test_only_so_much_is_kept() -> None:
    """Those that nobody asked for longest go first; what is longer than all of it is not kept; short ones count too."""
    kept = Kept(20_000)
    for tag in "abc":
        kept.keep(tag, Response(b"x" * 6_000))
        kept.get("a")
    assert [tag for tag in "abc" if kept.get(tag)] == ["a", "c"]
    kept.keep("c", Response(b"x" * 6_000))
    assert [tag for tag in "abc" if kept.get(tag)] == ["a", "c"]
    assert len(kept.keep("d", Response(b"x" * 30_000)).body) == 30_000
    assert kept.get("d") is None
    for n in range(100):
        kept.keep(str(n), Response(b""))
    assert [n for n in range(100) if kept.get(str(n))] == list(range(91, 100))


def test_refusals_are_not_kept(client: TestClient) -> None:
    """What cannot be answered is asked anew, and says the same."""
    for path, status in (("/api/v1/resolve?q=99999/XX", 404), ("/api/v1/instruments/76-NQ-CP", 308)):
        answers = [client.get(path, follow_redirects=False) for _ in range(2)]
        assert [a.status_code for a in answers] == [status, status]


def test_a_short_question_that_takes_long_is_given_to_a_thread(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for it but who asked it."""
    real, seen = finding.resolve, []
    long = "WITH RECURSIVE n(i) AS (VALUES(0) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n LIMIT 1 OFFSET 1000000"

    def slow(store: Any, text: str, drafts: bool) -> Any:
        seen.append(threading.get_ident())
        store._reading.rows(long)
        return real(store, text, drafts)

    monkeypatch.setattr(finding, "resolve", slow)
    assert client.get("/api/v1/resolve?q=nghị quyết 76/NQ-CP").status_code == 200
    assert len(set(seen)) == len(seen) == 2


def test_a_glance_brings_few_rows(client: TestClient) -> None:
    """More of them are too long, whatever the clock says."""
    rows = client.app.state.store._reading.rows  # type: ignore[attr-defined]
    four = "SELECT value FROM json_each('[1, 2, 3, 4]')"
    with within(60, 4):
        assert len(rows(four)) == 4
    with within(60, 3), pytest.raises(TooLong):
        rows(four)
    with within(60):
        assert len(rows(four)) == 4


def test_a_thread_that_ends_leaves_no_connection(client: TestClient) -> None:
    """A server begins threads when many ask and ends them when nobody does."""
    store = client.app.state.store  # type: ignore[attr-defined]
    before = len(store._reading._all)
    for _ in range(5):
        thread = threading.Thread(target=store.generation)
        thread.start()
        thread.join()
    assert len(store._reading._all) <= before
    assert store.generation()
