"""Answers as entries for people; `viz.printing` puts them on a terminal or into a pipe."""

from collections.abc import Iterable, Iterator

from queries.answers import (
    Assigned,
    Citation,
    Implementer,
    Lineage,
    Resolved,
    Shown,
    Stats,
    TargetAnswer,
    TaskAnswer,
    WarningAnswer,
)
from viz.entries import Entry, Frame, Quote, day, facts, one_line, years

_MOST_DAYS = 12


def resolved(answer: Resolved, frame: Frame) -> Iterator[Entry]:
    """Each instrument that may be meant."""
    for match in answer.matches:
        why = ", ".join(frame[w] for w in match.why.split(", "))
        yield Entry(frame.name(match), facts(frame, [("title", match.title), ("id", match.id), ("why", why)]), level=1)


def implementers(rows: Iterable[Implementer], frame: Frame) -> Iterator[Entry]:
    """Each plan with how it reaches the root, and a quote for each step."""
    for row in rows:
        how = frame["direct"] if row.direct else frame["through"].format(n=len(row.chain) - 2)
        chain = " → ".join(frame.known(i) for i in row.chain) if not row.direct else None
        said = [("title", row.title), ("id", row.id), ("place", row.place), ("chain", chain)]
        yield Entry(f"{frame.name(row)} ({how})", facts(frame, said), frame.quotes(row.evidence), level=1)


def citations(rows: Iterable[Citation], frame: Frame) -> Iterator[Entry]:
    """Each naming with its sentence."""
    for row in rows:
        head = f"{frame.name(row.source)} — {frame.said(row)} — {frame.name(row.target)}{frame.act(row)}"
        said = [("provision", row.provision), ("context", row.context)]
        yield Entry(head, facts(frame, said), (frame.quote(row),), level=1)


def _bodies(assignees: Iterable[Assigned], frame: Frame) -> str:
    parts = []
    for a in assignees:
        via = f", {frame['via'].format(name=a.via)}" if a.via else ""
        parts.append(f"{a.organization}{_version(a.id, frame)} ({frame[a.role]}{via})")
    return "; ".join(parts)


def _version(body: str, frame: Frame) -> str:
    """', từ 1/7/2025' where the body's place had several versions (the end of `graph.body_keys`' id)."""
    mark = body.rpartition("~")[2] if "~" in body else ""
    if not mark:
        return ""
    words = frame["known_until"] if mark.startswith("den-") else frame["known_since"]
    return ", " + words.format(date=day(mark.removeprefix("den-")))


def tasks(rows: Iterable[TaskAnswer], frame: Frame) -> Iterator[Entry]:
    """Each duty, its bodies, its document and place."""
    for row in rows:
        said = [
            ("document", frame.known(row.document)),
            ("assignees", _bodies(row.assignees, frame)),
            ("deliverable", row.deliverable),
            ("deadline", row.deadline),
            ("due_on", _days(row, frame)),
            ("to_issue", ", ".join(row.duty.types) if row.duty else None),
            ("fulfilled_by", _fulfilled(row, frame)),
            ("budget", row.budget),
            ("modality", None if row.modality == "assign" else frame[row.modality]),
            ("reports_to", row.reports_to),
        ]
        linked = [q for one in (row.duty.fulfilled_by if row.duty else ()) for q in frame.quotes(one.evidence)]
        yield Entry(row.where, facts(frame, said), (*frame.quotes(row.evidence), *linked), level=1)


def _days(row: TaskAnswer, frame: Frame) -> str | None:
    """The days that --due-before gives, the first few of many."""
    if not row.deadlines:
        return None
    more = f"; … +{len(row.deadlines) - _MOST_DAYS}" if len(row.deadlines) > _MOST_DAYS else ""
    return "; ".join(day(d) for d in row.deadlines[:_MOST_DAYS]) + more


def _fulfilled(row: TaskAnswer, frame: Frame) -> str | None:
    if not row.duty:
        return None
    return "; ".join(frame.name(one) for one in row.duty.fulfilled_by) or frame["none_loaded"]


def _targets(rows: Iterable[TargetAnswer], file: str, frame: Frame) -> Iterator[Entry]:
    for row in rows:
        value = f"{row.comparator} {row.value:g} {row.unit or ''}".strip() + (f" ({row.due})" if row.due else "")
        mark = f" [{frame['achieved']}]" if row.achieved else ""
        quote = Quote(one_line(row.text), frame.place(file, row.start, row.end, row.page))
        yield Entry(f"{row.where}: {value}{mark}", (), (quote,), level=1)


def _identity(answer: Shown, frame: Frame) -> Entry:
    effective = day(answer.effective) if answer.effective else None
    said = [
        ("title", answer.title), ("id", answer.id), ("effective", effective), ("signer", answer.signer),
        ("period", years(answer.period)), ("place", answer.place),
        ("nature", frame[answer.nature] if answer.nature else None),
        ("stage", frame["draft"] if answer.stage == "draft" else None),
        ("files", ", ".join(frame.files.get(f, f[:10]) for f in answer.files)),
        ("incomplete", "; ".join(answer.incomplete)),
    ]  # fmt: skip
    return Entry(frame.name(answer), facts(frame, said), level=1)


def _worded(warning: WarningAnswer, frame: Frame) -> str:
    """The record's own words, which are Vietnamese; in another language behind what the code means there."""
    said, meant = one_line(warning.message), frame.labels.get(f"warning.{warning.code}")
    return f"{meant} («{said}»)" if meant else said


def shown(answer: Shown, frame: Frame) -> Iterator[Entry]:
    """All of one instrument under headings; a heading without entries is left out."""
    yield _identity(answer, frame)
    if answer.relations.out:
        yield Entry(f"{frame['out']} ({len(answer.relations.out)})")
    for out in answer.relations.out:
        head = f"{frame.said(out)} → {frame.name(out.target)}{frame.act(out)}"
        yield Entry(head, (), frame.quotes(out.evidence), level=1)
    if answer.relations.incoming:
        yield Entry(f"{frame['in']} ({len(answer.relations.incoming)})")
    for into in answer.relations.incoming:
        head = f"{frame.name(into.source)} → {frame.said(into)}{frame.act(into)}"
        yield Entry(head, (), frame.quotes(into.evidence), level=1)
    if answer.tasks:
        yield Entry(f"{frame['tasks']} ({len(answer.tasks)})")
    yield from tasks(answer.tasks, frame)
    if answer.targets:
        yield Entry(f"{frame['targets']} ({len(answer.targets)})")
    yield from _targets(answer.targets, answer.files[0] if answer.files else "", frame)
    if answer.warnings:
        yield Entry(f"{frame['warnings']} ({len(answer.warnings)})")
    for w in answer.warnings:
        said = [("where", frame.place(w.file, w.start, w.end, w.page))]
        yield Entry(f"{w.code}: {_worded(w, frame)}", facts(frame, said), level=1)


def lineage(answer: Lineage, frame: Frame) -> Iterator[Entry]:
    """Instruments by hop, then every relation with its quotes."""
    yield Entry(f"{frame['nodes']} ({len(answer.nodes)})")
    for node in answer.nodes:
        yield Entry(f"{frame['hop']} {node.hop}: {frame.name(node)}", facts(frame, [("id", node.id)]), level=1)
    if answer.edges:
        yield Entry(f"{frame['edges']} ({len(answer.edges)})")
    for edge in answer.edges:
        head = f"{frame.known(edge.source)} — {frame.said(edge)} — {frame.known(edge.target)}{frame.act(edge)}"
        yield Entry(head, (), frame.quotes(edge.evidence), level=1)


def stats(answer: Stats, frame: Frame) -> Iterator[Entry]:
    """One line a count."""
    for key in answer.__struct_fields__:
        value = getattr(answer, key)
        if isinstance(value, dict):
            yield Entry(
                f"{frame.head(key)}: {sum(value.values())}",
                tuple((frame[k], str(v)) for k, v in value.items()),
                level=1,
            )
        else:
            yield Entry(f"{frame.head(key)}: {'' if value is None else value}", level=1)
