"""The page of one instrument: it costs what it shows; what is more stands on pages of its own, with honest totals."""

from typing import Any

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.http.web import families
from api.http.web.asking import options
from api.http.web.rendering import Links, OfFrame, language, page, with_drafts
from api.questions.asking import Asked, instrument_notes
from api.questions.params import Param
from graph.record import RELATIONS
from graph.store.descent import Direction
from graph.store.port import InstrumentRow, Store
from queries import finding
from queries.implementers import implementers
from queries.relations import Asked as Wanted
from queries.relations import degrees
from queries.relations import relations as relation_page
from queries.show import show

_ROWS, _IMPLEMENTERS, _ALL_IMPLEMENTERS, _TASKS = 10, 20, 500, 100
# what another does to it that its reader must know first
_CHANGES = ("REPEALS", "REPLACES", "SUSPENDS", "AMENDS", "CORRECTS", "CONSOLIDATES")
_KIND = (
    Param(name="direction", kind="choice", choices=("in", "out"), default="in"),
    Param(name="relation", kind="choice", choices=RELATIONS, default="IMPLEMENTS"),
    Param(name="after"),
)  # fmt: skip


def _found(request: Request, store: Store) -> tuple[InstrumentRow, Response | None]:
    """The one that the address means; where it is called otherwise, the way to its name."""
    asked = request.path_params["id"]
    row = finding.one(store, asked, with_drafts(request))
    if row.id == asked:
        return row, None
    rest = request.url.path.removeprefix("/van-ban/").partition("/")[1:]
    query = f"?{request.url.query}" if request.url.query else ""
    return row, RedirectResponse(Links(request).instrument(row.id).partition("?")[0] + "".join(rest) + query, 308)


def instrument(request: Request, store: Store) -> Response:
    """Everything about one."""
    row, moved = _found(request, store)
    if moved:
        return moved
    drafts = with_drafts(request)
    shown = show(store, row, drafts, most=0)
    carried = implementers(store, row, drafts, most=_IMPLEMENTERS)
    counts = degrees(store, row, drafts)
    sides: dict[Direction, list[Any]] = {
        side: [
            relation_page(store, row, Wanted(direction=side, relation=name, total=n, most=_ROWS), drafts)
            for name, n in kinds.items()
        ]
        for side, kinds in counts.items()
    }
    changes = {p.relation: p for p in sides["in"] if p.relation in _CHANGES}
    found, links = families.shown(request, store, row)
    asked = Asked(store, language(request), drafts)
    notes = instrument_notes(asked, row, sample=any(r.sample for r in carried.rows))
    ids = [*(n.id for n in found.nodes), *(i for r in carried.rows for i in r.chain)]
    return page(
        request, "instrument.html", store, ids, row=row, shown=shown, sides=sides, carried=carried, notes=notes,
        totals={side: sum(kinds.values()) for side, kinds in counts.items()},
        changes=[changes[name] for name in _CHANGES if name in changes], most_tasks=_TASKS,
        parts=OfFrame(lambda shape: families.parts(request, found, links, shape, language(request))),
    )  # fmt: skip


def relations(request: Request, store: Store) -> Response:
    """One kind of relations of one instrument, page by page."""
    row, moved = _found(request, store)
    if moved:
        return moved
    asked, drafts = options(_KIND, request.query_params, {}), with_drafts(request)
    side: Direction = "in" if asked["direction"] == "in" else "out"
    total = degrees(store, row, drafts)[side].get(asked["relation"], 0)
    wanted = Wanted(direction=side, relation=asked["relation"], total=total, after=asked["after"] or "")
    found = relation_page(store, row, wanted, drafts)
    return page(request, "relations.html", store, row=row, found=found, begun=bool(asked["after"]))


def carried_out(request: Request, store: Store) -> Response:
    """All plans and decisions that carry it out, directly and through others."""
    row, moved = _found(request, store)
    if moved:
        return moved
    carried = implementers(store, row, with_drafts(request), most=_ALL_IMPLEMENTERS)
    ids = [i for r in carried.rows for i in r.chain]
    return page(request, "carried_out.html", store, ids, row=row, carried=carried)
