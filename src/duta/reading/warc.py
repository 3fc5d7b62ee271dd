"""Web archives (WARC 1.0 and 1.1, plain or gzipped, as Common Crawl's CC-NEWS has them) to pages, one at a time."""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from duta.reading.errors import Unreadable
from duta.reading.formats import MAX_BYTES, Record, broken
from duta.reading.links import canonical
from duta.reading.pages import Page, html_of

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord


def read_warc(file: IO[bytes]) -> Iterator[Record]:
    """The pages of an archive; `where` is `:number (address)`, counting all records.

    Only responses are looked at: requests, metadata, revisits and the like hold no article of their own. A response
    that is no HTML page of status 200 is an `Unreadable`. Needs fastwarc (the extra `watch`).
    """
    try:
        from fastwarc.warc import ArchiveIterator, response
    except ModuleNotFoundError:
        yield "", Unreadable("WARC files need fastwarc: pip install 'duta[watch]'")
        return
    number, source = 0, _Source(file)
    try:
        for record in ArchiveIterator(source, parse_http=False, quirks_mode=True):
            number += 1
            if record.record_type == response:
                address = _bare(record.headers.get("WARC-Target-URI"))
                try:
                    yield f":{number} ({address})", _page(record, canonical(address))
                except Unreadable as reason:
                    yield f":{number} ({address[:200]})", reason
    except (OSError, ValueError) as error:
        source.error = source.error or error
    if source.error:
        yield f":{number + 1}", Unreadable(broken(source.error))
    elif not number:
        yield "", Unreadable("no WARC records in it")


class _Source:
    """A file that ends where it breaks: fastwarc reads ahead and would lose the whole records before the break."""

    def __init__(self, file: IO[bytes]) -> None:
        self._read = getattr(file, "read1", file.read)  # gives what is there before it raises
        self._position = 0
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            data: bytes = self._read(size)
        except (OSError, EOFError, zlib.error) as error:
            self.error = error
            return b""
        self._position += len(data)
        return data

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = 0) -> int:
        raise OSError("a stream")

    def close(self) -> None:
        """Whoever opened the file closes it."""


def _page(record: WarcRecord, url: str) -> Page:
    """The page of a response record. Raises `Unreadable`."""
    try:
        record.parse_http(auto_decode="transfer")
    except ValueError:
        raise Unreadable("not an HTTP response") from None
    http = record.http_headers
    if http is None or http.status_code is None:
        raise Unreadable("not a whole HTTP response")
    if http.status_code != 200:
        raise Unreadable(f"HTTP status {http.status_code}")
    try:
        body = record.reader.read(MAX_BYTES + 1)
    except OSError:  # a chunk that ends before its time
        raise Unreadable("a response cut short") from None
    if len(body) > MAX_BYTES:
        raise Unreadable(f"longer than {MAX_BYTES // 2**20} MiB")
    if len(body) < record.content_length and not http.get("Transfer-Encoding"):
        raise Unreadable("a response cut short")
    html = html_of(body, http.get("Content-Type"), http.get("Content-Encoding"))
    citation = f"WARC record {_bare(record.record_id)}"
    if record.headers.get("WARC-Truncated"):
        citation += " (cut short by the crawler)"
    return Page(html=html, url=url, retrieved=_day(record), citation=citation)


def _bare(value: str | None) -> str:
    """WARC 1.0 tools write addresses with and without angle brackets."""
    return (value or "").strip().strip("<>")


def _day(record: WarcRecord) -> str:
    stated = record.headers.get("WARC-Date") or ""
    try:
        return datetime.date.fromisoformat(stated[:10]).isoformat()
    except ValueError:
        raise Unreadable(f"no readable WARC-Date ({stated[:30]!r})") from None
