"""Maps as SVG, drawn here: countries shaded by their events, and each place by a sign that says how exactly it is known."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import asin, cos, log1p, radians, sin, sqrt

from markupsafe import Markup

from duta.server.asking import query_of
from duta.server.glance import Where
from duta.server.wording import Words
from duta.store import Filter

EXACT, WITHIN, AROUND = ("city", "feature"), ("admin1", "admin2", "admin3"), ("region",)
"""Resolutions of a point that is the place, of one that stands for a unit around it, of one that stands for a region."""
SIGNS = 400
"""Signs on a map at most, the largest; all are in the table beside it."""
SHADES = 6
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Map:
    """One map: which part of the world, and how large."""

    name: str
    width: int
    height: int

    def point(self, lon: float, lat: float) -> Point:
        """Where a place lies on the sheet."""
        if self.name == "world":
            x, y = equal_earth(lon, lat)
            return (x / 2.70663 + 1) / 2 * self.width, (1.32 - y) / 2.33 * self.height
        return (lon - 94) / 48 * self.width, (7 - lat) / 18.5 * self.height

    def holds(self, lon: float, lat: float) -> bool:
        x, y = self.point(lon, lat)
        return 0 <= x <= self.width and 0 <= y <= self.height


WORLD, INDONESIA = Map("world", 960, 413), Map("indonesia", 960, 370)


def equal_earth(lon: float, lat: float) -> Point:
    """The Equal Earth projection (Savric, Patterson and Jenny 2018): areas are true, so a shade means the same everywhere."""
    t = asin(sqrt(3) / 2 * sin(radians(lat)))
    a, b, c, d = 1.340264, -0.081106, 0.000893, 0.003796
    t2, t6 = t * t, t**6
    x = 2 * sqrt(3) * radians(lon) * cos(t) / (3 * (9 * d * t6 * t2 + 7 * c * t6 + 3 * b * t2 + a))
    return x, t * (a + b * t2 + t6 * (c + d * t2))


@cache
def outlines(sheet: Map) -> dict[str, str]:
    """Code -> path of a country's outline."""
    shapes = json.loads(resources.files("duta.server").joinpath("shapes", f"{sheet.name}.json").read_text(encoding="ascii"))
    paths: dict[str, str] = {}
    for code, rings in shapes.items():
        drawn = []
        for ring in rings:
            points = (sheet.point(ring[i] / 100, ring[i + 1] / 100) for i in range(0, len(ring), 2))
            drawn.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z")
        paths[code] = "".join(drawn)
    return paths


def draw(words: Words, sheet: Map, places: Iterable[Where], wish: Filter, path: str = "/events") -> Markup:
    """A map of these places; every country and sign leads to its events."""
    places = list(places)
    totals: dict[str, int] = defaultdict(int)
    for place in places:
        if place.country:
            totals[place.country] += place.events
    most = max(totals.values(), default=0)
    lands = Markup().join(
        _land(words, code, line, totals.get(code, 0), most, wish, path) for code, line in outlines(sheet).items()
    )
    pointed = [
        p
        for p in places
        if p.lat is not None and p.lon is not None and p.resolution not in ("country", "") and sheet.holds(p.lon, p.lat)
    ]
    largest = max((p.events for p in pointed), default=1)
    signs = Markup().join(_sign(words, sheet, p, largest, wish, path) for p in sorted(pointed[:SIGNS], key=lambda p: -p.events))
    return Markup(
        '<svg class="map" role="group" aria-label="{}" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg">{}{}</svg>'
    ).format(words(f"overview.{sheet.name}"), sheet.width, sheet.height, lands, signs)


def _land(words: Words, code: str, line: str, events: int, most: int, wish: Filter, path: str) -> Markup:
    if not events:
        return Markup('<path class="land" d="{}"/>').format(line)
    shade = 1 + round((SHADES - 1) * log1p(events) / log1p(most)) if most > 1 else SHADES
    title = f"{words.country(code)}: {words('overview.lead', n=events)}"
    query = query_of(wish.model_copy(update={"country": [code]}))
    return Markup(
        '<a href="{}{}" aria-label="{}" tabindex="-1"><path class="land s{}" d="{}"><title>{}</title></path></a>'
    ).format(path, query, title, shade, line, title)


def _sign(words: Words, sheet: Map, place: Where, largest: int, wish: Filter, path: str) -> Markup:
    assert place.lat is not None and place.lon is not None
    x, y = sheet.point(place.lon, place.lat)
    r = 2.5 + 9 * sqrt(place.events / largest)
    if place.resolution in EXACT:
        shape = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(x, y, r)
    elif place.resolution in WITHIN:
        shape = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(x - r, y - r, 2 * r, 2 * r)
    else:
        shape = Markup('<path d="M{:.1f},{:.1f}l{r:.1f},{r:.1f}l-{r:.1f},{r:.1f}l-{r:.1f},-{r:.1f}Z"/>').format(x, y - r, r=r)
    title = f"{place.name} ({words.name('resolutions', place.resolution)}): {words('overview.lead', n=place.events)}"
    return Markup('<a class="sign" href="{}{}" aria-label="{}" tabindex="-1">{}<title>{}</title></a>').format(
        path, at(place, wish), title, shape, title
    )


def at(place: Where, wish: Filter) -> str:
    """The parameters of the events at a place: by its province where it stands for one, else by the point itself."""
    unit = {"country": [place.country] if place.country else [], "admin1": [place.admin1] if place.admin1 else []}
    if place.resolution in ("country", "", "admin1"):
        return query_of(wish.model_copy(update=unit))
    near = {"lat": place.lat, "lon": place.lon, "km": 0.5}
    return query_of(Filter.model_validate({**wish.model_dump(exclude_defaults=True), "near": near}))
