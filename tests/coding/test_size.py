"""How many people an act took, on sentences written here."""

from functools import cache

import pytest

import duta


@cache
def coder() -> duta.Coder:
    return duta.load(engine="rules")


@pytest.mark.parametrize(
    ("language", "text", "kind", "low", "high"),
    [
        ("en", "Israeli troops killed 12 Palestinians in Gaza.", "dead", 12, 12),
        ("en", "Israeli troops killed at least five Palestinians in Gaza.", "dead", 5, None),
        ("en", "Turkish police arrested twenty-three protesters in Ankara.", "arrested", 23, 23),
        ("id", "Pasukan Israel menewaskan sedikitnya lima warga Palestina di Gaza.", "dead", 5, None),
        ("id", "Polisi Turki menangkap 1.200 pengunjuk rasa di Ankara.", "arrested", 1200, 1200),
        ("id", "Rusia mengerahkan dua ribu tentara ke perbatasan Ukraina.", "troops", 2000, 2000),
    ],
)
def test_a_number_beside_the_act_is_its_size(language: str, text: str, kind: str, low: int, high: int | None):
    (event,) = coder().code(duta.Document(text=text, language=language, published="2024-05-16"))
    assert (event.size[kind].low, event.size[kind].high) == (low, high)
    ((start, end),) = event.evidence[f"size.{kind}"]
    assert text[start:end]


def test_a_year_is_no_number_of_people():
    text = "Israeli troops killed a Palestinian leader in Gaza in 1994."
    for event in coder().code(duta.Document(text=text, language="en", published="2024-05-16")):
        assert all(s.low != 1994 for s in event.size.values())
