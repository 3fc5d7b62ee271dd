"""The accuracy gate: scores every gold set that is here and fails below the pinned floors.

    python benchmarks/gate.py [--only events|places|times] [--update] [--allow-regression]

The project's own sets lie in `benchmarks/gold`; further sets count where `--shared DIR` (or the folder `../shared` beside
the checkout) has them; those that are not there are skipped. `floors.json` pins, for each set and group, the floors with the
set's SHA-256: a changed set needs `--update`. `--update` raises floors to what is found less a margin; it lowers one only with
`--allow-regression`. Places and times count on the half of each corpus that was neither read nor fitted on.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import duta
import places
import times
from duta.evaluation import Report, evaluate
from floors import Floors, digest

HERE = Path(__file__).parent
BESIDE = HERE.parent.parent / "shared"
KINDS = ("events", "places", "times")
EVENT_MARGIN, CASES = 0.03, 30
"""Two or three events of a set: what another processor's int8 kernels may change. Fields with fewer cases are not pinned."""
PLACES = {"LGL": "lgl.xml", "GeoVirus": "GeoVirus.xml", "inageoparser": "inageoparser_small_corpus.txt"}


def measured(report: Report) -> dict[str, float]:
    """What is pinned: F1 of T, TA, TAR and the accuracy of the fields with enough cases."""
    out = {name: value.f1 for name, value in report.levels.items()}
    out |= {name: right / of for name, (right, of) in report.fields.items() if of >= CASES}
    return {k: round(v, 4) for k, v in out.items()}


def groups(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Passages by language, the project's own sets also by split (`dev` was read while writing rules, `kept` was not)."""
    out: dict[str, list[dict[str, Any]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        name = passage["language"] + (f".{passage['split']}" if "split" in passage else "")
        out.setdefault(name, []).append(passage)
    return out


def check_events(floors: Floors, shared: Path) -> None:
    paths = sorted((HERE / "gold").glob("events-*.jsonl"))
    paths += [p for n in ("antara-dev", "leads-dev") if (p := shared / "gold" / f"{n}.jsonl").exists()]
    coder = duta.load()
    for path in paths:
        if floors.open(path.stem, digest([path])):
            for name, passages in groups(path).items():
                floors.check(path.stem, name, measured(evaluate(passages, coder.code)), EVENT_MARGIN)


def check_places(floors: Floors, shared: Path) -> None:
    for corpus, file in PLACES.items():
        path = shared / "data/geoparse_dev" / file
        if path.exists() and floors.open(f"places-{corpus}", digest([path])):
            articles = places.half(list(places.articles(path.parent, corpus)), "report")
            found = places.score(articles)
            floors.check(f"places-{corpus}", articles[0].language, {k: round(found[k], 4) for k in ("accuracy", "F1", "span F1")})


def check_times(floors: Floors, shared: Path) -> None:
    sets = []
    if files := sorted((shared / "data/tempeval3_train").glob("[!.]*.tml")):
        sets.append(("times-tempeval3", "en", files, times.tempeval(files[0].parent)[1::2]))
    if (shared / "data/news_id").is_dir():
        sets.append(("times-id", "id.gate", [times.GOLD], times.indonesian(shared / "data", "gate")))
    for name, group, files, cases in sets:
        if floors.open(name, digest(files)):
            found = times.score(cases)
            floors.check(name, group, {k: round(found[k], 4) for k in ("value", "relaxed", "strict")})


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=BESIDE)
    ap.add_argument("--only", choices=KINDS, action="append", help="may be repeated")
    ap.add_argument("--update", action="store_true")
    ap.add_argument("--allow-regression", action="store_true")
    a = ap.parse_args()
    floors = Floors(HERE / "floors.json", a.update, a.allow_regression)
    checks = dict(zip(KINDS, (check_events, check_places, check_times), strict=True))
    for kind in a.only or KINDS:
        checks[kind](floors, a.shared)
    for failure in floors.failures:
        print("FAILED", failure, file=sys.stderr)
    floors.save()
    print(f"{floors.sets} sets, {len(floors.failures)} failures")
    return 1 if floors.failures else 0


if __name__ == "__main__":
    sys.exit(main())
