"""The store: articles, mentions and events that are kept, asked for and counted."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, func, select

from duta.records import Event, LinkedEvent, MentionRef, Reject
from duta.store import clue_schema, runs, schema
from duta.store.asking import EVENTS, MENTIONS, Asked, narrowed, page_of
from duta.store.deciding import decide, withdraw
from duta.store.engine import StoreError, connect, prepare, writing
from duta.store.events import chunks
from duta.store.filter import Filter
from duta.store.loading import Loadable, Loader
from duta.store.runs import RunRecord

if TYPE_CHECKING:
    from duta.analysis import Series, Visit

PAGE = 2000
"""Rows to a page. Every page is a transaction of its own, so that a long answer never holds a writer up."""
ALL = Filter()
_TABLES_OF_LINKING = clue_schema  # imported so that `schema.Base.metadata` is complete


@dataclass(frozen=True, slots=True)
class Tally:
    """How many events there are of one score in one stretch of time."""

    day: str
    """`2024-05-16`, or `2024-05` where months were asked for; empty for undated events."""
    precision: str
    scale: float
    events: int


class Store:
    """A corpus of events in a database. Made by `open_store`; may be shared between threads."""

    def __init__(self, url: str, *, create: bool = True) -> None:
        self.engine = connect(url)
        file = self.engine.url.database
        if not create and self.engine.dialect.name == "sqlite" and not (file and Path(file).exists()):
            raise StoreError(f"{file}: no such store; `duta load` makes one")
        try:
            prepare(self.engine)
        except BaseException:
            self.engine.dispose()
            raise

    def close(self) -> None:
        """Lets go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def load(self, items: Iterable[Loadable], *, command: str = "load", options: dict[str, Any] | None = None) -> runs.RunRecord:
        """Loads coded articles (`CodedArticle`, `Coded`), records (`Event`) and rejects; gives the run's record.

        The same again changes nothing. An article with another text, or records of a newer duta, supersede what was there;
        the older mentions are kept as history. Records of one article should follow each other. Whatever `items` raises ends
        the run, and is raised again; what was loaded until then stays.
        """
        run = runs.start(self.engine, command, options or {})
        loader = Loader(self.engine, run)
        try:
            with _rare_collections():
                loader.load(items)
        except BaseException as error:
            runs.finish(self.engine, run, loader.counts.as_dict(), f"{type(error).__name__}: {error}")
            raise
        runs.finish(self.engine, run, loader.counts.as_dict())
        return next(r for r in self.runs() if r.pk == run)

    def query(self, wish: Filter = ALL) -> Iterator[Event]:
        """The current mentions that match, the newest first."""
        for keys in self._pages(wish, MENTIONS):
            with self.engine.connect() as connection:
                yield from _records(connection, keys)

    def events(self, wish: Filter = ALL) -> Iterator[LinkedEvent]:
        """The events that match, the newest first. A mention that was not linked yet is an event of its own."""
        for keys in self._pages(wish, EVENTS):
            with self.engine.connect() as connection:
                yield from linked_events(connection, keys)

    def page(self, wish: Filter, what: Literal["mentions", "events"] = "events") -> tuple[list[Event], str | None]:
        """One page of at most `wish.limit` (100 when it has none), and the cursor for the next one (None: there is none)."""
        size = 100 if wish.limit is None else wish.limit
        asked = EVENTS if what == "events" else MENTIONS
        with self.engine.connect() as connection:
            found = page_of(connection, wish, asked, size + 1)
            keys = [pk for pk, _ in found[:size]]
            answer: list[Event] = list(linked_events(connection, keys) if asked is EVENTS else _records(connection, keys))
        return answer, _cursor(found[size - 1]) if len(found) > size > 0 else None

    def count(self, wish: Filter = ALL, what: Literal["mentions", "events"] = "events") -> int:
        """How many mentions or events match; the filter's limit and cursor aside."""
        asked = EVENTS if what == "events" else MENTIONS
        with self.engine.connect() as connection:
            return int(connection.execute(narrowed(connection, select(func.count(asked.table.pk)), wish, asked)).scalar_one())

    def passage(self, event: Event) -> str | None:
        """The sentence that a record stands in; None when the article was loaded without its text."""
        article = schema.Article
        query = select(article.text).where(article.doc_id == event.doc_id, article.superseded_run.is_(None))
        with self.engine.connect() as connection:
            text = connection.execute(query).scalar()
        return text[event.text_info.start : event.text_info.end] if text else None

    def tallies(self, wish: Filter = ALL, *, months: bool = False) -> list[Tally]:
        """Events counted by day (or month) and score: all that a series needs."""
        with self.engine.connect() as connection:
            return [Tally(*row) for row in connection.execute(_tallied(connection, wish, months))]

    def series(self, wish: Filter = ALL, **options: Any) -> Series:
        """`duta.analysis.series` of this store."""
        from duta.analysis import series  # a later room: here only so that a store answers for itself

        return series(self, wish, **options)

    def visits(self, wish: Filter = ALL, **options: Any) -> list[Visit]:
        """`duta.analysis.visits` of this store."""
        from duta.analysis import visits  # as above

        return visits(self, wish, **options)

    def runs(self) -> list[runs.RunRecord]:
        """Every run, the newest first."""
        with self.engine.connect() as connection:
            return runs.all_runs(connection)

    def rejects(self, run: int) -> list[Reject]:
        """What a run could not take, and why."""
        with self.engine.connect() as connection:
            return runs.rejects_of(connection, run)

    def counts(self) -> dict[str, int]:
        """How much there is: current articles, mentions, events; superseded mentions."""
        mention, article = schema.Mention, schema.Article
        asked = {
            "articles": select(func.count(article.pk)).where(article.superseded_run.is_(None)),
            "mentions": select(func.count(mention.pk)).where(mention.superseded_run.is_(None)),
            "events": select(func.count(schema.Event.pk)),
            "superseded": select(func.count(mention.pk)).where(mention.superseded_run.is_not(None)),
        }
        with self.engine.connect() as connection:
            return {name: int(connection.execute(query).scalar_one()) for name, query in asked.items()}

    def coders(self) -> dict[str, str]:
        """Programs and versions that made the current mentions, newest last: {"duta": "0.1.0, 0.2.0"}."""
        query = select(schema.Mention.coder).where(schema.Mention.superseded_run.is_(None)).distinct()
        found: dict[str, str] = {}
        with self.engine.connect() as connection:
            for coder in sorted(connection.execute(query).scalars()):
                name, _, version = coder.partition(" ")
                found[name] = f"{found[name]}, {version}" if name in found else version
        return found

    @contextmanager
    def run(self, command: str, options: dict[str, Any]) -> Iterator[dict[str, int]]:
        """A run record around other work: fill the counts that it gives."""
        key = runs.start(self.engine, command, options)
        counts: dict[str, int] = {}
        try:
            yield counts
        except BaseException as error:
            runs.finish(self.engine, key, counts, f"{type(error).__name__}: {error}")
            raise
        runs.finish(self.engine, key, counts)

    def link(self) -> RunRecord:
        """Links what is new: mentions of one event become one event. See `duta.store.linking.link`."""
        from duta.store.linking import link  # MinHash and all: only those who link need it

        return link(self.engine)

    def decide(self, kind: Literal["merge", "split"], a: str, b: str, *, person: str, note: str = "") -> None:
        """A person's word on two mentions, by record id; every link run from now on obeys it. See `duta.store.deciding`."""
        decide(self.engine, kind, a, b, person=person, note=note)

    def withdraw(self, a: str, b: str) -> None:
        """Takes back what was said of two mentions."""
        withdraw(self.engine, a, b)

    def write(self) -> AbstractContextManager[Connection]:
        """A transaction that may write: for linking and reviews."""
        return writing(self.engine)

    def _pages(self, wish: Filter, asked: Asked) -> Iterator[list[int]]:
        left = wish.limit
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            with self.engine.connect() as connection:
                found = page_of(connection, wish, asked, size)
            yield [pk for pk, _ in found]
            if len(found) < size:
                return
            left = None if left is None else left - size
            wish = wish.model_copy(update={"cursor": _cursor(found[-1])})


def open_store(url: str = "sqlite:///duta.sqlite", *, create: bool = True) -> Store:
    """The store at `sqlite:///FILE` or `postgresql://USER@HOST/NAME`, made or brought up to date.

    Raises `StoreError`; where `create` is False, for a SQLite file that is not there, too.
    """
    return Store(url, create=create)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Python looks for reference cycles less often: looking through the records of a batch took half of a load's time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _cursor(row: tuple[int, str]) -> str:
    return f"{row[1]}:{row[0]}"


def _json(connection: Connection, keys: list[int]) -> dict[int, str]:
    table, found = schema.MentionRecord, {}
    for some in chunks(keys):
        query = select(table.mention_pk, table.record).where(table.mention_pk.in_(some))
        found.update(dict(connection.execute(query).tuples().all()))
    return found


def _records(connection: Connection, keys: list[int]) -> Iterator[Event]:
    """The records of mentions, in the order of `keys`."""
    found = _json(connection, keys)
    return (Event.model_validate_json(found[key]) for key in keys)


def linked_events(connection: Connection, keys: list[int]) -> Iterator[LinkedEvent]:
    """The events of these keys, in their order."""
    event, member, mention = schema.Event, schema.EventMention, schema.Mention
    rows: dict[int, Any] = {}
    mentions: dict[int, list[MentionRef]] = {key: [] for key in keys}
    for some in chunks(keys):
        columns = (event.pk, event.id, event.lead_pk, event.articles, event.publishers, event.languages, event.record)
        rows.update((row.pk, row) for row in connection.execute(select(*columns).where(event.pk.in_(some))))
        told = (
            select(member.event_pk, mention.id, schema.Article.doc_id)
            .join(mention, mention.pk == member.mention_pk)
            .join(schema.Article, schema.Article.pk == mention.article_pk)
            .where(member.event_pk.in_(some))
            .order_by(mention.pk)
        )
        for key, id, doc_id in connection.execute(told):
            mentions[key].append(MentionRef(id=id, doc_id=doc_id))
    leads = _json(connection, [row.lead_pk for row in rows.values() if row.record is None])
    for key in keys:
        if key not in rows:  # gone since the page was made
            continue
        row = rows[key]
        record = Event.model_validate_json(row.record or leads[row.lead_pk])
        yield LinkedEvent.model_construct(
            **dict(record), event_id=row.id, mentions=mentions[key], articles=row.articles, publishers=row.publishers,
            languages=row.languages,
        )  # fmt: skip


def _tallied(connection: Connection, wish: Filter, months: bool) -> Any:
    """The query of `Store.tallies`. One dyad with dates and auxiliary modes is answered from `dyads` alone."""
    dyad, event = schema.Dyad, schema.Event
    alone = {"dyad", "aux", "not_aux", "limit", "cursor"}
    table: Any = dyad if len(wish.dyads) == 1 and wish.model_fields_set <= alone else event
    day = func.substr(table.day, 1, 7) if months else table.day
    query = select(day, table.precision, table.scale, func.count()).group_by(day, table.precision, table.scale)
    if table is event:
        return narrowed(connection, query, wish, EVENTS)
    actor, recipient = wish.dyads[0]
    query = query.where(dyad.actor == actor, dyad.recipient == recipient)
    query = query.where(*(dyad.aux.contains(f"|{name}|", autoescape=True) for name in wish.aux[:1]))
    return query.where(*(~dyad.aux.contains(f"|{name}|", autoescape=True) for name in wish.not_aux))
