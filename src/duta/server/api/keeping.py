"""How the store is kept: runs, rejects, publishers, freshness, versions."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from duta import __version__
from duta.server.api.answering import MISSING, At, answer
from duta.server.problems import not_found
from duta.store import RunRecord
from duta.store.summaries import origins, span

router = APIRouter(tags=["health"])


class OriginOf(BaseModel):
    """A publisher and language."""

    source: str | None
    language: str
    articles: int
    first: str | None
    last: str | None
    """Publication day of its newest article."""


class Health(BaseModel):
    """What the store holds, from where and how fresh."""

    duta: str
    counts: dict[str, int]
    first: str | None
    """Day of the first event."""
    last: str | None
    coders: dict[str, str]
    """Programs and versions that made the current records."""
    origins: list[OriginOf]
    running: int
    """Runs that have no end: under way, or killed."""
    failed: int


class RejectOf(BaseModel):
    """What a run could not take, and why."""

    source: str
    reason: str


@router.get("/health", response_model=Health)
def health(request: Request, at: At) -> Response:
    """What the store holds, from where and how fresh."""
    return answer(request, Health, lambda: health_of(at))


def health_of(at: At) -> Health:
    store, runs = at.store, at.store.runs()
    first, last = span(store) or (None, None)
    return Health(
        duta=__version__, counts=store.counts(), first=first, last=last, coders=store.coders(),
        origins=[OriginOf(**asdict(o)) for o in origins(store)],
        running=sum(r.finished is None for r in runs), failed=sum(r.error is not None for r in runs),
    )  # fmt: skip


@router.get("/runs", response_model=list[RunRecord])
def runs(request: Request, at: At) -> Response:
    """Every load, watch, link and export, the newest first."""
    return answer(request, list[RunRecord], at.store.runs)


@router.get("/runs/{pk}/rejects", response_model=list[RejectOf], responses=MISSING)
def rejects(request: Request, at: At, pk: int) -> Response:
    """What a run could not take, and why."""

    def make() -> list[RejectOf]:
        if not any(r.pk == pk for r in at.store.runs()):
            raise not_found(f"run {pk}")
        return [RejectOf(source=r.source, reason=r.reason) for r in at.store.rejects(pk)]

    return answer(request, list[RejectOf], make)
