"""From a coded record to the rows of the tables."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from duta.ontology import event_types
from duta.records import Entity, Event
from duta.store.schema import ACTOR, RECIPIENT


def digest(record: str) -> str:
    """32 hexadecimal digits of a record's JSON."""
    return blake2b(record.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def barred(names: Iterable[str]) -> str:
    """A list of names as one text: `|visit|phone|`, empty for none."""
    joined = "|".join(names)
    return f"|{joined}|" if joined else ""


@lru_cache(maxsize=65536)
def days(day: str | None, end: str | None) -> tuple[str, str, str]:
    """First and last possible day and precision of a record's `date` and `enddate`; three empty texts without a date."""
    first = _span(day)
    if first is None:
        return "", "", ""
    last = _span(end) or first
    return first[0], max(first[1], last[1]), first[2]


def _span(text: str | None) -> tuple[str, str, str] | None:
    """First day, last day and precision of an ISO date, month or year; None for anything else."""
    parts = (text or "")[:10].split("-")
    try:
        year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
        if len(parts) == 3:
            day = date(year, month, int(parts[2])).isoformat()
            return day, day, "day"
        if len(parts) == 2:
            end = calendar.monthrange(year, month)[1]
            return date(year, month, 1).isoformat(), date(year, month, end).isoformat(), "month"
        return date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat(), "year"
    except (ValueError, IndexError):  # a month 13, a year 0, a word
        return None


def fields(event: Event) -> dict[str, Any]:
    """The columns of `schema.Fields`."""
    place = event.event_loc
    day, last_day, precision = days(event.date, event.enddate)
    return {
        "type": event.event[0] if event.event else "",
        "quad": event.quad_code,
        "scale": event.event_scale,
        "modes": barred(event.mode),
        "contexts": barred(event.context),
        "aux": barred(event.aux),
        "day": day,
        "last_day": last_day,
        "precision": precision,
        "country": place.country_code if place else None,
        "admin1": place.admin1 if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "confidence": event.confidence,
    }


def sides(event: Event) -> Iterable[tuple[int, int, Entity]]:
    """(side, position, entity) of every actor and recipient."""
    for side, entities in ((ACTOR, event.actor), (RECIPIENT, event.recipient)):
        for position, entity in enumerate(entities):
            yield side, position, entity


def pairs(event: Event) -> list[tuple[str, str]]:
    """The dyads of a record: (actor code, recipient code), each once.

    The parties of a mutual act (PLOVER: CONSULT, AGREE ...) may all stand as actors, with no recipient; each is then
    paired with each other one, both ways.
    """
    actors = [e.code for e in event.actor if e.code]
    recipients = [e.code for e in event.recipient if e.code]
    if event.recipient or len(actors) < 2 or not event.event:
        found = {(a, r) for a in actors for r in recipients}
    else:
        kind = event_types().get(event.event[0])
        mutual = kind is not None and kind.mutual
        found = {(a, r) for i, a in enumerate(actors) for j, r in enumerate(actors) if i != j} if mutual else set()
    return sorted(found)


def publisher(publication: str | None, url: str | None) -> str | None:
    """The publisher's name: the stated publication, else the host of the address; None when neither is there."""
    if publication and publication.strip():
        return publication.strip()
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
