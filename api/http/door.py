"""Behind the guard: who asks, whether he may, and a line in the log for what is loaded, forgotten, exported."""

import logging
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.accounts.audit import Event
from api.http.access import SAFE, Rule, may, rules_of
from api.http.identity import MARK, NOBODY, Who, same
from api.http.keeping import Keeper
from api.http.languages import language_of
from api.http.problems import Refusal, by_people, problem
from api.http.proxies import speaks
from graph.store.errors import StoreError

SIGN_IN = "/dang-nhap"
_log = logging.getLogger("phahe.http")


class Door:
    """Pure ASGI; what stands in no row of the matrix is refused to everybody, whatever the router has."""

    def __init__(self, app: ASGIApp, keeper: Keeper) -> None:
        self._app, self._keeper = app, keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; sockets are none."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            scope, user = self._keeper.proxies.seen_through(scope)
            # an open door has no file of accounts to ask, which could let everybody wait
            closed = self._keeper.register is not None
            who, answer = await run_in_threadpool(self._known, scope, user) if closed else self._known(scope, user)
            rules = rules_of(scope["path"])
            rule = rules.get(scope["method"] if scope["method"] != "OPTIONS" else next(iter(rules), ""))
            if who.by_browser and (rule is None or rule.least != "nobody"):
                send = _kept_nowhere(send)
            answer = answer or await _turned_away(scope, who, rule) or await _unknown(scope, rules)
            if answer:
                await answer(scope, receive, send)
            else:
                await self._app(scope, receive, self._noting(scope, receive, send, who, rule))

    def _known(self, scope: Scope, user: str) -> tuple[Who, Response | None]:
        """Who it is, for all behind the door too; or why that cannot be said. Two look-ups in a file of ours."""
        headers = Headers(scope=scope)
        state = scope["state"] = {**scope.get("state", {}), "who": NOBODY, "keeper": self._keeper}
        if self._keeper.register is None and speaks(scope):
            return NOBODY, _refused(scope, 403, "http.403.proxy")
        try:
            who = self._keeper.who(headers, scope["scheme"], user)
        except StoreError as error:
            _log.error("accounts: %s", error)
            return NOBODY, _refused(scope, 503, "http.503.accounts")
        state["who"] = who or NOBODY
        return who or NOBODY, None if who else _asked_to_sign_in(scope, "http.401.token")

    def _noting(self, scope: Scope, receive: Receive, send: Send, who: Who, rule: Rule | None) -> Send:
        """Looks at how the answer begins: what was done, or goes out as a file, is noted before anybody gets it."""
        withheld = False

        async def noting(message: Message) -> None:
            nonlocal withheld
            if message["type"] == "http.response.start":
                event = _event(rule, message)
                if event and not await run_in_threadpool(self._noted, scope, who, event, _ending(message)):
                    withheld = True
                    await _refused(scope, 503, "http.503.audit")(scope, receive, send)
            if not withheld:
                await send(message)

        return noting

    def _noted(self, scope: Scope, who: Who, event: Event, ending: str) -> bool:
        """Whether it stands in the log; `ending`: of the file that goes out, which may stand in `Accept` alone."""
        path = scope["path"] if scope["path"].endswith(ending) else scope["path"] + ending
        what = scope["state"].get("what") or unquote(address({**scope, "path": path}))
        client = scope.get("client") or ("",)
        try:
            self._keeper.note(who.name, client[0], event, what)
        except Refusal:
            return False
        return True


def _kept_nowhere(send: Send) -> Send:
    """A browser keeps no answer of somebody who signed in: 'back' after he signed out shows it to who comes next."""

    async def kept(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Cache-Control"] = "no-store"
        await send(message)

    return kept


def _event(rule: Rule | None, message: Message) -> Event | None:
    if not 200 <= message["status"] < 300:
        return None
    if rule and rule.event:
        return rule.event
    return "export" if _attached(message) else None


def _attached(message: Message) -> str:
    """How the answer goes out as a file; '' for one that is shown."""
    said = next((v.decode("latin-1") for k, v in message.get("headers", ()) if k == b"content-disposition"), "")
    return said if said.startswith("attachment") else ""


def _ending(message: Message) -> str:
    """Of the file as which it goes out: '.xlsx', or ''."""
    _, dot, ending = _attached(message).rstrip('"').rpartition(".")
    return dot + ending


async def _turned_away(scope: Scope, who: Who, rule: Rule | None) -> Response | None:
    """Why not, or None."""
    headers = Headers(scope=scope)
    if who.role is None and (rule is None or not may(None, rule)):  # who is not known learns no paths either
        if by_people(scope):
            lang = "&lang=en" if QueryParams(scope["query_string"]).get("lang") == "en" else ""
            return RedirectResponse(f"{SIGN_IN}?next={quote(address(scope), safe='')}{lang}", 303)
        return _asked_to_sign_in(scope, "http.401.detail")
    if rule is None:
        return None
    if not may(who.role, rule):
        return await _said(scope, 403, "http.403.role", role=who.role)
    if scope["method"] not in SAFE and who.by_browser and not rule.form and not same(who, headers.get(MARK, "")):
        return _refused(scope, 403, "http.403.csrf")
    return None


async def _unknown(scope: Scope, rules: dict[str, Rule]) -> Response | None:
    """What the matrix has no row for: another method, no such path; and which methods there are."""
    if scope["method"] in rules:
        return None
    if not rules:
        return await _said(scope, 404, "http.404.page" if by_people(scope) else "http.404.detail")
    answer = Response(status_code=204) if scope["method"] == "OPTIONS" else _refused(scope, 405, "http.405.detail")
    answer.headers["Allow"] = ", ".join(sorted({*rules, "OPTIONS", *(["HEAD"] if "GET" in rules else [])}))
    return answer


def address(scope: Scope) -> str:
    """Path and question, as they stand in an address."""
    query = scope["query_string"].decode("latin-1")
    return quote(scope["path"], safe="/~") + (f"?{query}" if query else "")


def _asked_to_sign_in(scope: Scope, key: str) -> Response:
    answer = _refused(scope, 401, key)
    answer.headers["WWW-Authenticate"] = 'Bearer realm="phahe"'
    return answer


async def _said(scope: Scope, status: int, key: str, **values: object) -> Response:
    """To people as a page."""
    if not by_people(scope):
        return _refused(scope, status, key, **values)
    page: Response = await run_in_threadpool(scope["app"].state.problem_page, Request(scope), status, key, values)
    return page


def _refused(scope: Scope, status: int, key: str, **values: object) -> Response:
    request = Request(scope)
    say = language_of(request)
    return problem(request, status, say(key, **values))
