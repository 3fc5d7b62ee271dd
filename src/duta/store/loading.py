"""Loading: coded articles and coded records into the tables, each article in one transaction, as often as one likes.

What a load tells of an article is compared with what the store holds, record by record: the same changes nothing, other
records supersede the older ones. Records of an older duta never supersede those of a newer one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, insert, select, update

from duta.records import Coded, CodedArticle, Document, Event, Reject
from duta.store import runs
from duta.store.engine import writing
from duta.store.events import chunks, supersede
from duta.store.inserting import NewMention, add_mentions, next_key
from duta.store.names import Keys
from duta.store.rows import digest, publisher
from duta.store.schema import Article, Mention

Loadable: TypeAlias = Event | CodedArticle | Coded | Reject
BATCH = 5000
"""Records to a transaction, about; a kill loses at most the work on these, and a rerun does it again."""
_VERSION = re.compile(r"duta (\d+)\.(\d+)\.(\d+)")


@dataclass(slots=True)
class Group:
    """What a load tells of one article."""

    doc_id: str
    document: Document | None
    language: str
    records: list[Event] = field(default_factory=list)


@dataclass(slots=True)
class Counts:
    """What came of a load: articles told of and new revisions of them, records told of, and what became of them."""

    articles: int = 0
    new_articles: int = 0
    records: int = 0
    added: int = 0
    unchanged: int = 0
    superseded: int = 0
    older: int = 0
    """Records left out because a newer duta had coded the article."""
    rejected: int = 0

    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Held:
    """The current revision of an article in the store."""

    pk: int
    sha256: str | None
    told: tuple[Any, ...]
    """source, language, published, title, url, citation"""
    mentions: dict[tuple[str, str], int]
    """(record id, digest) -> key"""
    coder: tuple[int, ...]


class Loader:
    """One load. `counts` grows with every transaction."""

    def __init__(self, engine: Engine, run: int) -> None:
        self.counts = Counts()
        self._engine, self._run, self._keys = engine, run, Keys()
        self._seen: set[int] = set()
        self._unseen: dict[int, set[int]] = {}
        """Article -> mentions that its records have not named so far: what is left at the end is superseded. (Records of
        one article need not stand together in a file.)"""

    def load(self, items: Iterable[Loadable]) -> None:
        """Loads everything, in transactions of about `BATCH` records."""
        batch: list[Group | Reject] = []
        size = 0
        for item in grouped(items):
            batch.append(item)
            size += 1 + (len(item.records) if isinstance(item, Group) else 0)
            if size >= BATCH:
                self._write(batch)
                batch, size = [], 0
        self._write(batch)
        left = {pk for pks in self._unseen.values() for pk in pks}
        if left:
            with writing(self._engine) as connection:
                supersede(connection, self._run, left)
                self.counts.superseded += len(left)
                runs.tell(connection, self._run, self.counts.as_dict())
        self._unseen.clear()

    def _write(self, batch: list[Group | Reject]) -> None:
        """One transaction; when it fails, nothing of it stays, in the tables or here."""
        if not batch:
            return
        groups: dict[str, Group] = {}
        for item in batch:
            if isinstance(item, Group):
                known = groups.get(item.doc_id)
                if known is not None and item.document is None:
                    known.records += item.records
                else:
                    groups[item.doc_id] = item
        rejects = [item for item in batch if isinstance(item, Reject)]
        counts = self.counts.as_dict()
        try:
            with writing(self._engine) as connection:
                self._take(connection, list(groups.values()))
                self.counts.rejected += len(rejects)
                runs.tell(connection, self._run, self.counts.as_dict(), rejects)
        except BaseException:
            self.counts = Counts(**counts)
            self._keys.forget()
            raise

    def _take(self, connection: Connection, groups: list[Group]) -> None:
        held = holdings(connection, [g.doc_id for g in groups])
        names = {p for g in groups if (p := _publisher(g)) is not None}
        parties = {
            e.identifier_text: e.identifier_id
            for g in groups for r in g.records for e in (*r.actor, *r.recipient) if e.identifier_text
        }  # fmt: skip
        self._keys.learn(connection, names, parties)
        new: list[NewMention] = []
        gone: set[int] = set()
        article_rows: list[dict[str, Any]] = []
        next_article = next_key(connection, Article)
        for group in groups:
            self.counts.articles += 1
            self.counts.records += len(group.records)
            have = held.get(group.doc_id)
            if have is not None and have.coder > _coder(group.records) and group.records and not _corrected(group, have):
                self.counts.older += len(group.records)
                continue
            if have is None or _corrected(group, have):
                if have is not None:
                    gone.update(have.mentions.values())
                    connection.execute(update(Article).where(Article.pk == have.pk).values(superseded_run=self._run))
                    have = None
                article = next_article
                next_article += 1
                article_rows.append(self._article(article, group))
                self.counts.new_articles += 1
            else:
                article = have.pk
                self._retell(connection, group, have)
            fresh, left = self._compare(group, article, have)
            new += fresh
            gone |= left
        if article_rows:
            connection.execute(insert(Article), article_rows)
        if gone:
            supersede(connection, self._run, gone)
            self.counts.superseded += len(gone)
        add_mentions(connection, new, self._keys, self._run)
        self.counts.added += len(new)

    def _compare(self, group: Group, article: int, have: Held | None) -> tuple[list[NewMention], set[int]]:
        """The records that the store lacks, and the keys of the mentions that they supersede."""
        left = dict(have.mentions) if have is not None else {}
        known = dict(left)
        fresh: list[NewMention] = []
        source = self._keys.sources.get(_publisher(group) or "")
        text = group.document.text if group.document is not None else None
        for record in group.records:
            json = record.model_dump_json()
            key = (record.id, digest(json))
            if key in known:
                left.pop(key, None)
                self.counts.unchanged += 1
            else:
                known[key] = 0
                info = record.text_info
                passage = text[info.start : info.end] if text is not None else None
                fresh.append(NewMention(record, json, key[1], article, source, passage))
        gone = set(left.values())
        if group.document is not None:
            return fresh, gone
        if article in self._seen:  # more of an article that this load has told of before
            self._unseen[article] = self._unseen.get(article, set()) & gone
            return fresh, set()
        self._seen.add(article)
        if gone and not fresh:  # perhaps the rest of its records comes later
            self._unseen[article] = gone
            return fresh, set()
        return fresh, gone

    def _told(self, group: Group) -> dict[str, Any]:
        """What the load says of the article itself."""
        info = group.records[0].cite_info if group.records else None
        about = group.document or info
        published = group.document.published if group.document else group.records[0].published
        return {
            "source_pk": self._keys.sources.get(_publisher(group) or ""), "language": group.language, "published": published,
            "title": _clean(about.title if about else None), "url": _clean(about.url if about else None),
            "citation": _clean(about.citation if about else None),
        }  # fmt: skip

    def _article(self, pk: int, group: Group) -> dict[str, Any]:
        text = group.document.text if group.document is not None else None
        return {"pk": pk, "doc_id": group.doc_id, "sha256": _sha(text), "text": _clean(text), "run_pk": self._run, **self._told(group)}

    def _retell(self, connection: Connection, group: Group, have: Held) -> None:
        """Corrects what the store knows of an article whose text is the same, or whose text it lacked."""
        told = self._told(group)
        now = {k: v for (k, v), old in zip(told.items(), have.told, strict=True) if v is not None and v != old}
        if group.document is not None and have.sha256 is None:
            now |= {"sha256": _sha(group.document.text), "text": _clean(group.document.text)}
        if now:
            connection.execute(update(Article).where(Article.pk == have.pk).values(now))


def grouped(items: Iterable[Loadable]) -> Iterator[Group | Reject]:
    """Neighbouring records of one article together; an article with its text alone is a group."""

    waiting: Group | None = None
    for item in items:
        if isinstance(item, Event):
            if waiting is None or waiting.doc_id != item.doc_id:
                if waiting is not None:
                    yield waiting
                waiting = Group(item.doc_id, None, item.language)
            waiting.records.append(item)
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        yield item if isinstance(item, Reject) else _group_of(item)
    if waiting is not None:
        yield waiting


def _group_of(item: CodedArticle | Coded) -> Group:
    document, events = item.document, list(item.events)
    doc_id = document.id or (events[0].doc_id if events else (_sha(document.text) or "")[:16])
    language = item.language if isinstance(item, Coded) else events[0].language if events else document.language
    return Group(doc_id, document, language, events)


def holdings(connection: Connection, doc_ids: list[str]) -> dict[str, Held]:
    """The current revisions of these articles, with their current mentions."""
    rows = connection.execute(
        select(Article.doc_id, Article.pk, Article.sha256, Article.source_pk, Article.language, Article.published,
               Article.title, Article.url, Article.citation)
        .where(Article.doc_id.in_(doc_ids), Article.superseded_run.is_(None))
    ).all()  # fmt: skip
    mentions: dict[int, dict[tuple[str, str], int]] = {row.pk: {} for row in rows}
    coders: dict[int, str] = {}
    for keys in chunks(mentions):
        found = select(Mention.article_pk, Mention.id, Mention.digest, Mention.pk, Mention.coder).where(
            Mention.article_pk.in_(keys), Mention.superseded_run.is_(None)
        )
        for article, record, digest_, pk, coder in connection.execute(found):
            mentions[article][record, digest_] = pk
            coders[article] = coder
    return {
        row.doc_id: Held(row.pk, row.sha256, tuple(row[3:]), mentions[row.pk], _version(coders.get(row.pk, ""))) for row in rows
    }


def _corrected(group: Group, have: Held) -> bool:
    return group.document is not None and have.sha256 is not None and _sha(group.document.text) != have.sha256


def _version(coder: str) -> tuple[int, ...]:
    """The numbers of `duta X.Y.Z`; empty, and so the oldest, for anything else."""
    match = _VERSION.match(coder)
    return tuple(map(int, match.groups())) if match else ()


def _coder(records: list[Event]) -> tuple[int, ...]:
    return _version(records[0].cite_info.coder) if records else ()


def _publisher(group: Group) -> str | None:
    about = group.document or (group.records[0].cite_info if group.records else None)
    return publisher(about.publication, about.url) if about is not None else None


def _sha(text: str | None) -> str | None:
    return sha256(text.encode("utf-8", "replace")).hexdigest() if text is not None else None


def _clean(text: str | None) -> str | None:
    """Text that either database takes, of the same length: no NUL, no half of a surrogate pair."""
    if text is None or (text.isascii() and "\0" not in text):
        return text
    return re.sub("[\0\ud800-\udfff]", "\ufffd", text)
