"""Builds `knowledge/older.tsv`: whom the older coders' dictionaries name and no other file holds, as facts.

Usage: python training/knowledge/build_older.py REFERENCE_FOLDER

Left out are places, generic phrases, names of one common word, people whose offices ended before 1990, and Guinea's
ministers (CountryInfo mixes them with Guinea-Bissau's).
"""

from __future__ import annotations

import calendar
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

from dictionaries import ENDS, Old, Role, dictionary, titles
from holdings import Line, is_place, known_as, last, lines_of, overlap, year
from names import parts
from reference import tidy

from duta.actors.book import KINDS, key_of
from duta.actors.tables import language_file, read_table

TARGET = Path(__file__).parents[2] / "src" / "duta" / "knowledge" / "older.tsv"
OTHERS = (
    "leaders.tsv", "persons.tsv", "ministers.tsv", "indonesia.tsv", "heads.tsv", "organisations.tsv", "armed_groups.tsv",
    "state_bodies.tsv",
)  # fmt: skip
FILES = ("Phoenix.Countries.actors.txt", "Phoenix.International.actors.txt", "Phoenix.MilNonState.actors.txt")
OLD_CODES = {"KSV": "KOS", "TMP": "TLS", "ROM": "ROU", "ZAR": "COD", "SUN": "RUS", "IMY": "GBR", "ANT": "NLD"}
_REGIONS = """
    AFR ASA CAS CAU CFR EAF EEU EUR INT KAS LAM MEA NAF NMR SAF SAM SAS SCN SEA WAF WEU WST ARB CRB BLK PAC
"""
REGIONS = frozenset(_REGIONS.split())
SECTORS = {
    "GOV": "GOV", "MIL": "MIL", "JUD": "JUD", "LEG": "LEG", "COP": "COP", "SPY": "SPY", "OPP": "OPP", "REB": "REB", "INS": "REB",
    "SEP": "REB", "RAD": "REB", "ELI": "ELI", "AGR": "AGR", "BUS": "BUS", "EDU": "EDU", "LAB": "LAB", "REF": "REF", "CVL": "CVL",
    "HLH": "MED", "MED": "JRN", "CHR": "REL", "CTH": "REL", "PRO": "REL", "JEW": "REL", "MOS": "REL", "HIN": "REL", "BUD": "REL",
    "REL": "REL", "CRM": "CRM", "HRI": "SOC", "DEV": "SOC", "ENV": "SOC",
}  # fmt: skip
"""CAMEO's roles as PLOVER's sectors: MED is the media there, HLH health."""
TITLE = re.compile(
    r"^(?:(?:Former|Ex-|Acting|Interim|Foreign|Prime|Defense|Defence|Vice|Deputy|First|President|Minister|Secretary|General|Gen\.?|Lt\.?"
    r"|Lt|Col\.?|Maj\.?|Brig\.?|Adm\.?|Admiral|Colonel|Major|Brigadier|Marshal|Captain|Sheikh|Shaykh|Sir|Dame|Dr\.?|Mr\.?|Mrs\.?|King"
    r"|Queen|Prince|Princess|Senator|Congressman|Representative|Ambassador|Chairman|Leader|Governor|Lord|Judge|Justice|Haji|Ret\.)\s+)+"
)
SUFFIX = re.compile(
    r"[ ,]+(?:Inc|Incorporated|Corp|Corporation|Co|Company|Ltd|Limited|Plc|Llc|Lp|L\.p\.|N\.v\.|S\.a\.|Sa|Nv|Ag|Se|Ab|Asa|Oyj)\.?$"
)
BODY = re.compile(
    r"\b(organi[sz]ation|association|council|committee|union|fund|bank|agency|commission|federation|institute|foundation|society|centre"
    r"|center|network|forum|league|programme?|conference|office|court|group|alliance|movement|front|army|party|brigades?|force|forces"
    r"|international|united|world|european|african|national|general|mission|court|house|press|church|initiative|project|guards?|corps|ministry|department|police|intelligence|security"
    r"|service|authority|congress|parliament|assembly|senate|board|administration|state|republic)\b",
    re.IGNORECASE,
)
OFFICE = re.compile(
    r"\b(secretary|president|minister|chief|representative|ambassador|chairm[ae]n|commissioner|spokes\w+|reporters?|journalists?|leader"
    r"|director|governor|official|envoy|based|think tank|of state|diplomat|head|officers?)\b(?! (?:general )?of the \w+ \w+ \w+)",
    re.IGNORECASE,
)
"""A phrase for whoever holds the office: the grammar of agent nouns reads it."""
SMALL = ("Of", "For", "And", "In", "The", "On", "To", "With", "At", "By", "From", "Against")
HEADER = "name\taliases\tkind\tcode\tsector\tother_sectors\toffice\tstart\tend\twikidata\tcase"


@cache
def ordinary() -> frozenset[str]:
    """Words that news writes in small letters, in English or Indonesian."""
    found = set()
    for language in ("en", "id"):
        rows = read_table(language_file(language, "words.tsv"), ("word", "count"))
        found |= {key_of(r["word"]) for _, r in rows if r["word"][0].islower()}
    return frozenset(found) | {w.lower() for w in (*calendar.day_name, *calendar.month_name)}


@cache
def codes() -> tuple[frozenset[str], dict[str, str]]:
    """(codes that may stand in a line, dependency -> sovereign)."""
    path = resources.files("duta") / "ontology" / "codes.tsv"
    rows = [r for _, r in read_table(path, ("code", "kind"))]
    legal = frozenset(r["code"] for r in rows if r["kind"] != "dependency")
    return legal, {r["code"]: r["sovereign"] for r in rows if r["kind"] == "dependency"}


def code_of(role: str) -> str | None:
    """The entity code of an old code: "AFGGOV" is AFG, "IGOUNO" UNO, "MEAREB" IMG."""
    legal, dependent = codes()
    if role.startswith("IGOUNO"):
        return "UNO"
    if role.startswith("IGOEUR"):
        return "EUR"
    first, second = role[:3], role[3:6]
    if first in ("IGO", "NGO", "MNC"):
        home = OLD_CODES.get(second, second)
        return home if first == "MNC" and home in legal and home not in ("EUR", "IGO", "NGO") else first
    if first in ("IMG", "INT") or first in REGIONS:
        return "IMG" if "REB" in role or first == "IMG" else None
    first = OLD_CODES.get(first, first)
    first = dependent.get(first, first)
    return first if first in legal else None


def sectors_of(role: str) -> tuple[str, list[str]]:
    """(sector, other sectors) of an old code."""
    kind = role[:3]
    rest = [role[i : i + 3] for i in range(3, len(role) - 2, 3)]
    found = [s for part in rest if (s := SECTORS.get(part))]
    if kind == "MNC":
        return "BUS", []
    if kind == "NGO":
        return (found or ["SOC"])[0], []
    if kind == "IMG":
        return "REB", []
    if kind == "IGO":
        return "", []
    first = found[0] if found else ""
    return first, [s for s in dict.fromkeys(found[1:]) if s != first]


@dataclass(slots=True)
class Found:
    """Somebody the dictionaries name."""

    name: str
    kind: str
    code: str
    roles: list[Role]
    aliases: list[str] = field(default_factory=list)


def reason(old: Old) -> str | None:
    """Why an entry names nobody that a text of today can mean; None if it does."""
    roles = [r for r in old.roles if len(r.code) > 3 or r.code in ("NGO", "IGO", "MNC", "IMG")]
    if not roles:
        return "a place or a people"
    code = code_of(roles[0].code)
    if code is None:
        return "a code of no state or kind of body"
    if all(r.end is not None and r.end < "1990" for r in roles if not r.code[3:].startswith("ELI")) and any(r.end for r in roles):
        return "in office before 1990 only"
    if roles[0].code.startswith("GINGOV"):
        return "Guinea and Guinea-Bissau mixed"
    names = [clean(n) for n in old.names]
    if roles[0].code.startswith("IMG") and kind_of(old) == "group" and all(" " not in n for n in names):
        return "a common word, a phrase or one name only"
    if not any(good_name(n, kind_of(old)) for n in names):
        return "a common word, a phrase or one name only"
    return None


def kind_of(old: Old) -> str:
    """What the entry is: a person, a group, a company or an organisation."""
    first = next((r.code for r in old.roles if len(r.code) > 3 or r.code in ("NGO", "IGO", "MNC", "IMG")), "")
    if first.startswith("MNC") or first[3:] == "BUS":
        return "company"
    name = clean(old.names[0])
    if "MilNonState" in old.file or first.startswith("IMG"):
        member = key_of(name).split()[:1] and key_of(name).split()[0] in given_names() and BODY.search(name) is None
        return "person" if member and first.startswith("IMG") and len(name.split()) <= 4 else "group"
    if first.startswith("NGO"):
        return "organisation"
    dated = any(r.start or r.end for r in old.roles)
    body = BODY.search(name) is not None or OFFICE.search(name) is not None
    if "International" in old.file and not dated:
        named = key_of(name).split()[0] in given_names() and len(name.split()) <= 4 and not body
        return "person" if named else "organisation"
    wordy = body or sum(w in ordinary() for w in key_of(name).split()) > 1
    return "organisation" if wordy and not dated else "person"


def clean(name: str) -> str:
    """The name as a line writes it."""
    name = re.sub(r"\s*\([^)]*\)", "", tidy(name)).strip(" ,.")
    name = re.sub(r"\b(People|Women|Children)s\b", r"\1's", name)
    name = TITLE.sub("", name) if not BODY.search(name) else name
    words = [
        w.lower() if n and w in SMALL else w.upper() if w in ("Us", "Un", "Eu", "Uk") else w for n, w in enumerate(name.split())
    ]
    return re.sub(r"\b(\d+)(St|Nd|Rd|Th)\b", lambda m: m.group().lower(), " ".join(words))


def good_name(name: str, kind: str) -> bool:
    """Whether the words are a name that a text can be matched against without harm."""
    key = key_of(name)
    words = key.split()
    if not key or len(key) < 5 or re.search(r"\d{2}|\+|_|;|/|[a-z][A-ZİĞ][a-z]*ğ", name) or is_place(name):
        return False
    if kind == "person":
        real = [w for w in words if len(w) > 1]
        return 2 <= len(real) <= 6 and any(w not in ordinary() for w in real) and len(parts(name)) > 1
    if len(words) == 1:
        alone = len(key) > 5 and key not in ordinary() and key not in name_words()
        return kind in ("group", "company") and alone
    special = any(w not in ordinary() and len(w) > 2 for w in words)
    if kind == "organisation":
        return OFFICE.search(name) is None and (special or len(words) > 2) and not name.startswith("The ")
    if kind == "company":
        return special or SUFFIX.search(name) is not None
    return special or bool(set(words) & country_words())


@cache
def country_words() -> frozenset[str]:
    """Words of countries and peoples: "Kurdish", "Colombia"."""
    rows = read_table(language_file("en", "countries.tsv"), ("name",))
    return frozenset(w for _, r in rows for w in key_of(r["name"]).split() if len(w) > 3)


@cache
def given_names() -> frozenset[str]:
    """First words of the persons of the other files."""
    surfaces = [key_of(s) for line in others() if line.entry.kind == "person" for s in line.surfaces]
    return frozenset(s.split()[0] for s in surfaces if " " in s)


@cache
def name_words() -> frozenset[str]:
    """First and last words of the persons of the other files: alone they are no group or firm."""
    return frozenset(w for line in others() if line.entry.kind == "person" for s in line.surfaces for w in key_of(s).split())


@cache
def others() -> tuple[Line, ...]:
    """The lines of the other files."""
    return tuple(lines_of(OTHERS))


def month(date: str | None) -> str:
    """Dates to the month: the sources tell no more."""
    return (date or "")[:7]


def terms(roles: list[Role]) -> list[tuple[str, str, str, str]]:
    """(sector, other sectors, start, end), the terms of one sector joined when they follow each other."""
    coded = [r for r in roles if r.code[3:6] != "ELI"] or [Role(roles[0].code)]
    out: list[list[str]] = []
    for role in sorted(coded, key=lambda r: (r.start or "", r.end or "9")):
        if role.end is not None and role.end < "1990":
            continue
        sector, more = sectors_of(role.code)
        start, end = month(role.start), month(role.end)
        same = next(
            (t for t in out if t[0] == sector and t[1] == "|".join(more) and (not t[3] or last(t[3]) + 0.2 > year(start, 1900))),
            None,
        )
        if same is not None:
            same[3] = max(same[3], end) if same[3] and end else ""
        else:
            out.append([sector, "|".join(more), start, end])
    return [(t[0], t[1], t[2], t[3]) for t in out if not (t[2] and t[3] and t[2] > t[3])]


def main(folder: Path) -> None:
    offices = titles(folder / "countryinfo_CountryInfo.120116.txt")
    by_code: dict[str, list[Line]] = defaultdict(list)
    bodies: set[str] = set()
    for line in others():
        if line.entry.kind == "person":
            by_code[line.entry.code or ""].append(line)
        else:
            bodies |= {key_of(s) for s in line.surfaces}
    for language in ("en", "id"):
        bodies |= {key_of(r["name"]) for _, r in read_table(language_file(language, "countries.tsv"), ("name",))}
        bodies |= {key_of(r["name"]) for _, r in read_table(language_file(language, "agents.tsv"), ("name",))}
    firms = {
        key_of(clean(n)) for old in dictionary(folder / FILES[1]) if old.roles and kind_of(old) == "company" for n in old.names
    }
    counts: Counter[str] = Counter()
    found: dict[tuple[str, str], Found] = {}
    for name in FILES:
        for old in dictionary(folder / name):
            why = reason(old)
            counts[why or "names somebody"] += 1
            firm = why is None and kind_of(old) == "person" and any(key_of(clean(n)) in firms for n in old.names)
            if why is None and not firm:
                take(old, found, by_code, bodies)
    everyone = {id(f): f for f in found.values()}  # each stands there under all its names
    rows = [line for f in everyone.values() for line in lines_for(f, by_code[f.code], offices)]
    rows = list({(cells[0], cells[3], *cells[6:9]): row for row in rows for cells in [[*row.split("\t"), *[""] * 9]]}.values())
    TARGET.write_text("\n".join([*COMMENTS, HEADER, *sorted(rows, key=sort_key)]) + "\n", encoding="utf-8")
    print(dict(counts), len(rows), "lines", TARGET.stat().st_size, "bytes", file=sys.stderr)


def sort_key(row: str) -> tuple[str, ...]:
    cells = row.split("\t")
    return cells[2], cells[3], cells[0], *cells[7:8]


def take(old: Old, found: dict[tuple[str, str], Found], by_code: dict[str, list[Line]], bodies: set[str]) -> None:
    """Add the entry to those found, unless it is a body that another file holds."""
    kind = kind_of(old)
    names = list(dict.fromkeys(n for n in (clean(n) for n in old.names) if good_name(n, kind)))
    roles = [r for r in old.roles if code_of(r.code)]
    code = code_of(roles[0].code) or ""
    roles = [r for r in roles if code_of(r.code) == code]
    if any(key_of(n) in bodies for n in names):
        return
    if kind == "company":
        names += [
            short
            for n in names
            if (short := re.sub(r" (?:and|&)$", "", SUFFIX.sub("", n))) != n and " " in short and good_name(short, kind)
        ]
        names = list(dict.fromkeys(n for n in names if key_of(n) not in bodies))
    known = next((f for n in names if (f := found.get((key_of(n), code))) is not None), None)
    if known is None:
        known = Found(names[0], kind, code, [])
        for n in names:
            found[key_of(n), code] = known
    known.roles += [r for r in roles if r not in known.roles]
    known.aliases += [n for n in names if n not in (known.name, *known.aliases)]


def lines_for(f: Found, held: list[Line], offices: dict[tuple[str, str], str]) -> list[str]:
    """The lines of one entry; of people whom another file holds only the terms that it lacks."""
    name, aliases = f.name, list(f.aliases)
    mine: list[Line] = []
    if f.kind == "person":
        ends = [r for r in f.roles if r.start or r.end] or f.roles
        known = next((k for n in (name, *aliases) if (k := known_as(n, held, ends[0].start, ends[0].end))), None)
        if known:
            mine = [line for line in held if line.entry.name == known]
            name, aliases = known, []
    out = []
    joined = "|".join(a for a in dict.fromkeys(aliases) if key_of(a) != key_of(name))
    for sector, more, start, end in terms(f.roles):
        if mine and (not start or any(overlap(start, end, e.entry.start, e.entry.end) > 0.05 for e in mine)):
            continue
        office = office_of(offices.get((f.code, f.name), "")) if sector in ("GOV", "JUD", "MIL") else ""
        if "court" in office or "chief justice" in office:
            sector, more = "JUD", ""
        plain = f.kind != "person" and all(w in ordinary() or len(w) < 3 for w in key_of(name).split())
        cells = [
            name,
            joined,
            f.kind,
            f.code,
            sector,
            more if more != sector else "",
            office,
            start,
            end,
            "",
            "exact" if plain else "",
        ]
        row = "\t".join(cells).rstrip("\t")
        if row not in out and not any(r.split("\t")[6:9] == cells[6:9] for r in out):
            out.append(row)
            joined = ""
    return out


def office_of(title: str) -> str:
    """The office in few words, where the source tells one."""
    title = re.sub(r"\s+", " ", title).strip().lower().replace("min. of", "minister of")
    if "&" in title.replace(" & ", "&").split(" ")[0] or title.count(" & ") > 0:
        return ""
    return title if len(title) <= 48 else title.split(",")[0][:48].strip()


COMMENTS = [
    "# Whom the older event coders' dictionaries name and no other file holds: ministers and officials of 2003 to 2011, bodies, firms,",
    "# armed groups. Facts only: name, code, role, months. Made by training/knowledge/build_older.py.",
    f"# An end of {ENDS} means: still in office when the list was closed. Their names are believed only with their country in the article.",
    "# source: Phoenix actor dictionaries of 2014 to 2018 (Open Event Data Alliance, MIT), which hold CIA World Leaders through CountryInfo,",
    "# IGO, NGO and company lists, and armed groups of the START TOPS list",
]
assert {"person", "organisation", "group", "company"} <= KINDS

if __name__ == "__main__":
    main(Path(sys.argv[1]))
