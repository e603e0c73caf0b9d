"""The page of a quote: whatever question shows it, out of whatever store."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from graph.canonical import export
from graph.segments import Segment, page_starts
from graph.store.port import Store
from queries.citations import citations
from queries.finding import one
from queries.implementers import implementers
from queries.lineage import lineage
from queries.path import path
from queries.search import search
from queries.sheets import edge_lines, target_lines
from queries.show import show
from queries.tasks import Asked, tasks
from tests.queries.family import PLAN_X, ROOT, plan_of_x, records
from tests.stores.test_behaviour import STORES


@pytest.fixture(params=[pytest.param(s, marks=[pytest.mark.xdist_group(s)] * (s == "neo4j")) for s in sorted(STORES)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    made = STORES[request.param](request)
    yield made
    made.close()


def each_line_on_a_page(store: Store) -> str:
    """The plan loaded as if each of its lines stood on a page of its own; its text."""
    record = plan_of_x()
    starts = [0, *(n + 1 for n, char in enumerate(record.text) if char == "\n")]
    layout = [Segment(start, start + 1, page=n) for n, start in enumerate(starts, start=1)]
    with store.write() as writer:
        writer.put(record, record.source, "", layout)
    return record.text


def passages(answer: Any) -> Iterator[dict[str, Any]]:
    """Everything in an answer that has a place in a text."""
    if isinstance(answer, dict):
        if "start" in answer and "text" in answer:
            yield answer
        answer = list(answer.values())
    if isinstance(answer, list):
        for inside in answer:
            yield from passages(inside)


def test_every_question_says_the_page(store: Store) -> None:
    """From 1, of the place where the quote begins."""
    text = each_line_on_a_page(store)
    root, plan = one(store, ROOT), one(store, PLAN_X)
    answers = {
        "show": show(store, plan),
        "lineage": lineage(store, plan),
        "path": path(store, (plan, root)),
        "implementers": implementers(store, root).rows,
        "citations": list(citations(store, root)),
        "tasks": tasks(store, Asked()).rows,
        "search": search(store, "chủ trì").rows,
        "edges.csv": list(edge_lines(store)),
        "targets.csv": list(target_lines(store)),
    }
    for question, answer in answers.items():
        found = list(passages(msgspec.to_builtins(answer)))
        assert found, question
        assert [p["page"] for p in found] == [text.count("\n", 0, p["start"]) + 1 for p in found], question
    assert show(store, plan).warnings[0].page


def test_what_a_document_says_is_asked_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many of its namings are looked at, and in how many pieces."""
    each_line_on_a_page(store)
    monkeypatch.setattr("queries.citations._TOGETHER", 1)
    asked: list[object] = []
    edges = store.edges
    monkeypatch.setattr(store, "edges", lambda *some, **more: asked.append(some) or edges(*some, **more))
    assert len(list(citations(store, one(store, PLAN_X), "out"))) > 2
    assert len(asked) == 1


def test_where_pages_begin_is_asked_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all files of an answer together: over a network each asking is a way there and back."""
    with store.write() as writer:
        for record in records():
            writer.put(record, record.source, "")
    asked: list[int] = []
    real = store.sheets
    monkeypatch.setattr(store, "sheets", lambda files: asked.append(len(files)) or real(files))
    assert len(implementers(store, one(store, ROOT)).rows) > 2
    assert len(tasks(store, Asked()).rows) > 2
    assert len(asked) == 2
    assert min(asked) > 1


def test_a_file_without_pages_has_no_key_for_them(store: Store) -> None:
    """Neither null nor zero: nothing."""
    record = plan_of_x()
    with store.write() as writer:
        writer.put(record, record.source, "", [Segment(0, 5)])
    found = list(passages(msgspec.to_builtins(show(store, one(store, PLAN_X)))))
    assert found
    assert not any("page" in p for p in found)


def test_the_graph_is_the_same_with_and_without_pages(store: Store) -> None:
    """`graph.json` has places in texts; pages follow from the file."""
    each_line_on_a_page(store)
    with_pages = export(store)
    record = plan_of_x()
    with store.write() as writer:
        writer.put(record, record.source, "")
    assert export(store) == with_pages


def test_where_pages_begin() -> None:
    """Only what has a page counts, and a page may be gone back to: a note below belongs to the page before."""
    segments = tuple(Segment(n * 10, n * 10 + 9, page=p) for n, p in enumerate([None, 1, 1, 2, None, 1, 2]))
    assert page_starts(segments) == ((10, 1), (30, 2), (50, 1), (60, 2))
    assert page_starts(()) == ()
