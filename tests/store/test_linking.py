"""Linking in a store: the same as of all mentions at once, whatever comes first, however often, and wherever it is killed."""

from __future__ import annotations

import multiprocessing
import random
import signal
import time

import pytest
from sqlalchemy import func, select

from duta.linking.packing import unpack
from duta.linking.partition import partition
from duta.records import CodedArticle, LinkedEvent
from duta.store import Filter, Store, StoreError, linking, open_store
from duta.store.clue_schema import Clue
from duta.store.schema import Event, EventMention, Mention
from tests.store.build import article, party, place, record

WIDODO, XI = party("IDN", "GOV", "Joko Widodo"), party("CHN", "GOV", "Xi Jinping")
BEIJING = place("Beijing", "CHN", 39.9, 116.4)
FORK = multiprocessing.get_context("fork")


def visit(doc_id: str, **more: object) -> CodedArticle:
    """An article of its own words that tells of the visit."""
    given = {"actor": [WIDODO], "recipient": [XI], "event_loc": BEIJING, "publication": f"Outlet {doc_id}", **more}
    return article(words(doc_id), record(f"m-{doc_id}", doc_id, **given), id=doc_id, publication=given["publication"])


def words(seed: object, count: int = 80) -> str:
    rng = random.Random(str(seed))
    return " ".join("".join(rng.choices("abcdefghijk", k=6)) for _ in range(count))


def events(store: Store) -> list[LinkedEvent]:
    return list(store.events())


def grouped(store: Store) -> set[frozenset[str]]:
    return {frozenset(m.id for m in e.mentions) for e in store.events()}


def many(count: int, seed: int = 1) -> list[CodedArticle]:
    """Articles about few people in few towns over few days: dense enough for every step of linking."""
    rng = random.Random(seed)
    towns = [BEIJING, place("Jakarta", "IDN", -6.2, 106.8), place("Bogor", "IDN", -6.6, 106.8), None]
    who = [WIDODO, XI, party("IDN", "LAB"), party("CHN"), party("MYS", "GOV", "Anwar Ibrahim")]
    out = []
    for i in range(count):
        records = []
        for k in range(rng.randint(1, 3)):
            date = rng.choice([f"2024-05-{rng.randint(1, 9):02d}"] * 5 + ["2024-05", "2024"])
            records.append(record(
                f"m{i}-{k}", f"a{i}", rng.choice(["CONSULT", "PROTEST"]), date=date, enddate=None,
                date_source=rng.choice(["text", "published"]) if date.count("-") == 2 else "text", event_loc=rng.choice(towns),
                actor=[rng.choice(who)], recipient=rng.choice([[], [rng.choice(who)]]), publication=f"Outlet {i % 7}",
            ))  # fmt: skip
        text = words(i // 3) if rng.random() < 0.3 else words(f"own {i}")
        out.append(article(text, *records, id=f"a{i}", publication=f"Outlet {i % 7}"))
    return out


def test_two_outlets_in_two_languages_tell_one_event(store: Store) -> None:
    store.load([visit("a"), visit("b", language="id")])
    store.link()
    (event,) = events(store)
    assert (event.articles, event.publishers, event.languages) == (2, 2, 2)
    assert sorted(m.doc_id for m in event.mentions) == ["a", "b"]


def test_copies_of_one_text_count_as_one_publisher(store: Store) -> None:
    first = visit("a")
    copy = visit("b")
    store.load([first, CodedArticle(copy.document.model_copy(update={"text": first.document.text}), copy.events), visit("c")])
    store.link()
    (event,) = events(store)
    assert (event.articles, event.publishers) == (3, 2)


def test_every_link_has_its_reason(store: Store) -> None:
    store.load([visit("a"), visit("b"), article(words("x"), record("m-x", "x", "PROTEST"), id="x")])
    store.link()
    with store.engine.connect() as connection:
        said = dict(connection.execute(select(Mention.id, EventMention.reason).join(EventMention)).tuples().all())
    assert said["m-a"].startswith("like b: actor same name; recipient same name; place same town")
    assert said["m-x"] == "told by no other mention"


def test_a_second_run_changes_nothing(store: Store) -> None:
    store.load(many(30))
    store.link()
    before = events(store)
    assert store.link().counts == {"articles": 0, "mentions": 0, "events": 0, "linked": 0}
    assert events(store) == before


def test_a_new_article_joins_an_old_event(store: Store) -> None:
    store.load([visit("a"), visit("b")])
    store.link()
    store.load([visit("c")])
    assert store.link().counts["mentions"] == 1
    assert [e.articles for e in events(store)] == [3]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_in_any_portions_gives_what_all_at_once_gives(store: Store, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "BATCH", 25)
    articles = many(60, seed)
    random.Random(seed).shuffle(articles)
    while articles:
        store.load(articles[:17])
        store.link()
        del articles[:17]
    with store.engine.connect() as connection:
        mentions = [unpack(packed) for packed in connection.execute(select(Clue.clues)).scalars()]
    wanted = {frozenset(m.id.split("#")[1] for m in told.mentions) for told in partition(mentions)}
    assert any(len(w) > 2 for w in wanted)
    assert grouped(store) == wanted


def test_a_corrected_article_leaves_its_event(store: Store) -> None:
    store.load([visit("a"), visit("b"), visit("c")])
    store.link()
    store.load([article("Another text altogether.", record("m-b2", "b", "PROTEST"), id="b")])
    store.link()
    assert grouped(store) == {frozenset({"m-a", "m-c"}), frozenset({"m-b2"})}


def test_a_split_survives_reruns_and_new_articles(store: Store) -> None:
    store.load([visit("a"), visit("b")])
    store.link()
    store.decide("split", "m-a", "m-b", person="Rina", note="two visits")
    store.link()
    assert len(events(store)) == 2
    store.load([visit("c")])
    store.link()
    assert not any({"m-a", "m-b"} <= found for found in grouped(store))


def test_a_merge_survives_recoding_and_says_who_decided(store: Store) -> None:
    store.load([visit("a"), article(words("x"), record("m-x", "x", "PROTEST"), id="x")])
    store.link()
    store.decide("merge", "m-a", "m-x", person="Rina", note="the same day in Beijing")
    store.link()
    store.load([visit("a", coder="duta 0.2.0")])
    store.link()
    assert grouped(store) == {frozenset({"m-a", "m-x"})}
    with store.engine.connect() as connection:
        assert set(connection.execute(select(EventMention.by)).scalars()) == {"person:Rina"}


def test_a_withdrawn_word_no_longer_counts(store: Store) -> None:
    store.load([visit("a"), visit("b")])
    store.decide("split", "m-a", "m-b", person="Rina")
    store.link()
    store.withdraw("m-b", "m-a")
    store.link()
    assert grouped(store) == {frozenset({"m-a", "m-b"})}


def test_a_decision_on_an_unknown_mention_is_an_error(store: Store) -> None:
    with pytest.raises(StoreError, match="no mention nothing in the store"):
        store.decide("merge", "nothing", "m-a", person="Rina")


def test_the_event_is_found_by_what_any_article_told_of_it(store: Store) -> None:
    store.load([visit("a", event_loc=None), visit("b")])
    store.link()
    assert [e.articles for e in store.events(Filter(country=["CHN"]))] == [2]


def test_a_run_leaves_its_record(store: Store) -> None:
    store.load([visit("a"), visit("b")])
    run = store.link()
    assert (run.command, run.error, run.counts) == ("link", None, {"articles": 2, "mentions": 2, "events": 1, "linked": 2})


def _link(url: str) -> None:
    linking.BATCH = 20
    with open_store(url) as store:
        store.link()


def test_killed_anywhere_nothing_is_lost_and_nothing_doubled(url: str) -> None:
    articles = many(120)
    with open_store(url) as store:
        store.load(articles)
    rng = random.Random(5)
    for _ in range(10):
        child = FORK.Process(target=_link, args=(url,))
        child.start()
        time.sleep(rng.uniform(0.05, 0.6))
        if child.pid is not None and child.is_alive():
            child.kill()
        child.join()
        assert child.exitcode in (0, -signal.SIGKILL)
        with open_store(url) as store, store.engine.connect() as connection:
            mentions = connection.execute(select(func.count(Mention.pk))).scalar_one()
            assert connection.execute(select(func.count(EventMention.mention_pk))).scalar_one() == mentions
            held = connection.execute(select(func.sum(Event.mentions))).scalar_one()
            assert held == mentions
    with open_store(url) as store:
        store.link()
        after = grouped(store)
    with open_store(url.replace("store.sqlite", "fresh.sqlite")) as fresh:
        if fresh.counts()["mentions"] == 0:
            fresh.load(articles)
        fresh.link()
        assert grouped(fresh) == after
