"""The tables. One article has revisions, a revision has mentions (coded records), and every current mention is in one event.

Mentions are never changed, only superseded; so `mentions` with `superseded_run` is the history. Events are rebuilt from
mentions and decisions at any time. What is asked of both (type, day, place ...) stands in the same columns: `Fields`.
Lists of short names (`modes`, `contexts`, `aux`) are one text with bars on both sides: `|visit|phone|`, empty for none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Float, ForeignKey, Index, PrimaryKeyConstraint, SmallInteger, String, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Short = String().with_variant(String(collation="C"), "postgresql")
"""Codes and days: compared byte by byte on either database, so that `2024-05` sorts before `2024-05-01`."""
ACTOR, RECIPIENT = 0, 1
"""Values of `side`."""


class Base(DeclarativeBase):
    type_annotation_map = {str: Short, dict[str, Any]: JSON, datetime: DateTime(timezone=True)}  # noqa: RUF012


class Run(Base):
    """One load, link or export: what ran, with which options, and what came of it."""

    __tablename__ = "runs"
    pk: Mapped[int] = mapped_column(primary_key=True)
    command: Mapped[str]
    started: Mapped[datetime]
    finished: Mapped[datetime | None]
    """None while it runs, and for ever after it was killed."""
    versions: Mapped[dict[str, Any]]
    options: Mapped[dict[str, Any]]
    counts: Mapped[dict[str, Any]]
    error: Mapped[str | None] = mapped_column(Text)


class Reject(Base):
    """A document or record that a run could not take, and why."""

    __tablename__ = "rejects"
    pk: Mapped[int] = mapped_column(primary_key=True)
    run_pk: Mapped[int] = mapped_column(ForeignKey("runs.pk"), index=True)
    source: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class Source(Base):
    """A publisher, by the name that its articles state, else by the host of their address."""

    __tablename__ = "sources"
    pk: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)


class Entity(Base):
    """A known person or body, as the knowledge files name it."""

    __tablename__ = "entities"
    __table_args__ = (Index("ix_entities_name", "folded"), Index("ix_entities_wikidata", "wikidata"))
    pk: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    folded: Mapped[str] = mapped_column(Text)
    """The name without case and accents: what a query compares."""
    wikidata: Mapped[str | None]


_CURRENT = text("superseded_run IS NULL")
_UNLINKED = text("superseded_run IS NULL AND linked_run IS NULL")


class Article(Base):
    """One revision of one article. The article itself is its `doc_id`."""

    __tablename__ = "articles"
    __table_args__ = (
        Index("ix_articles_current", "doc_id", unique=True, sqlite_where=_CURRENT, postgresql_where=_CURRENT),
        Index("ix_articles_near_duplicate", "near_duplicate"),
    )
    pk: Mapped[int] = mapped_column(primary_key=True)
    doc_id: Mapped[str]
    sha256: Mapped[str | None]
    """Of the text; None when only records were loaded."""
    near_duplicate: Mapped[str | None]
    """Key of the group of syndicated copies that the text belongs to; linking fills it."""
    source_pk: Mapped[int | None] = mapped_column(ForeignKey("sources.pk"))
    language: Mapped[str]
    published: Mapped[str | None]
    title: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    citation: Mapped[str | None] = mapped_column(Text)
    run_pk: Mapped[int] = mapped_column(ForeignKey("runs.pk"))
    superseded_run: Mapped[int | None] = mapped_column(ForeignKey("runs.pk"))
    text: Mapped[str | None] = mapped_column(Text)


class Fields:
    """What a mention and an event are asked for."""

    type: Mapped[str]
    """PLOVER event type; of a record with several, the first."""
    quad: Mapped[int] = mapped_column(SmallInteger)
    scale: Mapped[float] = mapped_column(Float)
    modes: Mapped[str]
    contexts: Mapped[str]
    aux: Mapped[str]
    day: Mapped[str]
    """First day, `2024-05-16`; empty when undated. A month or a year begins on its first day, see `precision`."""
    last_day: Mapped[str]
    """Last day on which it may have happened or ended."""
    precision: Mapped[str]
    """`day`, `month`, `year`, or empty."""
    country: Mapped[str | None]
    admin1: Mapped[str | None] = mapped_column(Text)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    confidence: Mapped[float]


FIELDS = ("type", "quad", "scale", "modes", "contexts", "aux", "day", "last_day", "precision", "country", "admin1",
          "lat", "lon", "confidence")  # fmt: skip


class Mention(Fields, Base):
    """One coded record; never changed, only superseded."""

    __tablename__ = "mentions"
    __table_args__ = (
        Index("ix_mentions_id", "id"),
        Index("ix_mentions_article", "article_pk"),
        Index("ix_mentions_day", "day", "last_day"),
        Index("ix_mentions_country", "country", "day", "last_day"),
        Index("ix_mentions_source", "source_pk"),
        Index("ix_mentions_unlinked", "pk", sqlite_where=_UNLINKED, postgresql_where=_UNLINKED),
    )
    pk: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str]
    """The record's `id`; one current mention has it, superseded ones may."""
    article_pk: Mapped[int] = mapped_column(ForeignKey("articles.pk"))
    source_pk: Mapped[int | None] = mapped_column(ForeignKey("sources.pk"))
    language: Mapped[str]
    coder: Mapped[str]
    digest: Mapped[str]
    """Of the whole record: equal digests are equal records."""
    run_pk: Mapped[int] = mapped_column(ForeignKey("runs.pk"))
    superseded_run: Mapped[int | None] = mapped_column(ForeignKey("runs.pk"))
    linked_run: Mapped[int | None] = mapped_column(ForeignKey("runs.pk"))
    """The link run that looked at it; None until then."""


class MentionRecord(Base):
    """The whole record as JSON. Apart from `mentions`, whose rows stay small enough to be read by the hundred thousand."""

    __tablename__ = "mention_records"
    mention_pk: Mapped[int] = mapped_column(ForeignKey("mentions.pk"), primary_key=True, autoincrement=False)
    record: Mapped[str] = mapped_column(Text)


class Party:
    """One actor or recipient."""

    side: Mapped[int] = mapped_column(SmallInteger)
    """0 actor, 1 recipient."""
    position: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str | None]
    sector: Mapped[str | None]
    entity_pk: Mapped[int | None] = mapped_column(ForeignKey("entities.pk"))


class MentionParty(Party, Base):
    """One actor or recipient of a mention."""

    __tablename__ = "mention_parties"
    __table_args__ = (
        PrimaryKeyConstraint("mention_pk", "side", "position"),
        Index("ix_mention_parties_code", "code", "side", "mention_pk"),
        Index("ix_mention_parties_entity", "entity_pk", sqlite_where=text("entity_pk IS NOT NULL")),
        {"sqlite_with_rowid": False},
    )
    mention_pk: Mapped[int] = mapped_column(ForeignKey("mentions.pk"))


class Event(Fields, Base):
    """What one or more mentions tell. A mention that was not linked yet is an event of its own, with the mention's `pk`."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_day", "day", "last_day"),
        Index("ix_events_country", "country", "day", "last_day"),
        Index("ix_events_point", "lat", "lon", sqlite_where=text("lat IS NOT NULL"), postgresql_where=text("lat IS NOT NULL")),
        Index("ix_events_stale", "pk", sqlite_where=text("stale = 1"), postgresql_where=text("stale = 1")),
    )
    pk: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str]
    """Public id: that of one of its mentions, by which it is found."""
    lead_pk: Mapped[int] = mapped_column(ForeignKey("mentions.pk"))
    """The mention whose record stands for the event, where `record` is None."""
    mentions: Mapped[int]
    articles: Mapped[int]
    publishers: Mapped[int]
    """Independent ones: syndicated copies count as one."""
    languages: Mapped[int]
    stale: Mapped[int] = mapped_column(SmallInteger)
    """1 when a mention was taken from it since the last link run."""
    record: Mapped[str | None] = mapped_column(Text)
    """Representative record (JSON) where linking put one together from several mentions."""


class EventMention(Base):
    """Which event a mention is in, and why."""

    __tablename__ = "event_mentions"
    __table_args__ = (Index("ix_event_mentions_event", "event_pk"),)
    mention_pk: Mapped[int] = mapped_column(ForeignKey("mentions.pk"), primary_key=True, autoincrement=False)
    event_pk: Mapped[int] = mapped_column(ForeignKey("events.pk"))
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    """`load` until linked; then the rule, or `person:NAME`."""


class EventParty(Party, Base):
    """One actor or recipient of an event."""

    __tablename__ = "event_parties"
    __table_args__ = (
        PrimaryKeyConstraint("event_pk", "side", "position"),
        Index("ix_event_parties_code", "code", "side", "event_pk"),
        Index("ix_event_parties_entity", "entity_pk", sqlite_where=text("entity_pk IS NOT NULL")),
        {"sqlite_with_rowid": False},
    )
    event_pk: Mapped[int] = mapped_column(ForeignKey("events.pk"))


class Dyad(Base):
    """A pair of codes of an event, as series ask for it. Parties of a mutual act without recipient are paired both ways."""

    __tablename__ = "dyads"
    __table_args__ = (Index("ix_dyads_event", "event_pk"), {"sqlite_with_rowid": False})
    actor: Mapped[str] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)
    event_pk: Mapped[int] = mapped_column(ForeignKey("events.pk"), primary_key=True, autoincrement=False)
    scale: Mapped[float]
    precision: Mapped[str]
    aux: Mapped[str]


class Decision(Base):
    """A person's word on linking: two mentions are one event (`merge`) or are not (`split`). Linking obeys it at every run.

    Mentions are named by article and record id, so that a decision outlives recoding.
    """

    __tablename__ = "decisions"
    pk: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    doc_id: Mapped[str]
    mention_id: Mapped[str]
    other_doc_id: Mapped[str]
    other_mention_id: Mapped[str]
    person: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    made: Mapped[datetime]
    withdrawn: Mapped[datetime | None]


class Review(Base):
    """A person's word on one field of one record: right, or what it should be."""

    __tablename__ = "reviews"
    __table_args__ = (Index("ix_reviews_mention", "doc_id", "mention_id"),)
    pk: Mapped[int] = mapped_column(primary_key=True)
    doc_id: Mapped[str]
    mention_id: Mapped[str]
    field: Mapped[str]
    """A field of the record, or `record` for the whole."""
    verdict: Mapped[str]
    """`right`, `wrong` or `unsure`."""
    value: Mapped[str | None] = mapped_column(Text)
    """JSON of what the field should be."""
    note: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text)
    made: Mapped[datetime]
