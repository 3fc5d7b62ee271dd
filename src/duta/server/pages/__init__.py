"""The pages, for people: NiceGUI on the same application, each page at an address that holds its filter."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from markupsafe import Markup
from nicegui import app as nicegui
from nicegui import ui

from duta.server.asking import filter_in
from duta.server.bench import Bench
from duta.server.glance import done, glance
from duta.server.maps import INDONESIA, WORLD, draw
from duta.server.pages import article, dyad, event, events, health, known, overview, review, trying
from duta.server.pages.view import View
from duta.server.problems import problem
from duta.server.signing import plain
from duta.server.wording import language_of, words_of

Make = Callable[[View], Awaitable[Response | None]]
PATHS: dict[str, Make] = {
    "/": overview.overview,
    "/events": events.events,
    "/dyad": dyad.dyad,
    "/article": article.article,
    "/try": trying.trying,
    "/review": review.review,
    "/actors": known.actors,
    "/places": known.places,
    "/health": health.health,
}
PATIENCE = 60.0
"""Seconds that a page may take to be made."""


def mount(app: FastAPI, bench: Bench) -> None:
    """Puts the pages on the application."""
    from duta.server.app import asset

    app.mount("/static", StaticFiles(directory=asset("static")), name="static")
    for path, make in PATHS.items():
        _page(bench, path, make)

    @ui.page("/event/{id}", response_timeout=PATIENCE)
    async def one_event(request: Request, id: str) -> None:
        await event.event(View(request, bench), id)

    @app.get("/map/{name}.svg", include_in_schema=False)
    def sheet(request: Request, name: str) -> Response:
        sheets = {s.name: s for s in (WORLD, INDONESIA)}
        if name not in sheets:
            return problem(404, "there is no such map")
        wish, words = filter_in(request.query_params), words_of(language_of(request.headers, request.url.query))
        found = bench.memory.get(("glance", wish.words(), None), lambda: glance(bench.store, wish))
        return Response(MAP_STYLE.join(_split(str(draw(words, sheets[name], found.places, done(wish))))), media_type="image/svg+xml",
                        headers={"Content-Disposition": f'attachment; filename="duta-{name}.svg"'})  # fmt: skip

    _troubles()
    ui.run_with(
        app,
        title="duta",
        dark=None,
        tailwind=False,
        gzip_middleware_factory=None,
        show_welcome_message=False,
        favicon=asset("static", "duta.svg"),
    )


def _troubles() -> None:
    """Pages for an address that leads nowhere, and for a page that could not be made: without a word of what happened inside."""

    @nicegui.exception_handler(404)
    async def nowhere(request: Request, error: Exception) -> Response:
        words = words_of(language_of(request.headers, request.url.query))
        said = Markup('<p>{}</p><p><a href="/">{}</a></p>').format(words("trouble.nowhere_why"), words("nav.overview"))
        return HTMLResponse(plain(words, words("trouble.nowhere"), said), 404)

    def broken(error: Exception) -> None:
        logging.getLogger("duta.server").error("a page: %s", error, exc_info=error)
        request = ui.context.client.request
        words = words_of(language_of(request.headers, request.url.query))
        ui.add_head_html('<link rel="stylesheet" href="/static/duta.css">')
        said = Markup('<main class="narrow"><h1>{}</h1><p>{}</p><p><a href="/">{}</a></p></main>')
        ui.html(str(said.format(words("trouble.broken"), words("trouble.broken_why"), words("nav.overview"))), sanitize=False)

    nicegui.on_page_exception(broken)


def _page(bench: Bench, path: str, make: Make) -> None:
    @ui.page(path, response_timeout=PATIENCE)
    async def page(request: Request) -> Response | None:
        if any(not value for _, value in request.query_params.multi_items()):  # a form sends its empty fields too
            kept = [(name, value) for name, value in request.query_params.multi_items() if value]
            return RedirectResponse(path + (f"?{urlencode(kept)}" if kept else ""), 303)
        return await make(View(request, bench))


MAP_STYLE = (
    "<style>.land{fill:#e6e8eb;stroke:#fff;stroke-width:.5}.s1{fill:#cfe0f1}.s2{fill:#a9c9e8}.s3{fill:#7fb0dc}.s4{fill:#5594cc}.s5{fill:#3578b5}"
    ".s6{fill:#1f5d97}.sign{fill:#c8503c;fill-opacity:.75;stroke:#fff;stroke-width:.6}</style>"
)


def _split(svg: str) -> tuple[str, str]:
    """Where the style goes in: after the opening tag."""
    end = svg.index(">") + 1
    return svg[:end], svg[end:]
