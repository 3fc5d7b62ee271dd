"""The time grammar of a language: words and rules of `times.toml`, compiled to regular expressions over token classes.

A text becomes a string with one character a token; the character stands for everything the token can be ("Minggu" may be a
weekday and a unit, "May" a month). A rule is a regular expression over these characters, written in the TOML with words
and {categories}: `{n:num} {u:unit} ago`. That keeps ambiguity until a whole expression decides it, and is fast.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from duta.times.numbers import number_words, read_number

WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|['’]s\b|[^\w\s]")
CLOCK = re.compile(r"([01]?\d|2[0-4])[.:]([0-5]\d)(?:[.:][0-5]\d)?")
PUNCTUATION = {
    "(": "open",
    "[": "open",
    ")": "close",
    "]": "close",
    "-": "dash",
    "–": "dash",
    "—": "dash",
    "/": "slash",
}
ITEM = re.compile(r"\{(?:(\w+):)?(\w+)\}([?*+]?)|(\(\?<!|\(\?<=|\(\?!|\(\?=|\(|\)[?*]?|\|)|([^\s{}()|]+?)([?*]?)(?=[\s{}()|]|$)")


class Token(NamedTuple):
    """One token or merged phrase, with what it can be."""

    start: int
    end: int
    text: str
    """Lower case."""
    values: dict[str, Any]
    """Category -> payload."""


class Rule(NamedTuple):
    """A compiled rule of `times.toml`."""

    name: str
    regex: re.Pattern[str]
    do: str
    """Name of the function in `meaning.py`."""
    args: dict[str, Any]
    bound: dict[str, str]
    """Group name -> category, to fetch the token's payload."""


class Grammar:
    """The compiled words and rules of one language; make it with `grammar(language)`."""

    def __init__(self, language: str, data: dict[str, Any]) -> None:
        self.language = language
        self.phrases: dict[str, list[tuple[tuple[str, ...], bool, str, Any]]] = {}
        self.classes: dict[frozenset[str], str] = {}
        settings = data["settings"]
        self.clock_marks: str = settings["clock_marks"]
        """What may stand between hours and minutes."""
        tables = {k: v for k, v in data.items() if k not in ("rules", "settings")}
        numbers = number_words(language)
        tables["ordinal"] = numbers.ordinals
        tables["vague"] = numbers.vague
        for category, entries in tables.items():
            for phrase, payload in entries.items():
                self._add(phrase, category, payload)
        for mark, category in PUNCTUATION.items():
            self._add(mark, category, mark)
        for rule in data["rules"]:
            for pattern in rule["patterns"]:
                for item in ITEM.finditer(pattern):
                    if item[5]:
                        self._add(item[5], "=" + item[5].lower(), None)
        for entries in self.phrases.values():
            entries.sort(key=lambda e: -len(e[0]))
        self._number_classes()
        self._class(frozenset({"name"}))
        for entries in self.phrases.values():
            for words in {e[0] for e in entries}:
                cats = [(cased, cat) for w, cased, cat, _ in entries if w == words]
                self._class(frozenset(c for cased, c in cats if not cased))
                self._class(frozenset(c for _, c in cats))
        self.order: str = settings["date_order"]
        self.range_words = frozenset(settings["range_words"])
        self.pair_words = frozenset(settings["pair_words"])
        self.past_suffixes = tuple(settings["past_suffixes"])
        self.range_openers = frozenset(settings["range_openers"])
        self.rules = [self._compile(rule, pattern) for rule in data["rules"] for pattern in rule["patterns"]]

    def _add(self, phrase: str, category: str, payload: Any) -> None:
        cased = phrase != phrase.lower() and not category.startswith("=")
        words = tuple(m[0].lower() for m in WORD.finditer(phrase))
        entry = (words, cased, category, payload)
        entries = self.phrases.setdefault(words[0], [])
        if entry not in entries:
            entries.append(entry)

    def _number_classes(self) -> None:
        for text in ("5:30", "5", "05", "20", "45", "150", "1600", "1998", "19980227", "12.30", "3.5", "2500"):
            self._class(frozenset(number_values(text, self.clock_marks)))

    def _class(self, categories: frozenset[str]) -> str:
        if not categories:
            return "x"
        return self.classes.setdefault(categories, chr(0xE000 + len(self.classes)))

    def _compile(self, rule: dict[str, Any], pattern: str) -> Rule:
        bound: dict[str, str] = {}
        out = []
        for item in ITEM.finditer(pattern):
            group, category, repeat, syntax, word, optional = item.groups()
            if syntax:
                out.append("(?:" if syntax == "(" else syntax)
                continue
            wanted = category or "=" + word.lower()
            chars = "".join(c for cats, c in self.classes.items() if wanted in cats)
            if not chars:
                raise ValueError(f"times.toml ({self.language}), rule {rule['name']}: nothing is a {wanted!r}")
            one = f"[{chars}]"
            if group:
                bound[group] = wanted
                one = f"(?P<{group}>{one})"
            out.append(f"{one}{repeat or optional or ''}")
        args = {k: v for k, v in rule.items() if k not in ("name", "patterns", "do")}
        return Rule(rule["name"], re.compile("".join(out)), rule["do"], args, bound)

    def tokens(self, text: str) -> list[Token]:
        """Tokenise, merge number words and lexicon phrases, and say what each can be."""
        found = list(WORD.finditer(text))
        words = [m[0].lower().replace("’", "'") for m in found]
        out: list[Token] = []
        at = 0
        while at < len(found):
            word, first = words[at], found[at]
            values: dict[str, Any] = {}
            size = 1
            for phrase, cased, category, payload in self.phrases.get(word, ()):
                if len(phrase) < size or (len(phrase) > 1 and tuple(words[at : at + len(phrase)]) != phrase):
                    continue
                if cased and not first[0][0].isupper():
                    continue
                size = len(phrase)
                values[category] = payload
            number = read_number(words[at : at + 12], self.language)
            if number and number[1] >= size and (word[0].isdigit() or number[1] > 1 or "num" not in values):
                size = number[1]
                values = values if size == 1 else {}
                values |= number_values(word if size == 1 and word[0].isdigit() else str(number[0]), self.clock_marks)
            elif word[0].isdigit() and not number:
                values |= number_values(word, self.clock_marks)
            if not values and first[0][0].isupper():
                values = {"name": word}  # a capitalised word that is nothing else: "Budi Santoso, 24 tahun" is an age
            end = found[at + size - 1].end()
            out.append(Token(first.start(), end, text[first.start() : end].lower(), values))
            at += size
        return out

    def encode(self, tokens: Iterable[Token]) -> str:
        """One character a token; one without a class of its own (a number that is also a rule's word) loses its
        words."""
        out = []
        for token in tokens:
            categories = frozenset(token.values)
            plain = frozenset(c for c in categories if c[0] != "=")
            out.append(self.classes.get(categories) or self.classes.get(plain) or "x")
        return "".join(out)


def number_values(text: str, clock_marks: str) -> dict[str, Any]:
    """What a number can be: count, day, month, two-digit year, year, clock."""
    if (clock := CLOCK.fullmatch(text)) and any(mark in text for mark in clock_marks):
        return {"clock": (int(clock[1]), int(clock[2]))}
    if not text.isdecimal():
        try:
            return {"decimal": float(text.replace(",", "."))}
        except ValueError:
            return {"big": text}
    number = int(text)
    out: dict[str, Any] = {"num": number}
    if len(text) <= 2:
        out["yy"] = number
        if 1 <= number <= 31:
            out["day"] = number
        if 1 <= number <= 12:
            out["mon"] = number
    if len(text) == 4 and 1000 <= number <= 2100:
        out["year"] = number
        if 1800 <= number < 2100:
            out["bareyear"] = number
    if len(text) == 8 and 1900 <= number // 10000 <= 2100:
        out["eight"] = number
    return out


@cache
def grammar(language: str) -> Grammar:
    """The compiled grammar of `languages/<language>/times.toml`; ValueError names a rule that cannot be compiled."""
    path = resources.files("duta.languages").joinpath(language, "times.toml")
    return Grammar(language, tomllib.loads(path.read_text(encoding="utf8")))
