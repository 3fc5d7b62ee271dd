"""An empty store in SQLite: what is counted does not hang on the database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from duta.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'store.sqlite'}") as opened:
        yield opened
