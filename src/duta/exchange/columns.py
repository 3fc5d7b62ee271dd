"""The flat row of a record: what CSV, Parquet and GeoJSON have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from duta.records import Entity, Event, LinkedEvent

Kind = Literal["text", "integer", "number", "day"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export: its name, its type, and what it says, for the codebook."""

    name: str
    kind: Kind
    meaning: str


_EVENT_ID = Column("event_id", "text", "id of the event; the record beside it stands for all its mentions")
FLAT = (
    Column("id", "text", "id of the record: the same text and the same duta version give the same"),
    Column("doc_id", "text", "id of the article"),
    Column("language", "text", "language of the article, ISO 639-1"),
    Column("published", "text", "publication date of the article, ISO 8601"),
    Column("date", "text", "when it happened, ISO 8601, as exact as the text allows: 2024-05-16, 2024-05 or 2024"),
    Column("enddate", "text", "last day, where the text gives one"),
    Column("date_precision", "text", "day, month or year"),
    Column("date_source", "text", "text, or published: no date in the text, so the article's"),
    Column("day", "day", "`date` as a day; the first of its month or year"),
    Column("event", "text", "PLOVER event type; several are joined by ;"),
    Column("mode", "text", "PLOVER modes, joined by ;"),
    Column("context", "text", "PLOVER contexts, joined by ;"),
    Column("aux", "text", "historical, future, hypothetical, negation, joined by ;"),
    Column("quad_code", "integer", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"),
    Column("event_scale", "number", "PLOVER score of type and mode, -10 conflict to 10 cooperation"),
    Column("cameo", "text", "nearest CAMEO code"),
    Column("actor_code", "text", "codes of the actors (ISO 3166-1 alpha-3 or PLOVER's own), joined by ;"),
    Column("actor_sector", "text", "their sectors, in the same order"),
    Column("actor_text", "text", "their words in the article, in the same order"),
    Column("actor_name", "text", "their canonical names where known, in the same order"),
    Column("recipient_code", "text", "codes of the recipients, as for actors"),
    Column("recipient_sector", "text", "their sectors"),
    Column("recipient_text", "text", "their words"),
    Column("recipient_name", "text", "their canonical names"),
    Column("place", "text", "the place as the article names it"),
    Column("resolved_place", "text", "its name in the gazetteer"),
    Column("admin1", "text", "province or state"),
    Column("country_code", "text", "country of the place, ISO 3166-1 alpha-3"),
    Column("geonameid", "integer", "GeoNames id of the place"),
    Column("lat", "number", "latitude, degrees, WGS 84"),
    Column("lon", "number", "longitude, degrees, WGS 84"),
    Column("resolution", "text", "how exact the point is: country, region, admin1, admin2, admin3, city, feature"),
    Column("event_text", "text", "the trigger words"),
    Column("start", "integer", "first character of the sentence in the article, code points from 0"),
    Column("end", "integer", "character after its last"),
    Column("confidence", "number", "0 to 1"),
    Column("url", "text", "address of the article"),
    Column("title", "text", "its title"),
    Column("publication", "text", "its publisher"),
    Column("coder", "text", "duta and its version"),
)
COUNTS = (
    Column("mentions", "integer", "records that tell the event"),
    Column("articles", "integer", "articles that tell it"),
    Column("publishers", "integer", "independent publishers: syndicated copies of one text count once"),
    Column("languages", "integer", "languages it is told in"),
)


def columns(linked: bool) -> tuple[Column, ...]:
    """The columns of records, or of events."""
    return (_EVENT_ID, *FLAT, *COUNTS) if linked else FLAT


def flat(event: Event) -> dict[str, Any]:
    """A record as one row, an event as one with its counts; lists are joined by `;`."""
    place, cite = event.event_loc, event.cite_info
    row: dict[str, Any] = {
        "id": event.id, "doc_id": event.doc_id, "language": event.language, "published": event.published, "date": event.date,
        "enddate": event.enddate, "date_precision": event.date_precision, "date_source": event.date_source, "day": first_day(event.date),
        "event": joined(event.event), "mode": joined(event.mode), "context": joined(event.context), "aux": joined(event.aux),
        "quad_code": event.quad_code, "event_scale": event.event_scale, "cameo": event.cameo,
        **_side("actor", event.actor), **_side("recipient", event.recipient),
        "place": place.extracted_place if place else None, "resolved_place": place.resolved_place if place else None,
        "admin1": place.admin1 if place else None, "country_code": place.country_code if place else None,
        "geonameid": place.geonameid if place else None, "lat": place.lat if place else None, "lon": place.lon if place else None,
        "resolution": place.resolution if place else None, "event_text": event.event_text, "start": event.text_info.start,
        "end": event.text_info.end, "confidence": event.confidence, "url": cite.url, "title": cite.title,
        "publication": cite.publication, "coder": cite.coder,
    }  # fmt: skip
    if isinstance(event, LinkedEvent):
        counts = {"articles": event.articles, "publishers": event.publishers, "languages": event.languages}
        row = {"event_id": event.event_id, **row, "mentions": len(event.mentions), **counts}
    return row


def joined(values: Iterable[str | None]) -> str | None:
    """A list as one text: `A;B`, an unknown one empty between its neighbours; None for an empty list."""
    told = [v or "" for v in values]
    return ";".join(told) if any(told) else None


def first_day(text: str | None) -> date | None:
    """The first day of an ISO date, month or year; None for anything else."""
    parts = (text or "")[:10].split("-")
    try:
        return date(*(int(p) for p in [*parts, "1", "1"][:3]))
    except ValueError:
        return None


def _side(name: str, entities: list[Entity]) -> dict[str, str | None]:
    return {
        f"{name}_code": joined(e.code for e in entities),
        f"{name}_sector": joined(e.sector for e in entities),
        f"{name}_text": joined(e.entity_text for e in entities),
        f"{name}_name": joined(e.identifier_text for e in entities),
    }
