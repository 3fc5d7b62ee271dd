"""What all answers are made from: one store, one memory, one coder that loads when first needed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from anyio import CapacityLimiter, to_thread
from fastapi import HTTPException
from starlette.concurrency import run_in_threadpool

from duta.line import Coder, UnsupportedLanguage, load
from duta.records import Coded, Document
from duta.server.remembering import Memory
from duta.server.settings import Settings
from duta.store import Store

if TYPE_CHECKING:
    from duta.watching.manners import Manners

T = TypeVar("T")
MAX_TEXT = 200_000
"""Characters of a text that is coded while somebody waits."""


class Bench:
    """The store and the coder of one server."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store, self.settings = store, settings
        self.memory = Memory(store)
        self._coder: Coder | None = None
        self._loading = threading.Lock()
        self._turns = asyncio.Semaphore(settings.coding)
        self._slow = CapacityLimiter(2)

    async def code(self, document: Document) -> Coded:
        """Codes a text, in its turn. Raises `HTTPException` for what cannot be coded."""
        if len(document.text) > MAX_TEXT:
            raise HTTPException(413, f"a text of {len(document.text):,} characters; at most {MAX_TEXT:,} are coded here")
        if not document.text.strip():
            raise HTTPException(422, "no text")
        async with self._turns:
            try:
                return await self.slowly(lambda: self._code(document))
            except UnsupportedLanguage as error:
                raise HTTPException(422, str(error)) from None

    async def slowly(self, work: Callable[[], T]) -> T:
        """Work of seconds or minutes, on threads of its own, so that short questions go on being answered."""
        return await to_thread.run_sync(work, limiter=self._slow)

    def _code(self, document: Document) -> Coded:
        with self._loading:
            self._coder = self._coder or load()
        return self._coder.explain(document)

    async def fetch(self, url: str, language: str = "auto") -> Document:
        """The article at a public address. Raises `HTTPException`: no other scheme, no private network, redirects included."""
        from duta.reading.documents import from_page
        from duta.reading.errors import Unreadable
        from duta.reading.pages import Page, html_of
        from duta.watching.fetching import Failed, Fetcher

        if urlsplit(url).scheme not in ("http", "https"):
            raise HTTPException(422, "only http and https addresses are read")
        fetcher = Fetcher(self._manners())
        try:
            answer = await fetcher.get(url, _at_once)
            html = html_of(answer.body, answer.content_type, None)
            day = datetime.now(UTC).date().isoformat()
            return await run_in_threadpool(from_page, Page(html, answer.url, day, f"read from {answer.url}"), language)
        except Failed as error:
            raise HTTPException(422, f"{url[:200]}: {error}") from None
        except Unreadable as error:
            raise HTTPException(422, f"{url[:200]}: {error}") from None
        finally:
            await fetcher.close()

    def _manners(self) -> Manners:
        from duta import __version__
        from duta.watching.manners import Manners

        manners = Manners(agent=f"duta/{__version__}", allow_private=self.settings.allow_private)
        return replace(manners, deadline=30, max_bytes=8 * 1024 * 1024)


@asynccontextmanager
async def _at_once(_: str) -> AsyncIterator[None]:
    """One address, asked once because a person wants to read it: nobody waits for a turn."""
    yield
