"""Files in, `Document`s out; whatever cannot be read comes out as a `Reject` with its reason, and the rest goes on."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from duta.reading.documents import MAX_CHARACTERS, from_fields, from_page, iso_date
from duta.reading.errors import Unreadable
from duta.reading.language import detect
from duta.reading.pages import Page
from duta.reading.sources import each
from duta.records import Document, Reject

__all__ = ["MAX_CHARACTERS", "detect", "read"]


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
    for source, (where, content) in each(paths, stdin or sys.stdin.buffer):
        try:
            if isinstance(content, Unreadable):
                raise content
            if isinstance(content, Page):
                document = from_page(content, language)
            else:
                document = from_fields(content, language, published)
            yield _once(document, seen)
        except Unreadable as reason:
            yield Reject(source + where, str(reason))


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
