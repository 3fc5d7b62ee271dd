"""Bodies of the states: those with names of their own as lines, the others composed of country and noun."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from duta.actors import Reader, load_book
from duta.actors.book import key_of, read_knowledge
from duta.actors.tables import knowledge_files, language_file, legal_codes, read_table

Read = Callable[..., Reader]
NOT_STATES = {"ATA", "IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}


def names(language: str, kind: str) -> dict[str, str]:
    """The first name of each state, or the first demonym."""
    found: dict[str, str] = {}
    for _, row in read_table(language_file(language, "countries.tsv"), ("name", "code", "kind")):
        if row["kind"] == kind and row["code"] not in NOT_STATES:
            found.setdefault(row["code"], row["name"])
    return found


def phrases(language: str, phrase: str) -> Iterator[tuple[str, str]]:
    """(code, the phrase said of that state)."""
    countries, demonyms = names(language, "country"), names(language, "demonym")
    assert len(countries) > 190
    for code, country in countries.items():
        yield code, phrase.replace("{d}", demonyms.get(code, country)).replace("{}", country)


@pytest.mark.parametrize(
    ("language", "phrase", "sector"),
    [
        ("id", "parlemen {}", "LEG"),
        ("id", "kementerian luar negeri {}", "GOV"),
        ("id", "kementerian dalam negeri {}", "GOV"),
        ("id", "bank sentral {}", "GOV"),
        ("id", "angkatan bersenjata {}", "MIL"),
        ("id", "kepolisian {}", "COP"),
        ("id", "badan intelijen {}", "SPY"),
        ("en", "{d} parliament", "LEG"),
        ("en", "{d} foreign ministry", "GOV"),
        ("en", "{d} interior ministry", "GOV"),
        ("en", "{d} central bank", "GOV"),
        ("en", "{d} armed forces", "MIL"),
        ("en", "{d} police", "COP"),
        ("en", "{d} intelligence service", "SPY"),
    ],
)
def test_country_and_noun_make_every_states_body(read: Read, language: str, phrase: str, sector: str) -> None:
    wrong = []
    for code, words in phrases(language, phrase):
        text = f"Pernyataan {words} itu ditolak." if language == "id" else f"On Monday the {words} rejected it."
        found = [(p.code, p.sector) for p in read(text, language).mentions()]
        if (code, sector) not in found:
            wrong.append((words, found))
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "code", "sector"),
    [
        ("Knesset", "ISR", "LEG"),
        ("State Duma", "RUS", "LEG"),
        ("Bundestag", "DEU", "LEG"),
        ("Lok Sabha", "IND", "LEG"),
        ("Pyidaungsu Hluttaw", "MMR", "LEG"),
        ("Mossad", "ISR", "SPY"),
        ("Inter-Services Intelligence", "PAK", "SPY"),
        ("Bangko Sentral ng Pilipinas", "PHL", "GOV"),
        ("Korps Garda Revolusi Islam", "IRN", "MIL"),
        ("Polis Diraja Malaysia", "MYS", "COP"),
        ("Tatmadaw", "MMR", "MIL"),
    ],
)
def test_bodies_with_names_of_their_own(name: str, code: str, sector: str) -> None:
    assert (code, sector) in {(e.code, e.sector) for e in load_book().find(name)}


def test_the_file_of_state_bodies_is_of_states_and_says_their_sector() -> None:
    codes, _ = legal_codes()
    path = next(p for p in knowledge_files() if p.name == "state_bodies.tsv")
    for entry, _ in read_knowledge(path):
        assert entry.code in codes - NOT_STATES, entry.source
        assert entry.sector in {"LEG", "GOV", "SPY", "COP", "MIL", "PRM", "JUD"}, entry.source


def test_nobody_else_has_the_name_of_a_states_body() -> None:
    bodies = {}
    people = {}
    for path in knowledge_files():
        for entry, surfaces in read_knowledge(path):
            held = bodies if path.name == "state_bodies.tsv" else people if entry.kind == "person" else {}
            held.update({key_of(s): entry for s, _ in surfaces})
    assert {k: people[k].source for k in bodies if k in people} == {}
