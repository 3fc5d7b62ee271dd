"""Lists of feeds, and a feed's entries: RSS 0.9-2.0, Atom, RDF, broken or not."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax import SAXException

import feedparser
from lxml import etree

from duta.reading.documents import iso_date
from duta.reading.errors import Unreadable
from duta.reading.links import canonical

MAX_ENTRIES = 2000
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_HEAD = 65536
"""Entities are declared at the head of a document, before its first element."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that a feed lists."""

    url: str
    title: str | None
    listed: str | None
    """ISO 8601, in the time zone that the feed gives."""


@dataclass(frozen=True, slots=True)
class Feed:
    entries: tuple[Entry, ...]
    problems: tuple[str, ...]
    """What could not be read of it."""
    ttl: float
    """Seconds that the feed asks to wait between two polls; 0 if it does not."""


def read_feed_list(source: str) -> list[str]:
    """The feed addresses of a text file (one a line, `#` starts a comment) or an OPML file; or the address `source` itself.

    Raises `ValueError`, `OSError`.
    """
    if source.startswith(("http://", "https://")):
        return [source]
    data = Path(source).read_bytes()
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        urls = list(_opml(data))
    else:
        lines = data.decode("utf-8-sig", "replace").splitlines()
        urls = [line.split(" #")[0].strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    for url in urls:
        try:
            canonical(url)
        except Unreadable as reason:
            raise ValueError(f"{source}: {reason}") from None
    if not urls:
        raise ValueError(f"{source}: no feeds in it")
    return list(dict.fromkeys(urls))


def _opml(data: bytes) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(data, parser)
    for outline in root.iter("{*}outline") if root is not None else ():
        url = next((value for name, value in outline.attrib.items() if str(name).lower() == "xmlurl"), None)
        if url:
            yield str(url).strip()


def read_feed(body: bytes, url: str, content_type: str | None, today: datetime.date) -> Feed:
    """What a feed lists, in its own order. Raises `Unreadable` for what is no feed.

    Dates later than tomorrow are not believed.
    """
    if _ENTITY.search(body[:_HEAD].replace(b"\0", b"")):
        raise Unreadable("declares XML entities, which are not read")
    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    try:
        feed: Any = feedparser.parse(body, response_headers=headers)
    except Exception as error:  # hostile feeds raise whatever its parsers find
        raise Unreadable(f"a feed that cannot be parsed: {type(error).__name__}: {error}") from None
    broken = feed.get("bozo_exception")
    if not feed.get("version") and not feed.entries:
        raise Unreadable(f"not a feed{f': {broken}' if broken else ''}")
    entries, problems = [], []
    if isinstance(broken, SAXException):
        problems.append(f"broken XML, read as far as possible: {broken}")
    if len(feed.entries) > MAX_ENTRIES:
        problems.append(f"{len(feed.entries)} entries; the first {MAX_ENTRIES} are read")
    for entry in feed.entries[:MAX_ENTRIES]:
        link = entry.get("link")
        try:
            if not link:
                raise Unreadable("an entry without a link")
            canonical(link)
            entries.append(Entry(link, entry.get("title") or None, _listed(entry, today)))
        except Unreadable as reason:
            problems.append(f"{reason} ({(entry.get('title') or 'no title')[:80]})")
    return Feed(tuple(entries), tuple(dict.fromkeys(problems)), _ttl(feed.feed.get("ttl")))


def _listed(entry: Any, today: datetime.date) -> str | None:
    """The day by the feed's own clock: feedparser turns times into UTC, where an early morning is the day before."""
    latest = (today + datetime.timedelta(days=1)).isoformat()
    for name in ("published", "updated"):
        try:
            date = iso_date(entry.get(name))
        except Unreadable:
            parsed = entry.get(f"{name}_parsed")
            date = f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}" if parsed else None
        if date and "1900" < date <= latest:
            return date
    return None


def _ttl(minutes: str | None) -> float:
    return 60.0 * int(minutes[:6]) if minutes and minutes.strip().isdigit() else 0.0
