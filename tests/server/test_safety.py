"""Who gets in, from where, with how much; and where the server itself goes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from fastapi import HTTPException
from fastapi.testclient import TestClient

from duta.server import Settings, make_app, read_tokens
from duta.server.bench import Bench
from duta.server.guarding import Buckets
from duta.server.settings import is_loopback
from duta.server.signing import inside
from duta.store import open_store

READER, REVIEWER = "reader-" + "r" * 24, "reviewer-" + "w" * 24


@pytest.fixture
def tokens(tmp_path: Path) -> Path:
    file = tmp_path / "tokens"
    file.write_text(f"# who may\n{READER} rini read\n{REVIEWER} wati read,code,review  # all\n")
    return file


@pytest.fixture
def guarded(url: str, tokens: Path) -> Iterator[TestClient]:
    settings = Settings(url, host="0.0.0.0", tokens=read_tokens(tokens), max_body=10_000)
    with TestClient(make_app(settings, pages=False), base_url="http://duta.example") as client:
        yield client


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_an_open_address_needs_tokens(url: str):
    with pytest.raises(ValueError, match="give tokens"):
        make_app(Settings(url, host="0.0.0.0"), pages=False)


@pytest.mark.parametrize(("host", "inside"), [("127.0.0.1", True), ("localhost", True), ("::1", True), ("[::1]", True), ("127.9.9.9", True),
                                              ("0.0.0.0", False), ("::", False), ("10.0.0.1", False), ("localhost.example.org", False)])  # fmt: skip
def test_what_is_this_machine(host: str, inside: bool):
    assert is_loopback(host) is inside


def test_nothing_without_a_token_and_only_what_its_scopes_allow(guarded: TestClient):
    assert guarded.get("/api/v1/events").status_code == 401
    assert guarded.get("/api/v1/events", headers=bearer("x" * 40)).status_code == 401
    assert guarded.get("/api/v1/openapi.json").status_code == 401
    assert guarded.get("/api/v1/events", headers=bearer(READER)).status_code == 200
    body = {"mention_id": "none", "verdict": "right"}
    assert guarded.post("/api/v1/reviews", json=body, headers=bearer(READER)).status_code == 403
    assert guarded.post("/api/v1/code", json={"text": "x"}, headers=bearer(READER)).status_code == 403
    assert guarded.post("/api/v1/reviews", json=body, headers=bearer(REVIEWER)).status_code == 404


def test_a_review_carries_the_name_of_its_token(coded, tokens: Path, tmp_path: Path):
    with open_store(f"sqlite:///{tmp_path / 's.sqlite'}") as store:
        store.load(coded)
    settings = Settings(f"sqlite:///{tmp_path / 's.sqlite'}", tokens=read_tokens(tokens))
    with TestClient(make_app(settings, pages=False), base_url="http://localhost") as client:
        mention = client.get("/api/v1/mentions", headers=bearer(REVIEWER)).json()["items"][0]["id"]
        body = {"mention_id": mention, "verdict": "right", "person": "somebody else"}
        assert client.post("/api/v1/reviews", json=body, headers=bearer(REVIEWER)).json()["person"] == "wati"


@pytest.mark.parametrize(
    "line", ["short rini read", f"{READER} rini", f"{READER} rini write", "", f"{READER} a read\n{READER} b read"]
)
def test_a_wrong_token_file_is_refused(tmp_path: Path, line: str):
    (tmp_path / "tokens").write_text(line)
    with pytest.raises(ValueError, match="tokens"):
        read_tokens(tmp_path / "tokens")


def test_a_name_rebound_to_this_machine_is_refused(client: TestClient):
    assert client.get("/api/v1/health", headers={"Host": "attacker.example"}).status_code == 403
    assert client.get("/api/v1/health", headers={"Host": "127.0.0.1.attacker.example"}).status_code == 403
    assert client.get("/api/v1/health", headers={"Host": "localhost:8080"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://attacker.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_no_other_site_writes(client: TestClient, headers: dict[str, str]):
    assert client.post("/api/v1/code", json={"text": "Putin tiba di Beijing."}, headers=headers).status_code == 403


def test_bodies_have_a_limit_stated_or_not(guarded: TestClient):
    assert guarded.post("/api/v1/code", content=b"x" * 10_001, headers=bearer(REVIEWER)).status_code == 413

    def drip() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * 1000

    answer = guarded.post("/api/v1/code", content=drip(), headers=bearer(REVIEWER))
    assert answer.status_code == 413 and answer.headers["content-type"] == "application/problem+json"


def test_too_many_requests_wait():
    buckets = Buckets(rate=2, burst=3)
    assert [buckets.take("a", 0.0) for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.take("b", 0.0) == 0
    assert buckets.take("a", 0.5) == 0
    assert buckets.take("a", 0.5) > 0


def test_works_are_limited_more_than_reads(url: str):
    with TestClient(make_app(Settings(url, work_burst=2, works=0.1), pages=False), base_url="http://localhost") as client:
        answers = [client.post("/api/v1/code", json={}) for _ in range(3)]
        assert [a.status_code for a in answers] == [422, 422, 429]
        assert int(answers[-1].headers["retry-after"]) > 1
        assert client.get("/api/v1/health").status_code == 200


def test_answers_carry_headers_that_keep_them_to_themselves(client: TestClient):
    answer = client.get("/api/v1/health")
    assert (
        answer.headers["x-content-type-options"] == "nosniff"
        and "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    )


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/", "gopher://x", "//example.org", "http://127.0.0.1/", "http://localhost:8080/",
    "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://0/", "http://2130706433/", "http://[::ffff:127.0.0.1]/", "http://"])  # fmt: skip
def test_addresses_of_this_machine_and_private_networks_are_not_coded(client: TestClient, address: str):
    answer = client.post("/api/v1/code", json={"url": address})
    assert answer.status_code in (422, 502), answer.text


class Redirecting(BaseHTTPRequestHandler):
    target = "http://127.0.0.1:1/secret"

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", self.target)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_redirect_into_a_private_network_is_not_followed(url: str, monkeypatch: pytest.MonkeyPatch):
    from duta.watching import guard

    server = HTTPServer(("127.0.0.1", 0), Redirecting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    asked: list[str] = []

    def first_only(address: str) -> bool:
        asked.append(address)
        return len(asked) == 1

    monkeypatch.setattr(guard, "is_public", first_only)
    try:
        with open_store(url) as store, pytest.raises(HTTPException) as refused:
            asyncio.run(Bench(store, Settings(url)).fetch(f"http://127.0.0.1:{server.server_port}/"))
    finally:
        server.shutdown()
        server.server_close()
    assert refused.value.status_code == 422 and "private network" in str(refused.value.detail)
    assert asked == ["127.0.0.1", "127.0.0.1"]


@pytest.mark.parametrize(
    ("to", "goes"),
    [
        ("/event/1?x=2", "/event/1?x=2"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
    ],
)
def test_one_is_only_sent_to_this_site(to: str, goes: str):
    assert inside(to) == goes
