"""Coding a text or an address: what duta sees, codes and drops."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Body
from pydantic import BaseModel, Field, field_validator, model_validator

from duta.records import Coded, Document, Event
from duta.restoring import restore
from duta.server.api.answering import WRONG, At, needs

router = APIRouter(tags=["coding"])

EXAMPLES = {
    "text": {"value": {"text": "Presiden Rusia Vladimir Putin tiba di Beijing, Kamis (16/5/2024).", "published": "2024-05-16"}},
    "address": {"value": {"url": "https://example.org/news/1"}},
}  # fmt: skip


class ToCode(BaseModel):
    """A text, or the address of one."""

    text: str | None = None
    url: str | None = Field(None, max_length=2000)
    """http or https, public; with `text`, it is only noted."""
    language: Literal["auto", "id", "en"] = "auto"
    published: str | None = None
    """YYYY-MM-DD: what "yesterday" is counted from."""
    title: str | None = Field(None, max_length=2000)

    @field_validator("published")
    @classmethod
    def _day(cls, day: str | None) -> str | None:
        return datetime.date.fromisoformat(day).isoformat() if day else None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.text and not self.url:
            raise ValueError("give a text or a url")
        return self


class Seen(BaseModel):
    """A stretch of the text, and what duta takes it for."""

    start: int
    end: int
    text: str
    kind: str
    """`actor`, `place` or `time`."""
    meaning: dict[str, Any]
    """As far as it is known: code, sector, canonical name, coordinates, date ..."""
    rule: str


class Dropped(BaseModel):
    """A stretch that was put aside, and why."""

    start: int
    end: int
    stage: str
    reason: str


class CodedText(BaseModel):
    """What came of a text. All offsets are code points of the text as it was given."""

    document: Document
    language: str
    events: list[Event]
    seen: list[Seen]
    drops: list[Dropped]


def coded_text(coded: Coded) -> CodedText:
    """Everything duta knows of an article, with offsets of the text as given."""
    original = restore(coded.document.text, coded.language, coded.document.title).original_span
    seen: list[Seen] = []
    for kind, things in (("actor", coded.parties), ("place", coded.places), ("time", coded.times)):
        for thing in things:
            told = {k: v for k, v in dataclasses.asdict(thing).items() if v not in (None, "", ())}
            start, end = original(told.pop("start"), told.pop("end"))
            if isinstance(told.get("antecedent"), tuple):
                told["antecedent"] = original(*told["antecedent"])
            seen.append(Seen(start=start, end=end, text=told.pop("text"), kind=kind, rule=told.pop("rule", ""), meaning=told))
    drops = [Dropped(**dataclasses.asdict(drop)) for drop in coded.drops]
    return CodedText(document=coded.document, language=coded.language, events=coded.events, drops=drops,
                     seen=sorted(seen, key=lambda s: (s.start, s.end)))  # fmt: skip


@router.post("/code", responses=WRONG, dependencies=[needs("code")])
async def code(at: At, given: Annotated[ToCode, Body(openapi_examples=EXAMPLES)]) -> CodedText:
    """Codes a text, or the article at a public address. Nothing is kept."""
    if given.text:
        document = Document(text=given.text, language=given.language, published=given.published, title=given.title, url=given.url)
    else:
        document = await at.fetch(given.url or "", given.language)
        document = document.model_copy(update={"published": given.published or document.published})
    return coded_text(await at.code(document))
