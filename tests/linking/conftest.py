"""Mentions made by hand: only what a test is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from duta.linking import Mention, Where, Who
from duta.linking.names import fingerprint

Make = Callable[..., Mention]
CITIES = {
    "Jakarta": ("IDN", "Jakarta", -6.2, 106.8),
    "Bogor": ("IDN", "West Java", -6.6, 106.8),
    "Beijing": ("CHN", "Beijing", 39.9, 116.4),
}  # fmt: skip
"""Bogor lies 45 km from Jakarta."""


def who(text: str) -> Who:
    """`IDN/GOV=Joko Widodo` -> the participant."""
    role, _, name = text.partition("=")
    code, _, sector = role.partition("/")
    return Who(code or None, sector or None, name or None)


@pytest.fixture
def make() -> Make:
    """Makes a mention; every one is of an article of its own unless it is told otherwise."""
    number = 0

    def build(type: str = "CONSULT", day: str | None = "2024-05-16", **given: Any) -> Mention:
        nonlocal number
        number += 1
        doc_id = given.pop("doc_id", f"doc-{number:03d}")
        first = date.fromisoformat(day).toordinal() if day else None
        until = given.pop("until", None)
        place = given.pop("place", None)
        where = None if place is None else Where(place, *CITIES[place][:2], "city", *CITIES[place][2:])
        values: dict[str, Any] = {
            "id": f"{doc_id}#{number:03d}", "doc_id": doc_id, "language": "id", "publisher": doc_id, "published": first,
            "copies": doc_id, "type": type, "modes": frozenset(), "contexts": frozenset(), "state": "done",
            "actors": frozenset(map(who, given.pop("actors", ()))), "recipients": frozenset(map(who, given.pop("recipients", ()))),
            "place": where, "first": first, "last": date.fromisoformat(until).toordinal() if until else first, "dated": True,
            "trigger": number, "sizes": frozenset(), "names": frozenset(map(fingerprint, given.pop("names", ()))),
            "lead": frozenset(map(fingerprint, given.pop("lead", ()))), "confidence": 0.8,
        }  # fmt: skip
        return Mention(**{**values, **given})

    return build
