"""One address to one answer: redirects counted, sizes and times limited."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urljoin

import httpx

from duta.reading.errors import Unreadable
from duta.reading.pages import inflate
from duta.watching.guard import GuardedTransport, Refused
from duta.watching.manners import Manners

Turn = Callable[[str], AbstractAsyncContextManager[None]]
"""Waits until an address may be asked; entered once for every request, redirects included. May raise `Failed`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status 200 with a body, or 304 (not modified) without."""

    url: str
    """The address that answered, after all redirects."""
    status: int
    body: bytes = b""
    """Decompressed."""
    content_type: str | None = None
    etag: str | None = None
    modified: str | None = None
    """`Last-Modified`, as the server wrote it."""
    moved: bool = False
    """Whether every redirect on the way was a permanent one."""


class Failed(Exception):
    """No answer that can be used; the message says why."""

    def __init__(self, reason: str, *, lasting: bool = False, status: int | None = None, wait: float | None = None) -> None:
        super().__init__(reason)
        self.lasting = lasting
        """Whether asking again would be pointless."""
        self.status = status
        """HTTP status, if the server answered."""
        self.wait = wait
        """Seconds that the server asked to wait (`Retry-After`)."""


class Fetcher:
    """Fetches over one client; belongs to one event loop."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._slots = asyncio.Semaphore(manners.at_once)
        self._client = httpx.AsyncClient(
            transport=GuardedTransport(allow_private=manners.allow_private),
            timeout=manners.timeout,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # takes none
            headers={
                "User-Agent": manners.agent,
                "Accept": "text/html, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5",
                "Accept-Encoding": "gzip, deflate",  # what `inflate` can stop in time
            },
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def get(self, url: str, turn: Turn, *, etag: str | None = None, modified: str | None = None) -> Answer:
        """The answer of `url`, at most `redirects` redirects away. Raises `Failed`."""
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        conditions = {name: value for name, value in headers.items() if value}
        seen: list[str] = []
        moved = True
        while True:
            if url in seen:
                raise Failed(f"a redirect loop at {url[:200]}", lasting=True)
            if len(seen) > self._manners.redirects:
                raise Failed(f"more than {self._manners.redirects} redirects", lasting=True)
            seen.append(url)
            async with turn(url), self._slots:
                answer = await self._ask(url, conditions)
            if isinstance(answer, Answer):
                return replace(answer, moved=moved and len(seen) > 1)
            url, permanent = answer
            moved = moved and permanent

    async def _ask(self, url: str, headers: dict[str, str]) -> Answer | tuple[str, bool]:
        """An answer, or where a redirect leads to and whether for good. Raises `Failed`."""
        manners = self._manners
        try:
            async with asyncio.timeout(manners.deadline), self._client.stream("GET", url, headers=headers) as response:
                if response.is_redirect and (target := response.headers.get("Location")):
                    return urljoin(url, target.strip()), response.status_code in (301, 308)
                if response.status_code == 304 and headers:
                    return Answer(url, 304)
                if response.status_code != 200:
                    raise _refusal(response)
                body = inflate(await self._body(response), response.headers.get("Content-Encoding"), manners.max_bytes)
        except TimeoutError:
            raise Failed(f"no end after {manners.deadline:g} seconds") from None
        except httpx.TimeoutException:
            raise Failed(f"no answer within {manners.timeout:g} seconds") from None
        except Refused as reason:
            raise Failed(str(reason), lasting=True) from None
        except Unreadable as reason:
            raise Failed(str(reason), lasting=True, status=200) from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError, ValueError) as error:
            raise Failed(f"not an address to ask: {error}", lasting=True) from None
        except httpx.HTTPError as error:
            raise Failed(f"{error or type(error).__name__}") from None
        return Answer(
            url,
            200,
            body,
            response.headers.get("Content-Type"),
            _replayable(response.headers.get("ETag")),
            _replayable(response.headers.get("Last-Modified")),
        )

    async def _body(self, response: httpx.Response) -> bytes:
        """The body as it was sent. Raises `Unreadable` where it is longer than allowed."""
        limit, body = self._manners.max_bytes, bytearray()
        async for piece in response.aiter_raw():
            body += piece
            if len(body) > limit:
                raise Unreadable(f"an answer of more than {limit:,} bytes")
        return bytes(body)


def _replayable(value: str | None) -> str | None:
    """A header value that may be sent back as it came."""
    return value if value and len(value) < 1000 and value.isascii() and value.isprintable() else None


def _refusal(response: httpx.Response) -> Failed:
    status = response.status_code
    passing = status >= 500 or status in (408, 425, 429)
    wait = _retry_after(response.headers.get("Retry-After")) if status in (429, 503) else None
    return Failed(f"HTTP status {status}", lasting=not passing, status=status, wait=wait)


def _retry_after(value: str | None) -> float | None:
    """Seconds from a `Retry-After` of seconds or an HTTP date (RFC 9110, 10.2.3)."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        left = parsedate_to_datetime(value) - datetime.datetime.now(datetime.UTC)
    except (ValueError, TypeError):
        return None
    return max(0.0, left.total_seconds())
