"""What stands between the network and the workbench: who asks, from which page, how much and how often."""

from __future__ import annotations

import time
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from duta.server.problems import problem
from duta.server.settings import LOCAL, Person, Settings, is_loopback, key_of

COOKIE = "duta_token"
OPEN = ("/login", "/static/")
"""Asked without a token."""
SAFE = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Buckets:
    """So many requests a second of each, and some more at once."""

    def __init__(self, rate: float, burst: int, remembered: int = 10_000) -> None:
        self._rate, self._burst, self._remembered = rate, burst, remembered
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str, now: float) -> float:
        """Takes one; 0, or the seconds until there is one again."""
        left, since = self._left.pop(who, (float(self._burst), now))
        left = min(self._burst, left + (now - since) * self._rate)
        wait = 0.0 if left >= 1 else (1 - left) / self._rate
        self._left[who] = (left if wait else left - 1, now)
        if len(self._left) > self._remembered:
            self._left.popitem(last=False)
        return wait


class Guard:
    """ASGI middleware around everything, websockets too."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._reads = Buckets(settings.reads, settings.read_burst)
        self._works = Buckets(settings.works, settings.work_burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), scope["path"]
        person = who_asks(headers, self._settings)
        if scope["type"] == "websocket":
            refused = self._foreign(headers, writes=True) or (None if person else "a token is needed")
            if refused:
                await send({"type": "websocket.close", "code": 1008, "reason": refused})
                return
        else:
            writes = scope["method"] not in SAFE
            refusal = self._refusal(scope, headers, person, path, writes)
            if refusal is not None:
                await refusal(scope, receive, _with_headers(send))
                return
            receive = self._limited(receive)
        scope["person"] = person
        scope["headers"] = [
            (name, value) for name, value in scope["headers"] if name != b"x-forwarded-prefix"
        ]  # no proxy is believed
        await self._app(scope, receive, _with_headers(send) if scope["type"] == "http" else send)

    def _refusal(self, scope: Scope, headers: Headers, person: Person | None, path: str, writes: bool) -> Any:
        if foreign := self._foreign(headers, writes):
            return problem(403, foreign)
        if person is None and not path.startswith(OPEN):
            if path.startswith("/api/") or "text/html" not in headers.get("accept", ""):
                return problem(401, "a token is needed", headers={"WWW-Authenticate": "Bearer"})
            return RedirectResponse(f"/login?to={quote(path)}", 303)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._settings.max_body:
            return problem(413, self._size())
        address = scope["client"][0] if scope.get("client") else "?"
        buckets = self._works if writes and not path.startswith("/_nicegui") else self._reads
        wait = buckets.take(f"{person.name if person else '?'}@{address}", time.monotonic())
        return problem(429, "too many requests", headers={"Retry-After": str(int(wait) + 1)}) if wait else None

    def _foreign(self, headers: Headers, writes: bool) -> str | None:
        """Why a request is not of our own pages: a name that was rebound to this machine, or another site's page that writes."""
        host = headers.get("host", "")
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return "no such host"
        if self._settings.loopback and not is_loopback(name):
            return f"{name[:100]} is not a name of this machine"
        origin = headers.get("origin")
        if writes and origin is not None and urlsplit(origin).netloc != host:
            return "written from the page of another site"
        if writes and origin is None and headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return "written from the page of another site"
        return None

    def _size(self) -> str:
        return f"a request has at most {self._settings.max_body:,} bytes"

    def _limited(self, receive: Receive) -> Receive:
        got = 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > self._settings.max_body:
                raise HTTPException(413, self._size())  # a body that did not state its length; whoever reads it answers
            return message

        return counted


def who_asks(headers: Headers, settings: Settings) -> Person | None:
    """By token in `Authorization` or cookie; whoever sits at this machine where no tokens are set."""
    if not settings.tokens:
        return LOCAL
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer":
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            cookie = None
        token = cookie.value if cookie else ""
    return settings.tokens.get(key_of(token.strip()))


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        await send(message)

    return sending
