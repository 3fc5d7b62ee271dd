"""The event coder: from a parsed article to PLOVER records, with a reason for everything kept and dropped."""

from __future__ import annotations

from spacy.tokens import Span as DocSpan

from duta.coding.arguments import find_parties, victims
from duta.coding.article import Article, chars, span_of
from duta.coding.building import Findings, build
from duta.coding.candidates import Candidate, Judge, find_candidates
from duta.coding.details import LASTING, choose_length, choose_time, points_back
from duta.coding.fields import aux_of, modes_of
from duta.coding.layout import headline_end, stray_lines
from duta.coding.lexicon import Lexicon
from duta.coding.merge import merge
from duta.coding.modality import modality
from duta.coding.rules import SPOKEN, with_time
from duta.coding.settle import Dropping, settle
from duta.coding.size import sizes_of
from duta.coding.where import (
    TARGETED,
    Scene,
    against,
    choose_place,
    from_dateline,
    local_parties,
    placed,
    target_place,
    with_country_of,
)
from duta.records import Drop, Event, When

LOCAL_TYPES = frozenset({"ASSAULT", "COERCE", "AID", "PROTEST", "RETREAT", "SANCTION"})
"""Types whose kinds of people without a country are local ones."""

WORDS = frozenset({"ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN", "AGREE"})
"""Types that are done with words: without a speaker, or among people of no known country, 9 of 26 such records were right."""


def code_article(article: Article, lexicon: Lexicon, judge: Judge | None) -> tuple[list[Event], list[Drop]]:
    """Event records in text order and what was dropped, with reasons; offsets are into the article as given.

    Without a `judge` the lexicon and its frames decide alone.
    """
    doc = article.doc
    drops: list[Drop] = []

    def drop(tokens: tuple[int, ...], reason: str) -> None:
        start, end = chars(doc, tokens)
        a, b = article.original(start, end)
        drops.append(Drop(a, b, "coding", reason))

    candidates, stopped = find_candidates(doc, lexicon, article.states, article.types, judge)
    for tokens, reason in stopped:
        drop(tokens, reason)
    stray = stray_lines(article.document.text)
    told = []
    for candidate in candidates:
        start, end = article.original(*chars(doc, candidate.tokens))
        if any(a <= start and end <= b for a, b in stray):
            drop(candidate.tokens, "in a line without a stop: a subheading, caption or another article's headline")
        else:
            told.append(candidate)
    times = [(w, s) for w in article.times if (s := span_of(doc, w.start, w.end)) is not None]
    places = tuple((p, s) for p in article.places if (s := span_of(doc, p.start, p.end)) is not None)
    scene = Scene(doc, article.reader, places)
    events: list[Event] = []
    used: set[int] = set()
    pointing: set[str] = set()
    for candidate in settle(told, lexicon, judge is not None, drop):
        if used & set(candidate.tokens):
            continue
        event = _record(candidate, article, lexicon, times, scene, drop)
        if event is not None:
            used |= set(candidate.tokens)
            events.append(event)
            if points_back(candidate.word, lexicon):
                pointing.add(event.id)
    events = _compete(events, drops)
    kept, told_again = merge(events, headline_end(article.document.text), frozenset(pointing))
    for lost, winner in told_again:
        drops.append(Drop(lost.text_info.start, lost.text_info.end, "coding", f"the act of {winner.id} told again"))
    return kept, drops


def _record(
    candidate: Candidate,
    article: Article,
    lexicon: Lexicon,
    times: list[tuple[When, DocSpan]],
    scene: Scene,
    drop: Dropping,
) -> Event | None:
    doc = article.doc
    stance = modality(candidate.word, lexicon)
    parties = placed(find_parties(candidate, doc, article.reader, lexicon), scene)
    sentence = candidate.word.sent
    when = choose_time(candidate, times, lexicon)
    taken = {i for p in [*parties.actor, *parties.recipient] if (s := span_of(doc, p.start, p.end)) for i in range(s.start, s.end)}
    place = choose_place(candidate, scene, lexicon, taken)
    aux, why = aux_of(candidate, stance, when, article, lexicon)
    event, given, rule = with_time(candidate.event, candidate.modes, future="future" in aux, negated="negation" in aux)
    if rule:
        why.append(rule)
        aux = [a for a in aux if a not in ("future", "negation")]
    aux = [a for a in aux if a not in SPOKEN.get(event, ())]
    sizes = sizes_of(event, sentence, lexicon)
    violent = event == "ASSAULT" and (place is not None or bool(sizes))
    if not parties.known and not violent:
        drop(candidate.tokens, "no political actor on either side")
        return None
    if event == "CONSULT" and parties.one_government:
        drop(candidate.tokens, "a government's own meeting")
        return None
    if event == "COERCE" and not parties.actor and not parties.political:
        drop(candidate.tokens, "ordinary crime: no state body named")
        return None
    if event in WORDS and not (parties.actor and parties.coded):
        drop(candidate.tokens, f"{event} without its speaker" if parties.coded else "no country or body on either side")
        return None
    if event == "ASSAULT" and not parties.recipient:
        parties.recipient = victims(candidate, candidate.frame, article.reader, lexicon, doc.user_data["offsets"])
    parties = against(event, parties, place)
    if event in LOCAL_TYPES:
        parties = local_parties(event, parties, place, sentence, scene)
    modes_, mode_why = modes_of(event, given, candidate, article, lexicon)
    why += mode_why
    if place is None and (event in TARGETED or "visit" in modes_):
        place = target_place(parties, scene)
    if place is None:
        place = from_dateline(event, parties, candidate, article.dateline)
    elif place.country_code is None:
        place = with_country_of(place, parties)
    length = choose_length(candidate, times) if event in LASTING else None
    found = Findings(event, modes_, aux, parties, when, length, place, sizes, stance, why)
    return build(candidate, found, article, lexicon)


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
