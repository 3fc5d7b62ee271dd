"""Texts with their evidence marked. What stands in an article is escaped here and nowhere else comes near a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from duta.records import Event
from duta.server.wording import Words


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text to mark."""

    start: int
    end: int
    kind: str
    """A field (`event`, `actor` ...), `seen-actor`, `dropped` ...: the class of the mark."""
    says: str
    """What the mark means, for the pointer and for screen readers."""


def evidence_of(words: Words, event: Event) -> list[Mark]:
    """The marks of a record's evidence."""
    return [
        Mark(start, end, name.split(".")[0].replace("_", "-"), words.name("fields", name.split(".")[0]))
        for name, spans in event.evidence.items()
        for start, end in spans
    ]


def marked(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> Markup:
    """`text[start:end]` with marks; where several lie over each other, a piece carries them all."""
    end = len(text) if end is None else end
    inside = sorted(
        {m for m in marks if m.start < end and m.end > start and m.start < m.end}, key=lambda m: (m.start, -m.end, m.kind)
    )
    cuts = sorted({start, end, *(min(max(edge, start), end) for m in inside for edge in (m.start, m.end))})
    out = Markup()
    for a, b in pairwise(cuts):
        over = [m for m in inside if m.start <= a and m.end >= b]
        piece = escape(text[a:b])
        if over:
            classes = " ".join(dict.fromkeys(f"m-{m.kind}" for m in over))
            piece = Markup('<mark class="{}" title="{}">{}</mark>').format(
                classes, "; ".join(dict.fromkeys(m.says for m in over)), piece
            )
        out += piece
    return out


def around(text: str, start: int, end: int, more: int = 160) -> tuple[int, int]:
    """A stretch with some text about it, from word to word."""
    low, high = max(0, start - more), min(len(text), end + more)
    while 0 < low < start and not text[low - 1].isspace():
        low += 1
    while end < high < len(text) and not text[high].isspace():
        high -= 1
    return low, high
