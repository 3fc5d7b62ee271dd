"""A corpus at a glance: what the overview shows, as REST gives it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from datetime import date, timedelta

from pydantic import BaseModel

from duta.analysis.series import NOT_DONE, Grain, bin_start
from duta.store import Filter, Store
from duta.store.summaries import dyad_tallies, quad_tallies, span, spots

RANKED = 90
"""Days that dyads are ranked over where the filter does not begin on a day."""
DYADS = 20


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
    ranking: Ranking | None
    places: list[Where]
    nowhere: int
    """Events without any place."""


def done(wish: Filter) -> Filter:
    """The filter without acts that did not happen, unless it speaks of them."""
    return wish if wish.aux or wish.not_aux else wish.model_copy(update={"not_aux": list(NOT_DONE)})


def glance(store: Store, wish: Filter, by: Grain | None = None) -> Glance:
    """All counts of the overview."""
    wish = done(wish)
    by = by or _grain(store, wish)
    cells: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    coarser = undated = total = 0
    for tally in quad_tallies(store, wish, months=by not in ("day", "week")):
        total += tally.events
        if not tally.precision:
            undated += tally.events
        elif tally.precision != "day" and not (by == "year" or (tally.precision == "month" and by not in ("day", "week"))):
            coarser += tally.events
        else:
            cells[bin_start(tally.day, by)][tally.quad - 1] += tally.events
    bins = [QuadBin(start=start, quads=(n[0], n[1], n[2], n[3])) for start, n in sorted(cells.items())]
    places = [Where(**asdict(spot)) for spot in spots(store, wish)]
    return Glance(events=total, by=by, bins=bins, coarser=coarser, undated=undated, ranking=ranking(store, wish),
                  places=places, nowhere=total - sum(p.events for p in places))  # fmt: skip


def ranking(store: Store, wish: Filter, limit: int = DYADS) -> Ranking | None:
    """The dyads of the filter's period, or of the last `RANKED` days until its end. None in an empty store."""
    known = span(store)
    if known is None:
        return None
    until = wish.until or date.fromisoformat(known[1])
    since = wish.since or until - timedelta(days=RANKED - 1)
    length = (until - since).days + 1
    now = done(wish).model_copy(update={"since": since, "until": until})
    past = now.model_copy(update={"since": since - timedelta(days=length), "until": since - timedelta(days=1)})
    before = {(t.actor, t.recipient): t.events for t in dyad_tallies(store, past)}
    ranks = [
        Rank(actor=t.actor, recipient=t.recipient, events=t.events, before=before.get((t.actor, t.recipient), 0), score=round(t.score / t.events, 2))
        for t in dyad_tallies(store, now, limit)
    ]
    return Ranking(since=since.isoformat(), until=until.isoformat(), dyads=ranks)


def _grain(store: Store, wish: Filter) -> Grain:
    """Bins as fine as a chart of some 120 can show."""
    known = span(store)
    if known is None:
        return "month"
    first = wish.since or date.fromisoformat(known[0])
    days = ((wish.until or date.fromisoformat(known[1])) - first).days
    return "day" if days <= 120 else "week" if days <= 800 else "month" if days <= 4400 else "quarter" if days <= 14000 else "year"
