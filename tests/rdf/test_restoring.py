"""`ingest g.ttl`: the statements of an export give the same graph again, and a stranger's RDF is refused in one line."""

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from api.cli.main import run
from graph.canonical import export
from graph.rdf.formats import WRITERS
from graph.rdf.restoring import records
from graph.rdf.terms import triples
from graph.record import Record
from graph.store.memory import MemoryStore
from graph.store.port import Store
from loaders import graphs
from loaders.graphs import graph_records
from loaders.limits import Limits
from loaders.text import NotRead
from queries.rdf import blocks
from tests.cli.making import Done, phahe, plans
from tests.queries.family import ROOT as RESOLUTION
from tests.rdf.making import NAMES, ROOT, SEEDS, exported, store_of
from tests.stores.test_equality import load, several

ENDINGS = sorted(WRITERS)
PARSERS = ("pyoxigraph", "rdflib")


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of the two parsers, whatever is installed."""
    if request.param == "rdflib":
        monkeypatch.setattr(graphs, "find_spec", lambda _: None)
    return str(request.param)


def restored(data: bytes, name: str = "g.nt") -> Store:
    """What an export gives again."""
    found = graph_records(data, name, Limits())
    store = MemoryStore()
    with store.write() as writer:
        for record, segments in found:
            writer.put(record, record.source, "rdf", segments)
    return store


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", ENDINGS)
def test_an_export_gives_the_same_graph(name: str, ending: str, parser: str) -> None:
    """graph.json is equal, drafts too, and so is the next export, to the byte."""
    store, again = store_of(name), restored(exported(name, ending), f"g{ending}")
    assert export(again) == export(store)
    assert export(again, drafts=True) == export(store, drafts=True)
    assert b"".join(WRITERS[ending](blocks(again))) == exported(name, ending)
    assert again.counts() == store.counts()


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(some=several)
def test_any_statements_come_back(some: tuple[Record, ...]) -> None:
    """Of made records too: same claims, mentions, duties, bodies."""
    store, again = MemoryStore(), MemoryStore()
    load(store, some)
    nodes: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, term in triples(blocks(store)):
        nodes.setdefault(subject, {}).setdefault(predicate, []).append(term if isinstance(term, str) else term.value)
    load(again, [record for record, _ in records(nodes, "g", 10**6)])
    assert export(again, drafts=True) == export(store, drafts=True)


def answers(folder: Path, store: str) -> list[bytes]:
    """The questions that an export must answer as the store does; paths of files are not in JSON."""
    asked = (
        ("export", "-"),
        ("lineage", RESOLUTION, "--direction", "both", "--format", "json"),
        ("implementers", RESOLUTION, "--format", "json"),
        ("tasks", "--format", "json"),
        ("tasks", "--organization", "Sở Tư pháp", "--format", "json"),
        ("coverage", RESOLUTION, "--format", "json"),
        ("stats", "--format", "json"),
    )
    done = [phahe(*words, "--store", store, cwd=folder) for words in asked]
    assert not any(d.returncode for d in done), done
    return [d.stdout for d in done]


@pytest.mark.parametrize("folder", ["samples", "seeds"])
def test_the_command_goes_there_and_back(folder: str, tmp_path: Path) -> None:
    """Export in each syntax, load it into an empty store: equal graph.json, lineage, implementers, tasks."""
    source = ROOT / "samples" if folder == "samples" else SEEDS
    if not source.is_dir():
        pytest.skip("../shared/seeds is not on this machine")
    assert phahe("ingest", str(source), "--store", "a.db", cwd=tmp_path).returncode == 0
    known = answers(tmp_path, "a.db")
    for ending in ENDINGS:
        assert phahe("export", f"g{ending}", "--store", "a.db", cwd=tmp_path).returncode == 0
        done = phahe("ingest", f"g{ending}", "--store", f"b{ending}", cwd=tmp_path)
        assert done.returncode == 0, done.stderr.decode()
        assert answers(tmp_path, f"b{ending}") == known
    lines = phahe("extract", "g.ttl", cwd=tmp_path).stdout.splitlines()
    assert len(lines) == len(list(source.iterdir()))
    assert all(json.loads(line)["source"].startswith("g.ttl!/") for line in lines)


def test_a_file_read_itself_knows_better(tmp_path: Path) -> None:
    """The order of file and export does not matter; the text stays; forgetting either leaves what the other says."""
    plans(tmp_path / "plans", 2)
    one, other = (str(tmp_path / "plans" / f"{n}.txt") for n in (1, 2))
    run_ok(tmp_path, "ingest", one, other, "--store", "a.db")
    run_ok(tmp_path, "export", "g.nt", "--store", "a.db")
    whole = run_ok(tmp_path, "export", "-", "--store", "a.db").stdout
    seen = {}
    for name, order in (("x.db", [one, "g.nt"]), ("y.db", ["g.nt", one])):
        for what in order:
            run_ok(tmp_path, "ingest", what, "--store", name)
        assert run_ok(tmp_path, "export", "-", "--store", name).stdout == whole
        seen[name] = run_ok(
            tmp_path, "citations", "NQ 76/NQ-CP ngày 15/7/2021", "--format", "json", "--store", name
        ).stdout
        assert "ban hành Kế hoạch như sau" in seen[name].decode()  # around the quote: only the file itself has it
        run_ok(tmp_path, "forget", one, "--store", name)
        assert run_ok(tmp_path, "export", "-", "--store", name).stdout == whole
        run_ok(tmp_path, "forget", "g.nt", "--store", name)
        assert json.loads(run_ok(tmp_path, "export", "-", "--store", name).stdout)["instruments"] == []
    assert seen["x.db"] == seen["y.db"]


def test_a_new_export_at_the_same_path_replaces_the_old_one(tmp_path: Path) -> None:
    """What is no more in it is gone; loading it twice changes nothing."""
    plans(tmp_path / "plans", 3)
    run_ok(tmp_path, "ingest", "plans", "--store", "a.db")
    run_ok(tmp_path, "export", "g.ttl", "--store", "a.db")
    for _ in range(2):
        run_ok(tmp_path, "ingest", "g.ttl", "--store", "b.db")
        assert len(json.loads(run_ok(tmp_path, "export", "-", "--store", "b.db").stdout)["documents"]) == 3
    run_ok(tmp_path, "forget", "plans/3.txt", "--store", "a.db")
    run_ok(tmp_path, "export", "g.ttl", "--store", "a.db")
    run_ok(tmp_path, "ingest", "g.ttl", "--store", "b.db")
    assert len(json.loads(run_ok(tmp_path, "export", "-", "--store", "b.db").stdout)["documents"]) == 2


def run_ok(folder: Path, *words: str) -> Done:
    done = phahe(*words, cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    return done


SHA = re.search(rb"/file/([0-9a-f]{64})", exported("family", ".nt"))[1].decode()  # type: ignore[index]
OWN = "https://phahe.example/"
NESTED = b'{"a":' * 200 + b"1" + b"}" * 200
FOREIGN = {
    "foreign.ttl": (b'<http://a/> <http://b/> "x" .', "rdf.foreign"),
    "import.ttl": (
        b"<http://a/> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/x.ttl> .",
        "rdf.foreign",
    ),
    "broken.ttl": (b"<http://a/> <http://b/", "rdf.syntax"),
    "binary.nt": (bytes(range(256)), "rdf.syntax"),
    "deep.ttl": (b"<http://a/> <http://b/> " + b"[ <http://c/> " * 5000, "rdf."),
    "context.jsonld": (b'{"@context": "http://127.0.0.1:9/x.jsonld", "@id": "http://a/"}', "rdf.remote"),
    "contexts.jsonld": (b'{"@graph": [{"@context": [{}, "http://127.0.0.1:9/"], "@id": "http://a/"}]}', "rdf.remote"),
    "importing.jsonld": (b'{"@context": {"@import": "http://127.0.0.1:9/"}, "@id": "http://a/"}', "rdf.remote"),
    "deep.jsonld": (NESTED, "rdf.deep"),
    "deeper.jsonld": (b"[" * 200_000, "rdf.syntax"),
    "none.jsonld": (b"{", "rdf.syntax"),
    "empty.nt": (b"", "file.empty"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_files_are_refused(name: str, parser: str) -> None:
    """With a reason that says what is wrong; nothing is asked of a network."""
    data, code = FOREIGN[name]
    with pytest.raises(NotRead) as refused:
        graph_records(data, name, Limits())
    assert refused.value.code.startswith(code)
    assert "\n" not in str(refused.value)


def changed(old: str, new: str) -> bytes:
    """The family's export with something in it changed everywhere."""
    data = exported("family", ".nt").decode()
    assert old in data, old
    return data.replace(old, new).encode()


HOSTILE = {
    "another version": ('ns#version> "1"', 'ns#version> "2"'),
    "a text beyond all bounds": ('ns#characters> "', 'ns#characters> "9999999999'),
    "a text of no length": ('ns#characters> "', 'ns#characters> "-'),
    "a length that is none": ('ns#characters> "', 'ns#characters> "x'),
    "a file by another name": (f'identifier> "{SHA}"', f'identifier> "{"0" * 64}"'),
    "a quote of another length": ('oa#exact> "', 'oa#exact> "xx'),
    "a place outside": ('oa#start> "', 'oa#start> "999999'),
    "a date that is none": ('ns#issued> "2', 'ns#issued> "9999'),
    "a body with a path": ("ns#body> <https://phahe.example/organization/", "ns#body> <https://phahe.example/x/..%2F"),
    "another relation": (f"<{OWN}ns#relation> <{OWN}ns#", f"<{OWN}ns#relation> <{OWN}ns#un"),
    "an act that is none": ('ns#act> "', 'ns#act> "un'),
    "a reference to nothing": (f"ns#names> <{OWN}file/", f"ns#names> <{OWN}files/"),
    "a task of another file": ('ns#id> "', 'ns#id> "0'),
    "a number that is none": ('ns#value> "95"', 'ns#value> "chín mươi"'),
    "two values for one": ('ns#taskKind> "heading" .', 'ns#taskKind> "heading", "table" .'),
}


@pytest.mark.parametrize("fault", HOSTILE)
def test_what_does_not_fit_together_is_refused(fault: str) -> None:
    """One line, and nothing of it is taken."""
    data = changed(*HOSTILE[fault])
    name = "g.ttl" if ", " in HOSTILE[fault][1] else "g.nt"
    with pytest.raises(NotRead) as refused:
        graph_records(data, name, Limits())
    assert refused.value.code in {"rdf.broken", "rdf.version", "file.characters"}
    assert "\n" not in str(refused.value)


def test_lines_torn_out_are_refused_or_read() -> None:
    """Whatever is missing from an export: a refusal, or records of which a graph can be made."""
    lines, chance = exported("family", ".nt").splitlines(keepends=True), random.Random(5)
    refused = 0
    for _ in range(150):
        left = [line for line in lines if chance.random() > 0.01]
        try:
            export(restored(b"".join(left)))
        except NotRead as error:
            refused += error.code in {"rdf.broken", "rdf.version"}
    assert refused > 50


def test_refusals_on_the_command_line(tmp_path: Path) -> None:
    """In a reader of its own, each in one line that names the file; the others are still loaded."""
    for name, (data, _) in FOREIGN.items():
        (tmp_path / name).write_bytes(data)
    plans(tmp_path / "plans", 1)
    done = phahe("ingest", *sorted(FOREIGN), "plans", cwd=tmp_path)
    assert done.returncode == 1
    lines = done.stderr.decode().splitlines()
    assert [line.partition(":")[0] for line in lines[: len(FOREIGN)]] == sorted(FOREIGN)
    assert "Traceback" not in done.stderr.decode()
    assert json.loads(phahe("stats", "--format", "json", cwd=tmp_path).stdout)["documents"] == 1
    assert run(["explain", str(tmp_path / "foreign.ttl") + ":3"]) == 1
