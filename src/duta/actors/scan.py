"""Find the names and agent nouns of a text: longest match over normalised units, whatever the parser made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .book import UNIT, Agent, Book, Entry, Form, fold

# what may stand between two units of one name; a full stop only after a short unit ("U.S.", "St. Lucia")
_GAP = re.compile(r"[\s\-–/&'’]*\.?[\s\-–/&'’]*")
_CLITIC = re.compile(r"(?<=\w{3})nya$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of text that the book knows, or an unknown name."""

    start: int
    end: int
    text: str
    kind: str
    """`place` (country, demonym, city ...), `seat`, `body` (organisation, group, party ...), `person`, `agent`."""
    entries: tuple[Entry, ...] = ()
    agent: Agent | None = None
    clitic: bool = False
    """The word ends in the possessive -nya."""
    weak: bool = False
    """A surname alone: it needs support from the article."""


@dataclass(frozen=True, slots=True)
class _Unit:
    start: int
    end: int
    key: str
    stem: str
    """The key without the clitic -nya."""


def scan(text: str, book: Book, language: str) -> list[Hit]:
    """All hits of the text, in order, none overlapping another; names win over agent nouns of the same length."""
    units = []
    for m in UNIT.finditer(text):
        key = fold(m.group())
        units.append(_Unit(m.start(), m.end(), key, _CLITIC.sub("", key) if language == "id" else key))
    lower = text == text.lower()
    hits: list[Hit] = []
    i = 0
    while i < len(units):
        found = _longest(text, units, i, book, lower)
        if found is None:
            i += 1
            continue
        hit, i = found
        hits.append(hit)
    return hits


def _longest(text: str, units: list[_Unit], i: int, book: Book, lower: bool) -> tuple[Hit, int] | None:
    best: tuple[Hit, int] | None = None
    key = ""
    for j in range(i, len(units)):
        if j > i and not _touch(text, units[j - 1], units[j]):
            break
        before, key = key, f"{key} {units[j].key}".strip()
        hit = _read(text, units[i].start, units[j].end, key, book, lower)
        if hit is None and units[j].stem != units[j].key:
            stem = f"{before} {units[j].stem}".strip()
            agent = book.agents.get(stem)
            if agent is not None:
                hit = Hit(units[i].start, units[j].end, text[units[i].start : units[j].end], "agent", (), agent, True)
        if hit is not None:
            best = (hit, j + 1)
        if key not in book.prefixes:
            break
    return best


def _touch(text: str, a: _Unit, b: _Unit) -> bool:
    gap = text[a.end : b.start]
    return bool(_GAP.fullmatch(gap)) and ("." not in gap or a.end - a.start <= 3) and "\n" not in gap


def _read(text: str, start: int, end: int, key: str, book: Book, lower: bool) -> Hit | None:
    # the possessive belongs to the text, not to the name
    surface = re.sub(r"['’]s$", "", text[start:end])
    end = start + len(surface)
    if text[end : end + 1] == "." and re.search(r"\b[A-Z]\.[A-Z]$", surface):
        end += 1  # "U.S."
        surface = text[start:end]
    forms = [f for f in book.forms.get(key, ()) if _cased(f, surface, lower)]
    if forms:
        entries = book.whole(f.entry for f in forms)
        kind = _kind(entries[0])
        weak = kind == "person" and " " not in surface and "-" not in surface
        return Hit(start, end, surface, kind, entries, book.agents.get(key), False, weak)
    agent = book.agents.get(key)
    return Hit(start, end, surface, "agent", (), agent) if agent else None


def _cased(form: Form, surface: str, lower: bool) -> bool:
    if not form.fits(surface):
        return False
    # a name begins with a capital, except in text that has none at all
    return lower or form.exact or form.entry.kind == "global" or any(c.isupper() for c in surface)


def _kind(entry: Entry) -> str:
    if entry.kind in ("country", "demonym", "capital", "city", "region", "short"):
        return "place"
    return {"seat": "seat", "person": "person"}.get(entry.kind, "body")
