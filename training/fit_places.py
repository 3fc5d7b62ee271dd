"""Fit `src/duta/places/weights.toml`: a conditional logit over the candidates of annotated toponyms.

    python training/fit_places.py --data SHARED/data

Learns from the even-numbered articles of LGL, GeoVirus and inageoparser (each corpus weighs the same); the odd ones
are for
`benchmarks/places.py`. A candidate within 40 km of the gold point is right (within 161 km where none is so near);
toponyms
that no candidate can meet are left out. The second round's features depend on the first round's choices, so fitting
repeats.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duta.places import resolve
from duta.places.cues import cues
from duta.places.mention import given
from duta.places.mentions import contain

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import places as corpora

PRIOR = {
    "size": 3.0, "main name": 1.0, "inexact": -0.5, "named country": 2.0, "country share": 1.0, "type word": 2.0,
    "indonesian": 1.5, "container": 3.0, "inside mentioned": 1.0, "same admin1": 1.0, "near": 2.0, "same country": 1.5,
    "admin3": -1.0,
}  # fmt: skip
"""What the weights are drawn towards: some features are rare in the corpora but sure in news (type words)."""
OUT = Path(resolve.__file__).parent / "weights.toml"
Case = tuple[NDArray[np.float64], NDArray[np.bool_], float]


def cases(data: Path, values: tuple[float, ...]) -> list[Case]:
    """(features of the candidates, which are right, weight of the case)."""
    out: list[Case] = []
    for corpus in corpora.CORPORA:
        mine = []
        for article in corpora.half(list(corpora.articles(data / "geoparse_dev", corpus)), "read"):
            tops = [t for t in article.toponyms if t.lat is not None]
            found = [given(article.text, (t.start, t.end), article.language) for t in tops]
            contain(article.text, sorted(found, key=lambda m: m.start), cues(article.language))
            options = resolve.Options(article.text, found, article.language)
            first = [resolve._softmax(rows, values) for rows in options.base]
            for top, candidates, rows in zip(tops, options.candidates, options.second(first), strict=True):
                assert top.lat is not None and top.lon is not None
                far = np.array([resolve.kilometres(top.lat, top.lon, c.lat, c.lon) for c in candidates])
                right = far <= 40 if (far <= 40).any() else far <= 161
                if right.any() and not right.all():
                    mine.append((np.array(rows), right))
        out += [(rows, right, 1000.0 / len(mine)) for rows, right in mine]
        print(corpus, len(mine), "cases to learn from")
    return out


def fit(data: list[Case], start: NDArray[np.float64], penalty: float = 10.0, steps: int = 400) -> NDArray[np.float64]:
    """Gradient ascent (Adam) on the log chance of the right candidates, with an L2 pull towards PRIOR."""
    prior = np.array([PRIOR.get(name, 0.0) for name in resolve.FEATURES])
    values, m, v = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, steps + 1):
        gradient = -penalty * (values - prior)
        for rows, right, weight in data:
            scores = rows @ values
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            good = chances * right
            good /= max(good.sum(), 1e-12)
            gradient += weight * ((good - chances) @ rows)
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        values = values + 0.03 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return values


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    values = np.array(resolve.weights())
    for _ in range(options.rounds):
        values = fit(cases(options.data, tuple(values)), values)
    lines = [
        "# Weights of the candidates' features in duta.places.resolve.",
        "# source: fitted by training/fit_places.py on the even articles of LGL, GeoVirus (CC BY) and inageoparser.",
        "[weights]",
        *(f'"{name}" = {value:.3f}' for name, value in zip(resolve.FEATURES, values, strict=True)),
    ]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
