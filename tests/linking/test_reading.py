"""What linking reads of records and texts, syndicated copies, and the record that stands for an event."""

from __future__ import annotations

import random

import pytest

from duta.linking import Mention, mention_of, represent
from duta.linking.compare import weights
from duta.linking.copies import are_copies, groups, sketch
from duta.linking.names import common_in, fingerprint, names
from duta.linking.packing import pack, unpack
from duta.linking.represent import articles, languages, publishers
from duta.records import CiteInfo, Entity, Event, Location, Size, TextInfo
from tests.linking.conftest import Make

TEXT = "Presiden Joko Widodo bertemu Xi Jinping di Beijing, kata Pramono. Sedikitnya 5.000 buruh hadir pada Senin."


def event(**given: object) -> Event:
    values: dict[str, object] = {
        "id": "r1", "doc_id": "d1", "language": "id", "published": "2024-05-17", "date": "2024-05-16", "date_precision": "day",
        "date_source": "text", "event": ["CONSULT"], "mode": ["visit"], "quad_code": 1, "event_scale": 4.0,
        "actor": [Entity(code="IDN", sector="GOV", entity_text="Joko Widodo", identifier_text="Joko Widodo", start=9, end=20)],
        "event_text": "bertemu", "text_info": TextInfo(sequence=0, start=0, end=65), "evidence": {"actor": [(9, 20)]},
        "confidence": 0.8, "cite_info": CiteInfo(language="id", coder="duta 0.1.0", publication="Antara"),
    }  # fmt: skip
    return Event.model_validate({**values, **given})


def test_names_are_the_same_in_any_language() -> None:
    assert names("kata Pramono di Bogor") == names("said Pramono in Bogor") == {fingerprint("pramono"), fingerprint("bogor")}


def test_countries_days_and_small_numbers_are_no_names() -> None:
    assert names("Indonesia dan China, Senin 12 Mei 2024: Indonesian") == set()


def test_figures_count_however_they_are_written() -> None:
    assert names("5.000 buruh") == names("5,000 workers") == {fingerprint("5000")}


def test_glued_words_are_taken_apart() -> None:
    assert fingerprint("albanese") in names("MenteriAlbanese")


def test_capitals_that_the_text_also_writes_small_are_no_names() -> None:
    assert names("Buruh marah", common_in("para buruh dan Buruh")) == set()


def test_the_names_of_parties_are_not_counted_twice() -> None:
    mention = mention_of(event(), TEXT, "Antara")
    assert fingerprint("widodo") not in mention.names
    assert {fingerprint("pramono"), fingerprint("jinping")} <= mention.names


@pytest.mark.parametrize(
    ("date", "until", "days", "wide"),
    [("2024-05-16", None, 1, False), ("2024-05-16", "2024-05-18", 3, True), ("2024-02", None, 29, True), ("2023", None, 365, True)],
)
def test_a_date_reaches_over_what_it_leaves_open(date: str, until: str | None, days: int, wide: bool) -> None:
    mention = mention_of(event(date=date, enddate=until), TEXT, "Antara")
    assert mention.first is not None
    assert mention.last is not None
    assert (mention.last - mention.first + 1, mention.wide) == (days, wide)


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="month"):
        mention_of(event(date="2024-13-01"), TEXT, "Antara")


@pytest.mark.parametrize(("aux", "state"), [([], "done"), (["future"], "future"), (["negation"], "not done"), (["historical"], "done")])
def test_auxiliary_modes_become_a_state(aux: list[str], state: str) -> None:
    assert mention_of(event(aux=aux), TEXT, "Antara").state == state


def test_packing_keeps_everything() -> None:
    place = Location(extracted_place="Beijing", resolved_place="Beijing", country_code="CHN", resolution="city", lat=39.9, lon=116.4, start=43, end=50)
    mention = mention_of(event(event_loc=place, size={"dead": Size(low=3)}), TEXT, "Antara")
    assert unpack(pack(mention)) == mention


def test_every_weight_is_a_finite_number() -> None:
    assert all(abs(weight) < 10 for weight in weights().values())


def article(seed: int, words: int = 200) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice("abcdefghij") + str(rng.randrange(500)) for _ in range(words))


def test_a_shortened_reprint_is_a_copy() -> None:
    text = article(1)
    found = groups({"b": text, "a": "JAKARTA - " + text[: int(len(text) * 0.85)], "c": article(2)})
    assert found == {"a": "a", "b": "a", "c": "c"}


def test_short_texts_are_no_copies() -> None:
    assert sketch("Baca juga berita lainnya di sini.") is None


def test_sketches_are_the_same_in_every_run() -> None:
    made = sketch(article(1))
    assert made is not None
    assert made[:2] == (837623960, 210287491)
    assert are_copies(made, made)


def test_copies_of_one_text_are_one_publisher(make: Make) -> None:
    group = (make(copies="t", publisher="Antara"), make(copies="t", publisher="Kompas", language="en"), make(publisher="Tempo"))
    assert (articles(group), publishers(group), languages(group)) == (3, 2, 2)


def test_two_articles_of_one_publisher_are_one_publisher(make: Make) -> None:
    assert publishers((make(publisher="Tempo"), make(publisher="Tempo"))) == 1


def told(number: int, **given: object) -> tuple[Mention, Event]:
    record = event(id=f"r{number}", doc_id=f"d{number}", **given)
    return mention_of(record, TEXT, f"outlet {number}"), record


def test_the_record_of_an_event_takes_what_its_lead_lacks_and_says_from_where() -> None:
    xi = Entity(code="CHN", sector="GOV", entity_text="Xi Jinping", identifier_text="Xi Jinping", start=29, end=39)
    lead, first = told(1, confidence=0.9)
    other, second = told(2, date="2024-05-17", date_source="published", recipient=[xi], actor=[], confidence=0.5)
    best, record = represent((lead, other), {lead.id: first, other.id: second})
    assert best is lead
    assert [e.identifier_text for e in record.recipient] == ["Xi Jinping"]
    assert "recipient from d2: the surest that names one" in record.why
    assert record.date == "2024-05-16"


def test_the_newest_figures_count() -> None:
    early, first = told(1, confidence=0.9, size={"dead": Size(low=3)})
    late, second = told(2, published="2024-05-18", size={"dead": Size(low=11)})
    _, record = represent((early, late), {early.id: first, late.id: second})
    assert record.size["dead"].low == 11


def test_an_event_of_one_mention_is_its_record() -> None:
    mention, record = told(1)
    assert represent((mention,), {mention.id: record}) == (mention, record)
