"""One web address, one article: the same page under tracking parameters, another scheme or a fragment is the same page."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit, urlunsplit

from duta.reading.errors import Unreadable

MAX_LENGTH = 2000
"""Longer addresses are refused; no outlet in the corpora at hand comes near half of it."""


def canonical(url: str) -> str:
    """The address without tracking parameters, fragment, user name and default port; its parameters in order.

    Raises `Unreadable` for what is no http(s) address.
    """
    from courlan import normalize_url  # only pages of the web need it

    if len(url) > MAX_LENGTH:
        raise Unreadable(f"an address of {len(url):,} characters")
    try:
        parts = urlsplit(normalize_url(url.strip()))
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Unreadable(f"a broken address: {error}") from None
    if parts.scheme not in ("http", "https") or not host or any(c.isspace() for c in parts.netloc):
        raise Unreadable(f"not a web address: {url[:80]!r}")
    host = f"[{host}]" if ":" in host else host
    place = host if port is None else f"{host}:{port}"
    return urlunsplit((parts.scheme, place, parts.path or "/", parts.query, ""))


def article_id(url: str) -> str:
    """A document id made from a canonical address, the same for http and https."""
    return hashlib.sha256(url.split("://", 1)[-1].encode("utf-8", "replace")).hexdigest()[:16]
