"""Names and figures of a text as small numbers: what tellings of one event share in any language.

People, towns and casualty figures look alike in Indonesian and English; words do not. They are kept as hashes: a set of
integers is all that linking compares, and a gold file can carry it without carrying the text.
"""

from __future__ import annotations

import re
import zlib
from functools import cache

from duta.actors.tables import language_file, read_table
from duta.languages import LANGUAGES, read_language_toml

_NAME = re.compile(r"[A-Z][a-zà-ÿ'’-]+|[A-Z]{2,}(?![a-z])")
"""One capitalised word; "MenteriAustralia" (words glued where a link stood) gives two."""
_FIGURE = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,]\d{3})+(?!\d)|(?<![\w.,])\d+(?![\w%]|[.,]\d)")
_TIME_TABLES = ("weekday", "weekdays", "month")
FIRST_FIGURE = 13
"""Smaller numbers are counts and days of the month that any two texts share."""


def fingerprint(word: str) -> int:
    """A word as 32 bits, case folded; the same in every run and on every machine."""
    return zlib.crc32(word.casefold().encode("utf-8", "replace"))


@cache
def _common() -> frozenset[str]:
    """Capitalised words that say nothing of which event is told: countries, their people, days and months."""
    words: set[str] = set()
    for language in LANGUAGES:
        for _, row in read_table(language_file(language, "countries.tsv"), ("name", "kind")):
            if row["kind"] in ("country", "demonym"):
                words.update(re.split(r"[\s-]+", row["name"].casefold()))
        times = read_language_toml(language, "times.toml")
        words.update(word.casefold() for table in _TIME_TABLES for word in times.get(table, {}))
    return frozenset(words)


def common_in(text: str) -> frozenset[str]:
    """The words that the text also writes small: capitals at the start of its sentences and in titles are no names."""
    return frozenset(re.findall(r"(?<![\w'’-])[a-zà-ÿ'’-]{3,}", text))


def names(text: str, common: frozenset[str] = frozenset()) -> frozenset[int]:
    """Fingerprints of the names and of the larger figures in `text`; `common` from `common_in` of the whole article."""
    found: set[int] = set()
    for match in _NAME.finditer(text):
        word = match[0].strip("'’-").removesuffix("'s").removesuffix("’s").casefold()
        if len(word) > 2 and word not in common and word not in _common():
            found.add(fingerprint(word))
    for match in _FIGURE.finditer(text):
        value = int(re.sub(r"[.,]", "", match[0]))
        if value >= FIRST_FIGURE and not 1900 <= value <= 2100:
            found.add(fingerprint(str(value)))
    return frozenset(found)
