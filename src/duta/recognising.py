"""Places and times alone, for people who need no events: records in, records out, offsets into the text as given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from duta.places import find_in_text, resolve_spans
from duta.reading import detect
from duta.records import Place, Span, When
from duta.restoring import restore
from duta.times import find_times

LANGUAGES = ("id", "en")
_Found = TypeVar("_Found", Place, When)


def _iso_day(value: str | None) -> str | None:
    """A day, with or without a time after it; raises ValueError for anything else."""
    return date.fromisoformat(value[:10]).isoformat() if value else None


def _known(value: str) -> str:
    if value not in ("auto", *LANGUAGES):
        raise ValueError(f"language {value!r} is not supported (only {', '.join(LANGUAGES)})")
    return value


class TimesQuery(BaseModel):
    """A text whose times are asked for; other keys are ignored."""

    model_config = ConfigDict(extra="ignore")

    id: str | int = ""
    """Handed through as it is."""
    text: str
    date: Annotated[str | None, AfterValidator(_iso_day)] = None
    """When the text was published, ISO 8601."""
    language: Annotated[str, AfterValidator(_known)] = "auto"
    """`id`, `en`, or `auto` to detect."""

    @property
    def spoken(self) -> str:
        """The language stated or detected. Raises ValueError when it is neither `id` nor `en`."""
        return _known(detect(self.text)) if self.language == "auto" else self.language


class PlacesQuery(TimesQuery):
    """A text whose places are asked for."""

    toponyms: list[Span] | None = None
    """Spans to resolve, [start, end); None to find the places as well."""

    @model_validator(mode="after")
    def _inside(self) -> PlacesQuery:
        for start, end in self.toponyms or ():
            if not 0 <= start < end <= len(self.text):
                raise ValueError(f"toponym [{start}, {end}] is outside the text of {len(self.text)} characters")
        return self


class PlaceAnswer(BaseModel):
    """One place; without `lat` and `lon` when no gazetteer entry fits the words."""

    start: int
    end: int
    geonameid: int | None
    name: str | None
    lat: float | None
    """Degrees north, WGS 84."""
    lon: float | None
    """Degrees east, WGS 84."""
    country_code: str | None
    """ISO 3166-1 alpha-3."""
    resolution: str | None
    """`country`, `region`, `admin1`, `admin2`, `admin3`, `city` or `feature`."""
    confidence: float = Field(ge=0, le=1)


class PlacesAnswer(BaseModel):
    """The places of a query, in text order (of given toponyms: in their order, one for each)."""

    id: str | int
    places: list[PlaceAnswer]


class TimeAnswer(BaseModel):
    """One time expression."""

    start: int
    end: int
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    """TimeML value: `2024-05-15`, `2024-W20`, `P2D`, `PAST_REF`; XXXX stands for what the text leaves open."""


class TimesAnswer(BaseModel):
    """The times of a query, in text order."""

    id: str | int
    times: list[TimeAnswer]


def places_in(text: str, language: str) -> list[Place]:
    """Places of a news text as it came, `language` being `id` or `en`: it is restored first, offsets are its own."""
    return _throughout(text, language, lambda t: find_in_text(t, language))


def times_in(text: str, language: str, published: str | None) -> list[When]:
    """Times of a news text as it came, published on the ISO date `published` (or None)."""
    return _throughout(text, language, lambda t: find_times(t, language, published))


def _throughout(text: str, language: str, find: Callable[[str], list[_Found]]) -> list[_Found]:
    """What `find` finds in the restored text, and in the stretches that restoring leaves out (links to other articles,
    repeated lines): for events they are furniture, but who asks for the places of a text means all of it."""
    restored = restore(text, language)
    out = []
    for found in find(restored.text):
        start, end = restored.original_span(found.start, found.end)
        out.append(replace(found, start=start, end=end, text=text[start:end]))
    if restored.drops:
        dropped = [(drop.start, drop.end) for drop in restored.drops]
        out += [x for x in find(text) if any(a <= x.start and x.end <= b for a, b in dropped) and not _among(x, out)]
    return sorted(out, key=lambda x: (x.start, x.end))


def _among(found: Place | When, others: Sequence[Place | When]) -> bool:
    return any(o.start < found.end and found.start < o.end for o in others)


def answer_places(query: PlacesQuery) -> PlacesAnswer:
    """Find or resolve the places of a query. Raises ValueError when the language cannot be told."""
    if query.toponyms is None:
        found: Sequence[Place] = places_in(query.text, query.spoken)
    else:
        found = resolve_spans(query.text, query.toponyms, query.spoken)
    return PlacesAnswer(id=query.id, places=[PlaceAnswer(**_fields(p, PlaceAnswer)) for p in found])


def answer_times(query: TimesQuery) -> TimesAnswer:
    """Find the times of a query. Raises ValueError when the language cannot be told."""
    found = times_in(query.text, query.spoken, query.date)
    return TimesAnswer(id=query.id, times=[TimeAnswer(**_fields(t, TimeAnswer)) for t in found])


def _fields(found: Place | When, answer: type[BaseModel]) -> dict[str, Any]:
    return {name: getattr(found, name) for name in answer.model_fields}
