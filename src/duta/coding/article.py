"""What the coder reads: the earlier rooms' results on one article, and the way from words to offsets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from duta.actors import Reader
from duta.parsing import States
from duta.records import Document, Place, Span, When


@dataclass(slots=True)
class Article:
    """What the coder reads: the earlier rooms' results on one article."""

    document: Document
    language: str
    doc: Doc
    states: tuple[States, ...]
    reader: Reader
    places: list[Place]
    times: list[When]
    dateline: Place | None
    """Where the report was sent from."""
    original: Callable[[int, int], Span]
    """Span of the restored text to span of the article as given."""
    types: list[str] = field(default_factory=list)
    mode_labels: list[str] = field(default_factory=list)
    aux_labels: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)


def chars(doc: Doc, tokens: tuple[int, ...]) -> tuple[int, int]:
    """[start, end) of some tokens in the restored text."""
    offsets: list[tuple[int, int]] = doc.user_data["offsets"]
    return offsets[min(tokens)][0], offsets[max(tokens)][1]


def span_of(doc: Doc, start: int, end: int) -> DocSpan | None:
    """The tokens of a stretch of the restored text; None when it holds none."""
    offsets: list[tuple[int, int]] = doc.user_data["offsets"]
    inside = [i for i, (a, b) in enumerate(offsets) if a < end and b > start]
    return doc[inside[0] : inside[-1] + 1] if inside else None
