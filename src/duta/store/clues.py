"""What linking needs to know, made once for every article and every mention: sketches of texts, clues of mentions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Engine, delete, exists, func, insert, select, update

from duta.linking.cluster import told_keys
from duta.linking.copies import Sketch, are_copies, bands, sketch
from duta.linking.copies import pack as pack_sketch
from duta.linking.copies import unpack as unpack_sketch
from duta.linking.groups import Groups
from duta.linking.mention import Mention, mention_of
from duta.linking.packing import pack
from duta.records import Event
from duta.store import schema
from duta.store.clue_schema import Clue, ClueKey, SketchBand
from duta.store.clue_schema import Sketch as SketchRow
from duta.store.engine import writing
from duta.store.events import chunks
from duta.store.schema import Article, MentionRecord, Source

SOME = 1000
"""Articles or mentions to a transaction."""


def key_of(kind: str, key: str) -> int:
    """63 bits of what two mentions of a kind may share; the same in every run."""
    return int.from_bytes(blake2b(f"{kind} {key}".encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1


def keys_of(mention: Mention) -> set[int]:
    """The `ClueKey` keys of a mention."""
    return {key_of(mention.kind, key) for key in told_keys(mention)}


def sketch_articles(engine: Engine) -> int:
    """Sketch the articles that have none yet and put copies into one group (`Article.near_duplicate`); how many were new."""
    done, last = 0, 0
    while True:
        with writing(engine) as connection:
            fresh = select(Article.pk, Article.doc_id, Article.text).where(
                Article.pk > last, Article.superseded_run.is_(None), ~exists().where(SketchRow.article_pk == Article.pk)
            )
            rows = connection.execute(fresh.order_by(Article.pk).limit(SOME)).all()
            if not rows:
                return done
            _group(connection, rows)
            done, last = done + len(rows), rows[-1].pk


def _group(connection: Connection, rows: Sequence[Any]) -> None:
    made = {row.pk: sketch(row.text) if row.text else None for row in rows}
    union = Groups()
    name = {row.pk: row.doc_id for row in rows}
    known: dict[int, list[tuple[str, Sketch]]] = {}
    keys = {pk: list(bands(found)) if found else [] for pk, found in made.items()}
    for some in chunks({key for mine in keys.values() for key in mine}):
        held = (
            select(SketchBand.band, SketchRow.sketch, func.coalesce(Article.near_duplicate, Article.doc_id))
            .join(SketchRow, SketchRow.article_pk == SketchBand.article_pk)
            .join(Article, Article.pk == SketchBand.article_pk)
            .where(SketchBand.band.in_(some), Article.superseded_run.is_(None))
        )
        for band, packed, group in connection.execute(held):
            known.setdefault(band, []).append((group, unpack_sketch(packed)))
    for pk, found in made.items():
        for key in keys[pk] if found else ():
            for group, other in known.get(key, ()):
                if found and are_copies(found, other):
                    union.join(name[pk], group)
            known.setdefault(key, []).append((name[pk], found))  # type: ignore[arg-type]
    groups = {group for several in known.values() for group, _ in several}
    _rename(connection, {g: union.find(g) for g in groups if union.find(g) != g})
    for row in rows:
        connection.execute(update(Article).where(Article.pk == row.pk).values(near_duplicate=union.find(row.doc_id)))
    connection.execute(
        insert(SketchRow),
        [{"article_pk": pk, "sketch": pack_sketch(found) if found else b""} for pk, found in made.items()],
    )
    parts = [{"band": key, "article_pk": pk} for pk, mine in keys.items() for key in set(mine)]
    if parts:
        connection.execute(insert(SketchBand), parts)


def _rename(connection: Connection, names: dict[str, str]) -> None:
    """Give groups of copies another name, and have the clues of their mentions made anew."""
    for old, new in names.items():
        inside = select(Article.pk).where(Article.near_duplicate == old, Article.superseded_run.is_(None))
        mentions = list(connection.execute(select(schema.Mention.pk).where(schema.Mention.article_pk.in_(inside))).scalars())
        connection.execute(update(Article).where(Article.near_duplicate == old).values(near_duplicate=new))
        forget(connection, mentions)
        for some in chunks(mentions):
            connection.execute(update(schema.Mention).where(schema.Mention.pk.in_(some)).values(linked_run=None))


def forget(connection: Connection, mentions: Iterable[int]) -> None:
    """Delete the clues of mentions."""
    for some in chunks(mentions):
        connection.execute(delete(ClueKey).where(ClueKey.mention_pk.in_(some)))
        connection.execute(delete(Clue).where(Clue.mention_pk.in_(some)))


def make_clues(engine: Engine) -> int:
    """Make the clues of the current mentions that have none; how many were made."""
    done, last = 0, 0
    mention = schema.Mention
    while True:
        with writing(engine) as connection:
            fresh = (
                select(mention.pk, MentionRecord.record, Article.text, Article.near_duplicate, Article.doc_id, Source.name)
                .join(MentionRecord, MentionRecord.mention_pk == mention.pk)
                .join(Article, Article.pk == mention.article_pk)
                .outerjoin(Source, Source.pk == mention.source_pk)
                .where(mention.pk > last, mention.superseded_run.is_(None), mention.linked_run.is_(None))
                .where(~exists().where(Clue.mention_pk == mention.pk))
            )
            rows = connection.execute(fresh.order_by(mention.pk).limit(SOME)).all()
            if not rows:
                return done
            write_clues(connection, ((row.pk, _mention(row)) for row in rows))
            done, last = done + len(rows), rows[-1].pk


def write_clues(connection: Connection, mentions: Iterable[tuple[int, Mention]]) -> None:
    """Write the clues of mentions that have none."""
    clues, keys = [], []
    for pk, m in mentions:
        clues.append({"mention_pk": pk, "kind": m.kind, "first": m.first, "last": m.last, "clues": pack(m)})
        keys += [{"key": key, "mention_pk": pk} for key in sorted(keys_of(m))]
    connection.execute(insert(Clue), clues)
    if keys:
        connection.execute(insert(ClueKey), keys)


def _mention(row: Any) -> Mention:
    event = Event.model_validate_json(row.record)
    group = row.near_duplicate or row.doc_id
    try:
        return mention_of(event, row.text or "", row.name or "", group)
    except ValueError:  # a date that is none: the record counts as undated, as it does in the rest of the store
        undated = event.model_copy(update={"date": None, "enddate": None, "published": None})
        return mention_of(undated, row.text or "", row.name or "", group)
