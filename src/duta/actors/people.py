"""Who a person's name is: the entry in force on the day, supported by what the article says, or nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .book import MINOR, Entry, fold, key_of
from .grammar import STATE_SECTORS
from .scan import Hit

_PARTICLES = frozenset({"al", "el", "bin", "ibn", "de", "da", "von", "van", "the", "jr", "sr"})


@dataclass(slots=True)
class Person:
    """One person of the article: all mentions by name, and what is known of them."""

    tokens: set[str]
    first: Hit
    entries: list[Entry] = field(default_factory=list)
    strong: bool = False
    """Mentioned by a full name of the book at least once."""
    code: str | None = None
    sector: str | None = None
    other_sectors: tuple[str, ...] = ()
    office: str | None = None
    said: str = ""
    """Where code and sector were said, when the book does not know the person."""
    hint: str | None = None
    """Country that the article puts next to the name."""


def name_tokens(text: str) -> list[str]:
    """The words of a name that tell people apart."""
    return [t for t in key_of(text).split(" ") if t not in _PARTICLES and len(t) > 1]


class People:
    """The persons of one article, by mention."""

    def __init__(self, published: str | None, given: set[str] | None = None) -> None:
        self.published = published
        self.given = given or set()
        self.all: list[Person] = []
        self.by_hit: dict[tuple[int, int], Person] = {}

    def add(self, hit: Hit) -> Person:
        """The person of this mention: one already met whose name contains it or is contained in it, or a new one."""
        tokens = set(name_tokens(hit.text)) or {fold(hit.text)}
        names = {e.person for e in hit.entries}
        for person in reversed(self.all):
            known = {e.person for e in person.entries}
            if tokens <= person.tokens or person.tokens <= tokens:
                if names and known and not names & known:
                    continue
                if names and known:
                    shared = names & known
                    person.entries = [e for e in (*person.entries, *hit.entries) if e.person in shared]
                elif names and not person.entries and len(tokens) < len(person.tokens):
                    pass  # a surname that the book knows, but the full name is somebody else's
                elif names:
                    person.entries = list(hit.entries)
                break
        else:
            person = Person(tokens, hit, list(hit.entries))
            self.all.append(person)
        person.tokens |= tokens
        person.strong |= bool(hit.entries) and not hit.weak
        self.by_hit[hit.start, hit.end] = person
        return person

    def settle(self, person: Person, codes: set[str]) -> tuple[Entry | None, str]:
        """The entry for this person on the publication day, and why; (None, reason) when that is not sure.

        `codes`: countries that the article names elsewhere.
        """
        if not person.entries:
            return None, "not in the knowledge files"
        by_name: dict[str, list[Entry]] = {}
        for entry in dict.fromkeys(person.entries):
            by_name.setdefault(entry.person, []).append(entry)
        scored = []
        for lines in by_name.values():
            entry = in_force(lines, self.published)
            rank = max(e.rank for e in lines)
            points: float = 10 * rank + 3 * entry.active(self.published) + 2 * (entry.code in codes)
            if person.hint:
                points += 4 if entry.code == person.hint else -6
            far = _years_out(entry, self.published)
            points -= min(far, 30) / 10
            scored.append((points, entry, rank))
        scored.sort(key=lambda s: -s[0])
        points, best, rank = scored[0]
        if len(scored) > 1 and scored[1][0] > points - 0.5 and scored[1][1].person != best.person:
            if scored[1][1].code == best.code:
                both = best.sector if best.active(self.published) and scored[1][1].active(self.published) else None
                return Entry("", "person", best.code, both, source=best.source), "two holders of the name, one country"
            return None, f"{best.name} or {scored[1][1].name}: the article does not tell"
        supported = best.code == person.hint if person.hint else best.code in codes
        if rank == MINOR and not supported:
            return None, f"{best.name} of {best.code} by name, without support in the article"
        if not person.strong and rank <= 0:
            alone = len({e.person for e in person.entries if e.active(self.published)}) == 1
            alone = alone and not (person.tokens & self.given)
            if person.hint and not supported:
                return None, f"surname of {best.name}, but the article says {person.hint}"
            if not supported and not (alone and best.active(self.published)):
                return None, f"surname of {best.name}, without support in the article"
            if not best.active(self.published) and (not supported or _years_out(best, self.published) > 40):
                return None, f"surname of {best.name}, not in office then"
        return best, "full name" if person.strong else "surname, supported by the article" if supported else "surname"


def in_force(lines: list[Entry], date: str | None) -> Entry:
    """The line of a person that holds on `date`: one in force (of the state first), else the last one over, else the next."""
    if date is None:
        return max(lines, key=lambda e: (e.rank, e.end is None, e.start or ""))
    active = [e for e in lines if e.active(date)]
    if active:
        # a president who also leads his party speaks as president
        return max(active, key=lambda e: (e.rank, e.sector in STATE_SECTORS, e.start or "", e.office is not None))
    over = [e for e in lines if e.over(date)]
    return max(over, key=lambda e: e.end or "") if over else min(lines, key=lambda e: e.start or "")


def sectors_of(entry: Entry, date: str | None) -> tuple[str | None, tuple[str, ...], str]:
    """Sector, further sectors and a remark: a former holder of a state office is ELI."""
    term = (
        f"{(entry.start or '')[:4]}-{(entry.end or '')[:4]}".strip("-") and f"{(entry.start or '')[:4]}-{(entry.end or '')[:4]}"
    )
    said = " ".join(x for x in (entry.office or entry.kind, term) if x)
    if entry.over(date) and entry.sector in STATE_SECTORS:
        return "ELI", (), f"former {said}"
    if date is not None and not entry.active(date) and not entry.over(date):
        return None, (), f"later {said}"
    return entry.sector, entry.other_sectors, said


def _years_out(entry: Entry, date: str | None) -> int:
    if date is None or entry.active(date):
        return 0
    edge = entry.end if entry.over(date) else entry.start
    return abs(int(date[:4]) - int(re.sub(r"\D.*", "", edge or date[:4])[:4]))
