"""The nouns of duta: what goes in (`Document`), what comes out (`Event`), and what the rooms hand to each other.

Outward records are pydantic models that serialise to PLOVER JSON. Between rooms, small frozen dataclasses are used:
they are made by the thousand. All offsets between rooms are Unicode code points into the *restored* text; the offsets
of an `Event` are code points into the article exactly as the user gave it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Precision = Literal["day", "month", "year"]
Aux = Literal["historical", "future", "hypothetical", "negation"]


class Document(BaseModel):
    """One article as the user gave it."""

    model_config = ConfigDict(extra="ignore")

    text: str
    """The article's text; every offset in an `Event` points into it."""
    id: str = ""
    """The user's id, or one derived from the text when the user gave none."""
    published: str | None = None
    """Publication date, ISO 8601 (`2024-05-16`), or None."""
    language: str = "auto"
    """ISO 639-1, or `auto` to detect."""
    title: str | None = None
    url: str | None = None
    publication: str | None = None
    """The outlet's name."""
    citation: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A document that could not be read, and why."""

    source: str
    """Where it lay: a path, with `:number` for a line or row of it."""
    reason: str


# --- between rooms ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Drop:
    """A stretch of text, or a candidate event, that a stage put aside."""

    start: int
    end: int
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who somebody is, as far as the text and the knowledge files say: one side of an event."""

    start: int
    end: int
    text: str
    kind: str
    """`country`, `person`, `organisation`, `group`, `agent` (a role or kind of people) or `global` (the West)."""
    code: str | None = None
    """ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC, KOS."""
    sector: str | None = None
    other_sectors: tuple[str, ...] = ()
    identifier: str | None = None
    """The canonical name in the knowledge files."""
    identifier_id: str | None = None
    """Wikidata Q-number, only where the knowledge files state it."""
    office: str | None = None
    rule: str = ""
    """Which entry and which rule made this, readable."""
    antecedent: tuple[int, int] | None = None
    """The earlier mention this one was linked to, when it is a later mention."""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """A place mention with its resolution (the PLOVER manual's location object)."""

    start: int
    end: int
    text: str
    name: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country_code: str | None = None
    """ISO 3166-1 alpha-3."""
    admin1: str | None = None
    admin2: str | None = None
    resolution: str | None = None
    """`country`, `region`, `admin1`, `admin2`, `admin3`, `city`, `feature`: how exact the point is."""
    confidence: float = 0.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A time expression and what it stands for, relative to the publication date."""

    start: int
    end: int
    text: str
    date: str | None
    """ISO 8601, as precise as the text allows: `2024-05-15`, `2024-05`, `2023`."""
    enddate: str | None = None
    type: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"
    value: str = ""
    """TimeML value: `2024-05-15`, `2024-W20`, `P2D`, `PAST_REF` ..."""
    direction: Literal["past", "present", "future"] | None = None
    """Where it lies from publication, when that is known."""
    rule: str = ""


# --- what comes out --------------------------------------------------------------------------------------------------

Span = tuple[int, int]
"""[start, end) in code points of the article as given."""


class Entity(BaseModel):
    """An actor or recipient of an event (PLOVER manual, "Data Fields")."""

    code: str | None = None
    """ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC, KOS; None when the text gives no country."""
    sector: str | None = None
    other_sectors: list[str] = Field(default_factory=list)
    entity_text: str
    """The words of the mention, as in the article."""
    identifier_text: str | None = None
    """Canonical name of the known person or body."""
    identifier_id: str | None = None
    """Wikidata Q-number, only where known for certain."""
    office: str | None = None
    start: int
    end: int
    confidence: float = 1.0


class Location(BaseModel):
    """Where an event happened (PLOVER manual, location object)."""

    extracted_place: str
    resolved_place: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country_code: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    resolution: str | None = None
    start: int
    end: int
    confidence: float = 0.0


class Size(BaseModel):
    """A number of people, low and high ("at least 12" is low 12, high None)."""

    low: int | None = None
    high: int | None = None


class SaidBy(BaseModel):
    """Whose words the claim rests on."""

    entity_text: str
    code: str | None = None
    sector: str | None = None
    outlet: str | None = None
    start: int
    end: int


class TextInfo(BaseModel):
    """Where the evidence stands."""

    sequence: int
    """Number of the sentence, from 0."""
    start: int
    end: int


class CiteInfo(BaseModel):
    """Where the record comes from and what made it."""

    citation: str | None = None
    url: str | None = None
    title: str | None = None
    publication: str | None = None
    language: str
    codebook: str = "plover-2.0"
    coder: str
    models: dict[str, str] = Field(default_factory=dict)
    knowledge: str | None = None


class Event(BaseModel):
    """One PLOVER 2 event record with its evidence."""

    id: str
    doc_id: str
    language: str
    published: str | None = None
    date: str | None = None
    enddate: str | None = None
    date_precision: Precision | None = None
    date_source: Literal["text", "published"] | None = None
    event: list[str]
    mode: list[str] = Field(default_factory=list)
    context: list[str] = Field(default_factory=list)
    aux: list[Aux] = Field(default_factory=list)
    quad_code: int
    event_scale: float
    cameo: str | None = None
    actor: list[Entity] = Field(default_factory=list)
    recipient: list[Entity] = Field(default_factory=list)
    event_loc: Location | None = None
    event_text: str
    size: dict[str, Size] = Field(default_factory=dict)
    said_by: SaidBy | None = None
    text_info: TextInfo
    evidence: dict[str, list[Span]]
    confidence: float
    why: list[str] = Field(default_factory=list)
    cite_info: CiteInfo


class MentionRef(BaseModel):
    """One mention of an event: a record of an article."""

    id: str
    doc_id: str


class LinkedEvent(Event):
    """What one or more mentions tell: the record that stands for them all, and who told it."""

    event_id: str
    mentions: list[MentionRef]
    articles: int
    publishers: int
    """Independent publishers: syndicated copies of one text count once."""
    languages: int


@dataclass(frozen=True, slots=True)
class CodedArticle:
    """An article with its records: what a store loads."""

    document: Document
    events: list[Event]


@dataclass(slots=True)
class Coded:
    """Everything the line knows of one article: what `duta explain` shows."""

    document: Document
    language: str
    restored: str
    sentences: list[tuple[int, int]]
    parties: list[Party] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    times: list[When] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)
