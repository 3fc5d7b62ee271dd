"""JSON lines, GeoJSON, and lines to read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from duta.exchange.columns import flat
from duta.records import Entity, Event, LinkedEvent


def write_jsonl(events: Iterable[Event], sink: TextIO, linked: bool) -> int:
    """One PLOVER record a line, written at once: what was coded is kept when the rest fails."""
    count = 0
    for event in events:
        sink.write(event.model_dump_json() + "\n")
        sink.flush()
        count += 1
    return count


def read_jsonl(path: Path) -> Iterator[Event]:
    """The records or events of a file of `write_jsonl`. Raises `pydantic.ValidationError`."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield (LinkedEvent if '"event_id"' in line else Event).model_validate_json(line)


def write_geojson(events: Iterable[Event], sink: TextIO, linked: bool) -> int:
    """A FeatureCollection (RFC 7946): points, longitude first, WGS 84; without coordinates, a feature that has no geometry."""
    sink.write('{"type": "FeatureCollection", "features": [')
    count = 0
    for event in events:
        sink.write(("," if count else "") + "\n" + json.dumps(feature(event), ensure_ascii=False, default=str))
        count += 1
    sink.write("\n]}\n")
    return count


def feature(event: Event) -> dict[str, Any]:
    """A record as a GeoJSON feature; its properties are the flat row."""
    row = flat(event)
    lat, lon = row.pop("lat"), row.pop("lon")
    point = {"type": "Point", "coordinates": [lon, lat]} if lat is not None and lon is not None else None
    return {"type": "Feature", "id": row.get("event_id", row["id"]), "geometry": point, "properties": row}


def write_table(events: Iterable[Event], sink: TextIO, linked: bool) -> int:
    """One line to read a record."""
    count = 0
    for event in events:
        sink.write(sentence(event) + "\n")
        count += 1
    return count


def sentence(event: Event) -> str:
    """A record as one line to read."""

    def side(entities: list[Entity]) -> str:
        return ", ".join(f"{e.entity_text} [{e.code or '?'}{' ' + e.sector if e.sector else ''}]" for e in entities) or "-"

    kind = "/".join(event.event) + (f" {'/'.join(event.mode)}" if event.mode else "")
    aux = f" ({', '.join(event.aux)})" if event.aux else ""
    where = f" in {event.event_loc.extracted_place}" if event.event_loc else ""
    told = f"  {event.articles} articles" if isinstance(event, LinkedEvent) and event.articles > 1 else ""
    return (
        f"{event.date or '?':10}  {kind}{aux}: {side(event.actor)} -> {side(event.recipient)}{where}"
        f"  «{event.event_text}»  {event.confidence:.2f}{told}"
    )
