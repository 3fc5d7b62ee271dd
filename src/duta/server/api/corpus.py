"""Events, mentions and articles of the store."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from duta.records import Event, LinkedEvent
from duta.server.api.answering import MISSING, WRONG, At, Cursor, Limit, Page, Wish, answer
from duta.server.problems import not_found
from duta.store import looking

router = APIRouter(tags=["corpus"])


class Told(BaseModel):
    """One mention of an event: its record, its sentence, and why it belongs there."""

    record: Event
    sentence: str | None
    """None where the article was loaded without its text."""
    reason: str
    by: str
    """`load` until linked; then `linking`, or `person:NAME`."""


class EventWithMentions(BaseModel):
    """An event and all that tell it."""

    event: LinkedEvent
    mentions: list[Told]


class Article(BaseModel):
    """An article of the store."""

    doc_id: str
    language: str
    published: str | None
    title: str | None
    url: str | None
    publication: str | None
    mentions: int
    """Records of it."""


class ArticleWithText(Article):
    """An article, its text if it is kept, and its records in text order."""

    text: str | None
    records: list[Event]


class Count(BaseModel):
    """How many there are."""

    count: int


@router.get("/events", response_model=Page[LinkedEvent], responses=WRONG)
def events(request: Request, at: At, wish: Wish, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """Events that match, the newest first: mentions of one event are one, after `duta link`."""
    return answer(request, Page[LinkedEvent], lambda: _page(at, wish, limit, cursor, "events"))


@router.get("/events/count", response_model=Count, responses=WRONG)
def count_events(request: Request, at: At, wish: Wish) -> Response:
    """How many events match."""
    return answer(request, Count, lambda: Count(count=at.store.count(wish)))


@router.get("/events/{id}", response_model=EventWithMentions, responses=MISSING)
def event(request: Request, at: At, id: str) -> Response:
    """One event, by its id or that of one of its mentions, with every mention, its evidence and the reason of its link."""

    def make() -> EventWithMentions:
        found = looking.event_of(at.store, id)
        if found is None:
            raise not_found(f"event {id}")
        told = [
            Told(
                record=m.record,
                sentence=m.text and m.text[m.record.text_info.start : m.record.text_info.end],
                reason=m.reason,
                by=m.by,
            )
            for m in looking.members_of(at.store, found)
        ]
        return EventWithMentions(event=found, mentions=told)

    return answer(request, EventWithMentions, make)


@router.get("/mentions", response_model=Page[Event], responses=WRONG)
def mentions(request: Request, at: At, wish: Wish, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """Coded records that match, the newest first."""
    return answer(request, Page[Event], lambda: _page(at, wish, limit, cursor, "mentions"))


@router.get("/mentions/{id}", response_model=Event, responses=MISSING)
def mention(request: Request, at: At, id: str) -> Response:
    """One coded record."""

    def make() -> Event:
        found = looking.mention_of(at.store, id)
        if found is None:
            raise not_found(f"mention {id}")
        return found

    return answer(request, Event, make)


@router.get("/articles", response_model=Page[Article], responses=WRONG)
def articles(
    request: Request, at: At, limit: Limit = 100, cursor: Annotated[str | None, Query(max_length=2000)] = None
) -> Response:
    """Articles in the order of their ids, without their texts."""

    def make() -> Page[Any]:
        found, after = looking.articles_after(at.store, cursor, limit)
        return Page(items=[Article.model_validate(a, from_attributes=True) for a in found], next=after)

    return answer(request, Page[Article], make)


@router.get("/articles/{doc_id:path}", response_model=ArticleWithText, responses=MISSING)
def article(request: Request, at: At, doc_id: str) -> Response:
    """One article with its text and its records."""

    def make() -> ArticleWithText:
        found = looking.article_of(at.store, doc_id)
        if found is None:
            raise not_found(f"article {doc_id}")
        return ArticleWithText(**asdict(found), records=looking.records_of(at.store, doc_id))

    return answer(request, ArticleWithText, make)


def _page(at: At, wish: Wish, limit: int, cursor: str | None, what: Any) -> Page[Any]:
    wish = type(wish).model_validate({**wish.model_dump(exclude_unset=True), "limit": limit, "cursor": cursor})
    items, after = at.store.page(wish, what)
    return Page(items=items, next=after)
