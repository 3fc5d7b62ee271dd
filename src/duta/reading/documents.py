"""The fields of one record, or one web page, to a `Document`."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from duta.reading.errors import Unreadable
from duta.reading.html import article
from duta.reading.language import SUPPORTED, detect
from duta.reading.links import article_id
from duta.reading.pages import Page
from duta.records import Document

MAX_CHARACTERS = 1_000_000
"""The longest article that is coded, in characters."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE_NAMES = {"in": "id", "ind": "id", "eng": "en", "indonesian": "id", "english": "en"}


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


def from_fields(fields: Mapping[str, Any], language: str = "auto", published: str | None = None) -> Document:
    """The document that a record holds in `text` or `html`. Raises `Unreadable`.

    `language` and `published` (ISO 8601) hold where the record states none of its own.
    """
    page: dict[str, Any] = {}
    text = _string(fields, "text")
    if not text and (html := _string(fields, "html")):
        page = article(html)
        text = page["text"]
    if text is None:
        raise Unreadable("no text" if "text" in fields or "html" in fields else "no field `text` or `html`")
    return _document(text, fields, page, language, published)


def from_page(page: Page, language: str = "auto") -> Document:
    """The article of a web page; its id is made from its address. Raises `Unreadable`.

    Dated by the page itself; else by the feed, else by the day it was fetched, and then `citation` says so.
    """
    found = article(page.html, page.url)
    try:
        date = iso_date(found.get("date"))
    except Unreadable:
        date = None
    next_day = datetime.date.fromisoformat(page.retrieved) + datetime.timedelta(days=1)  # the date line of a page may be ahead
    citation = page.citation
    if date is None or date > next_day.isoformat():
        date = page.listed or page.retrieved
        source = "the feed" if page.listed else "the day it was fetched"
        citation = f"{citation}; date from {source}, the page states none"
    fields = {"id": article_id(page.url), "date": date, "url": page.url, "title": found.get("title") or page.title}
    fields |= {"publication": found.get("publication") or _host(page.url), "citation": citation}
    return _document(found["text"], fields, found, language, None)


def _host(url: str) -> str | None:
    return (urlsplit(url).hostname or "").removeprefix("www.") or None


def _document(
    text: str, fields: Mapping[str, Any], page: Mapping[str, Any], language: str, published: str | None
) -> Document:
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


