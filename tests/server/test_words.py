"""Both languages say everything, and records read as sentences."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from duta.ontology import auxiliary_modes, event_types, sectors
from duta.server.marking import Mark, marked
from duta.server.telling import sentence, status
from duta.server.wording import FILES, LANGUAGES, words_of
from tests.store.build import party, place, record

SERVER = Path(__file__).parent.parent.parent / "src/duta/server"


def keys(table: dict, above: str = "") -> set[str]:
    return {
        k
        for name, value in table.items()
        for k in (keys(value, f"{above}{name}.") if isinstance(value, dict) else {above + name})
    }


def blanks(table: dict) -> dict[str, set[str]]:
    return {f"{s}.{k}": set(re.findall(r"{(\w+)}", text)) for s, lines in table.items() for k, text in lines.items()}


@pytest.mark.parametrize("file", FILES)
def test_both_languages_have_the_same_lines_with_the_same_blanks(file: str):
    en, id = (tomllib.loads((SERVER / f"words/{x}/{file}.toml").read_text(encoding="utf-8")) for x in LANGUAGES)
    assert keys(en) == keys(id)
    assert blanks(en) == blanks(id)
    assert all(text.strip() for lines in (*en.values(), *id.values()) for text in lines.values())


def test_every_line_that_the_code_asks_for_is_there_and_every_line_is_asked_for():
    code = "\n".join(p.read_text(encoding="utf-8") for p in SERVER.rglob("*.py"))
    there = keys(tomllib.loads((SERVER / "words/en/interface.toml").read_text(encoding="utf-8")))
    assert set(re.findall(r"""words\(\s*["']([a-z]+\.[a-z_]+)["']""", code)) - there == set()
    assert {
        key
        for key in there
        if not re.search(rf"\b{key.partition('.')[2]}\b", code) and not key.startswith(("overview.by_", "dyad.cancelled"))
    } == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_name(language: str):
    words = words_of(language)
    for kind in event_types().values():
        assert kind.name in words.table("acts", "acts")
        assert all(f"{kind.name}.{mode}" in words.table("acts", "acts") for mode in kind.modes)
        assert kind.name in words.table("names", "types")
    assert set(sectors()) == set(words.table("names", "sectors"))
    assert set(auxiliary_modes()) == set(words.table("names", "aux"))
    assert words.country("CHN") and words.country("UNO") != "UNO"


@pytest.mark.parametrize(("language", "told"), [
    ("en", "Vladimir Putin (Russia, government) visited China in Beijing, 16-17 May 2024"),
    ("id", "Vladimir Putin (Rusia, pemerintah) mengunjungi China di Beijing, 16-17 Mei 2024"),
])  # fmt: skip
def test_a_record_is_a_sentence(language: str, told: str):
    visit = record("a", mode=["visit"], actor=[party("RUS", "GOV", "Vladimir Putin")], recipient=[party("CHN", text="China")], date="2024-05-16",
                   enddate="2024-05-17", event_loc=place("Beijing", "CHN"))  # fmt: skip
    assert sentence(words_of(language), visit) == told


def test_a_record_without_recipient_or_actor_is_a_sentence_too():
    words = words_of("en")
    arrest = record(
        "a", type="COERCE", mode=["arrest"], actor=[], recipient=[party(text="twelve people")], date="2024-05", aux=["negation"]
    )
    assert sentence(words, arrest) == "Somebody not named arrested twelve people, May 2024"
    assert status(words, arrest) == "did not happen"
    assert (
        sentence(words, record("b", type="PROTEST", recipient=[], actor=[party("IDN", text="buruh")], date=None))
        == "Buruh (Indonesia) protested"
    )


def test_marks_lie_over_each_other_and_text_is_escaped():
    text = "<b>Putin</b> & Xi"
    found = marked(text, [Mark(3, 8, "actor", 'who "he" is'), Mark(0, 12, "event", "act")])
    assert found == (
        '<mark class="m-event" title="act">&lt;b&gt;</mark><mark class="m-event m-actor" title="act; who &#34;he&#34; is">Putin</mark>'
        '<mark class="m-event" title="act">&lt;/b&gt;</mark> &amp; Xi'
    )
