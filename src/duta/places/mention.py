"""A name that may be a place, and how to make one of words that somebody marked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duta.places.cues import abbreviations, countries, cues
from duta.places.gazetteer import gazetteer
from duta.places.names import key_of
from duta.places.words import bare

VILLAGE = ("city",)
"""Kinds of the type words of villages: GeoNames has some villages under "Desa X", the list of all villages has them as X."""


@dataclass(slots=True)
class Mention:
    """A name that may be a place."""

    start: int
    end: int
    text: str
    name: str
    """What to look up: without type word, direction and possessive."""
    kinds: tuple[str, ...] = ()
    """Kinds that a type word allows; empty for all."""
    direction: str = ""
    given: bool = False
    """From an entity recogniser or the user, not only from the dictionary."""
    strength: float = 0.0
    """How plausible the position is for a place, 0-1; 1 for given spans."""
    country: str = ""
    """For country names: the code."""
    container: str = ""
    """The name that "X, Y" or "X in Y" puts it into."""


def given(text: str, span: tuple[int, int], language: str) -> Mention:
    """A mention for a span that somebody else marked."""
    start, end = span
    name, cue = bare(text[start:end]), cues(language)
    mention = Mention(start, end, text[start:end], name, given=True, strength=1.0)
    codes = [c for c in countries(language).get(key_of(name), ()) if not c.exact or c.surface == name]
    if codes and not is_part(name, codes[0].code):
        mention.country = codes[0].code
    if short := abbreviations().get(name):
        mention.name, mention.kinds = short.name, ("admin1", "city")
        return mention
    low, known = name.lower(), gazetteer().knows(key_of(name))
    before = text[max(0, start - 20) : start].lower().rstrip()
    for word, kinds in sorted(cue.before.items(), key=lambda item: len(item[0])):  # the longest has the last word
        if low.startswith(word + " "):
            mention.kinds = kinds
            plain = name[len(word) + 1 :]
            mention.name = name if known and not (kinds == VILLAGE and gazetteer().knows(key_of(plain))) else plain
        elif not mention.kinds and re.search(rf"(?<!\w){word}$", before) and not any(before.endswith(d) for d in cue.directions):
            mention.kinds = kinds
    first, _, rest = low.partition(" ")
    if first in cue.directions and rest and not known:
        mention.direction, mention.name = name[: len(first)], name[len(first) + 1 :]
    for word, kinds in cue.after.items():
        if low.endswith(" " + word):
            mention.kinds = kinds
            mention.name = name if known else name[: -len(word) - 1]
    return mention


def is_part(name: str, code: str) -> bool:
    """Scotland stands under GBR in `countries.tsv`, but is a place of its own."""
    options = [c for c in gazetteer().lookup(name) if c.country == code]
    return any(c.kind in ("region", "admin1") for c in options) and all(c.kind != "country" for c in options)
