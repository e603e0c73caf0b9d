"""`phahe sparql`: two engines, one answer; nothing that writes or leads elsewhere; bounded."""

import json
import mmap
import os
import re
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from api.bounded import bounded
from graph.canonical import graph_json
from graph.rdf.derived import BESIDE
from graph.rdf.said import relation_name
from graph.rdf.terms import BASE, Block, named
from graph.refusals import Refused
from queries.implementers import implementers
from queries.missing import missing
from queries.path import path
from queries.rdf import blocks
from queries.show import show
from queries.sparql import Ask, Engine, SparqlAnswer, answer, checked, loaded
from queries.sparql_reach import needed
from queries.tasks import Asked, tasks
from tests.cli.making import family_store, phahe
from tests.queries.family import ROOT as NQ76
from tests.rdf.making import ROOT, store_of
from viz.triples import plain

PAGE = (ROOT / "docs" / "rdf.md").read_text("utf-8")
QUESTIONS = re.findall(r"```sparql\n(.*?)```", PAGE, re.S)
ENGINES: tuple[Engine, ...] = ("pyoxigraph", "rdflib")


@cache
def made() -> list[Any]:
    return list(blocks(store_of("samples")))


@cache
def whole_store(by: Engine) -> Ask:
    return loaded(made(), by)


def asked(text: str, by: Engine, most: int = 10_000) -> SparqlAnswer:
    return answer(checked(text), made(), most, by)


def rows(text: str, by: Engine) -> list[tuple[Any, ...]]:
    """Plain values of a SELECT."""
    found = asked(text, by)
    assert found.results
    return [tuple(plain(row.get(v)) for v in found.head.vars or []) for row in found.results.bindings]


def row_of(code: str) -> Any:
    return next(r for r in store_of("samples").all_instruments() if r.code == code and r.loaded)


def own_answers() -> list[Any]:
    """What the product answers to the ten questions of docs/rdf.md, in their order."""
    store = store_of("samples")
    root = store.instruments([NQ76])[NQ76]
    shown = show(store, row_of("4150/QĐ-UBND"))
    grounds = [
        (r.target.id, e.text, e.start, e.end)
        for r in shown.relations.out
        if r.relation == "BASED_ON"
        for e in r.evidence
    ]
    issued = {r.target.id for r in show(store, row_of("3391/QĐ-UBND")).relations.out if r.relation == "PROMULGATES"}
    sets = [t for t in store.all_targets() if t.document in issued | {row_of("3391/QĐ-UBND").id}]
    every = tasks(store, Asked()).rows
    justice = tasks(store, Asked(organization="Sở Tư pháp tỉnh Thanh Hóa", roles=("lead",))).rows
    reached = tasks(store, Asked(organization="Sở Tư pháp tỉnh Nghệ An", include="collectives")).rows
    edges = graph_json(store)["edges"]
    return [
        sorted((i.id,) for i in implementers(store, root).rows),
        [(r.id, r.cited_by) for r in missing(store).rows],
        sorted((t.id, t.deadline) for t in justice),
        sorted(((t.id, d.end) for t in every for d in t.due if d.kind == "fixed" and (d.end or "").startswith("2026")),
               key=lambda t: (t[1], t[0])),
        sorted(grounds, key=lambda g: (g[0], g[2])),
        sorted((named(relation_name(r)), n) for r, n in store.counts().relations.items()),
        sorted((t.id,) for t in reached),
        sorted((t.text, t.value, t.unit, str(t.due) if t.due else None) for t in sets),
        bool(path(store, (row_of("12/KH-UBND"), root)).edges),
        sorted({(e["source"], named(w), e["target"]) for e in edges for w in BESIDE[e["relation"]] if w.startswith("eli:")}),
    ]  # fmt: skip


@pytest.mark.parametrize("by", ENGINES)
def test_ten_questions(by: Engine) -> None:
    """Each question of the page has the product's own answer, and is one that has an answer."""
    own = own_answers()
    assert len(QUESTIONS) == len(own) == 10
    for question, wanted in zip(QUESTIONS, own, strict=True):
        assert wanted, question
        kind = checked(question).kind
        found: Any
        if kind == "ASK":
            found = asked(question, by).boolean
        elif kind == "CONSTRUCT":
            triples = asked(question, by).triples or []
            cut = len(f"{BASE}instrument/")
            found = [(t.subject.value[cut:], t.predicate.value, t.object.value[cut:]) for t in triples]
        else:
            found = rows(question, by)
        assert found == wanted, question


SAME = (
    "SELECT * { ?s phahe:issued ?day }",
    "SELECT ?t (AVG(?v) AS ?mean) (SUM(?v) AS ?sum) { ?t phahe:value ?v } GROUP BY ?t",
    "SELECT ?type (COUNT(*) AS ?n) { ?i phahe:typeName ?type } GROUP BY ?type HAVING(COUNT(*) > 1) ORDER BY DESC(?n) ?type",
    "SELECT ?a ?b { ?a phahe:cites ?b . FILTER NOT EXISTS { ?b phahe:loaded true } }",
    "SELECT ?l { ?o skos:prefLabel ?l . FILTER(CONTAINS(LCASE(?l), 'sở tư pháp')) } ORDER BY ?l",
    "SELECT ?x ?y { VALUES ?x { 1 2.5 'a' } BIND(STR(?x) AS ?y) }",
    "SELECT ?i ?d { ?i a phahe:Instrument OPTIONAL { ?i eli:date_document ?d } FILTER(!BOUND(?d) || ?d > '2025-06-30'^^xsd:date) }",
    "SELECT (SHA256(?c) AS ?h) (REPLACE(?c, '/.*', '') AS ?n) { ?i phahe:code ?c } ORDER BY ?h",
    "DESCRIBE ?i { ?i phahe:code '76/NQ-CP' }",
    "CONSTRUCT { ?o phahe:said ?n } { ?o a org:Organization ; skos:prefLabel ?n }",
    "ASK { ?i phahe:code '0/KHÔNG' }",
    "PREFIX p: <https://phahe.example/ns#> SELECT (COUNT(*) AS ?n) { ?s p:confidence ?c . FILTER(?c >= 0.9) }",
)


@pytest.mark.parametrize("text", SAME)
def test_two_engines_one_answer(text: str) -> None:
    """Values, types and order."""
    one, other = (asked(text, by) for by in ENGINES)
    assert one == other


REFUSED = {
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }": "sparql.elsewhere",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE SILENT ?where { ?s ?p ?o } } }": "sparql.elsewhere",
    "SELECT * { { SELECT ?s { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } } }": "sparql.elsewhere",
    "SELECT * FROM <http://127.0.0.1:9/x.ttl> { ?s ?p ?o }": "sparql.elsewhere",
    "SELECT * FROM NAMED <file:///etc/passwd> { ?s ?p ?o }": "sparql.elsewhere",
    "SELECT * { GRAPH ?g { ?s ?p ?o } }": "sparql.elsewhere",
    "LOAD <http://127.0.0.1:9/x.ttl>": "sparql.update",
    "INSERT DATA { <a:b> <a:b> <a:b> }": "sparql.update",
    "DELETE WHERE { ?s ?p ?o }": "sparql.update",
    "CLEAR ALL": "sparql.update",
    "SELECT ?x { ?x": "sparql.syntax",
    "": "sparql.syntax",
    "SELECT * { ?x nowhere:p ?y }": "sparql.syntax",
    "SELECT * " + "{" * 3000: "sparql.",
    "SELECT * { ?s ?p '" + "x" * 200_000 + "' }": "sparql.long",
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda t: str(t)[:40])
def test_what_is_refused(text: str) -> None:
    """In the parsed query, whatever it looks like; a word that only looks so is none."""
    with pytest.raises(Refused) as refused:
        checked(text)
    assert refused.value.code.startswith(REFUSED[text])
    assert "\n" not in str(refused.value)


# one end of a path that may be empty is named: known by the path's words, by others, as an object only, not at all
NAMED_ENDS = (
    "SELECT ?y { <https://phahe.example/place/20> phahe:partOf* ?y }",
    f"SELECT ?y {{ <{BASE}instrument/nghi-quyet~76-nq-cp~2021-07-15~chinh-phu> phahe:partOf* ?y }}",
    f"SELECT ?x {{ ?x phahe:implements* <{BASE}instrument/nghi-quyet~76-nq-cp~2021-07-15~chinh-phu> }}",
    f"SELECT ?x {{ ?x (phahe:basedOn|^phahe:implements)? <{BASE}instrument/nghi-quyet~76-nq-cp~2021-07-15~chinh-phu> }}",
    f"SELECT ?x {{ <{BASE}nobody> phahe:implements* ?x }}",
    "SELECT ?x { phahe:Instrument rdfs:subClassOf* ?x }",
    f"ASK {{ <{BASE}dataset> phahe:cites? <{BASE}dataset> }}",
    f"SELECT ?x {{ ?x phahe:loaded true . OPTIONAL {{ <{BASE}dataset> phahe:cites* ?x }} }}",
)
ANY = (
    "SELECT * { ?s ?p ?o } LIMIT 3",
    "DESCRIBE <https://phahe.example/dataset>",
    "SELECT ?x ?y { ?x phahe:partOf* ?y }",
    "SELECT ?x ?y { ?x (phahe:cites|phahe:partOf?) ?y }",
    "ASK { ?x !phahe:cites ?y }",
    "ASK { ?x phahe:code ?c FILTER NOT EXISTS { ?x phahe:cites ?y FILTER NOT EXISTS { ?y ?any ?z } } }",
)


@pytest.mark.parametrize("text", [*QUESTIONS, *SAME, *NAMED_ENDS, *ANY])
@pytest.mark.parametrize("by", ENGINES)
def test_what_a_query_cannot_meet_need_not_be_read(text: str, by: Engine) -> None:
    """Of the triples of its predicates alone the answer is the same as of all; where it may meet any, all are read."""
    query = checked(text)
    assert (query.touched is None) == (text in (*ANY, QUESTIONS[9]) or text.startswith("DESCRIBE"))
    some = list(needed(made(), query.touched))
    assert query.touched is None or sum(len(b.facts) for b in some) < sum(len(b.facts) for b in made())
    if query.touched is None:
        assert some == made()
        return
    whole, part = whole_store(by)(query), loaded(some, by)(query)
    if isinstance(whole, bool) or isinstance(part, bool):
        assert whole == part
    else:
        rows, others = (sorted(map(repr, r)) for r in (whole, part))
        assert len(rows) == len(others)
        assert rows == others or "LIMIT" in text


def ring(size: int) -> list[Block]:
    """Each cites the next one, and the last the first."""
    return [Block(f"{BASE}{n}", ((named("phahe:cites"), f"{BASE}{(n + 1) % size}"),)) for n in range(size)]


WAYS = (
    "SELECT * { ?x phahe:cites+ ?y }",
    "SELECT * { ?x phahe:cites* ?y }",
    "SELECT * { <0> phahe:cites+ ?y }",
    "SELECT * { ?x (phahe:cites/phahe:cites)* <1> }",
    "SELECT * { ?x ^phahe:cites+ <3> }",
    "SELECT * { <0> (phahe:cites|^phahe:implements)+/phahe:implements? ?y }",
    "SELECT * { ?x phahe:implements ?y ; phahe:cites+ <2> . ?y phahe:cites* ?x }",
    "SELECT * { <0> phahe:cites+ ?y . ?y phahe:implements+ ?z . <1> phahe:cites* ?z }",
    "SELECT * { <9> phahe:cites* ?y }",
    "ASK { <1> phahe:cites+ <1> }",
    "ASK { <9> phahe:cites+ <1> }",
)


@pytest.mark.parametrize("text", WAYS)
def test_paths_that_repeat(text: str) -> None:
    """From either end, from both, from none; over a ring, a branch and a thing that is not there: as pyoxigraph has it."""
    branch = [Block(f"{BASE}{n}", ((named("phahe:implements"), f"{BASE}{n + 5}"),)) for n in (2, 4, 5)]
    query = checked(f"BASE <{BASE}> {text}")
    one, other = (answer(query, [*ring(6), *branch], 1000, by) for by in ENGINES)
    assert one == other


def test_a_long_way() -> None:
    """Thousands of steps in a row: rdflib's own walk calls itself at each and stops at some hundreds."""
    found = answer(checked(f"SELECT ?y {{ <{BASE}0> phahe:cites+ ?y }}"), ring(5000), 10_000, "rdflib")
    assert found.results
    assert len(found.results.bindings) == 5000


@pytest.mark.parametrize("by", ENGINES)
def test_limits_hold_in_a_long_path(by: Engine) -> None:
    """A path over a ring of thousands: stopped when its time is over, refused as soon as there are too many rows."""
    size = 5000
    query = checked("SELECT ?x ?y { ?x phahe:cites+ ?y }")
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        bounded(lambda: bytes(answer(query, ring(size), size * size, by) is None), 1, 1 << 34)
    assert refused.value.code == "bounded.seconds"
    assert time.monotonic() - began < 30
    with pytest.raises(Refused, match="PHAHE_SPARQL_ROWS"):
        answer(checked(f"SELECT ?y {{ <{BASE}0> phahe:cites+ ?y }}"), ring(500), 10, by)


def test_words_that_only_look_so() -> None:
    """SERVICE in a string or a name leads nowhere."""
    assert checked("# SERVICE <http://x>\nSELECT ?service { ?service rdfs:label 'LOAD SERVICE FROM' }").kind == "SELECT"


def test_too_many_rows_are_refused() -> None:
    """Not cut: nobody sees what is left out of a table."""
    for by in ENGINES:
        with pytest.raises(Refused, match="PHAHE_SPARQL_ROWS"):
            asked("SELECT * { ?s ?p ?o }", by, most=10)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sparql")
    family_store(folder)
    (folder / "plans.rq").write_text(
        "SELECT ?id { ?p phahe:implements ?i ; dcterms:identifier ?id } ORDER BY ?id", "utf-8"
    )
    return folder


def test_the_command(here: Path) -> None:
    """A query or a file, in four formats, with the footer; drafts count where asked."""
    ids = [
        line["id"]
        for line in map(json.loads, phahe("sparql", "plans.rq", "--format", "jsonl", cwd=here).stdout.splitlines())
    ]
    assert len(ids) == 4
    done = phahe("sparql", "plans.rq", cwd=here)
    assert done.stdout.decode().splitlines() == ids
    assert "đã nạp 7 văn bản" in done.stderr.decode()
    csv = phahe("sparql", "plans.rq", "--format", "csv", cwd=here).stdout.decode().splitlines()
    assert csv == ["id", *ids]
    found = json.loads(phahe("sparql", "plans.rq", "--format", "json", cwd=here).stdout)
    assert found["head"] == {"vars": ["id"]}
    assert found["results"]["bindings"][0] == {"id": {"type": "literal", "value": ids[0]}}
    count = "SELECT (COUNT(?e) AS ?n) { ?e a phahe:Edge }"
    some, more = (
        json.loads(phahe("sparql", count, "--format", "jsonl", *words, cwd=here).stdout)["n"]
        for words in ((), ("--include-drafts",))
    )
    assert some < more
    assert phahe("sparql", "ASK { ?x phahe:cites 3 }", "--lang", "en", cwd=here).stdout == b"no\n"
    assert phahe("sparql", "ASK { ?x phahe:cites 3 }", "--format", "csv", cwd=here).stdout == b"boolean\nfalse\n"
    described = phahe("sparql", "DESCRIBE <https://phahe.example/rule/made>", cwd=here).stdout.decode().splitlines()
    assert len(described) == 3
    assert all(line.endswith(" .") for line in described)


@pytest.mark.parametrize(
    ("query", "env", "said"),
    [
        (
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
            {"PHAHE_SPARQL_SECONDS": "1"},
            "PHAHE_SPARQL_SECONDS",
        ),
        ("SELECT * { ?a ?b ?c }", {"PHAHE_SPARQL_ROWS": "5"}, "PHAHE_SPARQL_ROWS"),
        ("none.rq", {}, "none.rq"),
        ("SELECT", {}, "SPARQL"),
    ],
)
def test_limits_and_faults_are_one_line(here: Path, query: str, env: dict[str, str], said: str) -> None:
    """Exit code 1, nothing on stdout, one line that names the limit."""
    done = phahe("sparql", query, cwd=here, **env)
    assert (done.returncode, done.stdout) == (1, b"")
    (line,) = done.stderr.decode().splitlines()
    assert said in line


def test_what_takes_all_memory_falls_alone() -> None:
    """And so does what ends its process, or fails: the reason comes back."""
    for work in (lambda: b"x" * (1 << 34), lambda: os._exit(1)):
        with pytest.raises(Refused, match="PHAHE_MEMORY_BYTES"):
            bounded(work, 20, 1 << 33)
    with pytest.raises(Refused) as failed:
        bounded(lambda: bytes([].pop()), 20, 1 << 33)
    assert failed.value.code == "unexpected"
    assert bounded(lambda: b"done", 20, 1 << 33) == b"done"


def test_what_the_parent_has_mapped_is_not_counted() -> None:
    """A child begins with all that its parent holds; the limit is of what it takes itself."""
    with mmap.mmap(-1, 1 << 30):
        assert bounded(lambda: b"x" * (1 << 20), 20, 1 << 28) == b"x" * (1 << 20)
        with pytest.raises(Refused, match="PHAHE_MEMORY_BYTES"):
            bounded(lambda: b"x" * (1 << 29), 20, 1 << 28)
