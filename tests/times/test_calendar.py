"""Calendar sums."""

from __future__ import annotations

from datetime import date

import pytest

from duta.times.calendar import days_of, first_day, last_day, shift, value_of


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-05-16", "2024-05-16", None),
        ("2024-05-16TNI", "2024-05-16", None),
        ("2024-05", "2024-05", None),
        ("2024", "2024", None),
        ("2024-W20", "2024-05-13", "2024-05-19"),
        ("2024-W20-WE", "2024-05-18", "2024-05-19"),
        ("2024-Q2", "2024-04", "2024-06"),
        ("2024-H2", "2024-07", "2024-12"),
        ("2024-WI", "2024-12", "2025-02"),
        ("199", "1990", "1999"),
        ("2024-05-16/2024-05-17", "2024-05-16", "2024-05-17"),
        ("PAST_REF", None, None),
        ("XXXX-XX-XX", None, None),
    ],
)
def test_days_of(value: str, first: str | None, last: str | None) -> None:
    assert days_of(value) == (first, last)


def test_shift_keeps_to_the_shorter_month() -> None:
    assert shift(date(2024, 1, 31), 1, "M") == date(2024, 2, 29)


def test_value_of_a_week_at_new_year() -> None:
    assert value_of(date(2024, 12, 30), "W") == "2025-W01"


def test_first_and_last_day_of_a_month() -> None:
    assert (first_day("2024-02"), last_day("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))
