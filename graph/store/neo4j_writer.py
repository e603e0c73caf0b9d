"""A transaction of the Neo4j store: what is put and dropped is gathered, then done at once in one managed transaction.

So the driver may do all of it anew where the server was lost or asks for it: done twice it is the same.
"""

from collections.abc import Sequence
from typing import Protocol

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from graph.resolution import bucket, common, family, mark
from graph.rows import FileRows, statements_of
from graph.segments import page_starts, unpacked
from graph.statements import Claim, Cluster, FileStatements, Naming
from graph.store import neo4j_texts
from graph.store.base import Putting, batches
from graph.store.errors import Busy
from graph.store.neo4j_connection import Row, Run, Server
from graph.store.neo4j_model import short
from graph.store.neo4j_moving import committed
from graph.store.neo4j_tables import Neo4jTables
from graph.store.refreshing import Refresh

_pack = msgspec.msgpack.encode
_cluster = msgspec.msgpack.Decoder(Cluster).decode


class Put(Struct, frozen=True):
    """One thing to do: the file comes to stand at the path, or nothing does (`said` None)."""

    path: str
    said: FileStatements | None


class At(Protocol):
    """Asks which file (sha256) stands at a path."""

    def __call__(self, path: str) -> str | None:
        """None where nothing does."""


class Neo4jWriter(Putting):
    """All of it or nothing; used as a context manager."""

    def __init__(self, server: Server, at: At) -> None:
        self._server, self._at = server, at
        self._puts: list[Put] = []

    def __enter__(self) -> "Neo4jWriter":
        self._puts = []
        return self

    def __exit__(self, *exc: object) -> None:
        if exc[0] is None and self._puts:
            puts = self._puts
            committed(self._server, lambda run: _done(run, puts, self._server.where))

    def add(self, said: FileRows, path: str, reading: str) -> None:
        """Load one file: replaces what stood at `path`; the same bytes at two paths are one file."""
        self._puts.append(Put(path, statements_of(said, reading)))

    def drop(self, path: str) -> bool:
        """Forget a path (and the file with its last path); False where it is not there."""
        before = next((p for p in reversed(self._puts) if p.path == path), None)
        there = before.said is not None if before else self._at(path) is not None
        if there:
            self._puts.append(Put(path, None))
        return there


class Change(Struct):
    """What a transaction does to the files: which go, which come, which paths lead where."""

    gone: set[str]
    come: dict[str, FileStatements]
    paths: dict[str, str | None]


def change(puts: Sequence[Put], at: dict[str, str], known: dict[str, tuple[str, str, set[str]]]) -> Change:
    """The change that the puts make; `at`: path → file, `known`: file → (digest, reading, its paths)."""
    paths: dict[str, str | None] = dict(at)
    held = {sha256: set(own) for sha256, (_, _, own) in known.items()}
    state = {sha256: (digest, reading) for sha256, (digest, reading, _) in known.items()}
    files: dict[str, FileStatements] = {}
    for put in puts:
        now = put.said.sha256 if put.said else None
        before = paths.get(put.path)
        if before is not None and before != now:
            held[before].discard(put.path)
            if not held[before]:
                state.pop(before, None)
                files.pop(before, None)
        paths[put.path] = now
        if put.said and now is not None:
            held.setdefault(now, set()).add(put.path)
            if state.get(now) != (put.said.digest, put.said.reading):
                state[now], files[now] = (put.said.digest, put.said.reading), put.said
    first = {sha256: (digest, reading) for sha256, (digest, reading, _) in known.items()}
    come = {s: f for s, f in files.items() if state.get(s) == (f.digest, f.reading) and first.get(s) != state[s]}
    gone = {s for s in first if s not in state or s in come}
    # all paths of a file that is written anew lead to it again
    moved: dict[str, str | None] = {p: s for p, s in paths.items() if s != at.get(p)}
    moved |= {p: s for s in come for p in held[s]}
    return Change(gone, come, moved)


def _done(run: Run, puts: Sequence[Put], where: str) -> bool:
    """Whether that changed anything."""
    lock(run)
    if run("MATCH (s:_Store {name: 'phahe'}) WHERE s.rebuilding IS NOT NULL RETURN s.rebuilding AS by"):
        raise Busy("store.rebuilding", path=where)
    at = {r["path"]: r["sha256"] for r in run.each(_AT, sorted({p.path for p in puts}))}
    asked = sorted({p.said.sha256 for p in puts if p.said} | set(at.values()))
    known = {r["sha256"]: (r["digest"], r["reading"], set(r["paths"])) for r in run.each(_KNOWN, asked)}
    changed = change(puts, at, known)
    if not (changed.gone or changed.come or changed.paths):
        return False
    tables = Neo4jTables(run)
    refresh = Refresh(tables)
    if changed.gone:
        forget(run, sorted(changed.gone), refresh)
    insert(run, [changed.come[s] for s in sorted(changed.come)], refresh)
    tables.duties.files |= changed.come.keys()
    _paths(run, changed)
    refresh.run()
    run(_NEXT)
    return True


def lock(run: Run) -> None:
    """One writer at a time: until this transaction ends a second one waits at this node."""
    run("MATCH (s:_Store {name: 'phahe'}) SET s.writing = true REMOVE s.writing")


def _paths(run: Run, changed: Change) -> None:
    run.each(_NO_PATHS, sorted(changed.paths))
    run.each(_PATHS, [{"path": p, "sha256": s} for p, s in sorted(changed.paths.items()) if s is not None])
    run.each(_LISTED, sorted({s for s in changed.paths.values() if s is not None} | {*changed.come}))


def forget(run: Run, files: Sequence[str], refresh: Refresh[str]) -> None:
    """Delete the files and all they said, after marking what that touches."""
    for some in batches(files, 50):
        for row in run.each(_SAID, some):
            refresh.families.add(kin(_cluster(row["said"])))
        refresh.pairs |= {(r["src"], r["dst"]) for r in run.each(_PAIRS, some)}
        refresh.bodies |= {r["id"] for r in run.each(_NAMED, some)}
        for statement in _FORGET:
            run.each(statement, some)


def kin(cluster: Cluster) -> tuple[str, str]:
    """The bucket of what a cluster says, and its family there."""
    key = bucket(cluster)
    return key, family(cluster) if key[0] == "#" else ""


def insert(run: Run, files: Sequence[FileStatements], refresh: Refresh[str]) -> None:
    """Write what the files say."""
    rows: dict[str, list[Row]] = {name: [] for name in _INSERT}
    wordings: dict[str, Row] = {}
    for said in files:
        refresh.files.add(said.sha256)
        refresh.bodies |= {b.id for b in said.bodies}
        refresh.families |= {kin(c) for c in said.clusters}
        rows["document"].append({"sha256": said.sha256, "facts": _document(said)})
        rows["body"] += [{"file": said.sha256, "body": b.id, "said": _pack(b)} for b in said.bodies]
        rows["claim"] += _claims(said)
        keys = {}
        for cluster in said.clusters:
            wording = _wording(cluster)
            keys[cluster.local] = wording["key"]
            wordings.setdefault(wording["key"], wording | {"more": 0})
        for key in set(keys.values()):
            wordings[key]["more"] += 1  # a wording counts files: this one once
        rows["says"] += _says(said, keys, own=False)
        rows["own"] += _says(said, keys, own=True)
    rows["wording"] = [wordings[k] for k in sorted(wordings)]
    for name, statement in _INSERT.items():
        for some in batches(rows[name], 50 if name == "document" else 2000):
            run.each(statement, some)


def _document(said: FileStatements) -> Row:
    return {
        "sha256": said.sha256,
        "digest": said.digest,
        "format": said.format,
        "reading": said.reading,
        "text": neo4j_texts.packed(said.text),
        "segments": said.segments,
        "sheets": _pack(page_starts(unpacked(said.segments))),
        "warnings": _pack(said.warnings),
        "warned": len(said.warnings),
        "own": [c.local for c in said.clusters if c.loaded],
        "tasks": _pack(said.tasks),
        "targets": _pack(said.targets),
        "said": _pack(replace(said, text="", segments=b"", warnings=(), tasks=(), targets=())),
    }


def _wording(cluster: Cluster) -> Row:
    key, issuer = kin(cluster)
    said = _pack(common(cluster))
    return {
        "key": f"{mark(cluster).hex()} {short(key)}",
        "bucket": short(key),
        "family": short(issuer),
        "said": said,
        "own": cluster.loaded,
    }


def _says(said: FileStatements, keys: dict[str, str], own: bool) -> list[Row]:
    """What leads from a file to what it says of instruments, with its mentions of each."""
    mentions: dict[str, list[Naming]] = {}
    for naming in said.namings:
        mentions.setdefault(naming.target, []).append(naming)
    return [
        {
            "file": said.sha256,
            "wording": keys[c.local],
            "facts": {
                "local": c.local,
                "mentions": _pack(mentions.get(c.local, [])),
                "count": len(mentions.get(c.local, [])),
                "speakers": sorted({n.speaker for n in mentions.get(c.local, [])}),
            },
        }
        for c in said.clusters
        if c.loaded is own
    ]


def _claims(said: FileStatements) -> list[Row]:
    """The claims of a file, those between the same two clusters together."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in said.claims:
        found.setdefault((claim.source, claim.target), []).append(claim)
    return [
        {
            "file": said.sha256,
            "key": short(f"{said.sha256} {source} {target}"),
            "facts": {
                "key": short(f"{said.sha256} {source} {target}"),
                "source": source,
                "target": target,
                "speakers": sorted({c.speaker for c in claims}),
                "said": _pack(claims),
            },
        }
        for (source, target), claims in sorted(found.items())
    ]


_NEXT = "MATCH (s:_Store {name: 'phahe'}) SET s.generation = s.generation + 1"
_AT = "UNWIND $rows AS p MATCH (:_Path {path: p})-[:_AT]->(d) RETURN p AS path, d.sha256 AS sha256"
_KNOWN = """
UNWIND $rows AS f MATCH (d:Document {sha256: f})
RETURN f AS sha256, d.digest AS digest, d.reading AS reading, [(p:_Path)-[:_AT]->(d) | p.path] AS paths"""
_NO_PATHS = "UNWIND $rows AS p MATCH (n:_Path {path: p}) DETACH DELETE n"
_PATHS = "UNWIND $rows AS r MATCH (d:Document {sha256: r.sha256}) MERGE (p:_Path {path: r.path}) MERGE (p)-[:_AT]->(d)"
_LISTED = """
UNWIND $rows AS f MATCH (d:Document {sha256: f})
CALL (d) { MATCH (p:_Path)-[:_AT]->(d) WITH p.path AS path ORDER BY path RETURN collect(path) AS paths }
SET d.paths = paths"""

_SAID = "UNWIND $rows AS f MATCH (:Document {sha256: f})-[:_SAYS|_OWN]->(w) RETURN DISTINCT w.said AS said"
_PAIRS = """
UNWIND $rows AS f MATCH (:Document {sha256: f})-[:_CLAIMS]->(c) WHERE c.src IS NOT NULL
RETURN DISTINCT c.src AS src, c.dst AS dst"""
_NAMED = "UNWIND $rows AS f MATCH (:Document {sha256: f})-[:_NAMES]->(o) RETURN DISTINCT o.id AS id"
_FORGET = (
    "UNWIND $rows AS f MATCH (t:Task {file: f}) DETACH DELETE t",
    "UNWIND $rows AS f MATCH (t:Target {file: f}) DETACH DELETE t",
    "UNWIND $rows AS f MATCH (:Document {sha256: f})-[:_CLAIMS]->(c) DETACH DELETE c",
    "UNWIND $rows AS f MATCH (:Document {sha256: f})<-[:_AT]-(p) DETACH DELETE p",
    """
UNWIND $rows AS f MATCH (d:Document {sha256: f})-[:_SAYS|_OWN]->(w) WITH w, count(DISTINCT d) AS less
SET w.files = w.files - less WITH w WHERE w.files <= 0 DETACH DELETE w""",
    "UNWIND $rows AS f MATCH (d:Document {sha256: f}) DETACH DELETE d",
)
_INSERT = {
    "document": "UNWIND $rows AS r MERGE (d:Document {sha256: r.sha256}) SET d = r.facts",
    "wording": """
UNWIND $rows AS r MERGE (w:_Wording {key: r.key})
ON CREATE SET w.bucket = r.bucket, w.family = r.family, w.said = r.said, w.own = r.own, w.files = 0
SET w.files = w.files + r.more""",
    "says": """
UNWIND $rows AS r MATCH (d:Document {sha256: r.file}) MATCH (w:_Wording {key: r.wording})
CREATE (d)-[s:_SAYS]->(w) SET s = r.facts""",
    "own": """
UNWIND $rows AS r MATCH (d:Document {sha256: r.file}) MATCH (w:_Wording {key: r.wording})
CREATE (d)-[s:_OWN]->(w) SET s = r.facts""",
    "claim": """
UNWIND $rows AS r MATCH (d:Document {sha256: r.file}) MERGE (c:_Claim {key: r.key}) SET c = r.facts
MERGE (d)-[:_CLAIMS]->(c)""",
    "body": """
UNWIND $rows AS r MATCH (d:Document {sha256: r.file}) MERGE (o:Organization {id: r.body})
MERGE (d)-[n:_NAMES]->(o) SET n.said = r.said""",
}
