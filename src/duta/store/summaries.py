"""A corpus at a glance: events counted by time and quad class, by dyad, by place; where it comes from and how fresh it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Connection, func, select

from duta.records import Event
from duta.store import schema
from duta.store.asking import EVENTS, narrowed
from duta.store.events import chunks
from duta.store.filter import Filter
from duta.store.rows import digest
from duta.store.store import Store


@dataclass(frozen=True, slots=True)
class QuadTally:
    """Events of one quad class in one stretch of time."""

    day: str
    """`2024-05-16`, or `2024-05` where months were asked for; empty for undated events."""
    precision: str
    quad: int
    events: int


@dataclass(frozen=True, slots=True)
class DyadTally:
    """Events of one pair of codes."""

    actor: str
    recipient: str
    events: int
    score: float
    """Sum of their PLOVER scores."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Events of one place, told as exactly as they are known."""

    country: str | None
    admin1: str | None
    name: str
    resolution: str
    """`country`, `region`, `admin1`, `admin2`, `admin3`, `city`, `feature`; empty where a place has no point."""
    lat: float | None
    lon: float | None
    events: int


Place: TypeAlias = tuple[str | None, str | None, str, str, float | None, float | None]
"""The fields of a `Spot` but for its count."""
Point: TypeAlias = tuple[float | None, float | None]
"""Latitude and longitude."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A publisher and language of the corpus."""

    source: str | None
    language: str
    articles: int
    first: str | None
    """Publication day of its first article."""
    last: str | None


def quad_tallies(store: Store, wish: Filter, *, months: bool = False) -> list[QuadTally]:
    """Events by day (or month) and quad class."""
    event = schema.Event
    day = func.substr(event.day, 1, 7) if months else event.day
    query = select(day, event.precision, event.quad, func.count()).group_by(day, event.precision, event.quad)
    with store.engine.connect() as connection:
        return [QuadTally(*row) for row in connection.execute(narrowed(connection, query, wish, EVENTS))]


def dyad_tallies(store: Store, wish: Filter, limit: int | None = None) -> list[DyadTally]:
    """Pairs of codes of the events that match, the most frequent first. An event counts once for each of its pairs."""
    dyad, count = schema.Dyad, func.count()
    query = select(dyad.actor, dyad.recipient, count, func.sum(dyad.scale)).group_by(dyad.actor, dyad.recipient)
    query = query.order_by(count.desc(), dyad.actor, dyad.recipient).limit(limit)
    with store.engine.connect() as connection:
        matching = narrowed(
            connection, select(schema.Event.pk), wish, EVENTS
        )  # a join would read all dyads for a few days of them
        return [DyadTally(*row) for row in connection.execute(query.where(dyad.event_pk.in_(matching)))]


def type_tallies(store: Store, wish: Filter) -> list[tuple[str, int]]:
    """Event types of the events that match, the most frequent first."""
    event = schema.Event
    query = select(event.type, func.count()).group_by(event.type).order_by(func.count().desc(), event.type)
    with store.engine.connect() as connection:
        return [(kind, n) for kind, n in connection.execute(narrowed(connection, query, wish, EVENTS))]


def spots(store: Store, wish: Filter) -> list[Spot]:
    """The places of the events that match, the most frequent first; events without a place are in none.

    How exact a point is stands in records alone, so one record of each point is read: its name and resolution are the same in
    all of them, because both come from the gazetteer's entry of that point.
    """
    event = schema.Event
    where = (event.country, event.admin1, event.lat, event.lon)
    query = select(*where, func.count(), func.max(event.pk)).group_by(event.lat, event.lon, event.country, event.admin1)
    query = query.where(event.country.is_not(None) | event.lat.is_not(None))
    found: dict[Place, int] = defaultdict(int)
    with store.engine.connect() as connection:
        grouped = connection.execute(narrowed(connection, query, wish, EVENTS)).all()
        named = _points(connection, {(lat, lon): pk for _, _, lat, lon, _, pk in grouped if lat is not None})
    for country, admin1, lat, lon, events, _ in grouped:
        name, resolution = named.get((lat, lon), ("", ""))
        found[country, admin1, name, resolution, lat, lon] += events
    return sorted((Spot(*place, n) for place, n in found.items()), key=lambda s: (-s.events, s.country or "", s.name))


def _points(connection: Connection, points: dict[Point, int]) -> dict[Point, tuple[str, str]]:
    """Name and resolution of each point, from the record of one event there."""
    event, record = schema.Event, schema.MentionRecord
    read = select(event.lat, event.lon, func.coalesce(event.record, record.record)).join(
        record, record.mention_pk == event.lead_pk
    )
    found: dict[Point, tuple[str, str]] = {}
    for keys in chunks(points.values()):
        for lat, lon, text in connection.execute(read.where(event.pk.in_(keys))):
            place = Event.model_validate_json(text).event_loc
            if place is not None:
                found[lat, lon] = place.resolved_place or place.extracted_place, place.resolution or ""
    return found


def origins(store: Store) -> list[Origin]:
    """Publishers and languages of the current articles, the largest first."""
    article, source = schema.Article, schema.Source
    day = func.substr(article.published, 1, 10)
    query = (
        select(source.name, article.language, func.count(), func.min(day), func.max(day))
        .outerjoin(source, source.pk == article.source_pk)
        .where(article.superseded_run.is_(None))
        .group_by(source.name, article.language)
        .order_by(func.count().desc(), source.name)
    )
    with store.engine.connect() as connection:
        return [Origin(*row) for row in connection.execute(query)]


def span(store: Store) -> tuple[str, str] | None:
    """First and last day of the events; None without a dated one."""
    event = schema.Event
    dated = event.day != ""
    with store.engine.connect() as connection:
        first = connection.execute(select(event.day).where(dated).order_by(event.day).limit(1)).scalar()
        last = connection.execute(select(event.day).where(dated).order_by(event.day.desc()).limit(1)).scalar()
    return (first, last) if first and last else None


def newest(store: Store) -> str | None:
    """The day on which the newest article was published; of events themselves, the last ones may be plans for years ahead."""
    article = schema.Article
    with store.engine.connect() as connection:
        day: str | None = connection.execute(select(func.substr(func.max(article.published), 1, 10))).scalar()
    return day


def state(store: Store) -> str:
    """A short text that changes whenever the store does: what answers may be remembered by."""
    run, review, decision = schema.Run, schema.Review, schema.Decision
    last = select(func.max(run.pk)).scalar_subquery()
    moving = select(run.pk, run.counts, run.finished).where(run.finished.is_(None) | (run.pk == last)).order_by(run.pk)
    figures = (
        (func.max(review.pk), func.count(review.pk)),
        (func.max(decision.pk), func.count(decision.pk), func.max(decision.withdrawn)),
    )
    said = select(*(select(figure).scalar_subquery() for several in figures for figure in several))
    with store.engine.connect() as connection:
        told = [tuple(map(str, row)) for row in (*connection.execute(moving), *connection.execute(said))]
    return digest(repr(told))
