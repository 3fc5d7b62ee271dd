"""Noun phrases to code, sector and identity, as a table: one line a phrase."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from duta.actors import Reader

Read = Callable[..., Reader]

PHRASES = [
    # language, published, phrase, code, sector
    ("id", "2025-06-01", "Presiden Rusia Vladimir Putin", "RUS", "GOV"),
    ("id", "2025-06-01", "Menlu Rusia Sergei Lavrov", "RUS", "GOV"),
    ("id", "2025-06-01", "menteri luar negeri AS", "USA", "GOV"),
    ("id", "2025-06-01", "pasukan Israel", "ISR", "MIL"),
    ("id", "2024-06-01", "Juru bicara militer Israel Daniel Hagari", "ISR", "MIL"),
    ("id", "2025-06-01", "warga Gaza", "PSE", "CVL"),
    ("id", "2025-06-01", "Gubernur California", "USA", "GOV"),
    ("id", "2025-06-01", "Anggota Komisi I DPR", "IDN", "LEG"),
    ("id", "2025-06-01", "anggota jaringan Al-Qaeda", "IMG", "REB"),
    ("id", "2025-06-01", "pesawat militer Amerika Serikat", "USA", "MIL"),
    ("id", "2025-06-01", "mantan presiden Filipina", "PHL", "ELI"),
    ("id", "2025-06-01", "Menteri-menteri luar negeri Jepang", "JPN", "GOV"),
    ("id", "2025-06-01", "demonstran anti-Israel", None, "CVL"),
    ("id", "2025-06-01", "Gedung Putih", "USA", "GOV"),
    ("id", "2025-06-01", "pendukung Trump", "USA", "CVL"),
    ("en", "2025-06-01", "his Iraqi counterpart", "IRQ", None),
    ("id", "2025-06-01", "para pejabat PBB", "UNO", None),
    ("id", "2025-06-01", "Kepolisian Tennessee", "USA", "COP"),
    ("id", "2025-06-01", "pasukan di Irak", None, "MIL"),
    ("id", "2025-06-01", "warga Puerto Riko", "USA", "CVL"),
    ("en", "2025-06-01", "Israeli troops", "ISR", "MIL"),
    ("en", "2025-06-01", "Russian President Vladimir Putin", "RUS", "GOV"),
    ("en", "2025-06-01", "the foreign minister of Japan", "JPN", "GOV"),
    ("en", "2025-06-01", "US-led forces", "USA", "MIL"),
    ("en", "2007-01-10", "President Bush", "USA", "GOV"),
    ("en", "2007-01-10", "the Bush administration", "USA", "GOV"),
    ("en", "2007-01-10", "President Bush's spokesman", "USA", "GOV"),
    ("en", "2020-01-10", "Hamas leader Ismail Haniyeh", "PSE", "REB"),
    ("en", "2025-06-01", "members of the Al-Qaeda network", "IMG", "REB"),
    ("en", "2025-06-01", "U.N. officials", "UNO", None),
    ("en", "2025-06-01", "former French president", "FRA", "ELI"),
    ("en", "2025-06-01", "5 Palestinians", "PSE", "CVL"),
    ("en", "2025-06-01", "anti-Iran protesters", None, "CVL"),
    ("en", "2025-06-01", "Iran-backed militia", None, "REB"),
    ("en", "2025-06-01", "the Kremlin", "RUS", "GOV"),
    ("en", "2025-06-01", "lawmakers", None, "LEG"),
    ("en", "2025-06-01", "Hong Kong police", "HKG", "COP"),
    ("en", "2025-06-01", "troops in Iraq", None, "MIL"),
]


@pytest.mark.parametrize(("language", "published", "phrase", "code", "sector"), PHRASES)
def test_phrase(read: Read, language: str, published: str, phrase: str, code: str | None, sector: str | None) -> None:
    reader = read(phrase, language, published)
    parties = [reader.party(token) for token in reader.doc]
    party = next(p for p in parties if p is not None)
    assert (party.code, party.sector) == (code, sector), party.rule


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("id", "Bandung"),
        ("en", "Chicago"),
        ("id", "barang elektronik"),
        ("en", "give us the plan as asked"),
        ("en", "assad"),
    ],
)
def test_bare_places_and_common_words_are_no_actors(read: Read, language: str, text: str) -> None:
    reader = read(f"X. {text} x Y", language)
    assert reader.mentions() == []


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("id", "Presiden Ukraina Volodymyr Zelenskyy", "Volodymyr Zelensky"),
        ("en", "Ukrainian leader Zelenskiy", "Volodymyr Zelensky"),
        ("en", "President Geroge W. Bush", "George W. Bush"),
    ],
)
def test_spellings_lead_to_one_name(read: Read, language: str, text: str, name: str) -> None:
    assert read(text, language, "2007-01-10" if "Bush" in text else "2025-06-01").mentions()[0].identifier == name


def test_office_by_date(read: Read) -> None:
    then, later = (read("Angela Merkel spoke", "en", day).mentions()[0] for day in ("2010-01-01", "2025-08-01"))
    assert (then.sector, later.sector) == ("GOV", "ELI")
    assert "former" in later.rule


def test_two_marcos(read: Read) -> None:
    party = read("Presiden Filipina Ferdinand Marcos tiba", "id", "2025-08-01").mentions()[0]
    assert party.identifier == "Ferdinand Marcos Jr"


def test_rule_names_entry_and_file(read: Read) -> None:
    party = read("Presiden Rusia Vladimir Putin tiba.", "id").mentions()[0]
    assert "leaders.tsv" in party.rule and "Vladimir Putin" in party.rule


def test_disputed_entity_gets_pre(read: Read) -> None:
    party = read("Somaliland menolak.", "id").mentions()[0]
    assert (party.code, party.other_sectors) == ("SOM", ("PRE",))


def test_surname_inside_an_unknown_name_is_not_the_leader(read: Read) -> None:
    parties = read("The singer Boris Blair met fans.", "en", "2003-01-01").mentions()
    assert all(p.identifier != "Tony Blair" for p in parties)


@pytest.mark.parametrize(("language", "phrase"), [("id", "sekutu Israel"), ("en", "Israel's allies"), ("en", "rivals of Iran")])
def test_those_whom_a_country_has_to_do_with_are_not_the_country(read: Read, language: str, phrase: str) -> None:
    reader = read(phrase, language, "2025-06-01")
    assert not any(party.code for token in reader.doc if (party := reader.party(token)) is not None)
