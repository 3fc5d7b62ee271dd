"""Who a name can stand for, and whom a text of a day that says no more than the name would mean."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

import spacy

from duta.records import Party

from .book import Book, Entry, key_of
from .reader import Reader


@dataclass(frozen=True, slots=True)
class Finding:
    """What the book holds of a name."""

    entries: list[Entry]
    """The lines with this form, those in force on the day first."""
    meant: Party | None
    """The party that the name alone would be, or None."""
    why: str
    """The rule and line that decide, or why nobody is meant."""
    near: list[str]
    """Names like it, when there is no entry."""


def find(name: str, date: str | None, language: str, book: Book) -> Finding:
    """Look a name up for texts of a day."""
    entries = book.find(name, date)
    near = [] if entries or key_of(name) in book.agents else _near(name, book)
    reader = Reader(_said(name, language), language, date, book)
    party = next((p for p in reader.mentions() if p.start == 0), None)
    if party is not None:
        return Finding(entries, party, party.rule, near)
    people = [e for e in entries if e.kind == "person"]
    if people:
        person = next(iter(reader.people.by_hit.values()), None)
        why = reader.people.settle(person, set())[1] if person is not None else "nobody"
        return Finding(entries, None, f"{why}: a text has to say more", near)
    return Finding(entries, None, "a place, no actor" if entries else "no entry and no agent noun", near)


def _said(name: str, language: str) -> spacy.tokens.Doc:
    pipe = spacy.blank(language)
    pipe.add_pipe("sentencizer")
    return pipe(name)


def _near(name: str, book: Book) -> list[str]:
    """Names that hold all the words, else names spelled alike."""
    key = key_of(name)
    words = set(key.split(" "))
    holding = [k for k in book.forms if words <= set(k.split(" "))][:8]
    keys = holding or get_close_matches(key, book.forms, n=8, cutoff=0.8)
    return list(dict.fromkeys(book.forms[k][0].surface for k in keys))
