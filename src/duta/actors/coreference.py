"""Pronouns, definite descriptions and "both countries"; abstains when two antecedents compete."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from duta.records import Party

from .nouns import LOWERED, PERSONAL, Nouns


class Memory(Nouns):
    """The mentions of an article in order, asked what a pronoun, description or pair of parties stands for."""

    # --- pronouns and descriptions -----------------------------------------------------------------------------------

    def back(self, token: Token) -> Party | None:
        """The party a pronoun or definite description stands for."""
        word = token.lower_
        if word in self.words["one"]:
            return self._link(
                token,
                self._subjects_before(None, self.sentence_of(self.where.start(token)), self.where.start(token), PERSONAL),
                "pronoun",
            )
        if word in self.words["thing"]:
            kinds = frozenset({"country", "organisation", "group"})
            return self._link(
                token,
                self._subjects_before(None, self.sentence_of(self.where.start(token)), self.where.start(token), kinds),
                "pronoun",
            )
        if word in self.words["many"]:
            found = self._subjects_before(None, self.sentence_of(self.where.start(token)), self.where.start(token))
            found = [p for p in found if p.kind != "person" and (p.kind != "country" or p.text.endswith("s"))]
            return self._link(token, found, "pronoun")
        around = self.text[max(0, self.where.start(token) - 40) : self.where.end(token) + 40].lower()
        for phrase in sorted(self.words["global"], key=len, reverse=True):
            if token.lower_ in phrase.split() and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", around):
                return Party(
                    self.where.start(token),
                    self.where.end(token),
                    token.text,
                    "global",
                    rule=f"global construct: {phrase}",
                )
        if word in self.words["country_nouns"] and self._points(token):
            kinds = frozenset({"country"})
            return self._link(
                token,
                self._subjects_before(None, self.sentence_of(self.where.start(token)), self.where.start(token), kinds),
                "description",
            )
        return None

    def pair(self, token: Token) -> list[Party]:
        """The two parties that "kedua negara", "both sides" or "they" speak of; empty unless exactly two."""
        word = token.lower_
        before = self.text[max(0, self.where.start(token) - 14) : self.where.start(token)].lower()
        marked = any(re.search(rf"(?<!\w){re.escape(p)}\s+(?:\w+\s+)?$", before) for p in self.words["pairs"])
        noun = self.text[self.where.start(token) : self.where.start(token) + 24].lower()
        named = any(re.match(rf"{re.escape(p)}(?!\w)", noun) for p in self.words["pair_nouns"])
        belah = re.search(r"kedua (belah )?$", before) is not None and named
        both = word in ("both", "keduanya", "kedua-duanya")
        if not (marked and named) and not belah and not both and word not in self.words["many"]:
            return []
        here = self.sentence_of(self.where.start(token))
        people = any(noun.startswith(w) for w in self.words["pair_people"])
        pools = [
            [m for m in self.mentions if m.party and m.start < self.where.start(token) and here - m.sentence <= back]
            for back in (0, 1, 99)
        ]
        for pool in pools:
            distinct: dict[str, Party] = {}
            for m in pool:
                p = m.party
                if p is None or p.code is None or (people and p.kind not in ("person", "country")):
                    continue
                if not people and word not in self.words["many"] and p.kind == "agent" and p.sector not in ("GOV", "MIL", "REB"):
                    continue
                held = distinct.get(p.code)
                if held is None or (people and held.kind == "country" and p.kind == "person"):
                    distinct[p.code] = p
            if len(distinct) == 2 and (word not in self.words["many"] or self._coordinated(list(distinct.values()))):
                text = token.text
                return [
                    replace(
                        p,
                        start=self.where.start(token),
                        end=self.where.end(token),
                        text=text,
                        antecedent=(p.start, p.end),
                        confidence=LOWERED,
                        rule=f"{text}: the two parties of the article, {p.text}; {p.rule}",
                    )
                    for p in distinct.values()
                ]
            if len(distinct) > 2:
                return []
        return []

    def share(self, found: list[Party], text: str) -> list[Party]:
        """ "pemerintah dan rakyat Irak": members without a country take that of their coordination."""
        codes = {p.code for p in found if p.code}
        if len(found) < 2 or len(codes) != 1 or not any(p.code is None and p.kind == "agent" for p in found):
            return found
        code = next(iter(codes))
        return [
            replace(p, code=code, rule=f"{p.rule}; country shared in the coordination", confidence=LOWERED)
            if p.code is None and p.kind == "agent"
            else p
            for p in found
        ]

    def _coordinated(self, two: list[Party]) -> bool:
        a, b = sorted(two, key=lambda p: p.start)
        return re.fullmatch(r"\s*(,|dan|and|&|dengan|with)\s*(the\s+)?", self.text[a.end : b.start]) is not None

    def _points(self, token: Token) -> bool:
        after = re.match(r"\s+(\w+)", self.text[self.where.end(token) :])
        before = re.search(r"(\w+)\s+$", self.text[max(0, self.where.start(token) - 12) : self.where.start(token)].lower())
        if self.language == "id":
            return after is not None and after.group(1) in self.words["definite"]
        return before is not None and before.group(1) in self.words["definite"]

    def _link(self, token: Token, found: list[Party], how: str) -> Party | None:
        names = {(p.identifier or p.text, p.code) for p in found}
        codes = {p.code for p in found}
        if not found or (len(names) != 1 and len(codes) != 1):
            return None
        p = found[0]
        same = len(names) == 1
        return replace(
            p,
            start=self.where.start(token),
            end=self.where.end(token),
            text=token.text,
            antecedent=(p.start, p.end),
            confidence=LOWERED,
            identifier=p.identifier if same else None,
            identifier_id=p.identifier_id if same else None,
            rule=f"{how} {token.text} for {p.text}; {p.rule}",
        )
