"""One normal form for place names, so that Saint-Denis, "saint denis" and Saint‑Denis meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHE = re.compile(r"['’‘ʻʼ`´.]")
_SEPARATOR = re.compile(r"[^a-z0-9]+")
_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ə": "a"}
)


@lru_cache(maxsize=50_000)
def key_of(name: str) -> str:
    """Lower case, no accents, no apostrophes or full stops, one space for every other mark; may be empty."""
    if name.isascii():
        flat = name.lower()
    else:
        flat = unicodedata.normalize("NFKD", name.lower().translate(_STROKES))
        flat = "".join(c for c in flat if not unicodedata.combining(c))
    return _SEPARATOR.sub(" ", _APOSTROPHE.sub("", flat)).strip()
