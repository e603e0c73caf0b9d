"""The pages of a lineage: the picture, the tree, the table, free exploration, and files of what is shown."""

from typing import Any
from urllib.parse import quote as quoted

from fastapi import Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from api.http.web.familystate import FamilyLinks, asked, hidden_fields, search_fields
from api.http.web.rendering import PATHS, Links, OfFrame, language, page, with_drafts
from api.messages import Words
from api.pictures import made, notes
from api.questions.asking import frame
from api.settings import settings
from graph.record import RELATIONS
from graph.store.port import InstrumentRow, Store
from queries import finding
from queries.family import Family, family
from queries.levels import levels
from queries.overview import overview
from viz.entries import Frame
from viz.network import data as network_data
from viz.network import rows as network_rows
from viz.picture import drawing, group_name, matching, svg
from viz.tree import tree

_TYPES: dict[str, str] = {
    "svg": "image/svg+xml", "png": "image/png", "html": "text/html; charset=utf-8", "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
_EXPLORED = 2  # hops each way that exploration begins with


def path_of(instrument: str) -> str:
    """The page of its lineage."""
    return f"/van-ban/{quoted(instrument, safe='~')}/pha-he"


def _root(request: Request, store: Store) -> InstrumentRow:
    return finding.one(store, request.path_params["id"], with_drafts(request))


def shown(request: Request, store: Store, row: InstrumentRow, hops: int = 1) -> tuple[Family, FamilyLinks]:
    """What the address asks for, and the addresses of everything near it."""
    wanted, form = asked(request.query_params, hops, settings().picture_nodes)
    links = FamilyLinks(Links(request), path_of(row.id), wanted, form, hops)
    return family(store, row, wanted, with_drafts(request)), links


def parts(request: Request, found: Family, links: FamilyLinks, shape: Frame, say: Words) -> dict[str, Any]:
    """What the template of a lineage needs beside the page's own."""
    opened = {"up": links.wanted.open_up, "down": links.wanted.open_down}
    looked = request.query_params.get("find", "").strip()
    hits = matching(found, looked)
    ringed = {n.id for n in hits}
    drawn = svg(drawing(found, shape), shape, links, opened, ringed) if links.form == "picture" else ""
    return {
        "looked": looked, "hits": hits, "searching": search_fields(request),
        "family": found, "flink": links, "form": links.form, "wanted": links.wanted, "fields": hidden_fields(request),
        "drawn": Markup(drawn),  # noqa: S704 - its template escapes all words
        "branches": tree(found) if links.form == "tree" else [], "relations": RELATIONS,
        "levels": [level.key for level in levels().levels], "group_name": lambda g: group_name(g, shape),
        "groups": {g.id: g for g in found.groups}, "family_notes": notes(found, say),
    }  # fmt: skip


def _names(found: Family) -> list[str]:
    return [n.id for n in found.nodes]


def family_page(request: Request, store: Store) -> Response:
    """One instrument's lineage."""
    row = _root(request, store)
    if row.id != request.path_params["id"]:
        url = path_of(row.id) + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(url, 308)
    found, links = shown(request, store, row)
    return page(
        request, "family.html", store, _names(found), row=row,
        parts=OfFrame(lambda shape: parts(request, found, links, shape, language(request))),
    )  # fmt: skip


def family_file(request: Request, store: Store) -> Response:
    """The same as a file: svg, png, xlsx, html, json."""
    ending = request.url.path.rpartition(".")[2]
    row = _root(request, store)
    found, _ = shown(request, store, row)
    say = language(request)
    content = made(ending, found, frame(store, say, _names(found)), store, say)
    name = f"{row.id}.{ending}".replace("~", "_")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-cache"}
    return Response(content, headers=headers, media_type=_TYPES[ending])


def explore(request: Request, store: Store) -> Response:
    """Free exploration: of one instrument, or of what is joined most."""
    query, say, drafts = request.query_params, language(request), with_drafts(request)
    name = query.get("instrument", "").strip()
    row = finding.one(store, name, drafts) if name else None
    path = PATHS["explore"]
    wanted, _ = asked(query, _EXPLORED, settings().picture_nodes)
    links = FamilyLinks(Links(request), path, wanted, hops=_EXPLORED, instrument_asked=row.id if row else "")
    found = family(store, row, wanted, drafts) if row else overview(store, settings().picture_nodes, drafts)
    return page(
        request, "explore.html", store, _names(found), row=row, found=found, wanted=wanted,
        notes=[*([] if row else [say("explore.overview", most=len(found.nodes))]), *notes(found, say)],
        data=OfFrame(lambda shape: network_data(found, shape, links)),
        rows=OfFrame(lambda shape: network_rows(found, shape)),
    )  # fmt: skip
