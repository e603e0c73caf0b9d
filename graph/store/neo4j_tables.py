"""What deriving anew (`refreshing`) asks of a Neo4j database: a turn for many keys, each found by an index.

Keys are texts: a file's sha256, a wording's hash, an instrument's id, a claim's file and clusters.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from graph.derivation import Spoken, edge_row
from graph.resolution import Candidate, wording
from graph.resolution.wordings import MANY
from graph.statements import BodySaid, Claim, Cluster
from graph.store import base, neo4j_model
from graph.store.neo4j_connection import Row, Run
from graph.store.neo4j_duties import Duties
from graph.store.neo4j_model import short
from graph.store.neo4j_schema import ANY_RELATION, TYPES, UNDONE, place_of
from graph.store.neo4j_texts import Texts
from graph.store.port import BodyRow, EdgeRow, InstrumentRow
from graph.store.refreshing import Edge, Ends, Fresh, Kin, Known, Moved, Said

_TOGETHER = 2000  # rows of one statement
_FILES = 200  # whose claims are looked at in one turn
_cluster = msgspec.msgpack.Decoder(Cluster).decode
_candidate = msgspec.msgpack.Decoder(Candidate).decode
_claims = msgspec.msgpack.Decoder(list[Claim]).decode
_row = msgspec.msgpack.Decoder(InstrumentRow).decode
_body_said = msgspec.msgpack.Decoder(BodySaid).decode


def pair_key(ends: Ends[str]) -> str:
    """What claims of a pair are found by."""
    return short(f"{ends[0]} {ends[1]}")


class Neo4jTables:
    """`refreshing.Tables` over one transaction."""

    def __init__(self, run: Run) -> None:
        self._run, self._texts = run, Texts(run)
        self.duties = Duties(run)
        self._loaded = 0  # how many loaded instruments there are more than before
        self._left = set[str]()  # bodies that may have lost an instrument they issued, or their name

    def _all(self, statement: str, rows: Iterable[object]) -> list[Row]:
        return [row for some in base.batches(rows, _TOGETHER) for row in self._run.each(statement, some)]  # type: ignore[arg-type]

    def strays(self, buckets: Sequence[str]) -> set[str]:
        """Those of the buckets that hold a wording of no family."""
        known = {short(key): key for key in buckets}
        return {known[row["bucket"]] for row in self._all(_STRAYS, list(known))}

    def _kin(self, statements: tuple[str, str], kin: Sequence[Kin]) -> list[list[Row]]:
        """The rows of each, in its order: of all of a bucket, or of some of its families, each by its own index."""
        whole = [{"n": n, "bucket": short(key)} for n, (key, families) in enumerate(kin) if families is None]
        some = [
            {"n": n, "bucket": short(key), "family": short(family)}
            for n, (key, families) in enumerate(kin)
            for family in families or ()
        ]
        found: list[list[Row]] = [[] for _ in kin]
        for statement, asked in zip(statements, (whole, some), strict=True):
            for row in self._all(statement, asked):
                found[row["n"]].append(row)
        return found

    def wordings(self, kin: Sequence[Kin]) -> Iterator[list[Said[str]]]:
        """What is said in each."""
        for rows in self._kin(_WORDINGS, kin):
            yield [
                Said(r["key"], wording(_cluster(r["said"]), r["few"], r["files"]), r["means"])
                for r in sorted(rows, key=lambda r: str(r["key"]))
            ]

    def instruments(self, kin: Sequence[Kin]) -> Iterator[dict[str, Known[str]]]:
        """The instruments of each, by id."""
        for rows in self._kin(_INSTRUMENTS, kin):
            yield {r["id"]: Known(r["id"], r["said"], r["file"]) for r in rows}

    def bearers(self, names: Sequence[str]) -> Iterator[list[Candidate]]:
        """Who bears each of the names."""
        found: dict[str, list[Candidate]] = {}
        for row in self._all(_BEARERS, [short(name) for name in names]):
            found.setdefault(row["name"], []).append(_candidate(row["said"]))
        return (found.get(short(name), []) for name in names)

    def keys(self, ids: Sequence[str]) -> dict[str, str]:
        """Ids are keys."""
        return {i: i for i in ids}

    def add(self, fresh: Sequence[Fresh]) -> list[str]:
        """New instruments."""
        self._write(fresh)
        self._loaded += sum(f.row.loaded for f in fresh)
        return [f.row.id for f in fresh]

    def change(self, changed: Sequence[tuple[Known[str], Fresh]]) -> None:
        """Instruments of which something changed, but not the id."""
        self._write([fresh for _, fresh in changed])
        for known, fresh in changed:
            before = _row(known.said)
            self._loaded += fresh.row.loaded - before.loaded
            if before.issuer != fresh.row.issuer:
                self._left |= {one["body"] for one in neo4j_model.issued_by(before)}
            if known.file != next(iter(fresh.row.files), None):
                self.duties.files |= {f for f in (known.file, *fresh.row.files[:1]) if f}

    def _write(self, fresh: Sequence[Fresh]) -> None:
        places = [neo4j_model.instrument_place(f.row) for f in fresh]
        rows = [{"id": f.row.id, "facts": neo4j_model.instrument(f)} for f in fresh]
        self._all(_WRITE_INSTRUMENTS, rows)
        self._all(_AT_PLACE, [{"id": f.row.id, "place": p} for f, p in zip(fresh, places, strict=True)])
        issued = {f.row.id: neo4j_model.issued_by(f.row) for f in fresh}
        wanted = [{"id": i, "bodies": [one["body"] for one in some]} for i, some in issued.items()]
        self._left |= {r["body"] for r in self._all(_ISSUED_NOT, wanted)}
        self._all(_ISSUED, [one for some in issued.values() for one in some])

    def remove(self, dead: Sequence[str]) -> None:
        """Instruments that nothing means any more."""
        for row in self._all(_REMOVE, dead):
            self._loaded -= row["loaded"]
            self._left |= set(row["bodies"])

    def names(self, instruments: Sequence[str]) -> Iterator[dict[str, bytes]]:
        """The names that each bears, with the packed candidates."""
        found: dict[str, dict[str, bytes]] = {}
        for row in self._all(_NAMES, instruments):
            found.setdefault(row["id"], {})[row["name"]] = row["said"]
        return (found.get(i, {}) for i in instruments)

    def bear(self, more: Sequence[tuple[str, str, bytes]], less: Sequence[tuple[str, str]]) -> None:
        """Names that instruments came to bear, or to bear otherwise, and that they lost."""
        self._all(_BEAR, [{"key": short(name), "name": name, "id": i, "said": said} for name, i, said in more])
        self._all(_BEAR_NOT, [{"key": short(name), "id": i} for name, i in less])

    def mean(self, wordings: Sequence[tuple[str, str]]) -> None:
        """Point the wordings to the instruments."""
        rows = self._all(_MEAN, [{"key": key, "id": i} for key, i in wordings])
        self.duties.files |= {sha256 for row in rows for sha256 in row["own"]}

    def ends(self, files: Sequence[str], wordings: Sequence[str]) -> Iterator[Moved[str]]:
        """The claims of the files, and those that have to do with the wordings' clusters, also as who says it."""
        moved: dict[str, set[str] | None] = dict.fromkeys(files)  # None: all claims of the file
        for row in self._all(_SAYERS, wordings):
            locals_ = moved.setdefault(row["sha256"], set())
            if locals_ is not None:
                locals_.update(row["locals"])
        for some in base.batches(sorted(moved), _FILES):
            meaning = {r["sha256"]: dict(r["means"]) for r in self._run.each(_MEANINGS, some)}
            for row in self._run.each(_CLAIMS_OF_FILES, some):
                touched, means = moved[row["sha256"]], meaning[row["sha256"]]
                for key, source, target, speakers, src, dst in row["claims"]:
                    if touched is None or not touched.isdisjoint((source, target, *speakers)):
                        yield key, (means[source], means[target]), None if src is None else (src, dst)

    def point(self, claims: Sequence[tuple[str, Ends[str]]]) -> None:
        """Give claims their ends."""
        rows = [{"key": key, "src": ends[0], "dst": ends[1], "pair": pair_key(ends)} for key, ends in claims]
        self._all(_POINT, rows)

    def claims(self, pairs: Sequence[Ends[str]]) -> dict[Ends[str], list[Claim]]:
        """What is claimed between the two of each pair."""
        wanted = set(pairs)
        found: dict[Ends[str], list[Claim]] = {}
        for row in self._all(_CLAIMS, [pair_key(p) for p in pairs]):
            for src, dst, said in row["claims"]:
                if (src, dst) in wanted:
                    found.setdefault((src, dst), []).extend(_claims(said))
        return found

    def replace_edges(self, pairs: Sequence[Ends[str]], edges: Mapping[Ends[str], list[Edge]]) -> None:
        """The pairs have these edges and no others: a relationship for each relation, with its quotes."""
        speakers = self._speakers({(c.file, c.speaker) for some in edges.values() for e in some for c in e.claims})
        self._texts.fetch({c.file for some in edges.values() for e in some for c in e.claims})
        made: dict[str, list[Row]] = {}
        kinds: dict[Ends[str], list[str]] = {}
        for (source, target), some in edges.items():
            rows: dict[tuple[str, str], list[EdgeRow]] = {}
            for edge in some:
                done = edge.key.act == "done" and not edge.draft
                spoken = [Spoken(c, speakers[c.file, c.speaker]) for c in edge.claims]
                kind = edge.key.relation if done else UNDONE
                row = edge_row(source, target, edge.key, spoken, self._texts.run)
                rows.setdefault((kind, edge.key.relation), []).append(row)
            for (kind, relation), of_one in rows.items():
                facts = neo4j_model.relation(base.edges_of_all(of_one), kind)
                made.setdefault(kind, []).append({"src": source, "dst": target, "relation": relation, "facts": facts})
                kinds.setdefault((source, target), []).append(f"{kind} {relation}")
        self._all(_NO_EDGES, [{"src": s, "dst": t, "kept": kinds.get((s, t), [])} for s, t in pairs])
        for kind, relations in sorted(made.items()):
            self._all(_EDGES[kind], relations)

    def _speakers(self, clusters: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
        asked = [{"sha256": sha256, "local": local} for sha256, local in sorted(clusters)]
        return {(r["sha256"], r["local"]): r["id"] for r in self._all(_SPEAKERS, asked)}

    def bodies(self, ids: Sequence[str]) -> Iterator[tuple[bytes | None, list[BodySaid]]]:
        """The packed row of each body, and what files say of it."""
        found = {r["id"]: r for r in self._all(_BODIES, ids)}
        for body in ids:
            row = found.get(body)
            yield (row["said"], [_body_said(said) for said in row["all"]]) if row else (None, [])

    def replace_bodies(self, rows: Sequence[BodyRow], gone: Sequence[str]) -> None:
        """Bodies that are new or changed, and those that nobody names any more."""
        facts = [{"id": r.id, "facts": neo4j_model.body(r), "place": place_of(r.place or "")} for r in rows]
        self._all(_WRITE_BODIES, facts)
        self._all(_NO_BODIES, gone)
        self._left |= set(gone)

    def finish(self, more: int) -> None:
        """Which instruments the files hold, their tasks and targets; how many instruments there are."""
        self.duties.settle()
        self._all(_ONLY_ISSUES, sorted(self._left))
        self._run(_COUNT, more=more, loaded=self._loaded)


_STRAYS = """
UNWIND $rows AS b WITH DISTINCT b
MATCH (w:_Wording {bucket: b, family: ''}) RETURN DISTINCT b AS bucket"""
_OF_KIN = ("bucket: r.bucket", "bucket: r.bucket, family: r.family")
_WORDINGS_OF = f"""
UNWIND $rows AS r
MATCH (w:_Wording {{KIN}})
OPTIONAL MATCH (w)-[:_MEANS]->(i:Instrument)
CALL (w) {{
  WITH w WHERE w.files <= {MANY} MATCH (w)<-[:_SAYS|_OWN]-(d:Document) RETURN collect(DISTINCT d.sha256) AS few
}}
RETURN r.n AS n, w.key AS key, w.said AS said, w.files AS files, i.id AS means, few"""
_INSTRUMENTS_OF = """
UNWIND $rows AS r
MATCH (i:Instrument {KIN})
RETURN r.n AS n, i.id AS id, i.said AS said, i.file AS file"""
_WORDINGS = (_WORDINGS_OF.replace("KIN", _OF_KIN[0]), _WORDINGS_OF.replace("KIN", _OF_KIN[1]))
_INSTRUMENTS = (_INSTRUMENTS_OF.replace("KIN", _OF_KIN[0]), _INSTRUMENTS_OF.replace("KIN", _OF_KIN[1]))
_BEARERS = "UNWIND $rows AS n MATCH (:_Name {key: n})<-[b:_BEARS]-() RETURN n AS name, b.said AS said"
_WRITE_INSTRUMENTS = "UNWIND $rows AS r MERGE (i:Instrument {id: r.id}) SET i = r.facts"
_AT_PLACE = """
UNWIND $rows AS r MATCH (i:Instrument {id: r.id})
OPTIONAL MATCH (i)-[x:OF_PLACE]->(o:Place) WHERE r.place IS NULL OR o.code <> r.place DELETE x
WITH DISTINCT i, r WHERE r.place IS NOT NULL MATCH (p:Place {code: r.place}) MERGE (i)-[:OF_PLACE]->(p)"""
_REMOVE = """
UNWIND $rows AS id MATCH (i:Instrument {id: id})
WITH i, i.loaded AS loaded, [(i)-[:ISSUED_BY]->(o) | o.id] AS bodies DETACH DELETE i RETURN loaded, bodies"""
_ISSUED_NOT = """
UNWIND $rows AS r MATCH (:Instrument {id: r.id})-[x:ISSUED_BY]->(o) WHERE NOT o.id IN r.bodies
WITH x, o.id AS body DELETE x RETURN DISTINCT body"""
# a body that no file names as one has what its instruments say of it: the name, the least of them where they differ
_ISSUED = """
UNWIND $rows AS r MATCH (i:Instrument {id: r.id}) MERGE (o:Organization {id: r.body})
ON CREATE SET o += r.facts, o.name = r.said
FOREACH (_ IN CASE WHEN o.said IS NULL AND r.said < o.name THEN [1] END | SET o.name = r.said)
MERGE (i)-[x:ISSUED_BY]->(o) SET x.said = r.said
WITH o, r WHERE r.place IS NOT NULL AND NOT EXISTS { (o)-[:OF_PLACE]->() }
MATCH (p:Place {code: r.place}) MERGE (o)-[:OF_PLACE]->(p)"""
_NO_BODIES = """
UNWIND $rows AS id MATCH (o:Organization {id: id}) REMOVE o.said, o.aliases, o.collective, o.folded, o.words"""
_ONLY_ISSUES = """
UNWIND $rows AS id MATCH (o:Organization {id: id}) WHERE o.said IS NULL
CALL (o) { OPTIONAL MATCH (o)<-[x:ISSUED_BY]-() RETURN min(x.said) AS name }
SET o.name = name WITH o WHERE o.name IS NULL DETACH DELETE o"""
_NAMES = "UNWIND $rows AS id MATCH (:Instrument {id: id})-[b:_BEARS]->(n) RETURN id, n.name AS name, b.said AS said"
_BEAR = """
UNWIND $rows AS r MATCH (i:Instrument {id: r.id}) MERGE (n:_Name {key: r.key}) ON CREATE SET n.name = r.name
MERGE (i)-[b:_BEARS]->(n) SET b.said = r.said"""
_BEAR_NOT = """
UNWIND $rows AS r MATCH (:Instrument {id: r.id})-[b:_BEARS]->(n:_Name {key: r.key}) DELETE b
WITH DISTINCT n WHERE NOT EXISTS { (n)--() } DELETE n"""
_MEAN = """
UNWIND $rows AS r MATCH (w:_Wording {key: r.key}) OPTIONAL MATCH (w)-[m:_MEANS]->() DELETE m
WITH DISTINCT w, r MATCH (i:Instrument {id: r.id}) MERGE (w)-[:_MEANS]->(i)
WITH w WHERE w.own RETURN [(w)<-[:_OWN]-(d) | d.sha256] AS own"""
_SAYERS = """
UNWIND $rows AS k MATCH (:_Wording {key: k})<-[s:_SAYS|_OWN]-(d:Document)
RETURN d.sha256 AS sha256, collect(s.local) AS locals"""
_MEANINGS = """
UNWIND $rows AS f MATCH (d:Document {sha256: f})-[s:_SAYS|_OWN]->(:_Wording)-[:_MEANS]->(i)
RETURN f AS sha256, collect([s.local, i.id]) AS means"""
_CLAIMS_OF_FILES = """
UNWIND $rows AS f MATCH (d:Document {sha256: f})-[:_CLAIMS]->(c)
RETURN f AS sha256, collect([c.key, c.source, c.target, c.speakers, c.src, c.dst]) AS claims"""
_POINT = """
UNWIND $rows AS r MATCH (c:_Claim {key: r.key}) SET c.src = r.src, c.dst = r.dst, c.pair = r.pair"""
# a row of the server costs more than what stands in it: all of a turn come in one
_CLAIMS = "UNWIND $rows AS p MATCH (c:_Claim {pair: p}) RETURN collect([c.src, c.dst, c.said]) AS claims"
_SPEAKERS = """
UNWIND $rows AS r MATCH (:Document {sha256: r.sha256})-[s:_SAYS|_OWN {local: r.local}]->(:_Wording)-[:_MEANS]->(i)
RETURN r.sha256 AS sha256, r.local AS local, i.id AS id"""
_NO_EDGES = f"""
UNWIND $rows AS r MATCH (a:Instrument {{id: r.src}}) MATCH (b:Instrument {{id: r.dst}})
MATCH (a)-[e:{ANY_RELATION}]->(b) WHERE NOT type(e) + ' ' + e.relation IN r.kept DELETE e"""
_EDGES = {
    kind: f"UNWIND $rows AS r MATCH (a:Instrument {{id: r.src}}) MATCH (b:Instrument {{id: r.dst}}) "
    f"MERGE (a)-[e:{kind} {{relation: r.relation}}]->(b) SET e = r.facts"
    for kind in TYPES
}
_BODIES = """
UNWIND $rows AS i MATCH (o:Organization {id: i}) OPTIONAL MATCH (o)<-[n:_NAMES]-(:Document)
RETURN i AS id, o.said AS said, collect(n.said) AS all"""
_WRITE_BODIES = """
UNWIND $rows AS r MERGE (o:Organization {id: r.id}) SET o = r.facts
WITH o, r OPTIONAL MATCH (o)-[x:OF_PLACE]->(:Place) DELETE x
WITH DISTINCT o, r WHERE r.place IS NOT NULL MATCH (p:Place {code: r.place}) MERGE (o)-[:OF_PLACE]->(p)"""
_COUNT = "MATCH (s:_Store) SET s.instruments = s.instruments + $more, s.loaded = s.loaded + $loaded"
