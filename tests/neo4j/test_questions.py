"""The Cypher of docs/neo4j.md gives what the product's own answers give."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.areas import inside, version_code
from graph.places import provinces
from graph.record import RELATIONS
from graph.store.neo4j_store import Neo4jStore
from loaders.extraction import extract
from queries import coverage, implementers, lineage, path, search, tasks
from queries.answers import Reach
from tests.neo4j.server import Running, cypher, emptied

ROOT = Path(__file__).resolve().parents[2]
ID = "nghi-quyet~76-nq-cp~2021-07-15~chinh-phu"
PLAN = "quyet-dinh~4150-qd-ubnd~2021-11-12~ubnd-tinh-nghe-an"
Rows = list[dict[str, Any]]


def questions() -> dict[int, str]:
    """The numbered Cypher of the page."""
    page = (ROOT / "docs" / "neo4j.md").read_text("utf-8")
    return {int(n): text for n, text in re.findall(r"^### (\d+)\. [^\n]*\n```cypher\n(.*?)```", page, re.M | re.S)}


@pytest.fixture(scope="module")
def store(neo4j_server: Running) -> Iterator[Neo4jStore]:
    made = emptied(neo4j_server.url)
    with made.write() as writer:
        for file in sorted((ROOT / "samples").iterdir()):
            if file.suffix in {".txt", ".docx", ".html", ".md"}:
                writer.put(extract(file, file.name), file.name, "")
    yield made
    made.close()


def _direct(store: Neo4jStore) -> set[tuple[str, str]]:
    found = implementers.implementers(store, store.instruments([ID])[ID]).rows
    assert all(r.place for r in found if r.direct)
    return {(r.id, r.evidence[0].text) for r in found if r.direct}


def _of_justice(store: Neo4jStore) -> set[tuple[str, str, str]]:
    found = tasks.tasks(store, tasks.Asked(organization="Sở Tư pháp")).rows
    return {
        (r.id, a.organization, a.role) for r in found for a in r.assignees if a.organization.startswith("Sở Tư pháp")
    }


def _uncovered(store: Neo4jStore) -> list[str]:
    found = coverage.coverage(store, store.instruments([ID])[ID], "province").rows
    return [r.place for r in found if r.state != "planned" and r.until is None and not r.unsure]


def _rests_on(store: Neo4jStore) -> set[str]:
    reach = Reach(direction="up", depth=4, relations=("IMPLEMENTS", "BASED_ON"))
    return {n.id for n in lineage.lineage(store, store.instruments([PLAN])[PLAN], reach).nodes} - {PLAN}


def _most(store: Neo4jStore) -> list[tuple[str, int]]:
    counts = Counter(target for _, target in {(s, t) for s, _, t in store.pairs(RELATIONS)})
    return sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:10]


def _grounds(store: Neo4jStore) -> set[tuple[str, str, str, int, int]]:
    edges = store.edges([PLAN], "out", ["BASED_ON"])[PLAN]
    return {(e.target, q.text, q.file, q.start, q.end) for e in edges for q in e.quotes}


def _review(store: Neo4jStore) -> set[str]:
    return {r.id for r in search.search(store, "rà soát", ("task",), 100_000).rows}


def _way(store: Neo4jStore) -> int:
    rows = store.instruments([PLAN, ID])
    relations = ("IMPLEMENTS", "BASED_ON", "PROMULGATES", "CITES", "REPLACES", "AMENDS")
    return max(n.hop for n in path.path(store, (rows[PLAN], rows[ID]), relations).nodes)


def _documents(store: Neo4jStore) -> dict[str, int]:
    areas = store.areas("vn")
    codes = [version_code(p) for p in provinces() if p.until is None]
    counts = {c: sum(n for a, n in areas.items() if inside(a, f"vn/{c}")) for c in codes}
    return {c: n for c, n in counts.items() if n}


def _together(store: Neo4jStore) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for task in store.tasks():
        roles = {role: {a.body for a in task.assignees if a.role == role} for role in ("lead", "coordinate")}
        found.update((a, b) for a in roles["lead"] for b in roles["coordinate"])
    return dict(found)


# number → what the rows say, what the product answers
ANSWERS: dict[int, tuple[Callable[[Rows], Any], Callable[[Neo4jStore], Any]]] = {
    1: (lambda rows: {(r["id"], r["quote"]) for r in rows}, _direct),
    2: (lambda rows: {(r["id"], r["body"], r["role"]) for r in rows}, _of_justice),
    3: (lambda rows: [r["place"] for r in rows], _uncovered),
    4: (lambda rows: {r["id"] for r in rows}, _rests_on),
    5: (lambda rows: [(r["id"], r["count"]) for r in rows], _most),
    6: (lambda rows: {tuple(r[k] for k in ("id", "quote", "file", "start", "end")) for r in rows}, _grounds),
    7: (lambda rows: {r["id"] for r in rows}, _review),
    8: (lambda rows: rows[0]["steps"], _way),
    9: (lambda rows: {r["code"]: r["documents"] for r in rows}, _documents),
    10: (lambda rows: {(r["lead"], r["other"]): r["tasks"] for r in rows}, _together),
}


@pytest.mark.parametrize("number", sorted(ANSWERS))
def test_cypher_answers_as_the_product_does(store: Neo4jStore, neo4j_server: Running, number: int) -> None:
    """Word for word what the page shows."""
    said, wanted = ANSWERS[number]
    rows = cypher(neo4j_server.url, questions()[number], id=ID, plan=PLAN)
    assert rows
    assert said(rows) == wanted(store)


def test_every_question_of_the_page_is_run() -> None:
    """None is only shown."""
    assert sorted(questions()) == sorted(ANSWERS)


def test_nothing_of_the_model_leads_nowhere(store: Neo4jStore, neo4j_server: Running) -> None:
    """Each task has its instrument and its bodies, each loaded instrument its file, each wording a meaning."""
    for lost in (
        "MATCH (t:Task) WHERE COUNT { (t)<-[:ASSIGNS]-(:Instrument) } <> 1 RETURN t",
        "MATCH (t:Target) WHERE COUNT { (t)<-[:SETS]-(:Instrument) } <> 1 RETURN t",
        "MATCH (i:Instrument) WHERE i.loaded AND NOT EXISTS { (i)<-[:HOLDS]-(:Document) } RETURN i",
        "MATCH (i:Instrument) WHERE NOT i.loaded AND EXISTS { (i)<-[:HOLDS]-(:Document) } RETURN i",
        "MATCH (w:_Wording) WHERE COUNT { (w)-[:_MEANS]->(:Instrument) } <> 1 RETURN w",
        "MATCH (w:_Wording) WHERE COUNT { MATCH (w)<-[:_SAYS|_OWN]-(d) RETURN DISTINCT d } <> w.files RETURN w",
        "MATCH (i:Instrument) WHERE NOT EXISTS { (i)<-[:_MEANS]-(:_Wording) } RETURN i",
        "MATCH (n:_Name) WHERE NOT EXISTS { (n)<-[:_BEARS]-(:Instrument) } RETURN n",
        "MATCH (c:_Claim) WHERE c.pair IS NULL OR NOT EXISTS { (c)<-[:_CLAIMS]-(:Document) } RETURN c",
        "MATCH (o:Organization) WHERE (o.said IS NOT NULL) <> EXISTS { (o)<-[:_NAMES]-(:Document) } RETURN o",
        "MATCH (o:Organization) WHERE o.said IS NULL AND NOT EXISTS { (o)<-[:ISSUED_BY]-(:Instrument) } RETURN o",
        "MATCH (i:Instrument) WHERE (i.issuer IS NOT NULL) <> EXISTS { (i)-[:ISSUED_BY]->(:Organization) } RETURN i",
        "MATCH (s:_Store) WHERE s.instruments <> COUNT { (:Instrument) } RETURN s",
        "MATCH (s:_Store) WHERE s.loaded <> COUNT { MATCH (i:Instrument) WHERE i.loaded RETURN i } RETURN s",
        "MATCH (a)-[e]->(b:Instrument) WHERE a:Instrument AND size(e.quotes) = 0 RETURN e",
        "MATCH (n) WHERE size(labels(n)) <> 1 RETURN n",
    ):
        assert cypher(neo4j_server.url, lost) == [], lost
    quotes = "MATCH (:Instrument)-[e]->(:Instrument) UNWIND range(0, size(e.quotes) - 1) AS n " \
        "RETURN e.quotes[n] AS quote, e.files[n] AS file, e.starts[n] AS start, e.ends[n] AS end"  # fmt: skip
    for row in cypher(neo4j_server.url, quotes):
        assert store.text(row["file"], row["start"], row["end"]) == row["quote"]


def test_the_first_answer_of_the_page(store: Neo4jStore, neo4j_server: Running) -> None:
    """What a new user is told to type gives the plans that carry the resolution out directly, three of them."""
    page = (ROOT / "docs" / "neo4j.md").read_text("utf-8")
    first = re.search(r"^   ```cypher\n(.*?)   ```$", page, re.M | re.S)
    assert first
    rows = cypher(neo4j_server.url, first[1].replace(";", ""))
    assert {row["e.quotes[0]"] for row in rows} == {quote for _, quote in _direct(store)}
    assert len(rows) == 3
    assert {row["p.issuer"] for row in rows} == {"UBND xã Kim Liên", "UBND tỉnh Nghệ An", "UBND tỉnh Thanh Hóa"}
