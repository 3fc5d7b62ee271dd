"""Run records: what ran on a store, when, with which versions and options, and what came of it."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import Connection, Engine, insert, select, update

from duta import __version__
from duta.records import Reject
from duta.store import schema
from duta.store.engine import writing


class RunRecord(BaseModel):
    """One load, link or export."""

    pk: int
    command: str
    started: datetime
    finished: datetime | None = None
    """None while it runs, and for ever after it was killed."""
    versions: dict[str, str] = Field(default_factory=dict)
    options: dict[str, Any] = Field(default_factory=dict)
    counts: dict[str, int] = Field(default_factory=dict)
    error: str | None = None

    @property
    def seconds(self) -> float | None:
        """How long it took; None while it runs."""
        return (self.finished - self.started).total_seconds() if self.finished else None


def start(engine: Engine, command: str, options: dict[str, Any]) -> int:
    """Writes the record of a run that begins; gives its key. `options` must be JSON."""
    versions = {"duta": __version__, "python": platform.python_version()}
    row = {"command": command, "started": datetime.now(UTC), "versions": versions, "options": options, "counts": {}}
    with writing(engine) as connection:
        key = connection.execute(insert(schema.Run).values(row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def tell(connection: Connection, run: int, counts: dict[str, int], rejects: Iterable[Reject] = ()) -> None:
    """Writes how far a run is, in the transaction that brought it there."""
    connection.execute(update(schema.Run).where(schema.Run.pk == run).values(counts=counts))
    rows = [{"run_pk": run, "source": r.source, "reason": r.reason} for r in rejects]
    if rows:
        connection.execute(insert(schema.Reject), rows)


def finish(engine: Engine, run: int, counts: dict[str, int], error: str | None = None) -> None:
    """Closes the record of a run."""
    with writing(engine) as connection:
        values = {"counts": counts, "error": error, "finished": datetime.now(UTC)}
        connection.execute(update(schema.Run).where(schema.Run.pk == run).values(values))


def all_runs(connection: Connection) -> list[RunRecord]:
    """Every run, the newest first."""
    rows = connection.execute(select(schema.Run.__table__).order_by(schema.Run.pk.desc())).mappings()
    return [RunRecord.model_validate({**row, "started": _utc(row["started"]), "finished": _utc(row["finished"])}) for row in rows]


def rejects_of(connection: Connection, run: int) -> list[Reject]:
    """What a run could not take, and why."""
    table = schema.Reject
    rows = connection.execute(select(table.source, table.reason).where(table.run_pk == run).order_by(table.pk))
    return [Reject(*row) for row in rows]


def _utc(moment: datetime | None) -> datetime | None:
    """SQLite forgets the zone; all times are written in UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
