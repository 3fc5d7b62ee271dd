"""Records in, records out: places and times without events."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from duta.recognising import PlacesQuery, TimesQuery, answer_places, answer_times, places_in, times_in


def test_a_place_has_point_country_and_level() -> None:
    (place,) = answer_places(PlacesQuery(id=7, text="Ia di Ankara.", language="id")).places
    assert (place.start, place.end, place.name, place.country_code, place.resolution) == (6, 12, "Ankara", "TUR", "city")
    assert (place.lat, place.lon) == (pytest.approx(39.9, abs=0.1), pytest.approx(32.9, abs=0.1))
    assert place.geonameid == 323786


def test_given_toponyms_are_answered_in_their_order_one_for_one() -> None:
    query = PlacesQuery(text="From Jakarta to Xyzzy", language="en", toponyms=[(16, 21), (5, 12)])
    assert [p.country_code for p in answer_places(query).places] == [None, "IDN"]


def test_no_toponyms_given_means_no_places() -> None:
    assert answer_places(PlacesQuery(text="in Ankara", language="en", toponyms=[])).places == []


@pytest.mark.parametrize("span", [(3, 99), (-1, 2), (4, 4)])
def test_a_toponym_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValidationError, match="outside the text of 9 characters"):
        PlacesQuery(text="in Ankara", toponyms=[span])


def test_a_time_has_type_and_value() -> None:
    query = TimesQuery(id="a", text="Ia tiba kemarin.", date="2007-01-10T08:00:00Z", language="id")
    (time,) = answer_times(query).times
    assert (time.start, time.end, time.type, time.value) == (8, 15, "DATE", "2007-01-09")


def test_the_language_is_detected() -> None:
    text = "Presiden mengatakan bahwa pasukan itu akan tiba di ibu kota pada hari Senin depan untuk menjaga keamanan."
    assert [t.value for t in answer_times(TimesQuery(text=text, date="2007-01-10")).times] == ["2007-01-15"]


def test_other_keys_are_ignored() -> None:
    assert PlacesQuery.model_validate({"id": "a", "text": "x", "outlet": "y"}).id == "a"


@pytest.mark.parametrize("fields", [{"language": "fr"}, {"date": "5/6/24"}, {"date": "2024-13-01"}])
def test_what_cannot_be_meant_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        TimesQuery.model_validate({"id": "a", "text": "x", **fields})


DAMAGED = "Kementerian itudi kotaNew York.\nBaca juga: Hujan di Medan kemarin\n\nâ€œIa di Ankara kemarin,â€\x9d katanya.\r\n"


def test_places_of_damaged_text_have_offsets_of_the_text_as_given() -> None:
    places = {p.text: p for p in places_in(DAMAGED, "id")}
    assert places["Ankara"].start == DAMAGED.index("Ankara")
    assert all(DAMAGED[p.start : p.end] == p.text for p in places.values())


def test_times_of_damaged_text_have_offsets_of_the_text_as_given() -> None:
    times = times_in(DAMAGED, "id", "2007-01-10")
    assert [(t.start, t.text) for t in times][-1] == (DAMAGED.rindex("kemarin"), "kemarin")


def test_what_restoring_leaves_out_is_searched_as_well() -> None:
    assert [p.start for p in places_in(DAMAGED, "id") if p.text == "Medan"] == [DAMAGED.index("Medan")]
    assert next(iter(times_in(DAMAGED, "id", "2007-01-10"))).start == DAMAGED.index("kemarin")
