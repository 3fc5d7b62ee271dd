"""The file kinds: each reader turns an open file into records, one at a time, and never holds the whole file.

A record is `(where, content)`: `where` names the place in the file (`""` for the file itself, else `:17`), `content` is
what stood there (fields, or a web page of an archive), or the `Unreadable` that says why nothing could be read. One bad
record does not end a file.
"""

from __future__ import annotations

import csv
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

from duta.reading.decoding import decode
from duta.reading.errors import Binary, Unreadable

if TYPE_CHECKING:
    from duta.reading.pages import Page

Record = tuple[str, "Mapping[str, Any] | Page | Unreadable"]
Reader = Callable[[IO[bytes]], Iterator[Record]]

MAX_BYTES = 8 * 2**20
"""The longest single article, line or page that is read, in bytes. The longest of 7,000 articles at hand is 60 kB."""
FIELDS = ("id", "text", "html", "date", "published", "language", "title", "url", "publication", "outlet", "citation")
_CHUNK = 2**16


def read_text(file: IO[bytes]) -> Iterator[Record]:
    """One article of plain text; a page of HTML under a `.txt` name is read as HTML."""
    text = _whole(file)
    if isinstance(text, Unreadable):
        yield "", text
    elif text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        yield "", {"html": text}
    else:
        yield "", {"text": text}


def read_html(file: IO[bytes]) -> Iterator[Record]:
    """One web page."""
    text = _whole(file)
    yield "", text if isinstance(text, Unreadable) else {"html": text}


def read_jsonl(file: IO[bytes]) -> Iterator[Record]:
    """One JSON object a line. Empty lines are passed over; binary lines in a row make one record."""
    junk = 0
    for number, line in _lines(file):
        where = f":{number}"
        if isinstance(line, Binary):
            junk += 1
            continue
        if junk:
            yield f":{number - junk}", _junk(junk)
            junk = 0
        if isinstance(line, Unreadable):
            yield where, line
        elif line.strip():
            yield where, parse_json(line)
    if junk:
        yield f":{number - junk + 1}", _junk(junk)


def _junk(lines: int) -> Binary:
    return Binary(f"binary data, not text ({lines} line{'s' if lines > 1 else ''})")


def parse_json(line: str) -> Mapping[str, Any] | Unreadable:
    """The object that a JSON line holds."""
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        return Unreadable(f"not JSON: {error.msg} at character {error.pos}")
    except (RecursionError, ValueError) as error:  # ValueError: a number with thousands of digits
        return Unreadable(f"not readable JSON: {error}")
    if not isinstance(value, dict):
        return Unreadable(f"a JSON {type(value).__name__}, not an object with a field `text` or `html`")
    return value


def read_csv(file: IO[bytes]) -> Iterator[Record]:
    """A table with a header row that names `text` or `html`; separated by comma, semicolon or tab."""
    csv.field_size_limit(MAX_BYTES)
    lines = _lines(file)
    header = next((line for _, line in lines), "")
    if isinstance(header, Unreadable):
        yield "", header
        return
    delimiter = max(",;\t", key=header.count)
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter), [])]
    if missing := _no_text_column(names):
        yield "", missing
        return
    skipped: list[tuple[int, Unreadable]] = []
    position = 1

    def good_lines() -> Iterator[str]:
        nonlocal position
        for position, line in lines:
            if isinstance(line, Unreadable):
                skipped.append((position, line))
            else:
                yield line

    rows = csv.reader(good_lines(), delimiter=delimiter)
    while True:
        start = position + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield f":{start}", Unreadable(f"broken CSV: {error}")
            continue
        for number, reason in skipped:
            yield f":{number}", reason
        skipped.clear()
        if row is None:
            return
        if not row:
            continue
        if len(row) != len(names):
            yield f":{start}", Unreadable(f"{len(row)} cells where the header has {len(names)}")
        else:
            yield f":{start}", {name: cell for name, cell in zip(names, row, strict=True) if cell}


def read_parquet(file: IO[bytes]) -> Iterator[Record]:
    """A Parquet table with a column `text` or `html`, a few hundred rows at a time."""
    import polars

    try:
        table = polars.scan_parquet(file)
        names = table.collect_schema().names()
    except Exception as error:  # polars raises many kinds for a broken file
        yield "", Unreadable(f"not a readable Parquet file: {str(error).splitlines()[0][:200]}")
        return
    if missing := _no_text_column(names):
        yield "", missing
        return
    table = table.select([name for name in names if name in FIELDS])
    start, step = 0, 500
    while True:
        try:
            rows = table.slice(start, step).collect().to_dicts()
        except Exception as error:
            yield f":{start + 1}", Unreadable(f"broken Parquet: {str(error).splitlines()[0][:200]}")
            return
        for number, row in enumerate(rows, start + 1):
            yield f":{number}", row
        if len(rows) < step:
            return
        start += step


def _no_text_column(names: list[str]) -> Unreadable | None:
    if "text" in names or "html" in names:
        return None
    return Unreadable(f"no column `text` or `html` (columns: {', '.join(names)[:200] or 'none'})")


def _whole(file: IO[bytes]) -> str | Unreadable:
    try:
        data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            return Unreadable(f"longer than {MAX_BYTES // 2**20} MiB")
        return decode(data)
    except (OSError, EOFError, zlib.error) as error:
        return Unreadable(broken(error))
    except Unreadable as error:
        return error


def _lines(file: IO[bytes]) -> Iterator[tuple[int, str | Unreadable]]:
    """The numbered lines of a file, each decoded by itself; over-long ones are skipped without being held."""
    number, wide = 0, ""
    while True:
        number += 1
        try:
            line = file.readline(MAX_BYTES + 1)
            too_long = len(line) > MAX_BYTES
            length = len(line)
            while too_long and (rest := file.readline(_CHUNK)):
                length += len(rest)
                if rest.endswith(b"\n"):
                    break
        except (OSError, EOFError, zlib.error) as error:
            yield number, Unreadable(broken(error))
            return
        if not line:
            return
        if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
            wide = "UTF-16 lines: convert the file to UTF-8"
        if wide:
            yield number, Unreadable(wide)
            return
        if too_long:
            yield number, Unreadable(f"a line of {length / 1e6:.0f} MB; at most {MAX_BYTES // 2**20} MiB are read")
            continue
        try:
            yield number, decode(line)
        except Unreadable as error:
            yield number, error
            if number == 1 and "not text" in str(error):
                return


def broken(error: Exception) -> str:
    """Why a file could not be read to its end."""
    return f"broken off: {error or type(error).__name__}"
