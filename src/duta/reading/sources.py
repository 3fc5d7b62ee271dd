"""Paths, folders and standard input to open files with a reader for each."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from duta.reading.errors import Unreadable
from duta.reading.formats import (
    Reader,
    Record,
    parse_json,
    read_csv,
    read_html,
    read_jsonl,
    read_parquet,
    read_text,
)
from duta.reading.warc import read_warc

_READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".parquet": read_parquet,
    ".warc": read_warc,
}
_GZIPPED = (".jsonl", ".ndjson", ".csv", ".txt", ".html", ".htm", ".warc")
STANDARD_INPUT = "-"


def records(path: str | Path, stdin: IO[bytes]) -> Iterator[tuple[str, Record]]:
    """The records of a file, a folder (its files in the order of their names, at any depth) or standard input.

    Yields `(source, record)`: the path as the user would write it, and the record inside it.
    """
    if str(path) == STANDARD_INPUT:
        yield from _from_stdin(stdin)
    elif Path(path).is_dir():
        for file in _files_below(Path(path)):
            yield from _from_file(file)
    else:
        yield from _from_file(Path(path))


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):  # does not follow links to folders: no endless loops
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place) / name for name in sorted(names) if not name.startswith("."))


def _from_file(path: Path) -> Iterator[tuple[str, Record]]:
    try:
        reader, gzipped = _reader(path)
        if not path.exists():
            raise Unreadable("no such file or folder")
        if not path.is_file():
            raise Unreadable("not a regular file")
        with gzip.open(path) if gzipped else path.open("rb") as file:
            yield from ((str(path), record) for record in reader(file))  # type: ignore[arg-type]
    except Unreadable as error:
        yield str(path), ("", error)
    except OSError as error:
        yield str(path), ("", Unreadable(error.strerror or str(error)))


def _reader(path: Path) -> tuple[Reader, bool]:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    gzipped = suffixes[-1:] == [".gz"]
    kind = (suffixes[-2:-1] if gzipped else suffixes[-1:]) or [""]
    if kind[0] not in _READERS or (gzipped and kind[0] not in _GZIPPED):
        if not path.exists():
            raise Unreadable("no such file or folder")
        raise Unreadable(f"not a kind of file that is read ({''.join(suffixes[-2:]) or 'no suffix'})")
    return _READERS[kind[0]], gzipped


def _from_stdin(stdin: IO[bytes]) -> Iterator[tuple[str, Record]]:
    """Standard input is JSON lines if its first line is a JSON object, else one article of text or HTML."""
    head = stdin.readline()
    while head and not head.strip():
        head += (line := stdin.readline())
        if not line:
            break
    is_json = head.lstrip().startswith(b"{") and not isinstance(
        parse_json(head.decode("utf-8", errors="replace")), Unreadable
    )
    file = io.BufferedReader(_Rejoined(head, stdin))  # type: ignore[type-var]
    reader: Reader = read_jsonl if is_json else read_text
    yield from ((STANDARD_INPUT, record) for record in reader(file))


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were already read, whole again."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def each(paths: Iterable[str | Path], stdin: IO[bytes]) -> Iterator[tuple[str, Record]]:
    """The records of all `paths`, one after the other."""
    for path in paths:
        yield from records(path, stdin)
