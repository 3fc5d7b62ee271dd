"""The meaning of one noun phrase: the head noun gives the sector, what it belongs to the code, a name the identity."""

from __future__ import annotations

import re

from .book import Entry
from .grammar import NOT_STATES, STATE_SECTORS, Gap, Reading, heads, is_former, stance, takes_name
from .scan import Hit
from .tables import words

LOCAL = frozenset({"CVL", "COP", "REF", "EDU", "LAB", "AGR", "MED", "REL", "JUD", "CRM", "JRN", "BUS"})
"""Kinds of people who belong to the country they are in."""
ARMED_BODIES = frozenset({"REB", "CRM", "PRM"})
_LABEL = {
    "country": "country name",
    "short": "country name",
    "demonym": "demonym",
    "capital": "capital",
    "seat": "seat",
    "city": "city",
    "region": "region",
}


def compose(text: str, run: list[Hit], gaps: list[Gap], language: str) -> Reading:
    """Read one run of hits; an unknown or ambiguous person is left to the caller (`person` is set, `entry` is not)."""
    agents = heads(run, gaps, language)
    head = agents[0] if agents else None
    person = _named(run, agents, language)
    owner, place, distant, why = _owner(text, run, gaps, person, language)
    former = bool(run) and (is_former(text, run[0], language) or (head is not None and is_former(text, head, language)))
    sector, others, rule = _sector(agents, owner)
    related = head is not None and head.agent is not None and "relation" in head.agent.flags
    if place is not None and related and place.kind != "demonym":
        why, place, owner = f"not {place.name} itself", None, None  # "Israel's allies"
    if place is not None and distant and head is not None and sector not in LOCAL:
        place, why = None, ""  # troops or an embassy in a country are not that country's
    code = place.code if place else None
    if owner is not None and (place is None or (place.kind in ("city", "region") and owner.code)):
        code, why = owner.code, f"code from {owner.name} ({owner.source})"
    if person is not None:
        return Reading("person", code, sector, others, None, person, head, former, _join(rule, why), 1.0)
    if head is not None:
        if former and sector in STATE_SECTORS | {"PTY"}:
            sector, others, rule = "ELI", (sector, *others), rule + "; former"
        kind = "agent"
        return Reading(kind, code, sector, others, owner, None, head, former, _join(rule, why), _sure(text, run, gaps, language))
    if owner is not None:
        kind = {"group": "group", "global": "global"}.get(owner.kind, "organisation")
        return Reading(kind, code, owner.sector, owner.other_sectors, owner, None, None, former, f"{owner.source}: {owner.name}")
    return _bare_place(text, run, place, language)


def _named(run: list[Hit], agents: list[Hit], language: str) -> Hit | None:
    """The person that the phrase is about: a name alone, or after a title; "pendukung Trump" is about others."""
    people = [h for h in run if h.kind == "person"]
    if not people:
        return None
    person = people[-1]
    before = [h for h in run if h.kind == "agent" and h.start < person.start]
    after = [h for h in run if h.kind == "agent" and h.start > person.start]
    if after:  # "the Bush administration"
        return None
    if not before:
        return person
    first = agents[0]
    if not takes_name(first.agent):
        return None
    nearest = before[-1]
    relation = first.agent is not None and "inherits" in first.agent.flags and nearest is not first
    titled = nearest.agent is not None and "title" in nearest.agent.flags
    return None if relation and titled and person.entries and language == "id" else person


def _owner(
    text: str, run: list[Hit], gaps: list[Gap], person: Hit | None, language: str
) -> tuple[Entry | None, Entry | None, bool, str]:
    """(organisation or seat the phrase names, place that gives the country, whether only by "in", why)."""
    weak = set(words(language)["phrase"]["weak_links"])
    owner: Entry | None = None
    places: list[tuple[int, Entry, Hit]] = []
    for n, hit in enumerate(run):
        how = stance(text, hit, language)
        if how in ("against", "side"):
            continue
        late = 1 if how == "led" or (n and gaps[n - 1].link in weak) else 0
        if hit.kind == "place":
            fine = 2 if hit.entries[0].kind in ("city", "region") else 0
            places.append((late + fine, hit.entries[0], hit))
        elif (hit.kind in ("body", "seat") and owner is None) or (
            hit.kind == "person" and hit is not person and owner is None and hit.entries
        ):
            owner = hit.entries[0]
    if not places:
        return owner, None, False, ""
    far, entry, hit = min(places, key=lambda p: (p[0], p[2].start))
    if owner is not None and owner.code and far % 2:
        return owner, None, False, ""  # "members of Al-Qaeda in Somalia"
    return (
        owner,
        entry,
        far % 2 == 1 and stance(text, hit, language) != "led",
        f"code from {_LABEL[entry.kind]} {hit.text} ({entry.source})",
    )


def _sector(agents: list[Hit], owner: Entry | None) -> tuple[str | None, tuple[str, ...], str]:
    if not agents:
        return (owner.sector, owner.other_sectors, "") if owner else (None, (), "")
    head = agents[0].agent
    assert head is not None
    said = f"{head.name}"
    if "inherits" in head.flags:
        for hit in agents[1:]:
            inner = hit.agent
            titled = owner is not None and owner.kind == "person" and inner is not None and "title" in inner.flags
            if inner is not None and inner.sector and not titled and not ("inherits" in inner.flags and owner is not None):
                return inner.sector, inner.other_sectors, f"{said} of {inner.name}: {inner.sector}"
        if owner is not None and owner.kind == "person" and "role" not in head.flags:
            return head.sector, head.other_sectors, f"{said} of {owner.name}"
        if owner is not None and owner.sector:
            return owner.sector, owner.other_sectors, f"{said} of {owner.name}: {owner.sector}"
        if owner is not None and owner.code in NOT_STATES:
            return None, (), f"{said} of {owner.name}"
        return head.sector, head.other_sectors, f"{said}: {head.sector or 'no sector of its own'}"
    if owner is not None and owner.kind != "person":
        if owner.sector in ARMED_BODIES and head.sector in ("MIL", "GOV", "PTY", "UAF", "UNK", None):
            return owner.sector, owner.other_sectors, f"{said} of {owner.name}: {owner.sector}"
        if owner.code in NOT_STATES and head.sector == "GOV":
            return owner.sector, owner.other_sectors, f"{said} of {owner.name}"
    return head.sector, head.other_sectors, f"{said}: {head.sector}"


def _bare_place(text: str, run: list[Hit], place: Entry | None, language: str) -> Reading:
    hit = next((h for h in run if h.kind == "place"), run[0])
    if place is None or place.kind in ("city", "region"):
        return Reading("place", None, None, rule=f"{hit.text} is a place, no actor")
    rule = f"{_LABEL[place.kind]} {hit.text} ({place.source})"
    others = place.other_sectors
    before = text[max(0, hit.start - 16) : hit.start].lower()
    if place.kind == "capital":
        word = re.findall(r"\w+", before)[-1:]
        if word and word[0] in words(language)["phrase"]["place_words"]:
            return Reading("country", place.code, None, others, rule=rule + " after a preposition of place", confidence=0.4)
        return Reading("country", place.code, None, others, rule=rule + " for the government", confidence=0.8)
    if place.kind == "demonym" and language == "en":
        counted = re.search(
            r"(\d[\d,.]*|\b(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|some|many|several|dozens of|"
            r"hundreds of|thousands of|more|other|most))\s+$",
            before,
        )
        after = re.match(r"\s+([a-z]+)", text[hit.end :])
        single = counted is not None and counted[1].lower() in ("a", "an", "one")
        if counted and not (single and after and after[1] not in words(language)["phrase"]["after_people"]):
            return Reading("agent", place.code, "CVL", others, rule=rule + ", counted people: CVL", confidence=0.8)
    return Reading("country", place.code, place.sector, others, rule=rule)


def _sure(text: str, run: list[Hit], gaps: list[Gap], language: str) -> float:
    led = any(stance(text, h, language) == "led" for h in run if h.kind == "place")
    weak = any(g.link in words(language)["phrase"]["weak_links"] for g in gaps)
    return 0.6 if led or weak else 1.0


def _join(*parts: str) -> str:
    return "; ".join(p for p in parts if p)
