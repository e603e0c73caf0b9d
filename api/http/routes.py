"""The paths of the contract (`/api/v1/…`), one for each question; what they take and give comes from the question."""

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from msgspec import Struct

from api.http import pages
from api.http.answering import respond
from api.http.parameters import only_known, parameter
from api.messages import Words
from api.questions import duties, instruments, lookups
from api.questions.asking import Question

MOST_ROWS = 10_000  # of a list before it is cut into pages; a cut list has no total


class Route(Struct, frozen=True):
    """A question's path; `names` are the parameters that are called otherwise than on the command line.

    `fixed` parameters are not asked for: a limit is that of pages, what fails a build is nothing for HTTP.
    """

    path: str
    question: Question
    names: dict[str, str] = {}
    fixed: dict[str, Any] = {}
    object: bool = False  # the answer is one object, not a list


_ONE = {"instrument": "id"}
ROUTES = (
    Route("/resolve", instruments.RESOLVE, {"text": "q"}, object=True),
    Route("/instruments/{id}", instruments.SHOW, _ONE, object=True),
    Route("/instruments/{id}/lineage", instruments.LINEAGE, _ONE, object=True),
    Route("/instruments/{id}/implementers", instruments.IMPLEMENTERS, _ONE),
    Route("/instruments/{id}/citations", instruments.CITATIONS, _ONE),
    Route("/tasks", duties.TASKS),
    Route("/coverage", lookups.COVERAGE),
    Route("/path", lookups.PATH, object=True),
    Route("/missing", lookups.MISSING, fixed={"limit": MOST_ROWS}),
    Route("/conflicts", lookups.CONFLICTS, fixed={"fail_on": None}),
    Route("/search", lookups.SEARCH, {"words": "q"}, fixed={"limit": MOST_ROWS}),
    Route("/stats", instruments.STATS, object=True),
)


def _own(say: Words, route: Route) -> list[Parameter]:
    """Parameters that belong to the asking."""
    flag = Query(description=say("option.include_drafts"), examples=[False])
    made: list[tuple[str, Any, Any, Any]] = [("include_drafts", bool, False, flag)]
    if not route.object:
        size = Query(ge=1, le=pages.MOST, description=say("http.page_size"), examples=[50])
        mark = Query(max_length=100, description=say("http.cursor.help"), examples=[None])
        made += [("page_size", int, pages.PAGE, size), ("cursor", str | None, None, mark)]
    return [
        Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, where])
        for name, kind, default, where in made
    ]


def query_names(route: Route) -> frozenset[str]:
    """What may stand behind the question mark."""
    asked = {route.names.get(p.name, p.name) for p in route.question.params if p.name not in route.fixed}
    own = {"include_drafts"} if route.object else {"include_drafts", "page_size", "cursor"}
    return frozenset(n for n in asked | own if f"{{{n}}}" not in route.path)


def endpoint(route: Route, say: Words) -> Callable[..., Response]:
    """The function that FastAPI calls: its signature is made of the question's parameters."""

    def answer(request: Request, **given: Any) -> Response:
        only_known(request, known)
        return respond(route.question, request, {**given, **route.fixed})

    asked = [
        parameter(p, route.names.get(p.name, p.name), say, path=f"{{{route.names.get(p.name)}}}" in route.path)
        for p in route.question.params
        if p.name not in route.fixed
    ]
    known = query_names(route)
    request = Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
    answer.__signature__ = Signature([request, *asked, *_own(say, route)])  # type: ignore[attr-defined]
    answer.__name__ = route.question.name
    return answer


def router(say: Words) -> APIRouter:
    """All paths under `/api/v1`."""
    made = APIRouter(prefix="/api/v1")
    for route in ROUTES:
        made.add_api_route(
            route.path, endpoint(route, say), methods=["GET"], summary=say(f"{route.question.name}.help"),
            operation_id=route.question.name, response_class=Response,
        )  # fmt: skip
    return made
