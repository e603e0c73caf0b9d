"""Every error as RFC 9457 `application/problem+json`, in the language that was asked for; nothing else gets out."""

import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from msgspec import Struct
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Scope

from api.http.languages import language_of
from api.messages import Words
from api.problems import Problem
from api.questions.params import BadValue
from graph.store.errors import Busy, Moved, StoreError
from queries.answers import Match

STATUS = {"data": 422, "not_found": 404, "several": 409}
_log = logging.getLogger("phahe.http")


class Fault(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is wrong with a request: where (`query`, `path`, `body`), which parameter, and why."""

    place: str
    name: str
    detail: str


class ProblemAnswer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457, with our extensions behind `instance`: faults of the request, lines that help, near instruments."""

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    errors: list[Fault] = []
    hints: list[str] = []
    candidates: list[Match] = []


class Refusal(Exception):  # noqa: N818 - an answer for people
    """A request that HTTP itself refuses: a status, the key of the sentence and its values."""

    def __init__(self, status: int, key: str, headers: Mapping[str, str] | None = None, **values: object) -> None:
        super().__init__(key)
        self.status, self.key, self.headers, self.values = status, key, headers, values


def problem(request: Request, status: int, detail: str, **more: Any) -> Response:
    """The response; `type` is a name that clients can rely on: 'urn:phahe:problem:404'."""
    say, headers = language_of(request), dict(more.pop("headers", None) or {})
    answer = ProblemAnswer(
        type=f"urn:phahe:problem:{status}", title=say(f"http.{status}"), status=status, detail=detail,
        instance=request.scope["path"], **more,
    )  # fmt: skip
    headers |= {"Content-Language": say.lang, "Cache-Control": "no-store", "Vary": "Accept-Language"}
    return Response(msgspec.json.encode(answer), status, headers, media_type="application/problem+json")


def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - registered for it
    more = {"hints": [line.strip() for line in error.more], "candidates": error.near}
    return problem(request, STATUS[error.cause], error.message, **more)


def _bad_value(request: Request, error: Exception) -> Response:
    assert isinstance(error, BadValue)  # noqa: S101
    text = language_of(request)(error.key, **error.values)
    return problem(request, 422, text, errors=[Fault(place="query", name=error.param, detail=text)])


def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101
    return problem(request, error.status, language_of(request)(error.key, **error.values), headers=error.headers)


def _invalid(request: Request, error: Exception) -> Response:
    """FastAPI's 422: which parameter, in words of ours (pydantic's kinds of errors: docs.pydantic.dev/errors)."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    say = language_of(request)
    faults = [_fault(e, say) for e in error.errors()]
    return problem(request, 422, "; ".join(f"{f.name}: {f.detail}" for f in faults[:3]), errors=faults)


def _fault(error: Mapping[str, Any], say: Words) -> Fault:
    place, *rest = error["loc"] or ("body",)
    key, context = f"http.bad.{error['type']}", error.get("ctx", {})
    values = {k: str(v) for k, v in context.items()}
    detail = say(key, **values) if key in say.keys() else say("http.bad")  # noqa: SIM118 - no dict
    return Fault(place=str(place), name=".".join(map(str, rest)) or str(place), detail=detail)


def _http(request: Request, error: Exception) -> Response:
    """Starlette's own: 404 for a path, 405 for a method."""
    assert isinstance(error, HTTPException)  # noqa: S101
    if isinstance(error.__cause__, Refusal):  # raised while FastAPI read the body
        return _refusal(request, error.__cause__)
    if by_people(request.scope):
        shown: Response = request.app.state.problem_page(request, error.status_code)
        return shown
    status = error.status_code if f"http.{error.status_code}" in language_of(request).keys() else 400  # noqa: SIM118
    return problem(request, status, language_of(request)(f"http.{status}.detail"), headers=error.headers)


def by_people(scope: Scope) -> bool:
    """Whether a person looks at the answer."""
    wanted = "text/html" in Headers(scope=scope).get("accept", "")
    return bool(wanted and scope["method"] == "GET" and not scope["path"].startswith("/api/"))


def _store(request: Request, error: Exception) -> Response:
    assert isinstance(error, StoreError)  # noqa: S101
    _log.error("store: %s", error)
    say = language_of(request)
    again = {"Retry-After": "1"} if isinstance(error, Busy | Moved) else {}
    detail = say(error.code, **error.values)
    if by_people(request.scope):
        with suppress(StoreError):
            shown: Response = request.app.state.problem_page(request, 503, error.code, error.values)
            shown.headers.update(again)
            return shown
    return problem(request, 503, detail, headers=again)


def _unexpected(request: Request, error: Exception) -> Response:
    _log.error("unexpected", exc_info=error)
    detail = language_of(request)("http.500.detail")
    if by_people(request.scope):
        with suppress(Exception):  # what failed may be what every page needs
            shown: Response = request.app.state.problem_page(request, 500, "http.500.detail")
            return shown
    return problem(request, 500, detail)


def _gone(request: Request, error: Exception) -> Response:
    """Nobody is there to read it: nginx's number for that, and no line in the log."""
    return Response(status_code=499)


def handlers() -> Iterable[tuple[type[Exception], Any]]:
    """Which exception becomes which response."""
    return (
        (Problem, _problem), (BadValue, _bad_value), (Refusal, _refusal), (StoreError, _store),
        (ClientDisconnect, _gone), (RequestValidationError, _invalid), (HTTPException, _http), (Exception, _unexpected),
    )  # fmt: skip


def install(app: FastAPI) -> None:
    """All of them."""
    for kind, handler in handlers():
        app.add_exception_handler(kind, handler)
