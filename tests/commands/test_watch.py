"""`duta watch` on the command line, with a coder that needs no model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

pytest.importorskip("httpx", reason="the extra `watch` is not installed")

from duta.cli import app
from duta.records import Document, Event
from tests.watching.conftest import Server, html, server  # noqa: F401
from tests.watching.test_state import records


class FakeCoder:
    def code(self, document: Document) -> Iterator[Event]:
        if "Report 13." in document.text:
            raise RuntimeError("bad luck")
        yield from records(document)


@pytest.fixture(autouse=True)
def coder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("duta.commands.watch.load", lambda **_: FakeCoder())
    monkeypatch.chdir(tmp_path)


def run(*args: object) -> Result:
    return CliRunner().invoke(app, ["watch", *map(str, args), "--once", "--allow-private", "--delay", "0"])


def test_records_into_a_file(server: Server, tmp_path: Path) -> None:  # noqa: F811
    feed, out = server.feed(server.page("/a", html("a"))), tmp_path / "out.jsonl"
    result = run(feed, "--output", out)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        0,
        "1 articles, 3 events, 0 rejected, 0 waiting",
    )
    assert len(out.read_text().splitlines()) == 3
    assert (tmp_path / "out.watch.sqlite").is_file()
    server.feed(server.url + "/a", server.page("/b", html("b")))
    run(feed, "--output", out)
    assert len({json.loads(line)["id"] for line in out.read_text().splitlines()}) == 6


def test_records_into_a_store(server: Server, tmp_path: Path) -> None:  # noqa: F811
    pytest.importorskip("sqlalchemy", reason="the extra `store` is not installed")
    from duta.store import open_store

    feed = server.feed(server.page("/a", html("a")), server.page("/gone", b"", 404))
    assert run(feed).exit_code == 0
    with open_store(f"sqlite:///{tmp_path / 'duta.sqlite'}") as store:
        assert (store.counts()["articles"], store.counts()["mentions"]) == (1, 3)
        [record] = store.runs()
        assert (record.command, record.counts["added"], record.error) == ("watch", 3, None)
        assert record.finished is not None
        assert [r.reason for r in store.rejects(record.pk)] == ["HTTP status 404"]


def test_rejects_into_a_file_and_the_rest_goes_on(server: Server, tmp_path: Path) -> None:  # noqa: F811
    feed = server.feed(server.page("/bad", html(13)), server.page("/a", html("a")))
    result = run(feed, "--output", "-", "--rejects", "rejects.jsonl")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 3)
    reject = json.loads((tmp_path / "rejects.jsonl").read_text())
    assert reject == {"source": server.url + "/bad", "reason": "failed: RuntimeError: bad luck"}


def test_when_every_feed_fails_the_work_failed(server: Server) -> None:  # noqa: F811
    result = run(server.url + "/nothing", "--output", "-")
    assert result.exit_code == 1
    assert f"rejected {server.url}/nothing: HTTP status 404" in result.stderr


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["no-such-list"], "No such file"),
        (["http://a.example/", "--store", "sqlite:///x", "--output", "y"], "give --store or --output, not both"),
        (["http://a.example/", "--store", "nonsense"], "is no store"),
        (["http://a.example/", "--output", "-", "--state", "no/such/folder/s"], "no/such/folder/s: unable to open"),
    ],
)
def test_bad_use(args: list[str], message: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert line.startswith("error: ") and message in line


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    broken: Any = None
    for name in [name for name in sys.modules if name.startswith(("duta.watching", "feedparser"))]:
        monkeypatch.setitem(sys.modules, name, broken) if name == "feedparser" else monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("duta.watching", raising=False)
    result = run("http://a.example/", "--output", "-")
    assert (result.exit_code, result.stderr) == (1, "error: duta watch needs feedparser: pip install 'duta[watch]'\n")
