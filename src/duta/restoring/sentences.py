"""Where sentences end.

A full stop ends a sentence unless it belongs to an abbreviation, an initial, a number or a name with dots; a line
break always does. Text without a space after the stop ("2025.Dia") is split as well. Quotes and brackets that close
after the stop stay with the sentence.
"""

from __future__ import annotations

import re
from functools import cache

from duta.restoring.rules import word_set

_STOP = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s|$|["'“‘(\[]?[^\W\d_a-z])|\n+""")
_BEFORE = re.compile(r"[^\s\"'“‘(\[/]+$")
_NEXT_WORD = re.compile(r"\s*[\"'“‘(\[–-]*\s*([^\W_]+)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?$")
_SITE = re.compile(r"^(?:com|co|id|net|org|go|ac|or|tv|info|gov|edu)\b", re.I)


@cache
def _abbreviations(language: str) -> frozenset[str]:
    return word_set(language, "sentences", "abbreviations")


@cache
def _titles(language: str) -> frozenset[str]:
    return word_set(language, "sentences", "before_names")


def sentence_spans(text: str, language: str) -> list[tuple[int, int]]:
    """Sentences as `[start, end)` spans, trimmed of white space, in order, covering all that is not white space."""
    spans: list[tuple[int, int]] = []
    start = line = 0
    for match in _STOP.finditer(text):
        if text[match.start()] == "\n":
            _add(spans, text, start, match.start())
            start = line = match.end()
        elif _ends_sentence(text, match, language, start):
            end = _before_opening_quote(text, match, line)
            _add(spans, text, start, end)
            start = end
    _add(spans, text, start, len(text))
    return spans


def _before_opening_quote(text: str, match: re.Match[str], line: int) -> int:
    """The end of the sentence: a quotation mark after the stop that opens a quote (`2025."Kami`) is not part of it."""
    quote = match[0].find('"')
    if quote < 0 or match.end() == len(text) or text[match.end()].isspace():
        return match.end()
    return match.start() + quote if text.count('"', line, match.start()) % 2 == 0 else match.end()


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    trimmed = piece.strip()
    if trimmed:
        start += piece.index(trimmed[0])
        spans.append((start, start + len(trimmed)))


def _ends_sentence(text: str, match: re.Match[str], language: str, start: int) -> bool:
    mark = match[0]
    after = text[match.end() : match.end() + 40]
    following = _NEXT_WORD.match(after)
    if following is None:
        return True
    small = following[1][0].islower()
    if "!" in mark or "?" in mark or mark.startswith(("...", "…")):
        return not small
    before = _BEFORE.search(text, max(start, match.start() - 40), match.start())
    word = before[0] if before else ""
    if not after[:1].isspace() and len(mark) == 1:
        return _ends_without_space(word, following[1], after)
    if small and '"' not in mark:
        return False
    if word.lower() in _titles(language) or _is_initial(word, following[1], language):
        return False
    return not (word.lower() in _abbreviations(language) and len(mark) == 1 and (small or following[1][0].isdigit()))


def _is_initial(word: str, following: str, language: str) -> bool:
    """`J` in "J. Smith" and `U.S` in "U.S. State Department"; but "in the U.S. The ..." ends a sentence."""
    if "." in word and _INITIALS.fullmatch(word):
        return following.lower() not in word_set(language, "detection", "function_words")
    return len(word) == 1 and word.isupper()


def _ends_without_space(word: str, following: str, after: str) -> bool:
    """ "2025.Kekhawatiran", "reported.According": a stop between a word or number and a capitalised word."""
    if after[0] in "\"'“‘([":
        return len(word) > 1
    if _SITE.match(following) or not following[0].isupper():
        return False
    return len(word) > 2 and not word.isupper() and len(following) > 1 and "." not in word
