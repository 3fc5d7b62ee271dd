"""Which language a text is in: Indonesian, English, or another.

Function words decide where they speak clearly (they do from about ten words on); elsewhere py3langid does. Indonesian
and Malay share most of their words, so the two are told apart by words that only one of them writes.
"""

from __future__ import annotations

import re
from functools import cache

from duta.languages import read_language_toml

SUPPORTED = ("id", "en")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SAMPLE = 6000
"""Characters looked at: the language of an article shows in its first thousand words."""
_CLEAR_SHARE = 0.12
"""Share of words that must be function words of one language: about 0.2-0.45 in that language, below 0.06 in others."""
_FEW_WORDS = 7
_TAKEN_FOR_INDONESIAN = ("jv", "su", "ha", "et", "mg")
"""What py3langid says of Indonesian headlines (measured on 459 of them); none has news of note in our inputs."""


def detect(text: str) -> str:
    """The ISO 639-1 code of the text's language: `id`, `en`, or another code (`ms`, `fr`, ...); `und` without words."""
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    if not words:
        return "und"
    share = {language: _share(words, _function_words(language)) for language in SUPPORTED}
    best = max(SUPPORTED, key=lambda language: share[language])
    if share[best] >= _CLEAR_SHARE and share[best] >= 2 * min(share.values()):
        found = best
    else:
        found = _guess(text[:_SAMPLE], few=len(words) <= _FEW_WORDS)
    if found in ("id", "ms"):
        return "ms" if _is_malay(words) else "id"
    return found


def _guess(text: str, few: bool) -> str:
    """py3langid's choice; among few words, only between the supported languages."""
    import py3langid

    ranked = [str(language) for language, _ in py3langid.rank(text)]
    if few and _is_latin(text):
        return next(language for language in ranked if language in ("id", "ms", "en"))
    return next(language for language in ranked if language not in _TAKEN_FOR_INDONESIAN)


def _is_latin(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter < "\u0250" for letter in letters) > 0.8 * len(letters)


def _is_malay(words: list[str]) -> bool:
    markers = _malay_markers()
    malay = sum(word in markers["malay"] for word in words)
    return malay > max(1, sum(word in markers["indonesian"] for word in words))


def _share(words: list[str], known: frozenset[str]) -> float:
    return sum(word in known for word in words) / len(words)


@cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(read_language_toml(language, "normalise.toml")["detection"]["function_words"])


@cache
def _malay_markers() -> dict[str, frozenset[str]]:
    table = read_language_toml("id", "normalise.toml")["detection"]
    return {"malay": frozenset(table["malay_only"]), "indonesian": frozenset(table["indonesian_only"])}
