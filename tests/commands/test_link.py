"""`duta link` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from duta.cli import app
from duta.store import open_store
from tests.store.test_linking import visit


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'corpus.sqlite'}"
    with open_store(address) as store:
        store.load([visit("a"), visit("b", language="id")])
    return address


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["link", *args])


def events(url: str) -> list[int]:
    with open_store(url) as store:
        return [e.articles for e in store.events()]


def test_it_links_what_is_new_and_says_so(url: str) -> None:
    result = run("--store", url)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "2 mentions looked at, 1 events written, 2 mentions linked with others\n"
    assert events(url) == [2]


def test_a_split_on_the_command_line_holds(url: str) -> None:
    assert run("--store", url, "--split", "m-a", "m-b", "--by", "Rina").exit_code == 0
    assert run("--store", url).exit_code == 0
    assert events(url) == [1, 1]


def test_a_word_can_be_taken_back(url: str) -> None:
    run("--store", url, "--split", "m-a", "m-b", "--by", "Rina")
    assert run("--store", url, "--forget", "m-a", "m-b").exit_code == 0
    assert events(url) == [2]


def test_a_decision_needs_a_name(url: str) -> None:
    result = run("--store", url, "--merge", "m-a", "m-b")
    assert (result.exit_code, result.stderr) == (2, "error: say who decides: --by NAME\n")


def test_an_unknown_mention_is_bad_use(url: str) -> None:
    result = run("--store", url, "--merge", "m-a", "nothing", "--by", "Rina")
    assert (result.exit_code, result.stderr) == (2, "error: no mention nothing in the store\n")


def test_a_store_that_is_none_is_bad_use() -> None:
    assert run("--store", "mysql://localhost").exit_code == 2
