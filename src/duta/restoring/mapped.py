"""A text that remembers, for each of its characters, where that stood in the original."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `[start, end)` of the present text by `text`."""

    start: int
    end: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Repair:
    """What one edit changed; offsets are code points of the original text."""

    start: int
    end: int
    before: str
    after: str
    rule: str


class MappedText:
    """Text with two arrays beside it: character `i` stands for `[low[i], high[i])` of the original."""

    __slots__ = ("high", "length", "low", "repairs", "text")

    def __init__(self, original: str) -> None:
        self.text = original
        self.length = len(original)
        self.low = array("I", range(self.length))
        self.high = array("I", range(1, self.length + 1))
        self.repairs: list[Repair] = []

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where `[start, end)` of the present text lies in the original.

        The borders of inserted characters do not count: the span shrinks to what the original has. An empty span, or
        one of inserted characters only, gives an empty span at its place.
        """
        low, high = self.low, self.high
        while start < end and low[start] == high[start]:
            start += 1
        while start < end and low[end - 1] == high[end - 1]:
            end -= 1
        if start < end:
            return low[start], high[end - 1]
        place = low[start] if start < len(low) else self.length
        return place, place

    def translate(self, table: dict[int, str]) -> None:
        """Replace single characters by single characters; not recorded as repairs."""
        text = self.text.translate(table)
        if len(text) != len(self.text):
            raise ValueError("not one to one")
        self.text = text

    def apply(self, edits: Iterable[Edit]) -> None:
        """Carry out edits, given in any order; one that overlaps an earlier-starting one is left out."""
        pieces: list[str] = []
        low, high = array("I"), array("I")
        position = 0
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            before = self.text[edit.start : edit.end]
            if edit.start < position or before == edit.text:
                continue
            pieces.append(self.text[position : edit.start])
            low.extend(self.low[position : edit.start])
            high.extend(self.high[position : edit.start])
            origin = self.origin(edit.start, edit.end)
            self.repairs.append(Repair(*origin, before, edit.text, edit.rule))
            pieces.append(edit.text)
            self._map(edit, before, origin, low, high)
            position = edit.end
        if not pieces:
            return
        pieces.append(self.text[position:])
        low.extend(self.low[position:])
        high.extend(self.high[position:])
        self.text = "".join(pieces)
        self.low, self.high = low, high

    def _map(self, edit: Edit, before: str, origin: tuple[int, int], low: array[int], high: array[int]) -> None:
        """Maps of the new characters: one to one where the ends are the same text, else to all that was replaced."""
        after = edit.text
        if len(before) == len(after):
            low.extend(self.low[edit.start : edit.end])
            high.extend(self.high[edit.start : edit.end])
            return
        most = min(len(before), len(after))
        head = next((i for i in range(most) if before[i] != after[i]), most)
        tail = next((i for i in range(most - head) if before[-1 - i] != after[-1 - i]), most - head)
        low.extend(self.low[edit.start : edit.start + head])
        high.extend(self.high[edit.start : edit.start + head])
        middle = self.origin(edit.start + head, edit.end - tail)
        new = len(after) - head - tail
        low.extend([middle[0]] * new)
        high.extend([middle[1]] * new)
        low.extend(self.low[edit.end - tail : edit.end])
        high.extend(self.high[edit.end - tail : edit.end])
