"""The pages and their addresses; what they show comes from the same questions as everything else."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.http.asking import settled
from api.http.problems import STATUS, Refusal
from api.http.web import families
from api.http.web.asking import options
from api.http.web.docs import docs
from api.http.web.homes import home, suggested
from api.http.web.instruments import carried_out, instrument, relations
from api.http.web.rendering import PATHS, language, page, with_drafts
from api.http.web.texts import sheet, text_page
from api.pictures import ENDINGS
from api.problems import Problem
from api.questions import duties, lookups
from api.questions.asking import Answer, Asked, Question, worded
from api.questions.params import BadValue
from graph.store.port import Store
from queries import finding
from queries.due_days import standing

_ROWS = 500  # of a page; all of them are in the workbook
_NARROWING = ("organization", "document", "place", "due_after", "due_before", "role")
NOTHING: Mapping[str, object] = MappingProxyType({})
View = Callable[[Request, Store], Response]


def ask(question: Question, request: Request, store: Store, **fixed: Any) -> Answer:
    """The answer to the page's address."""
    drafts = with_drafts(request)
    return question.ask(
        Asked(store, language(request), drafts), **options(question.params, request.query_params, fixed)
    )


def text(request: Request, store: Store) -> Response:
    """The words themselves."""
    return text_page(request, store, finding.one(store, request.path_params["id"], drafts=True))


def leaf(request: Request, store: Store) -> Response:
    """A page of a PDF as it looks."""
    return sheet(request, store, finding.one(store, request.path_params["id"], drafts=True))


def tasks(request: Request, store: Store) -> Response:
    """Who must do what; nothing is asked of an empty form."""
    narrowed = any(request.query_params.get(n) for n in _NARROWING)
    answer = ask(duties.TASKS, request, store, order=_order(request)) if narrowed else None
    rows: list[Any] = list(answer.rows) if answer else []
    groups: dict[str, list[Any]] = {}
    for row in rows[:_ROWS]:
        groups.setdefault(standing(row.due) if _order(request) == "deadline" else "", []).append(row)
    return page(
        request, "tasks.html", store, answer.ids if answer else (), groups=groups, count=len(rows), asked=narrowed,
        order=_order(request), most=_ROWS, notes=answer.notes if answer else (),
    )  # fmt: skip


def _order(request: Request) -> str:
    """A page shows what presses first; the API and the command line go by document."""
    return request.query_params.get("order") or "deadline"


def coverage(request: Request, store: Store) -> Response:
    """Places with and without a plan."""
    asked = bool(request.query_params.get("instrument"))
    answer = ask(lookups.COVERAGE, request, store) if asked else None
    rows = list(answer.rows) if answer else []
    return page(request, "coverage.html", store, rows=rows, asked=asked, notes=answer.notes if answer else ())


def missing(request: Request, store: Store) -> Response:
    """Named, not loaded."""
    answer = ask(lookups.MISSING, request, store, limit=_ROWS)
    return page(request, "missing.html", store, answer.ids, rows=list(answer.rows), notes=answer.notes)


def conflicts(request: Request, store: Store) -> Response:
    """What contradicts."""
    answer = ask(lookups.CONFLICTS, request, store, fail_on=None)
    rows: list[Any] = list(answer.rows)
    ids = [i for r in rows for i in r.instruments]
    return page(request, "conflicts.html", store, ids, rows=rows, notes=answer.notes)


def load(request: Request, store: Store) -> Response:
    """Files into the store."""
    return page(request, "load.html", store)


VIEWS: dict[str, View] = {
    PATHS["home"]: home, "/van-ban/{id}": instrument, "/van-ban/{id}/quan-he": relations,
    "/van-ban/{id}/thuc-hien": carried_out, "/van-ban/{id}/toan-van": text, "/van-ban/{id}/trang.png": leaf,
    PATHS["tasks"]: tasks, "/goi-y": suggested,
    PATHS["coverage"]: coverage, PATHS["missing"]: missing, PATHS["conflicts"]: conflicts, PATHS["load"]: load,
    "/docs": docs, "/van-ban/{id}/pha-he": families.family_page,
    **{f"/van-ban/{{id}}/pha-he.{ending}": families.family_file for ending in ENDINGS},
    PATHS["explore"]: families.explore, "/explore": lambda request, _: RedirectResponse(_renamed(request), 308),
}  # fmt: skip


def _renamed(request: Request) -> str:
    """What people type for it in English."""
    return PATHS["explore"] + (f"?{request.url.query}" if request.url.query else "")


def _served(view: View) -> Callable[[Request], Response]:
    """The view inside one generation; what it cannot answer is a page too."""

    def served(request: Request) -> Response:
        return settled(request, lambda store: _viewed(view, request, store))

    return served


def _viewed(view: View, request: Request, store: Store) -> Response:
    say = language(request)
    try:
        with worded(store, say):
            return view(request, store)
    except Problem as error:
        return _problem(request, store, STATUS[error.cause], error.message, error.more, error.near)
    except BadValue as error:
        return _problem(request, store, 422, say(error.key, **error.values))
    except Refusal as error:
        return _problem(request, store, error.status, say(error.key, **error.values))


def problem_page(
    request: Request, status: int, key: str = "http.404.page", values: Mapping[str, object] = NOTHING
) -> Response:
    """What HTTP itself refuses, for people: an address that is none, a question that takes too long.

    The sentence is in the page's language, which need not be the browser's.
    """
    text = language(request)(key, **values)
    return settled(request, lambda store: _problem(request, store, status, text))


def _problem(
    request: Request, store: Store, status: int, message: str, more: list[str] | None = None, near: Any = ()
) -> Response:
    return page(request, "problem.html", store, status=status, code=status, message=message, more=more or [], near=near)


def router() -> APIRouter:
    """All pages."""
    made = APIRouter(include_in_schema=False)
    for path, view in VIEWS.items():
        made.add_api_route(path, _served(view), methods=["GET"], response_class=Response)
    return made
