"""The persons of the knowledge files: one person stays one, offices have their times, and a name alone is nobody's word."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

import pytest

from duta.actors import Entry, Reader, load_book
from duta.actors.book import key_of, read_knowledge
from duta.actors.people import in_force
from duta.actors.tables import knowledge_files, language_file, read_table


def persons() -> Iterator[tuple[str, Entry, list[str]]]:
    """(file, entry, surface forms) of every person's line."""
    for path in knowledge_files():
        for entry, surfaces in read_knowledge(path):
            if entry.kind == "person":
                yield path.name, entry, [s for s, _ in surfaces]


def test_a_person_is_written_one_way() -> None:
    written: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for _, entry, _ in persons():
        written[entry.person, entry.code].add(entry.name)
    assert {k: v for k, v in written.items() if len(v) > 1} == {}


def test_no_term_stands_twice() -> None:
    terms = Counter((e.person, e.code, e.office, e.start, e.end) for _, e, _ in persons())
    assert [t for t, n in terms.items() if n > 1] == []


def test_names_alone_in_the_made_file_are_no_words_or_countries() -> None:
    words = set()
    for language in ("en", "id"):
        words |= {key_of(r["name"]) for _, r in read_table(language_file(language, "countries.tsv"), ("name",))}
        words |= {
            key_of(r["word"]) for _, r in read_table(language_file(language, "words.tsv"), ("word",)) if r["word"][0].islower()
        }
    held: dict[str, set[str]] = defaultdict(set)
    for file, entry, surfaces in persons():
        if file != "heads.tsv":
            held[entry.person] |= {key_of(s) for s in surfaces}
    wrong = [
        (entry.name, surface)
        for file, entry, surfaces in persons()
        for surface in surfaces
        if file == "heads.tsv" and " " not in key_of(surface) and key_of(surface) in words - held[entry.person]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "date", "code", "office"),
    [
        ("Xi", "2024-05-16", "CHN", "president"),
        ("XI Jinping", "2010-01-01", "CHN", "vice president"),
        ("Aquino", "1988-01-01", "PHL", "president"),
        ("Prodi", "1997-06-01", "ITA", "prime minister"),
        ("Alpha Conde", "2015-01-01", "GIN", "president"),
        ("Lars Løkke Rasmussen", "2010-01-01", "DNK", "prime minister"),
        ("Erdoğan", "2010-01-01", "TUR", "prime minister"),
        ("Tony Abbott", "2014-01-01", "AUS", "prime minister"),
        ("Atifete Jahjaga", "2013-01-01", "KOS", "president"),
        ("Yudhoyono", "2014-01-01", "IDN", "president"),
        ("Han Seung-soo", "2008-06-01", "KOR", "prime minister"),
    ],
)
def test_office_on_a_day(name: str, date: str, code: str, office: str) -> None:
    found = [e for e in load_book().find(name, date) if e.active(date)]
    entry = in_force([e for e in found if e.person == found[0].person], date)
    assert (entry.code, entry.office) == (code, office)


def test_mother_and_son_are_two() -> None:
    found = {date: load_book().find("Aquino", date)[0].name for date in ("1988-01-01", "2012-01-01")}
    assert found == {"1988-01-01": "Corazon Aquino", "2012-01-01": "Benigno Aquino III"}


def test_a_form_on_one_line_stands_for_every_term() -> None:
    offices = {e.office for e in load_book().find("Juppe")}
    assert offices >= {"prime minister", "foreign minister", "defense minister"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Rudyard Spencer menolak usul itu.", None),
        ("Rudyard Spencer menolak usul Kenya.", None),
        ("Rudyard Spencer menolak usul pemerintah Jamaika.", "JAM"),
        ("Menteri Jamaika Rudyard Spencer menolak usul itu.", "JAM"),
    ],
)
def test_names_of_the_old_dictionaries_need_their_country(read: Callable[..., Reader], text: str, code: str | None) -> None:
    party = next((p for p in read(text, "id", "2009-01-01").mentions() if "Spencer" in p.text), None)
    assert (party.code if party and party.identifier else None) == code


def test_terms_of_the_packaged_files_do_not_join_a_users_person(tmp_path) -> None:  # type: ignore[no-untyped-def]
    mine = tmp_path / "mine.tsv"
    mine.write_text("name\tkind\tcode\tsector\nVladimir Putin\tperson\tRUS\tBUS\n")
    assert [e.sector for e in load_book((mine,)).find("Vladimir Putin")] == ["BUS"]
