"""Bytes to text: byte order marks, UTF-16 without one, UTF-8 with stray Windows-1252 bytes, and what is no text."""

from __future__ import annotations

import codecs
from functools import cache

from duta.reading.errors import Binary, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"SQLite format 3", "an SQLite file"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
)
_CONTROLS = frozenset(range(32)) - set(b"\t\n\r\f\x0b\x1b")
_MAX_CONTROL_SHARE = 0.01
"""Real text has no control characters; scraped text now and then one. Random bytes have 10%."""


def decode(data: bytes) -> str:
    """The text of `data`, without its byte order mark and otherwise untouched (line ends stay as they are).

    Bytes that are not UTF-8 are read as Windows-1252, one by one, so that a file with both comes out right.
    Raises `Unreadable` for known file kinds and for bytes that are no text.
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise Binary(f"not text but {kind}")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                if encoding != "utf-8":
                    raise Unreadable(f"broken {encoding} text: {error.reason}") from None
                data = data[len(mark) :]
    if (wide := _unmarked_utf16(data)) is not None:
        try:
            return data.decode(wide)
        except UnicodeDecodeError:
            raise Binary("binary data, not text") from None
    _refuse_binary(data)
    return data.decode("utf-8", errors=_fallback())


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: Latin letters leave a zero in every second byte, always the same one."""
    sample = data[:4096]
    if len(sample) < 8 or len(data) % 2:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even == 0:
        return "utf-16-le"
    if even > 0.7 * half and odd == 0:
        return "utf-16-be"
    return None


def _refuse_binary(data: bytes) -> None:
    sample = data[:65536]
    controls = sum(map(sample.count, (bytes((code,)) for code in _CONTROLS)))
    if sample and (controls > _MAX_CONTROL_SHARE * len(sample) and controls > 2):
        raise Binary("binary data, not text")


@cache
def _fallback() -> str:
    """The name of an error handler that reads a bad byte as Windows-1252 (registered when first needed)."""

    def as_cp1252(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        bad = error.object[error.start : error.end]
        return bad.decode("cp1252", errors="replace"), error.end

    codecs.register_error("duta-cp1252", as_cp1252)
    return "duta-cp1252"
