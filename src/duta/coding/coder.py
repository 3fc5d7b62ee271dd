"""The event coder: from a parsed article to PLOVER records, with a reason for everything kept and dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from duta import __version__
from duta.actors import Reader
from duta.coding.arguments import Parties, find_parties, victims
from duta.coding.candidates import Candidate, find_candidates, with_event
from duta.coding.details import (
    choose_place,
    choose_time,
    contexts_of,
    modes_by_cue,
    sizes_of,
)
from duta.coding.lexicon import Lexicon
from duta.coding.merge import merge
from duta.coding.modality import Modality, is_history, modality
from duta.coding.rules import under_operator, with_time
from duta.coding.syntax import subject
from duta.ontology import cameo_for, modes, quad_code, score
from duta.parsing import EventScores
from duta.records import (
    Aux,
    CiteInfo,
    Document,
    Drop,
    Entity,
    Event,
    Location,
    Party,
    Place,
    SaidBy,
    Size,
    Span,
    TextInfo,
    When,
)

HISTORY = timedelta(days=14)
"""An act dated more than this before publication is history (gold/GUIDE.md: "about two weeks")."""
KEEP = 0.7
"""Model probability from which an act is kept without the lexicon knowing its words."""
KEEP_KNOWN = 0.05
"""... and with the lexicon knowing them."""
VICTIM_TYPES = frozenset({"ASSAULT", "COERCE", "AID"})
"""Types whose unnamed recipients take the country where it happened."""
TRUST, TRUST_CONDITIONED = 3.0, 8.0
"""How many times likelier the model must find another type than the lexicon's (a reading with conditions) to be believed."""
TYPE_FLOOR = 0.3
"""Below this probability the model's type never replaces the lexicon's."""
MODE_FLOOR = 0.5
AUX_FLOOR = 0.5


@dataclass(slots=True)
class Article:
    """What the coder reads: the earlier rooms' results on one article."""

    document: Document
    language: str
    doc: Doc
    scores: tuple[EventScores, ...]
    reader: Reader
    places: list[Place]
    times: list[When]
    original: Callable[[int, int], Span]
    """Span of the restored text to span of the article as given."""
    types: list[str] = field(default_factory=list)
    mode_labels: list[str] = field(default_factory=list)
    aux_labels: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    dateline: Place | None = None


def code_article(article: Article, lexicon: Lexicon, *, use_model: bool) -> tuple[list[Event], list[Drop]]:
    """Event records in text order and what was dropped, with reasons; offsets are into the article as given."""
    doc = article.doc
    drops: list[Drop] = []

    def drop(tokens: tuple[int, ...], reason: str) -> None:
        start, end = _chars(doc, tokens)
        a, b = article.original(start, end)
        drops.append(Drop(a, b, "coding", reason))

    candidates, stopped = find_candidates(doc, lexicon, article.scores, article.types, use_model and bool(article.scores))
    for tokens, reason in stopped:
        drop(tokens, reason)
    times = [(w, s) for w in article.times if (s := _span(doc, w.start, w.end)) is not None]
    places = [(p, s) for p in article.places if (s := _span(doc, p.start, p.end)) is not None]
    events: list[Event] = []
    used: set[int] = set()
    for candidate in _settle(candidates, lexicon, use_model and bool(article.scores), drop):
        if used & set(candidate.tokens):
            continue
        event = _record(candidate, article, lexicon, times, places, drop)
        if event is not None:
            used |= set(candidate.tokens)
            events.append(event)
    events = _compete(events, drops)
    kept, told_again = merge(events)
    for lost, winner in told_again:
        drops.append(Drop(lost.text_info.start, lost.text_info.end, "coding", f"the act of {winner.id} told again"))
    return kept, drops


def _settle(
    candidates: list[Candidate],
    lexicon: Lexicon,
    use_model: bool,
    drop: Callable[[tuple[int, ...], str], None],
) -> list[Candidate]:
    """Candidates that stay, with the type that lexicon and model agree on, operators applied."""
    out: list[Candidate] = []
    for candidate in candidates:
        if use_model:
            floor = KEEP if candidate.reading is None else KEEP_KNOWN
            if candidate.probability < floor:
                drop(candidate.tokens, f"model gives an event only {candidate.probability:.2f}")
                continue
            candidate = _agree_on_type(candidate)
        stance = modality(candidate.word, lexicon)
        changing = stance.changing()
        if changing is not None:
            operator, token = changing
            event, found = under_operator(operator.effect, candidate.event, candidate.modes)
            other = next((c for c in candidates if token.i in c.tokens), None)
            if other is not None and (not use_model or other.probability >= KEEP_KNOWN):
                if other.event == event and not other.modes:
                    other.modes = found
                drop(candidate.tokens, f"inside {token.text!r} ({operator.source}: {operator.effect})")
                continue
            candidate = with_event(candidate, event, found, f"{operator.source}: {token.text!r} makes it {event}")
            candidate.tokens, candidate.word = tuple(sorted({token.i, *candidate.tokens})), token
            candidate.frame = operator.frame
        elif stance.wished and not (use_model and candidate.probability >= 0.8):
            drop(candidate.tokens, "a wish or fear")
            continue
        out.append(candidate)
    return out


def _agree_on_type(candidate: Candidate) -> Candidate:
    best = max(candidate.types, key=lambda t: candidate.types[t])
    if candidate.reading is None:
        return with_event(candidate, best, (), f"model: {best} {candidate.types[best]:.2f}")
    why = f"{candidate.reading.source}; model: {best} {candidate.types[best]:.2f}"
    trust = TRUST_CONDITIONED if candidate.reading.conditions else TRUST
    if candidate.types[best] > trust * candidate.types[candidate.event] and candidate.types[best] >= TYPE_FLOOR:
        return with_event(candidate, best, (), why + " (over the lexicon)")
    candidate.why.append(why)
    return candidate


def _record(
    candidate: Candidate,
    article: Article,
    lexicon: Lexicon,
    times: list[tuple[When, DocSpan]],
    places: list[tuple[Place, DocSpan]],
    drop: Callable[[tuple[int, ...], str], None],
) -> Event | None:
    doc = article.doc
    stance = modality(candidate.word, lexicon)
    parties = find_parties(candidate, doc, article.reader, lexicon)
    sentence = candidate.word.sent
    when = choose_time(candidate, times, lexicon)
    taken = {i for p in [*parties.actor, *parties.recipient] if (s := _span(doc, p.start, p.end)) for i in range(s.start, s.end)}
    place = choose_place(candidate, places, lexicon, taken)
    sizes = sizes_of(sentence, lexicon, {})
    aux, why = _aux(candidate, stance, when, article, lexicon)
    event, found, rule = with_time(candidate.event, candidate.modes, future="future" in aux, negated="negation" in aux)
    if rule:
        why.append(rule)
        aux = [a for a in aux if a not in ("future", "negation")]
    if event == "AGREE":
        aux = [a for a in aux if a != "future"]
    violent = event == "ASSAULT" and (place is not None or bool(sizes))
    if not parties.known and not violent:
        drop(candidate.tokens, "no political actor on either side")
        return None
    if event in VICTIM_TYPES:
        if event == "ASSAULT" and not parties.recipient:
            parties.recipient = victims(candidate, candidate.frame, article.reader, lexicon, doc.user_data["offsets"])
        parties = _local_victims(parties, place, sentence, places)
    modes_, mode_why = _modes(event, found, candidate, article, lexicon)
    why += mode_why
    if place is None and (event == "ASSAULT" or "visit" in modes_):
        place = _target_place(parties, places)
    return _build(candidate, event, modes_, aux, parties, when, place, sizes, stance, why, article, sentence, lexicon)


def _target_place(parties: Parties, places: list[tuple[Place, DocSpan]]) -> Place | None:
    """A visit to a place, or an attack on one, happens there."""
    for party in parties.recipient:
        for place, _ in places:
            if place.start < party.end and place.end > party.start:
                return place
    return None


def _local_victims(
    parties: Parties, place: Place | None, sentence: DocSpan, places: list[tuple[Place, DocSpan]]
) -> Parties:
    """Local victims take the country of the event's place, or of the only country named as a place in the sentence."""
    code = place.country_code if place else None
    if code is None:
        named = {p.country_code for p, s in places if s.sent.start == sentence.start and p.country_code}
        own = {p.code for p in parties.actor}
        code = next(iter(named)) if len(named) == 1 and not named & own else None
    if code is None:
        return parties
    parties.recipient = [
        replace(p, code=code, rule=f"{p.rule}; country of the event's place", confidence=min(p.confidence, 0.5))
        if p.code is None and p.kind == "agent"
        else p
        for p in parties.recipient
    ]
    return parties


def _aux(
    candidate: Candidate, stance: Modality, when: When | None, article: Article, lexicon: Lexicon
) -> tuple[list[Aux], list[str]]:
    aux: list[Aux] = []
    why = list(stance.why)
    published = article.document.published
    if when is not None and when.date and published:
        end = _last_day(when.enddate or when.date)
        day = _day(published)
        if end is not None and day is not None and end < day - HISTORY:
            aux.append("historical")
            why.append(f"dated {when.date}, more than two weeks before publication")
        if when.direction == "future" and when.date[:10] > published[:10]:
            aux.append("future")
            why.append(f"dated {when.date}, after publication")
    cue = is_history(candidate.word, lexicon)
    if cue and "historical" not in aux:
        aux.append("historical")
        why.append(f"history cue {cue!r}")
    if stance.negated:
        aux.append("negation")
    if stance.future and "historical" not in aux and "future" not in aux:
        aux.append("future")
    if stance.hypothetical:
        aux.append("hypothetical")
    if candidate.scores is not None:
        local = [i - candidate.scores.start for i in candidate.tokens]
        values = candidate.scores.aux[[i for i in local if 0 <= i < len(candidate.scores.aux)]].mean(0)
        for name, value in zip(article.aux_labels, values, strict=True):
            if name not in aux and value >= 0.7:
                aux.append(name)  # type: ignore[arg-type]
                why.append(f"model: {name} {value:.2f}")
            elif name in aux and value < 0.05 and name in ("hypothetical", "historical"):
                aux.remove(name)
                why.append(f"model: not {name} ({value:.2f})")
    return aux, why


def _modes(
    event: str, found: tuple[str, ...], candidate: Candidate, article: Article, lexicon: Lexicon
) -> tuple[list[str], list[str]]:
    legal = modes(event)
    out = [m for m in found if m in legal]
    cued, why = modes_by_cue(event, candidate, lexicon)
    if candidate.scores is not None:
        local = [i - candidate.scores.start for i in candidate.tokens]
        values = candidate.scores.mode[[i for i in local if 0 <= i < len(candidate.scores.mode)]].max(0)
        for label, value in zip(article.mode_labels, values, strict=True):
            kind, _, name = label.partition(":")
            if kind == event and value >= MODE_FLOOR and name not in out:
                out.append(name)
                why.append(f"model: mode {name} {value:.2f}")
    if not out:
        out = [m for m in cued if m in legal]
    return out, why


def _build(
    candidate: Candidate,
    event: str,
    modes_: list[str],
    aux: list[Aux],
    parties: Parties,
    when: When | None,
    place: Place | None,
    sizes: dict[str, tuple[Size, Token]],
    stance: Modality,
    why: list[str],
    article: Article,
    sentence: DocSpan,
    lexicon: Lexicon,
) -> Event:
    doc, document = article.doc, article.document
    trigger = article.original(*_chars(doc, candidate.tokens))
    contexts = contexts_of(sentence, candidate.contexts, lexicon)
    evidence: dict[str, list[Span]] = {"event": [trigger]}

    def entity(party: Party) -> Entity:
        start, end = article.original(party.start, party.end)
        return Entity(
            code=party.code, sector=party.sector, other_sectors=list(party.other_sectors),
            entity_text=document.text[start:end], identifier_text=party.identifier, identifier_id=party.identifier_id,
            office=party.office, start=start, end=end, confidence=round(party.confidence, 4),
        )  # fmt: skip

    actor, recipient = [entity(p) for p in parties.actor], [entity(p) for p in parties.recipient]
    for name, side in (("actor", actor), ("recipient", recipient)):
        if side:
            evidence[name] = [(e.start, e.end) for e in side]
    why = [
        *candidate.why,
        *([candidate.reading.source] if candidate.reading and not candidate.why else []),
        *why,
        *parties.why,
    ]
    why += [f"{p.text!r}: {p.rule}" for p in [*parties.actor, *parties.recipient] if p.rule]
    location = None
    if place is not None:
        start, end = article.original(place.start, place.end)
        location = Location(
            extracted_place=document.text[start:end], resolved_place=place.name, geonameid=place.geonameid,
            lat=place.lat, lon=place.lon, country_code=place.country_code, admin1=place.admin1, admin2=place.admin2,
            resolution=place.resolution, start=start, end=end, confidence=round(place.confidence, 4),
        )  # fmt: skip
        evidence["event_loc"] = [(start, end)]
    if when is not None:
        evidence["date"] = [article.original(when.start, when.end)]
    for name, (_, token) in sizes.items():
        evidence[f"size.{name}"] = [article.original(*_chars(doc, (token.i,)))]
    said_by = _said_by(stance, article)
    if said_by is not None:
        evidence["said_by"] = [(said_by.start, said_by.end)]
    day = when.date if when and when.date else document.published
    precision = None if not day else ("year", "month", "day")[min(2, day.count("-"))]
    number = next(n for n, s in enumerate(doc.sents) if s.start == sentence.start)
    start, end = article.original(*_chars(doc, (sentence.start, sentence.end - 1)))
    key = f"{__version__}|{document.id}|{event}|{trigger[0]}|{trigger[1]}"
    return Event(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        doc_id=document.id,
        language=article.language,
        published=document.published,
        date=day,
        enddate=when.enddate if when else None,
        date_precision=precision,  # type: ignore[arg-type]
        date_source=None if not day else ("text" if when else "published"),
        event=[event],
        mode=modes_,
        context=contexts,
        aux=aux,
        quad_code=quad_code(event),
        event_scale=score(event, modes_),
        cameo=cameo_for(event, modes_, contexts),
        actor=actor,
        recipient=recipient,
        event_loc=location,
        event_text=document.text[trigger[0] : trigger[1]],
        size={k: v for k, (v, _) in sizes.items()},
        said_by=said_by,
        text_info=TextInfo(sequence=number, start=start, end=end),
        evidence=evidence,
        confidence=round(_confidence(candidate, parties), 4),
        why=why,
        cite_info=CiteInfo(
            citation=document.citation, url=document.url, title=document.title, publication=document.publication,
            language=article.language, coder=f"duta {__version__}", models=article.versions,
        ),
    )  # fmt: skip


def _confidence(candidate: Candidate, parties: Parties) -> float:
    base = candidate.probability if candidate.scores is not None else 0.5
    if candidate.reading is not None:
        base = 0.6 * base + 0.25
    sides = [*parties.actor, *parties.recipient]
    who = max((p.confidence for p in sides if p.code), default=0.4)
    return min(0.99, base * (0.6 + 0.4 * who))


def _said_by(stance: Modality, article: Article) -> SaidBy | None:
    if stance.reported is None:
        return None
    speaker = subject(stance.reported)
    if speaker is None:
        return None
    party = article.reader.party(speaker)
    if party is None:
        return None
    start, end = article.original(party.start, party.end)
    return SaidBy(
        entity_text=article.document.text[start:end],
        code=party.code,
        sector=party.sector,
        outlet=party.identifier if party.sector == "JRN" else None,
        start=start,
        end=end,
    )


def _compete(events: list[Event], drops: list[Drop]) -> list[Event]:
    """A mobilisation told in the sentence of its own assault is not coded apart (PLOVER manual, MOBILIZE)."""
    assaults = {(e.text_info.sequence, c.code) for e in events if e.event == ["ASSAULT"] for c in e.actor}
    out = []
    for event in events:
        if event.event == ["MOBILIZE"] and any((event.text_info.sequence, a.code) in assaults for a in event.actor):
            drops.append(Drop(event.text_info.start, event.text_info.end, "coding", "MOBILIZE in the context of an ASSAULT"))
        else:
            out.append(event)
    return out


def _chars(doc: Doc, tokens: tuple[int, ...]) -> tuple[int, int]:
    offsets: list[tuple[int, int]] = doc.user_data["offsets"]
    return offsets[min(tokens)][0], offsets[max(tokens)][1]


def _span(doc: Doc, start: int, end: int) -> DocSpan | None:
    offsets: list[tuple[int, int]] = doc.user_data["offsets"]
    inside = [i for i, (a, b) in enumerate(offsets) if a < end and b > start]
    return doc[inside[0] : inside[-1] + 1] if inside else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _last_day(text: str) -> date | None:
    parts = [int(p) for p in text[:10].split("-") if p.isdigit()]
    if len(parts) == 3:
        return _day(text)
    if len(parts) == 2:
        return date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1) - timedelta(days=1)
    return date(parts[0], 12, 31) if parts else None
