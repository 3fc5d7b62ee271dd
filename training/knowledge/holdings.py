"""What the packaged knowledge files already say of people, and which surnames are safe as a name alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

from names import parts, same_name

from duta.actors.book import Entry, key_of, read_knowledge
from duta.actors.tables import language_file, read_table
from duta.places.gazetteer import gazetteer

APOLITICAL = frozenset({"REB", "CRM", "BUS", "REL", "JRN", "CVL", "EDU", "REF"})
KNOWLEDGE = resources.files("duta") / "knowledge"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a knowledge file with all its surface forms."""

    entry: Entry
    surfaces: tuple[str, ...]


def lines_of(names: Iterable[str]) -> list[Line]:
    """The lines of the files named."""
    found = []
    for name in names:
        path = KNOWLEDGE / name
        if path.is_file():
            found += [Line(entry, tuple(s for s, _ in surfaces)) for entry, surfaces in read_knowledge(path)]
    return found


def people(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of people in politics by country code; a rebel or a banker of like name is somebody else."""
    by_code: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.entry.kind == "person" and line.entry.code and line.entry.sector not in APOLITICAL:
            by_code[line.entry.code].append(line)
    return by_code


def known_as(name: str, lines: Iterable[Line], start: str | None, end: str | None) -> str | None:
    """The name under which the files hold this person, if they do.

    A name of one word needs a line of about the same years, or nobody else of that name.
    """
    single = len(parts(name)) == 1
    shared: dict[str, float] = {}
    for line in lines:
        if any(same_name(name, s) and (single or len(parts(s)) > 1) for s in line.surfaces):
            years = overlap(start, end, line.entry.start, line.entry.end)
            shared[line.entry.name] = max(years, shared.get(line.entry.name, -99.0))
    if not shared:
        return None
    # father and son have one name: the years tell
    best = max(shared, key=lambda n: shared[n])
    return best if not single or shared[best] > -2 or len(shared) == 1 else None


def year(date: str | None, default: float) -> float:
    """A date as a number of years."""
    if not date:
        return default
    numbers = [int(x) for x in date.split("-")] + [1, 1]
    return numbers[0] + (numbers[1] - 1) / 12 + (numbers[2] - 1) / 365


def overlap(a: str | None, b: str | None, c: str | None, d: str | None) -> float:
    """Years that two terms share; negative: the years between them."""
    return min(last(b), last(d)) - max(year(a, 1900), year(c, 1900))


def last(date: str | None) -> float:
    """The end of the day, month or year as a number of years; 2030 where a term is open."""
    return year(date, 2030) + {4: 1.0, 7: 1 / 12}.get(len(date or ""), 0.0)


def unsafe_alone(lines: Iterable[Line]) -> set[str]:
    """Words that must not stand for a person by themselves: ordinary words, agent nouns, country names, first names."""
    words: set[str] = set()
    for language in ("en", "id"):
        for _, row in read_table(language_file(language, "words.tsv"), ("word",)):
            if row["word"][0].islower():
                words.add(key_of(row["word"]))
        words |= {key_of(row["name"]) for _, row in read_table(language_file(language, "agents.tsv"), ("name",))}
        words |= {key_of(row["name"]) for _, row in read_table(language_file(language, "countries.tsv"), ("name",))}
    for line in lines:
        for surface in line.surfaces:
            key = key_of(surface)
            if line.entry.kind != "person":
                words.add(key)
            elif " " in key:
                words.add(key.split(" ")[0])
    return words


def is_place(word: str) -> bool:
    """Whether the word is the name of a province or of a town that news may name."""
    return any(c.kind in ("country", "admin1", "region") or c.size >= 14.5 for c in gazetteer().lookup(word))
