"""The event lexicon files of both languages: legal, consistent, and every entry used by an example."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files

import pytest

from duta.coding.frames import parse_frame
from duta.coding.lexicon import load_lexicon
from duta.languages import LANGUAGES, read_language_bytes, read_language_toml
from duta.languages.forms import forms
from duta.ontology import contexts, event_types, modes

LEXICON = ("lemma", "pos", "condition", "event", "mode", "frame", "context", "example")
COLUMNS = {
    "lexicon.tsv": LEXICON,
    "operators.tsv": ("lemma", "pos", "effect", "frame", "example"),
    "modes.tsv": ("event", "mode", "words", "example"),
    "contexts.tsv": ("context", "words"),
}
TOML = ("classes.toml", "cues.toml", "quotes.toml", "forms.toml")
EFFECTS = {"AGREE", "REJECT", "REQUEST", "THREATEN", "CONCEDE", "ACCUSE", "SUPPORT"}
EFFECTS |= {"negation", "future", "hypothetical", "aspect", "report", "wish"}
CONDITION = re.compile(r"!?(?:(?:obj|subj|xsubj|iobj|poss|mod|comp|in)|(?:obl|nmod)(?::[\w, -]+)?)(?:!?=.+)?")
CUES = {"negators", "future_markers", "past_markers", "hypothetical_markers", "if_words", "historical_cues"}
CUES |= {"light_verbs", "locative_prepositions", "at_least", "at_most", "size"}
SIZES = {"dead", "injured", "arrested", "displaced", "abducted", "troops"}


@cache
def rows(language: str, name: str) -> list[tuple[str, list[str]]]:
    """(file:line, cells) of the rows under the header, comment lines left out."""
    out = []
    for number, line in enumerate(read_language_bytes(language, name).decode("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            out.append((f"{language}/{name}:{number}", line.split("\t")))
    return out


def body(language: str, name: str) -> list[tuple[str, dict[str, str]]]:
    return [(where, dict(zip(COLUMNS[name], cells, strict=False))) for where, cells in rows(language, name)[1:]]


def tokens(text: str) -> list[str]:
    return [re.sub(r"['’]s?$", "", t) for t in re.findall(r"[\w]+(?:[-'’.][\w]+)*['’]?", text.lower())]


def holds_word(language: str, word: str, pos: str, example: list[str]) -> bool:
    odd = read_language_toml(language, "forms.toml")["nouns" if pos == "NOUN" else "verbs"]
    return not {*forms(word, pos, language), *odd.get(word, [])}.isdisjoint(example)


def holds_lemma(language: str, lemma: str, pos: str, example: str) -> bool:
    """Whether the example holds a form of the first word and, for what follows it, the word itself or a plural."""
    words, found = lemma.lower().split(), tokens(example)
    return holds_word(language, words[0], pos, found) and all(
        any(t in (w, w + "s", w + "es", w[:-1] + "ies", w + "nya") for t in found) for w in words[1:]
    )


def parts(condition: str) -> list[str]:
    return [p.strip() for p in condition.split(";") if p.strip()]


def test_both_languages_have_the_same_files() -> None:
    names = {code: {f.name for f in (files("duta.languages") / code).iterdir() if f.is_file()} for code in LANGUAGES}
    assert names["id"] == names["en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COLUMNS)
def test_every_row_has_the_columns(language: str, name: str) -> None:
    header, *rest = rows(language, name)
    assert tuple(header[1]) == COLUMNS[name]
    assert [where for where, cells in rest if len(cells) != len(COLUMNS[name])] == []
    assert [where for where, cells in rest if any(c != c.strip() for c in cells)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_coder_loads_the_lexicon(language: str) -> None:
    assert load_lexicon(language).readings


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_readings_enough(language: str) -> None:
    assert len(body(language, "lexicon.tsv")) >= 550


@pytest.mark.parametrize("language", LANGUAGES)
def test_readings_have_legal_types_modes_and_contexts(language: str) -> None:
    wrong = []
    for where, row in body(language, "lexicon.tsv"):
        if row["pos"] not in ("VERB", "NOUN", "ADJ"):
            wrong.append((where, row["pos"]))
        if row["event"] == "-":
            wrong += [(where, "a stop reading sets nothing")] if row["mode"] or row["context"] else []
            continue
        if row["event"] not in event_types():
            wrong.append((where, row["event"]))
            continue
        wrong += [(where, m) for m in row["mode"].split(",") if m and m not in modes(row["event"])]
        wrong += [(where, c) for c in row["context"].split(",") if c and c not in contexts()]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_conditions_are_well_formed_and_their_classes_defined(language: str) -> None:
    classes = read_language_toml(language, "classes.toml")
    wrong = []
    for where, row in body(language, "lexicon.tsv"):
        for part in parts(row["condition"]):
            if not CONDITION.fullmatch(part):
                wrong.append((where, part))
            wrong += [(where, c) for c in re.findall(r"@(\w+)", part) if c not in classes]
            if part.split("=")[0] in ("mod", "in", "!in", "!mod") and "=" not in part:
                wrong.append((where, f"{part} needs words"))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["lexicon.tsv", "operators.tsv"])
def test_frames_parse(language: str, name: str) -> None:
    wrong = []
    for where, row in body(language, name):
        try:
            parse_frame(row["frame"] or "subj>obj")
        except ValueError as error:
            wrong.append((where, str(error)))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_noun_events_write_out_their_frames(language: str) -> None:
    found = body(language, "lexicon.tsv")
    assert [w for w, r in found if r["pos"] == "NOUN" and r["event"] != "-" and not r["frame"]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reading_stands_twice(language: str) -> None:
    def key(row: dict[str, str]) -> tuple[str, str, tuple[str, ...]]:
        conditions = (
            left + sign + ",".join(sorted(right.split(",")))
            for left, sign, right in (p.partition("=") for p in parts(row["condition"]))
        )
        return row["lemma"].lower(), row["pos"], tuple(sorted(conditions))

    count = Counter(key(row) for _, row in body(language, "lexicon.tsv"))
    assert [k for k, n in count.items() if n > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["lexicon.tsv", "operators.tsv"])
def test_every_example_holds_its_lemma(language: str, name: str) -> None:
    wrong = [
        (where, row["lemma"], row["example"])
        for where, row in body(language, name)
        if not holds_lemma(language, row["lemma"], row["pos"], row["example"])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_operator_stands_twice_and_effects_are_legal(language: str) -> None:
    found = body(language, "operators.tsv")
    assert [(w, r["effect"]) for w, r in found if r["effect"] not in EFFECTS] == []
    assert EFFECTS - {r["effect"] for _, r in found} == set()
    count = Counter((r["lemma"].lower(), r["pos"]) for _, r in found)
    assert [k for k, n in count.items() if n > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lexicon_reaches_every_type_and_has_stop_readings(language: str) -> None:
    found = {row["event"] for _, row in body(language, "lexicon.tsv")}
    assert found == {*event_types(), "-"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_cue_words_are_there_for_every_mode(language: str) -> None:
    found = body(language, "modes.tsv")
    wanted = {(name, mode) for name in event_types() for mode in modes(name)}
    assert {(r["event"], r["mode"]) for _, r in found} == wanted
    assert len(found) == len(wanted)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mode_example_holds_one_of_its_words(language: str) -> None:
    def shows(row: dict[str, str]) -> bool:
        return any(holds_lemma(language, w.strip(), "VERB", row["example"]) for w in row["words"].split("|")) or any(
            holds_lemma(language, w.strip(), "NOUN", row["example"]) for w in row["words"].split("|")
        )

    assert [where for where, row in body(language, "modes.tsv") if not shows(row)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_cue_words_are_there_for_every_context(language: str) -> None:
    found = body(language, "contexts.tsv")
    assert Counter(r["context"] for _, r in found) == Counter(contexts().keys())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["modes.tsv", "contexts.tsv"])
def test_word_lists_are_lower_case_and_without_repeats(language: str, name: str) -> None:
    wrong = []
    for where, row in body(language, name):
        words = row["words"].split("|")
        wrong += [(where, w) for w in words if w != w.strip().lower() or not w]
        wrong += [(where, w) for w, n in Counter(words).items() if n > 1]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TOML)
def test_toml_lists_are_of_distinct_lower_case_words(language: str, name: str) -> None:
    def walk(path: str, value: object) -> list[str]:
        if isinstance(value, dict):
            return [x for key, inner in value.items() for x in walk(f"{path}.{key}", inner)]
        if not isinstance(value, list) or not value:
            return [path]
        count = Counter(value)
        return [f"{path}: {w}" for w, n in count.items() if not isinstance(w, str) or n > 1 or w != w.strip().lower()]

    assert [x for key, value in read_language_toml(language, name).items() for x in walk(key, value)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_classes_are_lists_named_in_capitals(language: str) -> None:
    found = read_language_toml(language, "classes.toml")
    assert [k for k, v in found.items() if not isinstance(v, list) or not re.fullmatch(r"[A-Z][A-Z_]*", k)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_cues_answer_every_question_of_the_coder(language: str) -> None:
    cues = read_language_toml(language, "cues.toml")
    assert set(cues) >= CUES
    assert set(cues["size"]) >= SIZES


@pytest.mark.parametrize("language", LANGUAGES)
def test_stop_words_stand_once(language: str) -> None:
    count = Counter(
        line for line in read_language_bytes(language, "stop.txt").decode("utf-8").splitlines() if line.strip()
    )
    assert [w for w, n in count.items() if n > 1 and not w.startswith("#")] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*COLUMNS, *TOML, "stop.txt"])
def test_every_file_names_its_source(language: str, name: str) -> None:
    assert "# source:" in read_language_bytes(language, name).decode("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_odd_forms_are_given_for_verbs_and_nouns(language: str) -> None:
    assert set(read_language_toml(language, "forms.toml")) == {"verbs", "nouns"}
