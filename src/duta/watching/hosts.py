"""Whose turn it is: robots.txt, the delay between requests, and the pauses that a host asked for or earned."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from protego import Protego

from duta.watching.fetching import Answer, Failed, Fetcher
from duta.watching.manners import Manners
from duta.watching.state import State

ROBOTS_AGE = 86_400
"""Seconds that a robots.txt is believed (RFC 9309, 2.4)."""
ROBOTS_SIZE = 500 * 1024
"""Characters of a robots.txt that count (RFC 9309, 2.5)."""


class Paused(Failed):
    """Nothing was asked: the host is pausing. No failure of the address."""


class Hosts:
    """Asks addresses, each host at its own pace."""

    def __init__(self, state: State, manners: Manners, fetcher: Fetcher) -> None:
        self._state, self._manners, self._fetcher = state, manners, fetcher
        self._free: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(manners.per_host))
        self._next: dict[str, float] = {}
        self._delay: dict[str, float] = {}
        self._reading: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Answer:
        """The answer of an address that robots.txt allows. Raises `Failed`, `Paused`."""
        return await self._fetcher.get(url, self._allowed_turn, etag=etag, modified=modified)

    def _pause(self, host: str, asked: float | None) -> None:
        """As long as the host asked, else longer with every failure in a row."""
        failures = self._state.host_failed(host)
        seconds = asked if asked is not None else backoff(self._manners, failures)
        self._state.pause(host, time.time() + min(seconds, self._manners.longest_wait))

    @asynccontextmanager
    async def _turn(self, url: str) -> AsyncIterator[None]:
        """One request to a host, and what its outcome means for the next ones. Raises `Paused`."""
        host = host_of(url)
        async with self._free[host]:
            if (left := self._state.paused_until(host) - time.time()) > 0:
                raise Paused(f"{host} is not asked for {left:.0f} more seconds", wait=left)
            now = time.monotonic()
            start = max(now, self._next.get(host, 0.0))
            self._next[host] = start + max(self._manners.delay, self._delay.get(host, 0.0))
            await asyncio.sleep(start - now)
            try:
                yield
            except Failed as failure:
                if failure.lasting:
                    self._state.host_answered(host)
                else:
                    self._pause(host, failure.wait)
                raise
            self._state.host_answered(host)

    @asynccontextmanager
    async def _allowed_turn(self, url: str) -> AsyncIterator[None]:
        """One request that robots.txt allows. Raises `Failed`, lasting where it forbids."""
        parts = urlsplit(url)
        if parts.scheme in ("http", "https"):  # what else there is, the transport refuses
            async with self._reading[parts.netloc]:
                rules = Protego.parse(await self._robots(f"{parts.scheme}://{parts.netloc}"))
            if not rules.can_fetch(url, self._manners.agent):
                raise Failed("robots.txt forbids it", lasting=True)
            wish = rules.crawl_delay(self._manners.agent) or 0.0
            self._delay[host_of(url)] = min(wish, self._manners.longest_wait)
        async with self._turn(url):
            yield

    async def _robots(self, origin: str) -> str:
        """The rules of an origin; none where it has no robots.txt. Raises `Failed` while it cannot tell (RFC 9309, 2.3.1)."""
        known = self._state.robots(origin, since=time.time() - ROBOTS_AGE)
        if known is not None:
            return known
        try:
            answer = await self._fetcher.get(f"{origin}/robots.txt", self._turn)
            rules = answer.body[:ROBOTS_SIZE].decode("utf-8", "replace")
        except Paused:
            raise
        except Failed as failure:
            if not failure.lasting or failure.status == 200:
                raise Failed(f"robots.txt: {failure}", status=failure.status, wait=failure.wait) from None
            rules = ""
        self._state.keep_robots(origin, rules)
        return rules


def host_of(url: str) -> str:
    """Host and port: what politeness is due to."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def backoff(manners: Manners, failures: int) -> float:
    """Seconds to wait after so many failures in a row."""
    return float(min(manners.backoff * 2.0 ** min(failures - 1, 30), manners.longest_wait))
