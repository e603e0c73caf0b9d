"""Answers to `coverage`, `path`, `missing`, `search` and `conflicts` as entries for people."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from queries.analysis import Finding
from queries.answers import Conflict, Covered, Hit, LineageEdge, LineageNode, Missing, Node, Path
from viz.entries import Entry, Frame, Quote, day, facts

_MOST = 10  # documents and plans that a list names; JSON has them all
_STATES = {"planned": "has_plan", "no_plan_loaded": "no_plan_loaded", "nothing_loaded": "nothing_loaded"}


def coverage(rows: Sequence[Covered], frame: Frame) -> Iterator[Entry]:
    """Places with a plan and its quotes, places without one, places of which nothing is loaded."""
    for state, name in _STATES.items():
        some = [r for r in rows if r.state == state]
        if some:
            yield Entry(f"{frame[name]} ({len(some)})")
        for row in some:
            yield _covered(row, frame)


def _covered(row: Covered, frame: Frame) -> Entry:
    plans = [(frame["plan"], frame.name(plan)) for plan in row.plans]
    quotes = [q for plan in row.plans for q in frame.quotes(plan.evidence)]
    said = [("documents_of", row.documents or None), ("today", row.today), ("within", _few(row.within, frame))]
    return Entry(f"{row.place}{_times(row, frame)}", (*plans, *facts(frame, said)), tuple(quotes), level=1)


def _times(row: Covered, frame: Frame) -> str:
    parts = [frame["known_since"].format(date=day(row.since))] if row.since else []
    parts += [frame["known_until"].format(date=day(row.until))] if row.until else []
    parts += [frame["unsure"]] if row.unsure else []
    return f" ({', '.join(parts)})" if parts else ""


def _few(nodes: Sequence[Node], frame: Frame) -> str:
    names = [frame.name(n) for n in nodes[:_MOST]]
    more = [f"… +{len(nodes) - _MOST}"] if len(nodes) > _MOST else []
    return "; ".join((*names, *more))


def path(answer: Path, frame: Frame) -> Iterator[Entry]:
    """The instruments by their distance from the first, then every step with its quotes."""
    if not answer.edges:
        return
    yield Entry(f"{frame['nodes']} ({len(answer.nodes)})")
    for one in answer.nodes:
        yield Entry(f"{frame['hop']} {one.hop}: {frame.name(one)}", facts(frame, [("id", one.id)]), level=1)
    yield Entry(f"{frame['edges']} ({len(answer.edges)})")
    hops = {one.id: one for one in answer.nodes}
    for edge in sorted(answer.edges, key=lambda e: _order(e, hops)):
        head = f"{frame.known(edge.source)} — {frame.said(edge)} — {frame.known(edge.target)}{frame.act(edge)}"
        yield Entry(head, (), frame.quotes(edge.evidence), level=1)


def _order(edge: LineageEdge, nodes: dict[str, LineageNode]) -> tuple[object, ...]:
    ends = (nodes[edge.source].hop, nodes[edge.target].hop)
    return min(ends), edge.source, edge.relation, edge.target


def missing(rows: Iterable[Missing], frame: Frame) -> Iterator[Entry]:
    """Each instrument with how many documents name it, and a few of them."""
    for row in rows:
        more = f"; … +{row.cited_by - _MOST}" if row.cited_by > _MOST else ""
        names = "; ".join(frame.known(i) for i in row.documents[:_MOST]) + more
        mark = f" [{frame['undecided']}]" if row.open else ""
        said = [("title", row.title), ("id", row.id), ("cited_in", names)]
        called = frame.name(row).replace(f" [{frame['not_loaded']}]", "")
        yield Entry(f"{frame['cited_by'].format(n=row.cited_by)}: {called}{mark}", facts(frame, said), level=1)


def search(rows: Iterable[Hit], frame: Frame) -> Iterator[Entry]:
    """Each hit under its kind; a task with its quote."""
    for row in rows:
        if row.node:
            said = [("title", row.node.title), ("id", row.id)]
            yield Entry(f"{frame['kind_instrument']}: {frame.name(row.node)}", facts(frame, said), level=1)
        elif row.kind == "organization":
            said = [("aliases", row.snippet), ("id", row.id)]
            yield Entry(f"{frame['kind_organization']}: {row.title}", facts(frame, said), level=1)
        else:
            said = [("document", frame.known(row.document or "")), ("id", row.id)]
            quotes = tuple(Quote(row.snippet, frame.place(e.file, e.start, e.end, e.page)) for e in row.evidence or ())
            yield Entry(f"{frame['kind_task']}: {row.where}", facts(frame, said), quotes, level=1)


def findings(rows: Iterable[Finding], frame: Frame) -> Iterator[Entry]:
    """Under a heading for each kind the findings with their quotes; of what is an error also how bad it is."""
    for kind, some in groupby(rows, key=lambda r: r.kind):
        yield Entry(frame[f"finding_{kind}"])
        for row in some:
            mark = f"[{frame['severity_error']}] " if row.severity == "error" else ""
            said = [("id", ", ".join(row.instruments[:_MOST]))]
            yield Entry(f"{mark}{row.message}", facts(frame, said), frame.quotes(row.evidence), level=1)


def conflicts(rows: Iterable[Conflict], frame: Frame) -> Iterator[Entry]:
    """Each with its severity, the instruments' ids and the quotes of both sides."""
    for row in rows:
        head = f"[{frame['severity_' + row.severity]}] {row.message}"
        yield Entry(head, facts(frame, [("id", ", ".join(row.instruments))]), frame.quotes(row.evidence), level=1)
