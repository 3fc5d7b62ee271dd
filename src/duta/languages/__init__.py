"""A language is a folder of data files, the same in each; this reads them.

Unknown languages and files raise `FileNotFoundError`.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

LANGUAGES = ("id", "en")
"""ISO 639-1 codes of the languages that have a folder."""


def read_language_bytes(language: str, name: str) -> bytes:
    """The file `name` of a language's folder, as it is."""
    return (files(__name__) / language / name).read_bytes()


def read_language_toml(language: str, name: str) -> dict[str, Any]:
    """The TOML file `name` of a language's folder."""
    return tomllib.loads(read_language_bytes(language, name).decode("utf-8"))
