"""From a `Filter` to SQL, over mentions or over events: the same questions of the same columns.

A condition on rows of another table (parties, words, publishers) can be asked two ways: walk down the newest rows and look
each one up, which is fast when most match, or collect what matches first, which is fast when few do. Neither database guesses
well which is which for words and skewed codes; so we count, up to `FEW`, and write the query for that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, radians
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from duta.store import search
from duta.store.filter import Filter, Near, Party
from duta.store.schema import (
    ACTOR,
    RECIPIENT,
    Dyad,
    Entity,
    Event,
    EventMention,
    EventParty,
    Mention,
    MentionParty,
    Source,
)
from duta.store.search import fold, matching

FEW = 20_000
EARTH_KM = 6371.0088
"""Mean radius (IUGG)."""
KM_PER_DEGREE = 111.19


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: mentions or events, with their keys and their parties."""

    table: type[Mention] | type[Event]
    parties: type[MentionParty] | type[EventParty]
    owner: InstrumentedAttribute[int]


MENTIONS = Asked(Mention, MentionParty, MentionParty.mention_pk)
EVENTS = Asked(Event, EventParty, EventParty.event_pk)
Where: TypeAlias = ColumnElement[bool]
Query: TypeAlias = Any
"""A `Select` of any columns: its type parameters differ between versions of SQLAlchemy."""


@dataclass(frozen=True, slots=True)
class Related:
    """A condition on another table."""

    keys: Query
    """The keys of all that meet it."""
    one: Callable[[], Where]
    """Whether the row at hand meets it."""


def page_of(connection: Connection, wish: Filter, asked: Asked, size: int) -> list[tuple[int, str]]:
    """(key, day) of the newest `size` that match, after the filter's cursor; by day, then by key."""
    table = asked.table
    query = narrowed(connection, select(table.pk, table.day), wish, asked)
    if wish.cursor:
        day, _, pk = wish.cursor.rpartition(":")
        query = query.where(table.day <= day, tuple_(table.day, table.pk) < tuple_(literal(day), literal(int(pk))))
    query = query.order_by(table.day.desc(), table.pk.desc()).limit(size)
    return [(row[0], row[1]) for row in connection.execute(query)]


def narrowed(connection: Connection, query: Query, wish: Filter, asked: Asked) -> Query:
    """`query` (over `asked.table`) with the conditions of the filter."""
    query = query.where(*_plain(wish, asked))
    counted = [(_count(connection, related.keys), related) for related in _related(connection, wish, asked)]
    for position, (count, related) in enumerate(sorted(counted, key=lambda pair: pair[0])):
        first = position == 0 and count <= FEW
        query = query.where(asked.table.pk.in_(related.keys) if first else related.one())
    return query


def _count(connection: Connection, keys: Query) -> int:
    return int(connection.execute(select(func.count()).select_from(keys.limit(FEW + 1).subquery())).scalar_one())


def _plain(wish: Filter, asked: Asked) -> list[Where]:
    """The conditions on the table's own columns."""
    table = asked.table
    found: list[Where] = [Mention.superseded_run.is_(None)] if table is Mention else []
    for column, values in ((table.type, wish.type), (table.quad, wish.quad), (table.country, wish.country)):
        if values:
            found.append(column.in_(values))
    for column, names in ((table.modes, wish.mode), (table.contexts, wish.context), (table.aux, wish.aux)):
        if names:
            found.append(or_(*(column.contains(f"|{name}|", autoescape=True) for name in names)))
    found += [~table.aux.contains(f"|{name}|", autoescape=True) for name in wish.not_aux]
    if wish.admin1:
        found.append(func.lower(table.admin1).in_([name.lower() for name in wish.admin1]))
    if wish.since:
        found.append(table.last_day >= wish.since.isoformat())
    if wish.until:
        found += [table.day <= wish.until.isoformat(), table.day != ""]
    if wish.confidence is not None:
        found.append(table.confidence >= wish.confidence)
    if table is Mention:
        found += _told(wish) + ([_within(Mention, wish.near)] if wish.near else [])
    return found


def _within(table: Any, near: Near) -> Where:
    """In a box first, which an index knows, then in the circle (haversine)."""
    high = near.km / KM_PER_DEGREE
    wide = high / max(cos(radians(min(90.0, abs(near.lat) + high))), 1e-9)
    box: list[Where] = [table.lat.between(near.lat - high, near.lat + high)]
    west, east = near.lon - wide, near.lon + wide
    if wide < 180:
        sides: list[Where] = [table.lon.between(west, east)]
        sides += [table.lon >= west + 360] if west < -180 else []
        sides += [table.lon <= east - 360] if east > 180 else []
        box.append(or_(*sides))
    up, across = func.sin(func.radians(table.lat - near.lat) / 2), func.sin(func.radians(table.lon - near.lon) / 2)
    haversine = up * up + cos(radians(near.lat)) * func.cos(func.radians(table.lat)) * across * across
    return and_(*box, haversine <= (1 - cos(near.km / EARTH_KM)) / 2)


def _related(connection: Connection, wish: Filter, asked: Asked) -> list[Related]:
    found: list[Related] = []
    if wish.actor:
        found.append(_party(asked, [Party.parse(p) for p in wish.actor], ACTOR))
    if wish.recipient:
        found.append(_party(asked, [Party.parse(p) for p in wish.recipient], RECIPIENT))
    if wish.code:
        found.append(_party(asked, [Party(code=code) for code in wish.code], None))
    if wish.near and asked is EVENTS:
        other, within = aliased(Event), _within(Event, wish.near)
        found.append(Related(select(other.pk).where(_within(other, wish.near)), lambda: within))
    if wish.dyads:
        found.append(_dyad(asked, wish.dyads))
    if wish.text is not None:
        found.append(_words(connection, asked, wish.text))
    if asked is EVENTS:
        found += [_member(meets) for meets in _told(wish)]
    return found


def _told(wish: Filter) -> list[Where]:
    """The conditions on who told it, and in which language."""
    found: list[Where] = []
    if wish.source:
        found.append(Mention.source_pk.in_(select(Source.pk).where(Source.name.in_(wish.source))))
    if wish.language:
        found.append(Mention.language.in_(wish.language))
    return found


def _party(asked: Asked, wishes: list[Party], side: int | None) -> Related:
    parties = asked.parties
    ways: list[Where] = []
    for wish in wishes:
        way: list[Where] = []
        if wish.code:
            way.append(parties.code == wish.code)
        if wish.sector:
            way.append(parties.sector == wish.sector)
        if wish.name:
            named = or_(Entity.folded == fold(wish.name), Entity.wikidata == wish.name)
            way.append(parties.entity_pk.in_(select(Entity.pk).where(named)))
        ways.append(and_(*way))
    meets = and_(or_(*ways), parties.side == side if side is not None else literal(True))
    return Related(select(asked.owner).where(meets), lambda: exists().where(asked.owner == asked.table.pk, meets))


def _dyad(asked: Asked, dyads: list[tuple[str, str]]) -> Related:
    """Of mentions: those in an event with the dyad that name both codes (a mutual act names them as it likes)."""
    named = or_(*(and_(Dyad.actor == actor, Dyad.recipient == recipient) for actor, recipient in dyads))
    if asked is EVENTS:
        return Related(select(Dyad.event_pk).where(named), lambda: exists().where(Dyad.event_pk == Event.pk, named))
    inside = select(EventMention.mention_pk).join(Dyad, Dyad.event_pk == EventMention.event_pk).where(named)
    for code in dict.fromkeys(dyads[0]):
        inside = inside.where(exists().where(MentionParty.mention_pk == EventMention.mention_pk, MentionParty.code == code))
    return Related(inside, lambda: inside.where(EventMention.mention_pk == Mention.pk).exists())


def _words(connection: Connection, asked: Asked, query: str) -> Related:
    found = select(search.TABLE.c.rowid).where(matching(query, connection.dialect.name))
    keys = found if asked is MENTIONS else select(EventMention.event_pk).where(EventMention.mention_pk.in_(found))
    # a look-up in SQLite's word index costs as much as reading thousands of matches: the matches are read once, and `+ 0` keeps
    # SQLite from visiting every one of them instead of the newest rows
    return Related(keys, lambda: (asked.table.pk + 0).in_(keys))


def _member(meets: Where) -> Related:
    """Events with a mention that meets a condition."""
    members = select(EventMention.event_pk).join(Mention, Mention.pk == EventMention.mention_pk).where(meets)
    return Related(members, lambda: members.where(EventMention.event_pk == Event.pk).exists())
