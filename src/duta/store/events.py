"""Events in the tables: one for each new mention, fewer when linking joins them, corrected when a mention is superseded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, cast, delete, distinct, func, insert, literal, select, update

from duta.records import Event as Record
from duta.store.rows import fields, pairs, sides
from duta.store.schema import FIELDS, Article, Dyad, Entity, Event, EventMention, EventParty, Mention, MentionParty

CHUNK = 10_000
"""Keys named in one statement; both databases take about 32,000 parameters."""


def chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    """Keys, sorted, some at a time."""
    ordered = sorted(keys)
    for i in range(0, len(ordered), CHUNK):
        yield ordered[i : i + CHUNK]


def each_its_own(connection: Connection, first: int, last: int) -> None:
    """Makes an event of every mention from key `first` to `last`. Their dyads are written by the caller."""
    names = ("pk", "id", *FIELDS)
    of_events = select(
        *(getattr(Mention, name) for name in names),
        Mention.pk, literal(1), literal(1), literal(1), literal(1), literal(0),
    ).where(Mention.pk.between(first, last))  # fmt: skip
    columns = [*names, "lead_pk", "mentions", "articles", "publishers", "languages", "stale"]
    connection.execute(insert(Event).from_select(columns, of_events))
    own = select(Mention.pk, Mention.pk, literal("not linked yet"), literal("load")).where(Mention.pk.between(first, last))
    connection.execute(insert(EventMention).from_select(["mention_pk", "event_pk", "reason", "by"], own))
    columns = ["event_pk", "side", "position", "code", "sector", "entity_pk"]
    parties = select(
        MentionParty.mention_pk, *(getattr(MentionParty, name) for name in columns[1:])
    ).where(MentionParty.mention_pk.between(first, last))  # fmt: skip
    connection.execute(insert(EventParty).from_select(columns, parties))


def supersede(connection: Connection, run: int, mentions: Iterable[int]) -> None:
    """Takes mentions out of the present and out of their events; an event without a mention goes."""
    for keys in chunks(mentions):
        connection.execute(update(Mention).where(Mention.pk.in_(keys)).values(superseded_run=run))
        held = select(EventMention.event_pk).where(EventMention.mention_pk.in_(keys)).distinct()
        touched = set(connection.execute(held).scalars())
        connection.execute(delete(EventMention).where(EventMention.mention_pk.in_(keys)))
        refresh(connection, touched)


def remove(connection: Connection, events: Iterable[int]) -> None:
    """Deletes events that no mention is in any more."""
    for keys in chunks(events):
        for table in (Dyad, EventParty):
            connection.execute(delete(table).where(table.event_pk.in_(keys)))
        connection.execute(delete(Event).where(Event.pk.in_(keys)))


def refresh(connection: Connection, events: Iterable[int]) -> None:
    """Counts events again that lost mentions, and marks them for linking (`stale`); removes the empty ones.

    Publishers: as many as there are different sources, but no more than there are different texts (near-duplicate groups).
    """
    for keys in chunks(events):
        source = func.count(distinct(func.coalesce(Mention.source_pk, -Mention.article_pk)))
        group = func.count(distinct(func.coalesce(Article.near_duplicate, cast(Article.pk, Event.id.type))))
        counted = (
            select(EventMention.event_pk, func.count(), func.count(distinct(Mention.article_pk)), source, group,
                   func.count(distinct(Mention.language)), func.min(Mention.pk))
            .join(Mention, Mention.pk == EventMention.mention_pk)
            .join(Article, Article.pk == Mention.article_pk)
            .where(EventMention.event_pk.in_(keys))
            .group_by(EventMention.event_pk)
        )  # fmt: skip
        left = connection.execute(counted).all()
        remove(connection, set(keys) - {row[0] for row in left})
        for event, mentions, articles, sources, groups, languages, first in left:
            counts = {"mentions": mentions, "articles": articles, "publishers": min(sources, groups), "languages": languages}
            connection.execute(update(Event).where(Event.pk == event).values(**counts, stale=1))
            still = select(EventMention.mention_pk).where(EventMention.mention_pk == Event.lead_pk, EventMention.event_pk == event)
            gone = and_(Event.pk == event, ~still.exists())
            connection.execute(update(Event).where(gone).values(lead_pk=first, record=None))


@dataclass(frozen=True, slots=True)
class Linked:
    """An event as linking sees it, to be written by `save`."""

    pk: int
    """Key of one of its mentions, by which it is stored; the lowest, so that the same mentions give the same key."""
    id: str
    lead_pk: int
    """The mention that it is best told by."""
    record: Record
    """What stands for the event: the lead's record, or one put together from several."""
    composed: bool
    """Whether `record` is more than the lead's own, and so must be kept."""
    members: Sequence[tuple[int, str, str]]
    """(mention key, reason, by) of every mention."""
    articles: int
    publishers: int
    languages: int


def save(connection: Connection, run: int, events: Iterable[Linked]) -> None:
    """Writes events with their mentions, parties and dyads; their mentions leave the events that they were in.

    Raises `ValueError` when a mention would be left without an event: who takes one out of an event says where it goes.
    """
    displaced: set[int] = set()
    for linked in events:
        displaced |= _save(connection, run, linked)
    for keys in chunks(displaced):
        current = select(Mention.pk).where(Mention.pk.in_(keys), Mention.superseded_run.is_(None))
        homeless = set(connection.execute(current).scalars())
        homeless -= set(connection.execute(select(EventMention.mention_pk).where(EventMention.mention_pk.in_(keys))).scalars())
        if homeless:
            raise ValueError(f"mentions without an event: {sorted(homeless)[:5]}")


def keep_apart(connection: Connection, run: int, mentions: Iterable[int], reason: str, by: str) -> None:
    """Says of mentions that are events of their own that linking saw them and left them so."""
    for keys in chunks(mentions):
        connection.execute(update(EventMention).where(EventMention.mention_pk.in_(keys)).values(reason=reason, by=by))
        connection.execute(update(Mention).where(Mention.pk.in_(keys)).values(linked_run=run))


def _save(connection: Connection, run: int, linked: Linked) -> set[int]:
    """Writes one event; gives the mentions that were in it and are not any more."""
    keys = [pk for pk, _, _ in linked.members]
    before = set(connection.execute(select(EventMention.event_pk).where(EventMention.mention_pk.in_(keys))).scalars())
    connection.execute(delete(EventMention).where(EventMention.mention_pk.in_(keys)))
    refresh(connection, before - {linked.pk})
    displaced = set(connection.execute(select(EventMention.mention_pk).where(EventMention.event_pk == linked.pk)).scalars())
    connection.execute(delete(EventMention).where(EventMention.event_pk == linked.pk))
    row = {
        **fields(linked.record), "id": linked.id, "lead_pk": linked.lead_pk, "mentions": len(keys), "articles": linked.articles,
        "publishers": linked.publishers, "languages": linked.languages, "stale": 0,
        "record": linked.record.model_dump_json() if linked.composed else None,
    }  # fmt: skip
    if not connection.execute(update(Event).where(Event.pk == linked.pk).values(row)).rowcount:
        connection.execute(insert(Event).values(pk=linked.pk, **row))
    members = [{"mention_pk": pk, "event_pk": linked.pk, "reason": why, "by": by} for pk, why, by in linked.members]
    connection.execute(insert(EventMention), members)
    _write_parties(connection, linked)
    connection.execute(update(Mention).where(Mention.pk.in_(keys)).values(linked_run=run))
    return displaced


def _write_parties(connection: Connection, linked: Linked) -> None:
    for table in (Dyad, EventParty):
        connection.execute(delete(table).where(table.event_pk == linked.pk))
    record = linked.record
    names = {e.identifier_text for _, _, e in sides(record) if e.identifier_text}
    known = dict(connection.execute(select(Entity.name, Entity.pk).where(Entity.name.in_(names))).tuples().all()) if names else {}
    parties = [
        {"event_pk": linked.pk, "side": side, "position": position, "code": e.code, "sector": e.sector,
         "entity_pk": known.get(e.identifier_text or "")}
        for side, position, e in sides(record)
    ]  # fmt: skip
    if parties:
        connection.execute(insert(EventParty), parties)
    rows = dyad_rows(linked.pk, record, fields(record))
    if rows:
        connection.execute(insert(Dyad), rows)


def dyad_rows(event: int, record: Record, own: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of `dyads` for an event that `record`, with these `fields`, stands for."""
    found = pairs(record)
    same = {"event_pk": event, "day": own["day"], "scale": own["scale"], "precision": own["precision"], "aux": own["aux"]}
    return [{"actor": actor, "recipient": recipient, **same} for actor, recipient in found]
