"""The event lexicon of a language: predicates and event nouns with their PLOVER readings, and what goes with them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from duta.coding.frames import Frame, parse_frame
from duta.languages import read_language_bytes, read_language_toml
from duta.languages.forms import forms

LEXICON_COLUMNS = ("lemma", "pos", "condition", "event", "mode", "frame", "context", "example")
OPERATOR_COLUMNS = ("lemma", "pos", "effect", "frame", "example")
DEFAULT_FRAME = {
    ("VERB", "en"): "subj>obj",
    ("VERB", "id"): "subj>obj",
    ("NOUN", "en"): "xsubj|nmod:by|poss>nmod:on,against,to,with,of",
    ("NOUN", "id"): "xsubj|nmod:oleh|poss>nmod:terhadap,kepada,ke,atas,dengan",
    ("ADJ", "en"): "subj>obl",
    ("ADJ", "id"): "subj>obl",
}


class LexiconError(ValueError):
    """A lexicon file is wrong; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`kind` (obj, subj, obl, mod, comp, in), its preposition for obl, the lemmas of which one must be there, negation."""

    kind: str
    prepositions: tuple[str, ...]
    lemmas: frozenset[str]
    negated: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the lexicon."""

    lemma: str
    pos: str
    conditions: tuple[Condition, ...]
    event: str | None
    """None for a stop reading."""
    modes: tuple[str, ...]
    frame: Frame
    contexts: tuple[str, ...]
    source: str
    """File and line, for `why`."""


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that takes another act as its complement and changes what it is."""

    lemma: str
    pos: str
    effect: str
    frame: Frame
    source: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A lexicon word found in a text: token indices, the voice of its form, what it may mean."""

    tokens: tuple[int, ...]
    voice: str
    readings: tuple[Reading, ...]


@dataclass(slots=True)
class Lexicon:
    """All lexicon files of one language, indexed by first word."""

    language: str
    readings: dict[str, list[tuple[tuple[str, ...], str, list[Reading]]]] = field(default_factory=dict)
    operators: dict[str, list[tuple[tuple[str, ...], str, Operator]]] = field(default_factory=dict)
    modes: dict[str, list[tuple[str, tuple[str, ...]]]] = field(default_factory=dict)
    """Type -> [(mode, words)]: a word or word sequence each."""
    contexts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    cues: dict[str, Any] = field(default_factory=dict)
    quotes: frozenset[str] = frozenset()
    stop: frozenset[str] = frozenset()
    light_verbs: frozenset[str] = frozenset()
    """Every form of the verbs that only carry an event noun ("launch", "melakukan")."""
    classes: dict[str, frozenset[str]] = field(default_factory=dict)

    def cue(self, name: str) -> frozenset[str]:
        """The words of a list in cues.toml; empty when the language has none."""
        value = self.cues.get(name, [])
        return frozenset(str(w).lower() for w in value) if isinstance(value, list) else frozenset()


def table(text: str, name: str, columns: tuple[str, ...]) -> Iterable[tuple[int, dict[str, str]]]:
    """(line number, row) of a TSV with comment lines. Raises `LexiconError`."""
    header: list[str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))
        if header is None:
            header = cells
            if tuple(header) != columns:
                raise LexiconError(f"{name}:{number}: columns must be {', '.join(columns)}")
            continue
        if len(cells) > len(columns):
            raise LexiconError(f"{name}:{number}: {len(cells)} columns, expected {len(columns)}")
        yield number, dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))


def _conditions(text: str, classes: dict[str, frozenset[str]], where: str) -> tuple[Condition, ...]:
    out = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        negated = part.startswith("!") or "!=" in part
        left, _, right = part.lstrip("!").replace("!=", "=").partition("=")
        kind, _, preposition = left.strip().partition(":")
        if kind not in ("obj", "subj", "obl", "nmod", "mod", "comp", "in", "xsubj", "poss"):
            raise LexiconError(f"{where}: no such condition: {part!r}")
        lemmas: set[str] = set()
        for word in filter(None, (w.strip() for w in right.split(","))):
            if word.startswith("@"):
                if word[1:] not in classes:
                    raise LexiconError(f"{where}: class {word} is not in classes.toml")
                lemmas |= classes[word[1:]]
            else:
                lemmas.add(word.lower())
        out.append(Condition(kind, tuple(p.strip() for p in preposition.split(",") if p.strip()), frozenset(lemmas), negated))
    return tuple(out)


def _add_readings(lexicon: Lexicon, text: str, name: str) -> None:
    from duta.ontology import event_types, modes

    types = set(event_types())
    groups: dict[tuple[str, str], list[Reading]] = {}
    for number, row in table(text, name, LEXICON_COLUMNS):
        where = f"{name}:{number}"
        event = row["event"].strip()
        if event != "-" and event not in types:
            raise LexiconError(f"{where}: no such event type: {event!r}")
        found = tuple(m.strip() for m in row["mode"].split(",") if m.strip())
        if event != "-" and any(m not in modes(event) for m in found):
            raise LexiconError(f"{where}: {event} has no mode {row['mode']!r}")
        pos = row["pos"].strip()
        default = DEFAULT_FRAME.get((pos, lexicon.language))
        if default is None:
            raise LexiconError(f"{where}: pos must be VERB, NOUN or ADJ, not {pos!r}")
        try:
            frame = parse_frame(row["frame"].strip() or default)
        except ValueError as error:
            raise LexiconError(f"{where}: {error}") from None
        reading = Reading(
            row["lemma"].strip(),
            pos,
            _conditions(row["condition"], lexicon.classes, where),
            None if event == "-" else event,
            found,
            frame,
            tuple(c.strip() for c in row["context"].split(",") if c.strip()),
            where,
        )
        groups.setdefault((reading.lemma.lower(), pos), []).append(reading)
    for (lemma, pos), readings in groups.items():
        first, *rest = lemma.split(" ")
        # In an Indonesian multiword predicate the first word carries the affixes, in an English one too.
        for form, voice in forms(first, pos if not rest or pos == "VERB" else "OTHER", lexicon.language).items():
            slot = lexicon.readings.setdefault(form, [])
            # A user's file speaks after ours: its readings come first and so win among equals.
            slot.insert(0, (tuple(rest), voice, readings))


def _add_operators(lexicon: Lexicon, text: str, name: str) -> None:
    for number, row in table(text, name, OPERATOR_COLUMNS):
        pos = row["pos"].strip()
        frame = parse_frame(row["frame"].strip() or DEFAULT_FRAME[(pos, lexicon.language)])
        operator = Operator(row["lemma"].strip(), pos, row["effect"].strip(), frame, f"{name}:{number}")
        first, *rest = operator.lemma.lower().split(" ")
        for form, voice in forms(first, pos if not rest or pos == "VERB" else "OTHER", lexicon.language).items():
            lexicon.operators.setdefault(form, []).append((tuple(rest), voice, operator))


@cache
def load_lexicon(language: str, extra: tuple[Path, ...] = ()) -> Lexicon:
    """The lexicon of a language with users' files over it (same columns as `lexicon.tsv`). Raises `LexiconError`."""

    def text(name: str) -> str:
        return read_language_bytes(language, name).decode("utf-8")

    lexicon = Lexicon(language)
    classes = read_language_toml(language, "classes.toml")
    lexicon.classes = {k: frozenset(str(w).lower() for w in v) for k, v in classes.items() if isinstance(v, list)}
    lexicon.cues = read_language_toml(language, "cues.toml")
    quotes = read_language_toml(language, "quotes.toml")
    lexicon.quotes = frozenset(
        form
        for key, value in quotes.items()
        if isinstance(value, list) and key not in ("nouns", "outlets")
        for word in value
        for form in forms(str(word), "VERB", language)
    )
    lexicon.light_verbs = frozenset(f for w in lexicon.cue("light_verbs") for f in forms(w, "VERB", language))
    lexicon.stop = frozenset(
        line.strip().lower() for line in text("stop.txt").splitlines() if line.strip() and not line.startswith("#")
    )
    _add_readings(lexicon, text("lexicon.tsv"), f"{language}/lexicon.tsv")
    for path in extra:
        _add_readings(lexicon, path.read_text(encoding="utf-8-sig"), str(path))
    _add_operators(lexicon, text("operators.tsv"), f"{language}/operators.tsv")
    for _, row in table(text("modes.tsv"), f"{language}/modes.tsv", ("event", "mode", "words", "example")):
        words = tuple(w.strip().lower() for w in row["words"].split("|") if w.strip())
        lexicon.modes.setdefault(row["event"].strip(), []).append((row["mode"].strip(), words))
    for _, row in table(text("contexts.tsv"), f"{language}/contexts.tsv", ("context", "words")):
        words = tuple(w.strip().lower() for w in row["words"].split("|") if w.strip())
        lexicon.contexts.append((row["context"].strip(), words))
    return lexicon
