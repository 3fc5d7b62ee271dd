"""What linking reads of a coded record: plain facts, in a form that is cheap to compare by the hundred thousand."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from duta.linking.names import common_in, fingerprint, names
from duta.records import Entity, Event

LEAD = 1200
"""Characters of an article whose names say what the story is; news tells the story first."""
AROUND = 200
"""Characters before and after the sentence of a record whose names count as told with it."""


@dataclass(frozen=True, slots=True)
class Who:
    """One participant, as far as the record knows it."""

    code: str | None
    sector: str | None
    name: str | None
    """Canonical name of a known person or body."""


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a record."""

    name: str
    country: str | None
    """ISO 3166-1 alpha-3."""
    admin1: str | None
    resolution: str | None
    lat: float | None
    lon: float | None

    @property
    def is_point(self) -> bool:
        """True where the coordinates are those of a town or a spot, not of the middle of a region."""
        return self.lat is not None and self.resolution in ("city", "feature", "admin3")


@dataclass(frozen=True, slots=True)
class Mention:
    """One record of one article, to be linked. Days are proleptic ordinals (`date.toordinal`)."""

    id: str
    """`doc_id#record id`: unique among the mentions that are linked together."""
    doc_id: str
    language: str
    publisher: str
    published: int | None
    copies: str
    """The group of near-duplicate texts that the article belongs to (see `copies.py`)."""
    type: str
    modes: frozenset[str]
    contexts: frozenset[str]
    state: str
    """`done`, `future` or `hypothetical`, with `not ` before it when negated: a plan is not the act."""
    actors: frozenset[Who]
    recipients: frozenset[Who]
    place: Where | None
    first: int | None
    """First and last day on which the act may have happened; None when neither text nor article has a date."""
    last: int | None
    dated: bool
    """True when the text gives the date to a few days; False when it is only the article's date, or a month, or a year."""
    trigger: int
    """Fingerprint of the words that tell the act."""
    sizes: frozenset[tuple[str, int]]
    names: frozenset[int]
    """Names and figures of the passage, without those of the parties and the place (fingerprints)."""
    lead: frozenset[int]
    """Names and figures of the article's beginning."""
    confidence: float

    @property
    def kind(self) -> str:
        """Type and state: what mentions of one event have in common."""
        return f"{self.type} {self.state}"

    @property
    def wide(self) -> bool:
        """True when the text gives the time no closer than some days: it is told again, not as the news of a day."""
        return self.first != self.last


LONGEST = 10
"""Days: a stretch below this ("last week") is a date that places an act in the news, a longer one is not."""


def mention_of(event: Event, text: str, publisher: str, copies: str = "") -> Mention:
    """The facts of a record of the article `text`. Raises ValueError for a date that is none."""
    common, lead = _of_article(text, event.cite_info.title or "")
    passage = _without(text, event)
    first, last = _days(event.date, event.enddate)
    place = event.event_loc
    return Mention(
        id=f"{event.doc_id}#{event.id}",
        doc_id=event.doc_id,
        language=event.language,
        publisher=publisher,
        published=date.fromisoformat(event.published[:10]).toordinal() if event.published else None,
        copies=copies or event.doc_id,
        type=event.event[0],
        modes=frozenset(event.mode),
        contexts=frozenset(event.context),
        state=_state(event),
        actors=frozenset(map(_who, event.actor)),
        recipients=frozenset(map(_who, event.recipient)),
        place=None
        if place is None
        else Where(
            name=place.resolved_place or place.extracted_place,
            country=place.country_code,
            admin1=place.admin1,
            resolution=place.resolution,
            lat=place.lat,
            lon=place.lon,
        ),
        first=first,
        last=last,
        dated=event.date_source == "text" and first is not None and last is not None and last - first < LONGEST,
        trigger=fingerprint(event.event_text),
        sizes=frozenset((kind, size.low) for kind, size in event.size.items() if size.low and size.low > 1),
        names=names(passage, common),
        lead=lead,
        confidence=event.confidence,
    )


@lru_cache(maxsize=16)
def _of_article(text: str, title: str) -> tuple[frozenset[str], frozenset[int]]:
    """The small words of an article and the names of its beginning; its records come one after another."""
    common = common_in(text)
    return common, names(f"{title}\n{text[:LEAD]}", common)


def _who(entity: Entity) -> Who:
    return Who(entity.code, entity.sector, entity.identifier_text)


def _state(event: Event) -> str:
    time = next((aux for aux in ("future", "hypothetical") if aux in event.aux), "done")
    return f"not {time}" if "negation" in event.aux else time


def _without(text: str, event: Event) -> str:
    """The passage of the record with the words of its parties and its place blanked: those are compared by themselves."""
    start, end = max(0, event.text_info.start - AROUND), event.text_info.end + AROUND
    passage = list(text[start:end])
    spans = [(e.start, e.end) for e in [*event.actor, *event.recipient]]
    if event.event_loc:
        spans.append((event.event_loc.start, event.event_loc.end))
    for a, b in spans:
        for i in range(max(a, start), min(b, start + len(passage))):
            passage[i - start] = " "
    return "".join(passage)


def _days(start: str | None, end: str | None) -> tuple[int | None, int | None]:
    if not start:
        return None, None
    first, last = _reach(start)
    if end:
        last = max(last, _reach(end)[1])
    return first, last


def _reach(text: str) -> tuple[int, int]:
    """First and last day of an ISO date of any precision."""
    parts = [int(p) for p in text[:10].split("-")]
    year, month, day = parts[0], parts[1] if len(parts) > 1 else None, parts[2] if len(parts) > 2 else None
    if month is None:
        return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    if day is None:
        return date(year, month, 1).toordinal(), date(year, month, monthrange(year, month)[1]).toordinal()
    only = date(year, month, day).toordinal()
    return only, only
