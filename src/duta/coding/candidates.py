"""Candidate events of a parsed text: lexicon words in place, and what the reader model takes for triggers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from spacy.tokens import Doc, Token

from duta.coding.frames import Frame, Selector, parse_frame
from duta.coding.lexicon import DEFAULT_FRAME, Condition, Hit, Lexicon, Reading
from duta.coding.syntax import governor, select
from duta.parsing import TRIGGER, Question, States, Verdict

VERBAL = frozenset({"VERB", "AUX", "ADJ"})
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "X"})
PROPOSE = 0.15
"""A word is a candidate by the model alone from this probability on."""
LONGEST = 5
"""A longer run of proposed words is a damaged sentence, not a trigger."""
UNDOING = frozenset({"REJECT", "RETREAT"})
"""Types whose verbs end or call off the act that is their object."""
CONTENT = frozenset({"VERB", "NOUN", "PROPN", "ADJ"})

Judge = Callable[[list[Question]], list[Verdict]]


@dataclass(slots=True)
class Candidate:
    """A possible event: its words, what it may be, and the arguments' scores."""

    sentence: int
    tokens: tuple[int, ...]
    word: Token
    """The syntactic head of the trigger words."""
    event: str
    modes: tuple[str, ...]
    frame: Frame
    contexts: tuple[str, ...] = ()
    reading: Reading | None = None
    voice: str = "active"
    probability: float = 0.0
    """The model's probability that these words tell an event of any type."""
    types: dict[str, float] = field(default_factory=dict)
    """The model's probability of each type."""
    verdict: Verdict | None = None
    why: list[str] = field(default_factory=list)


def lemmas(token: Token) -> set[str]:
    """What a condition may call a word: its form, its lemma, its form without clitic."""
    lower = token.lower_
    out = {lower, token.lemma_.lower()}
    if token.lang_ == "id" and lower.endswith("nya") and len(lower) > 5:
        out.add(lower[:-3])
    return out


def holds(condition: Condition, word: Token, light: bool) -> bool:
    """Whether a reading's condition is met around `word`."""
    kind = condition.kind
    tokens: list[Token]
    if kind == "in":
        found = any(lemmas(t) & condition.lemmas for t in word.sent)
        return found != condition.negated
    if kind == "comp":
        return any(c.dep_ in ("ccomp", "xcomp") for c in word.children) != condition.negated
    if kind == "mod":
        tokens = [c for c in word.children if c.dep_ not in ("punct", "case", "det")]
    elif kind in ("obl", "nmod"):
        tokens = select(word, Selector(kind, condition.prepositions), light)
    else:
        tokens = select(word, Selector(kind), light)
    if not condition.lemmas:
        return bool(tokens) != condition.negated
    found = any(lemmas(t) & condition.lemmas for t in tokens) or any(
        lemmas(c) & condition.lemmas for t in tokens for c in t.children if c.dep_ in ("compound", "flat", "amod")
    )
    return found != condition.negated


def lexicon_hits(doc: Doc, lexicon: Lexicon) -> Iterator[Hit]:
    """Words and word sequences of the lexicon, longest first at each place."""
    size = len(doc)
    for token in doc:
        keys = {token.lower_, token.lemma_.lower()} if lexicon.language == "en" else {token.lower_}
        best: dict[tuple[int, str], Hit] = {}
        for key in keys:
            for rest, voice, readings in lexicon.readings.get(key, ()):
                tokens = _follow(doc, token, rest, size)
                if tokens is None or not _fits(token, readings[0].pos, voice, bool(rest)):
                    continue
                best.setdefault((len(tokens), readings[0].pos), Hit(tokens, voice, tuple(readings)))
        if best:
            longest = max(n for n, _ in best)
            yield from (hit for (n, _), hit in best.items() if n == longest)


def _follow(doc: Doc, token: Token, rest: tuple[str, ...], size: int) -> tuple[int, ...] | None:
    if not rest:
        return (token.i,)
    if len(rest) == 1:
        for child in token.children:
            if child.dep_ == "compound:prt" and child.lower_ == rest[0]:
                return (token.i, child.i)
    if token.i + len(rest) >= size:
        return None
    for k, word in enumerate(rest, 1):
        if word not in (doc[token.i + k].lower_, doc[token.i + k].lemma_.lower()):
            return None
    return tuple(range(token.i, token.i + len(rest) + 1))


def _fits(token: Token, pos: str, voice: str, multiword: bool) -> bool:
    """Whether the word's tag allows the reading. Indonesian affixes say more than a tag; a bare root needs the tag."""
    if multiword:
        return True
    if pos == "VERB":
        if token.lang_ == "id":
            return voice != "bare" or token.pos_ == "VERB"
        return token.pos_ in VERBAL
    if pos == "NOUN":
        return token.pos_ in NOMINAL or (token.lang_ == "id" and token.pos_ == "VERB" and token.lower_.endswith("an"))
    return token.pos_ in ("ADJ", "VERB", "ADV", "NOUN")


def choose(hit: Hit, word: Token, light: bool) -> Reading | None:
    """The reading whose conditions all hold, most conditions first, then the order of the file."""
    best: Reading | None = None
    for reading in hit.readings:
        if all(holds(c, word, light) for c in reading.conditions) and (
            best is None or len(reading.conditions) > len(best.conditions)
        ):
            best = reading
    return best


def head_of(doc: Doc, tokens: tuple[int, ...]) -> Token:
    """The word among `tokens` that hangs on none of the others."""
    inside = set(tokens)
    for i in tokens:
        if doc[i].head.i not in inside or doc[i].head.i == i:
            return doc[i]
    return doc[tokens[0]]


def is_light(noun: Token, lexicon: Lexicon) -> bool:
    """Whether the verb that governs a noun only carries it ("launch", "melakukan")."""
    verb = governor(noun)
    if verb is None:
        return False
    return bool({verb.lemma_.lower(), verb.lower_} & lexicon.light_verbs)


def find_candidates(
    doc: Doc, lexicon: Lexicon, states: tuple[States, ...], types: list[str], judge: Judge | None
) -> tuple[list[Candidate], list[tuple[tuple[int, ...], str]]]:
    """Candidates in text order, and (tokens, reason) of lexicon words that were read as no event.

    Without a `judge` the lexicon is alone.
    """
    dropped: list[tuple[tuple[int, ...], str]] = []
    sentence_of = {t.i: n for n, s in enumerate(doc.sents) for t in s}
    candidates: list[Candidate] = []
    stopped: set[int] = set()
    for hit in lexicon_hits(doc, lexicon):
        word = head_of(doc, hit.tokens)
        light = is_light(word, lexicon)
        reading = choose(hit, word, light)
        if reading is None or word.lower_ in lexicon.stop:
            continue
        if reading.event is None:
            dropped.append((hit.tokens, f"{reading.source}: {reading.lemma!r} is no event here"))
            stopped.update(hit.tokens)
            continue
        candidates.append(
            Candidate(
                sentence_of[word.i], hit.tokens, word, reading.event, reading.modes, reading.frame,
                reading.contexts, reading, hit.voice,
            )
        )  # fmt: skip
    for verb in candidates[:]:
        for token in _called_off(verb, lexicon):
            for inner in [c for c in candidates if c.word.i == token.i and c is not verb]:
                candidates.remove(inner)
                dropped.append((inner.tokens, f"part of {verb.word.text!r}"))
    if judge is not None:
        taken = stopped | {i for c in candidates for i in c.tokens}
        for tokens in proposals(doc, states):
            if taken & set(tokens):
                continue
            word = head_of(doc, tokens)
            frame = parse_frame(DEFAULT_FRAME[("NOUN" if word.pos_ in NOMINAL else "VERB", lexicon.language)])
            candidates.append(Candidate(sentence_of[word.i], tokens, word, "", (), frame))
        for candidate, verdict in zip(candidates, judge([{TRIGGER: c.tokens} for c in candidates]), strict=True):
            candidate.verdict = verdict
            candidate.probability = float(1.0 - verdict.event[0])
            candidate.types = {t: float(verdict.event[k + 1]) for k, t in enumerate(types)}
            if not candidate.event:
                candidate.event = max(candidate.types, key=lambda t: candidate.types[t])
    candidates.sort(key=lambda c: (c.word.i, -len(c.tokens)))
    return candidates, dropped


def _called_off(candidate: Candidate, lexicon: Lexicon) -> list[Token]:
    """What a verb calls off: in "put off a visit" the visit is no act of its own."""
    reading = candidate.reading
    if reading is None or reading.event not in UNDOING or candidate.word.pos_ != "VERB":
        return []
    asked = [c for c in reading.conditions if c.kind == "obj" and c.lemmas and not c.negated]
    objects = select(candidate.word, Selector("obj"), is_light(candidate.word, lexicon)) if asked else []
    return [t for t in objects if any(lemmas(t) & c.lemmas for c in asked)]


def proposals(doc: Doc, states: tuple[States, ...]) -> Iterator[tuple[int, ...]]:
    """Runs of words that the reader takes for triggers; each holds a content word."""
    for state in states:
        runs: list[list[int]] = []
        for i in np.flatnonzero(state.trigger >= PROPOSE):
            at = state.start + int(i)
            if runs and at - runs[-1][-1] == 1:
                runs[-1].append(at)
            else:
                runs.append([at])
        yield from (tuple(r) for r in runs if len(r) <= LONGEST and any(doc[i].pos_ in CONTENT for i in r))


def with_event(candidate: Candidate, event: str, modes: tuple[str, ...], why: str) -> Candidate:
    """The candidate as another type."""
    return replace(candidate, event=event, modes=modes, why=[*candidate.why, why])
