"""The event table of GDELT, with CAMEO codes, as CSV with a header.

source: column names of the GDELT Event Codebook, versions 1.03 and 2.0 (the 2.0 table is the 1.0 table and three ADM2 columns).
CAMEO is dyadic: a record with several actors or recipients gives a row for each pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TextIO

from duta.exchange.columns import Column, Kind, first_day
from duta.exchange.tables import write_delimited
from duta.ontology import codes
from duta.records import Entity, Event, LinkedEvent, Location

ADM2 = ("Actor1Geo_ADM2Code", "Actor2Geo_ADM2Code", "ActionGeo_ADM2Code")
"""Columns that only the 2.0 table has."""
_ACTOR: tuple[tuple[str, Kind, str], ...] = (
    ("Code", "text", "code and sector, as IDNGOV"),
    ("Name", "text", "canonical name, else the words of the article"),
    ("CountryCode", "text", "country, ISO 3166-1 alpha-3 (CAMEO's own codes differ for a few)"),
    ("KnownGroupCode", "text", "PLOVER's code where it is no country: IGO, NGO ..."),
    ("EthnicCode", "text", "always empty"),
    ("Religion1Code", "text", "always empty"),
    ("Religion2Code", "text", "always empty"),
    ("Type1Code", "text", "sector, PLOVER code"),
    ("Type2Code", "text", "further sector"),
    ("Type3Code", "text", "further sector"),
)
_GEO: tuple[tuple[str, Kind, str], ...] = (
    ("Type", "integer", "1 country, 4 city or feature, 5 province; 0 unknown (no difference is made for the United States)"),
    ("FullName", "text", "name of the place, province and country"),
    ("CountryCode", "text", "ISO 3166-1 alpha-3 (GDELT: FIPS 10-4)"),
    ("ADM1Code", "text", "name of the province (GDELT: a code)"),
    ("ADM2Code", "text", "name of the second-level division (GDELT: a code)"),
    ("Lat", "number", "latitude, WGS 84"),
    ("Long", "number", "longitude, WGS 84"),
    ("FeatureID", "text", "GeoNames id (GDELT: GNS or GNIS id)"),
)
_ROWS: tuple[tuple[str, Kind, str], ...] = (
    ("GLOBALEVENTID", "text", "duta's id of the record or event (GDELT: a number); further pairs of it have -2, -3 ... behind"),
    ("SQLDATE", "integer", "YYYYMMDD; a date known to a month or year is its first day"),
    ("MonthYear", "integer", "YYYYMM"),
    ("Year", "integer", "YYYY"),
    ("FractionDate", "number", "year and fraction, (month * 30 + day) / 365 as in GDELT"),
    *((f"Actor1{name}", kind, meaning) for name, kind, meaning in _ACTOR),
    *((f"Actor2{name}", kind, meaning) for name, kind, meaning in _ACTOR),
    ("IsRootEvent", "integer", "1 where the sentence is the first of the article"),
    ("EventCode", "text", "the CAMEO code nearest to the PLOVER event"),
    ("EventBaseCode", "text", "its first three digits"),
    ("EventRootCode", "text", "its first two digits"),
    ("QuadClass", "integer", "1 verbal cooperation to 4 material conflict"),
    ("GoldsteinScale", "number", "the PLOVER score, which has the same range; not Goldstein's number for the CAMEO code"),
    ("NumMentions", "integer", "records that tell the event; of a record, 1"),
    ("NumSources", "integer", "independent publishers; of a record, 1"),
    ("NumArticles", "integer", "articles; of a record, 1"),
    ("AvgTone", "number", "always empty: duta measures no tone"),
    *((f"Actor1Geo_{name}", kind, "always empty: duta places acts, not actors") for name, kind, _ in _GEO),
    *((f"Actor2Geo_{name}", kind, "always empty, as for Actor1") for name, kind, _ in _GEO),
    *((f"ActionGeo_{name}", kind, meaning) for name, kind, meaning in _GEO),
    ("DATEADDED", "integer", "publication date of the article, YYYYMMDD"),
    ("SOURCEURL", "text", "address of the article; of an event, of the one that tells it best"),
)
COLUMNS = tuple(Column(*row) for row in _ROWS)
NAMES = [c.name for c in COLUMNS]
_TYPES = {"country": 1, "region": 5, "admin1": 5, "admin2": 5, "admin3": 4, "city": 4, "feature": 4}


def write_cameo(events: Iterable[Event], sink: TextIO, linked: bool) -> int:
    """The 2.0 table."""
    return write_delimited(events, sink, NAMES, rows, ",")


def rows(event: Event) -> Iterator[dict[str, Any]]:
    """A row for each pair of actor and recipient; for each actor alone where there is no recipient."""
    linked = event if isinstance(event, LinkedEvent) else None
    key = linked.event_id if linked else event.id
    cameo, when = event.cameo or "", _date(event.date)
    shared = {
        **when, "IsRootEvent": int(event.text_info.sequence == 0), "EventCode": cameo, "EventBaseCode": cameo[:3],
        "EventRootCode": cameo[:2], "QuadClass": event.quad_code, "GoldsteinScale": event.event_scale,
        "NumMentions": len(linked.mentions) if linked else 1, "NumSources": linked.publishers if linked else 1,
        "NumArticles": linked.articles if linked else 1, **_geo(event.event_loc),
        "DATEADDED": _date(event.published).get("SQLDATE"), "SOURCEURL": event.cite_info.url,
    }  # fmt: skip
    pairs = [(a, r) for a in event.actor or [None] for r in event.recipient or [None]]  # type: ignore[list-item]
    for number, (actor, recipient) in enumerate(pairs, 1):
        name = key if number == 1 else f"{key}-{number}"
        yield {"GLOBALEVENTID": name, **_actor("Actor1", actor), **_actor("Actor2", recipient), **shared}


def _actor(side: str, entity: Entity | None) -> dict[str, Any]:
    if entity is None:
        return {}
    code = entity.code or ""
    state = code in codes() and codes()[code].kind != "special"
    sectors = [s for s in (entity.sector, *entity.other_sectors) if s]
    types = {f"{side}Type{i}Code": sector for i, sector in enumerate(sectors[:3], 1)}
    group = {f"{side}CountryCode" if state else f"{side}KnownGroupCode": code}
    return {f"{side}Code": code + "".join(sectors[:1]), f"{side}Name": entity.identifier_text or entity.entity_text, **group, **types}


def _geo(place: Location | None) -> dict[str, Any]:
    if place is None:
        return {}
    names = dict.fromkeys(n for n in (place.resolved_place or place.extracted_place, place.admin1, place.country_code) if n)
    return {
        "ActionGeo_Type": _TYPES.get(place.resolution or "", 0), "ActionGeo_FullName": ", ".join(names),
        "ActionGeo_CountryCode": place.country_code, "ActionGeo_ADM1Code": place.admin1, "ActionGeo_ADM2Code": place.admin2,
        "ActionGeo_Lat": place.lat, "ActionGeo_Long": place.lon, "ActionGeo_FeatureID": place.geonameid,
    }  # fmt: skip


def _date(text: str | None) -> dict[str, Any]:
    day: date | None = first_day(text)
    if day is None:
        return {}
    fraction = round(day.year + (day.month * 30 + day.day) / 365, 4)
    return {"SQLDATE": int(f"{day:%Y%m%d}"), "MonthYear": int(f"{day:%Y%m}"), "Year": day.year, "FractionDate": fraction}
