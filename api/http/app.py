"""The application: a store held open as long as it runs, the paths of the contract, errors in one form."""

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing
from importlib.metadata import version

import anyio.to_thread
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from fastapi.staticfiles import StaticFiles
from starlette.routing import Mount

from api.accounts.audit import Audit
from api.accounts.places import accounts_of, audit_of
from api.accounts.register import Register
from api.http import batches, documents, problems
from api.http.access import MATRIX, template
from api.http.bodies import Bodies
from api.http.door import Door
from api.http.forms import Suffixes
from api.http.guard import Guard, Names
from api.http.holdings import Holdings
from api.http.keeping import Keeper
from api.http.kept import Kept
from api.http.languages import over_http
from api.http.openapi import described
from api.http.routes import questions
from api.http.sheets import Sheets
from api.http.tags import Tags
from api.http.uploads import Uploads
from api.http.web import signing, views
from api.settings import Settings, settings
from api.stores import log_of, open_at
from graph.store.access import is_server
from viz.network import LIBRARY

LOOPBACK = ("127.0.0.1", "::1", "localhost")
LOCAL_NAMES = Names(LOOPBACK)


class NoRole(Exception):  # noqa: N818 - names what is missing
    """A route stands in no row of the matrix: nobody could ever reach it."""


def create_app(
    where: str | None = None,
    *,
    names: Names = LOCAL_NAMES,
    closed: bool = False,
    setting: Settings | None = None,
) -> FastAPI:
    """The application over the store at `where` (default: the setting), answering to these names of the host.

    The store is opened when it starts (`StoreError` then) and closed when it ends; so are the accounts of a `closed`
    door. Raises `BadSetting`, and `NoRole` for a route without a role.
    """
    setting = setting or settings()
    say = over_http(setting.lang)
    accounts = accounts_of(where or setting.store, setting.accounts)
    known = Register(accounts) if closed else None

    @asynccontextmanager
    async def alive(app: FastAPI) -> AsyncIterator[None]:
        # each thread has a connection of its own to an embedded store, with its cache
        anyio.to_thread.current_default_thread_limiter().total_tokens = setting.http_threads
        location = where or setting.store
        with ExitStack() as held:  # what was opened is let go, whatever fails behind it
            if known:
                held.callback(known.close)
            store = held.enter_context(closing(open_at(location)))
            app.state.store, app.state.seconds = store, setting.http_seconds
            app.state.near, app.state.kept = not is_server(location), Kept()
            log = log_of(store, location)
            app.state.uploads = held.enter_context(closing(Uploads(store, log, setting.terms(), setting.uploads)))
            app.state.holdings = Holdings(log)
            app.state.sheets = held.enter_context(closing(Sheets(setting.terms())))
            yield

    app = FastAPI(
        title="Phả hệ", version=version("phahe"), description=say("api.about"), lifespan=alive, docs_url=None,
        redoc_url=None, telemetry={"tracing": False, "metrics": False, "logs": False},  # nobody is told what is asked
    )  # fmt: skip
    app.router.routes += questions(say)
    for paths in (batches.router(say), documents.router(), views.router(), signing.router()):
        app.include_router(paths)
    app.mount("/static/viz", StaticFiles(packages=[("viz", "assets")]))
    app.mount("/static/vis", StaticFiles(packages=[("pyvis", LIBRARY.rpartition("/")[0])]))
    app.mount("/static", StaticFiles(packages=[("api.http.web", "static")]), name="static")
    app.add_api_route("/healthz", _health, methods=["GET"], include_in_schema=False)
    app.state.problem_page = views.problem_page
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    problems.install(app)
    app.add_middleware(Bodies, file_bytes=setting.limits.file_bytes)
    app.add_middleware(Door, keeper=Keeper(setting, Audit(audit_of(accounts)), known))
    app.add_middleware(Suffixes)
    app.add_middleware(Tags)
    app.add_middleware(Guard, names=names)
    if missing := without_role(app):
        raise NoRole(f"api.http.access.MATRIX has no row for {missing}")
    return app


def without_role(app: FastAPI) -> list[str]:
    """Routes, with their methods, that stand in no row of the matrix."""
    found = []
    for route in iter_route_contexts(app.routes):
        path, methods = str(route.path), set(getattr(route, "methods", None) or ("GET",))
        if isinstance(getattr(route, "original_route", route), Mount):
            path, methods = f"/{path.split('/')[1]}/*", {"GET"}
        rules = MATRIX.get(template(path), {})
        found += [f"{m} {path}" for m in sorted(methods - {"HEAD"}) if m not in rules]  # HEAD asks what GET asks
    return found


def _health(request: Request) -> Response:
    """Ready when the store answers."""
    return JSONResponse({"ready": True, "generation": request.app.state.store.generation()})
