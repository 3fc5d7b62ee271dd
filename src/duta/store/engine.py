"""Opening a database: SQLite that many may read while one writes, or PostgreSQL; tables brought up to date."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

HEAD = "0002"
"""The newest migration. A constant, so that Alembic is imported only when there is something to migrate."""
BUSY_MS = 60_000
"""How long a writer waits for another one on SQLite."""
WRITER = 0x64757461
"""Key of the advisory lock that a writer holds on PostgreSQL ("duta")."""
PRAGMAS = ("journal_mode = WAL", f"busy_timeout = {BUSY_MS}", "foreign_keys = ON", "synchronous = NORMAL",
           "cache_size = -262144", "mmap_size = 1073741824", "temp_store = MEMORY", "wal_autocheckpoint = 8000")  # fmt: skip
"""WAL with `synchronous = NORMAL` loses nothing when the process is killed; a power cut may take the last transactions."""


class StoreError(ValueError):
    """The store cannot be opened or used; the message says why."""


def connect(url: str) -> Engine:
    """An engine for `sqlite:///FILE` or `postgresql://...`. Raises `StoreError`."""
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    try:
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError):
        raise StoreError(f"{url!r} is no store: write sqlite:///FILE or postgresql://USER@HOST/NAME") from None
    except ModuleNotFoundError:
        raise StoreError("PostgreSQL needs its driver: pip install 'duta[postgres]'") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    elif engine.dialect.name != "postgresql":
        raise StoreError(f"a store is SQLite or PostgreSQL, not {engine.dialect.name}")
    return engine


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are ours: the driver's own begin too late, and cannot wait for a writer
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    for name in ("sin", "cos", "asin", "sqrt", "radians"):  # not every SQLite has them
        connection.create_function(name, 1, getattr(math, name), deterministic=True)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that may write. There is one writer at a time, on either database; the next one waits for it."""
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER})
        yield connection


def prepare(engine: Engine) -> None:
    """Make or update the tables; a store that is up to date is only read. Raises `StoreError`."""
    try:
        with engine.connect() as connection:
            if _version(connection) == HEAD:
                return
        with writing(engine) as connection:  # asked again: two may open a new store at once
            version = _version(connection)
            if version is not None and version > HEAD:
                raise StoreError(f"the store is of a newer duta (its tables are version {version}, this duta knows {HEAD})")
            if version != HEAD:
                from duta.store.migrations import upgrade

                upgrade(connection)
    except OperationalError as error:
        raise StoreError(f"cannot open the store: {str(error.orig).strip().splitlines()[0]}") from None


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version
