"""Documents for the tests of the room: plain tokens, or with tags and heads given by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

from duta.actors import Reader, load_book

Read = Callable[..., Reader]


@pytest.fixture(scope="session")
def read() -> Read:
    """read(text, language, published) -> a Reader over unparsed tokens with rule-made sentences."""
    pipes = {}
    for language in ("id", "en"):
        pipes[language] = spacy.blank(language)
        pipes[language].add_pipe("sentencizer")

    def make(text: str, language: str, published: str | None = "2025-06-01") -> Reader:
        doc: Doc = pipes[language](text)
        return Reader(doc, language, published, load_book(language=language))

    return make
