import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duta.cli import app
from duta.relating import NotInText, Pair, relate

TEXT = "Russian troops attacked Ukrainian soldiers near Kharkiv on Monday."


def pair(**changes) -> Pair:
    return Pair(**{"id": "1", "text": TEXT, "actor": "Russian troops", "recipient": "Ukrainian soldiers", **changes})


def test_the_type_of_a_pair():
    (answer,) = relate([pair()])
    assert (answer.event, answer.quad_code) == ("ASSAULT", 4)


def test_scores_are_a_distribution_over_types_and_none():
    (answer,) = relate([pair()])
    assert sum(answer.scores.values()) == pytest.approx(1, abs=0.01)
    assert {"NONE", "ASSAULT", "CONCEDE", "RETREAT"} <= set(answer.scores)


def test_offsets_say_the_same_as_words():
    (words,), (offsets,) = relate([pair()]), relate([pair(actor=(0, 14), recipient=(24, 42))])
    assert words == offsets


def test_plv_labels_merge_concede_and_retreat():
    (answer,) = relate([pair()], labels="plv")
    assert "YIELD" in answer.scores
    assert not {"CONCEDE", "RETREAT"} & set(answer.scores)


def test_a_party_that_is_not_in_the_text_is_said_so():
    with pytest.raises(NotInText, match="Finland"):
        list(relate([pair(actor="Finland")]))


def test_the_command_writes_an_answer_a_line_and_ignores_extra_keys(tmp_path: Path):
    given, out = tmp_path / "pairs.jsonl", tmp_path / "out.jsonl"
    given.write_text(json.dumps({**pair().model_dump(), "event": "?", "quad": 9}) + "\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["relate", str(given), "--labels", "plv", "--output", str(out)])
    assert result.exit_code == 0
    assert json.loads(out.read_text())["event"] == "ASSAULT"


def test_a_line_without_a_recipient_is_bad_use_and_names_its_number(tmp_path: Path):
    given = tmp_path / "pairs.jsonl"
    given.write_text('{"id": "1", "text": "a", "actor": "a"}\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["relate", str(given)])
    assert result.exit_code == 2
    assert ":1: recipient" in result.output
