"""The accuracy gate: scores every gold set that is here and fails below the pinned floors.

    python benchmarks/gate.py [--update] [--allow-regression]

The project's own sets lie in `benchmarks/gold`; further sets count where `--gold DIR` (or the folder `../shared/gold`
beside the checkout) has them. `floors.json` pins, for each set and language, the floors with the set's SHA-256: a changed
set needs `--update`. `--update` raises floors to `result - MARGIN`; it lowers one only with `--allow-regression`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import duta
from duta.evaluation import Report, evaluate

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
BESIDE = HERE.parent.parent / "shared/gold"
MARGIN = 0.01
"""Below the measured value: int8 kernels differ a little between processors."""


def measured(report: Report) -> dict[str, float]:
    """What is pinned: F1 of T, TA, TAR and the accuracy of the fields with at least ten cases."""
    out = {name: value.f1 for name, value in report.levels.items()}
    out |= {name: right / of for name, (right, of) in report.fields.items() if of >= 10}
    return {k: round(v, 4) for k, v in out.items()}


def groups(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Passages by language, the project's own sets also by split (`dev` was read while writing rules, `kept` was not)."""
    out: dict[str, list[dict[str, Any]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        name = passage["language"] + (f".{passage['split']}" if "split" in passage else "")
        out.setdefault(name, []).append(passage)
    return out


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--gold", type=Path, default=BESIDE)
    ap.add_argument("--update", action="store_true")
    ap.add_argument("--allow-regression", action="store_true")
    a = ap.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    paths = sorted((HERE / "gold").glob("events-*.jsonl"))
    paths += [p for n in ("antara-dev", "leads-dev") if (p := a.gold / f"{n}.jsonl").exists()]
    coder, failures = duta.load(), []
    for path in paths:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        pinned = floors.setdefault(path.stem, {"sha256": digest, "floors": {}})
        if pinned["sha256"] != digest:
            if not a.update:
                failures.append(f"{path.name} changed since its floors were pinned: run with --update")
                continue
            pinned["sha256"] = digest
        for name, passages in groups(path).items():
            found = measured(evaluate(passages, coder.code))
            old = pinned["floors"].get(name, {})
            print(path.stem, name, " ".join(f"{k} {v:.3f}" for k, v in found.items()))
            for key, value in found.items():
                floor = old.get(key)
                if floor is not None and value < floor and not (a.update and a.allow_regression):
                    failures.append(f"{path.stem} {name} {key}: {value:.3f} is below its floor {floor:.3f}")
                if a.update:
                    new = round(value - MARGIN, 3)
                    old[key] = new if floor is None or new > floor or a.allow_regression else floor
            pinned["floors"][name] = old
    for failure in failures:
        print("FAILED", failure, file=sys.stderr)
    if a.update and not failures:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    print(f"{len(paths)} sets, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
