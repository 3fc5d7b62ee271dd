"""Integrity of the gazetteer, features.tsv, abbreviations.tsv, weights.toml and places.toml."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from duta.actors.tables import read_table
from duta.places.cues import abbreviations, cues, rows
from duta.places.gazetteer import KINDS, Gazetteer, gazetteer
from duta.places.names import key_of
from duta.places.resolve import FEATURES, weights

CODES = [row for _, row in read_table(resources.files("duta") / "ontology/codes.tsv", ("code", "kind"))]
COUNTRIES = {row["code"] for row in CODES if row["kind"] in ("state", "exception", "dependency")}


def read(name: str) -> list[dict[str, str]]:
    return list(rows(resources.files("duta.places").joinpath(name).read_text(encoding="utf8")))


def test_features_have_legal_codes_kinds_and_points() -> None:
    for row in read("features.tsv"):
        assert row["country"] == "" or row["country"] in COUNTRIES, row
        assert row["resolution"] in KINDS and row["resolution"] != "country", row
        assert -90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180, row
        assert int(row["weight"]) > 0 and row["english"] and row["indonesian"], row


def test_features_are_unique() -> None:
    names = [row["english"].split("|")[0] for row in read("features.tsv")]
    assert len(names) == len(set(names))


def test_every_feature_is_in_the_compiled_index() -> None:
    for row in read("features.tsv"):
        for name in (row["english"] + "|" + row["indonesian"]).split("|"):
            points = [(c.lat, c.lon) for c in gazetteer().lookup(name)]
            assert any(p == (pytest.approx(float(row["lat"])), pytest.approx(float(row["lon"]))) for p in points), name


def test_abbreviated_states_are_in_the_gazetteer() -> None:
    for short, state in abbreviations().items():
        assert any(c.country == state.country for c in gazetteer().lookup(state.name)), short


def test_files_name_their_sources() -> None:
    for name in ("features.tsv", "abbreviations.tsv", "weights.toml"):
        assert "# source:" in resources.files("duta.places").joinpath(name).read_text(encoding="utf8")


def test_weights_are_those_of_the_features() -> None:
    data = tomllib.loads(resources.files("duta.places").joinpath("weights.toml").read_text(encoding="utf8"))
    assert set(data["weights"]) == set(FEATURES)
    assert len(weights()) == len(FEATURES)


@pytest.mark.parametrize("language", ["id", "en"])
def test_type_words_name_legal_kinds(language: str) -> None:
    cue = cues(language)
    assert {k for kinds in [*cue.before.values(), *cue.after.values()] for k in kinds} <= set(KINDS)


@pytest.mark.parametrize("language", ["id", "en"])
def test_cue_lists_have_no_doubles(language: str) -> None:
    text = resources.files("duta.languages").joinpath(language, "places.toml").read_text(encoding="utf8")
    data = tomllib.loads(text)
    for name, table in data.items():
        words = table.get("words", [])
        assert len(words) == len(set(words)), (name, [w for w in words if words.count(w) > 1])


def test_languages_have_the_same_tables() -> None:
    files = (resources.files("duta.languages").joinpath(code, "places.toml") for code in ("id", "en"))
    one, two = (tomllib.loads(f.read_text(encoding="utf8")) for f in files)
    assert set(one) == set(two)


def test_index_is_small() -> None:
    assert len(resources.files("duta.places").joinpath("gazetteer.npz").read_bytes()) < 6_500_000


def test_every_peopled_country_has_an_entry() -> None:
    known: Gazetteer = gazetteer()
    assert [c for c in COUNTRIES - {"ATA", "BVT", "UMI", "KOS"} if known.country(c) is None] == []


def test_every_indonesian_province_is_known_by_both_names() -> None:
    for own, english in (("Jawa Barat", "West Java"), ("Papua Selatan", "South Papua"), ("Sumatera Utara", "North Sumatra")):
        entries = [{c.entry for c in gazetteer().lookup(n) if c.kind == "admin1"} for n in (own, english)]
        assert entries[0] & entries[1]


@pytest.mark.parametrize(
    ("name", "key"),
    [("Saint-Denis", "saint denis"), ("Sana'a", "sanaa"), ("Łódź", "lodz"), ("U.S.", "us"), ("São Paulo", "sao paulo")],
)
def test_key_of(name: str, key: str) -> None:
    assert key_of(name) == key


def test_cue_words_are_in_lower_case() -> None:
    for language in ("id", "en"):
        cue = cues(language)
        for words in (cue.prepositions, cue.not_after, cue.not_before, cue.seats, cue.nouns, cue.speech, cue.articles):
            assert words == {w.lower() for w in words}


def test_strong_prepositions_are_prepositions() -> None:
    for language in ("id", "en"):
        assert cues(language).strong <= cues(language).prepositions


def test_a_capital_is_the_one_town_of_its_name() -> None:
    options = [c for c in gazetteer().lookup("Washington") if c.kind == "city"]
    assert [c.admin1 for c in options if c.size > 20] == ["Washington DC"]


def test_units_have_geonames_ids() -> None:
    known = gazetteer()
    units = [c for n in ("Queensland", "Jawa Barat", "Hebei", "Nueva Ecija") for c in known.lookup(n) if c.kind.startswith("admin")]
    assert len(units) >= 4 and all(c.geonameid for c in units)


def test_the_middle_of_a_large_state_is_not_among_its_towns() -> None:
    (state,) = [c for c in gazetteer().lookup("Queensland") if c.kind == "admin1"]
    assert (state.lat, state.lon) == (pytest.approx(-22.5, abs=1.5), pytest.approx(144.5, abs=1.5))


def test_all_thirty_eight_provinces_of_indonesia() -> None:
    names = {c.admin1 for n in ("Jakarta", "Merauke", "Wamena", "Nabire", "Sorong", "Bandung") for c in gazetteer().lookup(n)}
    assert {"DKI Jakarta", "Papua Selatan", "Papua Pegunungan", "Papua Tengah", "Papua Barat Daya", "Jawa Barat"} <= names
