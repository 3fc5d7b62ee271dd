"""The columns of POLECAT, the PLOVER data set of the ICEWS successors, tab-separated.

source: the header of POLECAT's files (Halterman, Bagozzi, Beger, Schrodt and Scraborough, PLOVER and POLECAT: A New Political
Event Ontology and Dataset, 2023). Unknown values are `None` there, and so here; lists are joined by `; `.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from duta.exchange.columns import Column, Kind
from duta.exchange.tables import write_delimited
from duta.ontology import codes
from duta.records import Entity, Event, LinkedEvent

NONE = "None"


def _party(side: str, short: str) -> list[Column]:
    return [
        Column(f"{side} Name", "text", f"canonical names of the {short}s, else their words in the article"),
        Column(f"{side} Country", "text", "English names of their countries"),
        Column(f"{side} COW", "text", "always None: duta has no Correlates of War numbers"),
        Column(f"Primary {side} Sector", "text", "sector of the first, PLOVER code"),
        Column(f"{side} Sectors", "text", "all their sectors"),
        Column(f"{side} Title", "text", "their offices"),
        Column(f"{side} Name Raw", "text", "their words in the article"),
        Column(f"Wikipedia {side} ID", "text", "Wikidata Q-numbers (POLECAT has Wikipedia page names)"),
    ]


def _columns(*rows: tuple[str, Kind, str]) -> list[Column]:
    return [Column(*row) for row in rows]


COLUMNS = tuple(
    _columns(
        ("Event ID", "text", "duta's id of the record or event"),
        ("Event Date", "text", "as exact as the text allows: 2024-05-16, 2024-05 or 2024"),
        ("Event Type", "text", "PLOVER type"),
        ("Event Mode", "text", "PLOVER modes, auxiliary ones after them"),
        ("Intensity", "number", "PLOVER score of type and mode, -10 to 10"),
        ("Quad Code", "text", "Q1 verbal cooperation to Q4 material conflict"),
        ("Contexts", "text", "PLOVER contexts"),
    )
    + _party("Actor", "actor")
    + _party("Recipient", "recipient")
    + _columns(
        ("Placename", "text", "the place in the gazetteer's words"),
        ("City", "text", "the same, where it is a city or a feature in one"),
        ("District", "text", "second-level division"),
        ("Province", "text", "first-level division"),
        ("Country", "text", "ISO 3166-1 alpha-3"),
        ("Latitude", "number", "degrees, WGS 84"),
        ("Longitude", "number", "degrees, WGS 84"),
        ("GeoNames ID", "integer", "GeoNames id"),
        ("Raw Placename", "text", "the place in the article's words"),
        ("Feature Type", "text", "how exact the point is: duta's `resolution` (POLECAT has GeoNames feature codes)"),
        ("Source", "text", "publisher"),
        ("Publication Date", "text", "of the article"),
        ("Story People", "text", "always None: duta keeps no list of all names of an article"),
        ("Story Organizations", "text", "always None, as above"),
        ("Story Locations", "text", "always None, as above"),
        ("Language", "text", "of the article, ISO 639-1"),
        ("Version", "text", "duta and its version"),
    )
)


def write_polecat(events: Iterable[Event], sink: TextIO, linked: bool) -> int:
    """Tab-separated, with a header; no tab or line break inside a value."""
    return write_delimited(events, sink, [c.name for c in COLUMNS], lambda e: [row(e)], "\t")


def row(event: Event) -> dict[str, Any]:
    """A record under POLECAT's column names."""
    place = event.event_loc
    city = place is not None and place.resolution in ("city", "feature")
    values = {
        "Event ID": event.event_id if isinstance(event, LinkedEvent) else event.id, "Event Date": event.date,
        "Event Type": _list(event.event), "Event Mode": _list([*event.mode, *event.aux]), "Intensity": event.event_scale,
        "Quad Code": f"Q{event.quad_code}", "Contexts": _list(event.context),
        **_side("Actor", event.actor), **_side("Recipient", event.recipient),
        "Placename": (place.resolved_place or place.extracted_place) if place else None,
        "City": place.resolved_place if place and city else None, "District": place.admin2 if place else None,
        "Province": place.admin1 if place else None, "Country": place.country_code if place else None,
        "Latitude": place.lat if place else None, "Longitude": place.lon if place else None,
        "GeoNames ID": place.geonameid if place else None, "Raw Placename": place.extracted_place if place else None,
        "Feature Type": place.resolution if place else None, "Source": event.cite_info.publication,
        "Publication Date": event.published, "Story People": None, "Story Organizations": None, "Story Locations": None,
        "Language": event.language, "Version": event.cite_info.coder,
    }  # fmt: skip
    return {name: NONE if value in (None, "") else _plain(value) for name, value in values.items()}


def _side(side: str, entities: list[Entity]) -> dict[str, str | None]:
    known = codes()
    return {
        f"{side} Name": _list(e.identifier_text or e.entity_text for e in entities),
        f"{side} Country": _list(known[e.code].name for e in entities if e.code and e.code in known),
        f"{side} COW": None,
        f"Primary {side} Sector": entities[0].sector if entities else None,
        f"{side} Sectors": _list(dict.fromkeys(s for e in entities for s in (e.sector, *e.other_sectors))),
        f"{side} Title": _list(e.office for e in entities),
        f"{side} Name Raw": _list(e.entity_text for e in entities),
        f"Wikipedia {side} ID": _list(e.identifier_id for e in entities),
    }


def _list(values: Iterable[str | None]) -> str | None:
    return "; ".join(v for v in values if v) or None


def _plain(value: object) -> object:
    """Text on one line: the published POLECAT files break where it is not."""
    return " ".join(value.split()) if isinstance(value, str) else value
