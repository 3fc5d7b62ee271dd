"""The words around place names in a language: `places.toml`, and the country names and demonyms of `countries.tsv`."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from duta.places.names import key_of


class Cues(NamedTuple):
    """`languages/<language>/places.toml`, all in lower case."""

    prepositions: frozenset[str]
    strong: frozenset[str]
    """Prepositions after which even a stop word is a place."""
    containers: frozenset[str]
    before: dict[str, tuple[str, ...]]
    """Type words before the name ("Kabupaten") -> kinds allowed."""
    after: dict[str, tuple[str, ...]]
    """Type words after it ("Province") -> kinds allowed."""
    directions: frozenset[str]
    directions_after: frozenset[str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    stop: frozenset[str]
    """Never a place by the dictionary alone (normalised)."""
    surnames: frozenset[str]
    """A place only where the words around it say so (normalised)."""
    seats: frozenset[str]
    """Words of bodies and happenings before a place's name."""
    articles: frozenset[str]
    nouns: frozenset[str]
    """Nouns after it ("a Longview woman")."""
    speech: frozenset[str]
    """Verbs beside a name that make it a speaker, not a place."""


class Country(NamedTuple):
    """One way of naming a country or its people."""

    surface: str
    code: str
    """ISO 3166-1 alpha-3 of the territory itself (GRL for Greenland)."""
    demonym: bool
    exact: bool
    """Only with this very spelling (US, not us)."""


class Abbreviation(NamedTuple):
    """A state's abbreviation."""

    name: str
    country: str
    postal: bool


def rows(text: str) -> Iterator[dict[str, str]]:
    """Rows of a TSV with # comments."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


@cache
def cues(language: str) -> Cues:
    """Load `places.toml`; raises FileNotFoundError for a language without one."""
    source = resources.files("duta.languages").joinpath(language, "places.toml").read_text(encoding="utf8")
    data = tomllib.loads(source)
    return Cues(
        frozenset(data["prepositions"]["words"]),
        frozenset(data["prepositions"]["strong"]),
        frozenset(data["containers"]["words"]),
        {k: tuple(v) for k, v in data["types"]["before"].items()},
        {k: tuple(v) for k, v in data["types"]["after"].items()},
        frozenset(data["directions"]["words"]),
        frozenset(data["directions"]["after"]),
        frozenset(data["not_after"]["words"]),
        frozenset(data["not_before"]["words"]),
        frozenset(key_of(w) for w in data["stop"]["words"]),
        frozenset(key_of(w) for w in data["surnames"]["words"]),
        frozenset(data["seats"]["words"]),
        frozenset(data["nouns"]["articles"]),
        frozenset(data["nouns"]["words"]),
        frozenset(data["speech"]["words"]),
    )


@cache
def countries(language: str) -> dict[str, list[Country]]:
    """Normalised country names and demonyms of `countries.tsv` -> what they name."""
    source = resources.files("duta.languages").joinpath(language, "countries.tsv").read_text(encoding="utf8")
    out: dict[str, list[Country]] = {}
    for row in rows(source):
        if row["kind"] not in ("country", "short", "demonym"):
            continue
        note = row.get("note") or ""
        code = note.split()[-1] if note.startswith("dependency") else row["code"]
        code = {"KOS": "XKX"}.get(code, code)
        entry = Country(row["name"], code, row["kind"] == "demonym", row["case"] == "exact")
        out.setdefault(key_of(row["name"]), []).append(entry)
    return out


@cache
def abbreviations() -> dict[str, Abbreviation]:
    """`Calif.` and `CA` -> California."""
    source = resources.files("duta.places").joinpath("abbreviations.tsv").read_text(encoding="utf8")
    out: dict[str, Abbreviation] = {}
    for row in rows(source):
        if row["press"]:
            out[row["press"]] = Abbreviation(row["name"], row["country"], False)
        if row["postal"]:
            out[row["postal"]] = Abbreviation(row["name"], row["country"], True)
    return out
