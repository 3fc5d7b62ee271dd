"""What a watch remembers, also when it is killed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trafilatura  # noqa: F401  (imported before the forks, so that the kills fall into the work)

from duta.records import CiteInfo, CodedArticle, Document, Event, TextInfo
from duta.watching import State, append, mend, watch
from tests.watching.conftest import QUICK, Server, html


def records(document: Document) -> list[Event]:
    """Three records of an article, as a coder might give them."""
    info = TextInfo(sequence=0, start=0, end=9)
    cite = CiteInfo(language="en", coder="duta 0.0.0")
    return [
        Event(
            id=f"{document.id}-{n}", doc_id=document.id, language="en", event=["CONSULT"], quad_code=1, event_scale=1.0,
            event_text="met", text_info=info, evidence={}, confidence=1.0, cite_info=cite,
        )
        for n in range(3)
    ]  # fmt: skip


def test_one_watch_at_a_time(tmp_path: Path) -> None:
    state = State(tmp_path / "s.sqlite")
    with pytest.raises(ValueError, match="in use by another duta watch"):
        State(tmp_path / "s.sqlite")
    state.close()
    State(tmp_path / "s.sqlite").close()


def test_a_file_that_is_no_state(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("no database at all, but long enough to be taken for one by its size" * 20)
    with pytest.raises(ValueError, match="not a database"):
        State(tmp_path / "a")
    with sqlite3.connect(tmp_path / "b") as other:
        other.execute("CREATE TABLE feeds (x)")
    other.close()
    with pytest.raises(ValueError, match="not a state file"):
        State(tmp_path / "b")


def test_an_article_is_handed_over_again_when_nobody_asked_for_the_next(server: Server, state: State) -> None:
    feed = server.feed(server.page("/a", html()), ETag='"1"')
    interrupted = watch([feed], state, QUICK, once=True)
    first = next(interrupted)
    interrupted.close()
    server.page("/feed", b"", 304)
    assert list(watch([feed], state, QUICK, once=True)) == [first]


def test_mending_leaves_what_others_wrote(state: State, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    document = Document(text="x", id="a")
    append(out, "b", records(Document(text="y", id="b")), state)
    before = out.read_bytes()
    append(out, "a", records(document), state)
    other = b'{"doc_id": "other"}\n'
    out.write_bytes(out.read_bytes() + other + b'{"doc_id": "a", "half')
    mend(state)
    assert out.read_bytes() == before + other


@contextmanager
def killed_after(seconds: float, work: Callable[[], object]) -> Iterator[None]:
    """Runs `work` in another process and kills it."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    yield


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_ten_kills_lose_nothing_and_double_nothing_in_a_file(server: Server, tmp_path: Path) -> None:
    links = [server.page(f"/{n}", html(n)) for n in range(40)]
    feed, out = server.feed(*links), tmp_path / "out.jsonl"

    def work() -> None:
        state = State(tmp_path / "s.sqlite")
        mend(state)
        for found in watch([feed], state, QUICK, once=True):
            assert isinstance(found, Document)
            append(out, found.id, records(found), state)
        state.close()

    moments = random.Random(5)
    for _ in range(10):
        with killed_after(moments.uniform(0.05, 0.4), work):
            pass
    work()
    told = Counter(Event.model_validate_json(line).id for line in out.read_text().splitlines())
    assert (len(told), set(told.values())) == (120, {1})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_ten_kills_lose_nothing_and_double_nothing_in_a_store(server: Server, tmp_path: Path) -> None:
    pytest.importorskip("sqlalchemy", reason="the extra `store` is not installed")
    from duta.store import open_store, runs
    from duta.store.loading import Loader

    links = [server.page(f"/{n}", html(n)) for n in range(40)]
    feed, url = server.feed(*links), f"sqlite:///{tmp_path / 'store.sqlite'}"
    open_store(url).close()

    def work() -> None:
        state = State(tmp_path / "s.sqlite")
        with open_store(url) as store:
            loader = Loader(store.engine, runs.start(store.engine, "watch", {}))
            for found in watch([feed], state, QUICK, once=True):
                assert isinstance(found, Document)
                loader.load([CodedArticle(found, records(found))])
        state.close()

    moments = random.Random(6)
    for _ in range(10):
        with killed_after(moments.uniform(0.05, 0.4), work):
            pass
    work()
    with open_store(url) as store:
        counts = store.counts()
    assert (counts["articles"], counts["mentions"], counts["superseded"]) == (40, 120, 0)
