"""`duta places` and `duta times` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from duta.cli import app

LINE = {"id": "a", "text": "Ia tiba di Ankara kemarin.", "date": "2007-01-10", "language": "id"}


def run(*args: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, list(args), input=given)


def test_places_from_standard_input() -> None:
    result = run("places", "-", given=json.dumps(LINE) + "\n")
    (place,) = json.loads(result.stdout)["places"]
    assert set(place) == {
        "start", "end", "geonameid", "name", "lat", "lon", "country_code", "resolution", "confidence",
    }  # fmt: skip
    assert (result.exit_code, place["start"], place["country_code"]) == (0, 11, "TUR")


def test_times_into_a_file(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\ufeff" + json.dumps(LINE) + "\n\n" + json.dumps({**LINE, "id": 2}) + "\n", encoding="utf-8")
    assert run("times", str(source), "--output", str(out)).exit_code == 0
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    time = {"start": 18, "end": 25, "type": "DATE", "value": "2007-01-09"}
    assert answers == [{"id": "a", "times": [time]}, {"id": 2, "times": [time]}]


def test_toponyms_are_resolved_alone() -> None:
    result = run("places", "-", given=json.dumps({**LINE, "toponyms": [[11, 17]]}))
    assert [(p["start"], p["end"]) for p in json.loads(result.stdout)["places"]] == [(11, 17)]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", "Invalid JSON"),
        ('{"id": "b"}', "text: Field required"),
        ('{"id": "b", "text": "x", "language": "fr"}', "language 'fr' is not supported (only id, en)"),
        ('{"id": "b", "text": "x", "toponyms": [[0, 9]]}', "toponym [0, 9] is outside the text of 1 characters"),
    ],
)
def test_a_bad_line_is_one_error_line_and_the_rest_goes_on(bad: str, reason: str) -> None:
    result = run("places", "-", given=f"{json.dumps(LINE)}\n{bad}\n{json.dumps(LINE)}\n")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 2)
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: -:2: ") and reason in line


def test_only_bad_lines_are_failed_work() -> None:
    assert run("times", "-", given="{}\n").exit_code == 1


def test_nothing_in_nothing_out() -> None:
    result = run("times", "-", given="")
    assert (result.exit_code, result.output) == (0, "")


def test_a_missing_file_is_bad_use() -> None:
    result = run("places", "no-such-file.jsonl")
    assert (result.exit_code, result.stderr.splitlines()) == (2, ["error: no-such-file.jsonl: No such file or directory"])


def test_the_input_is_not_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(LINE))
    assert run("times", str(source), "--output", str(source)).exit_code == 2
    assert source.read_text() == json.dumps(LINE)
