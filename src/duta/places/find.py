"""The room's doors: places of a parsed article, of given spans, and of a JSON record."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from duta.places.cues import cues
from duta.places.mention import given
from duta.places.mentions import contain, mentions
from duta.places.resolve import resolve
from duta.records import Place

LANGUAGES = ("id", "en")
LABELS = frozenset({"LOC", "GPE", "FAC"})
FLOOR = 0.25
"""Dictionary finds below this confidence are no places (people and organisations that share a village's name)."""


def find_places(doc: Doc, language: str) -> list[Place]:
    """Places of `doc` in reading order: entities labelled as places, and names of the gazetteer in plausible positions.

    Works without parse and without entities. Offsets are characters of the text that was parsed, which a `Doc` does not
    keep as it was: the parser leaves it in `user_data`, with each token's offsets. Raises ValueError for a language
    without rules.
    """
    text: str = doc.user_data.get("text", doc.text)
    offsets = doc.user_data.get("offsets") or [(t.idx, t.idx + len(t)) for t in doc]
    entities = [(offsets[e.start][0], offsets[e.end - 1][1]) for e in doc.ents if e.label_ in LABELS]
    return find_in_text(text, language, entities)


def find_in_text(text: str, language: str, entities: Sequence[tuple[int, int]] = ()) -> list[Place]:
    """`find_places` for plain text and entity spans."""
    _check(language)
    found = mentions(text, language, entities)
    places = resolve(text, found, language)
    return [p for p, m in zip(places, found, strict=True) if m.given or p.confidence >= FLOOR]


def resolve_spans(text: str, spans: Sequence[tuple[int, int]], language: str) -> list[Place]:
    """One `Place` for each of the toponyms at `spans` ([start, end) in `text`), in their order."""
    _check(language)
    found = [given(text, (int(a), int(b)), language) for a, b in spans]
    contain(text, sorted(found, key=lambda m: m.start), cues(language))
    return resolve(text, found, language)


def _check(language: str) -> None:
    if language not in LANGUAGES:
        raise ValueError(f"no place rules for language {language!r}")
