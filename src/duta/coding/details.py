"""The smaller fields of a record: modes and contexts by cue words, when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from duta.coding.candidates import Candidate, lemmas
from duta.coding.lexicon import Lexicon
from duta.coding.syntax import relation
from duta.records import When

PLACE_ROLE, TIME_ROLE, SOURCE_ROLE = 3, 4, 5


def has_words(sentence: DocSpan, words: Iterable[str]) -> str | None:
    """The first of the words or word sequences that the sentence holds, by form or lemma."""
    forms = [lemmas(t) for t in sentence]
    for entry in words:
        parts = entry.split()
        for i in range(len(forms) - len(parts) + 1):
            if all(p in forms[i + k] for k, p in enumerate(parts)):
                return entry
    return None


def modes_by_cue(event: str, candidate: Candidate, lexicon: Lexicon) -> tuple[list[str], list[str]]:
    """Modes of the type that cue words of the trigger's clause set, with their reasons."""
    clause = clause_of(candidate.word)
    found, why = [], []
    for mode, words in lexicon.modes.get(event, ()):
        parts = [w for w in words if _in_clause(clause, w)]
        if parts and mode not in found:
            found.append(mode)
            why.append(f"mode {mode}: {parts[0]!r}")
    return found, why


def _in_clause(clause: list[Token], entry: str) -> bool:
    parts = entry.split()
    by_index = {t.i: lemmas(t) for t in clause}
    return any(all(p in by_index.get(i + k, ()) for k, p in enumerate(parts)) for i in by_index)


def clause_of(word: Token) -> list[Token]:
    """The trigger's clause: what hangs on it (and on its light verb), without subordinate clauses and coordinated acts."""
    top = word
    if relation(word) in ("obj", "nsubj", "obl", "xcomp", "compound", "nmod") and word.pos_ in ("NOUN", "PROPN"):
        top = word.head
    out: list[Token] = []
    todo = [top]
    while todo:
        token = todo.pop()
        out.append(token)
        for child in token.children:
            clausal = relation(child) in ("ccomp", "parataxis", "advcl", "acl") or (child.dep_ == "conj" and child.pos_ == "VERB")
            if not clausal or child.i == word.i:
                todo.append(child)
    return sorted(out, key=lambda t: t.i)


def contexts_of(sentence: DocSpan, given: tuple[str, ...], lexicon: Lexicon) -> list[str]:
    """Contexts of the reading and those whose cue words stand in the sentence."""
    found = list(given)
    for context, words in lexicon.contexts:
        if context not in found and has_words(sentence, words):
            found.append(context)
    return found


def distance(word: Token, other: Token) -> int:
    """Steps in the tree between two words of one sentence; large when they are in different ones."""
    up: dict[int, int] = {}
    token, steps = word, 0
    while True:
        up[token.i] = steps
        if token.head.i == token.i:
            break
        token, steps = token.head, steps + 1
    token, steps = other, 0
    while True:
        if token.i in up:
            return up[token.i] + steps
        if token.head.i == token.i:
            return 99
        token, steps = token.head, steps + 1


def role_score(candidate: Candidate, start: int, end: int, role: int) -> float:
    """The model's mean probability of a role over the tokens [start, end) of the document."""
    if candidate.verdict is None:
        return 0.0
    base, roles = candidate.verdict.start, candidate.verdict.role
    local = [i - base for i in range(start, end) if 0 <= i - base < len(roles)]
    return float(roles[local, role].mean()) if local else 0.0


def points_back(word: Token, lexicon: Lexicon) -> bool:
    """Whether a noun names an act that was told before ("the attack", "serangan tersebut")."""
    determiners = lexicon.cue("pointing_determiners")
    return word.pos_ == "NOUN" and any(relation(c) == "det" and c.lower_ in determiners for c in word.children)


LASTING = frozenset({"CONSULT", "COOPERATE", "MOBILIZE", "PROTEST"})
"""Types of acts whose length the text may tell ("a two-day visit")."""
BESIDE = 3
"""Steps in the tree from the act to the words that tell its length."""
_DAYS = re.compile(r"P(\d+)([DW])")


def choose_length(candidate: Candidate, times: list[tuple[When, DocSpan]]) -> tuple[int, When] | None:
    """(days, the words) of the act's own length."""
    inside = {t.i for t in clause_of(candidate.word)}
    for when, span in times:
        told = _DAYS.fullmatch(when.value or "")
        if told and span.root.i in inside and distance(candidate.word, span.root) <= BESIDE:
            return int(told[1]) * (7 if told[2] == "W" else 1), when
    return None


def last_day(start: str, days: int) -> str | None:
    """The last of some days from `start` on, ISO 8601; None when that is no day."""
    try:
        return (date.fromisoformat(start) + timedelta(days=days - 1)).isoformat()
    except ValueError:
        return None


def _of_another(time: Token, word: Token) -> bool:
    """Whether a verb below the act holds the time expression ("the first visit since he took office last week")."""
    above = {word.i, *(t.i for t in word.ancestors)}
    return any(t.pos_ == "VERB" and t.i not in above for t in time.ancestors)


def _told_when(word: Token, lexicon: Lexicon) -> bool:
    """Whether a time expression dates the telling ("said on Monday"), not the act."""
    head = word.head
    return bool({head.lower_, head.lemma_.lower()} & lexicon.quotes)


def choose_time(candidate: Candidate, times: list[tuple[When, DocSpan]], lexicon: Lexicon) -> When | None:
    """The time expression that dates the act: in its clause, the sentence's only one, or given to it by the model."""
    inside = {t.i for t in clause_of(candidate.word)}
    best: tuple[float, int, When] | None = None
    here = [(w, s) for w, s in times if w.date is not None and s.sent.start == candidate.word.sent.start]
    for when, span in here:
        model = role_score(candidate, span.start, span.end, TIME_ROLE)
        near = span.root.i in inside and not _of_another(span.root, candidate.word)
        steps = distance(candidate.word, span.root)
        alone = len(here) == 1 and not _told_when(span.root, lexicon) and not _of_another(span.root, candidate.word)
        if model < 0.5 and not near and not alone:
            continue
        rank = (model + (0.3 if near else 0.0), -steps, when)
        if best is None or rank[:2] > best[:2]:
            best = rank
    return best[2] if best else None
