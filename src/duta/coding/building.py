"""From a settled candidate with its parties, place and time to the record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from spacy.tokens import Token

from duta import __version__
from duta.coding.arguments import Parties
from duta.coding.article import Article, chars
from duta.coding.candidates import Candidate
from duta.coding.confidence import confidence
from duta.coding.details import SOURCE_ROLE, contexts_of, last_day
from duta.coding.lexicon import Lexicon
from duta.coding.modality import Modality
from duta.coding.syntax import subject
from duta.ontology import cameo_for, is_code, quad_code, score, sovereign
from duta.records import Aux, CiteInfo, Entity, Event, Location, Party, Place, SaidBy, Size, Span, TextInfo, When

SOURCE_FLOOR = 0.5
"""Role probability from which a word is the claim's source."""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is known of an act before it becomes a record."""

    event: str
    modes: list[str]
    aux: list[Aux]
    parties: Parties
    when: When | None
    length: tuple[int, When] | None
    """Days that the act took, and the words that say so."""
    place: Place | None
    sizes: dict[str, tuple[Size, Token]]
    stance: Modality
    why: list[str]


def build(candidate: Candidate, found: Findings, article: Article, lexicon: Lexicon) -> Event:
    """The record; every filled field has its evidence, in offsets of the article as given."""
    sentence, parties, when, place = candidate.word.sent, found.parties, found.when, found.place
    doc, document = article.doc, article.document
    words = [article.original(*chars(doc, run)) for run in _runs(candidate.tokens)]
    trigger = words[0]
    contexts = contexts_of(sentence, candidate.contexts, lexicon)
    evidence: dict[str, list[Span]] = {"event": words}

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
        *found.why,
        *parties.why,
    ]
    why += [f"{p.text!r}: {p.rule}" for p in [*parties.actor, *parties.recipient] if p.rule]
    location = None
    if place is not None:
        start, end = article.original(place.start, place.end)
        location = Location(
            extracted_place=document.text[start:end], resolved_place=place.name, geonameid=place.geonameid,
            lat=place.lat, lon=place.lon, country_code=country_of(place), admin1=place.admin1, admin2=place.admin2,
            resolution=place.resolution, start=start, end=end, confidence=round(place.confidence, 4),
        )  # fmt: skip
        evidence["event_loc"] = [(start, end)]
    if when is not None:
        evidence["date"] = [article.original(when.start, when.end)]
    day = when.date if when and when.date else document.published
    enddate = when.enddate if when else None
    if found.length is not None and enddate is None and day and (enddate := last_day(day, found.length[0])):
        evidence["enddate"] = [article.original(found.length[1].start, found.length[1].end)]
    for name, (_, token) in found.sizes.items():
        evidence[f"size.{name}"] = [article.original(*chars(doc, (token.i,)))]
    said_by = said_by_of(candidate, found.stance, article)
    if said_by is not None:
        evidence["said_by"] = [(said_by.start, said_by.end)]
    precision = None if not day else ("year", "month", "day")[min(2, day.count("-"))]
    number = next(n for n, s in enumerate(doc.sents) if s.start == sentence.start)
    start, end = article.original(*chars(doc, (sentence.start, sentence.end - 1)))
    key = f"{__version__}|{document.id}|{found.event}|{trigger[0]}|{trigger[1]}"
    return Event(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        doc_id=document.id,
        language=article.language,
        published=document.published,
        date=day,
        enddate=enddate,
        date_precision=precision,  # type: ignore[arg-type]
        date_source=None if not day else ("text" if when else "published"),
        event=[found.event],
        mode=found.modes,
        context=contexts,
        aux=found.aux,
        quad_code=quad_code(found.event),
        event_scale=score(found.event, found.modes),
        cameo=cameo_for(found.event, found.modes, contexts),
        actor=actor,
        recipient=recipient,
        event_loc=location,
        event_text=" … ".join(document.text[a:b] for a, b in words),
        size={k: v for k, (v, _) in found.sizes.items()},
        said_by=said_by,
        text_info=TextInfo(sequence=number, start=start, end=end),
        evidence=evidence,
        confidence=round(confidence(candidate, found.event, parties), 4),
        why=why,
        cite_info=CiteInfo(
            citation=document.citation, url=document.url, title=document.title, publication=document.publication,
            language=article.language, coder=f"duta {__version__}", models=article.versions,
        ),
    )  # fmt: skip


def _runs(tokens: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The trigger's words as runs of neighbours ("called for", "said ... to withdraw")."""
    out: list[tuple[int, ...]] = []
    for i in sorted(tokens):
        out = [*out[:-1], (*out[-1], i)] if out and i == out[-1][-1] + 1 else [*out, (i,)]
    return out


def country_of(place: Place) -> str | None:
    """The code that PLOVER books a place's events under; GeoNames writes Kosovo's as XKX."""
    code = {"XKX": "KOS"}.get(place.country_code or "", place.country_code)
    return sovereign(code) if code and is_code(code) else code


def said_by_of(candidate: Candidate, stance: Modality, article: Article) -> SaidBy | None:
    """Whose words the act rests on: the subject of the reporting word over it, else who the judge takes for the source."""
    speaker = subject(stance.reported) if stance.reported is not None else None
    if speaker is None and candidate.verdict is not None:
        sure = candidate.verdict.role[:, SOURCE_ROLE]
        best = int(sure.argmax())
        speaker = article.doc[candidate.verdict.start + best] if sure[best] >= SOURCE_FLOOR else None
    party = article.reader.party(speaker) if speaker is not None else None
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
