"""Signing in with a token, and what somebody prefers: cookies of this site alone."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from duta.server.guarding import COOKIE
from duta.server.settings import key_of
from duta.server.wording import COOKIE as LANGUAGE
from duta.server.wording import LANGUAGES, Words, language_of, words_of

router = APIRouter(include_in_schema=False)
THEME = "duta_theme"
THEMES = ("auto", "light", "dark")
YEAR = 365 * 86_400


@router.get("/login")
def login(request: Request, to: str = "/", failed: bool = False) -> HTMLResponse:
    """A form for the token; plain HTML, because nobody is let in yet."""
    words = words_of(language_of(request.headers, request.url.query))
    form = Markup(
        '<form method="post" action="/login" class="stack"><input type="hidden" name="to" value="{}">'
        '<label>{}<input type="password" name="token" required autofocus autocomplete="current-password"></label>{}<button class="primary">{}</button></form>'
    ).format(
        inside(to), words("login.token"), Markup('<p role="alert" class="error">{}</p>').format(words("login.failed")) if failed else "", words("login.enter")
    )  # fmt: skip
    return HTMLResponse(plain(words, "duta", form), 401 if failed else 200)


def plain(words: Words, title: str, inside: Markup) -> Markup:
    """A page that needs no script."""
    return Markup(
        '<!doctype html><html lang="{0}" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<title>{1}</title><link rel="stylesheet" href="/static/duta.css"></head><body><main class="narrow"><h1>{1}</h1>{2}</main></body></html>'
    ).format(words.language, title, inside)


@router.post("/login")
def enter(
    request: Request, token: Annotated[str, Form(max_length=500)], to: Annotated[str, Form(max_length=2000)] = "/"
) -> Response:
    """Keeps a good token in a cookie that no script can read and no other site can send."""
    if key_of(token.strip()) not in request.app.state.bench.settings.tokens:
        return login(request, to, failed=True)
    response = RedirectResponse(inside(to), 303)
    response.set_cookie(
        COOKIE, token.strip(), max_age=12 * 3600, httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return response


@router.get("/prefer")
def prefer(to: str = "/", language: str = "", theme: str = "") -> Response:
    """Remembers a language or light or dark, and goes back."""
    response = RedirectResponse(inside(to), 303)
    if language in LANGUAGES:
        response.set_cookie(LANGUAGE, language, max_age=YEAR, samesite="lax")
    if theme in THEMES:
        response.set_cookie(THEME, theme, max_age=YEAR, samesite="lax")
    return response


def inside(to: str) -> str:
    """An address of this site; its first page for any other."""
    return to if to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable() else "/"
