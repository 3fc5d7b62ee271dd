"""Ways out: what is written is read back as it was, by duta and by the tools of its users."""

import csv
import json
from datetime import date
from pathlib import Path

import pandas
import polars
import pytest
from geojson_pydantic import FeatureCollection

from duta.exchange import FORMATS, codebook, format_of, write_events
from duta.exchange.cameo import ADM2, NAMES
from duta.exchange.columns import columns, flat
from duta.exchange.plain import read_jsonl
from duta.exchange.polecat import COLUMNS as POLECAT
from duta.exchange.tables import read_csv, read_parquet
from duta.records import Event, LinkedEvent, MentionRef
from tests.store.build import party, place, record

EVENTS = [
    record("m1", mode=["visit"], context=["diplomatic", "executive"], title='A "quoted"; title,\nin two lines', url="https://x.example/1",
           actor=[party("IDN", "GOV", "Retno Marsudi", identifier_id="Q1"), party("MYS", "GOV")], recipient=[party("SGP", "GOV")],
           event_loc=place("Jakarta", "IDN", -6.2, 106.85, "DKI Jakarta").model_copy(update={"geonameid": 1642911})),
    record("m2", "b", "PROTEST", date="2024-05", aux=["historical"], actor=[party(None, "EDU", text="mahasiswa\tdan buruh")],
           recipient=[], event_loc=place("Papua", "IDN"), language="id"),
    record("m3", "c", "ASSAULT", date=None, actor=[party("IGO", "MIL")], recipient=[party("RUS", "MIL"), party("UKR", None)]),
]  # fmt: skip
LINKED = [
    LinkedEvent(**dict(e), event_id=f"e{e.id}", mentions=[MentionRef(id=e.id, doc_id=e.doc_id), MentionRef(id="x", doc_id="y")],
                articles=2, publishers=1, languages=2)
    for e in EVENTS
]  # fmt: skip


def written(tmp_path: Path, name: str, linked: bool = False) -> Path:
    path = tmp_path / f"out{format_of(name).suffix}"
    assert write_events(LINKED if linked else EVENTS, name, str(path), linked=linked) == 3
    return path


@pytest.mark.parametrize("linked", [False, True])
def test_jsonl_comes_back_as_it_was(tmp_path: Path, linked: bool):
    assert list(read_jsonl(written(tmp_path, "jsonl", linked))) == (LINKED if linked else EVENTS)


@pytest.mark.parametrize("linked", [False, True])
def test_parquet_comes_back_as_it_was(tmp_path: Path, linked: bool):
    assert list(read_parquet(written(tmp_path, "parquet", linked))) == (LINKED if linked else EVENTS)


@pytest.mark.parametrize("linked", [False, True])
def test_csv_comes_back_as_it_was(tmp_path: Path, linked: bool):
    assert list(read_csv(written(tmp_path, "csv", linked))) == [flat(e) for e in (LINKED if linked else EVENTS)]


def test_the_json_of_an_event_names_its_mentions_and_counts(tmp_path: Path):
    first = json.loads(written(tmp_path, "jsonl", linked=True).read_text().splitlines()[0])
    assert first["event_id"] == "em1"
    assert first["mentions"] == [{"id": "m1", "doc_id": "a"}, {"id": "x", "doc_id": "y"}]
    assert (first["articles"], first["publishers"], first["languages"]) == (2, 1, 2)


def test_polars_reads_parquet_with_the_right_types(tmp_path: Path):
    frame = polars.read_parquet(written(tmp_path, "parquet"))
    kinds = {"text": polars.String, "integer": polars.Int64, "number": polars.Float64, "day": polars.Date}
    assert {name: frame.schema[name] for name in (c.name for c in columns(False))} == {c.name: kinds[c.kind] for c in columns(False)}
    assert frame["day"].to_list() == [date(2024, 5, 15), date(2024, 5, 1), None]
    assert frame["geonameid"].to_list() == [1642911, None, None]


def test_pandas_reads_parquet_with_the_right_types(tmp_path: Path):
    frame = pandas.read_parquet(written(tmp_path, "parquet"), dtype_backend="pyarrow")
    assert str(frame["quad_code"].dtype) == "int64[pyarrow]"
    assert str(frame["day"].dtype) == "date32[day][pyarrow]"
    assert str(frame["lat"].dtype) == "double[pyarrow]"
    assert frame["event"].tolist() == ["CONSULT", "PROTEST", "ASSAULT"]


def test_an_empty_export_keeps_its_columns_and_types(tmp_path: Path):
    path = tmp_path / "none.parquet"
    assert write_events([], "parquet", str(path)) == 0
    assert polars.read_parquet(path).schema["confidence"] == polars.Float64
    assert write_events([], "csv", str(tmp_path / "none.csv")) == 0
    assert (tmp_path / "none.csv").read_text().startswith("id,doc_id,")


def test_csv_opens_in_pandas_and_polars(tmp_path: Path):
    path = written(tmp_path, "csv", linked=True)
    assert pandas.read_csv(path)["articles"].tolist() == [2, 2, 2]
    frame = polars.read_csv(path, try_parse_dates=True)
    assert frame.schema["day"] == polars.Date
    assert frame["title"][0] == 'A "quoted"; title,\nin two lines'


def test_geojson_is_valid_with_longitude_first(tmp_path: Path):
    text = written(tmp_path, "geojson").read_text(encoding="utf-8")
    found = FeatureCollection.model_validate_json(text)
    assert tuple(found.features[0].geometry.coordinates)[:2] == (106.85, -6.2)
    assert [f.geometry is None for f in found.features] == [False, True, True]
    assert found.features[0].properties["event"] == "CONSULT"
    assert [f.id for f in found.features] == ["m1", "m2", "m3"]


def test_polecat_has_its_columns_one_line_a_record(tmp_path: Path):
    text = written(tmp_path, "polecat").read_text(encoding="utf-8")
    header, *lines = [line.split("\t") for line in text.splitlines()]
    assert header == [c.name for c in POLECAT]
    assert header[:8] == ["Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name"]
    assert [len(line) for line in lines] == [len(header)] * 3
    first = dict(zip(header, lines[0], strict=True))
    assert (first["Actor Country"], first["Primary Recipient Sector"], first["Quad Code"]) == ("Indonesia; Malaysia", "GOV", "Q1")
    assert dict(zip(header, lines[1], strict=True))["Actor Name"] == "mahasiswa dan buruh"
    assert dict(zip(header, lines[1], strict=True))["Recipient Name"] == "None"


def test_cameo_has_the_columns_of_gdelt_and_a_row_for_each_pair(tmp_path: Path):
    with written(tmp_path, "cameo", linked=True).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == NAMES
    assert (len(NAMES), len(set(NAMES) - set(ADM2))) == (61, 58)
    assert [r["GLOBALEVENTID"] for r in rows] == ["em1", "em1-2", "em2", "em3", "em3-2"]
    one, two, protest, war = rows[0], rows[1], rows[2], rows[3]
    assert (one["Actor1Code"], two["Actor1Code"], one["Actor2Code"]) == ("IDNGOV", "MYSGOV", "SGPGOV")
    assert (one["SQLDATE"], one["MonthYear"], one["EventRootCode"]) == ("20240515", "202405", one["EventCode"][:2])
    assert (one["NumMentions"], one["NumSources"], one["NumArticles"]) == ("2", "1", "2")
    assert (one["ActionGeo_Type"], one["ActionGeo_Lat"]) == ("4", "-6.2")
    assert (protest["Actor1Code"], protest["Actor2Code"], protest["SQLDATE"]) == ("EDU", "", "20240501")
    assert (war["Actor1KnownGroupCode"], war["Actor1CountryCode"], war["SQLDATE"]) == ("IGO", "", "")


def test_a_table_is_a_line_a_record(tmp_path: Path):
    lines = written(tmp_path, "table", linked=True).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    assert "CONSULT visit: Retno Marsudi [IDN GOV]" in lines[0]
    assert lines[0].endswith("2 articles")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("linked", [False, True])
def test_the_codebook_says_every_column(tmp_path: Path, name: str, linked: bool):
    kind = FORMATS[name]
    text = codebook(kind, linked=linked, filters="type ['PROTEST']", records=3, versions={"duta": "0.1.0"}, store={"mentions": 7})
    for column in kind.columns(linked):
        assert f"| `{column.name}` | {column.kind} |" in text
    for words in ("type ['PROTEST']", "7 mentions", "duta 0.1.0", "Known limits", "3 events" if linked else "3 mentions"):
        assert words in text


@pytest.mark.parametrize("name", ["csv", "polecat", "cameo"])
def test_written_columns_are_the_documented_ones(tmp_path: Path, name: str):
    path = written(tmp_path, name, linked=True)
    with path.open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines, delimiter="\t" if name == "polecat" else ","))
    assert header == [c.name for c in FORMATS[name].columns(True)]


def test_an_unknown_format_names_those_there_are():
    with pytest.raises(ValueError, match="jsonl, csv, parquet, polecat, cameo"):
        write_events([], "xls", "-")


def test_parquet_needs_a_file():
    with pytest.raises(ValueError, match="needs --output"):
        write_events([], "parquet", "-")


def test_what_came_before_a_failure_is_in_the_file(tmp_path: Path):
    def failing():
        yield EVENTS[0]
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        write_events(failing(), "jsonl", str(tmp_path / "x.jsonl"))
    assert list(read_jsonl(tmp_path / "x.jsonl")) == [EVENTS[0]]


def test_records_of_other_kinds_are_not_made(tmp_path: Path):
    assert all(type(e) is Event for e in read_parquet(written(tmp_path, "parquet")))
