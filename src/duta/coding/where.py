"""Where an act happened: a place in its own clause or one that the judge gives it, with a country also for places that no
gazetteer knows ("the ministry", "perairan Iran")."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from duta.actors import Reader
from duta.coding.arguments import Parties
from duta.coding.candidates import Candidate
from duta.coding.details import PLACE_ROLE, clause_of, distance, role_score
from duta.coding.lexicon import Lexicon
from duta.coding.syntax import prepositions, relation
from duta.ontology import codes
from duta.records import Party, Place

ROLE_FLOOR = 0.4
"""A place is the act's from this role probability on."""
NEAR = 6
"""Steps in the tree from the act to a place behind a locative preposition."""
GUESSED = 0.4
"""Confidence of a country that the place's surroundings give."""
GUESSED_PARTY = 0.5
"""A party's country of this confidence or less was inferred from the rest of the article, not told."""
NO_COUNTRY = frozenset(c.code for c in codes().values() if c.kind == "special")
ABROAD = frozenset({"UAF"})
"""Sectors that say nothing of a country (gold/GUIDE.md: unidentified attackers stay null)."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The places of an article with their tokens, and who is in it."""

    doc: Doc
    reader: Reader
    places: tuple[tuple[Place, DocSpan], ...]


def choose_place(candidate: Candidate, scene: Scene, lexicon: Lexicon, taken: set[int]) -> Place | None:
    """The act's place, or None. `taken` are tokens of its parties: those are no place unless the judge says so."""
    inside = {t.i for t in clause_of(candidate.word)}
    locative = lexicon.cue("locative_prepositions")
    best: tuple[float, int, Place] | None = None
    for place, span in scene.places:
        if span.sent.start != candidate.word.sent.start:
            continue
        model = role_score(candidate, span.start, span.end, PLACE_ROLE)
        if model < ROLE_FLOOR and set(range(span.start, span.end)) & taken:
            continue
        behind = prepositions(span.root) | (
            prepositions(span.root.head) if relation(span.root) in ("flat", "nmod", "compound", "appos") else set()
        )
        near = span.root.i in inside and bool(behind & locative)
        steps = distance(candidate.word, span.root)
        if model < ROLE_FLOOR and not (near and steps <= NEAR):
            continue
        rank = (model + (0.3 if near else 0.0), -steps, place)
        if best is None or rank[:2] > best[:2]:
            best = rank
    chosen = best[2] if best else _unlisted(candidate, scene)
    if chosen is None or chosen.country_code is not None:
        return chosen
    return _with_country(chosen, candidate, scene)


def _unlisted(candidate: Candidate, scene: Scene) -> Place | None:
    """Words that the judge takes for the place though the gazetteer has none there."""
    if candidate.verdict is None:
        return None
    roles = candidate.verdict.role
    chosen = [candidate.verdict.start + i for i in range(len(roles)) if roles[i].argmax() == PLACE_ROLE]
    if not chosen:
        return None
    run = [chosen[0]]
    for i in chosen[1:]:
        if i != run[-1] + 1:
            break
        run.append(i)
    while run and scene.doc[run[0]].pos_ in ("ADP", "DET", "PUNCT", "CCONJ"):
        run = run[1:]
    if not any(scene.doc[i].pos_ in ("NOUN", "PROPN") for i in run):
        return None
    offsets: list[tuple[int, int]] = scene.doc.user_data["offsets"]
    start, end = offsets[run[0]][0], offsets[run[-1]][1]
    score = float(roles[[i - candidate.verdict.start for i in run], PLACE_ROLE].mean())
    text: str = scene.doc.user_data["text"]
    return Place(start, end, text[start:end], confidence=round(score, 4), rule=f"model: place {score:.2f}, not in the gazetteer")


def _with_country(place: Place, candidate: Candidate, scene: Scene) -> Place:
    """The country of a place without one: named inside it, else the only one of the sentence's or the article's places."""
    named = {
        p.code for p in scene.reader.mentions() if p.code and len(p.code) == 3 and p.start < place.end and place.start < p.end
    }
    how = "named in it"
    if len(named) != 1:
        here = candidate.word.sent.start
        found = [(p.country_code, s.sent.start == here) for p, s in scene.places if p.country_code]
        named, how = {c for c, same in found if same}, "of the sentence's places"
        if len(named) != 1:
            named, how = {c for c, _ in found}, "of the article's places"
    if len(named) != 1:
        return place
    code = next(iter(named))
    return replace(
        place, country_code=code, confidence=min(place.confidence, GUESSED), rule=f"{place.rule}; {code} is the only country {how}"
    )


TARGETED = frozenset({"ASSAULT", "MOBILIZE", "AID", "RETREAT", "PROTEST"})
"""Types of acts that happen where the recipient is, if that is a place ("sent troops to Lebanon")."""
BODILY = TARGETED | {"COERCE", "CONSULT"}
"""Types of acts that somebody did in person somewhere; the dateline may say where."""
DATELINE_REACH = 3
"""Sentences from the first on that the dateline may place."""


def from_dateline(event: str, parties: Parties, candidate: Candidate, dateline: Place | None) -> Place | None:
    """The dateline's place for an act of the first sentences whose party is of that country: weak evidence, and so marked."""
    named = {p.code for p in [*parties.actor, *parties.recipient] if p.code}
    if dateline is None or event not in BODILY or candidate.sentence >= DATELINE_REACH or dateline.country_code not in named:
        return None
    return replace(dateline, confidence=min(dateline.confidence, GUESSED), rule=f"{dateline.rule}; dateline, weak evidence")


def with_country_of(place: Place, parties: Parties) -> Place:
    """A place that no gazetteer knows lies in the one country of the parties."""
    named = {p.code for p in [*parties.actor, *parties.recipient] if p.code}
    if place.country_code is not None or len(named) != 1 or named & NO_COUNTRY:
        return place
    code = next(iter(named))
    rule = f"{place.rule}; {code} is the only country of the parties"
    return replace(place, country_code=code, confidence=min(place.confidence, GUESSED), rule=rule)


def target_place(parties: Parties, scene: Scene) -> Place | None:
    """A visit to a place, or an attack on one, happens there."""
    for party in parties.recipient:
        for place, _ in scene.places:
            if place.start < party.end and place.end > party.start:
                return place
    return None


def placed(parties: Parties, scene: Scene) -> Parties:
    """A party without a country takes that of a place inside its words: a town itself, "the mayor's office in Almaty"."""

    def one(party: Party) -> Party:
        if party.code is not None or party.kind == "global":
            return party
        codes = {p.country_code for p, _ in scene.places if p.country_code and party.start <= p.start and p.end <= party.end}
        if len(codes) != 1:
            return party
        code = next(iter(codes))
        return replace(party, code=code, rule=f"{party.rule}; {code} is the country of the place in it", confidence=0.6)

    return replace(parties, actor=[one(p) for p in parties.actor], recipient=[one(p) for p in parties.recipient])


STATE = frozenset({"GOV", "COP", "MIL", "JUD", "LEG", "SPY"})
"""Sectors whose acts on people of no named country fall on their own."""
DOMESTIC = frozenset({"COERCE", "PROTEST", "RETREAT"})
"""Types that a state's bodies and its people do to each other unless another country is named."""


HOSTILE = frozenset({"ACCUSE", "THREATEN", "SANCTION", "COERCE", "ASSAULT"})


def against(event: str, parties: Parties, place: Place | None) -> Parties:
    """A hostile act seldom falls on the doer's own side: a country that was only guessed gives way when it is the doer's, for
    troops ("Iran accused the marines") and for the victims of an attack elsewhere."""
    if event not in HOSTILE:
        return parties
    doers = {p.code for p in parties.actor if p.code and p.confidence > GUESSED_PARTY}

    def one(party: Party) -> Party:
        guessed = party.kind == "agent" and party.code in doers and party.confidence <= GUESSED_PARTY
        elsewhere = event == "ASSAULT" and place is not None and place.country_code not in (None, party.code)
        if guessed and (party.sector == "MIL" or elsewhere):
            return replace(party, code=None, rule=f"{party.rule}; not the doer's own")
        return party

    return replace(parties, recipient=[one(p) for p in parties.recipient])


def local_parties(event: str, parties: Parties, place: Place | None, sentence: DocSpan, scene: Scene) -> Parties:
    """Kinds of people without a country ("villagers", "tersangka") take the one of the act's place; else of the only
    country named as a place in the sentence; else, for domestic types, of the state body on the other side."""
    code, how = (place.country_code, "country of the event's place") if place else (None, "")
    if code is None:
        named = {p.country_code for p, s in scene.places if s.sent.start == sentence.start and p.country_code}
        own = {p.code for p in [*parties.actor, *parties.recipient] if p.sector not in STATE - {"MIL"}}
        if len(named) == 1 and not named & own:
            code, how = next(iter(named)), "the only country named as a place in the sentence"
    if code is None and event in DOMESTIC:
        states = {p.code for p in [*parties.actor, *parties.recipient] if p.code and (p.sector in STATE or p.kind == "country")}
        if len(states) == 1:
            code, how = next(iter(states)), "a state's own people"
    if code is None:
        return parties

    def local(side: list[Party]) -> list[Party]:
        return [
            replace(p, code=code, rule=f"{p.rule}; {how}", confidence=min(p.confidence, 0.5))
            if p.code is None and p.kind == "agent" and p.sector not in ABROAD
            else p
            for p in side
        ]

    return replace(parties, actor=local(parties.actor) if event in DOMESTIC else parties.actor, recipient=local(parties.recipient))
