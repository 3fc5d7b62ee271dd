"""Words of a sentence, as the treebanks cut them: spaCy's tokenizer for the language, with duta's exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer

MAX_WORDS = 110
"""Longer stretches are cut at a comma or semicolon: the encoder reads 256 pieces, and real sentences are shorter."""



@cache
def blank(language: str) -> Language:
    """The empty spaCy pipeline of a language, its vocabulary shared by all documents."""
    nlp = spacy.blank(language)
    if language == "id":
        # Reduplication ("negara-negara") and ke-N numbers are one word in the Indonesian treebanks.
        infixes = [r"\.\.+", r"…", r"(?<=[a-zA-Z0-9])[:<>=/](?=[a-zA-Z])", r"(?<=[a-z])\.(?=[A-Z])", r"[\"“”()\[\]–—]"]
        tokenizer = nlp.tokenizer
        assert isinstance(tokenizer, Tokenizer)
        tokenizer.infix_finditer = re.compile("|".join(infixes)).finditer
    return nlp


def words(text: str, language: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """The words of `text[start:end]` as (start, end) offsets into `text`, in stretches of at most `MAX_WORDS`."""
    found: list[tuple[int, int]] = []
    for token in blank(language).tokenizer(text[start:end]):
        if not token.is_space:
            at = start + token.idx
            found.append((at, at + len(token.text)))
    while len(found) > MAX_WORDS:
        cut = next(
            (i + 1 for i in range(MAX_WORDS - 1, MAX_WORDS // 2, -1) if text[found[i][0] : found[i][1]] in ",;:"),
            MAX_WORDS,
        )
        yield found[:cut]
        found = found[cut:]
    if found:
        yield found
