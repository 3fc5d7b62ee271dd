"""What a web server sent -> the page's HTML: the compression undone within limits, the characters decoded."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from duta.reading.decoding import decode
from duta.reading.errors import Unreadable
from duta.reading.formats import MAX_BYTES

_HTML = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_WINDOW = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


@dataclass(frozen=True, slots=True)
class Page:
    """A web page and what is known of it besides its own words."""

    html: str
    url: str
    """Canonical (`duta.reading.links.canonical`)."""
    retrieved: str
    """The day it was fetched, ISO 8601: no page can be younger."""
    citation: str
    """Where it was found."""
    listed: str | None = None
    """The date that a feed gives it, ISO 8601."""
    title: str | None = None
    """The title that a feed gives it."""


def html_of(body: bytes, content_type: str | None, encoding: str | None) -> str:
    """The HTML of a response body with these `Content-Type` and `Content-Encoding`. Raises `Unreadable`."""
    kind = (content_type or "").split(";")[0].strip().lower()
    if kind and kind not in _HTML:
        raise Unreadable(f"{kind[:40]}, not HTML")
    charset = _CHARSET.search(content_type or "")
    html = decode_page(inflate(body, encoding), charset[1] if charset else None)
    if not kind and "<" not in html[:1000]:
        raise Unreadable("no HTML and no content type")
    return html


def inflate(body: bytes, encoding: str | None, limit: int = MAX_BYTES) -> bytes:
    """The body with its `Content-Encoding` undone. Raises `Unreadable`, also for more than `limit` bytes."""
    for name in reversed((encoding or "").lower().split(",")):
        name = name.strip()
        if name in ("", "identity"):
            continue
        if name not in _WINDOW:
            raise Unreadable(f"content encoding {name[:20]!r} is not read")
        body = _decompress(body, _WINDOW[name], limit)
    if len(body) > limit:
        raise Unreadable(f"a page of more than {limit:,} bytes")
    return body


def _decompress(body: bytes, window: int, limit: int) -> bytes:
    if window == zlib.MAX_WBITS and body[:1] not in (b"\x78", b"\x58", b"\x38", b"\x08"):
        window = -zlib.MAX_WBITS  # "deflate" is sent with and without zlib's header
    out = bytearray()
    while body:
        member = zlib.decompressobj(window)
        try:
            out += member.decompress(body, limit + 1 - len(out))  # the limit stops a bomb before it is held
        except zlib.error as error:
            raise Unreadable(f"broken compression: {error}") from None
        if len(out) > limit:
            raise Unreadable(f"a page of more than {limit:,} bytes once decompressed")
        if not member.eof:
            raise Unreadable("broken compression: cut short")
        body = member.unused_data if window > zlib.MAX_WBITS and member.unused_data[:2] == b"\x1f\x8b" else b""
    return bytes(out)


def decode_page(data: bytes, stated: str | None) -> str:
    """The characters of a page. Raises `Unreadable`.

    Bytes that are valid UTF-8 are UTF-8, whatever the server states: servers often state their default, and text in
    another encoding is hardly ever valid UTF-8 by chance. Then the server's word counts, then the page's own, then
    `duta.reading.decoding.decode`.
    """
    head = data[:2048].decode("ascii", "replace")
    own = _CHARSET.search(head)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        for name in ("utf-8-sig", stated, own[1] if own else None):
            # what calls itself Latin-1 or ASCII is Windows-1252 (WHATWG Encoding Standard), which `decode` falls back to
            if name and not name.lower().startswith(("iso-8859-1", "iso8859-1", "latin1", "us-ascii", "ascii")):
                try:
                    text = data.decode(name)
                except (LookupError, ValueError):  # unknown to Python, or not what it says
                    continue
                if "\0" not in text[:4096]:  # UTF-16 without a mark is valid UTF-8, full of zeros
                    return text
    return decode(data)
