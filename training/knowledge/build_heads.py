"""Builds `knowledge/heads.tsv`: heads of state and of government since 1990, from several reference lists.

Usage: python training/knowledge/build_heads.py REFERENCE_FOLDER

REIGN tells who effectively led, often by surname only, to 2021; CountryInfo tells offices and days to about 2009; the
factbook tells offices and days from 2015 on, with a gap between 2017 and 2020. `heads_known.tsv` beside this script
holds what none of them tells, and corrects them. Spellings of one person are merged into one; what the hand-written
files hold is left out.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from holdings import Line, is_place, known_as, last, lines_of, overlap, people, unsafe_alone, year
from names import parts, same_name, short_form
from reference import UNTITLED, Term, countryinfo, factbook, reign

from duta.actors.book import key_of
from duta.actors.tables import read_table

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "src" / "duta" / "knowledge" / "heads.tsv"
HAND_WRITTEN = ("leaders.tsv", "persons.tsv", "ministers.tsv", "indonesia.tsv")
SINCE = 1990
SEEN = {"REIGN": "2021-03", "CountryInfo": "2009-06"}
"""When the sources were closed: whoever is in office there was so on that day."""
MONARCHS = ("king", "queen", "emperor", "emir", "sultan", "grand duke", "prince", "shah", "paramount rulers", "ruler")
SECONDS = (
    "vice president",
    "vice-president",
    "deputy prime minister",
    "deputy president",
    "executive vice-president",
    "governor-general",
    UNTITLED,
)
NAMELESS = ("", UNTITLED)
"""Offices that a list does not tell: whoever effectively led, whoever else was in the government."""
HEADS = re.compile(
    r"^(?!.*\b(vice|deputy|former)\b)(.*\b(president|prime minister|premier|chancellor|king|queen|emperor|emir|sultan|pope|taoiseach"
    r"|grand duke|supreme leader|head of (state|government)|chief executive|state counsell?or|crown prince and prime minister)\b"
    r"(?! of (the )?(senate|national|parliament|house|supreme|assembly|exchequer|security)))|^leader$"
)
CROWNS = {
    "king": "Raja",
    "queen": "Ratu",
    "emperor": "Kaisar",
    "pope": "Paus",
    "emir": "Emir",
    "sultan": "Sultan",
    "grand duke": "Adipati Agung",
    "prince": "Pangeran",
}
"""Titles of one-named heads of state, with the Indonesian ones."""
HEADER = "name\taliases\tkind\tcode\tsector\tother_sectors\toffice\tstart\tend\twikidata\tcase\tnote"


@dataclass(slots=True)
class Person:
    """One person of one state, with every spelling and term that the sources give."""

    code: str
    names: list[Term] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)

    def matches(self, term: Term) -> bool:
        """Whether the term can be this person's."""
        longest = max((t.name for t in self.names), key=lambda n: len(parts(n)))
        also = {key_of(n) for t in self.names for n in (t.name, *t.also)}
        if not same_name(term.name, longest) and key_of(term.name) not in also:
            return False
        if (len(parts(term.name)) > 1 and len(parts(longest)) > 1) or (key_of(term.name) in also and " " in key_of(term.name)):
            return True
        return any(overlap(term.start, term.end, t.start, t.end) > -1.5 for t in self.terms)


def gather(folder: Path, states: set[str]) -> list[Term]:
    """All terms of states since 1990, corrected."""
    terms = [
        *countryinfo(folder / "countryinfo_CountryInfo.120116.txt"),
        *factbook(folder / "leaders_2015_2026_factbook.jsonl"),
        *reign(folder / "reign_leaderlist_3_21.csv"),
    ]
    known, wrong = corrections()
    kept = list(known)
    for term in terms:
        if term.code not in states or (term.end is not None and year(term.end, 0) < SINCE) or foreign(term):
            continue
        if any(w.code == term.code and same_name(w.name, term.name) and _within(term, w) for w in wrong):
            continue
        if term.end is None and term.source in SEEN:
            term = replace(term, end=SEEN[term.source], sure_end=False)
        kept.append(term)
    return kept


def _within(term: Term, span: Term) -> bool:
    return overlap(term.start, term.end, span.start, span.end) >= min(0.5, year(term.end, 2030) - year(term.start, 1900)) - 0.1


def foreign(term: Term) -> bool:
    """Monarchs of elsewhere, whom the sources list as heads of the states that share them."""
    if term.code == "HKG" and term.office == "president":
        return True
    crown = (
        term.office in ("king", "queen")
        and term.code != "GBR"
        and re.match("(queen )?elizabeth|(king )?charles", key_of(term.name)) is not None
    )
    return crown or term.office in ("co-prince", "coprince", "governor", "high commissioner", "commissioner", "administrator")


def corrections() -> tuple[list[Term], list[Term]]:
    """(terms that no list tells, terms of the lists that are wrong) of `heads_known.tsv`."""
    known, wrong = [], []
    for _, row in read_table(HERE / "heads_known.tsv", ("name", "code", "office")):
        also = tuple(x for x in row["also"].split("|") if x)
        term = Term(row["code"], row["name"], row["office"], row["start"] or None, row["end"] or None, "editors", also=also)
        (wrong if row["office"] == "wrong" else known).append(term)
    return known, wrong


def persons(terms: list[Term]) -> list[Person]:
    """The terms by person: full names first, so that a surname finds them."""
    by_code: dict[str, list[Person]] = defaultdict(list)
    for term in sorted(terms, key=lambda t: (t.source != "editors", t.source == "REIGN", -len(parts(t.name)), t.start or "")):
        found = [p for p in by_code[term.code] if p.matches(term)]
        if found:
            person = max(found, key=lambda p: max(overlap(term.start, term.end, t.start, t.end) for t in p.terms))
        else:
            person = Person(term.code)
            by_code[term.code].append(person)
        person.names.append(term)
        person.terms.append(term)
    return [p for code in sorted(by_code) for p in by_code[code]]


def held_alike(known: str, fullest: str, lines: list[Line]) -> bool:
    """Whether the fullest spelling of the sources fits one of the person's spellings in the files."""
    surfaces = {s for line in lines if line.entry.name == known for s in line.surfaces}
    return any(same_name(fullest, s) for s in surfaces)


def office_class(office: str) -> str:
    """Offices that one person holds as one term under several names."""
    if office in SECONDS:
        return "second"
    if office in MONARCHS:
        return "monarch"
    if "prime minister" in office or "council of minister" in office or office in ("chancellor", "head of government"):
        return "government"
    return "head"


def merged(person: Person, successors: list[Term]) -> list[Term]:
    """The person's terms: told by several sources, each once; REIGN's nameless office joins the one it overlaps."""
    spans: list[list[Term]] = []
    for term in sorted(person.terms, key=lambda t: (t.office in NAMELESS, t.start or "")):
        fitting = [
            s
            for s in spans
            if any(
                (term.office in NAMELESS or office_class(t.office) == office_class(term.office))
                and overlap(term.start, term.end, t.start, t.end)
                > (0.0 if term.office in NAMELESS or t.source == "editors" else -0.1)
                for t in s
            )
        ]
        if fitting:
            max(fitting, key=lambda s: max(overlap(term.start, term.end, t.start, t.end) for t in s)).append(term)
        else:
            spans.append([term])
    terms: dict[tuple[str, str | None], Term] = {}
    for term in sorted((_one(span, successors) for span in spans), key=lambda t: last(t.end)):
        terms[office_class(term.office), term.start] = term
    return _named(list(terms.values()))


def _named(terms: list[Term]) -> list[Term]:
    """REIGN tells no office: a term right before or after another of the same person is in that office."""
    out = []
    for term in terms:
        beside = [t for t in terms if t.office != "leader" and -0.3 < overlap(term.start, term.end, t.start, t.end) < 0.3]
        out.append(replace(term, office=beside[0].office) if term.office == "leader" and beside else term)
    return out


def _one(span: list[Term], successors: list[Term]) -> Term:
    editors = [t for t in span if t.source == "editors"]
    if editors:
        return replace(
            editors[0],
            start=min(t.start or "" for t in editors),
            end=max((t.end or "9999") for t in editors).replace("9999", "") or None,
        )
    office = next((t.office for t in sorted(span, key=lambda t: t.source != "factbook") if t.office), "leader")
    told = [t for t in span if t.office] or span
    start = min((t.start for t in told if t.start), default=None)
    final = max(span, key=lambda t: (year(t.end, 2030), t.sure_end))
    sure = [t for t in span if t.sure_end and year(t.end, 2030) > year(final.end, 2030) - 0.15]
    if sure:
        end = max(sure, key=lambda t: (len(t.end or "9" * 11), t.end or "")).end
        return replace(final, office=office, start=start, end=end, sure_end=True)
    following = [
        t for t in successors
        if t.start and -0.1 < year(t.start, 0) - year(final.end, 0) < 1.0
        and (t.office == "" or office_class(t.office) == office_class(office)) and not any(same_name(t.name, s.name) for s in span)
    ]  # fmt: skip
    if following and office_class(office) != "second":
        return replace(final, office=office, start=start, end=min(t.start or "" for t in following), sure_end=True)
    return replace(final, office=office, start=start, sure_end=False)


def covered(term: Term, name: str, lines: list[Line]) -> bool:
    """Whether the hand-written files hold this person for nearly all of the term, or in the same office."""
    years = last(term.end) - year(term.start, 1900)
    same = [line.entry for line in lines if line.entry.person == key_of(name)]
    shared = 0.0
    for entry in same:
        part = max(0.0, overlap(term.start, term.end, entry.start, entry.end))
        heads = HEADS.search(entry.office or "") is not None
        if heads and office_class(entry.office or "") == office_class(term.office or "leader") and part > 0.4 * years:
            return True
        shared += part if heads or office_class(term.office) == "second" else 0.0
    return shared > years - 0.35 and shared > 0.5 * years


def best_name(person: Person) -> tuple[str, str]:
    """(the name to use, the surname): as the press writes it, so rather CountryInfo's than the factbook's full style."""
    order = {"editors": 0, "CountryInfo": 1, "factbook": 2, "REIGN": 3}
    full = [t for t in person.names if len(parts(t.name)) > 1]
    pick = min(full or person.names, key=lambda t: (order[t.source], abs(len(t.name.split()) - 2), -year(t.start, 0)))
    marked = next((t.surname for t in person.names if t.source == "factbook" and t.surname and len(t.name.split()) > 1), "")
    return pick.name, marked or pick.surname


def main(folder: Path) -> None:
    codes = Path(str(TARGET)).parents[1] / "ontology" / "codes.tsv"
    states = {r["code"] for _, r in read_table(codes, ("code", "kind")) if r["kind"] in ("state", "exception")}
    terms = gather(folder, states)
    by_code: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        by_code[term.code].append(term)
    hand_lines = lines_of(HAND_WRITTEN)
    hand = people(hand_lines)
    found = []
    for person in persons(terms):
        name, surname = best_name(person)
        known = None
        spelled = [t for t in person.names if len(parts(t.name)) > 1] or person.names
        fullest = max((t.name for t in spelled), key=lambda n: len(parts(n)))
        crowned = " " not in fullest and all(office_class(t.office) == "monarch" for t in person.terms)
        for term in [] if crowned else sorted(spelled, key=lambda t: -len(parts(t.name))):
            known = known or known_as(term.name, hand[person.code], term.start, term.end)
            if known and not held_alike(known, fullest, hand[person.code]):
                known = None  # a short spelling that fits a namesake
        lines = [line for line in hand[person.code] if known and line.entry.person == key_of(known)]
        rest = [t for t in merged(person, by_code[person.code]) if not (known and covered(t, known, lines))]
        if rest and len(parts(known or name)) == 1 and " " not in (known or name) and office_class(rest[0].office) != "monarch":
            print(f"surname only: {person.code} {name} {rest[0].start} {rest[0].end}", file=sys.stderr)
        found.append((person, known or name, surname, lines, rest))
    write(found, hand_lines)


def write(found: list[tuple[Person, str, str, list[Line], list[Term]]], hand_lines: list[Line]) -> None:
    unsafe = unsafe_alone([*hand_lines, *lines_of(("organisations.tsv", "armed_groups.tsv"))])
    unsafe |= {key_of(t.name).split(" ")[0] for p, *_ in found for t in p.names if " " in t.name and t.source != "factbook"}
    holders: dict[str, list[tuple[str, str, float, float]]] = defaultdict(list)
    for line in hand_lines:
        if line.entry.kind == "person":
            for surface in line.surfaces:
                holders[key_of(surface)].append(
                    (line.entry.code or "", key_of(line.entry.name), year(line.entry.start, 1900), year(line.entry.end, 2030))
                )
    for person, name, surname, _, rest in found:
        for t in rest:
            holders[key_of(surname)].append((person.code, key_of(name), year(t.start, 1900), year(t.end, 2030)))

    def alone(surname: str, name: str, terms: list[Term], lines: list[Line]) -> bool:
        """A bare surname is nobody's else within ten years, no word and no place."""
        key = key_of(surname)
        if any(" " not in key_of(s) for line in lines for s in line.surfaces):
            return False  # the editors chose
        if name.startswith(surname) and re.search(r"\b(al|bin|ibn)\b", name, re.IGNORECASE):
            return False  # a given name
        if len(key) < 4 or " " in key or key in unsafe or is_place(surname):
            return False
        begin, finish = min(year(t.start, 1900) for t in terms), max(last(t.end) for t in terms)
        return not any(other != key_of(name) and a - 10 < finish and begin < b + 10 for _, other, a, b in holders[key])

    out = [HEADER]
    for person, name, surname, lines, rest in found:
        aliases: dict[str, str] = {}
        for line in lines:
            for surface in line.surfaces:
                aliases.setdefault(key_of(surface), surface)
        for term in person.names:
            for form in (term.name, *term.also, short_form(term.name, term.surname) if term.source == "factbook" else None):
                if form and len(parts(form)) > 1 and " " in key_of(form):
                    aliases.setdefault(key_of(form), form)
        if rest and surname and any(office_class(t.office) != "second" for t in rest) and alone(surname, name, rest, lines):
            aliases.setdefault(key_of(surname), surname)
        if rest and " " not in name and not lines:
            crown = next((c for c in CROWNS if c == rest[0].office), None)
            if crown is None:
                continue  # a surname that no list completes
            # a crowned head's one name is many people's first name: with the title it is his
            for form in (f"{CROWNS[crown]} {name}", *([name] if alone(name, name, rest, []) else [])):
                aliases.setdefault(key_of(form), form)
            name = f"{crown.title()} {name}"
        aliases.pop(key_of(name), None)
        joined = "|".join(aliases.values())
        for term in rest:
            if term.start and term.end and term.start[: len(term.end)] > term.end[: len(term.start)]:
                print(f"the sources contradict each other: {person.code} {name} {term.start} {term.end}", file=sys.stderr)
                continue
            note = "" if term.sure_end else "in office then; the end is not told"
            cells = [
                name,
                joined,
                "person",
                person.code,
                "GOV",
                "",
                term.office,
                term.start or "",
                term.end or "",
                "",
                "",
                note,
            ]
            out.append("\t".join(cells).rstrip("\t"))
            joined = ""  # a spelling on one line of a person stands for all
    TARGET.write_text("\n".join(HEAD_COMMENTS + out) + "\n", encoding="utf-8")
    print(f"{len(out) - 1} lines, {TARGET.stat().st_size} bytes")


HEAD_COMMENTS = [
    "# Heads of state and government, their deputies and governors-general, since 1990, whom the other files do not hold; one line",
    "# a person and term. Made by training/knowledge/build_heads.py.",
    "# source: REIGN 2021-3 (effective leaders, OEF Research), CIA World Factbook leaders 2015-2026 (CC0), CountryInfo (Open Event",
    "# Data Alliance; from rulers.org) to 2009; corrections and terms that none of them tells by the editors, from public record",
]

if __name__ == "__main__":
    main(Path(sys.argv[1]))
