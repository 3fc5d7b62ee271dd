"""What a matched time rule means, continued: durations, what recurs, parts of years and feasts; and the table of all
functions by the name that `times.toml` calls them by (`do`)."""

from __future__ import annotations

from datetime import date, timedelta

from duta.times.calendar import SEASONS, duration_value, feasts
from duta.times.meaning import (
    Bound,
    Context,
    Maker,
    Meaning,
    ago,
    century,
    day_month,
    decade,
    eight,
    full_year,
    month,
    named_day,
    part,
    spoken_quarter,
    unit_from,
    weekday,
    weekend,
    year,
)


def duration(bound: Bound, ctx: Context) -> Meaning | None:
    """Two days, setahun, beberapa minggu."""
    count = bound.get("n", 1)
    if bound.get("plus"):
        count = count + bound["plus"]
    if bound.get("scale"):
        count = count * bound["scale"] if not isinstance(count, str) else count
    if isinstance(count, float) and count != int(count) and bound["u"] == "Y":
        months = round(count * 12)
        return Meaning("DURATION", f"P{months // 12}Y{months % 12}M" if months >= 12 else f"P{months}M")
    return Meaning("DURATION", duration_value(bound["u"], count), anchored=bool(bound.get("anchored")))


def recurring(bound: Bound, ctx: Context) -> Meaning | None:
    """Every Friday, setiap tahun, daily."""
    if "w" in bound:
        part = f"T{bound['p']}" if bound.get("p") else ""
        return Meaning("SET", f"XXXX-WXX-{bound['w']}{part}")
    if "m" in bound:
        return Meaning("SET", f"XXXX-{bound['m']:02d}")
    if "p" in bound:
        return Meaning("SET", f"XXXX-XX-XXT{bound['p']}")
    return Meaning("SET", bound.get("value") or duration_value(bound["u"], bound.get("n", 1)))


def fixed(bound: Bound, ctx: Context) -> Meaning | None:
    """PRESENT_REF, PAST_REF, FUTURE_REF."""
    return Meaning("DATE", bound["value"])


def piece(bound: Bound, ctx: Context) -> Meaning | None:
    """Quarters, halves and seasons of a year."""
    code = bound.get("piece") or f"{bound['kind']}{bound['n']}"
    if (code[0] == "Q" and code not in ("Q1", "Q2", "Q3", "Q4")) or (code[0] == "H" and code not in ("H1", "H2")):
        return None
    if "y" in bound:
        number = full_year(bound["y"], ctx)
    elif ctx.published is None:
        return Meaning("DATE", f"XXXX-{code}")
    else:
        number = ctx.published.year + bound.get("k", 0)
        if "k" not in bound:
            rel = bound.get("rel")
            last = {"Q": 3, "H": 6}[code[0]] * int(code[1]) if code[1].isdigit() else SEASONS[code] + 2
            ends = [date(number + n, 1, 28).replace(month=(last - 1) % 12 + 1) for n in (-1, 0, 1)]
            if rel == 1:
                number = next(d.year for d in ends if d > ctx.published)
            elif rel == -1:
                number = max(d.year for d in ends if d < ctx.published)
            else:  # a quarter is in the news about when it ends
                number = min(ends, key=lambda d: abs((d - ctx.published).days)).year  # type: ignore[operator]
    return Meaning("DATE", f"{number:04d}-{code}")


def holiday(bound: Bound, ctx: Context) -> Meaning | None:
    """A feast: of the stated year, else the nearest to publication (before it under a past verb or "lalu")."""
    name = bound["f"]
    if "-" in name:  # a fixed day, "12-25"
        month_day = [int(x) for x in name.split("-")]
        years = range(1980, 2041)
        days = [(date(y, *month_day), date(y, *month_day)) for y in years]
    else:
        days = feasts("id" if ctx.language == "id" else "world").get(name, [])
    offset = timedelta(days=bound.get("offset", 0))
    if "y" in bound or ("k" in bound and ctx.published):
        wanted = bound["y"] if "y" in bound else ctx.published.year + bound["k"]  # type: ignore[union-attr]
        chosen = [d for d in days if d[0].year == wanted]
    elif ctx.published:
        here, rel = ctx.published, bound.get("rel")
        if rel:
            days = [d for d in days if (d[1] < here if rel == -1 else d[0] > here)]
        chosen = sorted(days, key=lambda d: min(abs((d[0] - here).days), abs((d[1] - here).days)))[:1]
    else:
        chosen = []
    if not chosen:
        return Meaning("DATE", "XXXX-XX-XX")
    first, last = chosen[0][0] + offset, chosen[0][1] + offset
    return Meaning("DATE", first.isoformat() if first == last or offset else f"{first}/{last}")


MAKERS: dict[str, Maker] = {
    f.__name__: f
    for f in (
        day_month, eight, month, year, decade, century, weekday, named_day, unit_from, weekend, spoken_quarter, ago,
        duration, recurring, fixed, part, piece, holiday,
    )
}  # fmt: skip
