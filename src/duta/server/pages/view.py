"""What every page is made from: who reads it, in which language, under which filter; and the frame around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TypeVar
from urllib.parse import quote

from fastapi import Request
from markupsafe import Markup
from nicegui import ui
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from duta.server.asking import filter_in, query_of
from duta.server.bench import Bench
from duta.server.settings import LOCAL, Person
from duta.server.signing import THEME
from duta.server.wording import Words, cookie, language_of, words_of
from duta.store import Filter

T = TypeVar("T")
PAGES = {"overview": "/", "events": "/events", "dyad": "/dyad", "actors": "/actors", "places": "/places", "try": "/try", "review": "/review",
         "health": "/health"}  # fmt: skip
FILTERED = ("overview", "events", "dyad", "review")
"""Pages that a filter goes along to."""


class View:
    """One page for one reader."""

    def __init__(self, request: Request, bench: Bench) -> None:
        self.bench, self.store, self.path = bench, bench.store, request.url.path
        self.params = request.query_params
        self.words: Words = words_of(language_of(request.headers, request.url.query))
        self.person: Person = request.scope.get("person") or LOCAL
        self.theme = cookie(request.headers, THEME)
        self.here = self.path + (f"?{request.url.query}" if request.url.query else "")
        self.wrong = ""
        """What is wrong with the filter of the address; it is then left aside."""

    @cached_property
    def wish(self) -> Filter:
        """The filter of the address."""
        try:
            return filter_in(self.params)
        except ValidationError as error:
            told = error.errors(include_url=False)[0]
            self.wrong = f"{'.'.join(map(str, told['loc']))}: {told['msg'].removeprefix('Value error, ')}"
        except ValueError as error:
            self.wrong = str(error)
        return Filter()

    def to(self, page: str, wish: Filter | None = None, **more: str | None) -> str:
        """The address of a page, with a filter."""
        return PAGES[page] + query_of(self.wish if wish is None else wish, **more)

    async def ask(self, make: Callable[[], T]) -> T:
        """What a question to the store gives, without keeping others waiting."""
        return await run_in_threadpool(make)


@contextmanager
def frame(view: View, title: str, page: str = "") -> Iterator[None]:
    """Header, navigation and content of a page; what is made inside goes into its main part."""
    words = view.words
    ui.page_title(f"{title} - duta")
    ui.dark_mode({"dark": True, "light": False}.get(view.theme))
    ui.add_head_html('<link rel="stylesheet" href="/static/duta.css">')
    with ui.header(fixed=False, wrap=False).classes("top"):
        ui.html(_navigation(view, page), sanitize=False).classes("bar")
    with ui.element("div").classes("page").props("id=content tabindex=-1"):
        html(Markup("<h1>{}</h1>").format(title))
        if view.wish is not None and view.wrong:
            html(Markup('<p role="alert" class="error">{}</p>').format(words("common.wrong_filter", what=view.wrong)))
        yield


def html(markup: Markup, classes: str = "") -> ui.html:
    """Finished, escaped HTML: what was made with `Markup.format`, which escapes what it is given."""
    assert isinstance(markup, Markup)
    return ui.html(str(markup), sanitize=False).classes(f"part {classes}")


def button(label: str, act: Callable[[], object], *, primary: bool = False) -> ui.button:
    """A button of the page's own looks."""
    made = ui.button(label, on_click=act, color=None).props("no-caps unelevated no-wrap")
    return made.classes("button primary" if primary else "button")


def _navigation(view: View, page: str) -> Markup:
    words, dark = view.words, view.theme == "dark"
    links = Markup().join(
        Markup('<li><a href="{}"{}>{}</a></li>').format(
            view.to(name) if name in FILTERED and page in FILTERED else path,
            Markup(' aria-current="page"') if name == page else "", words(f"nav.{name}"),
        )
        for name, path in PAGES.items()
    )  # fmt: skip
    other = "en" if words.language == "id" else "id"
    back = quote(view.here)
    return Markup(
        '<a class="skip" href="#content">{skip}</a><nav aria-label="{menu}"><a class="brand" href="/">duta</a><ul>{links}</ul>'
        '<ul class="look"><li><a lang="{other}" hreflang="{other}" href="/prefer?language={other}&amp;to={back}">{language}</a></li>'
        '<li><a href="/prefer?theme={theme}&amp;to={back}">{look}</a></li></ul></nav>'
    ).format(
        skip=words("nav.skip"), menu=words("nav.menu"), links=links, other=other, back=back, language=words("nav.language"),
        theme="light" if dark else "dark", look=words("nav.to_light" if dark else "nav.to_dark"),
    )  # fmt: skip
