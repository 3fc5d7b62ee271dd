"""REST: what it gives, and that it gives what `duta query` gives."""

from __future__ import annotations

import io
import json

import polars as pl
import pytest
from fastapi.testclient import TestClient

from duta.commands.filters import make_filter
from duta.server.asking import OPTIONS, filter_of, query_of
from duta.store import Filter, open_store

API = "/api/v1"


def ids(client: TestClient, query: str) -> list[str]:
    return [e["event_id"] for e in client.get(f"{API}/events?{query}&limit=500").json()["items"]]


@pytest.mark.parametrize("query", ["dyad=RUS>CHN", "actor=RUS:GOV&type=CONSULT", "country=CHN&since=2024-05-01", "text=demonstran", "near=39.9,116.4&km=30",
                                   "quad=4&not_aux=future&language=id", "source=Kabar Contoh", "actor=Vladimir Putin"])  # fmt: skip
def test_filters_are_those_of_duta_query(client: TestClient, url: str, query: str):
    given: dict[str, object] = {}
    for part in query.split("&"):
        name, value = part.split("=")
        given[name] = [value] if "list" in str(OPTIONS[name][0]) else value
    with open_store(url) as store:
        assert ids(client, query) == [e.event_id for e in store.events(filter_of(given))]


def test_every_filter_of_the_command_line_is_a_parameter_with_its_words(client: TestClient):
    import inspect

    said = {
        p["name"]: p.get("description")
        for p in client.get(f"{API}/openapi.json").json()["paths"][f"{API}/events"]["get"]["parameters"]
    }
    assert set(inspect.signature(make_filter).parameters) <= set(said)
    assert said["dyad"] == OPTIONS["dyad"][1]


def test_addresses_and_filters_say_the_same():
    wish = Filter.model_validate(
        {
            "dyad": "RUS>UKR",
            "type": ["PROTEST", "ASSAULT"],
            "since": "2024-01-01",
            "near": {"lat": 1.5, "lon": -2, "km": 5},
            "text": '"a b"',
        }
    )
    from starlette.datastructures import QueryParams

    from duta.server.asking import filter_in

    assert filter_in(QueryParams(query_of(wish).removeprefix("?"))) == wish
    assert query_of(Filter()) == ""


def test_pages_follow_each_other_without_gaps(client: TestClient):
    whole = ids(client, "actor=IDN")
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{API}/events?actor=IDN&limit=50{cursor and '&cursor=' + cursor}").json()
        found += [e["event_id"] for e in page["items"]]
        cursor = page["next"]
    assert found[: len(whole)] == whole and len(found) == client.get(f"{API}/events/count?actor=IDN").json()["count"]


def test_an_event_comes_with_mentions_evidence_and_reasons(client: TestClient):
    (some, *_) = ids(client, "actor=Vladimir Putin&type=CONSULT")
    found = client.get(f"{API}/events/{some}").json()
    assert found["event"]["event_id"] == some
    for told in found["mentions"]:
        assert told["sentence"] and told["reason"] and told["by"]
        assert told["record"]["event_text"] in told["sentence"]


def test_articles_come_with_text_and_records_also_where_the_id_has_slashes_and_blanks(client: TestClient):
    found = client.get(f"{API}/articles/id/visit 1").json()
    assert found["text"].startswith("Presiden Rusia") and found["records"]
    assert found["publication"] == "Kabar Contoh"
    first = client.get(f"{API}/articles?limit=2").json()
    second = client.get(f"{API}/articles?limit=2&cursor={first['next']}").json()
    assert len({a["doc_id"] for a in first["items"] + second["items"]}) == 4


def test_a_tag_spares_the_answer_until_the_store_changes(own: TestClient):
    first = own.get(f"{API}/overview")
    assert own.get(f"{API}/overview", headers={"If-None-Match": f'W/{first.headers["etag"]}, "x"'}).status_code == 304
    mention = own.get(f"{API}/mentions").json()["items"][0]["id"]
    own.post(f"{API}/reviews", json={"mention_id": mention, "verdict": "right", "person": "ani"})
    assert own.get(f"{API}/overview", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize(("path", "status"), [("/events?type=MEETING", 422), ("/events?limit=0", 422), ("/events?cursor=now", 422), ("/events/none", 404),
    ("/mentions/none", 404), ("/articles/none", 404), ("/runs/999/rejects", 404), ("/exports?format=xls", 422), ("/series?by=hour", 422),
    ("/events?near=here", 422), ("/events?text=!!", 422), ("/nothing", 404), ("/events?since=2024-05-02&until=2024-05-01", 422)])  # fmt: skip
def test_errors_are_problems(client: TestClient, path: str, status: int):
    answer = client.get(API + path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status and answer.json()["title"]


def test_the_overview_counts_what_the_list_holds(client: TestClient):
    found = client.get(f"{API}/overview?since=2024-01-01").json()
    left_out = "not_aux=future&not_aux=hypothetical&not_aux=negation"
    assert found["events"] == client.get(f"{API}/events/count?since=2024-01-01&{left_out}").json()["count"]
    assert sum(sum(b["quads"]) for b in found["bins"]) + found["coarser"] + found["undated"] + found["outside"] == found["events"]
    assert sum(p["events"] for p in found["places"]) + found["nowhere"] == found["events"]
    rank = found["ranking"]["dyads"][0]
    period = f"since={found['ranking']['since']}&until={found['ranking']['until']}"
    assert (
        rank["events"]
        == client.get(f"{API}/events/count?dyad={rank['actor']}>{rank['recipient']}&{period}&{left_out}").json()["count"]
    )


def test_a_chart_never_has_too_many_bins(client: TestClient):
    found = client.get(f"{API}/overview?since=0001-01-01&by=day").json()
    assert found["by"] != "day" and len(found["bins"]) <= 5000
    assert client.get(f"{API}/overview?until=0001-01-05").json()["events"] == 0
    assert client.get(f"{API}/overview?since=9999-12-30").json()["events"] == 0
    found = client.get(f"{API}/overview?since=2016-02-01&until=2016-02-29&by=day").json()
    assert found["by"] == "day" and found["bins"][0]["start"] == "2016-02-01" and len(found["bins"]) == 29


def test_series_and_visits_are_those_of_the_store(client: TestClient, url: str):
    with open_store(url) as store:
        wish = Filter(dyad="IDN-USA")
        assert client.get(f"{API}/series?dyad=IDN-USA&by=year").json() == json.loads(
            store.series(wish, by="year").model_dump_json()
        )
        assert len(client.get(f"{API}/visits").json()) == len(store.visits())
    table = pl.read_csv(io.BytesIO(client.get(f"{API}/series?dyad=IDN-USA&by=year&format=csv").content))
    assert {"start", "events", "events_low", "events_high"} <= set(table.columns)


@pytest.mark.parametrize("format", ["jsonl", "csv", "parquet", "polecat", "cameo", "geojson", "table"])
def test_files_in_every_format(client: TestClient, format: str):
    answer = client.get(f"{API}/exports?format={format}&country=CHN&limit=5")
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"] and answer.content
    if format == "parquet":
        assert len(pl.read_parquet(io.BytesIO(answer.content))) <= 5


def test_coding_gives_offsets_of_the_text_as_given(client: TestClient):
    text = "Baca juga: berita lain\nPresiden Rusia Vladimir Putin tiba di Beijing, Kamis (16/5/2024)."
    found = client.post(f"{API}/code", json={"text": text, "published": "2024-05-16"}).json()
    assert [e["event"] for e in found["events"]] == [["CONSULT"]]
    assert all(text[s["start"] : s["end"]] == s["text"] for s in found["seen"])
    assert {s["kind"] for s in found["seen"]} == {"actor", "place", "time"}


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": "x", "published": "2024-13-01"}, {"text": "x", "language": "fr"}, {"text": "   "}]
)
def test_what_cannot_be_coded_is_refused(client: TestClient, body: dict[str, str]):
    assert client.post(f"{API}/code", json=body).status_code == 422


def test_reviews_are_kept_with_author_and_exported_as_gold(own: TestClient):
    sentences = {m["text_info"]["start"]: m for m in own.get(f"{API}/mentions?language=en").json()["items"]}
    for mention in own.get(f"{API}/mentions?language=en").json()["items"]:
        answer = own.post(f"{API}/reviews", json={"mention_id": mention["id"], "verdict": "right", "person": "ani"})
        assert answer.status_code == 201 and answer.json()["person"] == "ani"
    gold = [json.loads(line) for line in own.get(f"{API}/reviews/gold").text.splitlines()]
    assert len(gold) == len(sentences) and all(p["events"] for p in gold)
    assert own.get(f"{API}/reviews/queue?person=ani&language=en").json() == []
    assert own.get(f"{API}/reviews/agreement").json()["records"] == 0


def test_reviews_need_an_author_and_a_record(own: TestClient):
    mention = own.get(f"{API}/mentions").json()["items"][0]["id"]
    assert own.post(f"{API}/reviews", json={"mention_id": mention, "verdict": "right"}).status_code == 422
    assert own.post(f"{API}/reviews", json={"mention_id": "none", "verdict": "right", "person": "ani"}).status_code == 404


def test_a_split_and_a_merge_are_obeyed_at_once(own: TestClient):
    a, b = (m["id"] for m in own.get(f"{API}/mentions?actor=Vladimir Putin&type=CONSULT").json()["items"][:2])
    for kind, together in (("split", False), ("merge", True)):
        assert own.post(f"{API}/decisions", json={"kind": kind, "a": a, "b": b, "person": "ani"}).status_code == 200
        members = {m["id"] for m in own.get(f"{API}/events/{a}").json()["event"]["mentions"]}
        assert (b in members) is together


def test_health_tells_counts_origins_and_versions(client: TestClient):
    found = client.get(f"{API}/health").json()
    assert found["counts"]["articles"] == 253 and found["running"] == 0 and "duta" in found["coders"]
    assert {"source": "Kabar Contoh", "language": "id", "articles": 1, "first": "2024-05-16", "last": "2024-05-16"} in found[
        "origins"
    ]
    assert [r["command"] for r in client.get(f"{API}/runs").json()] == ["link", "load"]


def test_what_duta_knows_of_a_name(client: TestClient):
    found = client.get(f"{API}/actors?name=Vladimir Putin").json()
    assert found["corpus"][0]["name"] == "Vladimir Putin"
    assert any(k["office"] == "president" and k["source"] for k in found["known"])
    assert client.get(f"{API}/places?name=Makassar").json()[0]["country"] == "IDN"
