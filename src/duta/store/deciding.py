"""People's word on linking: kept with its reason, obeyed by every later link run, taken back when wanted."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, insert, or_, select, update

from duta.linking.partition import Decision
from duta.store import schema
from duta.store.engine import StoreError, writing
from duta.store.schema import Article


def decide(engine: Engine, kind: str, a: str, b: str, *, person: str, note: str = "") -> None:
    """Say that two mentions, by record id, are one event (`merge`) or are not (`split`). Holds from the next link run on.

    A later word on the same two replaces an earlier one. Raises `StoreError` for an unknown mention, and for the same one twice.
    """
    if kind not in ("merge", "split"):
        raise ValueError(f"a decision is merge or split, not {kind!r}")
    with writing(engine) as connection:
        first, second = sorted((_named(connection, a), _named(connection, b)))
        if first == second:
            raise StoreError(f"mention {a} cannot be {'joined with' if kind == 'merge' else 'split from'} itself")
        _withdraw(connection, first, second)
        row = {
            "kind": kind, "doc_id": first[0], "mention_id": first[1], "other_doc_id": second[0], "other_mention_id": second[1],
            "person": person, "note": note, "made": datetime.now(UTC),
        }  # fmt: skip
        connection.execute(insert(schema.Decision), [row])


def withdraw(engine: Engine, a: str, b: str) -> None:
    """Take back what was said of two mentions, by record id; the machine decides again. Raises `StoreError` as `decide` does."""
    with writing(engine) as connection:
        _withdraw(connection, *sorted((_named(connection, a), _named(connection, b))))


def decisions(connection: Connection) -> list[Decision]:
    """What holds, in the order in which it was said; mentions as `doc_id#record id`."""
    d = schema.Decision
    rows = connection.execute(select(d.__table__).where(d.withdrawn.is_(None)).order_by(d.pk))
    return [
        Decision(r.kind, f"{r.doc_id}#{r.mention_id}", f"{r.other_doc_id}#{r.other_mention_id}", r.person, r.note) for r in rows
    ]


def decided_since(connection: Connection, moment: datetime | None) -> list[int]:
    """The current mentions on which something was said or taken back since `moment` (None: ever), and all of their events."""
    d, mention, member = schema.Decision, schema.Mention, schema.EventMention
    new = select(d.doc_id, d.mention_id, d.other_doc_id, d.other_mention_id)
    if moment is not None:
        new = new.where(or_(d.made >= moment, d.withdrawn >= moment))
    ids = {(row[i], row[i + 1]) for row in connection.execute(new) for i in (0, 2)}
    found: set[int] = set()
    for doc_id, id in sorted(ids):
        current = (
            select(mention.pk)
            .join(Article, Article.pk == mention.article_pk)
            .where(mention.id == id, Article.doc_id == doc_id, mention.superseded_run.is_(None))
        )
        event = select(member.event_pk).where(member.mention_pk.in_(current))
        found |= set(connection.execute(select(member.mention_pk).where(member.event_pk.in_(event))).scalars())
    return sorted(found)


def _named(connection: Connection, id: str) -> tuple[str, str]:
    mention = schema.Mention
    query = select(Article.doc_id).join(mention, mention.article_pk == Article.pk)
    row = connection.execute(query.where(mention.id == id, mention.superseded_run.is_(None))).first()
    if row is None:
        raise StoreError(f"no mention {id} in the store")
    return str(row[0]), id


def _withdraw(connection: Connection, first: tuple[str, str], second: tuple[str, str]) -> None:
    d = schema.Decision
    same = (d.doc_id == first[0], d.mention_id == first[1], d.other_doc_id == second[0], d.other_mention_id == second[1])
    connection.execute(update(d).where(*same, d.withdrawn.is_(None)).values(withdrawn=datetime.now(UTC)))
