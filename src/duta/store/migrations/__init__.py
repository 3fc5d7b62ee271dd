"""Alembic migrations of the store. A new one: `alembic.command.revision` with `config()`, then `engine.HEAD`."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration: no file, the scripts lie beside this one."""
    made = Config()
    made.set_main_option("script_location", "duta.store:migrations")
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def upgrade(connection: Connection) -> None:
    """Bring the tables to the newest version, in the connection's transaction."""
    command.upgrade(config(connection), "head")
