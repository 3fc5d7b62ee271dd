"""Reviews: kept, replaced, compared, exported; on both databases."""

from __future__ import annotations

import pytest

from duta.evaluation import evaluate
from duta.records import TextInfo
from duta.store import Filter, Store, StoreError
from duta.store.reviews import FIELDS, add, agreement, alpha, gold, reviews, unreviewed
from tests.store.build import article, party, record

TEXT = "Retno met Lee in Singapore. Police held twelve people."


def records(coder: str = "duta 0.1.0", suffix: str = ""):
    first = record(
        f"met{suffix}", actor=[party("IDN", "GOV", text="Retno")], text_info=TextInfo(sequence=0, start=0, end=27), coder=coder
    )
    second = record(
        f"held{suffix}", type="COERCE", text_info=TextInfo(sequence=1, start=28, end=54), coder=coder, actor=[], recipient=[]
    )
    return article(TEXT, first, second)


@pytest.fixture
def loaded(store: Store) -> Store:
    store.load([records()])
    return store


def test_a_review_has_author_and_time_and_the_newest_counts(loaded: Store):
    add(loaded, "met", person="ani", verdict="wrong", note="not a meeting")
    add(loaded, "met", person="ani", verdict="right")
    (review,) = reviews(loaded)
    assert (review.person, review.verdict, review.doc_id) == ("ani", "right", "a")
    assert review.made.tzinfo is not None


def test_judging_a_record_anew_takes_its_corrections_back(loaded: Store):
    add(loaded, "met", person="ani", verdict="right")
    add(loaded, "met", person="ani", verdict="wrong", field="date", value="2024-05-14")
    assert [r.field for r in reviews(loaded)] == ["record", "date"]
    add(loaded, "met", person="ani", verdict="right")
    assert [r.field for r in reviews(loaded)] == ["record"]


def test_what_is_not_judged_yet_comes_newest_first_and_for_each_person(loaded: Store):
    assert {e.id for e in unreviewed(loaded, Filter(), "ani", 9)} == {"met", "held"}
    add(loaded, "met", person="ani", verdict="unsure")
    assert [e.id for e in unreviewed(loaded, Filter(), "ani", 9)] == ["held"]
    assert len(unreviewed(loaded, Filter(), "budi", 9)) == 2
    assert [e.id for e in unreviewed(loaded, Filter(type=["CONSULT"]), "budi", 9)] == ["met"]


def test_gold_holds_accepted_records_with_corrections_and_rejected_ones_as_nothing(loaded: Store):
    add(loaded, "met", person="ani", verdict="right")
    add(loaded, "met", person="ani", verdict="wrong", field="event", value=["AGREE"])
    add(loaded, "met", person="ani", verdict="wrong", field="event_loc", value={"text": "Singapore", "country": "SGP"})
    add(loaded, "held", person="ani", verdict="wrong")
    met, held = gold(loaded)
    assert met["text"] == "Retno met Lee in Singapore." and met["reviewed_by"] == ["ani"]
    (event,) = met["events"]
    assert event["event"] == "AGREE" and event["loc"] == {"text": "Singapore", "country": "SGP"}
    assert event["actor"] == [{"text": "Retno", "code": "IDN", "sector": "GOV"}]
    assert held["events"] == []
    report = evaluate([met, held], lambda document: [])
    assert report.gold == 1


def test_doubt_keeps_a_sentence_out_of_the_gold(loaded: Store):
    add(loaded, "met", person="ani", verdict="unsure")
    assert list(gold(loaded)) == []


def test_reviews_outlive_recoding(loaded: Store):
    add(loaded, "met", person="ani", verdict="right")
    loaded.load([records("duta 0.2.0", "-new")])
    assert [p["text"] for p in gold(loaded)] == ["Retno met Lee in Singapore."]
    assert [r.mention_id for r in reviews(loaded)] == ["met"]


@pytest.mark.parametrize(("field", "value"), [("event", ["MEET"]), ("event", []), ("mode", "visit"), ("actor", [{"text": "x"}]),
    ("recipient", [{"text": "x", "code": "XXQ", "sector": None}]), ("date", "yesterday"), ("event_loc", "Jakarta"), ("event_text", 3)])  # fmt: skip
def test_values_that_a_field_cannot_have_are_refused(loaded: Store, field: str, value: object):
    assert field in FIELDS
    with pytest.raises(ValueError, match=field):
        add(loaded, "met", person="ani", verdict="wrong", field=field, value=value)


def test_reviews_need_a_record_and_an_author(loaded: Store):
    with pytest.raises(StoreError, match="no mention"):
        add(loaded, "nothing", person="ani", verdict="right")
    with pytest.raises(ValueError, match="author"):
        add(loaded, "met", person=" ", verdict="right")
    with pytest.raises(ValueError, match="no such field"):
        add(loaded, "met", person="ani", verdict="right", field="colour")


def test_alpha_of_published_data():
    # Krippendorff (2011), section C: four observers, twelve units, missing values
    units = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3"]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_alpha_of_full_agreement_and_of_one_value():
    assert alpha([["a", "a"], ["b", "b"]]) == 1
    assert alpha([["a", "a"], ["a", "a"]]) is None
    assert alpha([["a"]]) is None


def test_agreement_tells_accepted_from_corrected(loaded: Store):
    for person in ("ani", "budi"):
        add(loaded, "met", person=person, verdict="right")
        add(loaded, "held", person=person, verdict="wrong")
    assert agreement(loaded).alpha == 1
    add(loaded, "met", person="budi", verdict="wrong", field="date", value="2024")
    found = agreement(loaded)
    assert found.records == 2 and found.people == ["ani", "budi"]
    assert found.alpha is not None and found.alpha < 1
