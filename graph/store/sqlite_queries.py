"""The questions that the SQLite store asks; every value is a parameter, lists come as one JSON array."""

DRAFTS_TOO = 1

FILES = "SELECT fid, sha256, format, n_warnings, reading FROM file ORDER BY sha256"
FILE_AT = "SELECT fid, sha256, format, n_warnings, reading FROM file WHERE fid = (SELECT fid FROM path WHERE path = ?)"

BY_NAME = (
    "SELECT said FROM instrument WHERE bucket = ? "
    "UNION ALL SELECT i.said FROM bearer b JOIN instrument i ON i.nid = b.nid WHERE b.name = ?"
)
BY_NUMBER = "SELECT said FROM instrument WHERE number = ?"

PATHS = """
SELECT f.sha256, p.path FROM json_each(?) j JOIN file f ON f.sha256 = j.value JOIN path p ON p.fid = f.fid
ORDER BY f.sha256, p.path"""
SEARCH = "SELECT i.said FROM search JOIN instrument i ON i.nid = search.rowid WHERE search MATCH ?"

# 1 id, 2-3 relations or NULL, 4 drafts too, 5-6 first and last day asked for, 7 how many (-1 all).
# BINARY order of UTF-8 is the order of code points.
EDGES = {
    "out": """
SELECT e.src, e.dst, s.id, o.id, r.name, e.act, e.since, e.until
FROM instrument s JOIN edge e ON e.src = s.nid JOIN relation r ON r.rel = e.rel JOIN instrument o ON o.nid = e.dst
WHERE s.id = ? AND (? IS NULL OR r.name IN (SELECT value FROM json_each(?))) AND (? OR (e.act = 0 AND e.draft = 0))
  AND e.hi >= ? AND e.lo <= ?
ORDER BY r.name, o.id, e.since, e.until, e.act LIMIT ?""",
    "in": """
SELECT e.src, e.dst, o.id, s.id, r.name, e.act, e.since, e.until
FROM instrument s JOIN edge e ON e.dst = s.nid JOIN relation r ON r.rel = e.rel JOIN instrument o ON o.nid = e.src
WHERE s.id = ? AND (? IS NULL OR r.name IN (SELECT value FROM json_each(?))) AND (? OR (e.act = 0 AND e.draft = 0))
  AND e.hi >= ? AND e.lo <= ?
ORDER BY r.name, o.id, e.since, e.until, e.act LIMIT ?""",
}

_MENTION = """
SELECT s.id, t.id, f.sha256, m.start, m."end", m.provision, m.reprint, m.parts
FROM instrument i JOIN cluster c ON c.nid = i.nid JOIN mention m ON {} = c.cid
JOIN cluster sc ON sc.cid = m.speaker JOIN instrument s ON s.nid = sc.nid
JOIN cluster tc ON tc.cid = m.target JOIN instrument t ON t.nid = tc.nid
JOIN file f ON f.fid = m.fid
WHERE i.id IN (SELECT value FROM json_each(?))"""
MENTIONS = {"out": _MENTION.format("m.speaker"), "in": _MENTION.format("m.target")}

# Tasks and targets count from the one file of an instrument that gives them: i.fid = t.fid.
TASKS_OF_BODIES = """
SELECT t.said, f.sha256, i.id
FROM (SELECT DISTINCT tid FROM task_body WHERE body IN (SELECT value FROM json_each(?))) b
JOIN task t ON t.tid = b.tid JOIN cluster c ON c.cid = t.document
JOIN instrument i ON i.nid = c.nid AND i.fid = t.fid JOIN file f ON f.fid = t.fid
WHERE (? IS NULL OR i.id IN (SELECT value FROM json_each(?))) AND (? OR i.draft = 0)"""
_DUTIES = """
SELECT t.said, f.sha256, i.id
FROM instrument i JOIN cluster c ON c.nid = i.nid JOIN {} t ON t.document = c.cid AND t.fid = i.fid
JOIN file f ON f.fid = t.fid
WHERE {} AND (? OR i.draft = 0)"""
_WANTED = "i.id IN (SELECT value FROM json_each(?))"
DUTIES_OF_DOCUMENTS = {"task": _DUTIES.format("task", _WANTED), "target": _DUTIES.format("target", _WANTED)}
DUTIES_OF_ALL = {"task": _DUTIES.format("task", "i.loaded = 1"), "target": _DUTIES.format("target", "i.loaded = 1")}

_COUNT_OWN = (
    "SELECT count(*) FROM {} t JOIN cluster c ON c.cid = t.document "
    "JOIN instrument i ON i.nid = c.nid AND i.fid = t.fid AND i.draft = 0"
)
EXTENT = """
SELECT (SELECT value FROM meta WHERE key = 'instruments'), (SELECT count(*) FROM instrument WHERE loaded = 1),
  (SELECT min(issued) FROM instrument WHERE loaded = 1), (SELECT max(issued) FROM instrument WHERE loaded = 1)"""
COUNTS = {
    "files": "SELECT count(*) FROM file",
    "documents": "SELECT count(*) FROM cluster WHERE own = 1",
    "instruments": "SELECT count(*) FROM instrument",
    "loaded": "SELECT count(*) FROM instrument WHERE loaded = 1",
    "mentions": "SELECT count(*) FROM mention",
    "tasks": _COUNT_OWN.format("task"),
    "targets": _COUNT_OWN.format("target"),
    "organizations": "SELECT count(*) FROM body",
    "warnings": "SELECT coalesce(sum(n_warnings), 0) FROM file",
    "first": "SELECT min(issued) FROM instrument WHERE loaded = 1",
    "last": "SELECT max(issued) FROM instrument WHERE loaded = 1",
}
