"""Series: right bins, right sums, intervals that do not change from run to run."""

import pytest

from duta.analysis import GRAINS, series
from duta.store import Filter, Store
from tests.store.build import party, record


def acts(*dates: str | None, type: str = "CONSULT", **more):
    return [record(f"{type}-{i}-{d}", f"{type}-{i}", type, date=d, **more) for i, d in enumerate(dates)]


def told(store: Store, by: str, **asked) -> list[tuple[str, int]]:
    return [(b.start, b.events) for b in series(store, Filter(**asked), by=by).bins]  # type: ignore[arg-type]


DATES = ("2023-12-31", "2024-01-01", "2024-01-07", "2024-01-08", "2024-04-30")


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("week", [("2023-12-25", 1), ("2024-01-01", 2), ("2024-01-08", 1)]),
        ("month", [("2023-12-01", 1), ("2024-01-01", 3)]),
        ("quarter", [("2023-10-01", 1), ("2024-01-01", 3)]),
        ("year", [("2023-01-01", 1), ("2024-01-01", 3)]),
    ],
)
def test_bins_begin_where_the_calendar_says(store: Store, by: str, expected: list[tuple[str, int]]):
    store.load(acts(*DATES[:4]))
    assert told(store, by) == expected


def test_bins_without_events_are_there(store: Store):
    store.load(acts("2024-01-01", "2024-04-30"))
    found = series(store, by="month").bins
    assert [(b.start, b.events) for b in found] == [("2024-01-01", 1), ("2024-02-01", 0), ("2024-03-01", 0), ("2024-04-01", 1)]
    assert (found[1].score_sum, found[1].score_mean, found[1].score_mean_interval) == (0, None, None)


def test_days(store: Store):
    store.load(acts("2024-02-28", "2024-03-01"))
    assert told(store, "day") == [("2024-02-28", 1), ("2024-02-29", 0), ("2024-03-01", 1)]


def test_sums_and_means_are_those_of_the_scores(store: Store):
    store.load(acts("2024-01-01", "2024-01-02") + acts("2024-01-03", type="ASSAULT"))
    (month,) = series(store, by="month").bins
    assert month.events == 3
    assert month.score_sum == pytest.approx(2.5 + 2.5 - 9.0)
    assert month.score_mean == pytest.approx((2.5 + 2.5 - 9.0) / 3, abs=1e-4)


def test_what_is_dated_less_exactly_is_in_no_finer_bin(store: Store):
    store.load(acts("2024-01-05", "2024-01", "2024", None))
    for by, events, coarser in (("day", 1, 2), ("week", 1, 2), ("month", 2, 1), ("quarter", 2, 1), ("year", 3, 0)):
        found = series(store, by=by)  # type: ignore[arg-type]
        assert (sum(b.events for b in found.bins), found.coarser, found.undated) == (events, coarser, 1), by


def test_acts_that_did_not_happen_are_left_out_unless_asked_for(store: Store):
    store.load(acts("2024-01-05") + acts("2024-01-06", type="AGREE", aux=["future"]) + acts("2024-01-06", type="AID", aux=["negation"]))
    assert told(store, "year") == [("2024-01-01", 1)]
    assert told(store, "year", aux=["future"]) == [("2024-01-01", 1)]
    assert told(store, "year", not_aux=["negation"]) == [("2024-01-01", 2)]


def test_a_dyad_has_its_direction(store: Store):
    there = acts("2024-01-05", actor=[party("RUS")], recipient=[party("UKR")])
    back = acts("2024-01-06", "2024-01-07", type="AID", actor=[party("UKR")], recipient=[party("RUS")])
    store.load(there + back)
    assert told(store, "year", dyad="RUS>UKR") == [("2024-01-01", 1)]
    assert told(store, "year", dyad="RUS-UKR") == [("2024-01-01", 3)]


def test_intervals_hold_the_figure_and_are_the_same_every_time(store: Store):
    store.load(acts(*[f"2024-01-{d:02}" for d in range(1, 26)]) + acts(*["2024-02-01"] * 9, type="ASSAULT"))
    one, two = series(store, by="month"), series(store, by="month")
    assert one == two
    assert series(store, by="month", seed=1).bins != one.bins
    for month in one.bins:
        for value, (low, high) in ((month.events, month.events_interval), (month.score_sum, month.score_sum_interval)):
            assert low < value < high
    january = one.bins[0]
    low, high = january.events_interval  # a Poisson count of 25: 95% of it lies from 16 to 35
    assert 14 <= low <= 18 and 32 <= high <= 37
    assert january.score_mean_interval == (2.5, 2.5)  # all alike


def test_a_store_without_events_has_no_bins(store: Store):
    assert series(store).bins == []
    assert store.series(Filter(), by="year").by == "year"


def test_an_unknown_grain_names_those_there_are(store: Store):
    with pytest.raises(ValueError, match=", ".join(GRAINS)):
        series(store, by="decade")  # type: ignore[arg-type]
