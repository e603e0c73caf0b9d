"""The questions that the Neo4j store asks; every value is a parameter, relation types come from a closed list."""

from graph.store.neo4j_schema import ANY_RELATION, TYPES, UNDONE

_DONE = "|".join(t for t in TYPES if t != UNDONE)

FILES = """
MATCH (d:Document)
RETURN d.sha256 AS sha256, d.format AS format, d.warned AS warned, d.reading AS reading, d.own AS own,
  [(p:_Path)-[:_AT]->(d) | p.path] AS paths, [(d)-[s:_OWN]->(:_Wording)-[:_MEANS]->(i) | [s.local, i.id]] AS means"""
AT = """
UNWIND $paths AS p MATCH (:_Path {path: p})-[:_AT]->(d) RETURN p AS path, d.sha256 AS sha256, d.reading AS reading"""
AT_PATH = "MATCH (:_Path {path: $path})-[:_AT]->(d) RETURN d.sha256 AS sha256"
PATHS = """
UNWIND $files AS f MATCH (d:Document {sha256: f})
RETURN f AS sha256, [(p:_Path)-[:_AT]->(d) | p.path] AS paths"""
SAID = """
MATCH (d:Document {sha256: $sha256})
RETURN d.said AS said, d.segments AS segments, d.warnings AS warnings, d.tasks AS tasks, d.targets AS targets,
  [(d)-[s:_SAYS|_OWN]->(:_Wording)-[:_MEANS]->(i) | [s.local, i.id]] AS means"""
SEGMENTS = "MATCH (d:Document {sha256: $sha256}) RETURN d.segments AS segments"
SHEETS = "UNWIND $files AS f MATCH (d:Document {sha256: f}) RETURN f AS sha256, d.sheets AS sheets"
WARNINGS = "MATCH (d:Document {sha256: $sha256}) RETURN d.warnings AS warnings"
EXTENT = """
MATCH (s:_Store {name: 'phahe'})
CALL () { OPTIONAL MATCH (i:Instrument {loaded: true}) WHERE i.issued >= '' RETURN i.issued AS first
  ORDER BY i.issued LIMIT 1 }
CALL () { OPTIONAL MATCH (i:Instrument {loaded: true}) WHERE i.issued >= '' RETURN i.issued AS last
  ORDER BY i.issued DESC LIMIT 1 }
RETURN s.instruments AS instruments, s.loaded AS loaded, first, last"""
COUNTS = """
MATCH (s:_Store {name: 'phahe'})
CALL () { MATCH (d:Document) RETURN count(d) AS files, coalesce(sum(size(d.own)), 0) AS documents,
  coalesce(sum(d.warned), 0) AS warnings }
CALL () { MATCH (:Document)-[s:_SAYS|_OWN]->() RETURN coalesce(sum(s.count), 0) AS mentions }
CALL () { MATCH (i:Instrument {stage: 'issued'})-[:ASSIGNS]->(t:Task) RETURN count(t) AS tasks }
CALL () { MATCH (i:Instrument {stage: 'issued'})-[:SETS]->(t:Target) RETURN count(t) AS targets }
CALL () { MATCH (o:Organization) RETURN count(o.said) AS organizations }
CALL () { MATCH (i:Instrument) RETURN count(i) AS instruments, count(CASE WHEN i.loaded THEN 1 END) AS loaded,
  min(CASE WHEN i.loaded THEN i.issued END) AS first, max(CASE WHEN i.loaded THEN i.issued END) AS last }
RETURN files, documents, instruments, loaded, mentions, tasks, targets, organizations, warnings, first, last"""
RELATIONS = f"""
MATCH (:Instrument)-[e:{_DONE}]->() RETURN e.relation AS relation, sum(e.edges) AS count"""

INSTRUMENTS = "UNWIND $ids AS id MATCH (i:Instrument {id: id}) RETURN id, i.said AS said"
IDS = "MATCH (i:Instrument) RETURN i.id AS id"
BY_BUCKET = "MATCH (i:Instrument {bucket: $bucket}) RETURN i.said AS said"
BY_NAME = """
MATCH (i:Instrument {bucket: $bucket}) RETURN i.said AS said
UNION ALL MATCH (:_Name {key: $name})<-[:_BEARS]-(i) RETURN i.said AS said"""
BY_BARE_NUMBER = "MATCH (i:Instrument {number: $number}) RETURN i.said AS said"
SEARCH = {
    label: f"CALL db.index.fulltext.queryNodes('phahe_{label.lower()}_words', $words) YIELD node "
    "RETURN node.said AS said"
    for label in ("Instrument", "Organization")
}
TASKS_WITH = """
CALL db.index.fulltext.queryNodes('phahe_task_words', $words) YIELD node
MATCH (i:Instrument)-[:ASSIGNS]->(node) WHERE $drafts OR i.stage = 'issued' RETURN node.said AS said"""

# the server's order of ids and names of relations is ours: they are ASCII. Sorted and cut again in Python.
_EDGES = """
UNWIND $ids AS id MATCH (s:Instrument {{id: id}})
CALL (s) {{
  MATCH {pattern}
  WHERE ($relations IS NULL OR e.relation IN $relations) AND ($drafts OR NOT e:{undone})
    AND any(n IN range(0, size(e.lo) - 1) WHERE e.hi[n] >= $first AND e.lo[n] <= $last)
  WITH e, o ORDER BY e.relation, o.id LIMIT $limit
  RETURN collect(e.said) AS said
}}
RETURN id, said"""
EDGES = {
    "out": _EDGES.format(pattern=f"(s)-[e:{ANY_RELATION}]->(o:Instrument)", undone=UNDONE),
    "in": _EDGES.format(pattern=f"(s)<-[e:{ANY_RELATION}]-(o:Instrument)", undone=UNDONE),
}
_STEPS = """
UNWIND $ids AS id MATCH (s:Instrument {{id: id}})
CALL (s) {{
  MATCH {pattern}
  WHERE e.relation IN $relations AND ($drafts OR NOT e:{undone}) AND o.id > $after
  WITH e, o ORDER BY e.relation, o.id LIMIT $limit
  RETURN collect([o.id, e.relation, e.acts, e.drafts, e.since, e.until]) AS ways
}}
RETURN id, ways"""
STEPS = {
    "out": _STEPS.format(pattern=f"(s)-[e:{ANY_RELATION}]->(o:Instrument)", undone=UNDONE),
    "in": _STEPS.format(pattern=f"(s)<-[e:{ANY_RELATION}]-(o:Instrument)", undone=UNDONE),
}
_DEGREES = """
UNWIND $ids AS id MATCH (s:Instrument {{id: id}}) MATCH {pattern} WHERE $drafts OR NOT e:{undone}
WITH id, e.relation AS relation, CASE WHEN e.acts IS NULL THEN size(e.since) ELSE
  size([n IN range(0, size(e.since) - 1) WHERE $drafts OR (e.acts[n] = 'done' AND NOT e.drafts[n])]) END AS count
WITH id, relation, sum(count) AS count WHERE count > 0
RETURN id, relation, count ORDER BY id, relation"""
DEGREES = {
    "out": _DEGREES.format(pattern=f"(s)-[e:{ANY_RELATION}]->(:Instrument)", undone=UNDONE),
    "in": _DEGREES.format(pattern=f"(s)<-[e:{ANY_RELATION}]-(:Instrument)", undone=UNDONE),
}
QUOTED = f"""
UNWIND $rows AS r MATCH (a:Instrument {{id: r[0]}}) MATCH (b:Instrument {{id: r[2]}})
MATCH (a)-[e:{ANY_RELATION}]->(b) WHERE e.relation = r[1] RETURN e.said AS said"""
BETWEEN = f"""
MATCH (b:Instrument {{id: $target}})
UNWIND $sources AS id MATCH (a:Instrument {{id: id}})-[e:{ANY_RELATION}]->(b) WHERE $drafts OR NOT e:{UNDONE}
RETURN e.said AS said"""
NEIGHBOURS = f"""
UNWIND $ids AS id MATCH (s:Instrument {{id: id}})
CALL (s) {{
  MATCH (s)-[e:{ANY_RELATION}]-(o:Instrument)
  WHERE ($relations IS NULL OR e.relation IN $relations) AND ($drafts OR NOT e:{UNDONE})
  WITH DISTINCT o.id AS other ORDER BY other LIMIT $limit
  RETURN collect(other) AS others
}}
RETURN id, others"""
PAIRS = f"""
MATCH (s:Instrument)-[e:{ANY_RELATION}]->(o:Instrument)
WHERE e.relation IN $relations AND ($drafts OR NOT e:{UNDONE})
RETURN DISTINCT s.id AS source, e.relation AS relation, o.id AS target"""

_OWN = "[(d)-[o:_OWN]->(:_Wording)-[:_MEANS]->(x) | [o.local, x.id]] AS own"
MENTIONS = {
    "in": f"""
UNWIND $ids AS id MATCH (i:Instrument {{id: id}})<-[:_MEANS]-(:_Wording)<-[s:_SAYS|_OWN]-(d:Document) WHERE s.count > 0
RETURN id AS target, s.mentions AS mentions, {_OWN}""",
    "out": f"""
UNWIND $ids AS id MATCH (i:Instrument {{id: id}})<-[:_MEANS]-(:_Wording)<-[:_OWN]-(d:Document)
WITH DISTINCT d MATCH (d)-[s:_SAYS|_OWN]->(:_Wording)-[:_MEANS]->(t:Instrument) WHERE s.count > 0
RETURN t.id AS target, s.mentions AS mentions, {_OWN}""",
}
SAYINGS = f"""
UNWIND $ids AS id MATCH (i:Instrument {{id: id}})<-[:_MEANS]-(w:_Wording)<-[s:_SAYS|_OWN]-(d:Document)
WHERE s.count > 0
RETURN id, s.mentions AS mentions, w.said AS said, {_OWN}"""
_NAMERS = """
  MATCH (i)<-[:_MEANS]-(:_Wording)<-[s:_SAYS|_OWN]-(d:Document) WHERE s.count > 0
  MATCH (d)-[o:_OWN]->(:_Wording)-[:_MEANS]->(x:Instrument)
  WHERE o.local IN s.speakers AND x <> i AND ($drafts OR x.stage = 'issued')"""
NAMING = f"""
UNWIND $ids AS id MATCH (i:Instrument {{id: id}})
CALL (i) {{ {_NAMERS}
  WITH DISTINCT x.id AS other ORDER BY other LIMIT $limit RETURN collect(other) AS others
}}
RETURN id, others"""
NAMED = f"""
MATCH (i:Instrument {{loaded: false}}) WHERE $types IS NULL OR i.type IN $types
CALL (i) {{ {_NAMERS}
  RETURN count(DISTINCT x) AS count
}}
WITH i, count WHERE count > 0 ORDER BY count DESC, i.id LIMIT $limit
RETURN i.said AS said, count"""
DISPUTED = "MATCH (i:Instrument {disputed: true}) RETURN i.said AS said"
SHARED = """
MATCH (i:Instrument) WHERE i.bucket STARTS WITH '#' WITH i.bucket AS bucket, count(*) AS count WHERE count > 1
RETURN bucket"""
AREAS = """
MATCH (i:Instrument) WHERE (i.area = $outer OR i.area STARTS WITH $outer + '/') AND i.loaded
  AND ($drafts OR i.stage = 'issued')
RETURN i.area AS area, count(*) AS count"""
OF_AREA = """
MATCH (i:Instrument {area: $area}) WHERE i.loaded AND ($drafts OR i.stage = 'issued') RETURN i.said AS said"""

_WHERE = """
WHERE ($drafts OR i.stage = 'issued') AND ($documents IS NULL OR i.id IN $documents)
  AND ($areas IS NULL OR any(a IN $areas WHERE i.area = a OR i.area STARTS WITH a + '/'))
RETURN DISTINCT t.said AS said"""
TASKS = {
    "bodies": "UNWIND $bodies AS b MATCH (:Organization {id: b})<-[:ASSIGNED_TO]-(t:Task)<-[:ASSIGNS]-(i:Instrument)"
    + _WHERE,
    "documents": "UNWIND $documents AS id MATCH (i:Instrument {id: id})-[:ASSIGNS]->(t:Task)" + _WHERE,
    "all": "MATCH (i:Instrument)-[:ASSIGNS]->(t:Task)" + _WHERE,
}
TARGETS = """
MATCH (i:Instrument)-[:SETS]->(t:Target) WHERE $documents IS NULL OR i.id IN $documents RETURN t.said AS said"""
BODIES = "MATCH (o:Organization) WHERE o.said IS NOT NULL RETURN o.said AS said"
BODIES_LIKE = "MATCH (o:Organization) WHERE o.folded CONTAINS $words RETURN o.said AS said"
COLLECTIVES = "MATCH (o:Organization {collective: true}) RETURN o.said AS said"
