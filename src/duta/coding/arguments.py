"""The parties of a candidate event: by the reading's frame and by the model's roles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from spacy.tokens import Doc, Token

from duta.actors import Reader
from duta.coding.candidates import Candidate, is_light
from duta.coding.frames import Frame, Selector
from duta.coding.lexicon import Lexicon
from duta.coding.syntax import is_passive, possessors, relation, select
from duta.parsing import Verdict
from duta.records import Party

ACTOR_ROLE, RECIPIENT_ROLE = 1, 2
ROLE_FLOOR = 0.3
"""Swept 0.3 to 0.5 on the development sets: TAR 0.425, 0.415, 0.405."""
FRAME_FLOOR = 0.1
"""What the frame finds stands for a side that the judge leaves open, unless the judge gives its words less than this."""
EXECUTIVE = frozenset({"GOV", "MIL", "SPY", "COP"})
GOING = frozenset({"CONSULT", "AGREE"})
"""Types whose frame the judge does not doubt: it takes a host for a mere place ("arrived in China")."""
MEMBER_FLOOR = 0.2
"""A member of a coordination takes part when some word of it has the role with this probability."""


@dataclass(slots=True)
class Parties:
    """Both sides of an event, with how each was found."""

    actor: list[Party] = field(default_factory=list)
    recipient: list[Party] = field(default_factory=list)
    why: list[str] = field(default_factory=list)

    @property
    def known(self) -> bool:
        """Whether any party has a code or a sector."""
        return any(p.code or p.sector for p in [*self.actor, *self.recipient])

    @property
    def coded(self) -> bool:
        """Whether any party has a code."""
        return any(p.code for p in [*self.actor, *self.recipient])

    @property
    def political(self) -> bool:
        """Whether somebody takes part who is more than a private person: a body, a name that is known, a country."""
        private = {"CVL", "CRM", "BUS", "UNK", None}
        return any(p.sector not in private or p.identifier or p.kind != "agent" for p in [*self.actor, *self.recipient])

    @property
    def one_government(self) -> bool:
        """Whether several parties are all the government of one country."""
        everybody = [*self.actor, *self.recipient]
        return len(everybody) > 1 and all(p.sector in EXECUTIVE for p in everybody) and len({p.code for p in everybody}) == 1


def find_parties(candidate: Candidate, doc: Doc, reader: Reader, lexicon: Lexicon, frame: Frame | None = None) -> Parties:
    """Who did it to whom. The model's roles come first where it is sure, the frame fills what they leave open."""
    frame = frame or candidate.frame
    light = is_light(candidate.word, lexicon)
    out = Parties()
    out.actor = _by_model(candidate, doc, reader, ACTOR_ROLE)
    if out.actor:
        out.why.append("actor by model")
    out.recipient = _by_model(candidate, doc, reader, RECIPIENT_ROLE)
    if out.recipient:
        out.why.append("recipient by model")
    if (candidate.reading is not None or is_passive(candidate.word)) and not frame.mutual:
        _straighten(out, candidate, frame, reader, light)
    if not out.actor:
        out.actor = _by_frame(candidate, frame.actor, doc, reader, light, ACTOR_ROLE)
        if out.actor:
            out.why.append("actor by frame")
    if not out.recipient:
        taken = {(p.start, p.end) for p in out.actor}
        found = _by_frame(candidate, frame.recipient, doc, reader, light, RECIPIENT_ROLE)
        found = [p for p in found if (p.start, p.end) not in taken]
        if found:
            out.recipient = found
            out.why.append("recipient by frame")
    if frame.mutual and out.recipient and "recipient by model" not in out.why:
        out.actor, out.recipient = [*out.actor, *out.recipient], []
    acting = {(p.start, p.end) for p in out.actor}
    out.recipient = [p for p in out.recipient if (p.start, p.end) not in acting]  # nobody does it to themselves
    return out


def _straighten(out: Parties, candidate: Candidate, frame: Frame, reader: Reader, light: bool) -> None:
    """Moves a party that the model puts on one side to the other where the lexicon's frame finds it there ("memecat X")."""

    def found(side: tuple[Selector, ...]) -> set[tuple[int, int]]:
        tokens = next((t for selector in side if (t := select(candidate.word, selector, light))), [])
        return {(p.start, p.end) for token in tokens for p in _whose(token, reader)}

    acting, receiving = found(frame.actor), found(frame.recipient)
    for name, here, there, wrong in (
        ("recipient", out.actor, out.recipient, receiving - acting), ("actor", out.recipient, out.actor, acting - receiving),
    ):  # fmt: skip
        for party in [p for p in here if (p.start, p.end) in wrong]:
            here.remove(party)
            if not any((p.start, p.end) == (party.start, party.end) for p in there):
                there.append(party)
            out.why.append(f"{party.text!r} is {name} by frame, over the model")


def _by_frame(
    candidate: Candidate, side: tuple[Selector, ...], doc: Doc, reader: Reader, light: bool, role: int
) -> list[Party]:
    for selector in side:
        parties: list[Party] = []
        for token in select(candidate.word, selector, light):
            for party in _whose(token, reader):
                verdict = None if candidate.event in GOING else candidate.verdict
                doubted = verdict is not None and not _meant(party, verdict, doc, role, FRAME_FLOOR)
                if party not in parties and not doubted:
                    parties.append(party)
        if parties:
            return parties
    return []


def _whose(token: Token, reader: Reader, depth: int = 2) -> list[Party]:
    """Who a phrase is, or whose it is: a thing stands for its owner ("sanctions on Iran's trade" -> Iran)."""
    parties = reader.parties(token)
    if parties or depth == 0 or token.pos_ not in ("NOUN", "PROPN"):
        return parties
    for owner in possessors(token):
        parties = [p for p in _whose(owner, reader, depth - 1) if p.code]
        if parties:
            return [replace(p, rule=f"{p.rule}; owner of {token.text!r}", confidence=p.confidence * 0.8) for p in parties]
    return []


def victims(candidate: Candidate, frame: Frame, reader: Reader, lexicon: Lexicon, offsets: list[tuple[int, int]]) -> list[Party]:
    """The people an act of violence fell on when they are nobody known: "five others", "42 recruits"."""
    light = is_light(candidate.word, lexicon)
    for selector in frame.recipient:
        for token in select(candidate.word, selector, light):
            if token.pos_ in ("NOUN", "NUM", "PRON") and reader.party(token) is None:
                start, end = offsets[token.i]
                text = str(token.text)
                return [Party(start, end, text, "agent", rule="unnamed victims", confidence=0.4)]
    return []


def _by_model(candidate: Candidate, doc: Doc, reader: Reader, role: int) -> list[Party]:
    verdict = candidate.verdict
    if verdict is None:
        return []
    chosen = [verdict.start + int(i) for i in np.flatnonzero(verdict.role[:, role] >= ROLE_FLOOR)]
    chosen = [i for i in chosen if i not in candidate.tokens]
    parties: list[Party] = []
    inside = set(chosen)
    for i in chosen:
        token = doc[i]
        if token.head.i in inside and token.head.i != i and token.dep_ != "conj":
            continue  # not a head of its span
        if token.pos_ in ("ADP", "PUNCT", "DET", "CCONJ", "SCONJ"):
            continue
        if role == RECIPIENT_ROLE and _acts_below(token, candidate.word):
            continue
        if role == ACTOR_ROLE and _beyond(token, candidate.word):
            continue
        for party in _whose(token, reader):
            known = any((p.start, p.end) == (party.start, party.end) and p.code == party.code for p in parties)
            if not known and (party.antecedent is not None or _meant(party, verdict, doc, role)):
                parties.append(party)
    return parties


def _acts_below(token: Token, word: Token) -> bool:
    """Whether a word is the subject of a clause below the act ("arrived as Russian troops advanced")."""
    verb = token.head
    above = {word.i, *(t.i for t in word.ancestors)}
    apart = relation(verb) in ("advcl", "acl") and any(c.dep_ == "mark" for c in verb.children)
    return relation(token) == "nsubj" and apart and verb.i not in above and any(t.i == word.i for t in verb.ancestors)


def _beyond(token: Token, word: Token) -> bool:
    """Whether a word stands outside a passive participle that says something of a noun ("granted asylum to a minister accused
    of a plot"): who did the main act did not accuse."""
    return word.dep_ == "acl" and is_passive(word) and not any(t.i == word.i for t in token.ancestors)


def _meant(party: Party, verdict: Verdict, doc: Doc, role: int, floor: float = MEMBER_FLOOR) -> bool:
    """Whether some word of a party (or of what it is linked by) has the role with at least `floor`."""
    offsets: list[tuple[int, int]] = doc.user_data["offsets"]
    inside = [k for k in range(len(verdict.role)) if offsets[verdict.start + k][0] < party.end and offsets[verdict.start + k][1] > party.start]
    return not inside or float(verdict.role[inside, role].max()) >= floor
