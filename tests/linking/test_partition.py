"""Which mentions tell one event: the issue's own examples, people's decisions, and independence of order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duta.linking import Decision, Mention, Scale, Where, Who, compare, partition
from duta.linking.partition import merged, splits, tell
from duta.linking.reach import connected
from tests.linking.conftest import Make

VISIT = {"actors": ["IDN/GOV=Joko Widodo"], "recipients": ["CHN/GOV=Xi Jinping"], "place": "Beijing"}
PROTEST = {"actors": ["IDN/LAB"], "recipients": ["IDN/GOV"], "names": ["Said", "Iqbal", "5000"], "lead": ["Said", "Iqbal", "KSPI", "Buruh"]}


def sets(mentions: list[Mention], decisions: list[Decision] | None = None) -> set[frozenset[str]]:
    return {frozenset(m.id for m in told.mentions) for told in partition(mentions, decisions or [])}


def test_a_visit_told_in_two_languages_is_one_event(make: Make) -> None:
    told = partition([make(**VISIT), make(language="en", names=["Prabowo"], **VISIT)])
    assert [len(t.mentions) for t in told] == [2]


def test_two_protests_fifty_kilometres_apart_stay_two(make: Make) -> None:
    assert len(partition([make("PROTEST", place="Jakarta", **PROTEST), make("PROTEST", place="Bogor", **PROTEST)])) == 2


def test_the_same_protest_in_one_town_is_one(make: Make) -> None:
    assert len(partition([make("PROTEST", place="Jakarta", **PROTEST), make("PROTEST", place="Jakarta", **PROTEST)])) == 1


def test_a_mention_without_a_place_does_not_bring_two_places_together(make: Make) -> None:
    mentions = [make("PROTEST", place="Jakarta", **PROTEST), make("PROTEST", place="Bogor", **PROTEST), make("PROTEST", **PROTEST)]
    assert all({"Jakarta", "Bogor"} - {m.place.name for m in t.mentions if m.place} for t in partition(mentions))


def test_the_anniversary_of_last_year_is_not_a_new_telling(make: Make) -> None:
    assert len(partition([make("PROTEST", "2023-05-01", place="Jakarta", **PROTEST),
                          make("PROTEST", "2024-05-01", place="Jakarta", **PROTEST)])) == 2  # fmt: skip


def test_a_historical_retelling_joins_the_event_it_tells(make: Make) -> None:
    event = make(day="2014-11-09", **VISIT)
    retelling = make(day="2014-11-01", until="2014-11-30", dated=False, published=738_000, lead=["Xi", "Widodo"], **VISIT)
    assert sets([event, retelling]) == {frozenset({event.id, retelling.id})}


def test_a_retelling_of_another_year_stays_alone(make: Make) -> None:
    assert len(partition([make(day="2014-11-09", **VISIT), make(day="2012-01-01", until="2012-12-31", dated=False, **VISIT)])) == 2


def test_a_plan_is_not_the_act(make: Make) -> None:
    assert len(partition([make(state="future", **VISIT), make(**VISIT)])) == 2


def test_a_denial_is_not_the_act(make: Make) -> None:
    assert len(partition([make(state="not done", **VISIT), make(**VISIT)])) == 2


def test_an_article_without_a_date_joins_what_happened_the_day_before(make: Make) -> None:
    assert len(partition([make(day="2024-05-15", **VISIT), make(day="2024-05-16", dated=False, **VISIT)])) == 1


def test_undated_mentions_never_chain_over_many_days(make: Make) -> None:
    told = partition([make(day=f"2024-05-{day:02d}", dated=False, **VISIT) for day in range(1, 20)])
    spans = [max(m.first or 0 for m in t.mentions) - min(m.first or 0 for m in t.mentions) for t in told]
    assert max(spans) <= 2


def test_a_person_joins_what_the_machine_parted(make: Make) -> None:
    a, b = make("PROTEST", place="Jakarta", **PROTEST), make("PROTEST", place="Bogor", **PROTEST)
    (told,) = partition([a, b], [Decision("merge", a.id, b.id, "Rina", "one march")])
    assert [d.person for d in told.merged] == ["Rina"]


def test_a_person_parts_what_the_machine_joined(make: Make) -> None:
    a, b = make(**VISIT), make(**VISIT)
    assert len(partition([a, b], [Decision("split", a.id, b.id)])) == 2


def test_a_split_holds_against_a_third_mention(make: Make) -> None:
    a, b, c = make(**VISIT), make(**VISIT), make(**VISIT)
    assert all(not {a.id, b.id} <= found for found in sets([a, b, c], [Decision("split", a.id, b.id)]))


def test_the_later_word_on_a_pair_counts(make: Make) -> None:
    a, b = make(**VISIT), make(**VISIT)
    assert len(partition([a, b], [Decision("split", a.id, b.id), Decision("merge", a.id, b.id)])) == 1


def test_a_merge_never_brings_together_what_was_split(make: Make) -> None:
    a, b, c = make(**VISIT), make(**VISIT), make("PROTEST", **PROTEST)
    said = [Decision("split", a.id, b.id), Decision("merge", a.id, c.id), Decision("merge", b.id, c.id)]
    assert all(not {a.id, b.id} <= found for found in sets([a, b, c], said))


def test_the_event_is_named_by_what_was_published_first(make: Make) -> None:
    late, early = make(published=738_700, **VISIT), make(published=738_600, **VISIT)
    (told,) = partition([late, early])
    assert told.id == early.id.split("#")[1]


# --- for all sets of mentions ---------------------------------------------------------------------------------------

PLACES = [
    None,
    Where("Jakarta", "IDN", "Jakarta", "city", -6.2, 106.8),
    Where("Bogor", "IDN", "West Java", "city", -6.6, 106.8),
    Where("Indonesia", "IDN", None, "country", -2.0, 118.0),
]
PARTIES = [Who("IDN", "GOV", "Joko Widodo"), Who("IDN", "GOV", None), Who("CHN", None, None), Who("IDN", "LAB", None)]
START = 738_000


@st.composite
def mentions(draw: st.DrawFn) -> list[Mention]:
    out = []
    for number in range(draw(st.integers(2, 14))):
        first = START + draw(st.integers(0, 6))
        last = first + draw(st.sampled_from([0, 0, 0, 0, 2, 30]))
        doc = f"d{draw(st.integers(0, 8))}"
        out.append(
            Mention(
                id=f"{doc}#{number:02d}", doc_id=doc, language=draw(st.sampled_from(["id", "en"])), publisher=doc, published=START + 6,
                copies=draw(st.sampled_from(["t", doc])), type=draw(st.sampled_from(["CONSULT", "PROTEST"])), modes=frozenset(),
                contexts=frozenset(), state="done", actors=frozenset(draw(st.sets(st.sampled_from(PARTIES), max_size=2))),
                recipients=frozenset(draw(st.sets(st.sampled_from(PARTIES), max_size=1))), place=draw(st.sampled_from(PLACES)),
                first=first, last=last, dated=first != last or draw(st.booleans()), trigger=draw(st.integers(0, 2)),
                sizes=frozenset(), names=frozenset(draw(st.sets(st.integers(0, 4), max_size=3))),
                lead=frozenset(draw(st.sets(st.integers(0, 9), max_size=8))), confidence=0.5,
            )
        )  # fmt: skip
    return out


@st.composite
def decided(draw: st.DrawFn) -> tuple[list[Mention], list[Decision]]:
    made = draw(mentions())
    ids = st.sampled_from([m.id for m in made])
    pairs = draw(st.lists(st.tuples(st.sampled_from(["merge", "split"]), ids, ids), max_size=3))
    return made, [Decision(kind, a, b) for kind, a, b in pairs if a != b]


RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@RELAXED
@given(decided(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(given_: tuple[list[Mention], list[Decision]], random: object) -> None:
    made, said = given_
    shuffled = list(made)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert partition(shuffled, said) == partition(made, said)


@RELAXED
@given(decided())
def test_every_mention_is_in_one_event_and_splits_hold(given_: tuple[list[Mention], list[Decision]]) -> None:
    made, said = given_
    told = partition(made, said)
    assert sorted(m.id for t in told for m in t.mentions) == sorted(m.id for m in made)
    assert not any(pair <= {m.id for m in t.mentions} for t in told for pair in splits(said))


@RELAXED
@given(mentions())
def test_comparing_is_symmetric(made: list[Mention]) -> None:
    assert all(compare(a, b).weight == compare(b, a).weight for a in made for b in made)
    assert all(compare(a, b).levels == compare(b, a).levels for a in made for b in made)


@RELAXED
@given(mentions(), st.integers(0, 13))
def test_what_is_connected_with_a_change_can_be_grouped_alone(made: list[Mention], which: int) -> None:
    kind = [m for m in made if m.type == made[which % len(made)].type and not m.wide]
    if not kind:
        return
    change = kind[which % len(kind)]
    region = connected([change], kind, Scale())
    whole, alone = set(tell(kind, Scale())), set(tell(region, Scale()))
    assert alone <= whole
    assert any(change in group for group in alone)


def test_decisions_on_unknown_mentions_are_passed_over(make: Make) -> None:
    mention = make(**VISIT)
    assert len(merged([(mention,)], [Decision("merge", mention.id, "gone#1")])) == 1


def test_the_reason_names_what_agrees(make: Make) -> None:
    reason = compare(make(**VISIT), replace(make(**VISIT), language="en")).reason
    assert "actor same name" in reason
    assert "place same town" in reason


def test_a_veto_says_how_far_apart(make: Make) -> None:
    assert compare(make("PROTEST", place="Jakarta"), make("PROTEST", place="Bogor")).reason == "Jakarta and Bogor are 44 km apart"
