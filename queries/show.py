"""`show`: one instrument, all that is known of it."""

from typing import Any

from msgspec import UNSET, structs

from graph.store.descent import Direction
from graph.store.port import EdgeRow, InstrumentRow, Store
from queries import tasks
from queries.answers import (
    InRelation,
    OutRelation,
    Relations,
    Shown,
    TargetAnswer,
    WarningAnswer,
)
from queries.nodes import fields, node, qualities, rows_of
from queries.quotes import Quotes

MOST_RELATIONS = 500  # a side


def edges_of(
    store: Store, row: InstrumentRow, side: Direction, drafts: bool, most: int = MOST_RELATIONS
) -> tuple[list[EdgeRow], bool]:
    """The edges that are shown, and whether there are more."""
    if not most:
        return [], False
    found = store.edges([row.id], side, drafts=drafts, limit=most).get(row.id, [])
    kept = [e for e in found[:most] if drafts or not e.draft]
    return kept, len(found) > most


def said_of(edge: EdgeRow, quotes: Quotes, most: int | None = None) -> dict[str, Any]:
    """What both sides of a relation have; what says nothing is left out."""
    return {
        "relation": edge.relation,
        "evidence": quotes.of(edge, most),
        "basis": edge.basis or UNSET,
        "manner": edge.manner or UNSET,
        **qualities(edge),
    }


def show(store: Store, row: InstrumentRow, drafts: bool = False, most: int = MOST_RELATIONS) -> Shown:
    """Identity, relations in and out with quotes, tasks, targets, what is missing, what could not be decided.

    `most`: relations of a side; who asks for none gets them page by page from `queries.relations`.
    """
    out, more_out = edges_of(store, row, "out", drafts, most)
    into, more_in = edges_of(store, row, "in", drafts, most)
    others = rows_of(store, [e.target for e in out] + [e.source for e in into], drafts)
    quotes = Quotes(store)

    def said(edge: EdgeRow) -> dict[str, Any]:
        return said_of(edge, quotes)

    counted = drafts or row.stage != "draft"
    return Shown(
        **fields(row) | {"sample": row.sample},
        effective=row.effective,
        signer=row.signer,
        period=row.period,
        place=row.place,
        nature=row.nature,
        stage=row.stage,
        files=list(row.files),
        relations=Relations(
            out=[OutRelation(target=node(others[e.target]), **said(e)) for e in out if e.target in others],
            incoming=[InRelation(source=node(others[e.source]), **said(e)) for e in into if e.source in others],
        ),
        tasks=tasks.answers(store, store.tasks(documents=[row.id], drafts=drafts), drafts),
        targets=_targets(store, row, quotes) if counted else [],
        incomplete=list(row.incomplete),
        warnings=[
            WarningAnswer(code=code, message=message, start=start, end=end, file=file, page=quotes.page(file, start))
            for file in row.files
            for code, message, start, end in store.warnings(file)
        ],
        truncated=more_out or more_in,
    )


def _targets(store: Store, row: InstrumentRow, quotes: Quotes) -> list[TargetAnswer]:
    rows = store.targets([row.id])
    said = ({k: v for k, v in structs.asdict(r).items() if k != "file"} for r in rows)
    return [TargetAnswer(**one, page=quotes.page(r.file, r.start)) for r, one in zip(rows, said, strict=True)]
