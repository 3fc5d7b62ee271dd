"""The repair rules of a language, read from its folder once and compiled."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from duta.languages import read_language_bytes, read_language_toml


@dataclass(frozen=True, slots=True)
class Word:
    """An entry of the word list."""

    form: str
    """As usual inside a sentence: `dan`, `Trump`, `AFP`."""
    count: int
    cost: float
    """Negative logarithm of its share of all words."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One furniture rule."""

    regex: re.Pattern[str]
    reason: str


@cache
def table(language: str) -> dict[str, Any]:
    """`normalise.toml` of a language."""
    return read_language_toml(language, "normalise.toml")


@cache
def line_patterns(language: str) -> tuple[Pattern, ...]:
    """Patterns for whole lines (use `fullmatch`)."""
    return _compiled(language, "line")


@cache
def stretch_patterns(language: str) -> tuple[Pattern, ...]:
    """Patterns for stretches within the text (use `finditer`)."""
    return _compiled(language, "stretch")


def _compiled(language: str, kind: str) -> tuple[Pattern, ...]:
    rows = table(language)["furniture"][kind]
    return tuple(
        Pattern(re.compile("|".join(f"(?:{pattern})" for pattern in row["patterns"]), re.I | re.M), row["reason"])
        for row in rows
    )


@cache
def words(language: str) -> Mapping[str, Word]:
    """The word list, by lower-case word."""
    lines = read_language_bytes(language, "words.tsv").decode("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    total = sum(int(count) for _, count in rows)
    return {form.lower(): Word(form, int(count), math.log(total / int(count))) for form, count in rows}


@cache
def word_set(language: str, section: str, key: str) -> frozenset[str]:
    """A list of words in `normalise.toml`."""
    return frozenset(table(language)[section][key])
