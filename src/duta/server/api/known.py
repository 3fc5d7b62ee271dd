"""Actors and places: what duta knows of them, and how often the corpus tells of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from duta.server.api.answering import WRONG, At, answer
from duta.server.knowing import Known, KnownPlace, actors_called, places_called
from duta.store.looking import entities

router = APIRouter(tags=["knowledge"])
Words = Annotated[str, Query(max_length=200, description="Words of the name; case and accents do not count.")]


class Actor(BaseModel):
    """A known person or body of the corpus."""

    name: str
    wikidata: str | None
    events: int
    """Events in which it is a party."""


class Actors(BaseModel):
    """Who has a name."""

    corpus: list[Actor]
    known: list[Known]
    """What the knowledge files say, with office, dates and the line that says it."""


@router.get("/actors", response_model=Actors, responses=WRONG)
def actors(request: Request, at: At, name: Words = "", limit: Annotated[int, Query(ge=1, le=500)] = 50) -> Response:
    """Persons and bodies of the corpus by their name, and what duta knows of that name."""

    def make() -> Actors:
        found = [Actor(name=e.name, wikidata=e.wikidata, events=e.events) for e in entities(at.store, name, limit)]
        return Actors(corpus=found, known=actors_called(name))

    return answer(request, Actors, make)


@router.get("/places", response_model=list[KnownPlace], responses=WRONG)
def places(request: Request, name: Annotated[str, Query(min_length=1, max_length=200, examples=["Makassar"])]) -> Response:
    """What places a name may mean, the most populous first."""
    return answer(request, list[KnownPlace], lambda: places_called(name))
