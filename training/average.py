"""The weighted mean of trained judges: steadier than the last epoch of one run.

    python training/average.py OUT.pt WEIGHT JUDGE.pt [WEIGHT JUDGE.pt ...]

The judges must come from one another (`train_events.py --start`), or their weights do not mix.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch


def main() -> None:
    out, *rest = sys.argv[1:]
    weights = [float(w) for w in rest[::2]]
    saved = [torch.load(Path(p), weights_only=False) for p in rest[1::2]]
    total = sum(weights)
    judge = {
        k: (sum(w * s["judge"][k].float() for w, s in zip(weights, saved, strict=True)) / total).half()
        for k in saved[0]["judge"]
    }
    torch.save({"judge": judge, "labels": saved[0]["labels"]}, out)


if __name__ == "__main__":
    main()
