"""Series: events counted and their PLOVER scores summed by day, week, month, quarter or year, with bootstrap intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

import numpy as np
from pydantic import BaseModel

from duta.store import Filter, Store

Grain = Literal["day", "week", "month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
SEED, DRAWS, LEVEL = 20240516, 500, 0.95
"""The bootstrap's seed (any number; fixed, so that the same store gives the same bytes), its resamples, the interval's level."""
NOT_DONE = ("future", "hypothetical", "negation")
"""Acts that did not happen. A series leaves them out unless the filter says otherwise."""

Interval = tuple[float, float]
"""Low and high end."""


class Bin(BaseModel):
    """One stretch of time."""

    start: str
    """Its first day, ISO 8601."""
    events: int
    """Independent events: an event counts once, however many articles tell it."""
    events_interval: Interval
    score_sum: float
    score_sum_interval: Interval
    score_mean: float | None
    """None where there are no events."""
    score_mean_interval: Interval | None


class Series(BaseModel):
    """Events over time. Bins without events between the first and the last are there, with zeros."""

    by: Grain
    filter: str
    bins: list[Bin]
    coarser: int
    """Events dated less exactly than the bins (to a year, where months are asked for): in no bin."""
    undated: int
    seed: int = SEED
    draws: int = DRAWS
    level: float = LEVEL


def series(store: Store, wish: Filter | None = None, *, by: Grain = "month", draws: int = DRAWS, seed: int = SEED) -> Series:
    """The series of the events that match, future, hypothetical and negated acts left out unless `wish.aux` asks for some.

    Intervals are percentile intervals of the Poisson bootstrap over independent events (J. Hanley and B. MacGibbon, Creating
    non-parametric bootstrap samples using Poisson frequencies, 2006): they say how far another sample of the same news may
    differ, not how far the coder may be wrong. Raises `ValueError` for an unknown `by`.
    """
    if by not in GRAINS:
        raise ValueError(f"by must be one of {', '.join(GRAINS)}, not {by!r}")
    wish = wish or Filter()
    if not wish.aux and not wish.not_aux:
        wish = wish.model_copy(update={"not_aux": list(NOT_DONE)})
    cells: dict[str, dict[float, int]] = defaultdict(lambda: defaultdict(int))
    coarser = undated = 0
    for tally in store.tallies(wish, months=by not in ("day", "week")):
        if not tally.precision:
            undated += tally.events
        elif not fits(tally.precision, by):
            coarser += tally.events
        else:
            cells[bin_start(tally.day, by)][tally.scale] += tally.events
    bins = list(_bins(cells, by, draws, seed))
    return Series(by=by, filter=wish.words(), bins=bins, coarser=coarser, undated=undated, seed=seed, draws=draws)


def fits(precision: str, by: Grain) -> bool:
    """Whether a date of this precision lies in one bin."""
    return precision == "day" or (precision == "month" and by not in ("day", "week")) or by == "year"


def bin_start(day: str, by: Grain) -> str:
    """The first day of the bin that a day or month (`2024-05-16`, `2024-05`) is in; weeks are ISO weeks, from Monday."""
    first = date.fromisoformat(day if len(day) == 10 else f"{day}-01")
    if by == "week":
        first -= timedelta(days=first.weekday())
    elif by == "month":
        first = first.replace(day=1)
    elif by == "quarter":
        first = first.replace(month=first.month - (first.month - 1) % 3, day=1)
    elif by == "year":
        first = first.replace(month=1, day=1)
    return first.isoformat()


def _next(start: date, by: Grain) -> date:
    if by in ("day", "week"):
        return start + timedelta(days=1 if by == "day" else 7)
    months = {"month": 1, "quarter": 3, "year": 12}[by]
    month = start.month - 1 + months
    return date(start.year + month // 12, month % 12 + 1, 1)


def starts(first: str, last: str, by: Grain) -> Iterator[str]:
    """The first days of all bins from the one that begins on `first` to the one that `last` is in."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    while start <= end:
        yield start.isoformat()
        start = _next(start, by)


def _bins(cells: dict[str, dict[float, int]], by: Grain, draws: int, seed: int) -> Iterator[Bin]:
    """Each event is drawn Poisson(1) times, so a cell of n events of one bin and score Poisson(n) times: no event is held."""
    if not cells:
        return
    order = [(start, scale) for start in sorted(cells) for scale in sorted(cells[start])]
    counts = np.array([cells[start][scale] for start, scale in order])
    scales = np.array([scale for _, scale in order])
    drawn = np.random.default_rng(seed).poisson(counts, size=(draws, len(counts)))
    begins = [i for i, (start, _) in enumerate(order) if i == 0 or order[i - 1][0] != start]
    events, sums = np.add.reduceat(drawn, begins, axis=1), np.add.reduceat(drawn * scales, begins, axis=1)
    told, told_sums = np.add.reduceat(counts, begins), np.add.reduceat(counts * scales, begins)
    number = {order[b][0]: i for i, b in enumerate(begins)}
    for start in starts(order[0][0], order[-1][0], by):
        i = number.get(start)
        if i is None:
            yield Bin(start=start, events=0, events_interval=(0, 0), score_sum=0, score_sum_interval=(0, 0), score_mean=None,
                      score_mean_interval=None)  # fmt: skip
            continue
        some = events[:, i] > 0
        means = sums[some, i] / events[some, i]
        yield Bin(
            start=start, events=int(told[i]), events_interval=_interval(events[:, i]), score_sum=round(float(told_sums[i]), 4),
            score_sum_interval=_interval(sums[:, i]), score_mean=round(float(told_sums[i] / told[i]), 4),
            score_mean_interval=_interval(means),
        )  # fmt: skip


def _interval(values: np.ndarray) -> Interval:
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return round(float(low), 4) + 0.0, round(float(high), 4) + 0.0  # + 0.0: no -0.0


