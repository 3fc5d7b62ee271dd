"""A JSONL file as the place where a watch keeps its records: each article's records whole and once, also after a kill."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from duta.records import Event
from duta.watching.state import State, Writing


def append(path: Path, article: str, events: Iterable[Event], state: State) -> None:
    """Adds an article's records to a file and waits until the disk has them. Raises `OSError`."""
    lines = "".join(event.model_dump_json() + "\n" for event in events).encode()
    if not lines:
        return
    with path.open("ab") as file:
        state.begin_writing(Writing(str(path.resolve()), file.tell(), article))
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def mend(state: State) -> None:
    """Takes back what a killed watch wrote of the article that it will hand over again. Raises `OSError`.

    Whole lines of other articles stay: somebody may have added to the file since.
    """
    note = state.unfinished()
    if note is None or not Path(note.path).is_file():
        return
    with Path(note.path).open("r+b") as file:
        file.seek(note.length)
        tail = file.read().splitlines(keepends=True)
        kept = [line for line in tail if line.endswith(b"\n") and _article(line) != note.article]
        if kept != tail:
            file.seek(note.length)
            file.writelines(kept)
            file.truncate()


def _article(line: bytes) -> object:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record.get("doc_id") if isinstance(record, dict) else None
