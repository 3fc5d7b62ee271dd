"""The registry of formats: one entry a format, and whoever writes records asks here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from duta.exchange import cameo, plain, polecat, tables
from duta.exchange.columns import Column, columns
from duta.records import Event

Writer = Callable[[Iterable[Event], TextIO, bool], int]
"""Writes records (or, where True, events) to a text file; gives how many."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way out."""

    name: str
    suffix: str
    about: str
    write: Writer | None
    """None where the file is no text, see `write_file`."""
    columns: Callable[[bool], tuple[Column, ...]]
    """The columns of records (False) or events (True); empty where fields are not columns."""
    write_file: Callable[[Iterable[Event], Path, bool], int] | None = None


def _none(linked: bool) -> tuple[Column, ...]:
    return ()


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("jsonl", ".jsonl", "PLOVER records, one JSON object a line", plain.write_jsonl, _none),
        Format("csv", ".csv", "flat columns, comma-separated, with a header", tables.write_csv, columns),
        Format("parquet", ".parquet", "flat columns with types, and the whole record as JSON", None,
               lambda linked: (*columns(linked), tables.RECORD), tables.write_parquet),
        Format("polecat", ".tsv", "POLECAT's columns, tab-separated", polecat.write_polecat, lambda linked: polecat.COLUMNS),
        Format("cameo", ".csv", "GDELT's event table with CAMEO codes, comma-separated, with a header", cameo.write_cameo,
               lambda linked: cameo.COLUMNS),
        Format("geojson", ".geojson", "points (RFC 7946) with the flat columns as properties", plain.write_geojson,
               lambda linked: tuple(c for c in columns(linked) if c.name not in ("lat", "lon"))),
        Format("table", ".txt", "one line to read a record", plain.write_table, _none),
    )
}  # fmt: skip


def format_of(name: str) -> Format:
    """The format called `name`. Raises `ValueError` with the names there are."""
    if name not in FORMATS:
        raise ValueError(f"no such format: {name} (one of {', '.join(FORMATS)})")
    return FORMATS[name]


def write_events(events: Iterable[Event], format: str, output: str, *, linked: bool = False) -> int:
    """Writes records, or (`linked`) events with their counts, to a path or `-`; gives how many.

    Raises `ValueError` for an unknown format, and for a binary one without a path.
    """
    kind = format_of(format)
    if kind.write_file is not None:
        if output == "-":
            raise ValueError(f"{kind.name} needs --output FILE")
        return kind.write_file(events, Path(output), linked)
    assert kind.write is not None
    if output == "-":
        return kind.write(events, sys.stdout, linked)
    with Path(output).open("w", encoding="utf-8", newline="") as sink:
        return kind.write(events, sink, linked)
