"""Linked events into the tables, with the reason of every link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from duta.linking.cluster import Scale
from duta.linking.mention import Mention
from duta.linking.partition import Told
from duta.linking.represent import articles, languages, publishers, represent
from duta.records import Event
from duta.store.events import Linked, chunks, keep_apart, save
from duta.store.nearby import Nearby
from duta.store.schema import MentionRecord

ALONE = "told by no other mention"
SOME = 500
"""Events whose records are held in memory at a time."""
RULE = "linking"
"""The value of `EventMention.by` where no person decided."""


def write(
    connection: Connection, run: int, near: Nearby, told: Sequence[Told], fresh: set[str], lost: set[str]
) -> tuple[int, int]:
    """Write the events that differ from what is stored or have `fresh` mentions; (events, mentions linked with others).

    `lost`: the fresh ones whose event lost a mention.
    """
    stored = near.events_of(m for t in told for m in t.mentions)
    now = {frozenset(m.id for m in several) for several in stored.values()}
    alone: list[int] = []
    changed: list[Told] = []
    for one in told:
        ids = frozenset(m.id for m in one.mentions)
        if ids in now and len(ids) == 1 and not ids & lost:
            alone += [near.pk[i] for i in ids & fresh]
        elif ids not in now or ids & fresh:
            changed.append(one)
    known = {m.id for t in told for m in t.mentions}
    homes = {m.id: event for event, several in stored.items() for m in several}
    moved = {homes[m.id] for t in changed for m in t.mentions}
    for event in sorted(moved):  # who stays behind in an event that others leave
        left = [m for m in stored[event] if m.id not in known]
        if left:
            changed.append(Told(tuple(sorted(left, key=lambda m: m.id))))
    keep_apart(connection, run, alone, ALONE, RULE)
    parts = (changed[start : start + SOME] for start in range(0, len(changed), SOME))
    save(connection, run, (linked for part in parts for linked in _linked(connection, near, part)))
    return len(changed), sum(len(t.mentions) for t in changed if len(t.mentions) > 1)


def _linked(connection: Connection, near: Nearby, told: Iterable[Told]) -> list[Linked]:
    told = list(told)
    records: dict[int, Event] = {}
    for some in chunks(near.pk[m.id] for t in told for m in t.mentions):
        rows = connection.execute(
            select(MentionRecord.mention_pk, MentionRecord.record).where(MentionRecord.mention_pk.in_(some))
        )
        records.update((pk, Event.model_validate_json(record)) for pk, record in rows)
    out: list[Linked] = []
    for one in told:
        group = one.mentions
        lead, record = represent(group, {m.id: records[near.pk[m.id]] for m in group})
        pks = [near.pk[m.id] for m in group]
        out.append(
            Linked(
                pk=min(pks),
                id=one.id,
                lead_pk=near.pk[lead.id],
                record=record,
                composed=len(group) > 1,
                members=[(near.pk[m.id], *reason(m, one)) for m in group],
                articles=articles(group),
                publishers=publishers(group),
                languages=languages(group),
            )
        )
    return out


def reason(mention: Mention, told: Told) -> tuple[str, str]:
    """Why a mention is in its event, and by whom: a person's word, or the member that it agrees with most."""
    for word in told.merged:
        if mention.id in (word.a, word.b):
            other = word.b if mention.id == word.a else word.a
            return f"one event with {other}{': ' + word.note if word.note else ''}", f"person:{word.person}"
    found = Scale().explain(mention, told.mentions)
    if found is None:
        return ALONE, RULE
    other_mention, comparison = found
    return f"like {other_mention.doc_id}: {comparison.reason}", RULE
