"""Fits the agreement weights of `duta.linking` to the development pairs.

    python benchmarks/linking_fit.py > src/duta/linking/weights.toml

Logistic regression over the levels of `compare`, drawn towards the weights of `linking_start.toml`, which judgement set (a
Gaussian prior of variance `SPREAD`): a level that the gold set has seldom keeps its weight. `SPREAD` was chosen among 0.05 to 1
by cross-validation over pools of the development part.
"""

from __future__ import annotations

import itertools
import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from duta.linking.compare import compare, weights
from linking_gold import GoldMention, read_gold

SPREAD = 0.1
START = Path(__file__).parent / "linking_start.toml"
STEPS, RATE = 4000, 0.02
NEAR = 1
"""Days: pairs farther apart in time are never weighed against each other, so they teach nothing."""


def fit(gold: Sequence[GoldMention], start: dict[tuple[str, str], float]) -> tuple[dict[tuple[str, str], float], int, int]:
    """The fitted weights, the number of pairs that they were fitted to, and how many of these are one event.

    A pair of one event counts 1 / (mentions of the event - 1): an event told by thirty weighs thirty, not four hundred.
    """
    names = sorted(start)
    column = {name: i for i, name in enumerate(names)}
    sizes = Counter(g.event for g in gold)
    rows, same, counts = [], [], []
    for a, b in itertools.combinations(gold, 2):
        x, y = a.mention, b.mention
        if a.pool != b.pool or x.first is None or y.first is None or x.last is None or y.last is None:
            continue
        if x.first > y.last + NEAR or y.first > x.last + NEAR:
            continue
        found = compare(x, y)
        if found.veto is None:
            row = np.zeros(len(names))
            for level in (("all", "prior"), ("type", x.type), *found.levels):
                row[column[level]] = 1
            rows.append(row)
            same.append(a.event == b.event)
            counts.append(2 / (sizes[a.event] - 1) if same[-1] else 1.0)
    features, target, count = np.array(rows), np.array(same, float), np.array(counts)
    prior = np.array([start[name] for name in names])
    fitted = prior.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-features @ fitted))
        fitted -= RATE * (features.T @ (count * (chance - target)) + (fitted - prior) / SPREAD) / np.sqrt(len(target))
    return {name: float(fitted[i]) for name, i in column.items()}, len(target), int(target.sum())


def starting() -> dict[tuple[str, str], float]:
    """The weights to be drawn towards."""
    table = tomllib.loads(START.read_text(encoding="utf-8"))
    return {(field, level): float(weight) for field, levels in table.items() for level, weight in levels.items()}


def main() -> None:
    """Print the fitted table."""
    gold, _ = read_gold()
    fitted, pairs, same = fit([g for g in gold if g.part == "dev"], starting())
    print("# Agreement weights of `compare.py`: logarithms of odds, fitted on the development pairs of benchmarks/gold/links.jsonl")
    print(f"# by benchmarks/linking_fit.py ({pairs} pairs, {same} of them one event).")
    for field in dict.fromkeys(name for name, _ in weights()):
        print(f"\n[{field}]")
        for (name, level), weight in fitted.items():
            if name == field:
                print(f"{level if level.isidentifier() else json.dumps(level)} = {weight:.2f}")


if __name__ == "__main__":
    main()
