"""Linking what is new in a store: as `duta.linking.partition` of all its mentions would, but reading only what can change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, exists, func, select

from duta.linking.cluster import Group, Scale
from duta.linking.mention import Mention
from duta.linking.packing import unpack
from duta.linking.partition import CHANGES, READS, Decision, merged, retell, splits, tell
from duta.linking.reach import connected, same_time
from duta.store import runs, schema
from duta.store.clue_schema import Clue
from duta.store.clues import forget, make_clues, sketch_articles
from duta.store.deciding import decided_since, decisions
from duta.store.engine import writing
from duta.store.nearby import Nearby
from duta.store.schema import EventMention
from duta.store.writing_links import write

BATCH = 4000
"""New mentions to a transaction."""


@dataclass(slots=True)
class LinkCounts:
    """What a link run did."""

    articles: int = 0
    """Articles whose texts were compared for copies."""
    mentions: int = 0
    """Mentions looked at because they or what lies about them is new."""
    events: int = 0
    """Events written."""
    linked: int = 0
    """Mentions in these that are in an event with others."""

    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


def link(engine: Engine) -> runs.RunRecord:
    """Link what is new: mentions, decisions, and events that lost mentions. What is linked is kept if it is interrupted.

    Every transaction leaves a store in which each current mention is in one event; the next run goes on where one was killed.
    """
    with engine.connect() as connection:
        decided = decided_since(connection, _last_start(connection))
    run = runs.start(engine, "link", {})
    counts = LinkCounts()
    try:
        counts.articles = sketch_articles(engine)
        make_clues(engine)
        while _batch(engine, run, decided, counts):
            decided = []
    except BaseException as error:
        runs.finish(engine, run, counts.as_dict(), f"{type(error).__name__}: {error}")
        raise
    runs.finish(engine, run, counts.as_dict())
    with engine.connect() as connection:
        return next(r for r in runs.all_runs(connection) if r.pk == run)


def _last_start(connection: Connection) -> datetime | None:
    """When the last link run began that came to its end; decisions made since then are new."""
    run = schema.Run
    found = select(func.max(run.started)).where(run.command == "link", run.finished.is_not(None), run.error.is_(None))
    return connection.execute(found).scalar()


def _batch(engine: Engine, run: int, decided: Sequence[int], counts: LinkCounts) -> bool:
    """Link some of what is new, in one transaction; False when nothing was."""
    with writing(engine) as connection:
        near = Nearby(connection)
        said = decisions(connection)
        gone = _gone(connection)
        lost = _unsettled(connection)
        fresh = near.of_keys({*_unlinked(connection), *lost, *decided})
        if not fresh and not gone:
            return False
        groups: list[Group] = []
        for kind in sorted({m.kind for m in (*fresh, *gone.values())}):
            scale = Scale(splits(said))
            ours = [m for m in fresh if m.kind == kind]
            groups += _regroup(near, kind, ours, [m for m in gone.values() if m.kind == kind], scale)
        groups += _partners(near, groups, said)
        told = merged(groups, said)
        counts.mentions += len(fresh)
        events, linked = write(connection, run, near, told, {m.id for m in fresh}, {m.id for m in near.of_keys(lost)})
        counts.events += events
        counts.linked += linked
        forget(connection, gone)
        runs.tell(connection, run, counts.as_dict())
    return True


def _regroup(near: Nearby, kind: str, fresh: list[Mention], gone: list[Mention], scale: Scale) -> list[Group]:
    """The groups of one kind that `fresh` mentions, and those that are `gone`, can have changed."""
    alone: list[Group] = [(m,) for m in fresh if m.first is None]
    seeds = [m for m in (*fresh, *gone) if m.first is not None and not m.wide]
    days = {m.first for m in seeds if m.first is not None}
    pool = near.on_days(kind, days, READS)
    region = connected(seeds, pool, scale)
    stored = near.events_of(region)
    while left := _left_out(stored, region, kind):  # who is in an event with them now, though nothing connects them any more
        region = connected([*seeds, *region, *left], sorted({*pool, *left}, key=lambda m: m.id), scale)
        stored = near.events_of(region)
    changeable = {day + d for day in days for d in range(-CHANGES, CHANGES + 1)}
    groups = [g for g in tell(region, scale) if any(m.first in changeable for m in g)]
    inside = {m.id for g in groups for m in g}
    retold = {m.id: m for m in fresh if m.wide}
    retold |= {m.id: m for several in stored.values() for m in several if m.wide and m.kind == kind}
    retold |= {m.id: m for m in near.told_alike([*(m for g in groups for m in g), *gone], wide=True)}
    cores: list[Group] = []
    while retold:
        targets = [m for m in near.told_alike(retold.values(), wide=False) if m.id not in inside]
        events = near.events_of([*targets, *(m for m in retold.values() if m.id in near.pk)])
        cores = _cores(events, kind, inside)
        more = [m for several in events.values() for m in several if m.wide and m.kind == kind]
        more += same_time([*retold.values(), *more], near.told_alike([*retold.values(), *more], wide=True), scale)
        if all(m.id in retold for m in more):
            break
        retold |= {m.id: m for m in more}
    return alone + retell(list(retold.values()), groups + cores, scale)


def _left_out(stored: dict[int, list[Mention]], region: Sequence[Mention], kind: str) -> list[Mention]:
    inside = {m.id for m in region}
    return [m for several in stored.values() for m in several if m.kind == kind and not m.wide and m.id not in inside]


def _cores(events: dict[int, list[Mention]], kind: str, inside: set[str]) -> list[Group]:
    """What retellings may join: the mentions of single days of stored events."""
    cores = (tuple(m for m in several if m.kind == kind and not m.wide and m.id not in inside) for several in events.values())
    return [tuple(sorted(core, key=lambda m: m.id)) for core in cores if core]


def _partners(near: Nearby, groups: Sequence[Group], said: Sequence[Decision]) -> list[Group]:
    """The events that people joined to these, as they are stored."""
    inside = {m.id for g in groups for m in g}
    found: list[Group] = []
    merges = [d for d in said if d.kind == "merge"]
    while True:
        missing = {x for d in merges for x, y in ((d.a, d.b), (d.b, d.a)) if y in inside and x not in inside and x in near.pk}
        if not missing:
            return found
        for several in near.events_of(near.of_keys(near.pk[x] for x in missing)).values():
            group = tuple(sorted((m for m in several if m.id not in inside), key=lambda m: m.id))
            found.append(group)
            inside |= {m.id for m in group}


def _unlinked(connection: Connection) -> list[int]:
    mention = schema.Mention
    query = select(mention.pk).where(mention.superseded_run.is_(None), mention.linked_run.is_(None))
    return list(connection.execute(query.where(exists().where(Clue.mention_pk == mention.pk)).order_by(mention.pk).limit(BATCH)).scalars())


def _unsettled(connection: Connection) -> list[int]:
    """Mentions of events that lost others since they were linked."""
    query = select(EventMention.mention_pk).join(schema.Event, schema.Event.pk == EventMention.event_pk)
    return list(connection.execute(query.where(schema.Event.stale == 1).limit(BATCH)).scalars())


def _gone(connection: Connection) -> dict[int, Mention]:
    """Mentions that were superseded since they were linked: what they held together may fall apart."""
    mention = schema.Mention
    query = select(Clue.mention_pk, Clue.clues).join(mention, mention.pk == Clue.mention_pk)
    rows = connection.execute(query.where(mention.superseded_run.is_not(None)).limit(BATCH))
    return {pk: unpack(packed) for pk, packed in rows}
