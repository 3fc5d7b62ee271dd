"""Number words of a language -> integers ("dua puluh lima" 25, "nineteen ninety-six" 1996)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple


class NumberWords(NamedTuple):
    """The tables of `languages/<language>/numbers.toml`."""

    cardinals: dict[str, int]
    multipliers: dict[str, int]
    """Words that multiply what stands before them: hundred, ribu."""
    teens: frozenset[str]
    """Words that add ten to what stands before them: belas."""
    joiners: frozenset[str]
    """Words allowed between the parts: and, -."""
    ordinals: dict[str, int]
    vague: dict[str, str]


@cache
def number_words(language: str) -> NumberWords:
    """Load `numbers.toml`; raises FileNotFoundError for a language without one."""
    path = resources.files("duta.languages").joinpath(language, "numbers.toml")
    data = tomllib.loads(path.read_text(encoding="utf8"))
    return NumberWords(
        data["cardinals"],
        data["multipliers"],
        frozenset(data["teens"]["words"]),
        frozenset(data["joiners"]["words"]),
        data["ordinals"],
        data["vague"],
    )


def read_number(words: Sequence[str], language: str) -> tuple[int, int] | None:
    """Read the longest number at the start of lower-case `words`: (value, how many words), or None.

    Digits may open it ("60 ribu"). Two two-digit numbers side by side are read as a year ("nineteen ninety-six").
    """
    table = number_words(language)
    total = group = used = 0
    seen = False
    for at, word in enumerate(words):
        small = table.cardinals.get(word)
        if small is None and at == 0 and word.isdecimal() and len(word) < 10:
            small = int(word)
        if small is not None:
            slot = group % 100
            after_tens = small < 10 and slot >= 20 and slot % 10 == 0
            fits = not seen or after_tens or (slot == 0 and (group > 0 or total > 0))
            if not fits and total == 0 and 10 <= group <= 20 and 10 <= small < 100:
                group = group * 100 + small  # nineteen ninety ...
            elif fits and (not seen or small < max(group, 1) or total):
                group += small
            else:
                break
        elif word in table.teens and seen and 0 < group % 10 == group % 100:
            group += 10
        elif (factor := table.multipliers.get(word)) and (seen or word in table.cardinals):
            if factor >= 1000:
                total, group = total + (group or 1) * factor, 0
            elif factor == 10:
                group += group % 10 * 9  # "lima puluh": the five becomes fifty
            else:
                group = group * factor
        elif word in table.joiners and seen:
            continue  # counted only if a number word follows
        else:
            break
        seen, used = True, at + 1
    return (total + group, used) if seen else None
