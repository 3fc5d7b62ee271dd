"""A record in words: "Vladimir Putin (Russia, government) visited Xi Jinping (China, government) in Beijing, 16 May 2024"."""

from __future__ import annotations

import re

from duta.records import Entity, Event, LinkedEvent
from duta.server.wording import Words

_OPTIONAL = re.compile(r"\[(.*?)\]")
SHOWN = 4
"""Parties of one side that are named; more are counted."""


def who(words: Words, entity: Entity) -> str:
    """A party: its name, and in brackets what it was coded as."""
    name = entity.identifier_text or entity.entity_text
    country = words.country(entity.code) if entity.code else ""
    told = [country if country.lower() != name.lower() else "", words.name("sectors", entity.sector)]
    about = ", ".join(part for part in told if part)
    return f"{name} ({about})" if about else name


def parties(words: Words, entities: list[Entity]) -> str:
    """All parties of a side; empty for none."""
    named = list(dict.fromkeys(who(words, e) for e in entities))
    if len(named) > SHOWN:
        named = [*named[:SHOWN], f"+{len(named) - SHOWN}"]
    if len(named) < 2:
        return "".join(named)
    return words.table("acts", "parts")["and"].format(some=", ".join(named[:-1]), last=named[-1])


def act(words: Words, event: Event) -> str:
    """The act alone: `visited`."""
    return _OPTIONAL.sub("", _phrase(words, event))


def sentence(words: Words, event: Event, *, dated: bool = True) -> str:
    """A record as one sentence."""
    parts = words.table("acts", "parts")
    actor, recipient = parties(words, event.actor) or parts["nobody"], parties(words, event.recipient)
    phrase = _OPTIONAL.sub(lambda m: m[1].format(recipient=recipient) if recipient else "", _phrase(words, event))
    told = f"{actor} {phrase}"
    if event.event_loc is not None:
        told += " " + parts["in"].format(place=event.event_loc.resolved_place or event.event_loc.extracted_place)
    if dated and event.date:
        told += f", {words.days(event.date, event.enddate)}"
    return told[:1].upper() + told[1:]


def status(words: Words, event: Event) -> str:
    """What the auxiliary modes say of an act; empty for one that simply happened."""
    return ", ".join(words.name("aux", name) for name in event.aux)


def told_by(words: Words, event: LinkedEvent) -> str:
    """How many tell it."""
    articles = words("common.articles_one") if event.articles == 1 else words("common.articles", n=event.articles)
    return articles if event.publishers < 2 else f"{articles}, {words('common.publishers', n=event.publishers)}"


def _phrase(words: Words, event: Event) -> str:
    acts = words.table("acts", "acts")
    kind = event.event[0] if event.event else ""
    return next(
        (acts[f"{kind}.{mode}"] for mode in event.mode if f"{kind}.{mode}" in acts),
        acts.get(kind, kind.lower() + "[ {recipient}]"),
    )
