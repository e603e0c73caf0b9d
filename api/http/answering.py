"""One question over HTTP: asked inside one generation of the store, sent in the form that was wished."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from msgspec import Struct, structs

from api.http import pages
from api.http.asking import glanced, settled
from api.http.forms import JSON, TYPES, accepted
from api.http.kept import Kept
from api.http.languages import language_of
from api.http.parameters import values
from api.http.problems import Refusal
from api.http.tags import tags_of
from api.messages import Words
from api.questions.asking import Answer, Asked, Question, worded
from graph.store.port import Store
from queries import finding
from queries.answers import Extent
from queries.stats import extent
from viz.rows import csv_file

_SAID = ("ETag", "Cache-Control", "Vary", "Content-Language", "Phahe-Loaded")  # of an answer, also by a 304
_OWN = ("cursor", "page_size", "include_drafts")


class Wish(Struct, frozen=True):
    """What a request says beside the question's parameters."""

    form: str
    say: Words
    drafts: bool = False
    cursor: str | None = None
    page_size: int = pages.PAGE


def wish(request: Request) -> Wish:
    """Form and language; raises `Refusal` (406) where no form of ours is accepted."""
    form = request.scope.get("state", {}).get("form") or accepted(request.headers.get("accept", ""))
    if form is None:
        raise Refusal(406, "http.406.detail", known=", ".join(TYPES))
    return Wish(form, language_of(request))


async def respond(question: Question, request: Request, read: Callable[[], dict[str, Any]]) -> Response:
    """The answer to one request: what is known already or is said at a glance at once, all else by a thread.

    `read` gives the parameters, by keyword; what was answered before was read before.
    """
    wanted = wish(request)
    if known := glanced(request, lambda store: _known(_tag(store, request, wanted), request)):
        return known
    given = read()
    own = {k: given.pop(k) for k in _OWN if k in given}
    wanted = structs.replace(wanted, drafts=own.pop("include_drafts"), **own)

    def at_once(store: Store) -> Response:
        with store.read():
            return _answered(question, store, request, given, wanted)

    def later(store: Store) -> Response:
        return _answered(question, store, request, given, wanted)

    said = glanced(request, at_once) if question.short else None
    return said if said is not None else await run_in_threadpool(settled, request, later)


def _known(tag: str, request: Request) -> Response | None:
    """The answer that was given before in this generation, to this one or another; 304 to whoever has it."""
    kept: Kept = request.app.state.kept
    known = kept.get(tag)
    if known is not None and _has(request, tag):
        return Response(status_code=304, headers={name: known.headers[name] for name in _SAID})
    return known


def _has(request: Request, tag: str) -> bool:
    return tag in tags_of(request.headers.get("if-none-match", ""))


def _answered(question: Question, store: Store, request: Request, given: dict[str, Any], wanted: Wish) -> Response:
    """Of one generation."""
    tag = _tag(store, request, wanted)
    if known := _known(tag, request):
        return known
    headers = _headers(store, tag, wanted)
    if _has(request, tag):
        return Response(status_code=304, headers=headers)
    with worded(store, wanted.say):
        if moved := _moved(store, request, wanted.drafts):
            return moved
        options = values(question.params, given)
        answer = question.ask(Asked(store, wanted.say, wanted.drafts), **options)
        sent = _sent(question, answer, store, request, wanted, headers)
    kept: Kept = request.app.state.kept
    return kept.keep(tag, sent)


def _moved(store: Store, request: Request, drafts: bool) -> Response | None:
    """A citation, or an id that is shorter or older than today's, leads to the id: 308."""
    asked = request.path_params.get("id")
    if asked is None:
        return None
    row = finding.one(store, asked, drafts)
    if row.id == asked:
        return None
    head, _, tail = request.scope["path"].partition("/instruments/")
    rest = tail.partition("/")
    form = request.scope.get("state", {}).get("form", "")
    path = f"{head}/instruments/{quote(row.id, safe='~')}{rest[1]}{rest[2]}{form}"
    return RedirectResponse(path + (f"?{request.url.query}" if request.url.query else ""), 308)


def _tag(store: Store, request: Request, wanted: Wish) -> str:
    """What says all that an answer depends on. The path comes apart from the question: '?' may stand in either."""
    scope = request.scope
    said = [store.generation(), scope["path"], scope["query_string"], wanted.form, wanted.say.lang]
    return f'"{pages.digest(msgspec.msgpack.encode(said))}"'


def _headers(store: Store, tag: str, wanted: Wish) -> dict[str, str]:
    loaded = extent(store)
    return {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Vary": "Accept, Accept-Language",
        "Content-Language": wanted.say.lang,
        "Phahe-Loaded": _loaded(loaded),
    }


def _loaded(loaded: Extent) -> str:
    """What the answer is true of, for answers that have no place for it."""
    dates = f'; first="{loaded.first}"; last="{loaded.last}"' if loaded.first else ""
    return f"documents={loaded.documents}; cited_only={loaded.cited_only}{dates}"


def _sent(
    question: Question, answer: Answer, store: Store, request: Request, wanted: Wish, headers: dict[str, str]
) -> Response:
    if wanted.form == ".csv":
        content = csv_file(*answer.table())
    elif wanted.form != JSON:
        if answer.sheet is None or wanted.form not in question.files:
            raise Refusal(406, "http.406.detail", known=", ".join([".json", ".csv", *question.files]))
        content = answer.sheet(wanted.form)
    elif answer.value is not None:
        content = msgspec.json.encode(answer.value)
    else:
        content = _page(answer, store, request, wanted, headers)
    if wanted.form != JSON:
        headers["Content-Disposition"] = f'attachment; filename="{question.name}{wanted.form}"'
    return Response(content, headers=headers, media_type=TYPES[wanted.form])


def _page(answer: Answer, store: Store, request: Request, wanted: Wish, headers: dict[str, str]) -> bytes:
    rows = answer.rows if isinstance(answer.rows, Sequence) else list(answer.rows)
    first = pages.behind(rows, wanted.cursor)
    last = min(first + wanted.page_size, len(rows))
    shown = rows[first:last]  # of a long list no others are made
    more = _next(request, pages.cursor(shown[-1], last)) if last < len(rows) else None
    if more:
        headers["Link"] = f'<{more}>; rel="next"'
    return msgspec.json.encode(
        pages.Page(
            items=[msgspec.Raw(msgspec.json.encode(r)) for r in shown],
            total=None if answer.cut else len(rows), next_url=more, notes=list(answer.notes), loaded=extent(store),
        )
    )  # fmt: skip


def _next(request: Request, cursor: str) -> str:
    query = [(k, v) for k, v in request.query_params.multi_items() if k != "cursor"]
    form = request.scope.get("state", {}).get("form", "")
    return f"{quote(request.scope['path'], safe='/~')}{form}?{urlencode([*query, ('cursor', cursor)])}"
