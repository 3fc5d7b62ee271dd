"""`duta load`, `query`, `series` and `export` from the command line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import polars
import pytest
from click.testing import Result
from typer.testing import CliRunner

from duta.cli import app
from duta.records import CodedArticle, Event
from duta.store import open_store
from tests.store.build import party, place, record

RECORDS = [
    record("m1", event_loc=place("Jakarta", "IDN", -6.2, 106.85), mode=["visit"], actor=[party("SGP", "GOV", "Lawrence Wong")],
           recipient=[party("IDN", "GOV")]),
    record("m2", "b", "ASSAULT", actor=[party("RUS", "MIL")], recipient=[party("UKR", "MIL")], date="2024-04-01"),
]  # fmt: skip


def run(*args: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(args), input=stdin)


def lines(records: list[Event]) -> str:
    return "".join(r.model_dump_json() + "\n" for r in records)


@pytest.fixture
def coded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Coded records, in the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "coded.jsonl"
    path.write_text(lines(RECORDS), encoding="utf-8")
    return path


@pytest.fixture
def loaded(coded: Path) -> Path:
    assert run("load", str(coded)).exit_code == 0
    return coded.parent


def test_load_makes_the_store_in_the_working_directory(coded: Path):
    result = run("load", str(coded))
    assert result.exit_code == 0
    assert "2 articles, 2 mentions: 2 new, 0 there already" in result.stderr
    assert (coded.parent / "duta.sqlite").exists()
    assert "0 new, 2 there already" in run("load", str(coded)).stderr


@pytest.mark.parametrize("how", ["gzip", "folder", "stdin"])
def test_load_takes_records_in_other_wrappings(coded: Path, how: str):
    if how == "gzip":
        Path("coded.jsonl.gz").write_bytes(gzip.compress(coded.read_bytes()))
        result = run("load", "coded.jsonl.gz")
    elif how == "folder":
        Path("many").mkdir()
        coded.rename("many/coded.jsonl")
        result = run("load", "many")
    else:
        result = run("load", "-", stdin=coded.read_bytes())
    assert "2 new" in result.stderr, result.stderr


def test_a_bad_line_is_rejected_with_its_number_and_the_rest_is_loaded(coded: Path):
    coded.write_text(lines(RECORDS[:1]) + '{"event": 3}\n' + lines(RECORDS[1:]), encoding="utf-8")
    result = run("load", str(coded), "--rejects", "rejects.jsonl")
    assert result.exit_code == 0
    assert "2 new" in result.stderr and "1 rejected" in result.stderr
    reject = json.loads(Path("rejects.jsonl").read_text())
    assert reject["source"].endswith("coded.jsonl:2")


def test_articles_are_coded_first(coded: Path, monkeypatch: pytest.MonkeyPatch):
    def code(items, workers, settings):
        for document in items:
            yield CodedArticle(document, [record("x1", document.id, coder=f"duta 0.{workers}.0 {settings.engine}")])

    monkeypatch.setattr("duta.commands.corpus.code_all", code)
    Path("articles.jsonl").write_text(json.dumps({"id": "n1", "text": "Menteri Luar Negeri bertemu Presiden di Jakarta."}) + "\n")
    result = run("load", "articles.jsonl", str(coded), "--workers", "2", "--engine", "rules", "--language", "id")
    assert result.exit_code == 0, result.stderr
    assert "3 articles, 3 mentions: 3 new" in result.stderr
    with open_store("sqlite:///duta.sqlite") as store:
        assert store.passage(record("x1", "n1")) == "Menteri Lu"
        assert store.runs()[0].options["engine"] == "rules"


def test_query_gives_mentions_or_events_as_json(loaded: Path):
    (mention,) = [json.loads(x) for x in run("query", "--type", "ASSAULT").stdout.splitlines()]
    assert Event.model_validate(mention) == RECORDS[1]
    (event,) = [json.loads(x) for x in run("query", "--type", "ASSAULT", "--events", "--format", "jsonl").stdout.splitlines()]
    assert event["event_id"] == "m2"
    assert event["mentions"] == [{"id": "m2", "doc_id": "b"}]
    assert (event["articles"], event["publishers"], event["languages"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["m1", "m2"]),
        (("--dyad", "RUS>UKR"), ["m2"]),
        (("--actor", "Lawrence Wong", "--recipient", "IDN:GOV"), ["m1"]),
        (("--code", "UKR", "--quad", "4", "--context", "military"), []),
        (("--mode", "visit", "--not-aux", "future", "--country", "IDN"), ["m1"]),
        (("--near", "-6.3,106.8", "--km", "20"), ["m1"]),
        (("--since", "2024-05-01", "--until", "2024-05-31", "--language", "en"), ["m1"]),
        (("--confidence", "0.9"), []),
        (("--text", "wong", "--limit", "1"), ["m1"]),
    ],
)
def test_query_takes_every_filter(loaded: Path, options: tuple[str, ...], expected: list[str]):
    result = run("query", *options)
    assert result.exit_code == 0, result.stderr
    assert [json.loads(x)["id"] for x in result.stdout.splitlines()] == expected


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("query", "--type", "ATTACK"), "--type: no such event type: ATTACK"),
        (("query", "--near", "Jakarta"), "--near: write LAT,LON"),
        (("query", "--format", "xls"), "no such format: xls"),
        (("query", "--format", "parquet"), "parquet needs --output FILE"),
        (("query", "--store", "sqlite:///none.sqlite"), "none.sqlite: no such store"),
        (("query", "--store", "nowhere"), "is no store"),
        (("export", "events.xls"), "say --format"),
        (("series", "--by", "decade"), "--by: one of day"),
        (("load", "none.jsonl"), "none.jsonl: no such file"),
        (("query", "--output", "no/such/folder/x.jsonl"), "no/such/folder/x.jsonl"),
    ],
)
def test_bad_use_is_one_line_and_exit_code_2(loaded: Path, options: tuple[str, ...], said: str):
    result = run(*options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_damaged_store_is_failed_work(loaded: Path):
    Path("duta.sqlite").write_bytes(b"no database at all, but long enough to be read as one" * 100)
    for name in ("duta.sqlite-wal", "duta.sqlite-shm"):
        Path(name).unlink(missing_ok=True)
    result = run("query")
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1


def test_export_writes_a_codebook_and_a_run_record(loaded: Path):
    result = run("export", "out.parquet", "--events", "--country", "IDN")
    assert result.exit_code == 0, result.stderr
    assert polars.read_parquet("out.parquet")["event_id"].to_list() == ["m1"]
    book = Path("out.parquet.codebook.md").read_text(encoding="utf-8")
    assert "1 events" in book and "country ['IDN']" in book and "duta 0.1.0" in book
    with open_store("sqlite:///duta.sqlite") as store:
        exported = store.runs()[0]
    assert (exported.command, exported.counts, exported.options["format"]) == ("export", {"records": 1}, "parquet")
    assert not list(loaded.glob("*.part"))


def test_a_failed_export_leaves_no_file_under_its_name(loaded: Path, monkeypatch: pytest.MonkeyPatch):
    def failing(*args, **kwargs):
        Path("out.csv.part").write_text("half")
        raise OSError("the disk is full")

    monkeypatch.setattr("duta.commands.corpus.write_events", failing)
    result = run("export", "out.csv")
    assert result.exit_code == 1
    assert not Path("out.csv").exists()
    with open_store("sqlite:///duta.sqlite") as store:
        assert store.runs()[0].error == "OSError: the disk is full"


def test_series_as_csv(loaded: Path):
    header, april, may = run("series", "--by", "month").stdout.splitlines()
    assert header.startswith("start,events,events_low,events_high,score_sum,")
    assert april.startswith("2024-04-01,1,")
    assert may.startswith("2024-05-01,1,")


def test_visits_as_json(loaded: Path):
    (visit,) = [json.loads(x) for x in run("series", "--visits", "--format", "jsonl").stdout.splitlines()]
    assert (visit["visitor"], visit["host_code"], visit["start"], visit["status"]) == ("Lawrence Wong", "IDN", "2024-05-15", "made")


def test_nothing_found_is_nothing_written(loaded: Path):
    result = run("query", "--text", "nowhere")
    assert (result.exit_code, result.stdout) == (0, "")
