"""The questions about one instrument, and the counts of everything."""

from api.exports import written
from api.questions.asking import Answer, Asked, Question, instrument_notes
from api.questions.params import Param
from queries import citations as citing
from queries import finding, rdf
from queries import implementers as carrying
from queries import lineage as descent
from queries import show as showing
from queries import stats as counting
from queries.answers import Citation, Implementer, LineageEdge, Match, Reach, Shown, Stats
from viz import tables

_RDF = (".ttl",)
CITATION = Param(name="instrument", kind="words", metavar="INSTRUMENT", key="param.instrument", example="76-NQ-CP")


def _resolve(asked: Asked, text: str) -> Answer:
    found = finding.resolve(asked.store, text, asked.drafts)
    return Answer(kind=Match, rows=found.matches, value=found, entries=lambda f: tables.resolved(found, f))


def _show(asked: Asked, instrument: str) -> Answer:
    row = finding.one(asked.store, instrument, asked.drafts)
    found = showing.show(asked.store, row, asked.drafts)
    cut = showing.MOST_RELATIONS if found.truncated else None
    return Answer(
        kind=Shown, rows=[found], value=found, entries=lambda f: tables.shown(found, f), ids=[row.id],
        notes=instrument_notes(asked, row, truncated=cut),
        sheet=lambda ending: written(ending, rdf.instrument(asked.store, row, asked.drafts)),
    )  # fmt: skip


def _implementers(asked: Asked, instrument: str) -> Answer:
    row = finding.one(asked.store, instrument, asked.drafts)
    found = carrying.implementers(asked.store, row, asked.drafts)
    cut = carrying.MOST_NODES if found.truncated else None
    return Answer(
        kind=Implementer, rows=found.rows, entries=lambda f: tables.implementers(found.rows, f),
        ids=[i for r in found.rows for i in r.chain],
        notes=instrument_notes(asked, row, truncated=cut, sample=any(r.sample for r in found.rows)),
        cut=found.truncated,
    )  # fmt: skip


def _citations(asked: Asked, instrument: str, direction: str, provision: str | None) -> Answer:
    row = finding.one(asked.store, instrument, asked.drafts)
    side = "out" if direction == "out" else "in"
    rows = citing.citations(asked.store, row, side, provision, asked.drafts)  # type: ignore[arg-type]
    return Answer(
        kind=Citation, rows=rows, entries=lambda f: tables.citations(rows, f), notes=instrument_notes(asked, row)
    )


def _lineage(asked: Asked, instrument: str, direction: str, depth: int, relations: tuple[str, ...] | None) -> Answer:
    row = finding.one(asked.store, instrument, asked.drafts)
    reach = Reach(direction=direction, depth=depth, relations=relations or None)  # type: ignore[arg-type]
    found = descent.lineage(asked.store, row, reach, asked.drafts)
    cut = descent.MOST_NODES if found.truncated else None
    return Answer(
        kind=LineageEdge, rows=found.edges, value=found, entries=lambda f: tables.lineage(found, f),
        ids=[n.id for n in found.nodes], notes=instrument_notes(asked, row, truncated=cut),
        sheet=lambda ending: written(ending, rdf.lineage(asked.store, row, reach, asked.drafts)),
    )  # fmt: skip


def _stats(asked: Asked) -> Answer:
    found = counting.stats(asked.store)
    return Answer(kind=Stats, rows=[found], value=found, entries=lambda f: tables.stats(found, f))


RESOLVE = Question(
    name="resolve",
    ask=_resolve,
    short=True,
    params=(Param(name="text", kind="words", metavar="TEXT", key="param.text", example="NQ 76/NQ-CP ngày 15/7/2021"),),
)
SHOW = Question(name="show", ask=_show, params=(CITATION,), files=_RDF)
IMPLEMENTERS = Question(name="implementers", ask=_implementers, params=(CITATION,))
CITATIONS = Question(
    name="citations",
    ask=_citations,
    params=(
        CITATION,
        Param(
            name="direction", kind="choice", choices=("in", "out"), default="in", key="option.direction_citations",
            example="in",
        ),
        Param(name="provision", key="option.provision", example="Điều 3"),
    ),
)  # fmt: skip
LINEAGE = Question(
    name="lineage",
    ask=_lineage,
    files=_RDF,
    params=(
        CITATION,
        Param(
            name="direction", kind="choice", choices=("up", "down", "both"), default="both",
            key="option.direction_lineage", example="down",
        ),
        Param(name="depth", kind="number", most=descent.MOST_HOPS, default=3, key="option.depth", example="2"),
        Param(
            name="relations", kind="relations", metavar="A,B", key="option.relations",
            example="IMPLEMENTS,PROMULGATES",
        ),
    ),
)  # fmt: skip
STATS = Question(name="stats", ask=_stats)
