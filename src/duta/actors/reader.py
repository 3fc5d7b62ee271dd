"""Who the noun phrases of an article are: every mention read once, later mentions linked to earlier ones."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from duta.records import Party

from .book import Book, key_of
from .compose import compose
from .coreference import Memory
from .grammar import Gap, Reading, gap_between, joined
from .names import person_hits, respelled
from .offsets import Offsets
from .people import People, Person, in_force, sectors_of
from .scan import Hit, scan
from .tables import words


@dataclass(slots=True)
class Mention:
    """A noun phrase about an actor: its hits, what it means, and the party it became."""

    run: list[Hit]
    gaps: list[Gap]
    reading: Reading
    sentence: int
    party: Party | None = None
    described: bool = False
    """It describes the mention beside it ("Shim, chairman of the party")."""
    names: Mention | None = None
    """The mention it describes."""
    origin: Mention | None = None
    """The mention that introduced this acronym."""

    @property
    def start(self) -> int:
        """First character."""
        return self.run[0].start

    @property
    def end(self) -> int:
        """After the last character."""
        return self.run[-1].end


class Reader:
    """The parties of one parsed article.

    Args:
        doc: tokens with sentences; tags, heads and PER/ORG/LOC entities are used where they are there.
        language: `id` or `en`.
        published: the publication day, ISO 8601, or None: persons are then read by their latest office.
        book: from `load_book`.
    """

    def __init__(self, doc: Doc, language: str, published: str | None, book: Book) -> None:
        self.doc, self.language, self.published, self.book = doc, language, published, book
        self.where = Offsets(doc)
        self.text = self.where.text
        self._starts = [self.where.start(s[0]) for s in doc.sents] if doc.has_annotation("SENT_START") else [0]
        self._tagged = {(self.where.start(e[0]), self.where.end(e[-1])) for e in doc.ents if e.label_ in ("PER", "PERSON")}
        self.people = People(published, book.given)
        self._mentions = self._read()
        self._describe()
        self._codes = {m.reading.code for m in self._mentions if m.reading.code}
        for mention in self._mentions:
            if not mention.reading.person:
                mention.party = self._party(mention)
        self._codes |= {m.party.code for m in self._mentions if m.party and m.party.code}
        for mention in self._mentions:
            if mention.reading.person:
                mention.party = self._party(mention)
        for mention in self._mentions:
            if mention.names is not None and mention.names.party is not None:
                name = mention.names.party
                mention.party = replace(
                    name,
                    start=mention.start,
                    end=mention.end,
                    text=self.text[mention.start : mention.end],
                    antecedent=(name.start, name.end),
                    rule=f"apposition; {name.rule}",
                )
        self._memory = Memory(self.where, language, self._mentions, self.sentence_of)
        self._memory.complete()
        self._by_char = {c: m for m in self._mentions for c in range(m.start, m.end)}

    # --- what the coder asks -----------------------------------------------------------------------------------------

    def party(self, token: Token) -> Party | None:
        """Who the noun phrase headed by `token` is; None when it is no actor or not clear."""
        mention = self._mention_at(token)
        if mention is not None:
            return mention.party
        return self._memory.back(token)

    def parties(self, token: Token) -> list[Party]:
        """All members of a coordination or plural reference headed by `token`; empty when none is an actor."""
        both = self._memory.pair(token)
        if both:
            return both
        first = self.party(token)
        found = [first] if first else []
        mention = self._mention_at(token)
        seen = {id(mention)} if mention else set()
        for inner in self._inside(token):
            if inner is not mention and inner.party is not None:
                seen.add(id(inner))
                found.append(inner.party)
        for member in self._conjuncts(token):
            other = self._mention_at(member)
            party = other.party if other else self._memory.back(member)
            if other is not None and id(other) in seen:
                continue
            if other is not None:
                seen.add(id(other))
            if party is not None and party not in found:
                found.append(party)
        return self._memory.share(found, self.text)

    def mentions(self) -> list[Party]:
        """Every party found by name or noun, in order."""
        return [m.party for m in self._mentions if m.party is not None]

    def sentence_of(self, position: int) -> int:
        """Number of the sentence that holds a character position."""
        return max(0, sum(s <= position for s in self._starts) - 1)

    # --- reading -----------------------------------------------------------------------------------------------------

    def _read(self) -> list[Mention]:
        hits = self._settled(scan(self.text, self.book, self.language))
        hits = person_hits(self.where, hits, self.language)
        hits = [replace(h, entries=respelled(h.text, self.book)) if h.kind == "person" and not h.entries else h for h in hits]
        nominal = self._nominal if self.doc.has_annotation("TAG") or self.doc.has_annotation("POS") else None
        found: list[Mention] = []
        run: list[Hit] = []
        gaps: list[Gap] = []
        for hit in hits:
            if run:
                gap = gap_between(self.text, run[-1], hit, self.language, nominal)
                agent = any(h.kind == "agent" for h in run)
                same = gap is not None and joined(run[-1], hit, gap, self.language, agent) and self._parse_allows(run, hit)
                if same and gap is not None and self.sentence_of(run[-1].start) == self.sentence_of(hit.start):
                    run.append(hit)
                    gaps.append(gap)
                    continue
                found.append(self._mention(run, gaps))
            run, gaps = [hit], []
        if run:
            found.append(self._mention(run, gaps))
        return self._with_acronyms(found)

    def _with_acronyms(self, found: list[Mention]) -> list[Mention]:
        """Acronyms that the article itself introduces: "Tim Pengawas (Timwas)", then "Timwas"."""
        extra: list[Mention] = []
        for mention in found:
            m = re.match(r"\s*\(([A-Z][\w&-]{1,11})\)", self.text[mention.end :])
            if m is None or mention.reading.kind in ("place", "person", "country") or key_of(m.group(1)) in self.book.forms:
                continue
            for again in re.finditer(rf"(?<!\w){re.escape(m.group(1))}(?!\w)", self.text[mention.end :]):
                start, end = mention.end + again.start(), mention.end + again.end()
                if any(o.start < end and start < o.end for o in (*found, *extra)):
                    continue
                reading = replace(
                    mention.reading, rule=f"short for {self.text[mention.start : mention.end]}; {mention.reading.rule}"
                )
                hit = Hit(start, end, m.group(1), "agent" if mention.reading.head else "body", (), mention.run[0].agent)
                extra.append(Mention([hit], [], reading, self.sentence_of(start), origin=mention))
        return sorted([*found, *extra], key=lambda m: m.start)

    def _settled(self, hits: list[Hit]) -> list[Hit]:
        """Bodies of one name in several states: the state the article speaks of most; verbs are no agent nouns."""
        states = Counter(h.entries[0].code for h in hits if h.kind == "place")
        out = []
        for hit in hits:
            span = self.where.span(hit.start, hit.end)
            tag = span[0].pos_ if span is not None and len(span) == 1 else ""
            verbal = tag in ("VERB", "AUX")
            if hit.agent is not None and hit.kind == "agent" and (verbal or (tag == "ADJ" and "people" in hit.agent.flags)):
                continue
            if hit.kind == "body" and hit.agent is not None and not self._meant(hit, states):
                hit = replace(hit, kind="agent", entries=())
            if hit.kind == "body" and len({e.code for e in hit.entries}) > 1:
                best = max(hit.entries, key=lambda e: (e.rank, e.active(self.published), states[e.code]))
                hit = replace(hit, entries=(best, *(e for e in hit.entries if e is not best)))
            out.append(hit)
        return out

    @staticmethod
    def _meant(hit: Hit, states: Counter[str | None]) -> bool:
        """Whether a generic noun ("Pengadilan Tinggi") is the body of the book: acronyms are unless other states prevail."""
        here = max((states[e.code] for e in hit.entries), default=0)
        most = max(states.values(), default=0)
        return here == most and (here > 0 or hit.text.isupper())

    def _nominal(self, start: int, end: int) -> bool:
        span = self.where.span(start + 1, max(start + 1, end - 1))
        return span is not None and all(t.pos_ in ("NOUN", "PROPN", "ADJ", "DET", "NUM", "PART", "X") for t in span)

    def _mention(self, run: list[Hit], gaps: list[Gap]) -> Mention:
        reading = compose(self.text, run, gaps, self.language)
        mention = Mention(run, gaps, reading, self.sentence_of(run[0].start))
        if reading.person is not None:
            person = self.people.add(reading.person)
            self._learn(person, reading)
        return mention

    def _learn(self, person: Person, reading: Reading) -> None:
        """Take over what the words around a name say of the person."""
        if reading.code and not person.hint:
            person.hint = reading.code
        if reading.head is not None and (person.sector is None or (reading.code and not person.code)):
            person.sector, person.other_sectors = reading.sector, reading.other_sectors
            person.office = reading.head.text
            person.said = reading.rule
            if reading.former:
                person.sector, person.other_sectors = "ELI", (reading.sector,) if reading.sector else ()
        if reading.code and not person.code:
            person.code = reading.code
            person.said = person.said or reading.rule

    def _parse_allows(self, run: list[Hit], hit: Hit) -> bool:
        """The parse vetoes a phrase across a verb's subject and object."""
        if not self.doc.has_annotation("DEP"):
            return True
        left = self.where.span(run[0].start, run[-1].end)
        right = self.where.span(hit.start, hit.end)
        if left is None or right is None:
            return True
        a, b = left.root, right.root
        verbal = ("nsubj", "nsubj:pass", "obj", "iobj")
        return not (a.dep_ in verbal and b.dep_ in verbal and a.dep_ != b.dep_ and a.head == b.head)

    def _describe(self) -> None:
        """Apposition: a description set off by a comma, dash or bracket belongs to the name beside it."""
        for a, b in zip(self._mentions, self._mentions[1:], strict=False):
            between = self.text[a.end : b.start]
            if not re.fullmatch(
                r"\s*[,(–-]\s*(?:(?:the|a|an|seorang|yang juga|yakni|yaitu|who is|selaku)\s+)?(?:[a-z-]+\s+){0,2}",
                between,
            ):
                continue
            name, noun = (a, b) if a.reading.person else (b, a)
            if name.reading.person is None or noun.reading.person is not None or noun.reading.head is None:
                continue
            agent = noun.reading.head.agent
            fits = agent is not None and (agent.flags & {"title", "role"} or agent.sector in ("REL", "BUS", "CVL", "EDU", "JRN"))
            if name.reading.head is not None or not fits or (noun.reading.head.text.endswith("s") and self.language == "en"):
                continue
            if name is b and "(" in between:
                continue
            person = self.people.by_hit[name.reading.person.start, name.reading.person.end]
            if person.entries and agent is not None and not agent.flags & {"title", "role"}:
                continue
            self._learn(person, noun.reading)
            noun.described = True
            noun.names = name

    def _party(self, mention: Mention) -> Party | None:
        reading = mention.reading
        if reading.kind == "place":
            return None
        text = self.text[mention.start : mention.end]
        base = Party(mention.start, mention.end, text, reading.kind, rule=reading.rule, confidence=reading.confidence)
        if reading.kind == "global":
            return base
        if reading.person is not None and reading.person.weak and reading.head is None:
            person = self.people.by_hit[reading.person.start, reading.person.end]
            tagged = (reading.person.start, reading.person.end) in self._tagged
            if not tagged and not person.said and self.people.settle(person, {c for c in self._codes if c})[0] is None:
                return None  # a word that is also somebody's surname ("Friday")
        if mention.origin is not None:
            base = replace(base, antecedent=(mention.origin.start, mention.origin.end))
        if reading.person is not None:
            return self._named(base, mention, self.people.by_hit[reading.person.start, reading.person.end])
        if reading.head is None and reading.entry is not None:
            entry = reading.entry
            base = replace(base, identifier=entry.name, identifier_id=entry.wikidata, office=entry.office)
        elif reading.entry is not None and reading.entry.kind == "person":
            lines = [e for h in mention.run for e in h.entries if e.person == reading.entry.person]
            line = in_force(lines or [reading.entry], self.published)
            return replace(base, code=reading.code or line.code, sector=reading.sector, other_sectors=reading.other_sectors)
        return replace(base, code=reading.code, sector=reading.sector, other_sectors=reading.other_sectors)

    def _named(self, base: Party, mention: Mention, person: Person) -> Party:
        entry, why = self.people.settle(person, {c for c in self._codes if c})
        link = None
        if person.first is not mention.reading.person:
            link = (person.first.start, person.first.end)
        if entry is not None and (not mention.reading.code or mention.reading.code == entry.code or person.strong):
            sector, others, said = sectors_of(entry, self.published)
            if mention.reading.former and sector not in (None, "ELI"):
                sector, others, said = "ELI", (), said + ", former in the text"
            elif sector == "ELI" and mention.reading.sector == entry.sector and not mention.reading.former:
                sector, said = entry.sector, said + ", called by the office here: told of that time"
            elif sector is None and mention.reading.sector:
                sector, others = mention.reading.sector, mention.reading.other_sectors
            rule = f"{entry.source}: {entry.name}, {said}; {why}"
            sure = 0.95 if person.strong else 0.85 if "supported" in why else 0.7
            return replace(
                base,
                kind="person",
                code=entry.code,
                sector=sector,
                other_sectors=others,
                identifier=entry.name or None,
                identifier_id=entry.wikidata,
                office=entry.office,
                rule=rule,
                antecedent=link,
                confidence=sure,
            )
        own = mention.reading
        sector, others = (own.sector, own.other_sectors) if own.head else (person.sector, person.other_sectors)
        if own.former or (own.head is None and person.sector == "ELI"):
            others = (sector,) if sector and sector != "ELI" and own.former else others
            sector = "ELI"
        code = own.code or person.code
        rule = "; ".join(
            x for x in (f"name: {why}", own.rule or (f"said of the name: {person.said}" if person.said else "")) if x
        )
        return replace(
            base,
            kind="person",
            code=code,
            sector=sector,
            other_sectors=others,
            office=person.office,
            rule=rule,
            antecedent=link,
            confidence=0.8 if code else 0.5,
        )

    # --- finding the mention of a token ------------------------------------------------------------------------------

    def _mention_at(self, token: Token) -> Mention | None:
        for position in (self.where.start(token), self.where.end(token) - 1):
            if position in self._by_char:
                return self._by_char[position]
        if (
            token.pos_ in ("NUM", "ADJ", "DET", "PROPN", "X", "SYM")
            or token.lower_ in words(self.language)["phrase"]["quantifiers"]
        ):
            # a number or adjective taken for the head: the phrase's noun stands beside it
            for other in self.doc[token.i + 1 : token.i + 4]:
                if self.where.start(other) in self._by_char:
                    return self._by_char[self.where.start(other)]
                if other.pos_ in ("VERB", "ADP", "PUNCT", "CCONJ", "AUX", "SCONJ"):
                    return None
        return None

    def _inside(self, token: Token) -> list[Mention]:
        """All mentions of one hyphened token ("Thailand-Kamboja")."""
        start, end = self.where.start(token), self.where.end(token)
        return [m for m in self._mentions if start <= m.start and m.end <= end] if "-" in token.text else []

    def _conjuncts(self, token: Token) -> list[Token]:
        """Members of the coordination, by the parse and by the row of commas and "and" after the phrase."""
        members = [c for c in token.conjuncts if c.i != token.i] if self.doc.has_annotation("DEP") else []
        mention = self._mention_at(token)
        if mention is None or mention not in self._mentions:
            return sorted(members, key=lambda t: t.i)
        n = self._mentions.index(mention)
        row: list[Token] = []
        here = mention
        for other in self._mentions[n + 1 : n + 8]:
            between = self.text[here.end : other.start]
            if not re.fullmatch(r"\s*(,|dan|and|serta|&|,\s*(dan|and|serta)|as well as)\s*((the|para|with|dengan)\s+)?", between):
                break
            span = self.where.span(other.start, other.end)
            if span is None or other.described:
                break
            row.append(span.root if self.doc.has_annotation("DEP") else span[0])
            last, here = between.strip(), other
            if last not in (",",):
                break
        else:
            row = []
        # a row is one only when it closes with "and"
        if row and re.search(r"dan|and|serta|&|as well", self.text[mention.end : here.start]):
            members += [t for t in row if t not in members]
        return sorted(members, key=lambda t: t.i)
