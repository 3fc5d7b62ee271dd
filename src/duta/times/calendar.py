"""Calendar sums over TimeML values: shifting, rounding to a unit, and the first and last day that a value covers."""

from __future__ import annotations

import calendar
import csv
import re
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

QUARTER = re.compile(r"(\d{4})-Q([1-4])")
HALF = re.compile(r"(\d{4})-H([12])")
WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)")
DAY = re.compile(r"(\d{4}-\d\d-\d\d)(T.*)?")
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of the northern season; TimeML's season codes."""


def shift(day: date, count: int, unit: str) -> date:
    """Move `day` by `count` units (D, W, M, Q, Y, DECADE, CENTURY); the 31st becomes the last of a shorter month."""
    if unit == "D":
        return day + timedelta(days=count)
    if unit in ("W", "WE"):
        return day + timedelta(weeks=count)
    months = {"M": 1, "Q": 3, "H": 6, "Y": 12, "E": 120, "C": 1200}[unit] * count
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    year = min(max(year, 1), 9998)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def value_of(day: date, unit: str) -> str:
    """The TimeML value of the unit that holds `day`: `2024-05-16`, `2024-W20`, `2024-05`, `2024-Q2`, `2024`, `202`."""
    if unit == "D":
        return day.isoformat()
    if unit in ("W", "WE"):
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}" + ("-WE" if unit == "WE" else "")
    if unit == "M":
        return f"{day.year:04d}-{day.month:02d}"
    if unit == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit == "H":
        return f"{day.year:04d}-H{(day.month + 5) // 6}"
    return f"{day.year:04d}"[: {"Y": 4, "E": 3, "C": 2}[unit]]


def unknown(unit: str) -> str:
    """The value of a relative expression when the publication date is not known."""
    return {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX"}.get(unit, "XXXX")


def duration_value(unit: str, count: Any) -> str:
    """P2D, PT3H, PXM, P10Y (a decade)."""
    if unit.startswith("T"):
        return f"PT{count}{unit[1]}"
    scale, letter = {"Q": (3, "M"), "H": (6, "M"), "E": (10, "Y"), "C": (100, "Y"), "WE": (1, "WE")}.get(unit, (1, unit))
    if isinstance(count, str):
        if unit in ("E", "C"):
            return f"P{count}{ {'E': 'DE', 'C': 'CE'}[unit] }"
        return f"P{count}{letter}"
    return f"P{count * scale:g}{letter}"


def days_of(value: str) -> tuple[str | None, str | None]:
    """(date, enddate) of a TimeML value, each as precise as the value is; (None, None) if it names no calendar time."""
    if found := DAY.fullmatch(value):
        return found[1], None
    if re.fullmatch(r"\d{4}(-\d\d)?", value):
        return value, None
    if found := WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        first = monday + timedelta(days=5 if found[3] else 0)
        return first.isoformat(), (monday + timedelta(days=6)).isoformat()
    if found := QUARTER.fullmatch(value):
        month = int(found[2]) * 3
        return f"{found[1]}-{month - 2:02d}", f"{found[1]}-{month:02d}"
    if found := HALF.fullmatch(value):
        month = int(found[2]) * 6
        return f"{found[1]}-{month - 5:02d}", f"{found[1]}-{month:02d}"
    if found := SEASON.fullmatch(value):
        month = SEASONS[found[2]]
        end = shift(date(int(found[1]), month, 1), 2, "M")
        return f"{found[1]}-{month:02d}", f"{end.year:04d}-{end.month:02d}"
    if re.fullmatch(r"\d{2,3}", value):
        return value.ljust(4, "0"), value.ljust(4, "9")
    if "/" in value:
        opening, closing = value.split("/")
        return days_of(opening)[0], days_of(closing)[1] or days_of(closing)[0]
    return None, None


def first_day(text: str) -> date:
    """First day of an ISO date of any precision."""
    parts = [int(p) for p in text.split("-")]
    return date(parts[0] or 1, *([*parts[1:], 1, 1])[:2])


def last_day(text: str) -> date:
    """Last day of an ISO date of any precision."""
    if len(text) == 10:
        return date.fromisoformat(text)
    year, month = (int(text[:4]), int(text[5:7])) if len(text) == 7 else (int(text), 12)
    return date(year or 1, month, calendar.monthrange(year or 1, month)[1])


@cache
def feasts(calendar_name: str) -> dict[str, list[tuple[date, date]]]:
    """Movable feasts of `holidays.tsv` -> (first, last day) by year; `id` falls back to `world` where it has none."""
    table: dict[str, dict[str, list[tuple[date, date]]]] = {}
    text = resources.files("duta.times").joinpath("holidays.tsv").read_text(encoding="utf8")
    rows = csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter="\t")
    for row in rows:
        days = (date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))
        table.setdefault(row["calendar"], {}).setdefault(row["holiday"], []).append(days)
    return {**table["world"], **table.get(calendar_name, {})}
