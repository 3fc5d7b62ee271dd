"""What an article says twice by mistake: its headline inside the body, a sentence copied, a sentence begun twice."""

from __future__ import annotations

from duta.records import Drop
from duta.restoring.lines import ECHO, WORD, cut
from duta.restoring.mapped import MappedText
from duta.restoring.sentences import sentence_spans

_LEAST_WORDS = 4
"""Shorter sentences ("Dia menolak.") may well be said twice."""


def drop_repeats(text: MappedText, language: str, title: str | None, drops: list[Drop]) -> None:
    """Take out sentences that say again, word for word, the title or an earlier sentence.

    The title's first mention in the text stays. Of a sentence and a longer one right after it that begins with the same
    words, the longer stays.
    """
    spans = sentence_spans(text.text, language)
    keys = [tuple(word.lower() for word in WORD.findall(text.text[start:end])) for start, end in spans]
    seen: set[tuple[str, ...]] = set()
    cuts = []
    for number, ((start, end), key) in enumerate(zip(spans, keys, strict=True)):
        following = keys[number + 1] if number + 1 < len(keys) else ()
        if len(key) < _LEAST_WORDS:
            continue
        if key in seen:
            goes_on = "\n" not in text.text[end : end + 2] and end < len(text.text)
            cuts.append((start, end, ECHO if key == keys[number - 1] and goes_on else "repeated sentence"))
        elif len(following) > len(key) and following[: len(key)] == key and _ends(text.text, end):
            cuts.append((start, end, "beginning of the next sentence, repeated"))
        seen.add(key)
    cut(text, cuts, drops, "repetition")


def _ends(text: str, end: int) -> bool:
    """Whether the span ends at a stop or a line break, not in the middle of a line."""
    return end >= len(text) or text[end - 1] in ".!?" or text[end] == "\n"
