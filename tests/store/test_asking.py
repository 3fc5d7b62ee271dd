"""Asking: every field of the filter, of mentions and of events, on both databases."""

from datetime import date

import pytest
from pydantic import ValidationError

from duta.store import Filter, Near, Store
from tests.store.build import article, party, place, record

JAKARTA = place("Jakarta", "IDN", -6.2, 106.85, "DKI Jakarta")
SUVA = place("Suva", "FJI", -18.14, 178.44)
RECORDS = [
    record("visit", "a", mode=["visit"], context=["diplomatic", "executive"], event_loc=JAKARTA, date="2024-05-15", confidence=0.9,
           actor=[party("SGP", "GOV", "Lawrence Wong", identifier_id="Q6504787")], recipient=[party("IDN", "GOV")], publication="Antara"),
    record("talks", "a", date="2024-05", actor=[party("IDN", "GOV"), party("CHN", "GOV")], recipient=[], publication="Antara"),
    record("attack", "b", "ASSAULT", date="2024-04-30", actor=[party("RUS", "MIL")], recipient=[party("UKR", "MIL")],
           event_loc=place("Kharkiv", "UKR", 49.98, 36.25), publication="Reuters", language="id", title="Serangan di Kharkiv"),
    record("plan", "c", "AGREE", date="2025", aux=["future"], actor=[party("IDN", "LEG")], recipient=[party("FJI", "GOV")],
           event_loc=SUVA, confidence=0.3, event_text="will meet"),
    record("undated", "d", "PROTEST", mode=["demo"], date=None, actor=[party(None, "EDU")], recipient=[party("IDN", "GOV")]),
]  # fmt: skip

ASKED = [
    ({}, "plan visit talks attack undated"),
    ({"dyad": "RUS>UKR"}, "attack"),
    ({"dyad": "UKR>RUS"}, ""),
    ({"dyad": "UKR-RUS"}, "attack"),
    ({"dyad": "CHN>IDN"}, "talks"),  # a mutual act: its parties are paired both ways
    ({"dyad": "IDN>CHN"}, "talks"),
    ({"actor": ["IDN"]}, "plan talks"),
    ({"actor": ["IDN:LEG"]}, "plan"),
    ({"actor": ["MIL", "EDU"]}, "attack undated"),
    ({"actor": ["lawrence wong"]}, "visit"),
    ({"actor": ["Q6504787"]}, "visit"),
    ({"recipient": ["IDN"]}, "visit undated"),
    ({"code": ["IDN"]}, "plan visit talks undated"),
    ({"type": ["ASSAULT", "PROTEST"]}, "attack undated"),
    ({"quad": [1]}, "plan visit talks"),
    ({"mode": ["visit"]}, "visit"),
    ({"context": ["executive"]}, "visit"),
    ({"aux": ["future"]}, "plan"),
    ({"not_aux": ["future"]}, "visit talks attack undated"),
    ({"country": ["IDN", "UKR"]}, "visit attack"),
    ({"admin1": ["dki jakarta"]}, "visit"),
    ({"near": Near(lat=-6.6, lon=106.8, km=50)}, "visit"),
    ({"near": Near(lat=-6.6, lon=106.8, km=40)}, ""),
    ({"near": Near(lat=-18.0, lon=-179.0, km=300)}, "plan"),  # across the line where 180 degrees east is 180 west
    ({"since": date(2024, 5, 20)}, "plan talks"),  # May as a whole, and 2025
    ({"until": date(2024, 5, 15)}, "visit talks attack"),
    ({"since": date(2024, 5, 15), "until": date(2024, 5, 15)}, "visit talks"),
    ({"source": ["Antara"]}, "visit talks"),
    ({"language": ["id"]}, "attack"),
    ({"confidence": 0.5}, "visit talks attack undated"),
    ({"text": "kharkiv serangan"}, "attack"),
    ({"text": '"serangan di"'}, "attack"),
    ({"text": '"di serangan"'}, ""),
    ({"text": "met -lawrence"}, "talks attack undated"),
    ({"text": "SÉRANGAN"}, "attack"),
    ({"text": "met", "actor": ["IDN"], "type": ["CONSULT"], "since": date(2024, 1, 1)}, "talks"),
    ({"limit": 2}, "plan visit"),
    ({"limit": 0}, ""),
]  # fmt: skip




@pytest.mark.parametrize("what", ["mentions", "events"])
def test_every_field_of_the_filter(store: Store, what: str):
    store.load(RECORDS)
    for asked, expected in ASKED:
        wish = Filter.model_validate(asked)
        found = store.query(wish) if what == "mentions" else store.events(wish)
        assert " ".join(e.id for e in found) == expected, asked
        if "limit" not in asked:
            assert store.count(wish, what) == len(expected.split()), asked


@pytest.mark.parametrize("what", ["mentions", "events"])
def test_what_many_match_is_found_as_what_few_match(store: Store, what: str, monkeypatch: pytest.MonkeyPatch):
    """Conditions that match much are written another way; see `asking`."""
    store.load(RECORDS)
    monkeypatch.setattr("duta.store.asking.FEW", -1)
    for asked, expected in ASKED:
        wish = Filter.model_validate(asked)
        found = store.query(wish) if what == "mentions" else store.events(wish)
        assert " ".join(e.id for e in found) == expected, asked


def test_pages_give_everything_once(store: Store):
    store.load([record(f"m{i}", f"a{i}", date=f"2024-05-{i % 3 + 1:02}") for i in range(10)])
    wish, seen = Filter(limit=3), []
    while True:
        page, cursor = store.page(wish)
        seen += [e.id for e in page]
        if cursor is None:
            break
        wish = wish.model_copy(update={"cursor": cursor})
    assert seen == [e.id for e in store.events()]
    assert len(set(seen)) == 10


def test_long_answers_are_read_page_by_page(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("duta.store.store.PAGE", 3)
    store.load(RECORDS + [record(f"m{i}", f"x{i}") for i in range(4)])
    assert len(list(store.query())) == 9
    assert len(list(store.query(Filter(limit=7)))) == 7


def test_the_sentence_is_searched_where_the_text_is_known(store: Store):
    text = "Menteri bertemu tamu di Istana. Nothing else."
    store.load([article(text, record("m1", text_info={"sequence": 0, "start": 0, "end": 31}))])
    assert [e.id for e in store.query(Filter(text="istana"))] == ["m1"]
    assert [e.id for e in store.query(Filter(text="nothing"))] == []


def test_superseded_mentions_are_not_found(store: Store):
    store.load([article("They met.", record("m1"))])
    store.load([article("We met.", record("m2"))])
    for wish in (Filter(), Filter(actor=["IDN"]), Filter(dyad="IDN>SGP"), Filter(text="met")):
        assert [e.id for e in store.query(wish)] == ["m2"]
        assert [e.id for e in store.events(wish)] == ["m2"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"type": ["ATTACK"]}, "no such event type"),
        ({"mode": ["visits"]}, "no such mode"),
        ({"country": ["XXQ"]}, "no such code"),
        ({"dyad": "RUSSIA>UKRAINE"}, "pattern"),
        ({"text": "-only"}, "no word"),
        ({"since": "2024-05-02", "until": "2024-05-01"}, "after until"),
        ({"near": {"lat": 100, "lon": 0, "km": 1}}, "less than or equal"),
        ({"actors": ["IDN"]}, "Extra inputs"),
        ({"actor": [" "]}, "empty name"),
    ],
)
def test_a_wrong_filter_says_what_is_wrong(asked: dict[str, object], said: str):
    with pytest.raises(ValidationError, match=said):
        Filter.model_validate(asked)


def test_a_filter_reads_as_a_line():
    assert Filter(dyad="RUS>UKR", quad=[4]).words() == "dyad RUS>UKR, quad [4]"
    assert Filter(limit=3).words() == "everything"


def test_tallies_of_a_dyad_are_the_same_from_either_table(store: Store):
    """One dyad with dates aside is counted from `dyads` alone, all else from `events`."""
    store.load(RECORDS)
    narrow = store.tallies(Filter(dyad="RUS>UKR", not_aux=["future"]))
    wide = store.tallies(Filter(dyad="RUS>UKR", not_aux=["future"], quad=[4]))
    assert narrow == wide
    assert [(t.day, t.precision, t.events) for t in narrow] == [("2024-04-30", "day", 1)]
