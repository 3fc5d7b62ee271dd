"""The Indonesian event lexicon is whole: it loads, repeats nothing, and every example uses its entry."""

import re

import pytest

from duta.coding.lexicon import LEXICON_COLUMNS, OPERATOR_COLUMNS, load_lexicon, table
from duta.languages import read_language_bytes
from duta.languages.forms import forms
from duta.ontology import event_types, modes

MODE_COLUMNS = ("event", "mode", "words", "example")


def rows(name: str, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    return list(table(read_language_bytes("id", name).decode("utf-8"), name, columns))


def uses(lemma: str, pos: str, example: str) -> bool:
    words = re.findall(r"[\w\-]+", example.lower())
    first, *rest = lemma.lower().split(" ")
    known = forms(first, pos, "id")
    return any(w in known and words[i + 1 : i + 1 + len(rest)] == rest for i, w in enumerate(words))


@pytest.mark.parametrize(("name", "columns"), [("lexicon.tsv", LEXICON_COLUMNS), ("operators.tsv", OPERATOR_COLUMNS)])
def test_every_example_uses_its_entry(name, columns):
    assert [n for n, r in rows(name, columns) if not uses(r["lemma"], r["pos"], r["example"])] == []


def test_no_reading_twice():
    keys = [(r["lemma"], r["pos"], r["condition"]) for _, r in rows("lexicon.tsv", LEXICON_COLUMNS)]
    assert len(keys) == len(set(keys))


def test_every_type_has_readings():
    assert {r["event"] for _, r in rows("lexicon.tsv", LEXICON_COLUMNS)} == {*event_types(), "-"}


def test_every_mode_has_cue_words():
    known = {(r["event"], r["mode"]) for _, r in rows("modes.tsv", MODE_COLUMNS)}
    assert known == {(e, m) for e in event_types() for m in modes(e)}


def test_every_context_has_cue_words():
    assert len({context for context, _ in load_lexicon("id").contexts}) == 37
