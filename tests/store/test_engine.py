"""Opening: tables made and brought up to date, wrong URLs refused, several processes at once."""

import multiprocessing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from duta.store import Store, StoreError, open_store
from duta.store.engine import HEAD
from duta.store.migrations import config
from duta.store.schema import Base
from tests.store.build import record


def test_the_migrations_make_the_tables_of_the_schema(store: Store):
    with store.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert [d for d in found if "mention_search" not in str(d)] == []


def test_head_is_the_newest_migration():
    assert ScriptDirectory.from_config(config()).get_current_head() == HEAD


def test_migrations_can_be_taken_back(store: Store):
    from alembic import command

    with store.write() as connection:
        command.downgrade(config(connection), "base")
    assert set(inspect(store.engine).get_table_names()) <= {"alembic_version"}


def test_opening_again_keeps_what_is_there(url: str):
    with open_store(url) as store:
        store.load([record("m1")])
    with open_store(url) as store:
        assert store.counts()["mentions"] == 1


def test_a_store_of_a_newer_duta_is_refused(url: str):
    with open_store(url) as store, store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer duta"):
        open_store(url)


@pytest.mark.parametrize("wrong", ["store.sqlite", "mysql://x/y", "postgresql://duta@/x?host=/nowhere", "sqlite:////no/such/folder/x"])
def test_a_wrong_url_is_refused_in_one_line(wrong: str):
    with pytest.raises(StoreError) as raised:
        open_store(wrong)
    assert "\n" not in str(raised.value)


def test_a_sqlite_file_that_is_not_there_is_not_made_to_be_read(tmp_path: Path):
    with pytest.raises(StoreError, match="no such store"):
        open_store(f"sqlite:///{tmp_path / 'x.sqlite'}", create=False)
    assert not (tmp_path / "x.sqlite").exists()


def write(url: str, name: str) -> None:
    """What a writing process does."""
    with open_store(url) as store:
        for i in range(20):
            store.load([record(f"{name}-{i}", f"{name}-{i % 5}", event_text=f"met {i}")])


def test_processes_that_write_and_one_that_reads_work_side_by_side(url: str):
    writers = [multiprocessing.get_context("fork").Process(target=write, args=(url, name)) for name in "xy"]
    for writer in writers:
        writer.start()
    with open_store(url) as store:
        while any(writer.is_alive() for writer in writers):
            assert len(list(store.events())) <= 10
        assert [writer.exitcode for writer in writers] == [0, 0]
        assert store.counts() == {"articles": 10, "mentions": 10, "events": 10, "superseded": 30}
        assert len(store.runs()) == 40
