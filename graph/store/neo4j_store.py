"""The store on a Neo4j server: statements and derived graph in one database, one writer beside any number of readers.

Writing is in `neo4j_writer`, deriving in `refreshing` over `neo4j_tables`, the model in `neo4j_schema` and
`neo4j_model`. Answers are made of packed rows and ordered here; no order or score of the server reaches one.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TypeVar

import msgspec

from graph.areas import outermost
from graph.dates import interval
from graph.record import Target, Task
from graph.segments import Segment, Sheets, unpacked
from graph.statements import FileStatements, Naming
from graph.store import base
from graph.store.access import Access
from graph.store.errors import StoreError
from graph.store.neo4j_connection import Row, Server
from graph.store.neo4j_loads import Neo4jLoads
from graph.store.neo4j_lookups import Neo4jLookups
from graph.store.neo4j_model import lucene, short
from graph.store.neo4j_queries import (
    AT,
    AT_PATH,
    BETWEEN,
    BODIES,
    BODIES_LIKE,
    BY_BARE_NUMBER,
    BY_BUCKET,
    BY_NAME,
    COUNTS,
    DEGREES,
    EDGES,
    EXTENT,
    FILES,
    IDS,
    INSTRUMENTS,
    MENTIONS,
    PATHS,
    QUOTED,
    RELATIONS,
    SAID,
    SEARCH,
    SEGMENTS,
    SHEETS,
    STEPS,
    TARGETS,
    TASKS,
    WARNINGS,
)
from graph.store.neo4j_reading import Reading
from graph.store.neo4j_schema import ready
from graph.store.neo4j_walking import Ahead, steps_of
from graph.store.neo4j_whole import Whole
from graph.store.neo4j_writer import Neo4jWriter
from graph.store.port import (
    BodyRow,
    Counts,
    Descent,
    Direction,
    EdgeRow,
    ExtentRow,
    FileRow,
    InstrumentRow,
    MentionRow,
    Said,
    Step,
    TargetRow,
    TaskRow,
    Walk,
)
from graph.store.saying import said_of
from graph.store.walking import Known, step_of, walk

T = TypeVar("T")
_TOGETHER = 500  # instruments whose edges are asked for at once
_instrument = msgspec.msgpack.Decoder(InstrumentRow).decode
_edges = msgspec.msgpack.Decoder(list[EdgeRow]).decode
_namings = msgspec.msgpack.Decoder(list[Naming]).decode
_task = msgspec.msgpack.Decoder(TaskRow).decode
_target = msgspec.msgpack.Decoder(TargetRow).decode
_body = msgspec.msgpack.Decoder(BodyRow).decode
_said = msgspec.msgpack.Decoder(FileStatements).decode
_sheets = msgspec.msgpack.Decoder(Sheets).decode
_warnings = msgspec.msgpack.Decoder(list[tuple[str, str, int, int]]).decode


class Neo4jStore(Neo4jLookups):
    """The port over a server; what looks over many rows at once is in `neo4j_lookups`."""

    def __init__(self, where: str, access: Access = Access(), create: bool = True, mend: bool = False) -> None:  # noqa: B008 - frozen
        self._server = Server(where, access)
        try:
            ready(self._server, create, mend)
        except BaseException:
            self._server.close()
            raise
        self._reading = Reading(self._server)

    def write(self) -> Neo4jWriter:
        """A transaction; one at a time."""
        return Neo4jWriter(self._server, lambda path: next((r["sha256"] for r in self._rows(AT_PATH, path=path)), None))

    def loads(self) -> Neo4jLoads:
        """The log of what was loaded, and the right to load alone."""
        return Neo4jLoads(self._server)

    def rebuild(self) -> None:
        """Derive everything anew from the statements; changes nothing that `export` shows."""
        Whole(self._server).run()

    def read(self) -> AbstractContextManager[None]:
        """What is asked inside is of one generation; `Moved` at the end where it was not."""
        return self._reading.one_generation()

    def close(self) -> None:
        """Let go of all connections."""
        self._server.close()

    def _rows(self, statement: str, **parameters: object) -> list[Row]:
        return self._reading(statement, **parameters)

    def _settled(self, ask: Callable[[], T]) -> T:
        return self._reading.settled(ask)

    # what was loaded

    def generation(self) -> int:
        """Grows with every committed change."""
        return self._reading.generation()

    def files(self) -> list[FileRow]:
        """All files, by sha256."""
        rows = self._rows(FILES)
        return sorted((_file(row) for row in rows), key=lambda f: f.sha256)

    def said(self, sha256: str) -> Said:
        """All that one file says, and what its clusters are."""
        (row,) = self._of_file(SAID, sha256)
        said = msgspec.structs.replace(
            _said(row["said"]),
            text=self._settled(lambda: self._reading.texts().whole(sha256)),
            segments=bytes(row["segments"]),
            warnings=tuple(_warnings(row["warnings"])),
            tasks=msgspec.msgpack.decode(row["tasks"], type=tuple[Task, ...]),
            targets=msgspec.msgpack.decode(row["targets"], type=tuple[Target, ...]),
        )
        return said_of(said, dict(row["means"]))

    def at(self, paths: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Which file stands at each of those paths that are known, and its reading."""
        return {r["path"]: (r["sha256"], r["reading"]) for r in self._rows(AT, paths=list(paths))}

    def paths_of(self, files: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Those of the files (sha256) that exist with their paths, sorted."""
        found = {r["sha256"]: tuple(sorted(r["paths"])) for r in self._rows(PATHS, files=sorted(set(files)))}
        return dict(sorted(found.items()))

    def extent(self) -> ExtentRow:
        """How much is loaded, and how much only named."""
        (row,) = self._rows(EXTENT)
        return ExtentRow(**row)

    def counts(self) -> Counts:
        """Counts of everything that is shown without drafts."""

        def ask() -> Counts:
            (row,) = self._rows(COUNTS)
            relations = {r["relation"]: r["count"] for r in self._rows(RELATIONS)}
            return Counts(relations=dict(sorted(relations.items())), **row)

        return self._settled(ask)

    # the graph

    def instruments(self, ids: Sequence[str]) -> dict[str, InstrumentRow]:
        """Those of the ids that exist."""
        found = {r["id"]: _instrument(r["said"]) for r in self._rows(INSTRUMENTS, ids=sorted(set(ids)))}
        return {i: found[i] for i in ids if i in found}

    def by_number(self, number_key: str) -> list[InstrumentRow]:
        """All instruments of a number bucket, by id."""
        return self._in_order(BY_BUCKET, bucket=short("#" + number_key))

    def by_name(self, name_key: str) -> list[InstrumentRow]:
        """All instruments of a name bucket, by id."""
        return self._in_order(BY_NAME, bucket=short("=" + name_key), name=short(name_key))

    def by_bare_number(self, number: str) -> list[InstrumentRow]:
        """All instruments of that number, by id."""
        return self._in_order(BY_BARE_NUMBER, number=number)

    def search_candidates(self, words: Sequence[str], drafts: bool = True, most: int = -1) -> list[InstrumentRow]:
        """The first `most` instruments that have all the folded words, the last as a prefix; by id."""
        rows = self._in_order(SEARCH["Instrument"], words=lucene(words)) if words else []
        return base.newest([r for r in rows if drafts or r.stage != "draft"], most)

    def edges(
        self,
        ids: Sequence[str],
        direction: Direction,
        relations: Sequence[str] | None = None,
        as_of: str | None = None,
        drafts: bool = False,
        limit: int = 50,
    ) -> dict[str, list[EdgeRow]]:
        """Edges of each id, by (relation, other end, from, until), at most `limit + 1` of each."""
        first, last = interval(as_of)
        seen = base.shown(relations, drafts)
        found: dict[str, list[EdgeRow]] = {i: [] for i in ids}
        for row in self._rows(
            EDGES[direction],
            ids=list(found),
            relations=None if relations is None else list(relations),
            drafts=drafts,
            first=first,
            last=last,
            limit=limit + 2,  # of one relation and one other end there may be two: done, and not done
        ):
            some = [e for said in row["said"] for e in _edges(said) if seen(e.relation, e.act, e.draft)]
            rows = base.edges_by(direction, (e for e in some if base.holds(e, as_of)))
            found[row["id"]] = rows[: limit + 1]
        return found

    def steps(
        self,
        ids: Sequence[str],
        direction: Direction,
        relations: Sequence[str],
        drafts: bool = False,
        limit: int = 50,
        after: str = "",
    ) -> dict[str, list[Step]]:
        """The edges of each id without their quotes, from the other end behind `after` on."""
        asked = {"ids": sorted(set(ids)), "relations": list(relations), "drafts": drafts, "after": after}
        found: dict[str, list[Step]] = {i: [] for i in ids}
        # of one relation and one other end there may be two: done, and not done
        for row in self._rows(STEPS[direction], limit=limit + 2, **asked):
            steps = [s for way in row["ways"] for s in steps_of(row["id"], direction, way, drafts)]
            found[row["id"]] = base.steps_by(direction, steps)[: limit + 1]
        return found

    def degrees(self, ids: Sequence[str], drafts: bool = False) -> dict[str, dict[Direction, dict[str, int]]]:
        """How many edges each id has, by direction and relation."""
        found: dict[str, dict[Direction, dict[str, int]]] = {i: {"in": {}, "out": {}} for i in ids}
        for side in ("in", "out"):
            for row in self._rows(DEGREES[side], ids=sorted(found), drafts=drafts):
                found[row["id"]][side][row["relation"]] = row["count"]
        return found

    def walk(self, root: str, sides: Sequence[Direction], asked: Descent) -> Walk:
        """Descent from an instrument that exists, without quotes."""
        ahead = Ahead(self._rows, root, asked, Known(self.edges, self.instruments))
        return walk(ahead, (root, root), sides, asked)

    def quoted(self, steps: Sequence[Step]) -> list[EdgeRow]:
        """The edges of the steps with their quotes, in the order of the steps."""
        asked = sorted({(s.source, s.relation, s.target) for s in steps})
        rows = self._rows(QUOTED, rows=[list(a) for a in asked]) if asked else []
        found = {step_of(edge): edge for row in rows for edge in _edges(row["said"])}
        return [found[step] for step in steps]

    def between(self, sources: Sequence[str], target: str, drafts: bool = False) -> list[EdgeRow]:
        """The edges from any of the instruments to one, by (source, relation, from, until)."""
        seen = base.shown(None, drafts)
        rows = self._rows(BETWEEN, sources=list(dict.fromkeys(sources)), target=target, drafts=drafts)
        some = (edge for row in rows for edge in _edges(row["said"]))
        return base.edges_of_all(e for e in some if seen(e.relation, e.act, e.draft))

    def mentions(self, ids: Sequence[str], direction: Direction, drafts: bool = True) -> list[MentionRow]:
        """Mentions in ('out') or of ('in') the instruments, by (source, file, start)."""
        found = self._settled(lambda: base.mentions_sorted(self._mentions(ids, direction)))
        return found if drafts else base.issued(found, self.instruments)

    def _mentions(self, ids: Sequence[str], direction: Direction) -> Iterator[MentionRow]:
        wanted = set(ids)
        for row in self._rows(MENTIONS[direction], ids=sorted(wanted)):
            speakers = dict(row["own"])
            for naming in _namings(row["mentions"]):
                source = speakers[naming.speaker]
                if direction == "in" or source in wanted:
                    yield MentionRow(
                        source=source,
                        target=row["target"],
                        file=naming.file,
                        start=naming.start,
                        end=naming.end,
                        provision=naming.provision,
                        reprint=naming.reprint,
                        parts=naming.parts,
                    )

    def tasks(
        self,
        bodies: Sequence[str] | None = None,
        documents: Sequence[str] | None = None,
        drafts: bool = False,
        areas: Sequence[str] | None = None,
    ) -> list[TaskRow]:
        """Tasks of any of the bodies in any of the documents of any of the areas, by (document, file, start, id)."""
        by = "bodies" if bodies is not None else "documents" if documents is not None else "all"
        rows = self._rows(
            TASKS[by],
            bodies=sorted(set(bodies or ())),
            documents=None if documents is None else sorted(set(documents)),
            drafts=drafts,
            areas=None if areas is None else outermost(areas),
        )
        return base.tasks_sorted(_task(r["said"]) for r in rows)

    def targets(self, documents: Sequence[str]) -> list[TargetRow]:
        """Targets that the documents set, by (document, file, start, id)."""
        return self._targets(sorted(set(documents)))

    def _targets(self, documents: Sequence[str] | None) -> list[TargetRow]:
        return base.targets_sorted(_target(r["said"]) for r in self._rows(TARGETS, documents=documents))

    def bodies(self) -> list[BodyRow]:
        """All bodies, by id."""
        return sorted((_body(r["said"]) for r in self._rows(BODIES)), key=lambda b: b.id)

    def body_candidates(self, folded: str) -> list[BodyRow]:
        """Bodies whose folded name or alias holds the folded words; by id."""
        rows = self._rows(BODIES_LIKE, words=f" {folded} ")
        return sorted((_body(r["said"]) for r in rows), key=lambda b: b.id)

    def text(self, sha256: str, start: int, end: int) -> str:
        """A run of a file's text, code points."""
        return self._settled(lambda: self._reading.texts().run(sha256, start, end))

    def segments(self, sha256: str) -> tuple[Segment, ...]:
        """The runs of a file's text as its loader saw them, in the order of the text."""
        return unpacked(self._of_file(SEGMENTS, sha256)[0]["segments"])

    def sheets(self, files: Sequence[str]) -> dict[str, Sheets]:
        """Where pages begin in the texts of the files, which all exist."""
        return {r["sha256"]: _sheets(r["sheets"]) for r in self._rows(SHEETS, files=sorted(set(files)))}

    def warnings(self, sha256: str) -> list[tuple[str, str, int, int]]:
        """(code, message, start, end) of a file's warnings, by place."""
        said = _warnings(self._of_file(WARNINGS, sha256)[0]["warnings"])
        return sorted(said, key=lambda w: (w[2], w[3], w[0], w[1]))

    def _of_file(self, statement: str, sha256: str) -> list[Row]:
        rows = self._rows(statement, sha256=sha256)
        if not rows:
            raise StoreError("store.no_text", sha256=sha256)
        return rows

    # all of it

    def _ids(self) -> list[str]:
        return sorted(r["id"] for r in self._rows(IDS))

    def all_instruments(self) -> Iterator[InstrumentRow]:
        """Every instrument, by id."""
        for some in base.batches(self._ids(), _TOGETHER):
            yield from self.instruments(some).values()

    def all_edges(self) -> Iterator[EdgeRow]:
        """Every edge, by source, relation, target, from, until."""
        for some in base.batches(self._ids(), _TOGETHER):
            found = self.edges(some, "out", drafts=True, limit=base.NO_LIMIT)
            for i in some:
                yield from base.edges_of_all(found[i])

    def all_tasks(self) -> Iterator[TaskRow]:
        """Every task."""
        return iter(self.tasks(drafts=True))

    def all_targets(self) -> Iterator[TargetRow]:
        """Every target."""
        return iter(self._targets(None))


def _file(row: Row) -> FileRow:
    means = dict(row["means"])
    return FileRow(
        sha256=row["sha256"],
        paths=tuple(sorted(row["paths"])),
        format=row["format"],
        documents=tuple(means[local] for local in row["own"]),
        warnings=row["warned"],
        reading=row["reading"],
    )
