"""What a matched time rule means: one small function for each `do` of `times.toml`.

Each takes the bound payloads (and the rule's own arguments) and the `Context` and returns a `Meaning`, or None when the
words make no time after all (31 June). Values follow TimeML (TIMEX3, ISO-TimeML 2009).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from duta.times.calendar import duration_value, shift, unknown, value_of

Kind = Literal["DATE", "TIME", "DURATION", "SET"]
Tense = Literal["past", "future"] | None


@dataclass(frozen=True, slots=True)
class Context:
    """What a time expression is read against."""

    published: date | None
    anchor: date | None
    """The last calendar day named before, for "the following day"."""
    tense: Tense
    """From the verbs around it."""
    spoken: str | None
    """The quarter that the text last spoke of: "a year earlier" and "the period" go back to it."""
    language: str
    order: str
    """`DMY` or `MDY`: how the language writes 3/8."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """TimeML type and value; `date`s are derived from the value unless given."""

    type: Kind
    value: str
    anchored: bool = False
    """Read against another time in the text, not against publication."""
    unsure: bool = False
    """The text does not say on which side of publication it lies."""


FAR = 90
"""Days from publication within which the nearest date of a day and month is meant, whatever the verb says."""

Bound = dict[str, Any]
Maker = Callable[[Bound, Context], Meaning | None]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(short: int, ctx: Context) -> int:
    """Two digits -> the year nearest to publication ("'89", "31/7/25")."""
    if short >= 100:
        return short
    near = ctx.published.year if ctx.published else 2000
    return min((century + short for century in (1900, 2000)), key=lambda y: abs(y - near))


def _timed(day: str, bound: Bound) -> Meaning:
    """Add the part of day or the clock time, if one is bound."""
    if bound.get("p"):
        return Meaning("TIME", f"{day}T{bound['p']}")
    if "c" in bound or "h" in bound:
        hour, minute = bound["c"] if "c" in bound else (bound["h"], None)
        half = bound.get("half")
        if half == "PM" and hour < 12:
            hour += 12
        if half == "AM" and hour == 12:
            hour = 0
        return Meaning("TIME", f"{day}T{hour:02d}" + (f":{minute:02d}" if minute is not None else ":00"))
    return Meaning("DATE", day)


def day_month(bound: Bound, ctx: Context) -> Meaning | None:
    """Day and month with or without year; two days ("16-17 Mei") make a range."""
    day: int = bound["d"]
    month: int = bound["m"]
    if bound.get("swap") and day <= 12 and (ctx.order == "MDY" or month > 12):
        day, month = month, day
    if "y" in bound:
        found = _date(full_year(bound["y"], ctx), month, day)
    elif ctx.published is None:
        return Meaning("DATE", f"XXXX-{month:02d}-{day:02d}") if _date(2000, month, day) else None
    elif "k" in bound:
        found = _date(ctx.published.year + bound["k"], month, day)
    else:
        found = _nearest(month, day, ctx.published, ctx.tense, bound.get("rel"))
    if found is None:
        return None
    if "d2" in bound:
        last = _date(found.year, bound.get("m2", month), bound["d2"])
        return Meaning("DATE", f"{found.isoformat()}/{last.isoformat()}") if last and last > found else None
    return _timed(found.isoformat(), bound)


def _nearest(month: int, day: int, near: date, tense: Tense, rel: int | None) -> date | None:
    """The year that brings the day nearest to publication, on the side that the words (or, far off, the verb) say."""
    years = [found for n in (-1, 0, 1) if (found := _date(near.year + n, month, day))]
    closest = min(years, key=lambda d: abs((d - near).days), default=None)
    if closest and rel is None and abs((closest - near).days) > FAR:
        rel = {"past": -1, "future": 1}.get(tense or "")
    if closest and rel == -1 and closest > near:
        return _date(closest.year - 1, month, day)
    if closest and rel == 1 and closest < near:
        return _date(closest.year + 1, month, day)
    return closest


def eight(bound: Bound, ctx: Context) -> Meaning | None:
    """19980227."""
    number = bound["n"]
    found = _date(number // 10000, number // 100 % 100, number % 100)
    return Meaning("DATE", found.isoformat()) if found else None


def month(bound: Bound, ctx: Context) -> Meaning | None:
    """A month: with its year, or the one that the tense or the words (lalu, next) point to, else the nearest."""
    number = bound["m"]
    if "y" in bound:
        year = full_year(bound["y"], ctx)
    elif "k" in bound and ctx.published:
        year = ctx.published.year + bound["k"]
    elif bound.get("anchored") and ctx.anchor:
        year = ctx.anchor.year + (number <= ctx.anchor.month)
        return Meaning("DATE", f"{year:04d}-{number:02d}", anchored=True)
    elif ctx.published:
        here, rel = ctx.published, bound.get("rel")
        if rel is None:
            if number == here.month:
                rel = 0
            elif ctx.tense == "future":
                rel = 1
            else:
                rel = 1 if (number - here.month) % 12 <= 2 else -1  # news looks back, but a little ahead too
        year = here.year
        if rel == 1 and number <= here.month:
            year += 1
        if rel == -1 and number >= here.month:
            year -= 1
    else:
        return Meaning("DATE", f"XXXX-{number:02d}")
    if "m2" in bound:
        later = year + (bound["m2"] < number)
        return Meaning("DATE", f"{year:04d}-{number:02d}/{later:04d}-{bound['m2']:02d}")
    return Meaning("DATE", f"{year:04d}-{number:02d}")


def year(bound: Bound, ctx: Context) -> Meaning | None:
    """A year, or two ("2014-2016", "1998/99")."""
    first = full_year(bound["y"], ctx)
    if "y2" in bound:
        last = bound["y2"] if bound["y2"] > 99 else first // 100 * 100 + bound["y2"]
        return Meaning("DATE", f"{first:04d}/{last:04d}") if last > first else None
    return Meaning("DATE", f"{first:04d}")


def decade(bound: Bound, ctx: Context) -> Meaning | None:
    """The 1990s -> 199."""
    number = bound["y"]
    if number >= 1000:
        return Meaning("DATE", f"{number // 10}")
    return Meaning("DATE", f"{(1900 + number) // 10}") if number % 10 == 0 and number >= 10 else None


def century(bound: Bound, ctx: Context) -> Meaning | None:
    """The 20th century -> 19."""
    return Meaning("DATE", f"{bound['n'] - 1:02d}") if 1 <= bound["n"] <= 22 else None


def weekday(bound: Bound, ctx: Context) -> Meaning | None:
    """News rule: a bare weekday is the last at or before publication; under a future verb the next may be meant."""
    number = bound["w"]
    if ctx.published is None:
        return _timed(f"XXXX-WXX-{number}", bound)
    here, rel = ctx.published, bound.get("rel")
    back = (here.isoweekday() - number) % 7
    unsure = rel is None and ctx.tense == "future" and back > 0
    if "week" in bound:  # a weekday of last, this or next week
        monday = here - timedelta(days=here.weekday()) + timedelta(weeks=bound["week"])
        found = monday + timedelta(days=number - 1)
    elif rel == 1 or unsure:
        found = here + timedelta(days=7 - back)
    elif rel == -1:
        found = here - timedelta(days=back or 7)
    elif rel == 0:
        found = here + timedelta(days=number - here.isoweekday())
    else:
        found = here - timedelta(days=back)
    made = _timed(found.isoformat(), bound)
    return Meaning(made.type, made.value, unsure=unsure)


def named_day(bound: Bound, ctx: Context) -> Meaning | None:
    """Yesterday, tomorrow, besok lusa, this morning: `k` days from publication."""
    if ctx.published is None:
        return _timed("XXXX-XX-XX", bound)
    return _timed((ctx.published + timedelta(days=bound.get("k", 0))).isoformat(), bound)


def unit_from(bound: Bound, ctx: Context) -> Meaning | None:
    """Last week, bulan depan: the calendar unit `k` units from publication."""
    unit = bound["u"]
    if unit in "hms" or unit in ("S", "TM", "TH"):
        return None
    if ctx.published is None:
        return Meaning("DATE", unknown(unit))
    return Meaning("DATE", value_of(shift(ctx.published, bound["k"], unit), unit))


def weekend(bound: Bound, ctx: Context) -> Meaning | None:
    """The weekend: the last one that has begun, or under a future verb the next."""
    if ctx.published is None:
        return Meaning("DATE", unknown("WE"))
    back = 0 if ctx.tense == "future" or ctx.published.isoweekday() >= 6 else -1
    return Meaning("DATE", value_of(shift(ctx.published, back, "W"), "WE"), unsure=ctx.tense == "future")


def spoken_quarter(bound: Bound, ctx: Context) -> Meaning | None:
    """The quarter: the one last spoken of, else the last that has ended."""
    if ctx.spoken and "y" in bound:
        return Meaning("DATE", f"{bound['y']:04d}{ctx.spoken[4:]}", anchored=True)
    if "y" in bound:
        return Meaning("DATE", f"{bound['y']:04d}")
    if ctx.spoken:
        return Meaning("DATE", ctx.spoken, anchored=True)
    return Meaning("DATE", value_of(shift(ctx.published, -1, "Q"), "Q") if ctx.published else unknown("Q"))


def ago(bound: Bound, ctx: Context) -> Meaning | None:
    """Two days ago, tiga bulan lagi: as precise as the unit; days for weeks, as TimeBank has it."""
    unit, count, sign = bound["u"], bound.get("n", 1), bound.get("sign", -1)
    if unit == "Y" and count == 1 and sign < 0 and ctx.spoken and not bound.get("anchored"):
        return Meaning("DATE", f"{int(ctx.spoken[:4]) - 1:04d}{ctx.spoken[4:]}", anchored=True)
    if unit.startswith("T"):
        return Meaning("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF") if not ctx.published else _hours(bound, ctx)
    if isinstance(count, str):
        return Meaning("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    if bound.get("anchored"):
        if ctx.anchor is None and count:
            return Meaning("DURATION", duration_value(unit, count), anchored=True)
        day: date | None = ctx.anchor or ctx.published
    else:
        day = ctx.published
    if day is None:
        return Meaning("DATE", unknown("D" if unit == "W" else unit))
    moved = shift(day, sign * int(count), unit)
    return Meaning("DATE", value_of(moved, "D" if unit == "W" else unit), anchored=bool(bound.get("anchored")))


def _hours(bound: Bound, ctx: Context) -> Meaning:
    """Hours and minutes ago fall on the day of publication, for all that the date tells."""
    assert ctx.published
    count = bound.get("n", 1)
    days = int(count) // 24 if bound["u"] == "TH" and not isinstance(count, str) else 0
    day = ctx.published + timedelta(days=days * bound.get("sign", -1))
    return Meaning("TIME", f"{day.isoformat()}T")


def part(bound: Bound, ctx: Context) -> Meaning | None:
    """A bare part of day or clock time: on the day last named before it, else of publication."""
    day = ctx.anchor if bound.get("anchored") else ctx.published
    return _timed(day.isoformat() if day else "XXXX-XX-XX", bound)
