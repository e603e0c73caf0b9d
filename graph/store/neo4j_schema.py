"""The graph as a Neo4j database holds it: a model for people, and beside it what the store itself needs (`_…`).

For people (docs/neo4j.md): Instrument, Organization, Place, Task, Target, Document and the relations of vocabulary.md.
The store's own: one `_Store`; `_Path` of each file; what files say of instruments (`_Wording`: the same words once),
`_Claim` (what one file says between two of its clusters), `_Name` (titles that instruments bear), `_Load` (the log).
"""

from collections.abc import Iterator

from graph.areas import COUNTRY, OPEN, version_code
from graph.dated_places import COMMUNES_SINCE
from graph.places import communes, provinces
from graph.record import RELATIONS
from graph.store.errors import Busy, CannotOpen, NewerSchema, NotAStore, OlderSchema
from graph.store.neo4j_connection import Row, Run, Server

SCHEMA = 4
STATED = 3  # the oldest schema whose statements are those of today: `rebuild` makes the rest
# Relations as types: a closed list, for a type cannot be a parameter. What is only planned or proposed, or what drafts
# alone say, is no relation that people should meet by its name.
UNDONE = "NOT_DONE"
TYPES = (*RELATIONS, UNDONE)
ANY_RELATION = "|".join(TYPES)

STATEMENTS = (
    "CREATE CONSTRAINT phahe_store IF NOT EXISTS FOR (n:_Store) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT phahe_instrument IF NOT EXISTS FOR (n:Instrument) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT phahe_organization IF NOT EXISTS FOR (n:Organization) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT phahe_place IF NOT EXISTS FOR (n:Place) REQUIRE n.code IS UNIQUE",
    "CREATE CONSTRAINT phahe_document IF NOT EXISTS FOR (n:Document) REQUIRE n.sha256 IS UNIQUE",
    "CREATE CONSTRAINT phahe_moving IF NOT EXISTS FOR (n:_Moving) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT phahe_path IF NOT EXISTS FOR (n:_Path) REQUIRE n.path IS UNIQUE",
    "CREATE CONSTRAINT phahe_wording IF NOT EXISTS FOR (n:_Wording) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT phahe_claim IF NOT EXISTS FOR (n:_Claim) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT phahe_name IF NOT EXISTS FOR (n:_Name) REQUIRE n.key IS UNIQUE",
    "CREATE INDEX phahe_bucket IF NOT EXISTS FOR (n:Instrument) ON (n.bucket)",
    "CREATE INDEX phahe_number IF NOT EXISTS FOR (n:Instrument) ON (n.number)",
    "CREATE INDEX phahe_code IF NOT EXISTS FOR (n:Instrument) ON (n.code)",
    "CREATE INDEX phahe_loaded IF NOT EXISTS FOR (n:Instrument) ON (n.loaded, n.issued)",
    "CREATE INDEX phahe_area IF NOT EXISTS FOR (n:Instrument) ON (n.area)",
    "CREATE INDEX phahe_disputed IF NOT EXISTS FOR (n:Instrument) ON (n.disputed)",
    "CREATE INDEX phahe_collective IF NOT EXISTS FOR (n:Organization) ON (n.collective)",
    "CREATE INDEX phahe_kin IF NOT EXISTS FOR (n:Instrument) ON (n.bucket, n.family)",
    "CREATE INDEX phahe_said IF NOT EXISTS FOR (n:_Wording) ON (n.bucket)",
    "CREATE INDEX phahe_said_kin IF NOT EXISTS FOR (n:_Wording) ON (n.bucket, n.family)",
    "CREATE INDEX phahe_pair IF NOT EXISTS FOR (n:_Claim) ON (n.pair)",
    "CREATE INDEX phahe_task IF NOT EXISTS FOR (n:Task) ON (n.id)",
    "CREATE INDEX phahe_task_file IF NOT EXISTS FOR (n:Task) ON (n.file)",
    "CREATE INDEX phahe_target_file IF NOT EXISTS FOR (n:Target) ON (n.file)",
    *(
        f"CREATE FULLTEXT INDEX phahe_{label.lower()}_words IF NOT EXISTS FOR (n:{label}) ON EACH [n.words] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"  # words are folded by us (graph.search)
        for label in ("Instrument", "Organization", "Task")
    ),
    "CALL db.awaitIndexes(300)",
)
_FOUND = """
OPTIONAL MATCH (s:_Store {name: 'phahe'})
RETURN s.schema AS schema, s.rebuilding IS NOT NULL AS rebuilding, EXISTS { (n) } AS filled"""
_MAKE = """
MERGE (s:_Store {name: 'phahe'})
ON CREATE SET s.schema = $schema, s.generation = 0, s.instruments = 0, s.loaded = 0"""
_PLACES = """
UNWIND $rows AS r MERGE (p:Place {code: r.code}) SET p = r.facts
WITH p, r WHERE r.outer IS NOT NULL MATCH (o:Place {code: r.outer}) MERGE (p)-[:PART_OF]->(o)"""


def ready(server: Server, create: bool, mend: bool = False) -> None:
    """Make the schema in an empty database (if `create`), and refuse what is no store of ours.

    What `rebuild` can make whole (an older schema, another rebuild that was cut off) only `mend` may open.
    """
    (found,) = server.read(_FOUND)
    if found["schema"] is None:
        if found["filled"]:
            raise NotAStore("store.server_other", path=server.where)
        if not create:
            raise CannotOpen("store.server_empty", path=server.where)
        server.schema(STATEMENTS)
        server.write(_made)
    elif found["schema"] > SCHEMA:
        raise NewerSchema("store.newer", path=server.where, found=found["schema"], known=SCHEMA)
    elif found["schema"] < STATED:
        raise OlderSchema("store.older", path=server.where, found=found["schema"], known=SCHEMA)
    elif found["schema"] < SCHEMA and not mend:
        raise OlderSchema("store.server_older", path=server.where, found=found["schema"], known=SCHEMA)
    elif found["rebuilding"] and not mend:
        raise Busy("store.rebuilding", path=server.where)


def brought_up(server: Server) -> None:
    """Give a store of an older schema what one of today has beside its statements and what is derived."""
    server.schema(STATEMENTS)
    server.write(_placed)


def _made(run: Run) -> None:
    run(_MAKE, schema=SCHEMA)
    _placed(run)


def _placed(run: Run) -> None:
    for row in places():  # the country first, then what lies in it
        run.each(_PLACES, row)


def places() -> Iterator[list[Row]]:
    """The gazetteer as nodes, outer ones before inner ones: every version of a province, the communes of today."""
    yield [{"code": COUNTRY, "facts": {"code": COUNTRY, "name": "Việt Nam", "level": "country"}, "outer": None}]
    rows, inner = [], []
    for p in provinces():
        code = version_code(p)
        facts = {"name": p.full, "level": "province", "since": p.since, "until": p.until}
        rows.append({"code": code, "facts": facts | {"code": code}, "outer": COUNTRY})
        if p.until is None:
            for own, name in communes(p.code).items():
                facts = {"code": f"{own}@{COMMUNES_SINCE}", "name": name, "level": "commune", "since": COMMUNES_SINCE}
                inner.append({"code": facts["code"], "facts": facts, "outer": code})
    yield rows
    yield inner


def place_of(area: str) -> str | None:
    """The innermost place of an area (`graph.areas`) that is a node: a former commune is none, its province is.

    >>> place_of("vn/20/huyen-van-quan/xa-tu-xuyen"), place_of("vn/68?"), place_of("vn"), place_of("")
    ('20', None, 'vn', None)
    """
    for part in reversed(area.split("/")):
        if part.endswith(OPEN):
            return None
        if part in _codes():
            return part
    return None


_CODES: set[str] = set()


def _codes() -> set[str]:
    if not _CODES:
        _CODES.update(row["code"] for some in places() for row in some)
    return _CODES
