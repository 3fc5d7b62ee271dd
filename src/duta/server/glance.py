"""A corpus at a glance: what the overview shows, as REST gives it."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date, timedelta

from pydantic import BaseModel

from duta.analysis.series import GRAINS, NOT_DONE, Grain, bin_start, fits, starts
from duta.store import Filter, Store
from duta.store.summaries import QuadTally, dyad_tallies, newest, quad_tallies, span, spots

RANKED = 90
"""Days that dyads are ranked over where the filter does not begin on a day."""
DYADS = 20
FITTING: dict[Grain, int] = {"day": 120, "week": 800, "month": 4400, "quarter": 14_000}
"""Days that a chart of such bins shows at most."""
DAYS: dict[Grain, int] = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}
BINS = 5000
TAIL = 0.005
"""Share of the events that a chart may leave out at either end: a single one of the year 800 would squeeze all others."""


class QuadBin(BaseModel):
    """Events of one stretch of time by quad class."""

    start: str
    """Its first day."""
    quads: tuple[int, int, int, int]
    """Verbal cooperation, material cooperation, verbal conflict, material conflict."""


class Rank(BaseModel):
    """A pair of codes, now and in the period before."""

    actor: str
    recipient: str
    events: int
    before: int
    score: float
    """Mean PLOVER score of the events."""


class Ranking(BaseModel):
    """Dyads of a period, against a period of the same length right before it."""

    since: str
    until: str
    dyads: list[Rank]


class Where(BaseModel):
    """Events of one place, as exactly as they are known."""

    country: str | None
    admin1: str | None
    name: str
    resolution: str
    """Of the point; empty where there is none."""
    lat: float | None
    lon: float | None
    events: int


class Glance(BaseModel):
    """The events of a filter, counted. Acts that did not happen are left out unless `aux` or `not_aux` says otherwise."""

    events: int
    by: Grain
    bins: list[QuadBin]
    coarser: int
    """Events dated less exactly than the bins, and"""
    undated: int
    """events without a date: in no bin."""
    outside: int
    """Events long before or after almost all others, which would squeeze these: in no bin."""
    ranking: Ranking | None
    places: list[Where]
    nowhere: int
    """Events without any place."""


def done(wish: Filter) -> Filter:
    """The filter without acts that did not happen, unless it speaks of them."""
    return wish if wish.aux or wish.not_aux else wish.model_copy(update={"not_aux": list(NOT_DONE)})


def glance(store: Store, wish: Filter, by: Grain | None = None) -> Glance:
    """All counts of the overview; `by` is made coarser where its bins would be too many."""
    wish = done(wish)
    with ThreadPoolExecutor(1) as beside:  # the two halves of the work: databases count outside Python's lock
        where = beside.submit(spots, store, wish)
        ranked = ranking(store, wish)
        tallies = quad_tallies(
            store, wish, months=True
        )  # the fewer rows, the sooner: days are asked for only where bins are so fine
        by = _grain(*_reach(wish, tallies), by)
        if by in ("day", "week"):
            tallies = quad_tallies(store, wish)
        places = [Where(**asdict(spot)) for spot in where.result()]
    first, last = _reach(wish, tallies)
    cells: dict[str, list[int]] = {start: [0, 0, 0, 0] for start in starts(bin_start(first, by), last, by)} if first else {}
    coarser = undated = outside = 0
    for tally in tallies:
        if not tally.precision:
            undated += tally.events
        elif not fits(tally.precision, by):
            coarser += tally.events
        elif (start := bin_start(tally.day, by)) in cells:
            cells[start][tally.quad - 1] += tally.events
        else:
            outside += tally.events
    bins = [QuadBin(start=start, quads=(n[0], n[1], n[2], n[3])) for start, n in cells.items()]
    total = sum(t.events for t in tallies)
    return Glance(events=total, by=by, bins=bins, coarser=coarser, undated=undated, outside=outside, ranking=ranked, places=places,
                  nowhere=total - sum(p.events for p in places))  # fmt: skip


def ranking(store: Store, wish: Filter, limit: int = DYADS) -> Ranking | None:
    """The dyads of the filter's period, or of the last `RANKED` days until its end. None in an empty store."""
    known = newest(store) or (span(store) or ("", ""))[1]
    if not known:
        return None
    until = wish.until or date.fromisoformat(known)
    since = wish.since or date.fromordinal(max(1, until.toordinal() - RANKED + 1))
    now = done(wish).model_copy(update={"since": since, "until": until})
    earlier = period_before(since, until)
    past = dyad_tallies(store, now.model_copy(update=earlier)) if earlier else []
    before = {(t.actor, t.recipient): t.events for t in past}
    ranks = [
        Rank(
            actor=t.actor,
            recipient=t.recipient,
            events=t.events,
            before=before.get((t.actor, t.recipient), 0),
            score=round(t.score / t.events, 2),
        )
        for t in dyad_tallies(store, now, limit)
    ]
    return Ranking(since=since.isoformat(), until=until.isoformat(), dyads=ranks)


def period_before(since: date, until: date) -> dict[str, date] | None:
    """The filter's fields for a period of the same length right before; None where the calendar has none."""
    length = (until - since).days + 1
    if not 0 < length < since.toordinal():
        return None
    return {"since": since - timedelta(days=length), "until": since - timedelta(days=1)}


def _reach(wish: Filter, tallies: list[QuadTally]) -> tuple[str, str]:
    """First and last day of a chart: of the filter, or of all events but the 0.5% at either end."""
    days = sorted((t.day if len(t.day) == 10 else f"{t.day}-01", t.events) for t in tallies if t.precision)
    if not days:
        return "", ""
    spared = sum(n for _, n in days) * TAIL

    def end(ordered: Iterable[tuple[str, int]]) -> str:
        passed = 0
        for day, n in ordered:
            passed += n
            if passed > spared:
                return day
        return days[0][0]

    first, last = end(days), end(reversed(days))
    return wish.since.isoformat() if wish.since else first, wish.until.isoformat() if wish.until else last


def _grain(first: str, last: str, wanted: Grain | None) -> Grain:
    """Bins as fine as wanted, or as a chart of some 120 can show; never so fine that they are more than `BINS`."""
    if not first:
        return wanted or "month"
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    fitting = wanted or next((by for by, most in FITTING.items() if days <= most), "year")
    return next((by for by in GRAINS[GRAINS.index(fitting) :] if days / DAYS[by] <= BINS), "year")
