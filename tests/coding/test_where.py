"""Countries that were guessed, places without a country, the dateline."""

from types import SimpleNamespace

from duta.coding.arguments import Parties
from duta.coding.where import against, from_dateline, with_country_of
from duta.records import Party, Place


def party(text: str, code: str | None, kind: str = "agent", sector: str | None = None, confidence: float = 1.0) -> Party:
    return Party(0, len(text), text, kind, code, sector, confidence=confidence)


IRAN = party("Iran", "IRN", "country")


def test_troops_that_a_state_accuses_are_not_its_own():
    marines = party("the marines", "IRN", sector="MIL", confidence=0.5)
    assert against("ACCUSE", Parties([IRAN], [marines]), None).recipient[0].code is None


def test_a_country_that_the_text_gives_stands():
    marines = party("Iranian marines", "IRN", sector="MIL")
    assert against("ACCUSE", Parties([IRAN], [marines]), None).recipient == [marines]


def test_victims_of_an_attack_abroad_are_not_the_attackers():
    girl = party("a girl", "IRN", sector="CVL", confidence=0.5)
    israel = Place(0, 6, "Israel", country_code="ISR")
    assert against("ASSAULT", Parties([IRAN], [girl]), israel).recipient[0].code is None


def test_an_unlisted_place_lies_in_the_only_country_of_the_parties():
    police = party("Turkish riot police", "TUR", sector="COP")
    place = with_country_of(Place(0, 13, "Taksim Square"), Parties([police], []))
    assert (place.country_code, place.confidence <= 0.4) == ("TUR", True)


def test_parties_of_two_countries_place_nothing():
    assert with_country_of(Place(0, 6, "the sea"), Parties([IRAN], [party("Iraq", "IRQ", "country")])).country_code is None


CAIRO = Place(0, 5, "CAIRO", country_code="EGY", confidence=0.9)


def test_the_dateline_places_an_act_of_its_own_people_and_says_that_it_is_weak():
    place = from_dateline("ASSAULT", Parties([party("police", "EGY")], []), SimpleNamespace(sentence=0), CAIRO)  # type: ignore[arg-type]
    assert place is not None and "dateline" in place.rule and place.confidence <= 0.4


def test_the_dateline_does_not_place_acts_of_others_or_of_later_sentences():
    egypt = Parties([party("police", "EGY")], [])
    assert from_dateline("ASSAULT", Parties([IRAN], []), SimpleNamespace(sentence=0), CAIRO) is None  # type: ignore[arg-type]
    assert from_dateline("ASSAULT", egypt, SimpleNamespace(sentence=9), CAIRO) is None  # type: ignore[arg-type]
