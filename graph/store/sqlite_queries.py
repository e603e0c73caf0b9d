"""The questions that the SQLite store asks; every value is a parameter, lists come as one JSON array."""

FILES = "SELECT fid, sha256, format, n_warnings, reading FROM file ORDER BY sha256"
AT = """
SELECT p.path, f.sha256, f.reading
FROM json_each(?) j CROSS JOIN path p ON p.path = j.value JOIN file f ON f.fid = p.fid"""

BY_NAME = (
    "SELECT said FROM instrument WHERE bucket = ? "
    "UNION ALL SELECT i.said FROM bearer b JOIN instrument i ON i.nid = b.nid WHERE b.name = ?"
)
BY_NUMBER = "SELECT said FROM instrument WHERE number = ?"

PATHS = """
SELECT f.sha256, p.path FROM json_each(?) j JOIN file f ON f.sha256 = j.value JOIN path p ON p.fid = f.fid
ORDER BY f.sha256, p.path"""
SHEETS = "SELECT f.sha256, f.sheets FROM json_each(?) j CROSS JOIN file f ON f.sha256 = j.value"
# the search index gives its rows in their order: the newest year first
SEARCH = (
    "SELECT i.said FROM search JOIN instrument i ON i.place = search.rowid WHERE search MATCH ? AND (? OR i.draft = 0) "
    "ORDER BY search.rowid LIMIT ?"
)

_MENTION = """
SELECT s.id, t.id, f.sha256, m.start, m."end", m.provision, m.reprint, m.parts
FROM instrument i JOIN meant c ON c.nid = i.nid JOIN mention m ON {} = c.cid
JOIN meant sc ON sc.cid = m.speaker JOIN instrument s ON s.nid = sc.nid
JOIN meant tc ON tc.cid = m.target JOIN instrument t ON t.nid = tc.nid
JOIN file f ON f.fid = m.fid
WHERE i.id IN (SELECT value FROM json_each(?)) AND (? OR (s.draft = 0 AND t.draft = 0))"""
MENTIONS = {"out": _MENTION.format("m.speaker"), "in": _MENTION.format("m.target")}

_DEGREES = """
SELECT i.id, r.name, count(*) FROM json_each(?) j CROSS JOIN instrument i ON i.id = j.value
CROSS JOIN edge e {} = i.nid JOIN relation r ON r.rel = e.rel
WHERE ? OR (e.act = 0 AND e.draft = 0) GROUP BY i.id, e.rel ORDER BY i.id, e.rel"""
DEGREES = {"in": _DEGREES.format("INDEXED BY edge_in ON e.dst"), "out": _DEGREES.format("ON e.src")}

# Tasks and targets count from the one file of an instrument that gives them: i.fid = t.fid.
TASKS_OF_BODIES = """
SELECT t.said, f.sha256, i.id
FROM (SELECT DISTINCT tid FROM task_body WHERE body IN (SELECT value FROM json_each(?))) b
JOIN task t ON t.tid = b.tid JOIN meant c ON c.cid = t.document
JOIN instrument i ON i.nid = c.nid AND i.fid = t.fid JOIN file f ON f.fid = t.fid
WHERE (? IS NULL OR i.id IN (SELECT value FROM json_each(?))) AND (? OR i.draft = 0) AND {}"""
_DUTIES = """
SELECT t.said, f.sha256, i.id
FROM instrument i JOIN meant c ON c.nid = i.nid JOIN {} t ON t.document = c.cid AND t.fid = i.fid
JOIN file f ON f.fid = t.fid
WHERE {} AND (? OR i.draft = 0) AND {}"""
_WANTED = "i.id IN (SELECT value FROM json_each(?))"
# an area and all that lies in it: '0' is the character behind '/'; the range is what the index is asked for
_INSIDE = (
    "i.area >= j.value AND i.area < j.value || '0' "
    "AND (i.area = j.value OR substr(i.area, length(j.value) + 1, 1) = '/')"
)
_ANYWHERE, _WITHIN = "1", "EXISTS(SELECT 1 FROM json_each(?) j WHERE INSIDE)".replace("INSIDE", _INSIDE)
DUTIES_OF_DOCUMENTS = {name: _DUTIES.format(name, _WANTED, _ANYWHERE) for name in ("task", "target")}
DUTIES_OF_ALL = {name: _DUTIES.format(name, "i.loaded = 1", _ANYWHERE) for name in ("task", "target")}
TASKS_OF_BODIES_IN = TASKS_OF_BODIES.format(_WITHIN)
TASKS_OF_BODIES = TASKS_OF_BODIES.format(_ANYWHERE)
TASKS_OF_DOCUMENTS_IN = _DUTIES.format("task", _WANTED, _WITHIN)
TASKS_IN = """
SELECT t.said, f.sha256, i.id
FROM json_each(?) j CROSS JOIN instrument i INDEXED BY instrument_area ON i.loaded = 1 AND INSIDE
JOIN meant c ON c.nid = i.nid
JOIN task t ON t.document = c.cid AND t.fid = i.fid JOIN file f ON f.fid = t.fid
WHERE (? OR i.draft = 0)""".replace("INSIDE", _INSIDE)
TASKS_WITH = """
SELECT t.said, f.sha256, i.id
FROM search_task JOIN task t ON t.tid = search_task.rowid JOIN meant c ON c.cid = t.document
JOIN instrument i ON i.nid = c.nid AND i.fid = t.fid JOIN file f ON f.fid = t.fid
WHERE search_task MATCH ? AND (? OR i.draft = 0) ORDER BY search_task.rowid LIMIT ?"""
BODIES_WITH = "SELECT b.said FROM search_body JOIN body b ON b.bid = search_body.rowid WHERE search_body MATCH ?"

# 1 id, 2-3 relations or NULL, 4 drafts too, 5 how many
NEIGHBOURS = """
WITH here AS (SELECT nid FROM instrument WHERE id = ?),
  wanted AS (SELECT rel FROM relation WHERE ? IS NULL OR name IN (SELECT value FROM json_each(?))),
  ends AS (
    SELECT e.dst AS nid, e.act, e.draft FROM here JOIN edge e ON e.src = here.nid WHERE e.rel IN wanted
    UNION SELECT e.src, e.act, e.draft FROM here JOIN edge e ON e.dst = here.nid WHERE e.rel IN wanted)
SELECT DISTINCT i.id FROM ends JOIN instrument i ON i.nid = ends.nid
WHERE (? OR (ends.act = 0 AND ends.draft = 0)) ORDER BY i.id LIMIT ?"""
PAIRS = """
SELECT DISTINCT s.id, r.name, o.id
FROM edge e JOIN relation r ON r.rel = e.rel JOIN instrument s ON s.nid = e.src JOIN instrument o ON o.nid = e.dst
WHERE r.name IN (SELECT value FROM json_each(?)) AND (? OR (e.act = 0 AND e.draft = 0))
ORDER BY s.id, r.name, o.id"""
NAMING = """
SELECT DISTINCT s.id
FROM instrument i JOIN meant c ON c.nid = i.nid JOIN mention m ON m.target = c.cid
JOIN meant sc ON sc.cid = m.speaker JOIN instrument s ON s.nid = sc.nid
WHERE i.id = ? AND s.nid <> i.nid AND (? OR s.draft = 0) ORDER BY s.id LIMIT ?"""
# by drafts too or not; 1-2 heads of ids or NULL, 3 how many
_NAMED = """
SELECT i.said, n.{0} FROM named n INDEXED BY named_{0} CROSS JOIN instrument i ON i.nid = n.nid
WHERE n.loaded = 0 AND n.{0} > 0
  AND (? IS NULL OR substr(i.id, 1, instr(i.id, '~')) IN (SELECT value FROM json_each(?)))
ORDER BY n.{0} DESC, i.id LIMIT ?"""
NAMED = {True: _NAMED.format("drafts"), False: _NAMED.format("count")}
DISPUTED = "SELECT said FROM instrument WHERE disputed = 1"
SHARED = "SELECT bucket FROM instrument WHERE bucket >= '#' AND bucket < '$' GROUP BY bucket HAVING count(*) > 1"
SAYINGS = """
SELECT i.id, s.id, tc.said, f.sha256, m.start, m."end", m.parts
FROM instrument i JOIN meant tc ON tc.nid = i.nid JOIN mention m ON m.target = tc.cid
JOIN meant sc ON sc.cid = m.speaker JOIN instrument s ON s.nid = sc.nid
JOIN file f ON f.fid = m.fid
WHERE i.id IN (SELECT value FROM json_each(?))"""
AREAS = """
SELECT i.area, count(*) FROM json_each(?) j CROSS JOIN instrument i INDEXED BY instrument_area
  ON i.loaded = 1 AND INSIDE
WHERE (? OR i.draft = 0) GROUP BY i.area ORDER BY i.area""".replace("INSIDE", _INSIDE)
OF_AREA = "SELECT said FROM instrument WHERE loaded = 1 AND area = ? AND (? OR draft = 0)"
COLLECTIVES = "SELECT said FROM body WHERE collective = 1"

# document by document, in the order of their row ids, so that each look-up is beside the one before
_COUNT_OWN = """
SELECT coalesce(sum(d.n), 0)
FROM (SELECT document, count(*) AS n FROM {0} INDEXED BY {0}_document GROUP BY document) d
CROSS JOIN cluster c ON c.cid = d.document CROSS JOIN wording w ON w.wid = c.wid
CROSS JOIN instrument i ON i.nid = w.nid AND i.fid = c.fid AND i.draft = 0"""
_KEPT = "SELECT value FROM meta WHERE key = '{}'"
EXTENT = """
SELECT (SELECT value FROM meta WHERE key = 'instruments'), (SELECT value FROM meta WHERE key = 'loaded'),
  (SELECT min(issued) FROM instrument WHERE loaded = 1), (SELECT max(issued) FROM instrument WHERE loaded = 1)"""
COUNTS = {
    **{name: _KEPT.format(name) for name in ("files", "documents", "instruments", "loaded", "mentions", "warnings")},
    "tasks": _COUNT_OWN.format("task"),
    "targets": _COUNT_OWN.format("target"),
    "organizations": "SELECT count(*) FROM body",
    "first": "SELECT min(issued) FROM instrument WHERE loaded = 1",
    "last": "SELECT max(issued) FROM instrument WHERE loaded = 1",
}
