"""The questions that look over much at once: coverage, path, missing, search, conflicts."""

from api.questions.asking import Answer, Asked, Question, instrument_notes, place_notes
from api.questions.instruments import CITATION
from api.questions.params import BadValue, Param
from queries import conflicts as contradicting
from queries import coverage as covering
from queries import finding
from queries import missing as lacking
from queries import path as connecting
from queries import search as searching
from queries.answers import Conflict, Covered, Hit, LineageEdge, Missing
from queries.implementers import MOST_NODES
from viz import lookups
from viz.labels import labels

_MOST_ROWS = 100_000


def _coverage(asked: Asked, instrument: str, level: str, place: str | None) -> Answer:
    say, row = asked.say, finding.one(asked.store, instrument, asked.drafts)
    if level == "department" and not place:
        raise BadValue("place", "coverage.needs_place")
    found = covering.coverage(asked.store, row, level, place, asked.drafts)
    notes = [say("coverage.note")]
    if any(r.until for r in found.rows):
        notes.append(say("coverage.former"))
    if not found.rows:
        notes += place_notes(asked, place)
    if found.nowhere:
        notes.append(say("coverage.nowhere", count=found.nowhere))
    return Answer(
        kind=Covered, rows=found.rows, entries=lambda f: lookups.coverage(found.rows, f),
        notes=(*instrument_notes(asked, row, truncated=MOST_NODES if found.truncated else None), *notes),
        cut=found.truncated,
    )  # fmt: skip


def _path(asked: Asked, first: str, last: str, relations: tuple[str, ...] | None, depth: int) -> Answer:
    ends = (finding.one(asked.store, first, asked.drafts), finding.one(asked.store, last, asked.drafts))
    found = connecting.path(asked.store, ends, relations or None, depth, asked.drafts)
    notes = [n for end in ends for n in instrument_notes(asked, end)]
    if not found.edges and ends[0].id != ends[1].id:
        notes.append(asked.say("path.none", depth=depth))
    if found.truncated:
        notes.append(asked.say("path.truncated"))
    return Answer(
        kind=LineageEdge, rows=found.edges, value=found, entries=lambda f: lookups.path(found, f),
        ids=[n.id for n in found.nodes], notes=tuple(dict.fromkeys(notes)),
    )  # fmt: skip


def _missing(asked: Asked, kind: tuple[str, ...], limit: int) -> Answer:
    found = lacking.missing(asked.store, kind, limit, asked.drafts)
    ids = [i for r in found.rows for i in r.documents[:10]]
    return Answer(
        kind=Missing, rows=found.rows, entries=lambda f: lookups.missing(found.rows, f), ids=ids,
        notes=(asked.say("truncated", limit=limit),) if found.truncated else (), cut=found.truncated,
    )  # fmt: skip


def _search(asked: Asked, words: str, kind: tuple[str, ...], limit: int) -> Answer:
    found = searching.search(asked.store, words, kind, limit, asked.drafts)
    over = asked.say("search.over", most=max(searching.LOOKED_AT, limit))
    counts = {k: over if k in found.over else found.counts.get(k, 0) for k in searching.KINDS}
    counted = asked.say("search.counts", **counts)
    return Answer(
        kind=Hit, rows=found.rows, entries=lambda f: lookups.search(found.rows, f),
        ids=[r.document for r in found.rows if r.document],
        notes=(counted, *([asked.say("truncated", limit=limit)] if found.truncated else [])), cut=found.truncated,
    )  # fmt: skip


def _conflicts(asked: Asked, fail_on: str | None = None) -> Answer:
    """An error only where asked to be: findings of that severity or a worse one."""
    names = labels(asked.say.lang)

    def say(key: str, relation: str = "", **values: object) -> str:
        return asked.say(key, relation=names.get(relation, relation), **values)

    found = contradicting.conflicts(asked.store, say, asked.drafts)
    rows = found.rows
    worst = contradicting.SEVERITIES.index(fail_on) if fail_on else -1
    failed = any(contradicting.SEVERITIES.index(r.severity) <= worst for r in rows)
    counted = {s: sum(1 for r in rows if r.severity == s) for s in contradicting.SEVERITIES}
    return Answer(
        kind=Conflict, rows=rows, entries=lambda f: lookups.conflicts(rows, f),
        notes=(
            asked.say("conflicts.counts", **counted),
            *([asked.say("truncated", limit=contradicting.MOST)] if found.truncated else []),
        ), failed=failed, cut=found.truncated,
    )  # fmt: skip


def _limit(default: int) -> Param:
    return Param(
        name="limit", kind="number", most=_MOST_ROWS, default=default, key="option.limit", example=str(default)
    )


COVERAGE = Question(
    name="coverage",
    ask=_coverage,
    params=(
        CITATION,
        Param(
            name="level", kind="choice", choices=covering.LEVELS, default="province", key="option.level",
            example="province",
        ),
        Param(name="place", key="option.place_coverage", example="tỉnh Lạng Sơn"),
    ),
)  # fmt: skip
PATH = Question(
    name="path",
    ask=_path,
    params=(
        Param(name="from", argument="first", metavar="A", kind="words", key="param.from", example="4150/QĐ-UBND"),
        Param(name="to", argument="last", metavar="B", kind="words", key="param.to", example="76/NQ-CP"),
        Param(name="relations", kind="relations", metavar="A,B", key="option.relations_path", example="BASED_ON"),
        Param(
            name="depth", kind="number", most=connecting.MOST_HOPS, default=6, key="option.depth_path", example="6"
        ),
    ),
)  # fmt: skip
MISSING = Question(
    name="missing",
    ask=_missing,
    params=(
        Param(name="type", argument="kind", many=True, key="option.type", example="Nghị định"),
        _limit(1000),
    ),
)  # fmt: skip
SEARCH = Question(
    name="search",
    ask=_search,
    params=(
        Param(name="words", kind="words", metavar="WORDS", key="param.words", example="cải cách hành chính"),
        Param(
            name="kind", kind="choice", choices=searching.KINDS, many=True, key="option.kind", example="instrument"
        ),
        _limit(100),
    ),
)  # fmt: skip
FAIL_ON = Param(
    name="fail_on", kind="choice", choices=contradicting.SEVERITIES, key="option.fail_on", example="error"
)  # fmt: skip
CONFLICTS = Question(name="conflicts", ask=_conflicts, params=(FAIL_ON,))
