"""The data files of the room: tab-separated tables with comment lines, read with errors that name the line."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any


class TableError(ValueError):
    """A data file that cannot be used; the message starts with `file:line:`."""


def read_table(
    path: Path | Traversable, required: tuple[str, ...], bad: Callable[[TableError], None] | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, row) of a TSV with a header line; `#` lines are comments.

    Cells that a line leaves out at its end are empty. `bad` is told of lines that cannot be read, instead of an error.

    Raises:
        TableError: no header, a column of `required` is missing, a line has too many cells or an empty first cell.
    """
    header: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
            missing = [name for name in required if name not in header]
            if missing:
                raise TableError(f"{path.name}:{number}: column {', '.join(missing)} is missing from the header")
            continue
        if len(cells) <= len(header) and cells[0]:
            yield number, dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
            continue
        many = f"{len(cells)} cells, but the header has {len(header)}" if len(cells) > len(header) else f"no {header[0]}"
        error = TableError(f"{path.name}:{number}: {many}")
        if bad is None:
            raise error
        bad(error)
    if header is None:
        raise TableError(f"{path.name}:1: no header line")


def language_file(language: str, name: str) -> Traversable:
    """A file of the language's folder; FileNotFoundError when there is none."""
    path = resources.files("duta") / "languages" / language / name
    if not path.is_file():
        raise FileNotFoundError(f"no {name} for language {language!r}")
    return path


def knowledge_files() -> list[Traversable]:
    """The packaged actor files, by name."""
    folder = resources.files("duta") / "knowledge"
    return sorted((f for f in folder.iterdir() if f.name.endswith(".tsv")), key=lambda f: f.name)


@cache
def words(language: str) -> dict[str, Any]:
    """The language's `actors.toml`: words of noun phrases and of reference back."""
    return tomllib.loads(language_file(language, "actors.toml").read_text(encoding="utf-8"))


@cache
def legal_codes() -> tuple[frozenset[str], frozenset[str]]:
    """(entity codes, sector codes) of the ontology; dependencies fold into their state and are no codes here."""
    folder = resources.files("duta") / "ontology"
    codes = frozenset(r["code"] for _, r in read_table(folder / "codes.tsv", ("code", "kind")) if r["kind"] != "dependency")
    return codes, frozenset(r["code"] for _, r in read_table(folder / "sectors.tsv", ("code",)))
