"""How sure a record is: the chance that its type is right, fitted on the development gold sets."""

from __future__ import annotations

import math

from duta.coding.arguments import Parties
from duta.coding.candidates import Candidate

FEATURES = ("one", "event", "type", "known", "actor", "recipient", "later")
WEIGHTS = (0.124, -0.07, 0.269, 0.496, 0.516, 0.435, -0.073)
"""Logistic weights of `FEATURES`; made and checked by `benchmarks/calibration.py`."""
RULES_ALONE = 0.4
"""Share of right types among the records of `--engine rules`, which has no probabilities."""
LEAD = 6


def features(candidate: Candidate, event: str, parties: Parties) -> tuple[float, ...]:
    """What the confidence rests on, in the order of `FEATURES`."""
    return (
        1.0,
        _logit(candidate.probability),
        _logit(candidate.types.get(event, 0.0)),
        float(candidate.reading is not None),
        float(any(p.code for p in parties.actor)),
        float(any(p.code for p in parties.recipient)),
        float(candidate.sentence >= LEAD),
    )


def confidence(candidate: Candidate, event: str, parties: Parties) -> float:
    """Probability, 0 to 1, that the record's type is right."""
    if candidate.verdict is None:
        return RULES_ALONE
    total = sum(w * f for w, f in zip(WEIGHTS, features(candidate, event, parties), strict=True))
    return 1.0 / (1.0 + math.exp(-total))


def _logit(p: float) -> float:
    p = min(max(p, 0.01), 0.99)
    return math.log(p / (1.0 - p))
