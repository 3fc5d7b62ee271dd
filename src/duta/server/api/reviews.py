"""Reviews of records, decisions on linking, gold, agreement."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import BaseModel, Field

from duta.records import Event
from duta.server.api.answering import MISSING, WRONG, At, Limit, Wish, answer, needs, person_of
from duta.server.settings import Person
from duta.store import reviews as kept
from duta.store.reviews import Agreement, Review

router = APIRouter(tags=["reviews"])
Reviewer = Annotated[Person, needs("review")]


class ToReview(BaseModel):
    """A word on a record or on one of its fields."""

    mention_id: str = Field(examples=["1ac01b59aedd1d27"], max_length=200)
    verdict: kept.Verdict = Field(examples=["wrong"])
    field: str = Field("record", examples=["event"])
    """`record` for the whole, or a field that is right or wrong."""
    value: Any = Field(None, examples=[["AGREE"]])
    """What a wrong field should be."""
    note: str = Field("", max_length=2000)
    person: str = Field("", max_length=100)
    """The author; that of the token where there is one."""


class ToDecide(BaseModel):
    """A word on two mentions."""

    kind: Literal["merge", "split"]
    """One event, or not."""
    a: str = Field(max_length=200)
    b: str = Field(max_length=200)
    note: str = Field("", max_length=2000)
    person: str = Field("", max_length=100)


class Linked(BaseModel):
    """What a link run did."""

    counts: dict[str, int]


def author(person: Person, said: str) -> str:
    """Whose word it is: a token's name cannot be another's. Raises `HTTPException` for nobody's."""
    name = person.name or said.strip()
    if not name:
        raise HTTPException(422, "say who reviews: person")
    return name


@router.get("/reviews", response_model=list[Review], responses=WRONG)
def list_reviews(request: Request, at: At, mention_id: str | None = None, person: str | None = None) -> Response:
    """The reviews that count, the oldest first: the newest word of each person on each record and field."""
    return answer(request, list[Review], lambda: kept.reviews(at.store, mention_id=mention_id, person=person))


@router.post("/reviews", status_code=201, responses=MISSING)
def review(at: At, who: Reviewer, given: ToReview) -> Review:
    """Keeps a review."""
    return kept.add(
        at.store,
        given.mention_id,
        person=author(who, given.person),
        verdict=given.verdict,
        field=given.field,
        value=given.value,
        note=given.note,
    )


@router.get("/reviews/queue", response_model=list[Event], responses=WRONG)
def queue(
    request: Request, at: At, wish: Wish, person: Annotated[str, Query(max_length=100)] = "", limit: Limit = 20
) -> Response:
    """The newest records that match and that a person has not judged."""
    name = person_of(request).name or person
    return answer(request, list[Event], lambda: kept.unreviewed(at.store, wish, name, limit))


@router.get("/reviews/agreement", response_model=Agreement, responses=WRONG)
def agreement(request: Request, at: At) -> Response:
    """How far reviewers agree (Krippendorff's alpha) on records that two or more judged."""
    return answer(request, Agreement, lambda: kept.agreement(at.store))


@router.get("/reviews/gold", responses={200: {"content": {"application/x-ndjson": {}}}, **WRONG}, response_class=Response)
def gold(at: At, person: Annotated[str | None, Query(description="Only this person's word.")] = None) -> Response:
    """The judged sentences as a gold set (JSON lines) for `duta evaluate`."""
    lines = (json.dumps(passage, ensure_ascii=False) + "\n" for passage in kept.gold(at.store, person=person or None))
    return Response(
        "".join(lines), media_type="application/x-ndjson", headers={"Content-Disposition": 'attachment; filename="gold.jsonl"'}
    )


@router.post("/decisions", responses=MISSING)
def decide(at: At, who: Reviewer, given: ToDecide) -> Linked:
    """Joins two mentions into one event, or keeps them apart, for good; links anew at once."""
    at.store.decide(given.kind, given.a, given.b, person=author(who, given.person), note=given.note)
    return Linked(counts=at.store.link().counts)
