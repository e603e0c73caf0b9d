"""Signing in and out: two forms, without JavaScript too; each has a mark that only a page of ours knows."""

import hmac
import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.accounts.register import Register, name_of
from api.http.door import SIGN_IN
from api.http.identity import mark_of, same, who
from api.http.keeping import Keeper, cookie
from api.http.problems import Refusal
from api.http.web.rendering import Links, language, page
from graph.store.port import Store

SIGN_OUT = "/dang-xuat"
_FORM = "phahe-form"  # the cookie that belongs to the form of somebody who is not signed in yet
_KEY = 22  # characters of its value, of base64url
_LONGEST = 2_000  # characters of where to go on; a name is far shorter
_Text = Annotated[str, Form()]


def _keeper(request: Request) -> Keeper:
    found: Keeper = request.scope["state"]["keeper"]
    return found


def _local(wanted: str) -> str:
    r"""Where to go on: an address of ours, else the first page.

    Browsers take two slashes or more, of either kind, for the beginning of a host (WHATWG URL, 4.4).

    >>> _local("/nap?x=1"), _local("///evil.example"), _local("https://evil.example"), _local("/\\evil.example")
    ('/nap?x=1', '/', '/', '/')
    """
    ours = len(wanted) <= _LONGEST and wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if ours and wanted.isprintable() else "/"


def _form_mark(register: Register, key: str) -> str:
    """Of a form; never that of a session or of a user whom a proxy names, whose names have no colon."""
    return mark_of(register.secret, b"form:" + key.encode())


def _page(
    request: Request, register: Register, wanted: str, wrong: str = "", status: int = 200, name: str = ""
) -> Response:
    """The form with its mark, which is that of the forms that this browser has open already."""
    known = request.cookies.get(_FORM, "")
    ours = len(known) == _KEY and known.isascii() and known.replace("-", "0").replace("_", "0").isalnum()
    key = known if ours else secrets.token_urlsafe(16)
    store: Store = request.app.state.store
    with store.read():
        answer = page(
            request, "sign_in.html", store, status=status, mark=_form_mark(register, key), next=wanted, wrong=wrong,
            name=name,
        )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    answer.set_cookie(_FORM, key, path=SIGN_IN, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return answer


def sign_in_page(request: Request, next: str = "/") -> Response:
    """The form; whoever is signed in, or at an open door, has nothing to do here."""
    register = _keeper(request).register
    if register is None or who(request).role is not None:
        return RedirectResponse(_local(next), 303)
    return _page(request, register, _local(next))


def sign_in(request: Request, name: _Text = "", password: _Text = "", mark: _Text = "", next: _Text = "/") -> Response:
    """A session where the password fits; the same words for a wrong name and a wrong password."""
    keeper, say = _keeper(request), language(request)
    name = name[:_LONGEST]  # accents are put in order, which takes the square of their number
    register = keeper.register
    if register is None:
        return RedirectResponse("/", 303)
    wanted = _local(next)
    form = request.cookies.get(_FORM, "")
    known = _form_mark(register, form)
    if not form or not hmac.compare_digest(known.encode(), mark.encode()):
        return _page(request, register, wanted, say("page.sign_in.old"), 403, name)
    asked, address = name_of(name), request.client.host if request.client else ""
    if seconds := keeper.tries.wait(asked, address):
        answer = _page(request, register, wanted, say("http.429.sign_in", seconds=seconds), 429, name)
        answer.headers["Retry-After"] = str(seconds)
        return answer
    kept = register.fits(asked, password)
    key = keeper.sign_in(asked, kept) if kept else ""
    if not key:
        keeper.note(asked or "?", address, "sign_in_refused", SIGN_IN)
        return _page(request, register, wanted, say("page.sign_in.wrong"), 403, name)
    keeper.tries.succeeded(asked, address)
    keeper.note(asked, address, "sign_in", SIGN_IN)  # where it cannot be, nobody gets the key
    if old := who(request).session:
        register.end(old)
    return _signed_in(request, keeper, key, wanted)


def _signed_in(request: Request, keeper: Keeper, key: str, wanted: str) -> Response:
    answer, tls = RedirectResponse(wanted, 303), request.url.scheme == "https"
    answer.delete_cookie(_FORM, path=SIGN_IN)
    # lax: an address that somebody sent opens where one is signed in; what changes something has the mark besides
    answer.set_cookie(
        cookie(request.url.scheme), key, max_age=int(keeper.whole), path="/", httponly=True,
        samesite="lax", secure=tls,
    )  # fmt: skip
    return answer


async def sign_out(request: Request) -> Response:
    """Ends the session, also on the server."""
    keeper, found = _keeper(request), who(request)
    answer = RedirectResponse(Links(request).to(SIGN_IN if keeper.register else "/"), 303)
    if found.by_browser:
        form = await request.form(max_files=0, max_fields=5)
        if not same(found, str(form.get("mark", ""))):
            if "text/html" not in request.headers.get("accept", ""):
                raise Refusal(403, "http.403.csrf")
            # somebody signed in anew behind another tab
            old: Response = await run_in_threadpool(request.app.state.problem_page, request, 403, "page.sign_in.old")
            return old
    if keeper.register and found.session:
        await run_in_threadpool(keeper.register.end, found.session)
        address = request.client.host if request.client else ""
        await run_in_threadpool(keeper.note, found.name, address, "sign_out", SIGN_OUT)
    answer.delete_cookie(cookie(request.url.scheme), path="/", secure=request.url.scheme == "https")
    return answer


def router() -> APIRouter:
    """Both."""
    made = APIRouter(include_in_schema=False)
    made.add_api_route(SIGN_IN, sign_in_page, methods=["GET"], response_class=Response)
    made.add_api_route(SIGN_IN, sign_in, methods=["POST"], response_class=Response)
    made.add_api_route(SIGN_OUT, sign_out, methods=["POST"], response_class=Response)
    return made
