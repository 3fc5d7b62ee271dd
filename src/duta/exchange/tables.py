"""CSV and TSV with a header, and Parquet."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from duta.exchange.columns import Column, Kind, columns, flat
from duta.records import Event, LinkedEvent

if TYPE_CHECKING:
    import polars as pl

ROWS = 20_000
"""Rows held at a time for Parquet."""
RECORD = Column("record", "text", "the whole record as JSON; reading it back gives the same record")

Rows = Callable[[Event], Iterable[dict[str, Any]]]


def write_delimited(events: Iterable[Event], sink: TextIO, names: list[str], rows: Rows, delimiter: str) -> int:
    """A header and the rows of every record; empty cells are unknown values. Gives the number of records."""
    writer = csv.DictWriter(sink, names, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    count = 0
    for event in events:
        writer.writerows(rows(event))
        count += 1
    return count


def write_csv(events: Iterable[Event], sink: TextIO, linked: bool) -> int:
    """The flat columns."""
    return write_delimited(events, sink, [c.name for c in columns(linked)], lambda e: [flat(e)], ",")


def read_csv(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of `write_csv` as `flat` made them."""
    kinds = {c.name: c.kind for c in columns(linked=True)}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {name: _value(value, kinds[name]) for name, value in row.items()}


def _value(text: str, kind: Kind) -> object:
    if text == "":
        return None
    if kind == "day":
        from datetime import date

        return date.fromisoformat(text)
    return int(text) if kind == "integer" else float(text) if kind == "number" else text


def write_parquet(events: Iterable[Event], path: Path, linked: bool) -> int:
    """The flat columns with their types, and the whole record; `ROWS` at a time, so that memory does not grow."""
    import polars as pl
    from polars.io.plugins import register_io_source

    types = {"text": pl.String, "integer": pl.Int64, "number": pl.Float64, "day": pl.Date}
    schema = {c.name: types[c.kind] for c in (*columns(linked), RECORD)}
    count = 0
    coming = iter(events)

    def frames(
        names: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
    ) -> Iterator[pl.DataFrame]:
        nonlocal count
        while some := list(islice(coming, ROWS)):
            count += len(some)
            rows = [{**flat(e), RECORD.name: e.model_dump_json()} for e in some]
            yield pl.DataFrame(rows, schema=schema)

    register_io_source(frames, schema=schema).sink_parquet(path)
    return count


def read_parquet(path: Path) -> Iterator[Event]:
    """The records of a file of `write_parquet`."""
    import polars as pl

    frame = pl.scan_parquet(path)
    kind = LinkedEvent if "event_id" in frame.collect_schema() else Event
    for record in frame.select(RECORD.name).collect().to_series():
        yield kind.model_validate_json(record)
