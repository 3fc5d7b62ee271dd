"""Visits of leaders: who visited whom, when and for how long; planned, made or called off.

A visit is told many times and in three ways: PLOVER books the visit itself as CONSULT visit, an announced or promised one as
AGREE, one that was called off as REJECT meet (or as a negated CONSULT). Here they become one `Visit` again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel

from duta.records import Entity, LinkedEvent
from duta.store import Filter, Store
from duta.store.rows import days

Status = Literal["planned", "made", "cancelled"]
VISIT = re.compile(r"\b(visits?|visiting|visited|trip|tour|travel\w*|(?:ber|me|di)?kunjung\w*|lawat\w*|melawat|bertandang|bertolak)\b", re.I)
"""Words by which an AGREE or REJECT is of a visit, in its sentence (its trigger where the text is not kept)."""
INVITE = re.compile(r"\b(invit\w*|host\w*|welcom\w*|receiv\w*|undang\w*|mengundang|diundang|menjamu|menerima|menyambut)\b", re.I)
"""Triggers whose actor is the host. (Of a CONSULT visit the visitor is always the actor.)"""
STAY = timedelta(days=3)
"""Tellings of a made visit are one stay when the next begins at most this long after the last ended."""
AHEAD = timedelta(days=60)
"""A plan is of the visit that begins at most this long from its date; dates of plans move."""


class Visit(BaseModel):
    """One visit."""

    visitor: str
    """Canonical name, or the words of the text for somebody unknown."""
    visitor_code: str | None
    visitor_id: str | None
    """Wikidata Q-number."""
    office: str | None
    host_code: str | None
    """Code of the host, else the country of the place."""
    hosts: list[str]
    places: list[str]
    start: str | None
    """First day, ISO 8601; of a plan, the day or month that it is planned for. None when undated."""
    end: str | None
    days: int | None
    """How long, first and last day counted; None when a day is not known."""
    status: Status
    announced: str | None
    """Publication date of the first article that told the plan."""
    events: list[str]
    """Ids of the events it was put together from."""
    articles: int


@dataclass(frozen=True, slots=True)
class Telling:
    """One event as a telling of a visit by one visitor."""

    event: LinkedEvent
    status: Status
    visitor: Entity
    hosts: tuple[Entity, ...]
    first: date | None
    last: date | None
    exact: bool
    """Whether the days are days, not a month or a year."""

    @property
    def key(self) -> tuple[str, str | None]:
        return self.visitor.identifier_text or self.visitor.entity_text, self.host_code

    @property
    def of_leader(self) -> bool:
        return bool(self.visitor.identifier_text) and self.visitor.sector == "GOV" and self.host_code != self.visitor.code

    @property
    def host_code(self) -> str | None:
        place = self.event.event_loc.country_code if self.event.event_loc else None
        return next((h.code for h in self.hosts if h.code), place)


def visits(store: Store, wish: Filter | None = None, *, leaders: bool = True) -> list[Visit]:
    """The visits among the events that match, the oldest first.

    `leaders`: only visitors of known name and in government, and only abroad; else everybody who visits. Types and modes that
    the filter asks for are replaced; actor, recipient, dyad and the rest hold.
    """
    asked = (wish or Filter()).model_copy(update={"type": ["CONSULT", "AGREE", "REJECT"], "mode": []})
    groups: dict[tuple[str, str | None], list[Telling]] = defaultdict(list)
    for event in store.events(asked):
        for telling in _tellings(event, store):
            if not leaders or telling.of_leader:
                groups[telling.key].append(telling)
    found = [_visit(stay) for tellings in groups.values() for stay in _stays(tellings)]
    return sorted(found, key=lambda v: (v.start or "", v.visitor, v.host_code or ""))


def _tellings(event: LinkedEvent, store: Store) -> Iterator[Telling]:
    kind, mode = event.event[0], event.mode
    status: Status
    actors, others = event.actor, event.recipient
    if kind == "CONSULT" and "visit" in mode:
        status = "cancelled" if "negation" in event.aux else "planned" if {"future", "hypothetical"} & set(event.aux) else "made"
    elif kind == "AGREE" or (kind == "REJECT" and "meet" in mode):
        if not VISIT.search(event.event_text) and not VISIT.search(store.passage(event) or ""):
            return
        status = "planned" if kind == "AGREE" and "negation" not in event.aux else "cancelled"
        if INVITE.search(event.event_text):
            actors, others = others, actors
    else:
        return
    first, last, precision = days(event.date, event.enddate)
    for visitor in actors:
        yield Telling(event, status, visitor, tuple(others), _day(first), _day(last), precision == "day")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _stays(tellings: Iterable[Telling]) -> Iterator[list[Telling]]:
    """The tellings of one visitor to one host, parted into visits."""
    made: list[list[Telling]] = []
    open_: list[list[Telling]] = []
    ordered = sorted(tellings, key=lambda t: (t.first or date.min, t.event.event_id))
    for telling in (t for t in ordered if t.status == "made"):
        if made and _near(made[-1], telling, STAY):
            made[-1].append(telling)
        else:
            made.append([telling])
    for telling in (t for t in ordered if t.status != "made"):
        home = next((stay for stay in made + open_ if _near(stay, telling, AHEAD)), None)
        if home is None:
            open_.append([telling])
        else:
            home.append(telling)
    yield from made + open_


def _near(stay: list[Telling], telling: Telling, gap: timedelta) -> bool:
    """Whether a telling lies within `gap` of the tellings of a stay; a month is near to all its days."""
    if telling.first is None or telling.last is None:
        return all(t.first is None for t in stay)
    return any(t.first is not None and t.last is not None and t.first - gap <= telling.last and telling.first - gap <= t.last
               for t in stay if t.status == stay[0].status or t.status == "made")  # fmt: skip


def _visit(stay: list[Telling]) -> Visit:
    made = [t for t in stay if t.status == "made"]
    cancelled = [t for t in stay if t.status == "cancelled"]
    status: Status = "made" if made else "cancelled" if cancelled else "planned"
    told = made or stay
    dated = [t for t in told if t.exact] or [t for t in told if t.first]
    start = min((t.first for t in dated if t.first), default=None)
    end = max((t.last for t in dated if t.last), default=None)
    exact = bool(dated) and all(t.exact for t in dated)
    visitor = max((t.visitor for t in told), key=lambda v: (v.identifier_text is not None, v.office is not None, v.confidence))
    planned = [t.event.published for t in stay if t.status == "planned" and t.event.published]
    events = {t.event.event_id: t.event for t in stay}
    return Visit(
        visitor=visitor.identifier_text or visitor.entity_text, visitor_code=visitor.code, visitor_id=visitor.identifier_id,
        office=visitor.office, host_code=told[0].host_code,
        hosts=sorted({h.identifier_text or h.entity_text for t in told for h in t.hosts}),
        places=sorted({p.resolved_place or p.extracted_place for t in told if (p := t.event.event_loc)}),
        start=start.isoformat() if start else None, end=end.isoformat() if end else None,
        days=(end - start).days + 1 if exact and start and end else None, status=status, announced=min(planned, default=None),
        events=sorted(events), articles=sum(e.articles for e in events.values()),
    )  # fmt: skip
