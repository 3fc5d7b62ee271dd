"""What a watch remembers, in a small SQLite file: every change is whole or not there, also after a kill.

One process at a time: the file stays locked while a watch has it open, and the lock dies with the process.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_VERSION = 1
_SCHEMA = """
CREATE TABLE feeds (
    url TEXT PRIMARY KEY,
    location TEXT NOT NULL,                 -- where a permanent redirect led to, else url
    etag TEXT, modified TEXT,
    due REAL NOT NULL DEFAULT 0,            -- Unix time of the next poll
    failures INTEGER NOT NULL DEFAULT 0,    -- in a row
    gone INTEGER NOT NULL DEFAULT 0         -- 410: never asked again
) STRICT;
CREATE TABLE articles (
    id TEXT PRIMARY KEY,                    -- duta.reading.links.article_id
    url TEXT NOT NULL, host TEXT NOT NULL,
    feed TEXT NOT NULL, title TEXT, listed TEXT,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'done', 'rejected')),
    reason TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL DEFAULT 0,
    text_key TEXT                           -- host and text of what was read
) STRICT;
CREATE INDEX articles_waiting ON articles (host, due) WHERE status = 'waiting';
CREATE INDEX articles_text ON articles (text_key) WHERE text_key IS NOT NULL;
CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    paused_until REAL NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE robots (origin TEXT PRIMARY KEY, rules TEXT NOT NULL, read REAL NOT NULL) STRICT;
CREATE TABLE writing (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- the article that is being written to an output file
    path TEXT NOT NULL, length INTEGER NOT NULL, article TEXT NOT NULL
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class FeedRow:
    url: str
    location: str
    etag: str | None
    modified: str | None
    failures: int


@dataclass(frozen=True, slots=True)
class ArticleRow:
    id: str
    url: str
    """As the feed gives it."""
    host: str
    feed: str
    title: str | None
    listed: str | None
    """The feed's date, ISO 8601."""
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Writing:
    """An article on its way into an output file."""

    path: str
    length: int
    """Of the file before it, in bytes."""
    article: str
    """Its id."""


class State:
    """The memory of a watch. Raises `ValueError` for a file that is in use or is no state file."""

    def __init__(self, path: str | Path) -> None:
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=0)
        except sqlite3.OperationalError as error:
            raise ValueError(f"{path}: {error}") from None
        try:
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("BEGIN EXCLUSIVE")
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if version not in (0, _VERSION) or (tables and not version):
                raise ValueError(f"{path}: not a state file of this version of duta watch")
            if not version:
                for statement in _SCHEMA.split(";\n"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {_VERSION}")
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self._db.close()
            raise ValueError(f"{path}: {'in use by another duta watch' if 'locked' in str(error) else error}") from None
        except (sqlite3.DatabaseError, ValueError) as error:
            self._db.close()
            raise ValueError(str(error) if isinstance(error, ValueError) else f"{path}: {error}") from None

    def close(self) -> None:
        self._db.close()

    # --- feeds

    def follow(self, urls: Iterable[str]) -> None:
        """Makes feeds known; what is known of them stays."""
        with self._db:
            self._db.execute("BEGIN")
            self._db.executemany("INSERT OR IGNORE INTO feeds (url, location) VALUES (?, ?)", [(u, u) for u in urls])

    def due_feeds(self, urls: Iterable[str], *, now: bool = False) -> list[FeedRow]:
        """Those of `urls` to poll; with `now`, also those whose interval is not over, unless they are backing off."""
        rows = self._db.execute(
            "SELECT url, location, etag, modified, failures FROM feeds"
            " WHERE NOT gone AND (due <= ? OR (? AND NOT failures)) ORDER BY rowid",
            (time.time(), now),
        )
        wanted = set(urls)
        return [FeedRow(*row) for row in rows if row[0] in wanted]

    def polled(self, feed: FeedRow, found: Iterable[ArticleRow], *, due: float) -> int:
        """Keeps a poll that worked, with its articles, in one piece; returns how many of them are new."""
        with self._db:
            self._db.execute("BEGIN")
            before = self._db.total_changes
            self._db.executemany(
                "INSERT OR IGNORE INTO articles (id, url, host, feed, title, listed, status) VALUES (?,?,?,?,?,?,'waiting')",
                [(a.id, a.url, a.host, a.feed, a.title, a.listed) for a in found],
            )
            new = self._db.total_changes - before
            self._db.execute(
                "UPDATE feeds SET location = ?, etag = ?, modified = ?, due = ?, failures = 0 WHERE url = ?",
                (feed.location, feed.etag, feed.modified, due, feed.url),
            )
        return new

    def poll_failed(self, url: str, *, due: float, counted: bool, gone: bool) -> None:
        """`counted`: whether this was the feed's own failure; if so, a feed that had moved is looked for at its old place."""
        self._db.execute("UPDATE feeds SET due = ?, failures = failures + ?, gone = ? WHERE url = ?", (due, counted, gone, url))
        if counted:
            self._db.execute(
                "UPDATE feeds SET location = url, etag = NULL, modified = NULL WHERE url = ? AND location <> url", (url,)
            )

    # --- articles

    def due_articles(self, limit: int, per_host: int) -> list[ArticleRow]:
        """At most `limit` waiting articles, oldest first, `per_host` a host, of hosts that are not paused."""
        now = time.time()
        rows = self._db.execute(
            "SELECT id, url, host, feed, title, listed, tries FROM ("
            "  SELECT *, rowid AS age, row_number() OVER (PARTITION BY host ORDER BY rowid) AS place FROM articles"
            "  WHERE status = 'waiting' AND due <= ?"
            "    AND host NOT IN (SELECT host FROM hosts WHERE paused_until > ?)"
            ") WHERE place <= ? ORDER BY place, age LIMIT ?",
            (now, now, per_host, limit),
        )
        return [ArticleRow(*row) for row in rows]

    def later(self, article: ArticleRow, *, due: float, counted: bool) -> None:
        """Puts an article off; `counted`: whether this was a try."""
        self._db.execute("UPDATE articles SET due = ?, tries = tries + ? WHERE id = ?", (due, counted, article.id))

    def settle(self, article: ArticleRow, final_id: str, reason: str | None, text_key: str | None) -> None:
        """Done (`reason` None) or rejected, under its own id and the one of the address it was found at in the end."""
        status = "rejected" if reason else "done"
        with self._db:
            self._db.execute("BEGIN")
            self._db.execute(
                "UPDATE articles SET status = ?, reason = ?, text_key = ? WHERE id = ?", (status, reason, text_key, article.id)
            )
            self._db.execute(
                "INSERT INTO articles (id, url, host, feed, status, text_key) VALUES (?,?,?,?,?,?)"
                " ON CONFLICT (id) DO UPDATE SET status = excluded.status WHERE status = 'waiting'",
                (final_id, article.url, article.host, article.feed, status, text_key),
            )
            self._db.execute("DELETE FROM writing")

    def is_settled(self, id: str) -> bool:
        """Whether the article with this id was already read, or rejected."""
        row = self._db.execute("SELECT 1 FROM articles WHERE id = ? AND status <> 'waiting'", (id,)).fetchone()
        return row is not None

    def has_text(self, text_key: str) -> bool:
        return self._db.execute("SELECT 1 FROM articles WHERE text_key = ?", (text_key,)).fetchone() is not None

    def next_due(self, urls: Iterable[str]) -> float:
        """Unix time at which there is something to do."""
        marks = list(urls)
        feeds = self._db.execute(
            f"SELECT min(due) FROM feeds WHERE NOT gone AND url IN ({','.join('?' * len(marks))})", marks
        ).fetchone()[0]
        articles = self._db.execute(
            "SELECT min(max(due, coalesce(paused_until, 0))) FROM articles LEFT JOIN hosts USING (host) WHERE status = 'waiting'"
        ).fetchone()[0]
        return min((due for due in (feeds, articles) if due is not None), default=float("inf"))

    def counts(self) -> dict[str, int]:
        """Articles by status."""
        return dict(self._db.execute("SELECT status, count(*) FROM articles GROUP BY status").fetchall())

    # --- hosts

    def paused_until(self, host: str) -> float:
        row = self._db.execute("SELECT paused_until FROM hosts WHERE host = ?", (host,)).fetchone()
        return float(row[0]) if row else 0.0

    def host_failed(self, host: str) -> int:
        """Counts a failure; returns how many there were in a row."""
        row = self._db.execute(
            "INSERT INTO hosts (host, failures) VALUES (?, 1)"
            " ON CONFLICT (host) DO UPDATE SET failures = failures + 1 RETURNING failures",
            (host,),
        ).fetchall()
        return int(row[0][0])

    def pause(self, host: str, until: float) -> None:
        self._db.execute(
            "INSERT INTO hosts (host, paused_until) VALUES (?, ?)"
            " ON CONFLICT (host) DO UPDATE SET paused_until = max(paused_until, excluded.paused_until)",
            (host, until),
        )

    def host_answered(self, host: str) -> None:
        self._db.execute("UPDATE hosts SET failures = 0 WHERE host = ? AND failures", (host,))

    def robots(self, origin: str, *, since: float) -> str | None:
        """The robots.txt of an origin, if it was read at or after `since`."""
        row = self._db.execute("SELECT rules FROM robots WHERE origin = ? AND read >= ?", (origin, since)).fetchone()
        return str(row[0]) if row else None

    def keep_robots(self, origin: str, rules: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", (origin, rules, time.time()))

    # --- the output file

    def begin_writing(self, note: Writing) -> None:
        """Keeps a note of what is written next; `settle` strikes it out."""
        self._db.execute("INSERT OR REPLACE INTO writing VALUES (1, ?, ?, ?)", (note.path, note.length, note.article))

    def unfinished(self) -> Writing | None:
        """What a watch that was killed was writing."""
        row = self._db.execute("SELECT path, length, article FROM writing").fetchone()
        return Writing(*row) if row else None
