"""Later mentions, pairs, clitics, and abstention when antecedents compete."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from duta.actors import Reader, load_book
from duta.records import Party

Read = Callable[..., Reader]


def at(reader: Reader, word: str, last: bool = True) -> list[Party]:
    tokens = [t for t in reader.doc if t.text == word]
    return reader.parties(tokens[-1 if last else 0])


def test_surname_follows_full_name(read: Read) -> None:
    reader = read("Menteri Kanada Pierre Dubois menolak. Dubois mengkritik Trump.", "id")
    party = at(reader, "Dubois")[-1]
    assert (party.code, party.sector) == ("CAN", "GOV")
    assert party.antecedent is not None


def test_apposition_describes_an_unknown_name(read: Read) -> None:
    reader = read("Gubernur California, Gavin Newsom, menolak.", "id")
    party = at(reader, "Newsom")[-1]
    assert (party.code, party.sector) == ("USA", "GOV")


def test_bare_government_takes_the_earlier_country(read: Read) -> None:
    reader = read("Pemerintah Somalia menolak usul Kenya. Menurut pemerintah, usul itu terlambat.", "id")
    party = at(reader, "pemerintah")[0]
    assert party.code == "SOM" and party.confidence < 1 and "Somalia" in party.rule


def test_bare_government_stays_open_between_two(read: Read) -> None:
    reader = read("Pemerintah Somalia bertemu pemerintah Kenya. Lalu tim pemerintah pulang.", "id")
    assert all(p.code is None for p in at(reader, "tim"))


def test_clitic_takes_the_possessor(read: Read) -> None:
    reader = read("China meminta warganya pulang.", "id")
    party = at(reader, "warganya")[0]
    assert (party.code, party.sector) == ("CHN", "CVL")


def test_its_troops(read: Read) -> None:
    assert at(read("Ethiopia said its troops left.", "en"), "troops")[0].code == "ETH"


@pytest.mark.parametrize(
    ("language", "text", "word", "codes"),
    [
        ("id", "Xi Jinping menerima Vladimir Putin. Kedua pemimpin sepakat.", "pemimpin", {"CHN", "RUS"}),
        ("id", "Thailand dan Kamboja berunding. Kedua negara sepakat.", "negara", {"THA", "KHM"}),
        ("en", "Israel and Syria held talks. Both sides agreed.", "sides", {"ISR", "SYR"}),
        ("en", "Japan met China. The two countries agreed.", "countries", {"JPN", "CHN"}),
    ],
)
def test_pairs(read: Read, language: str, text: str, word: str, codes: set[str]) -> None:
    found = at(read(text, language), word)
    assert {p.code for p in found} == codes
    assert all(p.antecedent for p in found)


def test_pair_abstains_among_three(read: Read) -> None:
    reader = read("Thailand, Kamboja dan Laos berunding. Kedua negara sepakat.", "id")
    assert at(reader, "negara") == []


def test_pronoun_links_to_the_one_person(read: Read) -> None:
    party = at(read("Vladimir Putin tiba. Dia disambut.", "id"), "Dia")[0]
    assert party.identifier == "Vladimir Putin" and party.antecedent == (0, 14)


def test_acronym_of_the_article(read: Read) -> None:
    reader = read("Pasukan gabungan Israel (Pasgab) maju. Lalu Pasgab mundur.", "id")
    assert at(reader, "Pasgab")[0].code == "ISR"


@pytest.mark.parametrize(
    ("language", "text", "word", "codes"),
    [
        ("id", "Rusia, Iran dan China hadir", "Rusia", ["RUS", "IRN", "CHN"]),
        ("id", "pemerintah dan rakyat Irak hadir", "pemerintah", ["IRQ", "IRQ"]),
        ("en", "Iraqi government and people agreed", "government", ["IRQ", "IRQ"]),
        ("en", "France and Germany agreed", "France", ["FRA", "DEU"]),
    ],
)
def test_coordination(read: Read, language: str, text: str, word: str, codes: list[str]) -> None:
    assert [p.code for p in at(read(text, language), word)] == codes


def test_modifier_below_the_noun_in_the_parse() -> None:
    words = ["Kelompok", "bersenjata", "dari", "nasionalis", "Fiji", "menyerang"]
    doc = Doc(
        Vocab(),
        words=words,
        heads=[5, 0, 3, 0, 3, 5],
        deps=["nsubj", "amod", "case", "nmod", "nmod", "ROOT"],
        pos=["NOUN", "ADJ", "ADP", "NOUN", "PROPN", "VERB"],
        sent_starts=[True, *[False] * 5],
    )
    party = Reader(doc, "id", "2007-01-10", load_book(language="id")).party(doc[0])
    assert party is not None and (party.code, party.sector) == ("FJI", "REB")


def test_person_entity_with_wide_blanks_keeps_true_offsets() -> None:
    words = ["Lansana", "Kaba", "menolak"]
    doc = Doc(Vocab(), words=words, ents=["B-PER", "I-PER", "O"])
    doc.user_data["text"] = "Lansana   Kaba menolak"
    doc.user_data["offsets"] = [(0, 7), (10, 14), (15, 22)]
    party = Reader(doc, "id", None, load_book(language="id")).party(doc[1])
    assert party is not None and (party.start, party.end, party.kind) == (0, 14, "person")
