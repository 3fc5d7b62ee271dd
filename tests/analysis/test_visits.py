"""Visits: tellings of one visit are one, whatever type they are booked as."""

from duta.analysis import visits
from duta.records import Entity, Event
from duta.store import Filter, Store
from tests.store.build import article, party, place, record

HOST = party("IDN", "GOV")
WONG = party("SGP", "GOV", "Lawrence Wong", office="prime minister", identifier_id="Q6504787")


def visit(id: str, date: str | None = "2024-05-15", visitor: Entity = WONG, **more) -> Event:
    return record(id, id, "CONSULT", date=date, **{"mode": ["visit"], "actor": [visitor], "recipient": [HOST], **more})


def plan(id: str, date: str | None, published: str = "2024-05-01", **more) -> Event:
    fields = {"event_text": "will visit", "actor": [WONG], "recipient": [HOST], "published": published, **more}
    return record(id, id, "AGREE", date=date, **fields)


def test_a_visit_says_who_whom_where_and_when(store: Store):
    store.load([visit("v1", event_loc=place("Bogor", "IDN", -6.6, 106.8))])
    (found,) = visits(store)
    assert (found.visitor, found.visitor_code, found.office, found.host_code) == ("Lawrence Wong", "SGP", "prime minister", "IDN")
    assert (found.start, found.end, found.days, found.status, found.places) == ("2024-05-15", "2024-05-15", 1, "made", ["Bogor"])
    assert found.visitor_id == "Q6504787"


def test_tellings_of_some_days_are_one_visit_and_its_length(store: Store):
    store.load([visit("v1", "2024-05-15"), visit("v2", "2024-05-16"), visit("v3", "2024-05-17"), visit("v4", "2024-08-01")])
    first, second = visits(store)
    assert (first.start, first.end, first.days, first.articles) == ("2024-05-15", "2024-05-17", 3, 3)
    assert second.start == "2024-08-01"


def test_the_text_may_say_how_long(store: Store):
    store.load([visit("v1", "2024-05-15", enddate="2024-05-18")])
    assert visits(store)[0].days == 4


def test_a_plan_becomes_the_visit_that_was_made(store: Store):
    store.load([plan("p1", "2024-05-14", "2024-04-20"), visit("v1", "2024-05-15")])
    (found,) = visits(store)
    assert (found.status, found.announced, found.start) == ("made", "2024-04-20", "2024-05-15")
    assert found.events == ["p1", "v1"]


def test_a_plan_alone_is_planned(store: Store):
    store.load([plan("p1", "2024-09")])
    (found,) = visits(store)
    assert (found.status, found.start, found.end, found.days) == ("planned", "2024-09-01", "2024-09-30", None)


def test_a_visit_that_was_called_off(store: Store):
    off = record("r1", "r1", "REJECT", mode=["meet"], date="2024-05-10", event_text="cancelled the visit", actor=[WONG], recipient=[HOST])
    store.load([plan("p1", "2024-05-20"), off])
    (found,) = visits(store)
    assert (found.status, found.events) == ("cancelled", ["p1", "r1"])


def test_a_negated_visit_was_called_off_and_a_future_one_is_planned(store: Store):
    store.load([visit("v1", aux=["negation"]), visit("v2", "2025-01-10", aux=["future"])])
    assert [v.status for v in visits(store)] == ["cancelled", "planned"]


def test_the_host_who_invites_is_the_host(store: Store):
    store.load([plan("p1", "2024-06-01", event_text="invited", actor=[HOST], recipient=[WONG]).model_copy(update={"event_text": "invited for a visit"})])
    (found,) = visits(store)
    assert (found.visitor, found.host_code) == ("Lawrence Wong", "IDN")


def test_the_sentence_says_that_an_agreement_is_of_a_visit(store: Store):
    text = "PM Wong dijadwalkan berkunjung ke Jakarta."
    told = plan("p1", "2024-06-01", event_text="dijadwalkan", text_info={"sequence": 0, "start": 0, "end": len(text)})
    store.load([article(text, told, id="p1")])
    assert [v.status for v in visits(store)] == ["planned"]


def test_other_agreements_and_meetings_are_no_visits(store: Store):
    store.load([plan("p1", "2024-06-01", event_text="agreed to trade"), visit("v1", mode=[])])
    assert visits(store) == []


def test_only_known_people_in_government_unless_everybody_is_asked_for(store: Store):
    store.load([visit("v1", visitor=party("SGP", "BUS", text="a trade delegation"))])
    assert visits(store) == []
    assert [v.visitor for v in visits(store, leaders=False)] == ["a trade delegation"]


def test_the_filter_holds(store: Store):
    store.load([visit("v1"), visit("v2", visitor=party("MYS", "GOV", "Anwar Ibrahim"))])
    assert [v.visitor for v in visits(store, Filter(actor=["MYS"]))] == ["Anwar Ibrahim"]
    assert [v.visitor for v in store.visits(Filter(dyad="SGP>IDN"))] == ["Lawrence Wong"]


def test_a_trip_at_home_is_no_visit_of_a_leader(store: Store):
    store.load([visit("v1", recipient=[party("SGP", "CVL")])])
    assert visits(store) == []
    assert len(visits(store, leaders=False)) == 1
