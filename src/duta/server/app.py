"""One ASGI application: REST, pages, and what guards them."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.gzip import GZipMiddleware

from duta import __version__
from duta.server import signing
from duta.server.api import router
from duta.server.bench import Bench
from duta.server.guarding import Guard
from duta.server.problems import problem, problems
from duta.server.sealing import Seal
from duta.server.settings import Settings
from duta.store import open_store

ABOUT = """Political event records of a duta store. Filters are those of `duta query`; lists come in pages (`cursor`, `next`); answers
carry an `ETag`; errors are `application/problem+json`. On addresses other than this machine's own, send `Authorization: Bearer TOKEN`."""
AT_ONCE = os.cpu_count() or 2
"""Questions worked on at the same time; the others wait in order. With more threads than cores can carry, all of them get slower."""

SWITCH = 0.001
"""Seconds that a thread of Python may hold the others up: a fifth of the usual. The one that speaks to readers needs its turn often."""


def make_app(settings: Settings, *, pages: bool = True) -> FastAPI:
    """The workbench of a store. Raises `StoreError` where it cannot be opened, `ValueError` where it would be open to all."""
    if not settings.loopback and not settings.tokens:
        raise ValueError(f"{settings.host} can be reached from elsewhere: give tokens")
    store = open_store(settings.store, create=False)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        sys.setswitchinterval(SWITCH)
        to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
        yield
        store.close()

    app = FastAPI(title="duta", version=__version__, description=ABOUT, docs_url=None, redoc_url=None,
                  openapi_url="/api/v1/openapi.json", lifespan=lifespan)  # fmt: skip
    app.state.bench = Bench(store, settings)
    problems(app)
    app.include_router(router)
    _unknown(app)
    if pages:
        from duta.server.pages import mount

        app.include_router(signing.router)
        mount(app, app.state.bench)
        app.add_middleware(Seal)
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=1)
    return app


def _unknown(app: FastAPI) -> None:
    @app.api_route("/api/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
    def unknown(request: Request, path: str) -> JSONResponse:
        return problem(404, f"there is no /api/{path[:200]}")


def asset(*parts: str) -> Path:
    """A data file of the server."""
    return Path(str(resources.files("duta.server").joinpath(*parts)))
