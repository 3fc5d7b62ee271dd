"""The book: lookup by form and date, users' files, validation, and the integrity of our own files."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from duta.actors import TableError, load_book
from duta.actors.book import AGENT_FLAGS, PLACES, Entry, read_knowledge
from duta.actors.tables import knowledge_files, language_file, legal_codes, read_table, words

HEADER = "name\taliases\tkind\tcode\tsector\tother_sectors\toffice\tstart\tend\twikidata\tcase\tnote\n"


def write(folder: Path, line: str) -> Path:
    path = folder / "mine.tsv"
    path.write_text("# source: me\n" + HEADER + line + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("date", "inside"),
    [("2000", True), ("2000-05-06", False), ("2000-05-07", True), ("2008-05", True), ("2009", False)],
)
def test_active_compares_at_the_coarser_precision(date: str, inside: bool) -> None:
    assert Entry("X", "person", "RUS", start="2000-05-07", end="2008-05-07").active(date) is inside


def test_users_entry_overrides(tmp_path: Path) -> None:
    path = write(tmp_path, "Vladimir Putin\tPutin\tperson\tFRA\tREL")
    assert [e.code for e in load_book((path,)).find("Putin")] == ["FRA"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("A\t\tperson\tXXX\tGOV", "mine.tsv:3: 'XXX' is no country"),
        ("A\t\tperson\tFRA\tGVO", "mine.tsv:3: 'GVO' is no sector"),
        ("A\t\tking\tFRA\tGOV", "mine.tsv:3: kind 'king'"),
        ("A\t\tperson\tFRA\tGOV\t\t\t1 May", "mine.tsv:3: start '1 May'"),
        ("A\t\tperson\tFRA\tGOV\t\t\t2010\t2005", "mine.tsv:3: start 2010 is after end 2005"),
        ("A\t\tperson\tFRA\tGOV\t\t\t\t\t\tloud", "mine.tsv:3: case 'loud'"),
        ("\tB\tperson\tFRA", "mine.tsv:3: no name"),
        ("A" + "\tb" * 14, "mine.tsv:3: 15 cells"),
    ],
)
def test_errors_name_the_line(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(TableError) as error:
        read_knowledge(write(tmp_path, line))
    assert says in str(error.value)


def test_missing_column(tmp_path: Path) -> None:
    path = tmp_path / "bad.tsv"
    path.write_text("name\tkind\nA\tperson\n")
    with pytest.raises(TableError, match=r"bad\.tsv:1: column code is missing"):
        read_knowledge(path)


@pytest.mark.parametrize("path", knowledge_files(), ids=lambda p: p.name)
def test_knowledge_file_is_valid_and_names_its_sources(path) -> None:  # type: ignore[no-untyped-def]
    assert read_knowledge(path)
    assert "# source:" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["id", "en"])
def test_countries_file(language: str) -> None:
    codes, sectors = legal_codes()
    seen = set()
    for number, row in read_table(language_file(language, "countries.tsv"), ("name", "code", "kind", "case")):
        assert row["code"] in codes and row["kind"] in PLACES, number
        assert not row["sector"] or row["sector"] in sectors, number
        assert row["case"] in ("any", "exact"), number
        assert row["name"].casefold() not in seen, row["name"]
        seen.add(row["name"].casefold())


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_state_has_a_name(language: str) -> None:
    states = {
        r["code"] for _, r in read_table(resources.files("duta") / "ontology" / "codes.tsv", ("code",)) if r["kind"] == "state"
    }
    table = read_table(language_file(language, "countries.tsv"), ("name", "code", "kind", "case"))
    assert states <= {r["code"] for _, r in table if r["kind"] == "country"}


@pytest.mark.parametrize("language", ["id", "en"])
def test_agents_file(language: str) -> None:
    _, sectors = legal_codes()
    names = []
    for number, row in read_table(language_file(language, "agents.tsv"), ("name", "sector", "flags")):
        flags = {f for f in row["flags"].split("|") if f}
        assert flags <= AGENT_FLAGS, number
        assert row["sector"] in sectors or "inherits" in flags, number
        assert all(s in sectors for s in row["other_sectors"].split("|") if s), number
        names.append(row["name"])
    assert len(names) == len(set(names)) > 600


def test_both_languages_have_the_same_words() -> None:
    en, id_ = words("en"), words("id")
    assert {k: set(v) for k, v in en.items()} == {k: set(v) for k, v in id_.items()}
