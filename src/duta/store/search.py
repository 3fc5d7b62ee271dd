"""Text search: the words of a mention, and a query for them in SQLite's FTS5 or PostgreSQL's tsquery.

Words are cut and folded here, not by the database, so that both find the same.
"""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import ColumnElement, column, table, text

from duta.records import Event

_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


def fold(words: str) -> str:
    """Text without case and accents."""
    if words.isascii():
        return words.lower()
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def words_of(event: Event, passage: str | None) -> str:
    """What a mention is found by: its sentence (where the article's text is known), title, parties, place and trigger."""
    parts = [passage or event.event_text, event.cite_info.title or ""]
    for party in (*event.actor, *event.recipient):
        if passage is None:
            parts.append(party.entity_text)
        if party.identifier_text and party.identifier_text != party.entity_text:
            parts.append(party.identifier_text)
    if event.event_loc is not None:
        parts.append(event.event_loc.resolved_place or "")
        if passage is None:
            parts.append(event.event_loc.extracted_place)
    return " ".join(_WORD.findall(fold(" ".join(parts))))


def phrases(query: str) -> tuple[list[str], list[str]]:
    """The phrases that must and must not be there; `"..."` keeps words together, `-` before one excludes it.

    Raises `ValueError` when no word is left that must be there.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, quoted, bare in _TERM.findall(query):
        phrase = " ".join(_WORD.findall(fold(quoted or bare)))
        if phrase:
            (unwanted if minus else wanted).append(phrase)
    if not wanted:
        raise ValueError(f"no word to search for in {query!r}")
    return wanted, unwanted


def matching(query: str, dialect: str) -> ColumnElement[bool]:
    """The condition on `mention_search` that a mention's words match `query`."""
    wanted, unwanted = phrases(query)
    if dialect == "sqlite":
        term = " AND ".join(f'"{p}"' for p in wanted)
        term = " NOT ".join([f"({term})", *(f'"{p}"' for p in unwanted)])
        return text("mention_search MATCH :term").bindparams(term=term).self_group()  # type: ignore[return-value]
    term = " & ".join([*map(_tsquery, wanted), *(f"!{_tsquery(p)}" for p in unwanted)])
    return text("words @@ CAST(:term AS tsquery)").bindparams(term=term).self_group()  # type: ignore[return-value]


def _tsquery(phrase: str) -> str:
    words = " <-> ".join(f"'{word}'" for word in phrase.split())
    return f"({words})"


TABLE = table("mention_search", column("rowid"))
"""The words of every mention, by its key: full-text index of the database, which SQLAlchemy has no model for."""
