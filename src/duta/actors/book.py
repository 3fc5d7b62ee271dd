"""The book of names: who a surface form can stand for, by knowledge files, country lists and users' files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from .tables import TableError, knowledge_files, language_file, legal_codes, read_table, words

LANGUAGES = ("en", "id")
COLUMNS = (
    "name",
    "aliases",
    "kind",
    "code",
    "sector",
    "other_sectors",
    "office",
    "start",
    "end",
    "wikidata",
    "case",
    "note",
)
KINDS = frozenset({"person", "organisation", "group", "party", "media", "company", "global"})
PLACES = frozenset({"country", "demonym", "capital", "seat", "city", "region", "short"})
AGENT_FLAGS = frozenset({"title", "role", "people", "armed", "vehicle", "body", "inherits", "relation"})

# one unit of a name: a doubled word ("menteri-menteri") counts once; an apostrophe inside a word belongs to it
UNIT = re.compile(r"(?P<twice>[^\W_]+)-(?P=twice)(?![^\W_])|[^\W_]+(?:['’ʼ`][^\W_]+)*", re.IGNORECASE)
MINOR = -1
"""Rank of the old dictionaries' thousands: their names are believed only where the article names their country."""
_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")
_STROKES = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "Ae", "ß": "ss", "œ": "oe"}
)
"""Letters that Unicode does not take apart; foreign papers write the plain ones."""
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ALL_KINDS = KINDS | PLACES


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a knowledge file or country list: a name, what it means, and in which years."""

    name: str
    kind: str
    """`person`, `organisation`, `group`, `party`, `media`, `company`, or a place kind of countries.tsv."""
    code: str | None
    sector: str | None = None
    other_sectors: tuple[str, ...] = ()
    office: str | None = None
    start: str | None = None
    """First day, ISO 8601, possibly only a year or month; None is open."""
    end: str | None = None
    wikidata: str | None = None
    source: str = ""
    """`leaders.tsv:120`."""
    rank: int = 0
    """0 for packaged files, 1 for users' files, which win, `MINOR` for people whom few will mean."""

    @property
    def person(self) -> str:
        """The name as people are compared: without case and accents."""
        return key_of(self.name)

    def active(self, date: str | None) -> bool:
        """Whether `date` lies between start and end, compared at the coarser precision; an unknown date is inside."""
        if date is None:
            return True
        after = self.start is None or date[: len(self.start)] >= self.start[: len(date)]
        before = self.end is None or date[: len(self.end)] <= self.end[: len(date)]
        return after and before

    def over(self, date: str | None) -> bool:
        """Whether the entry ended before `date`."""
        return date is not None and self.end is not None and date[: len(self.end)] > self.end[: len(date)]


@dataclass(frozen=True, slots=True)
class Agent:
    """A noun or phrase for a kind of people, a role or a body ("pasukan", "foreign minister")."""

    name: str
    sector: str | None
    other_sectors: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Form:
    """A surface form of an entry: `exact` ones match as written, or in capitals when longer than three."""

    surface: str
    entry: Entry
    exact: bool

    def fits(self, text: str) -> bool:
        """Whether the matched text has the letters' case that this form asks for."""
        plain = text.replace("’", "'")
        if self.exact:
            return plain == self.surface or (len(self.surface) > 3 and plain == self.surface.upper())
        return True


@dataclass(slots=True)
class Book:
    """Names and agent nouns by normalised surface form."""

    forms: dict[str, list[Form]] = field(default_factory=dict)
    agents: dict[str, Agent] = field(default_factory=dict)
    prefixes: set[str] = field(default_factory=set)
    """Every beginning of a key, so that a scan knows when to stop."""
    given: set[str] = field(default_factory=set)
    """First words of persons' names: as a surname alone such a word tells little."""
    terms: dict[tuple[str, str | None], list[Entry]] = field(default_factory=dict)
    """The lines of one person: by name and country. A form on one line stands for all of them."""

    def find(self, name: str, date: str | None = None) -> list[Entry]:
        """Entries with this surface form, those in force on `date` first."""
        entries = self.whole([form.entry for form in self.forms.get(key_of(name), [])])
        return sorted(entries, key=lambda e: (not e.active(date), -e.rank, e.start or ""))

    def whole(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """The entries with every other term of the same persons, whatever their files."""
        found: dict[Entry, None] = {}
        for entry in entries:
            found[entry] = None
            if entry.kind == "person":
                same = self.terms.get((entry.person, entry.code), ())
                # the user's word is final: packaged terms of the same name stay out
                found.update(dict.fromkeys(e for e in same if (e.rank > 0) == (entry.rank > 0)))
        return tuple(found)

    def add(self, surface: str, entry: Entry, exact: bool) -> None:
        """Register a surface form."""
        key = key_of(surface)
        if key:
            self.forms.setdefault(key, []).append(Form(surface, entry, exact))
            self._open(key)
            if entry.kind == "person":
                if " " in key and entry.rank != MINOR:
                    self.given.add(key.split(" ")[0])
                person = key if surface == entry.name else entry.person
                terms = self.terms.setdefault((person, entry.code), [])
                if not terms or terms[-1] is not entry:
                    terms.append(entry)

    def join(self, other: Book) -> None:
        """Take over the names of another book, after one's own."""
        for key, forms in other.forms.items():
            self.forms.setdefault(key, []).extend(forms)
        for who, terms in other.terms.items():
            self.terms.setdefault(who, []).extend(terms)
        self.prefixes |= other.prefixes
        self.given |= other.given

    def add_agent(self, surface: str, agent: Agent) -> None:
        """Register an agent noun; the first one with a surface form stays."""
        key = key_of(surface)
        if key and key not in self.agents:
            self.agents[key] = agent
            self._open(key)

    def _open(self, key: str) -> None:
        at = key.find(" ")
        while at >= 0:
            self.prefixes.add(key[:at])
            at = key.find(" ", at + 1)
        self.prefixes.add(key)


@cache
def fold(unit: str) -> str:
    """Lower case without diacritics, apostrophes and the English possessive: how units are compared."""
    unit = re.sub(r"['’ʼ`]s$", "", unit)
    twice = UNIT.fullmatch(unit)
    if twice and twice["twice"]:
        unit = twice["twice"]
    if unit.isascii():
        return re.sub(r"['`]", "", unit).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFD", unit.translate(_STROKES)) if not unicodedata.combining(c))
    return re.sub(r"['’ʼ`]", "", plain).casefold()


def key_of(surface: str) -> str:
    """The normalised form of a name: its folded units with single blanks."""
    if _PLAIN.fullmatch(surface):
        return surface.lower()
    return " ".join(fold(m.group()) for m in UNIT.finditer(surface))


def load_book(extra: tuple[Path, ...] = (), language: str | None = None) -> Book:
    """The book of one language (None: all of them) with users' actor files on top.

    Raises:
        TableError: a file is malformed; the message names file and line.
    """
    return _load(tuple(Path(p) for p in extra), language)


@cache
def _load(extra: tuple[Path, ...], language: str | None) -> Book:
    book = Book()
    for lang in LANGUAGES if language is None else (language,):
        _add_countries(book, lang)
        _add_agents(book, lang)
        for phrase in words(lang)["back"]["global"]:
            if " " in phrase:
                book.add(phrase, Entry(phrase, "global", None, source=f"{lang}/actors.toml"), False)
    book.join(_packaged())
    for path in extra:
        for entry, surfaces in read_knowledge(path, rank=1):
            for surface, exact in surfaces:
                # the user's word is final: what the packaged files say of this form goes
                key = key_of(surface)
                book.forms[key] = [f for f in book.forms.get(key, []) if f.entry.rank]
                book.add(surface, entry, exact)
    return book


@cache
def _packaged() -> Book:
    """The packaged knowledge files, read once for all languages."""
    book = Book()
    for path in knowledge_files():
        for entry, surfaces in read_knowledge(path, MINOR if path.name == "older.tsv" else 0):
            for surface, exact in surfaces:
                book.add(surface, entry, exact)
    return book


Surfaces = list[tuple[str, bool]]
"""The surface forms of a line, each with whether it is case-exact."""


def read_knowledge(path: Path | Traversable, rank: int = 0) -> list[tuple[Entry, Surfaces]]:
    """Entries of a knowledge file, each with its surface forms and whether they are case-exact.

    Raises:
        TableError: an illegal kind, code, sector, date or case; the message names file and line.
    """
    return [read_row(row, f"{path.name}:{number}", rank) for number, row in read_table(path, ("name", "kind", "code"))]


def read_row(row: dict[str, str], where: str, rank: int = 0) -> tuple[Entry, Surfaces]:
    """The entry of one line and its surface forms; `where` names file and line.

    Raises:
        TableError: an illegal kind, code, sector, date or case.
    """
    codes, sectors = legal_codes()
    others = tuple(s for s in row.get("other_sectors", "").split("|") if s)
    if row["kind"] not in _ALL_KINDS:
        raise TableError(f"{where}: kind {row['kind']!r} is none of {', '.join(sorted(KINDS))}")
    if row["code"] and row["code"] not in codes:
        raise TableError(f"{where}: {row['code']!r} is no country or entity code")
    for sector in (row.get("sector", ""), *others):
        if sector and sector not in sectors:
            raise TableError(f"{where}: {sector!r} is no sector")
    for column in ("start", "end"):
        if row.get(column) and not _DATE.fullmatch(row[column]):
            raise TableError(f"{where}: {column} {row[column]!r} is no ISO 8601 date")
    start, end = row.get("start") or None, row.get("end") or None
    if start and end and start[: len(end)] > end[: len(start)]:
        raise TableError(f"{where}: start {start} is after end {end}")
    case = row.get("case", "")
    if case not in ("", "any", "exact"):
        raise TableError(f"{where}: case {case!r} is neither any nor exact")
    entry = Entry(
        row["name"],
        row["kind"],
        row["code"] or None,
        row.get("sector") or None,
        others,
        row.get("office") or None,
        start,
        end,
        row.get("wikidata") or None,
        where,
        rank,
    )
    surfaces = [row["name"], *(a.strip() for a in row.get("aliases", "").split("|") if a.strip())]
    # short capitals are words of another kind in lower case ("is", "who", "eta")
    return entry, [(s, case == "exact" or (case == "" and len(s) <= 5 and s.isupper())) for s in surfaces]


def _add_countries(book: Book, language: str) -> None:
    path = language_file(language, "countries.tsv")
    for number, row in read_table(path, ("name", "code", "kind", "case")):
        others = tuple(s for s in row.get("other_sectors", "").split("|") if s)
        source = f"{language}/countries.tsv:{number}"
        entry = Entry(row["name"], row["kind"], row["code"], row.get("sector") or None, others, source=source)
        book.add(row["name"], entry, row["case"] == "exact")


def _add_agents(book: Book, language: str) -> None:
    plurals: list[tuple[str, Agent]] = []
    for _, row in read_table(language_file(language, "agents.tsv"), ("name", "sector", "flags")):
        others = tuple(s for s in row.get("other_sectors", "").split("|") if s)
        agent = Agent(row["name"], row["sector"] or None, others, frozenset(f for f in row["flags"].split("|") if f))
        book.add_agent(row["name"], agent)
        if language == "en":
            plurals += [(plural, agent) for plural in _plurals(row["name"])]
    for surface, agent in plurals:
        book.add_agent(surface, agent)


def _plurals(phrase: str) -> list[str]:
    """English plurals of a noun phrase: of its last word, or of the word before "of", "for", "-in-"."""
    head, link, rest = phrase.partition(" of ")
    *before, last = head.split(" ")
    if last.endswith("man"):
        plural = last[:-3] + "men"
    elif last.endswith("woman"):
        plural = last[:-5] + "women"
    elif re.search(r"(s|x|ch|sh|z)$", last):
        plural = last + "es"
    elif re.search(r"[^aeiou]y$", last):
        plural = last[:-1] + "ies"
    else:
        plural = last + "s"
    return [" ".join([*before, plural]) + link + rest]
