"""Files in, `Document`s out; whatever cannot be read comes out as a `Reject` with its reason, and the rest goes on."""

from __future__ import annotations

import datetime
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Any

from duta.reading.errors import Unreadable
from duta.reading.html import article
from duta.reading.language import SUPPORTED, detect
from duta.reading.sources import each
from duta.records import Document, Reject

__all__ = ["MAX_CHARACTERS", "detect", "read"]

MAX_CHARACTERS = 1_000_000
"""The longest article that is coded, in characters."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE_NAMES = {"in": "id", "ind": "id", "eng": "en", "indonesian": "id", "english": "en"}


def read(
    paths: Iterable[str | Path],
    *,
    language: str = "auto",
    published: str | None = None,
    stdin: IO[bytes] | None = None,
) -> Iterator[Document | Reject]:
    """The articles of files, folders and standard input (`-`), in a fixed order, one at a time.

    `language` (ISO 639-1 or `auto`) and `published` (ISO 8601) hold for articles that state none of their own. A
    document without an id gets one made from its text. An article that was already read under the same id with the
    same text is rejected; under the same id with another text, it is kept and its id gets a suffix made from the text.
    """
    seen: dict[bytes, bytes] = {}
    published = iso_date(published)
    for source, (where, fields) in each(paths, stdin or sys.stdin.buffer):
        try:
            if isinstance(fields, Unreadable):
                raise fields
            yield _once(_document(fields, language, published), seen)
        except Unreadable as reason:
            yield Reject(source + where, str(reason))


def iso_date(value: object) -> str | None:
    """An ISO 8601 date (`2024-05-16`) from a date, a date with time, or an RFC 2822 date; None from nothing.

    Raises `Unreadable` for anything else: dates such as 5/6/24 can be read two ways.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    text = str(value).strip()
    try:
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).date().isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError):
        raise Unreadable(f"the date {text[:40]!r} is not ISO 8601 (2024-05-16)") from None


def _document(fields: Mapping[str, Any], language: str, published: str | None) -> Document:
    page: dict[str, Any] = {}
    text = _string(fields, "text")
    if not text and (html := _string(fields, "html")):
        page = article(html)
        text = page["text"]
    if text is None:
        raise Unreadable("no text" if "text" in fields or "html" in fields else "no field `text` or `html`")
    text = _LONE_SURROGATE.sub("\ufffd", text)
    if not any(map(str.isalpha, text[:MAX_CHARACTERS])):
        raise Unreadable("no text" if not text.strip() else "no words in the text")
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"a text of {len(text):,} characters; at most {MAX_CHARACTERS:,} are read")
    given = _first(fields, "date", "published")
    return Document(
        text=text,
        id=_string(fields, "id") or _digest(text),
        published=iso_date(given) if given is not None else iso_date(page.get("date")) or published,
        language=_language(text, fields.get("language"), language, page.get("page_language")),
        title=_string(fields, "title") or page.get("title"),
        url=_string(fields, "url") or page.get("url"),
        publication=_string(fields, "publication") or _string(fields, "outlet") or page.get("publication"),
        citation=_string(fields, "citation"),
    )


def _language(text: str, stated: object, option: str, page: str | None) -> str:
    """The document's own statement, then the user's option, then detection (a page's `lang` if that finds nothing)."""
    for wish in (stated, option):
        if isinstance(wish, str) and wish and wish != "auto":
            code = re.split(r"[-_]", wish.strip().lower())[0]
            code = _LANGUAGE_NAMES.get(code, code)
            if code not in SUPPORTED:
                raise Unreadable(f"language {wish[:20]!r} is not supported (only {', '.join(SUPPORTED)})")
            return code
    found = detect(text)
    if found == "und" and page in SUPPORTED:
        return page
    if found not in SUPPORTED:
        raise Unreadable(f"language seems to be {found!r}, which is not supported (only {', '.join(SUPPORTED)})")
    return found


def _first(fields: Mapping[str, Any], *names: str) -> object:
    return next((fields[name] for name in names if fields.get(name) not in (None, "")), None)


def _string(fields: Mapping[str, Any], name: str) -> str | None:
    """The field as text, or None; a number (as ids often are) is written out, anything else is an error."""
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unreadable(f"field `{name}` is a {type(value).__name__}, not text")
    if name in ("text", "html") and not isinstance(value, str):
        raise Unreadable(f"field `{name}` is a {type(value).__name__}, not text")
    return _LONE_SURROGATE.sub("\ufffd", str(value)) or None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _once(document: Document, seen: dict[bytes, bytes]) -> Document:
    """The document, with an id that no earlier one has; 16 bytes are remembered for each, not the text."""
    key = hashlib.sha256(document.id.encode()).digest()[:8]
    content = hashlib.sha256(document.text.encode()).digest()[:8]
    if key not in seen:
        seen[key] = content
        return document
    if seen[key] == content:
        raise Unreadable(f"the same article again (id {document.id!r})")
    return _once(document.model_copy(update={"id": f"{document.id}-{content.hex()[:8]}"}), seen)
