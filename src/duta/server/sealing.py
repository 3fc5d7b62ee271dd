"""Content-Security-Policy for pages: the scripts that NiceGUI writes into a page carry a number used once; no other runs."""

from __future__ import annotations

import re
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from duta.server.wording import language_of

SCRIPT = re.compile(rb"<script(?=[\s>])")


class Seal:
    """ASGI middleware around pages. Texts of articles reach a page only as escaped data, so every `<script` is NiceGUI's own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def sending(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                if Headers(scope=message).get("content-type", "").startswith("text/html"):
                    start = message  # held back until its body is there
                    return
                MutableHeaders(scope=message).setdefault("Content-Security-Policy", policy())
            elif message["type"] == "http.response.body" and start is not None:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                nonce = secrets.token_urlsafe(16)
                page = SCRIPT.sub(f'<script nonce="{nonce}"'.encode(), body)
                language = language_of(Headers(scope=scope), scope["query_string"].decode("latin-1"))
                page = page.replace(b'<html dir="ltr">', f'<html lang="{language}" dir="ltr">'.encode(), 1)
                headers = MutableHeaders(scope=start)
                headers["Content-Security-Policy"] = policy(nonce)
                headers["Content-Length"] = str(len(page))
                headers["Cache-Control"] = "no-store"
                await send(start)
                message = {"type": "http.response.body", "body": page}
            await send(message)

        await self._app(scope, receive, sending)


def policy(nonce: str | None = None) -> str:
    """Everything from here and nothing from elsewhere. Vue compiles its templates in the browser: hence `unsafe-eval`."""
    scripts = f"'self' 'nonce-{nonce}' 'unsafe-eval'" if nonce else "'self'"
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
