"""What every store does alike: the orders in which rows leave it, and what is shown (see `port`)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from graph.derivation.edges import holds_on
from graph.folding import fold
from graph.order import search_place, task_place
from graph.record import Record
from graph.rows import FileRows, rows
from graph.segments import Segment
from graph.statements import Cluster, statements
from graph.store.descent import Direction, Step
from graph.store.port import BodyRow, EdgeRow, InstrumentRow, MentionRow, SayingRow, Spans, TargetRow, TaskRow

T = TypeVar("T")
NO_LIMIT = 2**40  # more than there can be


def batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """The values, so many at once."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


class Putting:
    """A writer that takes records by the rows they are."""

    def add(self, said: FileRows, path: str, reading: str) -> None:
        """Load one file."""
        raise NotImplementedError

    def put(self, record: Record, path: str, reading: str, segments: Sequence[Segment] = ()) -> None:
        """Load the file of a record."""
        self.add(rows(statements(record, reading, segments)), path, reading)


def edges_by(direction: Direction, rows: Iterable[EdgeRow]) -> list[EdgeRow]:
    """The edges of one instrument: by relation, other end, from, until, act."""
    return sorted(rows, key=lambda e: (e.relation, e.target if direction == "out" else e.source, *edge_times(e)))


def behind(steps: Iterable[Step], direction: Direction, after: str) -> list[Step]:
    """The steps whose other end stands behind the id."""
    return [s for s in steps if (s.target if direction == "out" else s.source) > after]


def steps_by(direction: Direction, steps: Iterable[Step]) -> list[Step]:
    """As `edges_by`."""
    return sorted(
        steps,
        key=lambda s: (s.relation, s.target if direction == "out" else s.source, s.valid_from, s.valid_until, s.act),
    )


def edges_of_all(rows: Iterable[EdgeRow]) -> list[EdgeRow]:
    """By source, relation, target, from, until, act."""
    return sorted(rows, key=lambda e: (e.source, e.relation, e.target, *edge_times(e)))


def edge_times(edge: EdgeRow) -> tuple[str, str, str]:
    """The last keys of every order of edges."""
    return edge.valid_from or "", edge.valid_until or "", edge.act


def mentions_sorted(rows: Iterable[MentionRow]) -> list[MentionRow]:
    """By source, file, start, end, target."""
    return sorted(rows, key=lambda m: (m.source, m.file, m.start, m.end, m.target))


def issued(
    mentions: Sequence[MentionRow], instruments: Callable[[Sequence[str]], Mapping[str, InstrumentRow]]
) -> list[MentionRow]:
    """Those of which neither end is a draft."""
    ends = instruments(sorted({end for m in mentions for end in (m.source, m.target)}))
    return [m for m in mentions if "draft" not in (ends[m.source].stage, ends[m.target].stage)]


def tasks_sorted(rows: Iterable[TaskRow]) -> list[TaskRow]:
    """By document, file, start, id."""
    return sorted(rows, key=lambda t: (t.document, t.file, t.start, t.id))


def targets_sorted(rows: Iterable[TargetRow]) -> list[TargetRow]:
    """By document, file, start, id."""
    return sorted(rows, key=lambda t: (t.document, t.file, t.start, t.id))


def sayings_sorted(rows: Iterable[SayingRow]) -> list[SayingRow]:
    """By instrument, document, file, start, end."""
    return sorted(rows, key=lambda s: (s.instrument, s.document, s.file, s.start, s.end))


def saying(instrument: str, document: str, cluster: Cluster, place: tuple[str, int, int, str, Spans]) -> SayingRow:
    """What the naming at `place` (file, start, end, text, parts) calls the instrument."""
    file, start, end, text, parts = place
    return SayingRow(
        instrument=instrument,
        document=document,
        file=file,
        start=start,
        end=end,
        text=text,
        issued=cluster.issued,
        title=cluster.title,
        parts=parts,
    )


def shown(relations: Sequence[str] | None, drafts: bool) -> Callable[[str, str, bool], bool]:
    """Whether an edge (relation, act, draft) is shown: done and not of drafts alone, unless drafts are asked for."""
    wanted = frozenset(relations) if relations is not None else None

    def test(relation: str, act: str, draft: bool) -> bool:
        return (wanted is None or relation in wanted) and (drafts or (act == "done" and not draft))

    return test


def holds(edge: EdgeRow, as_of: str | None) -> bool:
    """Whether the edge holds on a day."""
    return holds_on(edge.valid_from, edge.valid_until, as_of)


def counted(act: str, draft: bool, drafts: bool) -> bool:
    """Whether an edge counts: what is done; what drafts say only where asked for."""
    return drafts if draft else act == "done"


def newest(rows: Sequence[InstrumentRow], most: int) -> list[InstrumentRow]:
    """The first `most` in the order of search results, by id; -1: all."""
    if 0 <= most < len(rows):
        rows = sorted(rows, key=lambda r: search_place(r.issued, r.id))[:most]
    return sorted(rows, key=lambda r: r.id)


def some_tasks(rows: Sequence[TaskRow], most: int) -> list[TaskRow]:
    """The first `most` in the order of search results, in the order of tasks; -1: all."""
    if 0 <= most < len(rows):
        rows = sorted(rows, key=lambda t: task_place(t.id))[:most]
    return tasks_sorted(rows)


def named_like(body: BodyRow, folded: str) -> bool:
    """Whether the body's name or an alias holds the folded words, whole words only."""
    words = f" {folded} "
    return any(words in f" {fold(name)} " for name in (body.name, *body.aliases))
