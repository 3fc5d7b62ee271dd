"""Pinned floors: what a set must reach, with the SHA-256 of what was measured on. Used by `gate.py`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MARGIN = 0.01
"""Below the measured value: int8 kernels differ a little between processors."""


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 of the files' bytes, one after the other."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes())
    return whole.hexdigest()


@dataclass
class Floors:
    """The floors of `path`; with `update` they rise to what is measured less a margin, and fall only with `allow_regression`."""

    path: Path
    update: bool = False
    allow_regression: bool = False
    failures: list[str] = field(default_factory=list)
    sets: int = 0

    def __post_init__(self) -> None:
        self.pinned: dict[str, dict[str, Any]] = json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}

    def open(self, name: str, sha256: str) -> bool:
        """Take up a set; False, and a failure, when it is not the one whose floors were pinned."""
        self.sets += 1
        entry = self.pinned.setdefault(name, {"sha256": sha256, "floors": {}})
        if entry["sha256"] != sha256 and not self.update:
            self.failures.append(f"{name} changed since its floors were pinned: run with --update")
            return False
        entry["sha256"] = sha256
        return True

    def check(self, name: str, group: str, found: dict[str, float], margin: float = MARGIN) -> None:
        """Compare one group of a set with its floors; an update pins them `margin` below what is found."""
        print(name, group, " ".join(f"{k} {v:.3f}" for k, v in found.items()))
        old = self.pinned[name]["floors"].setdefault(group, {})
        for key, value in found.items():
            floor = old.get(key)
            if floor is not None and value < floor and not (self.update and self.allow_regression):
                self.failures.append(f"{name} {group} {key}: {value:.3f} is below its floor {floor:.3f}")
            if self.update:
                new = round(value - margin, 3)
                old[key] = new if floor is None or new > floor or self.allow_regression else floor

    def save(self) -> None:
        """Write the floors, if they were to be updated and nothing failed."""
        if self.update and not self.failures:
            self.path.write_text(json.dumps(self.pinned, indent=1) + "\n", encoding="utf-8")
