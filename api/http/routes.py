"""The paths of the contract (`/api/v1/…`), one for each question; what they take and give comes from the question."""

from inspect import Parameter, Signature
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.routing import APIRoute
from msgspec import Struct
from starlette.types import Receive, Scope, Send

from api.http import pages
from api.http.answering import respond
from api.http.parameters import Given, parameter
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


class QuestionRoute(APIRoute):
    """FastAPI describes the question by a signature that is made of its parameters; what is asked we read ourselves.

    FastAPI would solve dependencies, of which there are none, and have a thread begun for every request.
    """

    def __init__(self, route: Route, say: Words) -> None:
        asked = [
            parameter(p, route.names.get(p.name, p.name), say, path=f"{{{route.names.get(p.name)}}}" in route.path)
            for p in route.question.params
            if p.name not in route.fixed
        ]
        taken = [*asked, *_own(say, route)]

        def described(**given: Any) -> None:  # only its signature is looked at
            raise NotImplementedError

        described.__signature__ = Signature(taken)  # type: ignore[attr-defined]
        super().__init__(
            f"/api/v1{route.path}", described, methods=["GET"], name=route.question.name,
            summary=say(f"{route.question.name}.help"), operation_id=route.question.name, response_class=Response,
        )  # fmt: skip
        self._route, self._given = route, Given(taken, frozenset(self.param_convertors))

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["method"] != "GET":  # the door lets in none
            await super().handle(scope, receive, send)
            return

        def read() -> dict[str, Any]:
            return {**self._given.read(scope["query_string"], scope["path_params"]), **self._route.fixed}

        answer = await respond(self._route.question, Request(scope), read)
        await answer(scope, receive, send)


def questions(say: Words) -> list[QuestionRoute]:
    """All paths under `/api/v1` that ask the store something."""
    return [QuestionRoute(route, say) for route in ROUTES]
