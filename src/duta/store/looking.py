"""Looking one thing up: an event with its mentions, a record, an article, a known person or body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, null, select

from duta.records import Event, LinkedEvent
from duta.store import schema
from duta.store.search import fold
from duta.store.store import Store, linked_events


@dataclass(frozen=True, slots=True)
class Member:
    """One mention of an event, and why it is in it."""

    record: Event
    reason: str
    by: str
    """`load` until linked; then `linking`, or `person:NAME`."""
    text: str | None
    """The article's text, where the store keeps it."""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """The current revision of an article."""

    doc_id: str
    language: str
    published: str | None
    title: str | None
    url: str | None
    publication: str | None
    text: str | None
    mentions: int


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """A known person or body, and in how many events it is a party."""

    name: str
    wikidata: str | None
    events: int


def event_of(store: Store, id: str) -> LinkedEvent | None:
    """The event that has this id, or a mention with this id."""
    mention, member = schema.Mention, schema.EventMention
    query = select(member.event_pk).join(mention, mention.pk == member.mention_pk)
    with store.engine.connect() as connection:
        key = connection.execute(query.where(mention.id == id, mention.superseded_run.is_(None))).scalar()
        return next(linked_events(connection, [key]), None) if key is not None else None


def members_of(store: Store, event: LinkedEvent) -> list[Member]:
    """The mentions of an event, each with its article's text."""
    mention, member, article, record = schema.Mention, schema.EventMention, schema.Article, schema.MentionRecord
    query = (
        select(record.record, member.reason, member.by, article.text)
        .join(mention, mention.pk == record.mention_pk)
        .join(member, member.mention_pk == mention.pk)
        .join(article, article.pk == mention.article_pk)
        .where(mention.id.in_([m.id for m in event.mentions]), mention.superseded_run.is_(None))
        .order_by(article.published, mention.pk)
    )
    with store.engine.connect() as connection:
        return [Member(Event.model_validate_json(r), why, by, text) for r, why, by, text in connection.execute(query)]


def mention_of(store: Store, id: str) -> Event | None:
    """The current record of this id."""
    mention, record = schema.Mention, schema.MentionRecord
    query = select(record.record).join(mention, mention.pk == record.mention_pk)
    with store.engine.connect() as connection:
        found = connection.execute(query.where(mention.id == id, mention.superseded_run.is_(None))).scalar()
    return Event.model_validate_json(found) if found else None


def article_of(store: Store, doc_id: str) -> StoredArticle | None:
    """The current revision of an article."""
    with store.engine.connect() as connection:
        return _articles(connection, _article_query().where(schema.Article.doc_id == doc_id)).get(doc_id)


def records_of(store: Store, doc_id: str) -> list[Event]:
    """The current records of an article, in text order."""
    mention, record, article = schema.Mention, schema.MentionRecord, schema.Article
    query = select(record.record).join(mention, mention.pk == record.mention_pk).join(article, article.pk == mention.article_pk)
    query = query.where(article.doc_id == doc_id, mention.superseded_run.is_(None))
    with store.engine.connect() as connection:
        records = [Event.model_validate_json(found) for found in connection.execute(query).scalars()]
    return sorted(records, key=lambda e: (e.text_info.start, e.id))


def articles_after(store: Store, cursor: str | None, limit: int) -> tuple[list[StoredArticle], str | None]:
    """One page of articles by their id, without their texts, and the cursor of the next page."""
    query = _article_query(text=False).order_by(schema.Article.doc_id).limit(limit + 1)
    if cursor is not None:
        query = query.where(schema.Article.doc_id > cursor)
    with store.engine.connect() as connection:
        found = list(_articles(connection, query).values())
    return found[:limit], found[limit - 1].doc_id if len(found) > limit else None


def entities(store: Store, words: str, limit: int = 50) -> list[KnownEntity]:
    """Known persons and bodies whose name has these words (any, for none), those in most events first."""
    entity, party = schema.Entity, schema.EventParty
    count = func.count(func.distinct(party.event_pk))
    query = select(entity.name, entity.wikidata, count).join(party, party.entity_pk == entity.pk).group_by(entity.pk)
    query = query.where(*(entity.folded.contains(word, autoescape=True) for word in fold(words).split()))
    with store.engine.connect() as connection:
        rows = connection.execute(query.order_by(count.desc(), entity.name).limit(limit))
        return [KnownEntity(*row) for row in rows]


def _article_query(*, text: bool = True) -> Select[Any]:
    article, source = schema.Article, schema.Source
    columns: list[Any] = [
        article.pk,
        article.doc_id,
        article.language,
        article.published,
        article.title,
        article.url,
        source.name,
    ]
    columns.append(article.text if text else null().label("text"))
    return select(*columns).outerjoin(source, source.pk == article.source_pk).where(article.superseded_run.is_(None))


def _articles(connection: Connection, query: Select[Any]) -> dict[str, StoredArticle]:
    rows = connection.execute(query).all()
    mention = schema.Mention
    current = mention.article_pk.in_([row[0] for row in rows]), mention.superseded_run.is_(None)
    counted = select(mention.article_pk, func.count()).where(*current).group_by(mention.article_pk)
    counts: dict[int, int] = dict(connection.execute(counted).tuples().all())
    return {
        r.doc_id: StoredArticle(r.doc_id, r.language, r.published, r.title, r.url, r.name, r.text, counts.get(r.pk, 0))
        for r in rows
    }
