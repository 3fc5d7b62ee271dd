"""Whether two spellings can be one person's name, and how a name is shortened."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache

from duta.actors.book import key_of

_PARTICLES = """
al el ul bin bint binti ibn ibni ould de da do dos das del della di du e i y la le van von der den ten dit as an at ad ath ar ash
"""
PARTICLES = frozenset(_PARTICLES.split())
_TITLES = """
sir dame dr gen general col colonel maj lt mullah mawlawi sheikh shaykh haji hajji ratu pope king queen lyonpo sayyid
"""
TITLES = frozenset(_TITLES.split())


@cache
def skeleton(word: str) -> str:
    """A word with the differences of transliteration taken out: "Qaddafi" and "Gadhafi" come close."""
    for pattern, to in (
        (r"dzh|dj|zh|j", "y"), (r"tch|tsch|ch|tj|ts|tz", "c"), (r"sch|sh|sz", "s"), (r"kh|ck|q|gh|x", "k"), (r"ph", "f"),
        (r"th", "t"), (r"dh", "d"), (r"bh", "b"), (r"oo|ou|u", "o"), (r"ee|ei|ey|ai|ay|ie|i|y+", "e"), (r"w", "v"), (r"aa|a", "a"),
        (r"h", ""), (r"(.)\1", r"\1"),
    ):  # fmt: skip
        word = re.sub(pattern, to, word)
    return word


@cache
def parts(name: str) -> tuple[str, ...]:
    """The words of a name that tell people apart: folded, without particles, titles and initials."""
    words = [w for w in re.split(r"[ ]", key_of(name.replace("-", " "))) if w not in PARTICLES]
    kept = [w for w in words if w not in TITLES and len(w) > 1]
    return tuple(kept or words)


@cache
def alike(a: str, b: str) -> bool:
    """Whether two words can be one word in two spellings."""
    if a == b:
        return True
    if min(len(a), len(b)) < 4:
        return skeleton(a) == skeleton(b) and abs(len(a) - len(b)) <= 1
    x, y = skeleton(a), skeleton(b)
    near = SequenceMatcher(None, a, b).ratio()
    consonants = a[0] == b[0] and re.sub("[aeiouy]", "", x) == re.sub("[aeiouy]", "", y)
    return (
        x == y
        or near >= 0.84
        or (consonants and near > 0.75)
        or (min(len(x), len(y)) >= 4 and SequenceMatcher(None, x, y).ratio() >= 0.85)
    )


@cache
def same_name(a: str, b: str) -> bool:
    """Whether every word of the shorter name is in the longer one, in some spelling, and the first one early.

    The first word tells apart the members of a house: "Ahmad al-Khalid al-Sabah" is not "Talal al-Khalid al-Ahmad al-Sabah".
    """
    short, long = sorted((parts(a), parts(b)), key=len)
    if len(short) > 1 and not any(alike(short[0], w) for w in long[:2]):
        return "".join(short) == "".join(long)
    at = 0
    for word in short:
        # in the order of the longer one: "Ahmad al-Nawaf" is not "Nawaf al-Ahmad"
        found = next((n for n in range(at, len(long)) if alike(word, long[n])), None)
        if found is None:
            # some run words together that others part: "Abdul Rahman", "Abdulrahman"
            return sorted(short) == sorted(long) or "".join(short) == "".join(long)
        at = found + 1
    return bool(short)


def short_form(name: str, surname: str) -> str | None:
    """First name and surname of a longer name: "Joao Lourenco"."""
    words = name.split()
    if len(words) < 3 or not surname or name.startswith(surname):
        return None
    first = words[0]
    if "." in first or len(first) < 2 or first.lower() in PARTICLES | TITLES or surname.split()[0] == first:
        return None
    return f"{first} {surname}"
