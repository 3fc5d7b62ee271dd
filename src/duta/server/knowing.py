"""What duta knows of a name: entries of the knowledge files and of the gazetteer."""

from __future__ import annotations

from pydantic import BaseModel

from duta.actors import Entry, load_book
from duta.languages import LANGUAGES
from duta.places.gazetteer import gazetteer


class Known(BaseModel):
    """One line of a knowledge file."""

    name: str
    kind: str
    code: str | None
    sector: str | None
    office: str | None
    start: str | None
    end: str | None
    wikidata: str | None
    source: str
    """File and line."""


class KnownPlace(BaseModel):
    """One place that a name may mean."""

    name: str
    kind: str
    country: str
    admin1: str
    admin2: str
    lat: float
    lon: float
    geonameid: int | None
    exact: bool
    """False where only the point of the unit above is known."""


def actors_called(name: str) -> list[Known]:
    """Entries of that name in either language's book, persons by their time in office."""
    if not name.strip():
        return []
    found: dict[str, Entry] = {}
    for language in LANGUAGES:
        for entry in load_book((), language).find(name):
            found[entry.source] = entry
    return [
        Known(
            name=e.name,
            kind=e.kind,
            code=e.code,
            sector=e.sector,
            office=e.office,
            start=e.start,
            end=e.end,
            wikidata=e.wikidata,
            source=e.source,
        )
        for e in sorted(found.values(), key=lambda e: (e.name, e.start or "", e.source))
    ]


def places_called(name: str) -> list[KnownPlace]:
    """Places of the gazetteer with that name, the most populous first."""
    found = sorted(gazetteer().lookup(name), key=lambda c: -c.size)
    return [
        KnownPlace(
            name=c.name,
            kind=c.kind,
            country=c.country,
            admin1=c.admin1,
            admin2=c.admin2,
            lat=c.lat,
            lon=c.lon,
            geonameid=c.geonameid,
            exact=c.exact,
        )
        for c in found
    ]
