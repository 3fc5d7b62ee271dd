"""What all answers have in common: the bench, ETags, pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, HTTPException, Query, Request, Response
from pydantic import BaseModel, TypeAdapter

from duta.server.asking import wished
from duta.server.bench import Bench
from duta.server.problems import Problem
from duta.server.settings import Person
from duta.store import Filter

T = TypeVar("T")
MOST = 500
"""Items of a page."""
PROBLEM = {"model": Problem, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
WRONG: dict[int | str, dict[str, Any]] = {422: PROBLEM, 401: PROBLEM, 403: PROBLEM, 429: PROBLEM}
MISSING: dict[int | str, dict[str, Any]] = {404: PROBLEM, **WRONG}

Wish = Annotated[Filter, Depends(wished)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Items of a page.")]
Cursor = Annotated[str | None, Query(description="`next` of the page before.", max_length=2000)]


class Page(BaseModel, Generic[T]):
    """Some items, and where to go on."""

    items: list[T]
    next: str | None = None
    """`cursor` of the next page; null on the last one."""


def bench_of(request: Request) -> Bench:
    bench: Bench = request.app.state.bench
    return bench


def person_of(request: Request) -> Person:
    person: Person = request.scope["person"]
    return person


async def _bench(request: Request) -> Bench:
    """Dependencies are coroutines: a plain function would wait for a thread, once for each of them."""
    return bench_of(request)


At = Annotated[Bench, Depends(_bench)]


def needs(scope: str) -> Any:
    """A dependency: whoever asks may do this."""

    async def allowed(request: Request) -> Person:
        person = person_of(request)
        if not person.may(scope):
            raise HTTPException(403, f"this token lacks the scope {scope!r}")
        return person

    return Depends(allowed)


def answer(request: Request, kind: Any, make: Callable[[], Any]) -> Response:
    """The JSON that `make` gives, remembered until the store changes; 304 for whoever has it."""
    bench = bench_of(request)
    question = f"{request.url.path}?{request.url.query}"
    mark = bench.memory.mark(question)
    headers = {"ETag": mark, "Cache-Control": "private, no-cache"}
    if mark in re.findall(r'"[^"]*"', request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    body = bench.memory.known(mark, lambda: TypeAdapter(kind).dump_json(make()))
    return Response(body, media_type="application/json", headers=headers)
