"""The application: a store held open as long as it runs, the paths of the contract, errors in one form."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from importlib.metadata import version

import anyio.to_thread
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from api.http import batches, documents, problems
from api.http.bodies import Bodies
from api.http.forms import Suffixes
from api.http.guard import Guard
from api.http.openapi import described
from api.http.routes import router
from api.http.uploads import Uploads
from api.http.web import views
from api.messages import words
from api.settings import Settings, settings
from api.stores import log_of, open_at

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def create_app(
    where: str | None = None, *, names: Collection[str] = LOOPBACK, setting: Settings | None = None
) -> FastAPI:
    """The application over the store at `where` (default: the setting), answering to these names of the host.

    The store is opened when it starts (`StoreError` then) and closed when it ends.
    """
    setting = setting or settings()
    say = words(setting.lang)

    @asynccontextmanager
    async def alive(app: FastAPI) -> AsyncIterator[None]:
        # each thread has a connection of its own to an embedded store, with its cache
        anyio.to_thread.current_default_thread_limiter().total_tokens = setting.http_threads
        location = where or setting.store
        store = open_at(location)
        app.state.store = store
        app.state.uploads = Uploads(store, log_of(store, location), setting.terms(), setting.uploads)
        yield
        app.state.uploads.close()
        store.close()

    app = FastAPI(
        title="Phả hệ", version=version("phahe"), description=say("api.about"), lifespan=alive, docs_url=None,
        redoc_url=None,
    )  # fmt: skip
    for paths in (router(say), batches.router(say), documents.router(), views.router()):
        app.include_router(paths)
    app.mount("/static/viz", StaticFiles(packages=[("viz", "styles")]))
    app.mount("/static", StaticFiles(packages=[("api.http.web", "static")]), name="static")
    app.add_api_route("/healthz", _health, methods=["GET"], include_in_schema=False)
    app.state.problem_page = views.problem_page
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    problems.install(app)
    app.add_middleware(Bodies, file_bytes=setting.limits.file_bytes)
    app.add_middleware(Suffixes)
    app.add_middleware(Guard, names=names)
    return app


def _health(request: Request) -> Response:
    """Ready when the store answers."""
    return JSONResponse({"ready": True, "generation": request.app.state.store.generation()})
