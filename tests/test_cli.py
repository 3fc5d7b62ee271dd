import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duta.cli import app

TEXT = "Russian troops attacked Ukrainian soldiers near Kharkiv on Monday."


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*args: str):
    return CliRunner().invoke(app, list(args))


def test_code_writes_one_record_a_line(article: Path, tmp_path: Path):
    out = tmp_path / "events.jsonl"
    result = run("code", str(article), "--engine", "rules", "--published", "2024-05-16", "--output", str(out))
    assert result.exit_code == 0
    (record,) = [json.loads(x) for x in out.read_text().splitlines()]
    assert record["event"] == ["ASSAULT"]
    assert record["date"] == "2024-05-13"


def test_a_missing_file_is_bad_use():
    assert run("code", "no-such-file.txt").exit_code == 2


def test_rejects_are_written_with_their_reason_and_the_rest_goes_on(article: Path, tmp_path: Path):
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    rejects, out = tmp_path / "rejects.jsonl", tmp_path / "out.csv"
    result = run("code", str(article), str(tmp_path / "b.txt"), "--engine", "rules", "--format", "csv",
                 "--rejects", str(rejects), "--output", str(out))  # fmt: skip
    assert result.exit_code == 0
    assert json.loads(rejects.read_text())["reason"]
    assert len(out.read_text().splitlines()) == 2


def test_explain_says_which_words_made_which_field():
    result = run("explain", "--text", TEXT, "--engine", "rules")
    assert "Russian troops" in result.output
    assert "lexicon.tsv" in result.output


def test_the_same_bytes_for_any_number_of_workers(tmp_path: Path):
    lines = [{"id": str(i), "text": TEXT, "language": "en", "date": "2024-05-16"} for i in range(40)]
    source = tmp_path / "many.jsonl"
    source.write_text("".join(json.dumps({**x, "text": f"{x['text']} Case {x['id']}."}) + "\n" for x in lines))
    outputs = []
    for workers in ("1", "2"):
        out = tmp_path / f"{workers}.jsonl"
        assert run("code", str(source), "--engine", "rules", "--workers", workers, "--output", str(out)).exit_code == 0
        outputs.append(out.read_bytes())
    assert outputs[0] == outputs[1]
