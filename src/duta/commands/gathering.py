"""Which of the files that `duta load` is given are coded records, and which are articles to code."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, cast

from pydantic import ValidationError

from duta.records import Event, Reject

CODED = ("event", "doc_id", "text_info")
"""Fields by which a line of JSON is a record of duta and not an article."""
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in the paths."""

    coded: list[str]
    articles: list[str]
    head: bytes
    """The first line of standard input, which was read to see what it is."""
    rest: IO[bytes]

    @property
    def stdin(self) -> IO[bytes]:
        """Standard input from its beginning, for reading articles."""
        return io.BytesIO(self.head + self.rest.read())

    def records(self) -> Iterator[Event | Reject]:
        """The coded records; a line that is none is a reject."""
        for path in self.coded:
            if path == STDIN:  # line by line, as they come
                yield from _records(path, chain([self.head], self.rest))
                continue
            with _open(Path(path)) as lines:
                yield from _records(path, lines)


def gather(paths: Iterable[str], stdin: IO[bytes]) -> Found:
    """Looks into JSONL files (those of folders too) and standard input."""
    coded: list[str] = []
    articles: list[str] = []
    head = b""
    for path in paths:
        if path == STDIN:
            head = stdin.readline()
            (coded if _is_coded(head) else articles).append(path)
        elif Path(path).is_dir():
            inside = sorted(f for f in Path(path).rglob("*") if f.is_file() and not any(p.startswith(".") for p in f.parts[1:]))
            records = [str(f) for f in inside if _holds_records(f)]
            coded += records
            articles += [str(f) for f in inside if str(f) not in set(records)] if records else [path]
        else:
            (coded if _holds_records(Path(path)) else articles).append(path)
    return Found(coded, articles, head, stdin)


def _holds_records(path: Path) -> bool:
    if not path.name.endswith((".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")):
        return False
    try:
        with _open(path) as lines:
            return _is_coded(next((line for line in lines if line.strip()), b""))
    except OSError:  # reading says what is wrong with it
        return False


def _is_coded(line: bytes) -> bool:
    try:
        fields = json.loads(line)
    except ValueError:
        return False
    return isinstance(fields, dict) and all(name in fields for name in CODED)


def _open(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _records(path: str, lines: Iterable[bytes]) -> Iterator[Event | Reject]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Event.model_validate_json(line)
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            where = ".".join(map(str, problem["loc"])) or "line"
            yield Reject(f"{path}:{number}", f"{where}: {problem['msg']}")
