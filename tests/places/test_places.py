"""Places in both languages, one behaviour a test."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Span

from duta.places import find_in_text, find_places, resolve_spans
from duta.places.mentions import mentions
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


def test_the_capital_is_meant_not_its_namesakes() -> None:
    assert found("He arrived in Washington.", "en")["Washington"].admin1 == "Washington DC"


def test_a_list_is_no_containment() -> None:
    text = "It spread to Oregon, Washington, West Virginia and Ohio."
    assert [m.container for m in mentions(text, "en")] == ["", "", "", ""]


def test_a_small_place_elsewhere_gives_way_to_what_holds_it() -> None:
    text = "Kebakaran di Pesing, Jakarta Barat."
    (place, _) = resolve_spans(text, [(13, 19), (21, 34)], "id")
    assert (place.name, place.geonameid) == ("Kota Jakarta Barat", None)
    assert "lies in Jakarta Barat" in place.rule


def test_two_names_side_by_side_when_one_holds_the_other() -> None:
    assert set(found("Gempa kembali mengguncang Waingapu NTT dini hari.", "id")) == {"Waingapu", "NTT"}


def test_a_direction_is_no_type_word() -> None:
    text = "117 km di timur laut Sulawesi Utara"
    assert resolve_spans(text, [(21, 35)], "id")[0].resolution == "admin1"


def test_two_towns_joined_by_a_hyphen() -> None:
    assert set(found("Kereta di Jakarta-Bandung.", "id")) == {"Jakarta", "Bandung"}


def test_a_site_is_no_place() -> None:
    assert set(found("TEL AVIV, KOMPAS.com -Sebuah rudal", "id")) == {"TEL AVIV"}


def test_a_village_called_like_a_word_needs_a_type_word() -> None:
    assert found("Ia pergi ke Harapan Baru.", "id") == {}
    assert found("Ia pergi ke Desa Sukamaju, Kabupaten Garut.", "id")["Desa Sukamaju"].admin2 == "Kabupaten Garut"


def test_a_speaker_is_no_place() -> None:
    assert found('"We shall see," Trapani said.', "en") == {}


def test_an_entity_grows_to_the_whole_name() -> None:
    text = "A ship near the Strait of Hormuz"
    assert [p.text for p in find_in_text(text, "en", [(16, 22)])] == ["Strait of Hormuz"]


def test_an_entity_that_no_gazetteer_knows_needs_a_preposition() -> None:
    text = "Xyzzy said he is in Qwxtl"
    assert [p.text for p in find_in_text(text, "en", [(0, 5), (20, 25)])] == ["Qwxtl"]


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


def test_offsets_are_of_the_parsed_text_not_of_the_doc() -> None:
    """A `Doc` starts at its first word and knows no dateline nor blank lines before it; the parsed text does."""
    text = "GAZA, (ANTARA) -\n\n Ia mengunjungi\nWamena."
    offsets = [(19, 21), (22, 33), (34, 40), (40, 41)]
    doc = Doc(spacy.blank("id").vocab, words=[text[a:b] for a, b in offsets], spaces=[True, True, False, False])
    doc.ents = [Span(doc, 2, 3, label="LOC")]
    doc.user_data.update(text=text, offsets=offsets)
    places = find_places(doc, "id")
    assert [(p.start, p.end, text[p.start : p.end]) for p in places] == [(0, 4, "GAZA"), (34, 40, "Wamena")]


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
