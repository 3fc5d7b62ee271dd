"""Bare nouns and possessives: "pemerintah" after "pemerintah Somalia", "its troops", modifiers by the parse."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Token

from duta.records import Party

from .grammar import NOT_STATES
from .offsets import Offsets
from .tables import words

if TYPE_CHECKING:
    from .reader import Mention

ORGANS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
PERSONAL = frozenset({"person"})
LOWERED = 0.6
"""Confidence of a code that is taken from the article, not from the phrase."""


class Nouns:
    """The mentions of an article in order, asked for antecedents."""

    def __init__(self, where: Offsets, language: str, mentions: list[Mention], sentence_of: Callable[[int], int]) -> None:
        self.where, self.language, self.mentions, self.sentence_of = where, language, mentions, sentence_of
        self.text = where.text
        self.words = words(language)["back"]
        self.parsed = where.doc.has_annotation("DEP")

    def complete(self) -> None:
        """Give codes to mentions that have a kind but no country of their own."""
        for n, mention in enumerate(self.mentions):
            party = mention.party
            if party is None or party.code is not None:
                continue
            if mention.reading.person is not None:
                guessed = self._about(n, party)
                codes = {entry.code for entry in mention.reading.person.entries}
                # a name that duta knows, though not for certain here, is nobody of another country ("Obama" beside Jakarta alone)
                mention.party = guessed if not codes or guessed.code in codes else party
            elif mention.reading.head is not None:
                agent = mention.reading.head.agent
                if agent is not None and "relation" in agent.flags:
                    mention.party = None  # "its allies": somebody else's, and nobody in particular
                    continue
                fuller = (
                    self._owned(n, mention, party)
                    or self._modified(n, mention, party)
                    or self._shared(n, party)
                    or self._titled(n, party)
                    or self._same_noun(n, party)
                    or self._about(n, party)
                )
                # "organisasi", "pihak" alone say nothing
                known = fuller.code or fuller.sector or mention.reading.entry
                mention.party = fuller if known else None

    # --- bare nouns --------------------------------------------------------------------------------------------------

    def _owned(self, n: int, mention: Mention, party: Party) -> Party | None:
        """ "pasukannya", "its troops": the country or person spoken of."""
        before = re.search(r"(\w+)\s+(?:\w+\s+)?$", self.text[max(0, mention.start - 30) : mention.start].lower())
        clitic = any(h.clitic for h in mention.run)
        owned = before is not None and any(w in self.words["possessive"] for w in before.group(0).split())
        if not clitic and not owned:
            return None
        holders = self._subjects_before(n, mention.sentence, mention.start)
        codes = {p.code for p in holders}
        if len(codes) != 1 or not holders[0].code:
            return None
        owner = holders[0]
        return replace(
            party,
            code=owner.code,
            antecedent=(owner.start, owner.end),
            confidence=LOWERED,
            rule=f"{party.rule}; possessive of {owner.text}",
        )

    def _titled(self, n: int, party: Party) -> Party | None:
        """ "presiden itu", "the minister": the one person who was called so before."""
        head = self.mentions[n].reading.head
        if head is None or head.agent is None or not head.agent.flags & {"title", "role"} or not self._definite(self.mentions[n]):
            return None
        same: dict[str, Party] = {}
        for other in self.mentions[:n]:
            p = other.party
            called = (p.office or "").lower() if p else ""
            nouns = [h.agent.name for h in other.run if h.agent is not None and h.kind == "agent"]
            if p is not None and p.kind in PERSONAL and p.code and (head.agent.name in nouns or called.endswith(head.agent.name)):
                same[p.identifier or p.text] = p
        if len(same) != 1:
            return None
        link = next(iter(same.values()))
        return replace(
            party,
            kind="person",
            code=link.code,
            sector=link.sector,
            other_sectors=link.other_sectors,
            identifier=link.identifier,
            identifier_id=link.identifier_id,
            office=link.office,
            antecedent=(link.start, link.end),
            confidence=LOWERED,
            rule=f"{party.rule}; title of {link.text}",
        )

    def _same_noun(self, n: int, party: Party) -> Party | None:
        """ "pemerintah" after "pemerintah Somalia": the same noun with a country, one country only."""
        head = self.mentions[n].reading.head
        bodily = head is not None and head.agent is not None and bool(head.agent.flags & {"body", "title"})
        if not bodily and not self._definite(self.mentions[n]):
            return None
        mine = self._noun(self.mentions[n])
        full = [m.party for m in self.mentions if m.party and m.party.code and m.reading.code and self._noun(m) == mine]
        codes = {p.code for p in full}
        if len(codes) != 1:
            return None
        link = full[0]
        return replace(
            party,
            code=link.code,
            antecedent=(link.start, link.end),
            confidence=LOWERED,
            rule=f"{party.rule}; country from {link.text}",
        )

    def _modified(self, n: int, mention: Mention, party: Party) -> Party | None:
        """A country or body that the parse hangs below the noun ("kelompok dari nasionalis pribumi Fiji")."""
        span = self.where.span(mention.start, mention.end)
        if not self.parsed or span is None:
            return None
        queue, below = [span.root], []
        while queue:
            children = [c for c in queue.pop().children if self._belongs(c)]
            below += children
            queue += children
        for token in sorted(below, key=lambda t: abs(t.i - span.root.i)):
            for other in self.mentions[max(0, n - 3) : n + 4]:
                inside = other.start <= self.where.start(token) < other.end
                if inside and other is not mention and other.party and other.party.code and other.reading.head is None:
                    return replace(
                        party,
                        code=other.party.code,
                        confidence=0.8,
                        rule=f"{party.rule}; modified by {other.party.text}",
                    )
        return None

    def _belongs(self, token: Token) -> bool:
        """Whether a dependent says whose or what kind, not where to, and names one thing only."""
        if token.dep_.split(":")[0] not in ("nmod", "compound", "amod", "flat") or any(c.dep_ == "conj" for c in token.children):
            return False
        return all(c.lower_ in self.words["owning"] for c in token.children if c.dep_ == "case")

    def _shared(self, n: int, party: Party) -> Party | None:
        """ "pemerintah dan rakyat Irak", "Iraqi government and people": the country stands once."""
        beside = n + 1 if self.language == "id" else n - 1
        if not 0 <= beside < len(self.mentions):
            return None
        other = self.mentions[beside]
        a, b = sorted((self.mentions[n], other), key=lambda m: m.start)
        joint = re.fullmatch(r"\s*(dan|and|&|serta|atau|or)\s*(para\s*)?", self.text[a.end : b.start])
        if joint is None or other.party is None or not other.reading.code or other.reading.head is None:
            return None
        return replace(party, code=other.party.code, confidence=0.8, rule=f"{party.rule}; country shared with {other.party.text}")

    def _about(self, n: int, party: Party) -> Party:
        """The one state that the article names, or the one that the sentence names for an organ of state."""
        if party.sector in ("UAF", "UNK") or (party.sector is None and party.kind != "person"):
            return party
        here = self.mentions[n].sentence
        head = self.mentions[n].reading.head
        own = {h.entries[0].code for h in self.mentions[n].run if h.kind == "place"}
        for scope, sure in (("article", 0.5), ("sentence", 0.45)):
            codes = self._states(here if scope == "sentence" else None)
            if codes & own:  # "anti-Iran protesters", "troops in Iraq"
                return party
            machine = head is not None and head.agent is not None and "vehicle" in head.agent.flags
            if len(codes) == 1 and (scope == "article" or (party.sector in ORGANS and not machine)):
                code = next(iter(codes))
                return replace(party, code=code, confidence=sure, rule=f"{party.rule}; {code} is the only country of the {scope}")
        return party

    def _states(self, sentence: int | None) -> set[str]:
        """States named in the article or sentence, cities and regions included."""
        pool = [m for m in self.mentions if sentence is None or m.sentence == sentence]
        found: set[str | None] = {m.party.code for m in pool if m.party and m.party.code and m.party.confidence >= LOWERED}
        found |= {h.entries[0].code for m in pool for h in m.run if h.kind == "place"}
        return {c for c in found if c and c not in NOT_STATES}

    @staticmethod
    def _noun(mention: Mention) -> str | None:
        head = mention.reading.head
        return head.agent.name if head is not None and head.agent is not None else None

    def _definite(self, mention: Mention) -> bool:
        after = re.match(r"\s+(\w+)", self.text[mention.end :])
        before = re.search(r"(\w+)\s+$", self.text[max(0, mention.start - 12) : mention.start].lower())
        if self.language == "id":
            return (after is not None and after.group(1) in self.words["definite"]) or self.text[
                mention.start : mention.start + 1
            ].isupper()
        return before is not None and before.group(1) in self.words["definite"]

    def _subjects_before(self, n: int | None, sentence: int, position: int, kinds: frozenset[str] | None = None) -> list[Party]:
        """Candidates nearest first: subjects of this sentence before the position, then of the two sentences before."""
        for back in range(3):
            pool = [
                m
                for m in self.mentions
                if m.party
                and m.party.code
                and m.sentence == sentence - back
                and m.end <= position
                and not m.described
                and (kinds is None or m.party.kind in kinds)
            ]
            if not pool:
                continue
            subjects = [m for m in pool if self._is_subject(m)]
            chosen = subjects or pool
            return [m.party for m in chosen if m.party is not None]
        return []

    def _is_subject(self, mention: Mention) -> bool:
        span = self.where.span(mention.start, mention.end)
        if span is None:
            return False
        if self.parsed:
            return span.root.dep_.startswith("nsubj")
        # without a parse: the first phrase of its sentence
        return all(m is mention or m.sentence != mention.sentence or m.start > mention.start for m in self.mentions)
