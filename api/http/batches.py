"""`POST /api/v1/resolve`: many citations at once; what nothing names has no matches, and what comes near."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Body, Query, Request, Response
from msgspec import Struct

from api.http.asking import settled
from api.http.parameters import LONGEST, only_known
from api.messages import Words
from graph.store.port import Store
from queries import finding
from queries.answers import Extent, Match
from queries.stats import extent

MOST = 1_000  # citations of one request
_NEAR = 5
_KNOWN = frozenset({"include_drafts"})

Citations = Annotated[
    list[Annotated[str, Body(min_length=1, max_length=LONGEST)]],
    Body(embed=True, max_length=MOST, examples=[["NQ 76/NQ-CP ngày 15/7/2021", "316/KH-UBND"]]),
]


class BatchItem(Struct, frozen=True, kw_only=True):
    """One citation: like the answer of GET, but nothing found is an answer too."""

    query: str
    open: bool
    matches: list[Match]
    near: list[Match]


class Batch(Struct, frozen=True, kw_only=True):
    """In the order of the citations."""

    items: list[BatchItem]
    loaded: Extent


def _one(store: Store, text: str, drafts: bool) -> BatchItem:
    try:
        found = finding.resolve(store, text, drafts)
    except finding.NotNamed as error:
        return BatchItem(query=text, open=False, matches=[], near=error.near[:_NEAR])
    return BatchItem(query=text, open=found.open, matches=found.matches, near=[])


def router(say: Words) -> APIRouter:
    """The one path."""
    drafts = Query(description=say("option.include_drafts"), examples=[False])

    def resolve_batch(
        request: Request, citations: Citations, include_drafts: Annotated[bool, drafts] = False
    ) -> Response:
        only_known(request, _KNOWN)

        def ask(store: Store) -> Batch:
            return Batch(items=[_one(store, c, include_drafts) for c in citations], loaded=extent(store))

        answer = settled(request, ask)
        return Response(msgspec.json.encode(answer), media_type="application/json")

    made = APIRouter(prefix="/api/v1")
    made.add_api_route(
        "/resolve", resolve_batch, methods=["POST"], operation_id="resolve_batch", response_class=Response,
        summary=say("http.batch"),
    )  # fmt: skip
    return made
