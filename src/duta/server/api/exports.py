"""Files of mentions or events, in every format of `duta export`, and their codebook."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import FileResponse, PlainTextResponse
from starlette.background import BackgroundTask

from duta.exchange import FORMATS, Format, codebook, format_of, write_events
from duta.records import Event
from duta.server.api.answering import WRONG, At, Wish

router = APIRouter(tags=["exports"])
MOST = 1_000_000
"""Records of a file; more are for `duta export`."""
TYPES = {".jsonl": "application/x-ndjson", ".csv": "text/csv", ".parquet": "application/vnd.apache.parquet",
         ".tsv": "text/tab-separated-values", ".geojson": "application/geo+json", ".txt": "text/plain"}  # fmt: skip
Name = Annotated[str, Query(description=", ".join(FORMATS), examples=["csv"])]
Events = Annotated[bool, Query(description="Events (linked mentions), or mentions.")]


def _known(format: str) -> str:
    if format not in FORMATS:
        raise HTTPException(422, f"no such format: {format} ({', '.join(FORMATS)})")
    return format


def _written(records: Iterable[Event], kind: Format, linked: bool) -> Path:
    """A file for one answer; whoever sends it removes it."""
    with tempfile.NamedTemporaryFile(suffix=kind.suffix, delete=False) as file:
        path = Path(file.name)
    try:
        write_events(records, kind.name, str(path), linked=linked)
    except BaseException:
        path.unlink()
        raise
    return path


@router.get(
    "/exports",
    responses={**WRONG, 200: {"content": {kind: {} for kind in sorted(set(TYPES.values()))}}},
    response_class=FileResponse,
)
async def export(
    at: At, wish: Wish, format: Name = "csv", events: Events = True, limit: Annotated[int, Query(ge=1, le=MOST)] = MOST
) -> FileResponse:
    """A file of all that matches, the newest first."""
    kind = format_of(_known(format))
    wish = wish.model_copy(update={"limit": limit})
    path = await at.slowly(lambda: _written(at.store.events(wish) if events else at.store.query(wish), kind, events))
    name = f"duta-{'events' if events else 'mentions'}{'-' + kind.name if kind.name in ('cameo', 'polecat') else ''}{kind.suffix}"
    return FileResponse(path, media_type=TYPES[kind.suffix], filename=name, background=BackgroundTask(path.unlink))


@router.get("/exports/codebook", responses=WRONG, response_class=PlainTextResponse)
def codebook_of(at: At, wish: Wish, format: Name = "csv", events: Events = True) -> PlainTextResponse:
    """What the columns of a file mean, and what it cannot say (Markdown)."""
    store = at.store
    text = codebook(format_of(_known(format)), linked=events, filters=wish.words(), records=store.count(wish, "events" if events else "mentions"),
                    versions=store.coders(), store=store.counts())  # fmt: skip
    return PlainTextResponse(text, media_type="text/markdown; charset=utf-8")
