"""Which neighbouring hits form one noun phrase, and what the phrase means: code, sector, identity.

The reading goes by the order of words, not by the parse alone: "Presiden Rusia Vladimir Putin" is one party whatever
heads the parser gives it. Indonesian puts the head first, English last; everything else is shared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .book import Agent, Entry
from .scan import Hit
from .tables import words

_ACRONYM = re.compile(r"\s*\([A-Z][\w.&-]{1,11}\)\s*")
STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})
NOT_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a run of hits means before the article's context is asked."""

    kind: str
    code: str | None
    sector: str | None
    other_sectors: tuple[str, ...] = ()
    entry: Entry | None = None
    person: Hit | None = None
    """The person named, known or not."""
    head: Hit | None = None
    """The agent noun that gives the sector."""
    former: bool = False
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two neighbouring hits."""

    empty: bool
    link: str | None = None
    possessive: bool = False
    hyphen: bool = False


def gap_between(text: str, a: Hit, b: Hit, language: str, nominal: Callable[[int, int], bool] | None = None) -> Gap | None:
    """The gap when only words of noun phrases stand between the hits, else None.

    `nominal` says whether a stretch is tagged as words of a noun phrase; without it unknown words end the phrase.
    """
    raw = _ACRONYM.sub(" ", text[a.end : b.start])
    if re.search(r"\s[–—-]\s|[,;:()\"“”?!\n]|\.\s", re.sub(r"^\.(?=\s)", "", raw) if len(a.text) <= 4 else raw):
        return None
    w = words(language)["phrase"]
    inner = raw.lower().strip()
    possessive = bool(re.match(r"['’]s?\b|['’]\s", raw)) and language == "en"
    inner = re.sub(r"^['’]s?\b", "", inner).strip(" '’.-–")
    if not inner:
        return Gap(True, None, possessive, raw.strip() in ("-", "–"))
    parts = inner.split()
    link = None
    for size in (2, 1):
        for n in range(len(parts) - size + 1):
            phrase = " ".join(parts[n : n + size])
            if link is None and (phrase in w["links"] or phrase in w["weak_links"]):
                link = phrase
                del parts[n : n + size]
                break
    allowed = set(w["fillers"]) | set(w["quantifiers"]) | {"the", "a"}
    if len(parts) <= 3 and all(p in allowed or p.strip("-") in allowed or p.isdigit() for p in parts):
        return Gap(not link, link, possessive)
    modifies = a.kind == "agent" if language == "id" else b.kind == "agent" and a.kind != "person"
    if nominal is not None and modifies and len(parts) <= 3 and nominal(a.end, b.start):
        return Gap(not link, link, possessive)
    return None


def takes_name(agent: Agent | None) -> bool:
    """Whether a person's name after the noun says who it is ("Presiden Putin"), not whose ("pendukung Trump")."""
    return agent is not None and bool(agent.flags & {"title", "role", "people"}) and not {"body", "vehicle"} & agent.flags


def joined(a: Hit, b: Hit, gap: Gap, language: str, has_agent: bool) -> bool:
    """Whether two neighbouring hits belong to one noun phrase; `has_agent`: the phrase so far has an agent noun."""
    pair = (_side(a), _side(b))
    if a.kind == "person":
        # "the Bush administration", "Bush's spokesman"
        return language == "en" and b.kind == "agent" and gap.empty and not takes_name_alone(b, gap)
    if pair == ("name", "name"):
        if a.kind == "place" and b.kind == "place":
            return a.entries[0].kind in ("region", "city") and b.entries[0].kind in ("country", "short") and gap.empty
        if a.kind == "place":  # "Palestinian Hamas", "Iran's IRGC", but not "Israel-Hamas"
            return gap.empty and (gap.possessive or a.entries[0].kind == "demonym")
        return gap.empty and b.kind == "place" and not gap.hyphen
    if b.kind == "person":
        if a.kind == "agent":
            return gap.link in (None, "of", "to", "for", "dari", "milik", "pimpinan")
        demonym = a.kind == "place" and a.entries[0].kind in ("demonym", "country", "short")
        return gap.empty and (has_agent or gap.possessive or (demonym and language == "en" and a.entries[0].kind == "demonym"))
    if pair == ("agent", "agent"):
        return gap.link is None or gap.link in ("of", "of the", "dari")
    if language == "id":
        if pair == ("agent", "name"):
            return True
        title = b.agent is not None and "title" in b.agent.flags
        return pair == ("name", "agent") and gap.empty and title and has_agent
    if pair == ("name", "agent"):
        return gap.empty
    return pair == ("agent", "name") and (gap.link is not None or (gap.empty and b.kind == "body"))


def takes_name_alone(b: Hit, gap: Gap) -> bool:
    """An English title after a person starts a phrase of its own unless the person owns it."""
    return b.agent is not None and "title" in b.agent.flags and not gap.possessive


def _side(hit: Hit) -> str:
    return "agent" if hit.kind == "agent" else "person" if hit.kind == "person" else "name"


def heads(run: list[Hit], gaps: list[Gap], language: str) -> list[Hit]:
    """Agent nouns of the run from the head inwards."""
    agents = [h for h in run if h.kind == "agent"]
    if language == "id" or not agents:
        return agents
    # English: the last agent before "of" or before a name is the head; what stands before it modifies it
    cut = next((n + 1 for n, g in enumerate(gaps) if g.link), len(run))
    before = [h for h in run[:cut] if h.kind == "agent"]
    after = [h for h in run[cut:] if h.kind == "agent"]
    return before[::-1] + after[::-1]


def stance(text: str, hit: Hit, language: str) -> str:
    """`against` ("anti-Israel"), `side` ("pro-Taliban", "Iran-backed"), `led` ("US-led"), or empty."""
    w = words(language)["phrase"]
    before = re.search(r"(\w+)[-\s]$", text[: hit.start].lower())
    after = re.match(r"-(\w+)", text[hit.end :].lower())
    if before and before.group(1) in w["against"]:
        return "against"
    if before and before.group(1) in w["side"]:
        return "side"
    if before and before.group(1) in w["led"]:
        return "led"
    if after and after.group(1) in w["led"]:
        return "led"
    if after and after.group(1) in w["backed"]:
        return "side"
    return ""


def is_former(text: str, hit: Hit, language: str) -> bool:
    """Whether "mantan", "former" or the like stands right before the phrase."""
    before = text[max(0, hit.start - 24) : hit.start].lower()
    m = re.search(r"([\w-]+?)[\s-]+(?:[\w-]+\s+)?$", before)
    w = words(language)["phrase"]["former"]
    last = re.findall(r"[\w]+", before)[-1:]
    return bool(last and last[0] in w) or bool(m and m.group(1) in w and language == "en")
