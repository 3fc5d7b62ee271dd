"""How long linking a day's new mentions takes in a large store, on generated data.

    python benchmarks/linking_speed.py [--mentions 1000000] [--new 20000] [--store sqlite:////tmp/linking.sqlite] [--check]

The store is filled by the generator of `benchmarks/store.py` (ten years of days) and linked; then one more day comes, with
`--new` mentions that all happen on that day: the densest neighbourhood that linking can meet. `--check` fails above the ceiling
of two minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from duta.records import CodedArticle
from duta.store import open_store
from store import DAYS, START, Generator

CEILING_SECONDS = 120
EACH = 4
"""Mentions an article."""


def one_day(count: int) -> Iterator[CodedArticle]:
    """`count` mentions in articles that all appear on the day after the generator's last."""
    day = (START + timedelta(days=DAYS)).isoformat()
    for number, article in enumerate(Generator(seed=11).articles(count // EACH, EACH)):
        doc_id = f"new-{number:07d}"
        events = [
            e.model_copy(update={"id": f"{doc_id}-{i}", "doc_id": doc_id, "published": day, "date": day, "enddate": None})
            for i, e in enumerate(article.events)
        ]
        yield CodedArticle(article.document.model_copy(update={"id": doc_id, "published": day}), events)


def main() -> int:
    """Fill, link, add a day, link again; print the times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--new", type=int, default=20_000)
    parser.add_argument("--store", help="an existing store is used as it is, and only gets the new day")
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_store(args.store or f"sqlite:///{Path(folder) / 'bench.sqlite'}") as store:
        if not store.counts()["mentions"]:
            began = time.perf_counter()
            store.load(Generator().articles(args.mentions // EACH, EACH))
            loaded = time.perf_counter()
            first = store.link().counts
            took = time.perf_counter() - loaded
            print(f"filled in {loaded - began:.0f} s, first link {took:.0f} s ({args.mentions / took:.0f} mentions/s) {first}")
        store.load(one_day(args.new))
        began = time.perf_counter()
        counts = store.link().counts
        took = time.perf_counter() - began
        print(f"{args.new} new mentions into {store.counts()['mentions']}: {took:.1f} s {counts}")
    return int(args.check and took > CEILING_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
