"""Answers remembered until the store changes: what many ask at once is worked out once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar

from duta import __version__
from duta.store import Store
from duta.store.rows import digest
from duta.store.summaries import state

T = TypeVar("T")


class Memory:
    """The latest answers, by question and by the state that the store was in."""

    def __init__(self, store: Store, size: int = 512) -> None:
        self._store, self._size = store, size
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def mark(self, question: str) -> str:
        """The ETag of the answer to a question: it changes when the store or duta does."""
        return f'"{digest(f"{__version__} {state(self._store)} {question}")}"'

    def get(self, question: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, or gave to whoever asked first. Who asks while it is being made waits. Errors are not remembered."""
        return self.known((state(self._store), question), make)

    def known(self, key: Hashable, make: Callable[[], T]) -> T:
        """As `get`, of a key that the store's state is already in, as `mark` gives it."""
        with self._lock:
            future = self._known.get(key)
            mine = future is None
            if future is None:
                future = self._known[key] = Future()
                while len(self._known) > self._size:
                    self._known.popitem(last=False)
            else:
                self._known.move_to_end(key)
        if mine:
            try:
                future.set_result(make())
            except BaseException as error:
                with self._lock:
                    self._known.pop(key, None)
                future.set_exception(error)
        found: T = future.result()
        return found
