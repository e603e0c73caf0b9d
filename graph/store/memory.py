"""The store in memory: plain dicts, all of it a pure function of the statements (tests, notebooks).

Every commit derives the whole graph anew, so it is also what the incremental stores are measured against.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

from graph.areas import inside
from graph.identity import bare_number
from graph.resolution import candidates
from graph.rows import FileRows, statements_of
from graph.segments import Segment, Sheets, page_starts, unpacked
from graph.statements import FileStatements
from graph.store import base
from graph.store.descent import Descent, Direction, Step, Walk
from graph.store.errors import StoreError
from graph.store.memory_graph import Files, Graph
from graph.store.memory_lookups import MemoryLookups
from graph.store.port import (
    BodyRow,
    Counts,
    EdgeRow,
    ExtentRow,
    FileRow,
    InstrumentRow,
    MentionRow,
    Said,
    TargetRow,
    TaskRow,
)
from graph.store.saying import said_of
from graph.store.walking import Known, step_of, walk


class MemoryWriter(base.Putting):
    """A transaction: works on copies of two dicts, put in place when all went well."""

    def __init__(self, store: "MemoryStore") -> None:
        self._store = store

    def __enter__(self) -> "MemoryWriter":
        self._store.lock.acquire()
        self._files = dict(self._store.statements)
        self._paths = dict(self._store.paths)
        return self

    def __exit__(self, *exc: object) -> None:
        try:
            if exc[0] is None:
                self._store.commit(self._files, self._paths)
        finally:
            self._store.lock.release()

    def add(self, said: FileRows, path: str, reading: str) -> None:
        """Load one file: replaces what stood at `path`; the same bytes at two paths are one file."""
        if self._paths.get(path, said.sha256) != said.sha256:
            self.drop(path)
        self._paths[path] = said.sha256
        known = self._files.get(said.sha256)
        if known is None or (known.digest, known.reading) != (said.digest, reading):
            self._files[said.sha256] = statements_of(said, reading)

    def drop(self, path: str) -> bool:
        """Forget a path (and the file with its last path); False where it is not there."""
        sha256 = self._paths.pop(path, None)
        if sha256 is None:
            return False
        if sha256 not in self._paths.values():
            del self._files[sha256]
        return True


class MemoryStore(MemoryLookups):
    """The port over dicts; what looks over many rows at once is in `memory_lookups`."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.statements: Files = {}
        self.paths: dict[str, str] = {}
        self._generation = 0
        self._derived: Graph | None = None

    def write(self) -> MemoryWriter:
        """A transaction; one at a time."""
        return MemoryWriter(self)

    def commit(self, files: Files, paths: dict[str, str]) -> None:
        """Take the new statements; nothing happens where nothing changed."""
        if files == self.statements and paths == self.paths:
            return
        derived = Graph(files)  # an error here leaves the store as it was
        self.statements, self.paths, self._derived = files, paths, derived
        self._generation += 1

    def rebuild(self) -> None:
        """Derive everything anew."""
        self._derived = Graph(self.statements)

    def read(self) -> AbstractContextManager[None]:
        """Nothing to do: nobody else writes into this process's dicts."""
        return nullcontext()

    def close(self) -> None:
        """Nothing is held."""

    @property
    def graph(self) -> Graph:
        """All that is derived."""
        if self._derived is None:
            self._derived = Graph(self.statements)
        return self._derived

    def generation(self) -> int:
        """Grows with every committed change."""
        return self._generation

    def files(self) -> list[FileRow]:
        """All files, by sha256."""
        return [self._file(sha256) for sha256 in sorted(self.statements)]

    def _file(self, sha256: str) -> FileRow:
        said = self.statements[sha256]
        return FileRow(
            sha256=sha256,
            paths=tuple(sorted(p for p, s in self.paths.items() if s == sha256)),
            format=said.format,
            documents=tuple(self.graph.meaning[sha256, c.local] for c in said.clusters if c.document),
            warnings=len(said.warnings),
            reading=said.reading,
        )

    def said(self, sha256: str) -> Said:
        """All that one file says, and what its clusters are."""
        if sha256 not in self.statements:
            raise StoreError("store.no_text", sha256=sha256)
        file = self.statements[sha256]
        return said_of(file, {c.local: self.graph.meaning[sha256, c.local] for c in file.clusters})

    def at(self, paths: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Which file stands at each of those paths that are known, and its reading."""
        found = {p: self.statements[self.paths[p]] for p in paths if p in self.paths}
        return {path: (said.sha256, said.reading) for path, said in found.items()}

    def paths_of(self, files: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Those of the files (sha256) that exist with their paths, sorted."""
        found: dict[str, tuple[str, ...]] = {}
        for path, sha256 in sorted(self.paths.items()):
            if sha256 in files:
                found[sha256] = (*found.get(sha256, ()), path)
        return dict(sorted(found.items()))

    def extent(self) -> ExtentRow:
        """How much is loaded, and how much only named."""
        return self.graph.extent

    def counts(self) -> Counts:
        """Counts of everything that is shown without drafts."""
        graph, stages = self.graph, {r.id: r.stage for r in self.graph.rows.values()}
        relations: dict[str, int] = {}
        for edge in graph.edges:
            if edge.act == "done" and not edge.draft:
                relations[edge.relation] = relations.get(edge.relation, 0) + 1
        dates = [r.issued for r in graph.rows.values() if r.loaded and r.issued]
        return Counts(
            files=len(self.statements),
            documents=sum(1 for f in self.statements.values() for c in f.clusters if c.document),
            instruments=len(graph.rows),
            loaded=sum(1 for r in graph.rows.values() if r.loaded),
            mentions=len(graph.mentions),
            relations=dict(sorted(relations.items())),
            tasks=sum(1 for t in graph.tasks if stages[t.document] == "issued"),
            targets=sum(1 for t in graph.targets if stages[t.document] == "issued"),
            organizations=len(graph.bodies),
            warnings=sum(len(f.warnings) for f in self.statements.values()),
            first=min(dates, default=None),
            last=max(dates, default=None),
        )

    def instruments(self, ids: Sequence[str]) -> dict[str, InstrumentRow]:
        """Those of the ids that exist."""
        return {i: self.graph.rows[i] for i in ids if i in self.graph.rows}

    def by_number(self, number_key: str) -> list[InstrumentRow]:
        """All instruments of a number bucket, by id."""
        return [self.graph.rows[r.id] for r in self.graph.resolved if r.bucket == "#" + number_key]

    def by_name(self, name_key: str) -> list[InstrumentRow]:
        """All instruments of a name bucket, by id."""
        own = "=" + name_key
        return [
            self.graph.rows[r.id]
            for r in self.graph.resolved
            if r.bucket == own or (r.bucket[0] != "=" and name_key in candidates(r))
        ]

    def by_bare_number(self, number: str) -> list[InstrumentRow]:
        """All instruments of that number, by id."""
        return [r for _, r in sorted(self.graph.rows.items()) if bare_number(r.code) == number]

    def search_candidates(self, words: Sequence[str], drafts: bool = True, most: int = -1) -> list[InstrumentRow]:
        """The first `most` instruments that have all the folded words, the last as a prefix; by id."""
        known = self.graph.words
        if not words:
            return []
        begun = (ids for word, ids in known.items() if word.startswith(words[-1]))
        fit = set[str]().union(*begun).intersection(*(known.get(word, ()) for word in words[:-1]))
        rows = [self.graph.rows[i] for i in sorted(fit)]
        rows = [r for r in rows if drafts or r.stage != "draft"]
        return base.newest(rows, most)

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
        seen = base.shown(relations, drafts)
        found: dict[str, list[EdgeRow]] = {i: [] for i in ids}
        for edge in self.graph.edges:
            end = edge.source if direction == "out" else edge.target
            if end in found and seen(edge.relation, edge.act, edge.draft) and base.holds(edge, as_of):
                found[end].append(edge)
        return {i: base.edges_by(direction, rows)[: limit + 1] for i, rows in found.items()}

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
        found = self.edges(ids, direction, relations, drafts=drafts, limit=base.NO_LIMIT)
        return {i: base.behind([step_of(e) for e in rows], direction, after)[: limit + 1] for i, rows in found.items()}

    def degrees(self, ids: Sequence[str], drafts: bool = False) -> dict[str, dict[Direction, dict[str, int]]]:
        """How many edges each id has, by direction and relation."""
        sides: tuple[Direction, ...] = ("in", "out")
        found = {side: self.edges(ids, side, drafts=drafts, limit=base.NO_LIMIT) for side in sides}
        return {i: {side: dict(Counter(e.relation for e in found[side][i])) for side in sides} for i in ids}

    def walk(self, root: str, sides: Sequence[Direction], asked: Descent) -> Walk:
        """Descent from an instrument that exists, without quotes."""
        return walk(Known(self.edges, self.instruments), (root, root), sides, asked)

    def quoted(self, steps: Sequence[Step]) -> list[EdgeRow]:
        """The edges of the steps with their quotes, in the order of the steps."""
        return [self.graph.by_step[step] for step in steps]

    def between(self, sources: Sequence[str], target: str, drafts: bool = False) -> list[EdgeRow]:
        """The edges from any of the instruments to one, by (source, relation, from, until)."""
        seen = base.shown(None, drafts)
        wanted = set(sources)
        some = (e for e in self.graph.edges if e.target == target and e.source in wanted)
        return base.edges_of_all(e for e in some if seen(e.relation, e.act, e.draft))

    def mentions(self, ids: Sequence[str], direction: Direction, drafts: bool = True) -> list[MentionRow]:
        """Mentions in ('out') or of ('in') the instruments, by (source, file, start)."""
        wanted = set(ids)
        found = [m for m in self.graph.mentions if (m.source if direction == "out" else m.target) in wanted]
        return found if drafts else base.issued(found, self.instruments)

    def tasks(
        self,
        bodies: Sequence[str] | None = None,
        documents: Sequence[str] | None = None,
        drafts: bool = False,
        areas: Sequence[str] | None = None,
    ) -> list[TaskRow]:
        """Tasks of any of the bodies in any of the documents of any of the areas, by (document, file, start, id)."""
        return [
            t
            for t in self.graph.tasks
            if (documents is None or t.document in documents)
            and (drafts or self.graph.rows[t.document].stage == "issued")
            and (areas is None or any(inside(self.graph.rows[t.document].area, a) for a in areas))
            and (bodies is None or any(a.body in bodies for a in t.assignees))
        ]

    def targets(self, documents: Sequence[str]) -> list[TargetRow]:
        """Targets that the documents set, by (document, file, start, id)."""
        return [t for t in self.graph.targets if t.document in documents]

    def bodies(self) -> list[BodyRow]:
        """All bodies, by id."""
        return list(self.graph.bodies)

    def body_candidates(self, folded: str) -> list[BodyRow]:
        """Bodies whose folded name or alias holds the folded words; by id."""
        return [b for b in self.graph.bodies if base.named_like(b, folded)]

    def text(self, sha256: str, start: int, end: int) -> str:
        """A run of a file's text, code points."""
        return self._said(sha256).text[start:end]

    def segments(self, sha256: str) -> tuple[Segment, ...]:
        """The runs of a file's text as its loader saw them, in the order of the text."""
        return unpacked(self._said(sha256).segments)

    def sheets(self, files: Sequence[str]) -> dict[str, Sheets]:
        """Where pages begin in the texts of the files, which all exist."""
        return {sha256: page_starts(self.segments(sha256)) for sha256 in files}

    def warnings(self, sha256: str) -> list[tuple[str, str, int, int]]:
        """(code, message, start, end) of a file's warnings, by place."""
        return sorted(self._said(sha256).warnings, key=lambda w: (w[2], w[3], w[0], w[1]))

    def _said(self, sha256: str) -> FileStatements:
        if sha256 not in self.statements:
            raise StoreError("store.no_text", sha256=sha256)
        return self.statements[sha256]

    def all_instruments(self) -> Iterator[InstrumentRow]:
        """Every instrument, by id."""
        return iter([row for _, row in sorted(self.graph.rows.items())])

    def all_edges(self) -> Iterator[EdgeRow]:
        """Every edge."""
        return iter(self.graph.edges)

    def all_tasks(self) -> Iterator[TaskRow]:
        """Every task."""
        return iter(self.graph.tasks)

    def all_targets(self) -> Iterator[TargetRow]:
        """Every target."""
        return iter(self.graph.targets)
