"""`analyse`: what the graph as a whole shows."""

from api.questions.asking import Answer, Asked, Question
from api.questions.params import Param
from queries import analysis, finding
from queries.analysis import Finding, Wanted
from viz import lookups


def _analyse(asked: Asked, kind: tuple[analysis.FindingKind, ...], limit: int, root: str | None) -> Answer:
    row = finding.one(asked.store, root, asked.drafts) if root else None
    rows = analysis.analyse(asked.store, asked.say, Wanted(kind, limit, row), asked.drafts)
    return Answer(
        kind=Finding, rows=rows, entries=lambda f: lookups.findings(rows, f), notes=(asked.say("analyse.note"),)
    )


ANALYSE = Question(
    name="analyse",
    ask=_analyse,
    params=(
        Param(name="kind", kind="choice", choices=analysis.KINDS, many=True, key="option.finding", example="cycle"),
        Param(name="root", key="option.root", example="76/NQ-CP"),
        Param(name="limit", kind="number", most=1000, default=10, key="option.limit", example="10"),
    ),
)
