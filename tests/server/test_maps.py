"""Maps say how exactly a place is known, and lead to its events."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duta.ontology import is_code
from duta.server.glance import Where
from duta.server.maps import INDONESIA, WORLD, at, draw, equal_earth, outlines
from duta.server.wording import words_of
from duta.store import Filter

SHAPES = Path(__file__).parent.parent.parent / "src/duta/server/shapes"


def where(resolution: str, **more: object) -> Where:
    fields = {"country": "IDN", "admin1": "Jawa Barat", "name": "Bandung", "lat": -6.92, "lon": 107.61, "events": 3, **more}
    return Where.model_validate({**fields, "resolution": resolution})


@pytest.mark.parametrize(
    ("resolution", "sign"),
    [
        ("city", "<circle"),
        ("feature", "<circle"),
        ("admin1", "<rect"),
        ("admin2", "<rect"),
        ("admin3", "<rect"),
        ("region", 'class="sign"'),
    ],
)
def test_a_sign_tells_how_exact_a_place_is(resolution: str, sign: str):
    svg = str(draw(words_of("en"), INDONESIA, [where(resolution)], Filter()))
    assert svg.count('class="sign"') == 1 and sign in svg


@pytest.mark.parametrize("place", [where("country"), where("", lat=None, lon=None, name="")])
def test_a_country_has_a_shade_and_no_point(place: Where):
    svg = str(draw(words_of("id"), WORLD, [place], Filter()))
    assert 'class="sign"' not in svg and svg.count("country=IDN") == 1


def test_points_stand_where_they_are():
    x, y = INDONESIA.point(107.61, -6.92)
    assert f'cx="{x:.1f}" cy="{y:.1f}"' in str(
        draw(words_of("en"), INDONESIA, [where("city"), where("city", name="Other", events=9)], Filter())
    )


def test_names_of_places_are_escaped():
    assert "<script" not in str(draw(words_of("en"), INDONESIA, [where("city", name="<script>alert(1)</script>")], Filter()))


def test_places_lead_to_their_events():
    assert at(where("admin1"), Filter(quad=[4])) == "?quad=4&country=IDN&admin1=Jawa+Barat"
    assert at(where("city"), Filter()) == "?near=-6.92%2C107.61&km=0.5"


def test_equal_earth_has_the_published_values():
    # B. Savric, T. Patterson, B. Jenny, The Equal Earth map projection (2018): half the width, half the height of the unit sphere
    assert equal_earth(180, 0)[0] == pytest.approx(2.7066, abs=1e-4)
    assert equal_earth(0, 90)[1] == pytest.approx(1.3173, abs=1e-4)


@pytest.mark.parametrize("sheet", [WORLD, INDONESIA])
def test_outlines_lie_on_the_earth_and_name_countries(sheet):
    shapes = json.loads((SHAPES / f"{sheet.name}.json").read_text())
    assert "IDN" in shapes and sum(not is_code(code) for code in shapes) < 16  # rocks and bases that are no country
    for rings in shapes.values():
        assert all(
            len(r) >= 6 and len(r) % 2 == 0 and max(map(abs, r[::2])) <= 18_000 and max(map(abs, r[1::2])) <= 9_000 for r in rings
        )
    assert set(outlines(sheet)) == set(shapes)
