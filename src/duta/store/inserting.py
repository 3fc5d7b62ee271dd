"""Rows of new mentions, written many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.orm import DeclarativeBase

from duta.records import Event
from duta.store.events import dyad_rows, each_its_own
from duta.store.names import Keys
from duta.store.rows import fields, sides
from duta.store.schema import Article, Dyad, Mention, MentionParty, MentionRecord
from duta.store.search import words_of

SEARCH = {
    "sqlite": text("INSERT INTO mention_search (rowid, words) VALUES (:rowid, :words)"),
    "postgresql": text("INSERT INTO mention_search (rowid, words) VALUES (:rowid, to_tsvector('simple', :words))"),
}


@dataclass(frozen=True, slots=True)
class NewMention:
    """A record that the store lacks."""

    record: Event
    json: str
    digest: str
    article_pk: int
    source_pk: int | None
    passage: str | None
    """The sentence, where the text is known."""


def next_key(connection: Connection, table: type[Article] | type[Mention]) -> int:
    """The key after the highest. Sure, because there is one writer at a time."""
    return int(connection.execute(select(func.coalesce(func.max(table.pk), 0))).scalar_one()) + 1


def add_mentions(connection: Connection, new: Sequence[NewMention], keys: Keys, run: int) -> None:
    """Writes mentions with their records, parties and words, and an event with its dyads for each."""
    if not new:
        return
    first = next_key(connection, Mention)
    mentions, records, parties, dyads, words = [], [], [], [], []
    entities = keys.entities
    for pk, mention in enumerate(new, first):
        record = mention.record
        own = fields(record)
        mentions.append({
            "pk": pk, "id": record.id, "article_pk": mention.article_pk, "source_pk": mention.source_pk,
            "language": record.language, "coder": record.cite_info.coder, "digest": mention.digest, "run_pk": run,
            **own,
        })  # fmt: skip
        records.append({"mention_pk": pk, "record": mention.json})
        for side, position, entity in sides(record):
            parties.append({
                "mention_pk": pk, "side": side, "position": position, "code": entity.code, "sector": entity.sector,
                "entity_pk": entities.get(entity.identifier_text) if entity.identifier_text else None,
            })  # fmt: skip
        dyads += dyad_rows(pk, record, own)
        words.append({"rowid": pk, "words": words_of(record, mention.passage)})
    for table, rows in ((Mention, mentions), (MentionRecord, records), (MentionParty, parties)):
        insert_many(connection, table, rows)
    connection.execute(SEARCH[connection.dialect.name], words)
    each_its_own(connection, first, first + len(new) - 1)
    insert_many(connection, Dyad, dyads)


def insert_many(connection: Connection, table: type[DeclarativeBase], rows: list[dict[str, Any]]) -> None:
    """Inserts rows that all have the same keys, and values that the driver takes as they are.

    SQLAlchemy writes the statement and the driver takes the rows: a fifth of a load's time was spent between the two.
    """
    if not rows:
        return
    statement = insert(table).compile(dialect=connection.dialect, column_keys=list(rows[0]))
    order = getattr(statement, "positiontup", None)
    connection.exec_driver_sql(str(statement), list(map(itemgetter(*order), rows)) if order else rows)
