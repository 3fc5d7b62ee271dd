"""The words of a text with offsets, and what can be said of a stretch of them without knowing places."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duta.places.cues import Cues, cues
from duta.places.gazetteer import gazetteer
from duta.places.names import key_of

WORD = re.compile(r"[A-Z]\.(?:[A-Z]\.)+|[^\W\d_]+(?:['’‘-][^\W\d_]+)*|\d+|[^\w\s]")
PAIR = re.compile(r"[A-Z][^\W\d_]+-[A-Z][^\W\d_]+")
PIECE = re.compile(r"-|[^-]+")
MARKS = frozenset(".,;:()\"'’“”!?")
LONGEST = 6
"""Words in the longest name looked for."""


@dataclass(slots=True)
class Word:
    """One word or mark of the text."""

    start: int
    end: int
    text: str
    low: str
    capital: bool


def words_of(text: str) -> list[Word]:
    """Words and marks; initials with stops ("U.S.") stay one word, and so do hyphened names that the gazetteer knows."""
    out = []
    for m in WORD.finditer(text):
        pieces = [(m.start(), m[0])]
        if PAIR.fullmatch(m[0]) and not gazetteer().knows(key_of(m[0])):  # Jakarta-Bandung
            pieces = [(m.start() + p.start(), p[0]) for p in PIECE.finditer(m[0])]
        out += [Word(at, at + len(word), word, word.lower(), word[0].isupper()) for at, word in pieces]
    return out


def bare(text: str) -> str:
    """The name without possessive 's or Indonesian -nya."""
    return re.sub(r"(['’]s?|-nya)$", "", text)


class Page:
    """A text, its words and the cue words of its language."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.words = words_of(text)
        self.cue: Cues = cues(language)

    def at(self, index: int) -> Word | None:
        """The word at `index`, None off either end."""
        return self.words[index] if 0 <= index < len(self.words) else None

    def span(self, first: int, last: int) -> str:
        """The text from word `first` to word `last`."""
        return self.text[self.words[first].start : self.words[last].end]

    def names(self, first: int) -> list[tuple[int, str]]:
        """Stretches of words that could be a name starting at `first`, the longest first: (last word, text)."""
        out = []
        for last in range(first, min(first + LONGEST, len(self.words))):
            word = self.words[last]
            if word.text in MARKS or (last > first and "\n" in self.text[self.words[last - 1].end : word.start]):
                break
            out.append((last, self.span(first, last)))
        return out[::-1]

    def joined(self, first: int, last: int) -> bool:
        """Do these two words stand side by side with one blank or a hyphen between?"""
        between = self.text[self.words[first].end : self.words[last].start]
        return between in (" ", "")

    def line_start(self, index: int) -> bool:
        """Is this the first word of its line?"""
        return index == 0 or "\n" in self.text[self.words[index - 1].end : self.words[index].start]

    def headline(self, index: int) -> bool:
        """Is the line that holds this word a headline in capitals?"""
        word = self.words[index]
        low, high = self.text.rfind("\n", 0, word.start) + 1, self.text.find("\n", word.end)
        line = self.text[low : high if high >= 0 else len(self.text)][:120]
        long = [w for w in re.findall(r"[^\W\d_]+", line) if len(w) > 3]
        return len(long) > 2 and sum(w[0].isupper() for w in long) > 0.8 * len(long)
