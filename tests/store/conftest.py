"""Every test that takes `store` runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from duta.store import Store, open_store
from tests.store import postgres


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """URL of a PostgreSQL with the store's tables in the database `model`, to be filled in with a database's name."""
    folder = postgres.binaries()
    if folder is None:
        pytest.skip("no PostgreSQL: neither Debian's package `postgresql` nor the Python package `pgserver` is installed")
    with postgres.running(folder) as url:
        sql(url, "CREATE DATABASE model")
        open_store(url.format(name="model")).close()
        yield url


def sql(url: str, statement: str) -> None:
    """One statement outside any transaction."""
    engine = create_engine(url.format(name="postgres").replace("://", "+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an empty store."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.sqlite'}"
        return
    server = request.getfixturevalue("server")
    sql(server, "CREATE DATABASE test TEMPLATE model")
    yield server.format(name="test")
    sql(server, "DROP DATABASE test WITH (FORCE)")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened
