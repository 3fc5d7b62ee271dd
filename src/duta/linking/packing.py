"""Mentions as JSON, for the store and for gold files."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from duta.linking.mention import Mention, Where, Who

_FIELDS = tuple(f.name for f in fields(Mention))


def pack(mention: Mention) -> str:
    """A mention as one JSON object; equal mentions give equal text."""
    row: dict[str, Any] = {name: getattr(mention, name) for name in _FIELDS}
    for name in ("modes", "contexts", "names", "lead", "sizes"):
        row[name] = sorted(row[name])
    for name in ("actors", "recipients"):
        row[name] = sorted(([w.code, w.sector, w.name] for w in row[name]), key=str)
    place = mention.place
    row["place"] = place and [place.name, place.country, place.admin1, place.resolution, place.lat, place.lon]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def unpack(packed: str | dict[str, Any]) -> Mention:
    """The mention that `pack` packed, from its text or from the object read from it."""
    row = json.loads(packed) if isinstance(packed, str) else dict(packed)
    for name in ("modes", "contexts", "names", "lead"):
        row[name] = frozenset(row[name])
    for name in ("actors", "recipients"):
        row[name] = frozenset(Who(*who) for who in row[name])
    row["sizes"] = frozenset((kind, low) for kind, low in row["sizes"])
    row["place"] = Where(*row["place"]) if row["place"] else None
    return Mention(**row)
