"""Kill -9 in the middle of a load, ten times at random moments: nothing lost, nothing doubled."""

import multiprocessing
import random
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection

from sqlalchemy import func, select

from duta.records import CodedArticle
from duta.store import loading, open_store
from duta.store.schema import Dyad, Event, EventMention, EventParty, Mention, MentionParty, MentionRecord
from tests.store.build import article, record

KILLS, RECORDS = 10, 6000
FORK = multiprocessing.get_context("fork")  # the child has imported everything already


def load(url: str, reached: Connection, point: int) -> None:
    """What the child does; it says when it has come to article `point`."""

    def items() -> Iterator[CodedArticle]:
        for i in range(RECORDS // 3):
            if i == point:
                reached.send(i)
            yield article(f"Text {i}.", *(record(f"m{i}-{k}", f"a{i}") for k in range(3)), id=f"a{i}")

    loading.BATCH = 150
    with open_store(url) as store:
        store.load(items())


def start(url: str, point: int) -> multiprocessing.process.BaseProcess:
    """A child that has come to article `point` of its load."""
    ours, its = FORK.Pipe()
    process = FORK.Process(target=load, args=(url, its, point))
    process.start()
    assert ours.recv() == point
    return process


def counts(url: str) -> dict[str, int]:
    """Rows of every table that a mention has rows in, once each."""
    with open_store(url) as store, store.engine.connect() as connection:
        tables = {
            "mentions": select(func.count(Mention.pk)), "ids": select(func.count(func.distinct(Mention.id))),
            "records": select(func.count(MentionRecord.mention_pk)), "parties": select(func.count()).select_from(MentionParty),
            "events": select(func.count(Event.pk)), "members": select(func.count(EventMention.mention_pk)),
            "event parties": select(func.count()).select_from(EventParty), "dyads": select(func.count()).select_from(Dyad),
        }  # fmt: skip
        found = {name: int(connection.execute(query).scalar_one()) for name, query in tables.items()}
        words = connection.exec_driver_sql("SELECT count(*) FROM mention_search").scalar_one()
    return {**found, "words": words}


def expected(mentions: int) -> dict[str, int]:
    doubled = {"parties", "event parties"}  # an actor and a recipient
    names = ("mentions", "ids", "records", "parties", "events", "members", "event parties", "dyads", "words")
    return {name: mentions * (2 if name in doubled else 1) for name in names}


def test_a_load_that_is_killed_loses_and_doubles_nothing(url: str):
    chance, before, stopped = random.Random(5), 0, 0
    for _ in range(KILLS):
        process = start(url, chance.randrange(RECORDS // 6))
        process.kill()
        process.join()
        stopped += process.exitcode == -signal.SIGKILL
        after = counts(url)
        assert after == expected(after["mentions"])
        assert after["mentions"] >= before, "what was loaded is still there"
        assert after["mentions"] % 3 == 0, "an article is loaded whole or not at all"
        before = after["mentions"]
    assert stopped == KILLS
    process = start(url, 0)
    process.join()
    assert process.exitcode == 0
    assert counts(url) == expected(RECORDS)
    with open_store(url) as store:
        unfinished = [run for run in store.runs() if run.finished is None]
        assert len(unfinished) == stopped, "a run that was killed says so"
        assert store.runs()[0].counts["records"] == RECORDS
