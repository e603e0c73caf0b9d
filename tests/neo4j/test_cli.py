"""The command against a server: the same answers as out of a file, and one line for whatever is wrong."""

import json
import subprocess
import time
from pathlib import Path

import pytest

from graph.store.errors import CannotOpen
from graph.store.neo4j_store import Neo4jStore
from graph.store.opening import open_store
from tests.cli.making import PHAHE, phahe, plans
from tests.neo4j.server import ACCESS, ENV, PASSWORD, Running, cypher, emptied, free_port

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = [str(p) for p in sorted((ROOT / "samples").glob("*.txt"))]
ASKED = (
    ("implementers", "NQ 76/NQ-CP ngày 15/7/2021"),
    ("tasks", "--organization", "Sở Tư pháp", "--format", "json"),
    ("citations", "NQ 76/NQ-CP ngày 15/7/2021", "--direction", "in"),
    ("lineage", "4150/QĐ-UBND", "--format", "jsonl"),
    ("coverage", "NQ 76/NQ-CP ngày 15/7/2021", "--format", "csv"),
    ("search", "cải cách"),
    ("stats",),
    ("show", "không có văn bản này"),
    ("export", "-"),
)


@pytest.fixture
def url(neo4j_server: Running) -> str:
    emptied(neo4j_server.url).close()
    return neo4j_server.url


def test_load_ask_forget_rebuild(url: str, tmp_path: Path) -> None:
    """Every command prints the same bytes whether the store is a file or a server."""
    for store in ("a.db", url):
        done = phahe("ingest", *SAMPLES, "--store", store, cwd=tmp_path, **ENV)
        assert done.returncode == 0, done.stderr.decode()
    again = phahe("ingest", *SAMPLES, "--store", url, cwd=tmp_path, **ENV)
    assert f"{len(SAMPLES)} tệp không đổi".encode() in again.stderr or b"0 " in again.stderr

    def same() -> None:
        for words in ASKED:
            file, server = (phahe(*words, "--store", s, cwd=tmp_path, **ENV) for s in ("a.db", url))
            assert (server.returncode, server.stdout, server.stderr) == (file.returncode, file.stdout, file.stderr)

    same()
    for store in ("a.db", url):
        assert phahe("forget", SAMPLES[0], "--store", store, cwd=tmp_path, **ENV).returncode == 0
        assert phahe("rebuild", "--store", store, cwd=tmp_path, **ENV).returncode == 0
    same()
    events = cypher(url, "MATCH (l:_Load) RETURN l.event AS event, count(*) AS count ORDER BY event")
    assert events == [{"event": "forgotten", "count": 1}, {"event": "loaded", "count": len(SAMPLES)}]


def test_a_store_copied_there_and_back(url: str, tmp_path: Path) -> None:
    """Nothing is lost: files, paths, segments, statements, answers; and what was copied counts as loaded."""
    assert phahe("ingest", *SAMPLES, "--store", "a.db", cwd=tmp_path).returncode == 0
    for source, target in (("a.db", url), (url, "b.db")):
        done = phahe("copy", "--from", source, "--to", target, cwd=tmp_path, **ENV)
        assert done.returncode == 0, done.stderr.decode()
    exports = [phahe("export", "-", "--store", s, cwd=tmp_path, **ENV).stdout for s in ("a.db", url, "b.db")]
    assert exports[0] == exports[1] == exports[2] != b""
    stores = [open_store(s if s == url else str(tmp_path / s), access=ACCESS) for s in ("a.db", url, "b.db")]
    files = stores[0].files()
    for store in stores[1:]:
        assert store.files() == files
        for file in files:
            assert store.said(file.sha256) == stores[0].said(file.sha256)
            assert store.segments(file.sha256) == stores[0].segments(file.sha256)
            assert store.warnings(file.sha256) == stores[0].warnings(file.sha256)
    for store in stores:
        store.close()
    again = phahe("ingest", *SAMPLES, "--store", "b.db", "--lang", "en", cwd=tmp_path)
    assert f"{len(SAMPLES)} unchanged".encode() in again.stderr
    assert phahe("copy", "--from", "a.db", "--to", "a.db", cwd=tmp_path).returncode == 1


def test_rdf_out_of_a_server(url: str, tmp_path: Path) -> None:
    """The three syntaxes, SPARQL and `analyse` are the same bytes as out of a file; ingested, the export is the same again."""
    for store in ("a.db", url):
        assert phahe("ingest", *SAMPLES, "--store", store, cwd=tmp_path, **ENV).returncode == 0
    for ending in ("ttl", "nt", "jsonld", "graphml"):
        for name, store in (("file", "a.db"), ("server", url)):
            done = phahe("export", f"{name}.{ending}", "--store", store, cwd=tmp_path, **ENV)
            assert done.returncode == 0, done.stderr.decode()
        assert (tmp_path / f"file.{ending}").read_bytes() == (tmp_path / f"server.{ending}").read_bytes() != b""
    question = "SELECT ?a ?b { ?a phahe:basedOn+ ?b }"
    for words in (("sparql", question, "--format", "csv"), ("analyse", "--format", "json")):
        file, server = (phahe(*words, "--store", s, cwd=tmp_path, **ENV) for s in ("a.db", url))
        assert (server.returncode, server.stdout) == (file.returncode, file.stdout) != (0, b"")
    emptied(url).close()
    assert phahe("ingest", "server.ttl", "--store", url, cwd=tmp_path, **ENV).returncode == 0
    assert phahe("export", "again.ttl", "--store", url, cwd=tmp_path, **ENV).returncode == 0
    assert (tmp_path / "again.ttl").read_bytes() == (tmp_path / "server.ttl").read_bytes()


def _given(ending: str, word: str) -> dict[str, str]:
    return {f"PHAHE_NEO4J_PASSWORD{ending}": word}


def one_line(*words: str, cwd: Path, **env: str) -> str:
    """What is said of a failure, in both languages; the English one."""
    for lang in ("vi", "en"):
        done = phahe(*words, "--lang", lang, cwd=cwd, **env)
        assert done.returncode == 1
        assert done.stdout == b""
        assert len(done.stderr.decode().splitlines()) == 1
        assert PASSWORD.encode() not in done.stderr
    return done.stderr.decode()


def test_what_is_wrong_is_one_line(url: str, tmp_path: Path) -> None:
    """Away, a wrong password, no such database, a secret in the address, an empty database, something else in it."""
    away = f"bolt://127.0.0.1:{free_port()}"
    assert "cannot be reached" in one_line("stats", "--store", away, cwd=tmp_path)
    assert "password" in one_line("stats", "--store", url, cwd=tmp_path, **_given("", "wrong word"))
    assert "password" in one_line("stats", "--store", url, cwd=tmp_path)
    none = one_line("stats", "--store", url, cwd=tmp_path, **ENV, PHAHE_NEO4J_DATABASE="none")
    assert "no such database" in none
    secret = one_line("stats", "--store", f"bolt://me:{PASSWORD}@127.0.0.1:1", cwd=tmp_path)
    assert "no user or password" in secret
    assert "cannot be opened" in one_line("stats", "--store", "bolt://[", cwd=tmp_path)
    cypher(url, "MATCH (s:_Store) SET s.schema = 99")
    assert "newer version" in one_line("stats", "--store", url, cwd=tmp_path, **ENV)
    cypher(url, "MATCH (s:_Store) SET s.schema = 0")
    assert "older version" in one_line("stats", "--store", url, cwd=tmp_path, **ENV)
    cypher(url, "MATCH (s:_Store) REMOVE s.schema SET s.name = 'another'")
    assert "something else" in one_line("ingest", *SAMPLES[:1], "--store", url, cwd=tmp_path, **ENV)
    cypher(url, "MATCH (n) DETACH DELETE n")
    assert "no store" in one_line("stats", "--store", url, cwd=tmp_path, **ENV)
    emptied(url).close()  # the next test finds it as it was


def test_a_server_that_is_too_old(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its version is compared before anything is asked."""
    monkeypatch.setattr("graph.store.neo4j_connection.OLDEST", (9999, 1))
    with pytest.raises(CannotOpen, match=r"9999\.1"):
        Neo4jStore(url, ACCESS)


def test_a_password_out_of_a_file(url: str, tmp_path: Path) -> None:
    """PHAHE_NEO4J_PASSWORD_FILE; one that cannot be read is named."""
    (tmp_path / "secret").write_text(PASSWORD + "\n", "utf-8")
    assert phahe("stats", "--store", url, cwd=tmp_path, **_given("_FILE", "secret")).returncode == 0
    done = phahe("stats", "--store", url, cwd=tmp_path, **_given("_FILE", "nowhere"))
    assert done.returncode == 2
    assert b"PHAHE_NEO4J_PASSWORD_FILE" in done.stderr


def test_a_second_load_waits_and_a_dead_one_does_not_block(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who loads holds a lease; a second says that it waits; of one that was killed the lease runs out."""
    monkeypatch.setattr("graph.store.neo4j_loads._LEASE", 3)
    store = Neo4jStore(url, ACCESS)
    said: list[bool] = []
    with store.loads().alone(lambda: said.append(True)):
        plans(tmp_path, 1)
        command = [str(PHAHE), "ingest", str(tmp_path), "--store", url, "--lang", "en"]
        with subprocess.Popen(
            command, env=ENV | {"PATH": "/usr/bin:/bin"}, stderr=subprocess.PIPE, cwd=tmp_path
        ) as second:
            assert second.stderr
            assert b"waiting" in second.stderr.readline()
            assert store.files() == []
            cypher(url, "MATCH (s:_Store) SET s.leased = datetime()")  # as if the first had died
            began = time.monotonic()
            second.stderr.read()
            assert second.wait() == 0
            assert time.monotonic() - began < 60
    assert said == []
    assert len(store.files()) == 1
    store.close()


def test_json_of_a_server_is_all_of_the_output(url: str, tmp_path: Path) -> None:
    """JSON of a server parses as it is, with nothing before or behind it."""
    phahe("ingest", *SAMPLES[:2], "--store", url, cwd=tmp_path, **ENV)
    done = phahe("stats", "--format", "json", cwd=tmp_path, **ENV, PHAHE_STORE=url)
    assert json.loads(done.stdout)["files"] == 2
