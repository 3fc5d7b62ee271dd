"""A store with a few real passages, coded once, and some generated articles; a client of the workbench over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks.store import Generator

from duta.line import Coder
from duta.records import CodedArticle, Document
from duta.store import open_store
from tests.server.browser import CHROMIUM, Reader, serving

try:
    from fastapi.testclient import TestClient

    from duta.server import Settings, make_app
except ModuleNotFoundError:  # the extra `serve` is not installed
    collect_ignore_glob = ["test_*.py"]

HOSTILE = '<script>window.stolen = 1</script><img src=x onerror="window.stolen = 2"> Polisi menangkap 12 demonstran di Jakarta pada Rabu (15/5/2024).'
VISIT = "Presiden Rusia Vladimir Putin tiba di Beijing, Kamis (16/5/2024). Ia bertemu Presiden China Xi Jinping, kata juru bicara Kremlin."
VISIT_EN = "Russian President Vladimir Putin arrived in Beijing on Thursday. He met Chinese President Xi Jinping."


@pytest.fixture(scope="session")
def coded() -> list[CodedArticle]:
    coder = Coder()
    documents = [
        Document(id="id/visit 1", text=VISIT, published="2024-05-16", language="id", title="Putin tiba", publication="Kabar Contoh", url="https://example.org/1"),
        Document(id="en-visit", text=VISIT_EN, published="2024-05-16", language="en", title="Putin in China", publication="The Sample", url="javascript:alert(1)"),
        Document(id="hostile", text=HOSTILE, published="2024-05-16", language="id", title="<b onclick=alert(1)>Tangkap</b>", publication="<i>x</i>"),
    ]  # fmt: skip
    return [CodedArticle(document, list(coder.code(document))) for document in documents]


@pytest.fixture(scope="session")
def url(coded: list[CodedArticle], tmp_path_factory: pytest.TempPathFactory) -> str:
    """URL of the store; tests that write use `own`."""
    return build(tmp_path_factory.mktemp("store") / "store.sqlite", coded)


def build(path: Path, coded: list[CodedArticle]) -> str:
    with open_store(f"sqlite:///{path}") as store:
        store.load([*coded, *Generator().articles(250)])
        store.link()
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def client(url: str) -> Iterator[TestClient]:
    with TestClient(make_app(Settings(url), pages=False), base_url="http://127.0.0.1:8080") as found:
        yield found


@pytest.fixture
def own(coded: list[CodedArticle], tmp_path: Path) -> Iterator[TestClient]:
    """A client of a store that this test may write."""
    path = tmp_path / "own.sqlite"
    with open_store(f"sqlite:///{path}") as store:
        store.load(coded)
        store.link()
    with TestClient(make_app(Settings(f"sqlite:///{path}"), pages=False), base_url="http://127.0.0.1:8080") as found:
        yield found


@pytest.fixture(scope="session")
def own_store(coded: list[CodedArticle], tmp_path_factory: pytest.TempPathFactory) -> str:
    """URL of a store that these tests may write."""
    return build(tmp_path_factory.mktemp("pages") / "store.sqlite", coded)


@pytest.fixture(scope="session")
def server(own_store: str) -> Iterator[str]:
    """Address of `duta serve` in a process of its own."""
    with serving(own_store) as address:
        yield address


@pytest.fixture(scope="module")  # not longer: Playwright holds the event loop of the thread
def chromium() -> Iterator[Any]:
    """A browser; skips the test where there is none."""
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def reader(chromium, server: str) -> Iterator[Reader]:
    found = Reader(chromium, server)
    yield found
    found.context.close()
    assert found.troubles == []
