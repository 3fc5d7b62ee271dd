"""Loading: the same changes nothing, what is newer supersedes, nothing is lost."""

import pytest
from sqlalchemy import select

from duta.records import Event, Reject
from duta.store import Filter, Store
from duta.store.schema import Article, Entity, Mention, Source
from tests.store.build import article, party, record


def ids(store: Store) -> list[str]:
    return sorted(e.id for e in store.query())


def history(store: Store) -> list[tuple[str, bool]]:
    """(record id, whether it is current) of every mention, in the order of loading."""
    with store.engine.connect() as connection:
        rows = connection.execute(select(Mention.id, Mention.superseded_run).order_by(Mention.pk)).all()
    return [(id, run is None) for id, run in rows]


def test_a_record_comes_back_as_it_was(store: Store):
    given = record("m1", actor=[party("IDN", "GOV", "Retno Marsudi", office="minister")], title="Peta \N{SNOWMAN} “dua”")
    store.load([given])
    assert list(store.query()) == [given]


def test_the_same_again_changes_nothing(store: Store):
    records = [record("m1"), record("m2"), record("m3", "b")]
    store.load(records)
    again = store.load(records)
    assert again.counts["added"] == again.counts["superseded"] == 0
    assert again.counts["unchanged"] == 3
    assert history(store) == [("m1", True), ("m2", True), ("m3", True)]


def test_a_corrected_article_supersedes_its_mentions_and_keeps_them(store: Store):
    store.load([article("The first text.", record("m1"), record("m2"))])
    run = store.load([article("The second text.", record("m1"), record("m4"))])
    assert ids(store) == ["m1", "m4"]
    assert history(store) == [("m1", False), ("m2", False), ("m1", True), ("m4", True)]
    assert run.counts["superseded"] == 2
    with store.engine.connect() as connection:
        texts = connection.execute(select(Article.text, Article.superseded_run).order_by(Article.pk)).all()
    assert texts == [("The first text.", run.pk), ("The second text.", None)]


def test_corrected_records_without_a_text_supersede_too(store: Store):
    store.load([record("m1"), record("m2")])
    store.load([record("m1", confidence=0.5), record("m3")])
    assert ids(store) == ["m1", "m3"]
    assert next(e for e in store.query() if e.id == "m1").confidence == 0.5


def test_an_article_that_is_not_told_of_is_left_alone(store: Store):
    store.load([record("m1", "a"), record("m2", "b")])
    store.load([record("m3", "a")])
    assert ids(store) == ["m2", "m3"]


def test_a_newer_duta_supersedes_and_an_older_does_not(store: Store):
    store.load([record("m1", coder="duta 0.9.0")])
    store.load([record("m2", coder="duta 0.10.0")])
    assert ids(store) == ["m2"]
    assert store.load([record("m1", coder="duta 0.9.0")]).counts["older"] == 1
    assert ids(store) == ["m2"]


def test_records_of_one_article_need_not_stand_together(store: Store):
    mixed = [record("m1", "a"), record("m2", "b"), record("m3", "a")]
    store.load(mixed)
    again = store.load(mixed)
    assert ids(store) == ["m1", "m2", "m3"]
    assert again.counts["added"] == again.counts["superseded"] == 0


def test_a_record_that_is_told_no_more_goes_at_the_end_of_the_load(store: Store):
    store.load([record("m1"), record("m2")])
    store.load([record("m1")])
    assert ids(store) == ["m1"]


def test_an_article_without_events_supersedes_its_former_ones(store: Store):
    store.load([article("Text.", record("m1"))])
    store.load([article("Another text.")])
    assert ids(store) == []
    assert store.counts()["articles"] == 1


def test_the_text_of_an_article_may_come_later(store: Store):
    store.load([record("m1")])
    assert store.passage(record("m1")) is None
    run = store.load([article("Retno met Wong in Jakarta.", record("m1"))])
    assert run.counts["unchanged"] == 1
    assert store.passage(record("m1")) == "Retno met "


def test_two_records_of_one_id_in_an_article_are_both_kept(store: Store):
    store.load([record("m1", confidence=0.4), record("m1", confidence=0.6)])
    assert sorted(e.confidence for e in store.query()) == [0.4, 0.6]


def test_an_event_goes_with_its_last_mention(store: Store):
    store.load([article("One.", record("m1"))])
    store.load([article("Two.", record("m2"))])
    assert [e.event_id for e in store.events()] == ["m2"]


def test_publishers_and_known_persons_are_kept_once(store: Store):
    known = party("IDN", "GOV", "Joko Widodo", identifier_id="Q3318231")
    store.load([record("m1", publication="Antara", actor=[known]), record("m2", "b", url="https://www.antara.example/x", actor=[known])])
    with store.engine.connect() as connection:
        assert connection.execute(select(Source.name).order_by(Source.name)).scalars().all() == ["Antara", "antara.example"]
        assert connection.execute(select(Entity.name, Entity.wikidata)).all() == [("Joko Widodo", "Q3318231")]


def test_rejects_are_kept_with_their_reason(store: Store):
    run = store.load([Reject("file.jsonl:3", "no text"), record("m1")])
    assert run.counts["rejected"] == 1
    assert store.rejects(run.pk) == [Reject("file.jsonl:3", "no text")]


def test_text_that_no_database_takes_is_taken(store: Store):
    text = "A\0B \ud800 C"
    store.load([article(text, record("m1"), title="T\0")])
    assert store.passage(record("m1")) == "A\ufffdB \ufffd C"


def test_what_was_loaded_before_a_failure_stays_and_the_run_says_so(store: Store):
    def items():
        yield from (record(f"m{i}", f"a{i}") for i in range(6000))
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk"):
        store.load(items())
    assert 0 < store.counts()["mentions"] < 6000
    (run,) = store.runs()
    assert run.error == "OSError: the disk is gone"
    assert run.finished is not None
    assert run.counts["added"] == store.counts()["mentions"]


def test_a_run_says_what_ran(store: Store):
    run = store.load([record("m1")], options={"paths": ["x.jsonl"]})
    assert run.command == "load"
    assert run.options == {"paths": ["x.jsonl"]}
    assert "duta" in run.versions
    assert run.seconds is not None and run.seconds >= 0
    assert store.runs() == [run]


def test_a_record_dated_by_a_word_is_undated(store: Store):
    store.load([record("m1").model_copy(update={"date": "yesterday"})])
    assert store.count(Filter(until="2030-01-01")) == 0
    assert isinstance(next(store.query()), Event)
