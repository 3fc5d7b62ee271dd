"""The smaller fields of a record: modes and contexts by cue words, numbers of people, when, where, said by whom."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from duta.coding.candidates import Candidate, lemmas
from duta.coding.lexicon import Lexicon
from duta.coding.syntax import prepositions, relation
from duta.records import Place, Size, When

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
    if candidate.roles is None or candidate.scores is None:
        return 0.0
    base = candidate.scores.start
    local = [i - base for i in range(start, end) if 0 <= i - base < len(candidate.roles)]
    return float(candidate.roles[local, role].mean()) if local else 0.0


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
        near = span.root.i in inside
        steps = distance(candidate.word, span.root)
        alone = len(here) == 1 and not _told_when(span.root, lexicon)
        if model < 0.5 and not near and not alone:
            continue
        rank = (model + (0.3 if near else 0.0), -steps, when)
        if best is None or rank[:2] > best[:2]:
            best = rank
    return best[2] if best else None


def choose_place(candidate: Candidate, places: list[tuple[Place, DocSpan]], lexicon: Lexicon, taken: set[int]) -> Place | None:
    """Where the act happened: a place in its clause behind a locative preposition, or one given to it by the model."""
    locative = lexicon.cue("locative_prepositions") or frozenset(
        {"in", "at", "near", "on", "inside", "around", "di", "dekat", "sekitar"}
    )
    inside = {t.i for t in clause_of(candidate.word)}
    best: tuple[float, int, Place] | None = None
    for place, span in places:
        if span.sent.start != candidate.word.sent.start or set(range(span.start, span.end)) & taken:
            continue
        model = role_score(candidate, span.start, span.end, PLACE_ROLE)
        behind = prepositions(span.root) | (
            prepositions(span.root.head) if relation(span.root) in ("flat", "nmod", "compound", "appos") else set()
        )
        near = span.root.i in inside and bool(behind & locative)
        steps = distance(candidate.word, span.root)
        if model < 0.4 and not (near and steps <= 6):
            continue
        rank = (model + (0.3 if near else 0.0), -steps, place)
        if best is None or rank[:2] > best[:2]:
            best = rank
    return best[2] if best else None


NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+")


def sizes_of(sentence: DocSpan, lexicon: Lexicon, numbers: dict[str, int]) -> dict[str, tuple[Size, Token]]:
    """Numbers of people killed, hurt, arrested ... in a sentence, each with the number's token."""
    out: dict[str, tuple[Size, Token]] = {}
    words = lexicon.cues.get("size", {})
    for token in sentence:
        value = _number(token, numbers)
        if value is None or token.ent_type_ in ("DATE", "TIME") or (1900 <= value <= 2100 and "." not in token.text):
            continue
        around = [token.head, token.head.head, *token.head.children]
        for kind, cues in words.items():
            if kind in out:
                continue
            cue_words = {str(c).lower() for c in cues}
            if any(lemmas(t) & cue_words for t in around if abs(t.i - token.i) <= 6):
                before = {t.lower_ for t in sentence if token.i - 4 <= t.i < token.i}
                two = " ".join(t.lower_ for t in sentence if token.i - 3 <= t.i < token.i)
                at_least = any(w in before or w in two for w in lexicon.cue("at_least"))
                at_most = any(w in before or w in two for w in lexicon.cue("at_most"))
                low = None if at_most else value
                high = None if at_least else value
                out[kind] = (Size(low=low, high=high), token)
                break
    return out


def _number(token: Token, numbers: dict[str, int]) -> int | None:
    text = token.lower_
    if NUMBER.fullmatch(text):
        return int(re.sub(r"[.,]", "", text))
    return numbers.get(text) if token.pos_ in ("NUM", "DET", "NOUN") else None
