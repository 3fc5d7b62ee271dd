"""Damaged web text in, repaired text out, with a map back to every original character.

The repairs are small passes in a fixed order; their data lie in `languages/*/normalise.toml` and `words.tsv`. A text
without damage comes through unchanged but for one kind of quotation marks and dashes (`"`, `'`, `–`), character for
character.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from duta.records import Drop
from duta.restoring.characters import repair_characters
from duta.restoring.dateline import Dateline, find_dateline, space_dateline
from duta.restoring.fragments import join_fragments, mend_cut_words
from duta.restoring.lines import drop_furniture, drop_menus_and_stretches, join_broken_lines
from duta.restoring.mapped import MappedText, Repair
from duta.restoring.repeats import drop_repeats
from duta.restoring.sentences import sentence_spans
from duta.restoring.spacing import repair_spaces
from duta.restoring.teasers import drop_teasers
from duta.restoring.words import join_passives, unglue

__all__ = ["Dateline", "Repair", "Restored", "restore"]


@dataclass(frozen=True)
class Restored:
    """A repaired text. Offsets are code points of `text`, unless said otherwise."""

    text: str
    sentences: list[tuple[int, int]]
    """`[start, end)` of each sentence, in order; the dateline belongs to none."""
    dateline: Dateline | None
    drops: list[Drop]
    """What was taken out and why; offsets are code points of the *original*."""
    repairs: list[Repair]
    """What was changed and by which rule; offsets are code points of the *original*."""
    _low: array[int] = field(repr=False)
    _high: array[int] = field(repr=False)
    _length: int = field(repr=False)

    def original_offset(self, offset: int) -> int:
        """Where the character at `offset` begins in the original; the original's length for `len(text)`."""
        return self._low[offset] if offset < len(self._low) else self._length

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """`[start, end)` of the original that `[start, end)` of the text came from.

        Inserted characters at the borders do not count. What was dropped between two kept characters lies inside.
        """
        low, high = self._low, self._high
        while start < end and low[start] == high[start]:
            start += 1
        while start < end and low[end - 1] == high[end - 1]:
            end -= 1
        if start < end:
            return low[start], high[end - 1]
        place = self.original_offset(start)
        return place, place


def restore(text: str, language: str, title: str | None = None) -> Restored:
    """Repair a news text in `language` (`id` or `en`); `title` helps to find the headline repeated inside."""
    work = MappedText(text)
    drops: list[Drop] = []
    repair_characters(work)
    drop_furniture(work, language, drops)
    join_broken_lines(work)
    drop_menus_and_stretches(work, language, drops)
    drop_teasers(work, language, drops)
    space_dateline(work)
    repair_spaces(work)
    unglue(work, language)
    join_passives(work, language)
    drop_repeats(work, language, title, drops)
    mend_cut_words(work, language)
    join_fragments(work, language)
    dateline = find_dateline(work.text)
    return Restored(
        text=work.text,
        sentences=_sentences(work.text, language, dateline),
        dateline=dateline,
        drops=sorted(drops, key=lambda drop: (drop.start, drop.end)),
        repairs=sorted(work.repairs, key=lambda repair: (repair.start, repair.end)),
        _low=work.low,
        _high=work.high,
        _length=work.length,
    )


def _sentences(text: str, language: str, dateline: Dateline | None) -> list[tuple[int, int]]:
    if dateline is None:
        return sentence_spans(text, language)
    before = sentence_spans(text[: dateline.start], language)
    after = sentence_spans(text[dateline.end :], language)
    return before + [(start + dateline.end, end + dateline.end) for start, end in after]
