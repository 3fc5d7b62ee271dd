"""The gold set of linked mentions: `benchmarks/gold/links.jsonl`, features and judgements, no text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from duta.linking.mention import Mention
from duta.linking.packing import unpack

GOLD = Path(__file__).parent / "gold" / "links.jsonl"


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A coded mention with the event that a reader of its article says it tells."""

    mention: Mention
    part: str
    """`dev` or `held`: what lies in `held` had no part in choosing weights and thresholds."""
    pool: str
    """Mentions were judged in pools: an article in two languages, or one type over some days of many outlets."""
    event: str
    title: frozenset[int]
    """Fingerprints of the words of the article's title (or first sentence): for the title baseline."""


@dataclass(frozen=True, slots=True)
class GoldPair:
    """Two mentions of one type that share a party or a country and lie close in time, and whether they tell one event."""

    a: str
    b: str
    same: bool
    part: str


def read_gold(path: Path = GOLD) -> tuple[list[GoldMention], list[GoldPair]]:
    """The mentions and the pairs of the gold file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    mentions = [
        GoldMention(unpack(r["mention"]), r["part"], r["pool"], r["event"], frozenset(r["title"]))
        for r in rows
        if r["row"] == "mention"
    ]
    return mentions, [GoldPair(r["a"], r["b"], r["same"], r["part"]) for r in rows if r["row"] == "pair"]
