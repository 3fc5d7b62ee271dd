"""The watch itself: polls feeds, fetches what is new in them, and hands over one article after the other."""

from __future__ import annotations

import asyncio
import datetime
import hashlib
import time
from collections.abc import Coroutine, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from duta.reading.documents import from_page
from duta.reading.errors import Unreadable
from duta.reading.links import article_id, canonical
from duta.reading.pages import Page, html_of
from duta.records import Document, Reject
from duta.watching.feeds import read_feed
from duta.watching.fetching import Answer, Failed, Fetcher
from duta.watching.hosts import Hosts, Paused, backoff, host_of
from duta.watching.manners import Manners
from duta.watching.state import ArticleRow, FeedRow, State

_T = TypeVar("_T")
LONGEST_SLEEP = 60.0
"""Seconds between two looks at the clock: it may be set, and the machine may sleep."""


def watch(feeds: Iterable[str], state: State, manners: Manners, *, once: bool = False) -> Iterator[Document | Reject]:
    """The new articles of `feeds`, each handed over once: for ever, or with `once` until there are no more for now.

    An article counts as done when the next one is asked for: whoever keeps it must have kept it by then. A watch that
    was killed in between hands that one article over again. Feeds that fail are rejects too, at every poll.
    """
    with asyncio.Runner() as runner:
        watcher = _Watcher(list(feeds), state, manners, runner)
        try:
            yield from watcher.articles(once)
        finally:
            watcher.close()


@dataclass(frozen=True, slots=True)
class _Found:
    """A fetched article with what has to be remembered of it."""

    result: Document | Reject
    final_id: str
    text_key: str | None = None


class _Watcher:
    def __init__(self, feeds: list[str], state: State, manners: Manners, runner: asyncio.Runner) -> None:
        self._feeds, self._state, self._manners, self._runner = feeds, state, manners, runner
        self._fetcher = self._run(_made(manners))
        self._hosts = Hosts(state, manners, self._fetcher)
        state.follow(feeds)

    def close(self) -> None:
        self._run(self._fetcher.close())

    def _run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return self._runner.run(work)

    def articles(self, once: bool) -> Iterator[Document | Reject]:
        first = True
        while True:
            feeds = self._state.due_feeds(self._feeds, now=once) if first or not once else []
            first = False
            for rejects in self._run(_all(self._poll(feed) for feed in feeds)):
                yield from rejects
            batch = self._state.due_articles(self._manners.at_once, self._manners.per_host)
            if batch:
                answers = self._run(_all(self._fetch(article) for article in batch))
                for article, answer in zip(batch, answers, strict=True):
                    yield from self._hand_over(article, answer)
            elif once:
                return
            else:
                left = self._state.next_due(self._feeds) - time.time()
                time.sleep(min(max(left, 0.05), LONGEST_SLEEP))

    # --- feeds

    async def _poll(self, feed: FeedRow) -> list[Reject]:
        """Polls a feed and keeps what it lists; returns what is wrong with it."""
        now = time.time()
        try:
            answer = await self._hosts.get(feed.location, etag=feed.etag, modified=feed.modified)
            due = now + self._manners.interval
            if answer.status == 304:
                self._state.polled(feed, (), due=due)
                return []
            today = datetime.datetime.now().astimezone().date()
            read = read_feed(answer.body, answer.url, answer.content_type, today)
        except (Failed, Unreadable) as failure:
            return [self._poll_failed(feed, failure)]
        due = now + min(max(self._manners.interval, read.ttl), self._manners.longest_wait)
        rows = []
        for entry in read.entries:
            id = article_id(canonical(entry.url))
            rows.append(ArticleRow(id, entry.url, host_of(entry.url), feed.url, entry.title, entry.listed))
        location = answer.url if answer.moved else feed.location
        self._state.polled(replace(feed, location=location, etag=answer.etag, modified=answer.modified), rows, due=due)
        return [Reject(feed.url, problem) for problem in read.problems]

    def _poll_failed(self, feed: FeedRow, failure: Failed | Unreadable) -> Reject:
        wait = max(self._manners.interval, backoff(self._manners, feed.failures + 1))
        if isinstance(failure, Failed) and failure.wait is not None:
            wait = failure.wait
        gone = isinstance(failure, Failed) and failure.status == 410 and feed.location == feed.url
        due = time.time() + min(wait, self._manners.longest_wait)
        self._state.poll_failed(feed.url, due=due, counted=not isinstance(failure, Paused), gone=gone)
        return Reject(feed.url, f"{failure}; it is not asked again" if gone else str(failure))

    # --- articles

    async def _fetch(self, article: ArticleRow) -> Answer | Failed:
        try:
            return await self._hosts.get(article.url)
        except Failed as failure:
            return failure

    def _hand_over(self, article: ArticleRow, answer: Answer | Failed) -> Iterator[Document | Reject]:
        """The article, unless it has to wait for another try; settled once the caller comes back."""
        if isinstance(answer, Failed) and not answer.lasting:
            paused = isinstance(answer, Paused)
            if paused or article.tries + 1 < self._manners.tries:
                wait = answer.wait if answer.wait is not None else backoff(self._manners, article.tries + 1)
                due = time.time() + min(wait, self._manners.longest_wait)
                self._state.later(article, due=due, counted=not paused)
                return
        found = self._read(article, answer)
        yield found.result
        reason = found.result.reason if isinstance(found.result, Reject) else None
        self._state.settle(article, found.final_id, reason, found.text_key)

    def _read(self, article: ArticleRow, answer: Answer | Failed) -> _Found:
        try:
            if isinstance(answer, Failed):
                tries = f" ({article.tries + 1} tries)" if not answer.lasting else ""
                raise Unreadable(f"{answer}{tries}")
            url = canonical(answer.url)
            id = article_id(url)
            if id != article.id and self._state.is_settled(id):
                raise Unreadable(f"the same article again (it leads to {url})")
            page = Page(
                html=html_of(answer.body, answer.content_type, None),
                url=url,
                retrieved=datetime.datetime.now().astimezone().date().isoformat(),
                citation=f"feed {article.feed}",
                listed=article.listed,
                title=article.title,
            )
            document = from_page(page)
            text_key = hashlib.sha256(f"{host_of(url)}\n{document.text}".encode()).hexdigest()[:32]
            if self._state.has_text(text_key):
                raise Unreadable("the same article again (this host gave the same text at another address)")
            return _Found(document, id, text_key)
        except Unreadable as reason:
            return _Found(Reject(article.url, str(reason)), article.id)


async def _all(work: Iterable[Coroutine[Any, Any, _T]]) -> list[_T]:
    """Side by side; the fetcher and the hosts hold back what must wait."""
    return list(await asyncio.gather(*work))


async def _made(manners: Manners) -> Fetcher:
    """A fetcher, made inside the event loop that it will belong to."""
    return Fetcher(manners)
