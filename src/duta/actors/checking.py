"""Checks an actor file as people edit it: what would stop duta from reading it, and what it reads but probably not as meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .book import COLUMNS, Entry, key_of, load_book, read_row
from .tables import TableError, language_file, read_table


@dataclass(slots=True)
class Report:
    """What was found; each line begins with `file:line:`."""

    entries: int = 0
    errors: list[str] = field(default_factory=list)
    """duta does not read the file with these."""
    warnings: list[str] = field(default_factory=list)
    """duta reads them, but they may do harm."""


def check(path: Path) -> Report:
    """Check a file of actors, every line of it.

    Raises:
        OSError: the file cannot be read.
    """
    report = Report()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        report.errors.append(f"{path.name}:1: not UTF-8: {error.reason} at byte {error.start}")
        return report
    if "# source:" not in text:
        report.warnings.append(f"{path.name}:1: no line says the source: write `# source: ...` above a block")
    seen: dict[tuple[str | None, ...], str] = {}
    try:
        for number, row in read_table(path, ("name", "kind", "code"), lambda e: report.errors.append(str(e))):
            where = f"{path.name}:{number}"
            if not report.entries and not report.errors:
                unknown = [c for c in row if c not in COLUMNS]
                report.warnings += [f"{path.name}: column {c!r} is not read" for c in unknown]
            report.entries += 1
            try:
                entry, surfaces = read_row(row, where)
            except TableError as error:
                report.errors.append(str(error))
                continue
            term = (entry.person, entry.kind, entry.code, entry.sector, entry.office, entry.start, entry.end)
            if term in seen:
                report.warnings.append(f"{where}: the same as line {seen[term]}")
            seen.setdefault(term, str(number))
            report.warnings += [f"{where}: {w}" for w in doubts(entry, surfaces)]
    except TableError as error:
        report.errors.append(str(error))
    return report


def doubts(entry: Entry, surfaces: list[tuple[str, bool]]) -> Iterator[str]:
    """What a line says that will probably be read otherwise than it is meant."""
    if entry.kind == "person" and entry.sector is None:
        yield f"{entry.name} has no sector"
    countries, words = _countries(), _words()
    keys = set()
    for surface, exact in surfaces:
        key = key_of(surface)
        if not key:
            yield f"{surface!r} has no letters"
        elif key in keys:
            yield f"{surface!r} differs from another form only in case, accents or marks"
        elif key in countries and entry.kind not in ("country", "demonym", "capital", "city", "region", "short", "seat"):
            yield f"{surface!r} is also a country, people or place"
        elif key in words and not exact:
            yield f"{surface!r} is an ordinary word: with case `exact` it must be written just so"
        keys.add(key)


@cache
def _countries() -> frozenset[str]:
    book = load_book()
    return frozenset(k for k, forms in book.forms.items() if any("countries.tsv" in f.entry.source for f in forms))


@cache
def _words() -> frozenset[str]:
    found = set()
    for language in ("en", "id"):
        rows = read_table(language_file(language, "words.tsv"), ("word",))
        found |= {r["word"] for _, r in rows if r["word"][0].islower()}
    return frozenset(found)
