"""A corpus of events: kept in SQLite or PostgreSQL, loaded as often as one likes, asked by one `Filter`."""

from duta.store.engine import StoreError
from duta.store.filter import Filter, Near
from duta.store.runs import RunRecord
from duta.store.store import Store, Tally, open_store

__all__ = ["Filter", "Near", "RunRecord", "Store", "StoreError", "Tally", "open_store"]
