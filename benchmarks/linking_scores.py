"""How well a grouping of mentions agrees with a gold one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and their harmonic mean, 0 to 1."""

    p: float
    r: float

    @property
    def f1(self) -> float:
        """Harmonic mean; 0 when both are 0."""
        return 2 * self.p * self.r / (self.p + self.r) if self.p + self.r else 0.0


def b_cubed(found: Mapping[str, str], gold: Mapping[str, str]) -> Rates:
    """B-cubed over the mentions of `gold` (mention id to event id in both).

    source: A. Bagga and B. Baldwin, Algorithms for Scoring Coreference Chains, 1998.
    """
    ours, theirs = _clusters(found, gold), _clusters(gold, gold)
    p = r = 0.0
    for mention in gold:
        mine, right = ours[found[mention]], theirs[gold[mention]]
        both = len(mine & right)
        p += both / len(mine)
        r += both / len(right)
    return Rates(p / len(gold), r / len(gold)) if gold else Rates(0.0, 0.0)


def pairwise(found: Iterable[bool], gold: Iterable[bool]) -> Rates:
    """Precision and recall of "these two are one event"; 1 where nothing was claimed, or nothing was there to be found."""
    pairs = list(zip(found, gold, strict=True))
    right = sum(f and g for f, g in pairs)
    claimed, there = sum(f for f, _ in pairs), sum(g for _, g in pairs)
    return Rates(right / claimed if claimed else 1.0, right / there if there else 1.0)


def _clusters(of: Mapping[str, str], among: Iterable[str]) -> dict[str, set[str]]:
    clusters: dict[str, set[str]] = {}
    for mention in among:
        clusters.setdefault(of[mention], set()).add(mention)
    return clusters
