"""Confidence against truth: how many records of each confidence have the right type.

    python benchmarks/calibration.py [--shared DIR] [--fit]

Prints the reliability table and the expected calibration error (ten bins of equal width, weighted by records) over the
development gold: the project's own passages with split `dev`, and antara-dev and leads-dev where they are there. `--fit` prints
weights for `duta.coding.confidence`, with the error of five-fold cross-validation by passage.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import numpy as np

import duta
from duta.coding import building, confidence
from duta.evaluation import pair

HERE = Path(__file__).parent
BESIDE = HERE.parent.parent / "shared"
FOLDS, STEPS, RATE, DECAY = 5, 4000, 0.1, 0.01
SCALE = 10_000
"""A record carries the number of its features in place of its confidence, at four digits."""


def passages(shared: Path) -> list[dict]:
    paths = [*sorted((HERE / "gold").glob("events-*.jsonl")), *(shared / f"gold/{n}-dev.jsonl" for n in ("antara", "leads"))]
    rows = [json.loads(line) for p in paths if p.exists() for line in p.read_text(encoding="utf-8").splitlines()]
    return [r for r in rows if r.get("split", "dev") == "dev"]


def judged(shared: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(features, right or not, confidence, passage number) of every record."""
    noted: list[tuple[float, ...]] = []

    def note(candidate, event, parties):  # type: ignore[no-untyped-def]
        noted.append(confidence.features(candidate, event, parties))
        return (len(noted) - 1) / SCALE

    coder = duta.load()
    real, building.confidence = building.confidence, note
    rows, right, number = [], [], []
    try:
        for k, p in enumerate(passages(shared)):
            document = duta.Document(id=p["id"], text=p["text"], published=p.get("date"), language=p["language"])
            records = list(coder.code(document))
            matched = {j for _, j, _ in pair(p["events"], records)}
            for j, record in enumerate(records):
                rows.append(noted[round(record.confidence * SCALE)])
                right.append(j in matched)
                number.append(k)
    finally:
        building.confidence = real
    x = np.array(rows)
    return x, np.array(right, float), sigmoid(x @ np.array(confidence.WEIGHTS)), np.array(number)


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    w = np.zeros(x.shape[1])
    for _ in range(STEPS):
        w -= RATE * (x.T @ (sigmoid(x @ w) - y) / len(y) + DECAY * w)
    return w


def table(sure: np.ndarray, right: np.ndarray) -> float:
    """Prints the reliability table; returns the expected calibration error."""
    error = 0.0
    print("| confidence | records | mean confidence | right |\n|---|---|---|---|")
    for low in np.arange(0, 1, 0.1):
        inside = (sure >= low) & (sure < low + 0.1)
        if inside.any():
            print(f"| {low:.1f}-{low + 0.1:.1f} | {inside.sum()} | {sure[inside].mean():.2f} | {right[inside].mean():.2f} |")
            error += inside.mean() * abs(sure[inside].mean() - right[inside].mean())
    return float(error)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=BESIDE)
    ap.add_argument("--fit", action="store_true")
    a = ap.parse_args()
    x, right, sure, number = judged(a.shared)
    if a.fit:
        print("WEIGHTS =", tuple(round(float(w), 3) for w in fit(x, right)))
        for fold in range(FOLDS):
            out = number % FOLDS == fold
            sure[out] = sigmoid(x[out] @ fit(x[~out], right[~out]))
        print("cross-validated:")
    error = table(sure, right)
    log = -np.mean(right * np.log(sure) + (1 - right) * np.log(1 - sure))
    print(f"expected calibration error {error:.3f}, log loss {log:.3f} (of the mean alone {_entropy(float(right.mean())):.3f})")


def _entropy(p: float) -> float:
    return -(p * math.log(p) + (1 - p) * math.log(1 - p))


if __name__ == "__main__":
    main()
