"""Events to a file: PLOVER JSONL, a flat CSV or Parquet, a table to read."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from duta.records import Entity, Event

FORMATS = ("jsonl", "csv", "parquet", "table")
COLUMNS = (
    "id", "doc_id", "language", "published", "date", "enddate", "event", "mode", "context", "aux", "quad_code",
    "event_scale", "cameo", "actor_code", "actor_sector", "actor_text", "recipient_code", "recipient_sector",
    "recipient_text", "place", "country_code", "lat", "lon", "event_text", "start", "end", "confidence",
)  # fmt: skip


def flat(event: Event) -> dict[str, Any]:
    """One row a record; lists are joined by `;`."""

    def join(values: Iterable[str | None]) -> str:
        return ";".join(v or "" for v in values)

    def side(name: str, entities: list[Entity]) -> dict[str, str]:
        return {
            f"{name}_code": join(e.code for e in entities),
            f"{name}_sector": join(e.sector for e in entities),
            f"{name}_text": join(e.entity_text for e in entities),
        }

    place = event.event_loc
    row: dict[str, Any] = {
        **event.model_dump(include={"id", "doc_id", "language", "published", "date", "enddate", "quad_code"}),
        "event": join(event.event), "mode": join(event.mode), "context": join(event.context), "aux": join(event.aux),
        "event_scale": event.event_scale, "cameo": event.cameo,
        **side("actor", event.actor), **side("recipient", event.recipient),
        "place": place.extracted_place if place else None, "country_code": place.country_code if place else None,
        "lat": place.lat if place else None, "lon": place.lon if place else None,
        "event_text": event.event_text, "start": event.text_info.start, "end": event.text_info.end,
        "confidence": event.confidence,
    }  # fmt: skip
    return {c: row[c] for c in COLUMNS}


@contextmanager
def _sink(output: str) -> Iterator[TextIO]:
    if output == "-":
        yield sys.stdout
    else:
        with Path(output).open("w", encoding="utf-8", newline="") as f:
            yield f


def write_events(events: Iterable[Event], format: str, output: str) -> None:
    """Writes records to a path or `-`. Parquet needs a path: raises `ValueError` without one."""
    if format == "parquet":
        if output == "-":
            raise ValueError("parquet needs --output FILE")
        import polars as pl

        text = dict.fromkeys(COLUMNS, pl.String)
        schema = {**text, "quad_code": pl.Int64, "event_scale": pl.Float64, "lat": pl.Float64, "lon": pl.Float64}
        schema |= {"start": pl.Int64, "end": pl.Int64, "confidence": pl.Float64}
        pl.DataFrame([flat(e) for e in events], schema=schema).write_parquet(output)
        return
    with _sink(output) as sink:
        if format == "jsonl":
            for event in events:
                sink.write(event.model_dump_json() + "\n")
                sink.flush()
        elif format == "csv":
            writer = csv.DictWriter(sink, COLUMNS, lineterminator="\n")
            writer.writeheader()
            for event in events:
                writer.writerow(flat(event))
        else:
            for event in events:
                sink.write(sentence(event) + "\n")


def sentence(event: Event) -> str:
    """A record as one line to read."""

    def side(entities: list[Entity]) -> str:
        return ", ".join(f"{e.entity_text} [{e.code or '?'}{' ' + e.sector if e.sector else ''}]" for e in entities) or "-"

    kind = (
        event.event[0] + (f" {'/'.join(event.mode)}" if event.mode else "") + (f" ({', '.join(event.aux)})" if event.aux else "")
    )
    where = f" in {event.event_loc.extracted_place}" if event.event_loc else ""
    return f"{event.date or '?':10}  {kind}: {side(event.actor)} -> {side(event.recipient)}{where}  «{event.event_text}»  {event.confidence:.2f}"
