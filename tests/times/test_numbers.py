"""Number words."""

from __future__ import annotations

import pytest

from duta.times.numbers import read_number


@pytest.mark.parametrize(
    ("words", "language", "value", "used"),
    [
        ("dua puluh lima tahun", "id", 25, 3),
        ("sebelas orang", "id", 11, 1),
        ("dua belas orang", "id", 12, 2),
        ("seratus lima", "id", 105, 2),
        ("tiga ribu dua ratus", "id", 3200, 4),
        ("60 ribu warga", "id", 60000, 2),
        ("twenty - five years", "en", 25, 3),
        ("two hundred and six", "en", 206, 4),
        ("nineteen ninety - six", "en", 1996, 4),
        ("two thousand", "en", 2000, 2),
        ("one two", "en", 1, 1),
    ],
)
def test_read_number(words: str, language: str, value: int, used: int) -> None:
    assert read_number(words.split(), language) == (value, used)


def test_no_number() -> None:
    assert read_number(["rumah"], "id") is None


def test_trailing_joiner_is_left() -> None:
    assert read_number(["two", "and", "dogs"], "en") == (2, 1)
