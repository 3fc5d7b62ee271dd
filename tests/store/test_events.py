"""Events: how linking writes them, and what becomes of them when their mentions change."""

import pytest
from sqlalchemy import select

from duta.store import Filter, Store
from duta.store.events import Linked, keep_apart, save
from duta.store.schema import Event, EventMention, Mention
from tests.store.build import article, party, record


def keys(store: Store) -> dict[str, int]:
    """Record id -> key of the current mentions."""
    with store.engine.connect() as connection:
        rows = connection.execute(select(Mention.id, Mention.pk).where(Mention.superseded_run.is_(None)))
        return dict(rows.tuples().all())


def link(store: Store, *groups: list[str], record=None, publishers: int = 1) -> None:
    """Joins mentions into events, as linking does."""
    pks, records = keys(store), {e.id: e for e in store.query()}
    linked = []
    for group in groups:
        own = sorted(pks[name] for name in group)
        lead = min(group, key=lambda name: pks[name])
        linked.append(Linked(
            pk=own[0], id=lead, lead_pk=pks[lead], record=record or records[lead], composed=record is not None,
            members=[(pk, "same act, same day", "test") for pk in own], articles=len({records[n].doc_id for n in group}),
            publishers=publishers, languages=len({records[n].language for n in group}),
        ))  # fmt: skip
    with store.run("link", {}), store.write() as connection:
        save(connection, 1, linked)


def told(store: Store, wish: Filter | None = None) -> dict[str, list[str]]:
    return {e.event_id: [m.id for m in e.mentions] for e in store.events(wish or Filter())}


def test_a_mention_that_was_not_linked_is_an_event(store: Store):
    store.load([record("m1"), record("m2", "b")])
    (one, two) = sorted(store.events(), key=lambda e: e.id)
    assert (one.event_id, [m.model_dump() for m in one.mentions]) == ("m1", [{"id": "m1", "doc_id": "a"}])
    assert (one.articles, one.publishers, one.languages) == (1, 1, 1)
    assert two.event_id == "m2"


def test_linked_mentions_are_one_event(store: Store):
    store.load([record("m1"), record("m2", "b", language="id"), record("m3", "c")])
    link(store, ["m1", "m2"], publishers=2)
    assert told(store) == {"m1": ["m1", "m2"], "m3": ["m3"]}
    event = next(e for e in store.events() if e.event_id == "m1")
    assert (event.articles, event.publishers, event.languages) == (2, 2, 2)
    assert store.counts()["events"] == 2
    assert store.count(what="mentions") == 3


def test_the_record_of_an_event_may_be_put_together(store: Store):
    store.load([record("m1"), record("m2", "b")])
    whole = record("m1", date="2024-05-14", actor=[party("IDN", "GOV", "Retno Marsudi"), party("MYS", "GOV")])
    link(store, ["m1", "m2"], record=whole)
    (event,) = store.events(Filter(actor=["MYS"]))
    assert event.date == "2024-05-14"
    assert told(store, Filter(dyad="MYS>SGP")) == {"m1": ["m1", "m2"]}


def test_an_event_is_found_by_the_language_source_and_words_of_any_mention(store: Store):
    store.load([record("m1", publication="Antara"), record("m2", "b", language="id", publication="Tempo", event_text="bertemu")])
    link(store, ["m1", "m2"])
    for wish in (Filter(language=["id"]), Filter(source=["Tempo"]), Filter(text="bertemu"), Filter(text="met")):
        assert list(told(store, wish)) == ["m1"]


def test_a_series_counts_a_linked_event_once(store: Store):
    store.load([record("m1"), record("m2", "b"), record("m3", "c")])
    link(store, ["m1", "m3"])
    assert sum(t.events for t in store.tallies(Filter(dyad="IDN>SGP"))) == 2


def test_linking_again_may_join_and_part(store: Store):
    store.load([record("m1"), record("m2", "b"), record("m3", "c")])
    link(store, ["m1", "m2", "m3"])
    link(store, ["m1"], ["m2", "m3"])
    assert told(store) == {"m1": ["m1"], "m2": ["m2", "m3"]}
    link(store, ["m1", "m2"], ["m3"])
    assert told(store) == {"m1": ["m1", "m2"], "m3": ["m3"]}


def test_no_mention_is_left_without_an_event(store: Store):
    store.load([record("m1"), record("m2", "b")])
    link(store, ["m1", "m2"])
    with pytest.raises(ValueError, match="without an event"):
        link(store, ["m1"])
    assert told(store) == {"m1": ["m1", "m2"]}


def test_a_superseded_mention_leaves_its_event_which_is_counted_again(store: Store):
    store.load([article("One.", record("m1")), record("m2", "b"), record("m3", "c", language="id")])
    link(store, ["m1", "m2", "m3"], publishers=3)
    store.load([article("Another.", record("m4"))])
    events = {e.event_id: e for e in store.events()}
    assert {k: [m.id for m in e.mentions] for k, e in events.items()} == {"m1": ["m2", "m3"], "m4": ["m4"]}
    assert events["m1"].id == "m2"  # another mention stands for it
    assert (events["m1"].articles, events["m1"].publishers, events["m1"].languages) == (2, 2, 2)
    with store.engine.connect() as connection:
        assert connection.execute(select(Event.id).where(Event.stale == 1)).scalars().all() == ["m1"]


def test_copies_of_one_text_count_as_one_publisher(store: Store):
    store.load([article("One.", record("m1")), record("m2", "b", publication="A"), record("m3", "c", publication="B")])
    link(store, ["m1", "m2", "m3"], publishers=3)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE articles SET near_duplicate = 'same' WHERE doc_id <> 'a'")
    store.load([article("Another.")])
    assert next(store.events()).publishers == 1


def test_linking_says_what_it_left_alone(store: Store):
    store.load([record("m1")])
    with store.run("link", {}), store.write() as connection:
        keep_apart(connection, 1, keys(store).values(), "no other mention like it", "rule")
    with store.engine.connect() as connection:
        assert connection.execute(select(EventMention.reason, EventMention.by)).all() == [("no other mention like it", "rule")]
        assert connection.execute(select(Mention.linked_run)).scalars().all() == [1]
