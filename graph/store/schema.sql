-- Schema 10. Statements first, what is derived from them below. Rows of a file go with the file.

CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('generation', 0), ('instruments', 0), ('loaded', 0),  -- how many: counting reads a whole index
    ('files', 0), ('documents', 0), ('mentions', 0), ('warnings', 0);

CREATE TABLE file(
    fid INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, format TEXT NOT NULL,
    reading TEXT NOT NULL, n_warnings INTEGER NOT NULL, pages BLOB NOT NULL,  -- where each page of the text begins (`graph.paged`)
    sheets BLOB NOT NULL,  -- and where the loader saw a page of paper begin
    warnings BLOB NOT NULL, segments BLOB NOT NULL, text BLOB NOT NULL) STRICT;
CREATE TABLE path(path TEXT PRIMARY KEY, fid INTEGER NOT NULL REFERENCES file ON DELETE CASCADE) STRICT, WITHOUT ROWID;
CREATE INDEX path_file ON path(fid);

CREATE TABLE wording(  -- what clusters of one bucket say alike (graph.resolution.wordings), kept while a file says it
    wid INTEGER PRIMARY KEY, bucket TEXT NOT NULL, family TEXT NOT NULL, mark BLOB NOT NULL, said BLOB NOT NULL,
    files INTEGER NOT NULL,
    nid INTEGER,  -- derived: the instrument that it means
    UNIQUE(bucket, mark)) STRICT;
CREATE INDEX wording_family ON wording(bucket, family);
CREATE INDEX wording_instrument ON wording(nid);
CREATE TABLE cluster(
    cid INTEGER PRIMARY KEY, fid INTEGER NOT NULL REFERENCES file ON DELETE CASCADE, own INTEGER NOT NULL,
    wid INTEGER NOT NULL REFERENCES wording) STRICT;
CREATE INDEX cluster_file ON cluster(fid);
CREATE INDEX cluster_wording ON cluster(wid);
CREATE VIEW meant AS SELECT c.cid, c.fid, c.own, c.wid, w.said, w.nid FROM cluster c JOIN wording w ON w.wid = c.wid;

CREATE TABLE mention(
    mid INTEGER PRIMARY KEY, fid INTEGER NOT NULL REFERENCES file ON DELETE CASCADE, speaker INTEGER NOT NULL,
    target INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, provision TEXT,
    reprint INTEGER NOT NULL, parts BLOB) STRICT;
CREATE INDEX mention_file ON mention(fid);
CREATE INDEX mention_speaker ON mention(speaker);
CREATE INDEX mention_target ON mention(target);

CREATE TABLE claim(
    qid INTEGER PRIMARY KEY, fid INTEGER NOT NULL REFERENCES file ON DELETE CASCADE, speaker INTEGER NOT NULL,
    source INTEGER NOT NULL, target INTEGER NOT NULL,
    src INTEGER, dst INTEGER,  -- derived: the instruments that source and target are
    said BLOB NOT NULL) STRICT;  -- the rest, without what stands here
CREATE INDEX claim_file ON claim(fid);
CREATE INDEX claim_source ON claim(source);
CREATE INDEX claim_target ON claim(target);
CREATE INDEX claim_pair ON claim(src, dst);

CREATE TABLE task(
    tid INTEGER PRIMARY KEY,  -- where it stands among those that words find (`order.task_place`)
    fid INTEGER NOT NULL REFERENCES file ON DELETE CASCADE, document INTEGER NOT NULL,
    said BLOB NOT NULL) STRICT;
CREATE INDEX task_file ON task(fid);
CREATE INDEX task_document ON task(document);
CREATE TABLE task_body(
    body TEXT NOT NULL, tid INTEGER NOT NULL REFERENCES task ON DELETE CASCADE, PRIMARY KEY(body, tid)) STRICT, WITHOUT ROWID;
CREATE INDEX task_body_task ON task_body(tid);
CREATE TABLE target(
    tid INTEGER PRIMARY KEY, fid INTEGER NOT NULL REFERENCES file ON DELETE CASCADE, document INTEGER NOT NULL,
    said BLOB NOT NULL) STRICT;
CREATE INDEX target_file ON target(fid);
CREATE INDEX target_document ON target(document);
CREATE TABLE body_said(
    fid INTEGER NOT NULL REFERENCES file ON DELETE CASCADE, body TEXT NOT NULL, said BLOB NOT NULL,
    PRIMARY KEY(fid, body)) STRICT, WITHOUT ROWID;
CREATE INDEX body_said_body ON body_said(body);

-- Derived from here on.
CREATE TABLE instrument(
    nid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    key INTEGER NOT NULL,  -- ids in their order, as a number (`order.order_key`)
    place INTEGER NOT NULL UNIQUE,  -- among those that words find (`order.search_place`)
    bucket TEXT NOT NULL, family TEXT NOT NULL, number TEXT,
    loaded INTEGER NOT NULL, draft INTEGER NOT NULL, fid INTEGER, issued TEXT, area TEXT NOT NULL, disputed INTEGER NOT NULL,
    said BLOB NOT NULL) STRICT;
CREATE INDEX instrument_name ON instrument(nid, draft, id);  -- many ids at once, without the rows
CREATE INDEX instrument_bucket ON instrument(bucket, family);
CREATE INDEX instrument_number ON instrument(number) WHERE number IS NOT NULL;
CREATE INDEX instrument_loaded ON instrument(loaded, issued) WHERE loaded = 1;
CREATE INDEX instrument_area ON instrument(area, draft) WHERE loaded = 1;
CREATE INDEX instrument_disputed ON instrument(id) WHERE disputed = 1;
CREATE VIRTUAL TABLE search USING fts5(  -- rowid is place; words are folded: [a-z0-9]
    words, tokenize = 'ascii', detail = none, columnsize = 0, prefix = '1 2 3');

CREATE TABLE word(word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;  -- longer ones of all three indexes (`sqlite_words`)

CREATE TABLE bearer(  -- instruments of the number pass by the names that they bear
    name TEXT NOT NULL, nid INTEGER NOT NULL, said BLOB NOT NULL, PRIMARY KEY(name, nid)) STRICT, WITHOUT ROWID;
CREATE INDEX bearer_instrument ON bearer(nid);

CREATE TABLE names(  -- whom the texts of a document name, as it was counted (`sqlite_naming`)
    nid INTEGER PRIMARY KEY, draft INTEGER NOT NULL, said BLOB NOT NULL) STRICT;
CREATE TABLE named(  -- how many documents name an instrument: without drafts, and with them
    nid INTEGER PRIMARY KEY, loaded INTEGER NOT NULL, count INTEGER NOT NULL, drafts INTEGER NOT NULL) STRICT;
CREATE INDEX named_count ON named(count) WHERE loaded = 0;
CREATE INDEX named_drafts ON named(drafts) WHERE loaded = 0;

CREATE TABLE relation(  -- numbers in the order of names; how many edges are shown without drafts
    rel INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, shown INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO relation(rel, name) VALUES(0, 'AMENDS'), (1, 'BASED_ON'), (2, 'CITES'), (3, 'CONSOLIDATES'), (4, 'CORRECTS'),
    (5, 'EXPLAINS'), (6, 'GUIDES'), (7, 'IMPLEMENTS'), (8, 'PROMULGATES'), (9, 'PROPOSED_BY'), (10, 'REPEALS'),
    (11, 'REPLACES'), (12, 'REPORTS_ON'), (13, 'RESPONDS_TO'), (14, 'SUSPENDS');
CREATE TABLE edge(
    src INTEGER NOT NULL, rel INTEGER NOT NULL, dst INTEGER NOT NULL, act INTEGER NOT NULL, since TEXT NOT NULL,
    until TEXT NOT NULL, draft INTEGER NOT NULL, key INTEGER NOT NULL,  -- of src
    lo INTEGER NOT NULL, hi INTEGER NOT NULL,
    PRIMARY KEY(src, dst, rel, act, since, until)) STRICT, WITHOUT ROWID;
-- the first fifty of a hub in the order of ids, without the other hundred thousand
CREATE INDEX edge_in ON edge(dst, rel, key, draft, src);
-- a walk asks of every instrument whether it issues or is issued: few do; rel 8 is PROMULGATES
CREATE INDEX edge_issues ON edge(src, draft) WHERE rel = 8;
CREATE INDEX edge_issued ON edge(dst, draft) WHERE rel = 8;

CREATE TABLE body(
    bid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, folded TEXT NOT NULL, collective INTEGER NOT NULL,
    said BLOB NOT NULL) STRICT;
CREATE INDEX body_collective ON body(id) WHERE collective = 1;
CREATE VIRTUAL TABLE search_body USING fts5(  -- rowid is bid
    words, tokenize = 'ascii', detail = none, columnsize = 0, prefix = '1 2 3');
CREATE VIRTUAL TABLE search_task USING fts5(  -- rowid is tid; of the tasks of every file
    words, tokenize = 'ascii', detail = none, columnsize = 0, prefix = '1 2 3');
