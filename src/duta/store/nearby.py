"""Finding the mentions of the store that a change can touch, by day and by what they tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from duta.linking.mention import Mention
from duta.linking.packing import unpack
from duta.store import schema
from duta.store.clue_schema import Clue, ClueKey
from duta.store.clues import keys_of
from duta.store.events import chunks
from duta.store.schema import EventMention


class Nearby:
    """The current mentions of a store, read as linking asks for them and remembered for one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[int, Mention] = {}
        self.pk: dict[str, int] = {}
        """Mention id -> key in the store, of all that were read."""

    def of_keys(self, pks: Iterable[int]) -> list[Mention]:
        """These mentions, without those that are superseded or have no clues yet."""
        wanted = set(pks)
        for some in chunks(wanted - set(self._known)):
            self._read(_current().where(Clue.mention_pk.in_(some)))
        return [self._known[pk] for pk in sorted(wanted) if pk in self._known]

    def on_days(self, kind: str, days: Iterable[int], around: int) -> list[Mention]:
        """The mentions of one kind with a single day at most `around` days from one of `days`."""
        found: list[Mention] = []
        for first, last in _stretches(days, around):
            single = _current().where(Clue.kind == kind, Clue.first.between(first, last), Clue.first == Clue.last)
            found += self._read(single)
        return found

    def told_alike(self, mentions: Iterable[Mention], *, wide: bool) -> list[Mention]:
        """The mentions, wide ones or those of a single day, that share a `told_keys` key with one of these and meet it in time."""
        of_key: dict[int, list[tuple[int, int]]] = {}
        for mention in mentions:
            if mention.first is not None and mention.last is not None:
                for key in keys_of(mention):
                    of_key.setdefault(key, []).append((mention.first, mention.last))
        found: dict[str, Mention] = {}
        spans = [span for several in of_key.values() for span in several]
        if not spans:
            return []
        first, last = min(a for a, _ in spans), max(b for _, b in spans)
        for some in chunks(of_key):
            query = select(ClueKey.key, Clue.mention_pk, Clue.first, Clue.last).join(Clue, Clue.mention_pk == ClueKey.mention_pk)
            query = query.where(ClueKey.key.in_(some), Clue.first <= last, Clue.last >= first)
            query = query.where(Clue.first != Clue.last if wide else Clue.first == Clue.last)
            rows = self._connection.execute(query).all()
            meeting = {row.mention_pk for row in rows if any(row.first <= b and row.last >= a for a, b in of_key[row.key])}
            found.update((m.id, m) for m in self.of_keys(meeting))
        return [found[id] for id in sorted(found)]

    def events_of(self, mentions: Iterable[Mention]) -> dict[int, list[Mention]]:
        """The events, as they are stored, that these mentions are in: key -> their mentions."""
        pks = {self.pk[m.id] for m in mentions}
        events: set[int] = set()
        for some in chunks(pks):
            events |= set(self._connection.execute(select(EventMention.event_pk).where(EventMention.mention_pk.in_(some))).scalars())
        members: dict[int, list[int]] = {}
        for some in chunks(events):
            rows = select(EventMention.event_pk, EventMention.mention_pk).where(EventMention.event_pk.in_(some))
            for event, mention in self._connection.execute(rows):
                members.setdefault(event, []).append(mention)
        self.of_keys(pk for several in members.values() for pk in several)
        return {event: [self._known[pk] for pk in sorted(several) if pk in self._known] for event, several in members.items()}

    def _read(self, query: Any) -> list[Mention]:
        found: list[Mention] = []
        for pk, packed in self._connection.execute(query):
            mention = self._known.get(pk)
            if mention is None:
                mention = self._known[pk] = unpack(packed)
                self.pk[mention.id] = pk
            found.append(mention)
        return found


def _current() -> Any:
    query = select(Clue.mention_pk, Clue.clues).join(schema.Mention, schema.Mention.pk == Clue.mention_pk)
    return query.where(schema.Mention.superseded_run.is_(None))


def _stretches(days: Iterable[int], around: int) -> list[tuple[int, int]]:
    """The days and those around them as (first, last) that do not overlap."""
    out: list[tuple[int, int]] = []
    for day in sorted(set(days)):
        if out and day - around <= out[-1][1] + 1:
            out[-1] = out[-1][0], day + around
        else:
            out.append((day - around, day + around))
    return out
