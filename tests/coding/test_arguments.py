"""What the parties of an act say together."""

from duta.coding.arguments import Parties
from duta.records import Party


def party(text: str, kind: str = "agent", code: str | None = None, sector: str | None = None) -> Party:
    return Party(0, len(text), text, kind, code, sector)


def test_private_people_alone_are_not_political():
    assert not Parties([], [party("three youths", sector="CVL", code="IDN")]).political


def test_a_state_body_or_a_known_name_is():
    assert Parties([party("police", sector="COP")], []).political
    assert Parties([], [Party(0, 5, "Rizal", "person", "IDN", "CVL", identifier="Rizal Ramli")]).political


def test_ministers_of_one_country_are_one_government():
    ministers = [party("the president", code="IDN", sector="GOV"), party("his ministers", code="IDN", sector="GOV")]
    assert Parties(ministers, []).one_government
    assert not Parties([*ministers, party("Putin", "person", "RUS", "GOV")], []).one_government
