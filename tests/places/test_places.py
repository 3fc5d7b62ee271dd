"""Places in both languages, one behaviour a test."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Span

from duta.places import find_places, places_of, resolve_spans
from duta.places.find import find_in_text
from duta.records import Place


def found(text: str, language: str) -> dict[str, Place]:
    return {p.text: p for p in find_in_text(text, language)}


@pytest.mark.parametrize(
    ("name", "resolution", "lat", "lon"),
    [
        ("Kota Bandung", "admin2", -6.92, 107.61),
        ("Kabupaten Bandung", "admin2", -7.05, 107.61),
        ("Kabupaten Bandung Barat", "admin2", -6.82, 107.45),
    ],
)
def test_three_bandungs(name: str, resolution: str, lat: float, lon: float) -> None:
    place = found(f"Ia tiba di {name} kemarin.", "id")[name]
    assert (place.name, place.resolution) == (name, resolution)
    assert (place.lat, place.lon) == (pytest.approx(lat, abs=0.1), pytest.approx(lon, abs=0.1))


@pytest.mark.parametrize(
    ("text", "language", "name", "country"),
    [
        ("Ia tiba di Moskow.", "id", "Moskow", "RUS"),
        ("Ia tiba di Kairo.", "id", "Kairo", "EGY"),
        ("Ia tiba di Yerusalem.", "id", "Yerusalem", "ISR"),
        ("Perang di Jalur Gaza.", "id", "Jalur Gaza", "PSE"),
        ("Perang di Donbas.", "id", "Donbas", "UKR"),
        ("KKB menyerang pos di Papua Pegunungan.", "id", "Papua Pegunungan", "IDN"),
        ("Warga di Tepi Barat.", "id", "Tepi Barat", "PSE"),
        ("Fighting in Darfur.", "en", "Darfur", "SDN"),
        ("Settlers in the West Bank.", "en", "West Bank", "PSE"),
        ("He lives in Mexico City.", "en", "Mexico City", "MEX"),
    ],
)
def test_names_in_the_news(text: str, language: str, name: str, country: str) -> None:
    assert found(text, language)[name].country_code == country


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Perang di selatan Somalia berlanjut.", "id", "selatan Somalia"),
        ("War in southern Somalia goes on.", "en", "southern Somalia"),
    ],
)
def test_part_of_a_country_is_a_region(text: str, language: str, words: str) -> None:
    place = found(text, language)[words]
    assert (place.country_code, place.resolution) == ("SOM", "region")


def test_place_of_several_states_has_no_country() -> None:
    place = found("Kapal itu berlayar di Laut China Selatan.", "id")["Laut China Selatan"]
    assert (place.country_code, place.resolution) == (None, "feature")


def test_container_decides() -> None:
    assert found("He moved to Paris, Texas.", "en")["Paris"].country_code == "USA"


def test_alone_the_large_one_is_meant() -> None:
    assert found("He arrived in Paris.", "en")["Paris"].country_code == "FRA"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Paris Hilton sang.", "en"),
        ("Officer Chad Walker spoke.", "en"),
        ("He reads the Jakarta Post.", "en"),
        ("Presiden Jackson datang.", "id"),
        ("It costs US$400.", "en"),
    ],
)
def test_people_papers_and_money_are_no_places(text: str, language: str) -> None:
    assert find_in_text(text, language) == []


def test_dateline() -> None:
    assert found("TEL AVIV, KOMPAS.com - Warga berunjuk rasa.", "id")["TEL AVIV"].country_code == "ISR"


def test_unknown_village_takes_the_point_of_its_district() -> None:
    place = found("Banjir di Desa Xyzabad, Kabupaten Situbondo, Jawa Timur.", "id")["Desa Xyzabad"]
    assert (place.name, place.country_code, place.resolution) == ("Kabupaten Situbondo", "IDN", "admin2")
    assert "not in the gazetteer" in place.rule


def test_given_spans_come_back_in_order() -> None:
    text = "From Jakarta to Xyzzy."
    places = resolve_spans(text, [(16, 21), (5, 12)], "en")
    assert [(p.text, p.name) for p in places] == [("Xyzzy", None), ("Jakarta", "Jakarta")]


def test_unresolved_has_no_point_and_no_confidence() -> None:
    place = resolve_spans("Xyzzy", [(0, 5)], "en")[0]
    assert (place.lat, place.country_code, place.confidence) == (None, None, 0.0)


def test_works_on_a_doc_of_words_with_entities() -> None:
    words = ["Ia", "mengunjungi", "Wamena", "."]
    doc = Doc(spacy.blank("id").vocab, words=words)
    doc.ents = [Span(doc, 2, 3, label="LOC")]
    places = find_places(doc, "id")
    assert [(p.text, p.country_code) for p in places] == [("Wamena", "IDN")]


def test_works_on_a_doc_without_entities() -> None:
    doc = Doc(spacy.blank("en").vocab, words=["He", "is", "in", "Beirut", "."])
    assert [p.country_code for p in find_places(doc, "en")] == ["LBN"]


def test_offsets_are_characters_of_the_text() -> None:
    text = "Warga “Gaza” — mengungsi dari Khan Younis ke Rafah."
    for place in find_in_text(text, "id"):
        assert text[place.start : place.end] == place.text


def test_confidence_is_a_chance() -> None:
    for place in find_in_text("He went from Springfield to London in March.", "en"):
        assert 0 <= place.confidence <= 1


@pytest.mark.parametrize("text", ["", ",", "(", "St.", "di", "\x00\n\n", "A" * 500, "Kota " * 300, "Jakarta, " * 200])
@pytest.mark.parametrize("language", ["id", "en"])
def test_odd_text_is_no_error(text: str, language: str) -> None:
    for place in find_in_text(text, language):
        assert text[place.start : place.end] == place.text


def test_unknown_language() -> None:
    with pytest.raises(ValueError, match="xx"):
        find_in_text("Jakarta", "xx")


def test_record_for_the_command_line() -> None:
    out = places_of({"id": 7, "text": "Ia di Ankara.", "language": "id"})
    assert out["id"] == 7
    assert {k: out["places"][0][k] for k in ("start", "end", "country_code", "resolution")} == {
        "start": 6,
        "end": 12,
        "country_code": "TUR",
        "resolution": "city",
    }


def test_record_with_toponyms() -> None:
    out = places_of({"id": 1, "text": "in Ankara", "language": "en", "toponyms": [[3, 9]]})
    assert [p["country_code"] for p in out["places"]] == ["TUR"]
