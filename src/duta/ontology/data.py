"""Reading of the data files that lie beside this package: TOML tables and commented TSV."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any


def read_toml(name: str) -> dict[str, Any]:
    """The TOML file `name` of this folder."""
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))


def read_tsv(name: str) -> list[dict[str, str]]:
    """The rows of the TSV file `name` of this folder, keyed by its header. Lines that begin with `#` are comments."""
    text = (files(__package__) / name).read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    header, *rows = lines
    for row in rows:
        if len(row) > len(header):
            raise ValueError(f"{name}: too many columns: {row}")
    return [dict(zip(header, row + [""] * (len(header) - len(row)), strict=True)) for row in rows]
