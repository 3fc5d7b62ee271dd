"""How well a place name fits at a position: the words around it decide, then the size of the place."""

from __future__ import annotations

import re

from duta.places.cues import abbreviations
from duta.places.gazetteer import Candidate, Unit, gazetteer, lies_in, unit_of
from duta.places.names import key_of
from duta.places.words import Page

DATELINE = re.compile(r"\s*(,|\(|-|–|—)")
SITE = re.compile(r"\.[a-z]")
"""After a name: "KOMPAS.com" is no place."""
HOLDERS = ("admin1", "country", "admin2")


def plausible(page: Page, first: int, last: int, name: str) -> float:
    """0 never, 1 surely, for the name in words `first` to `last`."""
    cue, key = page.cue, key_of(name)
    before, after = page.at(first - 1), page.at(last + 1)
    stop, surname = key in cue.stop, key in cue.surnames
    if refused(page, first, last):
        return 0.0
    if before and before.low in cue.before and (before.capital or not stop):
        return 0.95 if before.capital else 0.9  # Kota Bandung
    options = gazetteer().lookup(name)
    village = all(c.kind == "city" and not c.exact for c in options)
    if village and not (after and after.text in ",(" and holder_at(page, last + 2) and not inside_name(page, first, last)):
        return 0.0  # eighty thousand villages are called like everything
    if name.isupper() and len(name) > 3 and page.line_start(first) and DATELINE.match(page.text, page.words[last].end):
        return 0.9
    if stop:
        return 0.0
    if after and after.text in ",(" and holder_at(page, last + 2):
        return 0.85
    if before and ((before.low in cue.seats and not surname) or before.low in cue.directions):
        return 0.7
    size = max((c.size + 3 * (c.main and c.kind in ("admin1", "region")) for c in options), default=0.0)
    if _beside(page, last, options):
        return 0.8
    behind = before is not None and before.low in cue.strong
    if " " in name and size >= 19 and any(c.kind in ("admin1", "country", "admin2") for c in options):
        return 0.6  # Gubernur Jawa Barat Dede Yusuf
    if inside_name(page, first, last) and not (behind and page.headline(first)):
        return 0.0
    if size < 19 and any(w is not None and w.low in cue.speech for w in (before, after)):
        return 0.0
    if behind:
        return 0.6 if surname else 0.85
    if after and after.low in cue.nouns and before and before.low in cue.articles and size >= 12:
        return 0.6
    return 0.0 if surname else _by_size(page, first, last, name, size)


def _beside(page: Page, last: int, options: list[Candidate]) -> bool:
    """The name of a province, regency or country that holds one of the options follows at once: "Waingapu NTT"."""
    if not options or page.at(last + 1) is None or not page.joined(last, last + 1):
        return False
    around = frozenset[Unit]().union(*(lies_in(c) for c in options))
    follow = (
        c for _, name in page.names(last + 1) if len(name) > 2 and page.words[last + 1].capital for c in gazetteer().lookup(name)
    )
    return any(c.kind in HOLDERS and c.size > 14 and c.country == "IDN" and unit_of(c) in around for c in follow)


def _by_size(page: Page, first: int, last: int, name: str, size: float) -> float:
    """Large places need little around them."""
    before, after = page.at(first - 1), page.at(last + 1)
    if name.isupper() and len(name) < 5 and size < 17:
        return 0.0
    if before and before.low in page.cue.prepositions:
        return 0.7 if size >= 14 else 0.0
    if after and after.low in page.cue.after:
        return 0.8
    follows_name = before and before.text == "," and first > 1 and page.words[first - 2].capital
    if follows_name and size > 15:
        return 0.6
    return 0.5 if size >= 19 else 0.0


def refused(page: Page, first: int, last: int) -> bool:
    """Titles before the name (Mr, Presiden) and words after it (Times, University) make it no place."""
    cue, before, after = page.cue, page.at(first - 1), page.at(last + 1)
    if SITE.match(page.text, page.words[last].end) or (after and after.capital and after.low in cue.not_before):
        return True
    if before and before.text == "." and first > 1:
        before = page.words[first - 2]
    return bool(before and before.low in cue.not_after)


def inside_name(page: Page, first: int, last: int) -> bool:
    """Part of a longer capitalised name: a surname, an organisation. Weekdays and such beside it do not count."""
    cue, before, after = page.cue, page.at(first - 1), page.at(last + 1)
    if before and before.capital and page.joined(first - 1, first) and not page.line_start(first):
        known = before.low in cue.prepositions or key_of(before.low) in cue.stop
        if not known:
            return True
    if after and after.capital and page.joined(last, last + 1) and page.text[page.words[last].end] == " ":
        known = after.low in cue.after or after.low in cue.directions_after or key_of(after.low) in cue.stop
        return not known
    return False


def holder_at(page: Page, index: int) -> bool:
    """Does the name of a country, province or county start at this word?"""
    word = page.at(index)
    if word is None or not word.capital:
        return False
    if word.text in abbreviations() or word.text + "." in abbreviations():
        return True
    found = (c for _, name in page.names(index) for c in gazetteer().lookup(name))
    return any(c.kind in HOLDERS and c.size > 14 for c in found)


def unknown_place(page: Page, index: int) -> bool:
    """A name that no gazetteer has, put into one that it has: "Desa Curahkalak, Kecamatan X", "in Dargai in
    Pakistan"."""
    cue, before, after = page.cue, page.at(index - 1), page.at(index + 1)
    if not before or not after or key_of(page.words[index].low) in cue.stop:
        return False
    if before.low not in cue.strong and before.low not in cue.before:
        return False
    if after.text != "," and after.low not in cue.containers:
        return False
    holder = index + 2
    while (word := page.at(holder)) and (word.low in cue.directions or word.low in cue.before or word.text == "-"):
        holder += 1
    return holder_at(page, holder)
