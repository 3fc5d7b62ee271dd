"""Coding many articles, in one process or in several: the order of the results is the order of the articles."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from duta.line import Coder, UnsupportedLanguage, load
from duta.records import CodedArticle, Document, Event, Reject

CHUNK = 16
"""Documents handed to a worker at a time; the order of the output never depends on it."""

_coder: Coder | None = None
"""The coder of a worker process."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a coder is made with; see `duta.load`."""

    engine: str = "model"
    lexicons: tuple[Path, ...] = ()
    actors: tuple[Path, ...] = ()


def code_all(items: Iterator[Document | Reject], workers: int, settings: Settings) -> Iterator[CodedArticle | Reject]:
    """Articles with their records; what cannot be coded is a reject, and the rest goes on.

    Raises what `duta.load` raises.
    """
    if workers == 1:
        _start(settings)
        for item in items:
            yield _joined(item, iter(_code([item]) if isinstance(item, Document) else ()))
        return
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(settings,)) as pool:
        waiting: list[tuple[list[Document | Reject], Future[list[list[Event] | Reject]]]] = []

        def drain() -> Iterator[CodedArticle | Reject]:
            chunk, future = waiting.pop(0)
            results = iter(future.result())
            for item in chunk:
                yield _joined(item, results)

        while chunk := list(islice(items, CHUNK)):
            waiting.append((chunk, pool.submit(_code, [d for d in chunk if isinstance(d, Document)])))
            if len(waiting) > 2 * workers:
                yield from drain()
        while waiting:
            yield from drain()


def _start(settings: Settings) -> None:
    global _coder
    _coder = load(engine=settings.engine, lexicons=settings.lexicons, actors=settings.actors)


def _code(documents: list[Document]) -> list[list[Event] | Reject]:
    assert _coder is not None
    out: list[list[Event] | Reject] = []
    for document in documents:
        try:
            out.append(list(_coder.code(document)))
        except UnsupportedLanguage as error:
            out.append(Reject(document.id or document.title or "text", str(error)))
        except Exception as error:  # nothing is lost: one bad document must not stop the rest
            out.append(Reject(document.id or "text", f"failed: {type(error).__name__}: {error}"))
    return out


def _joined(item: Document | Reject, results: Iterator[list[Event] | Reject]) -> CodedArticle | Reject:
    if isinstance(item, Reject):
        return item
    result = next(results)
    return result if isinstance(result, Reject) else CodedArticle(item, result)
