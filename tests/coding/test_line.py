"""The whole line on sentences written here: one behaviour a test."""

from functools import cache

import pytest

import duta


@cache
def coder() -> duta.Coder:
    return duta.load(engine="rules")


def code(text: str, language: str, published: str = "2024-05-16") -> list[duta.Event]:
    return list(coder().code(duta.Document(text=text, language=language, published=published)))


@pytest.mark.parametrize(
    ("language", "text", "event", "actor", "recipient"),
    [
        ("en", "Russian troops attacked Ukrainian soldiers near Kharkiv.", "ASSAULT", "RUS", "UKR"),
        ("id", "Pasukan Rusia menyerang tentara Ukraina di dekat Kharkiv.", "ASSAULT", "RUS", "UKR"),
        ("en", "Ukrainian soldiers were attacked by Russian troops.", "ASSAULT", "RUS", "UKR"),
        ("id", "Tentara Ukraina diserang oleh pasukan Rusia.", "ASSAULT", "RUS", "UKR"),
        ("en", "Japan condemned North Korea.", "ACCUSE", "JPN", "PRK"),
        ("id", "Jepang mengecam Korea Utara.", "ACCUSE", "JPN", "PRK"),
    ],
)
def test_who_did_what_to_whom(language: str, text: str, event: str, actor: str, recipient: str):
    (record,) = code(text, language)
    assert record.event == [event]
    assert [a.code for a in record.actor] == [actor]
    assert [r.code for r in record.recipient] == [recipient]


def test_every_evidence_span_lies_in_the_text_as_given():
    text = "PemerintahIsrael  menyerang   Jalur Gaza. Menlu AS Antony Blinken mengecam Israel."
    for event in code(text, "id"):
        for spans in event.evidence.values():
            assert all(0 <= a < b <= len(text) for a, b in spans)
        for side in (event.actor, event.recipient):
            assert all(text[e.start : e.end] == e.entity_text for e in side)


def test_the_same_text_gives_the_same_records():
    text = "Israel attacked Gaza on Monday. The United States condemned the attack."
    assert [e.model_dump_json() for e in code(text, "en")] == [e.model_dump_json() for e in code(text, "en")]


def test_sport_is_no_event():
    assert code("Manchester United menyerang pertahanan Chelsea dan mencetak dua gol.", "id") == []


def test_an_unsupported_language_is_said_so():
    with pytest.raises(duta.UnsupportedLanguage, match="fr"):
        list(coder().code(duta.Document(text="Le président est arrivé.", language="fr")))


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Obama put off a visit to Jakarta."), ("id", "Presiden Prabowo menunda kunjungan ke Beijing.")],
)
def test_a_visit_called_off_is_no_visit(language: str, text: str):
    (record,) = code(text, language, "2015-05-16")
    assert (record.event, record.mode) == (["REJECT"], ["meet"])


@pytest.mark.parametrize(("language", "text"), [("en", "The army intercepted a missile."), ("id", "Israel mencegat rudal.")])
def test_an_interception_is_no_attack(language: str, text: str):
    assert code(text, language) == []


def test_a_visit_of_two_days_ends_a_day_later():
    (record,) = code("Presiden Rusia tiba di China untuk kunjungan dua hari.", "id")
    assert (record.date, record.enddate) == ("2024-05-16", "2024-05-17")


def test_a_promise_to_act_is_the_promise_alone():
    (record,) = code("Jepang juga berjanji mengirim bantuan kepada Palestina.", "id")
    assert record.event == ["AGREE"]
