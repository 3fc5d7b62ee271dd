"""Articles a second of the whole line on one core, the share of time by stage, and the rules path beside it.

    python benchmarks/speed.py ARTICLES.jsonl[.gz] [--limit 200]

An average article is 25 sentences: the figure given is per 25 sentences, so that it does not hang on the articles chosen.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duta
import duta.line
from duta.parsing import Reader
from duta.reading import read
from duta.records import Document

AVERAGE = 25


class Clock:
    """Seconds spent inside functions, by stage; what one stage spends inside another counts for the inner one."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def wrap(self, holder: Any, name: str, stage: str) -> None:
        plain: Callable[..., Any] = getattr(holder, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            self._inner.append(0.0)
            try:
                return plain(*args, **kwargs)
            finally:
                spent = time.perf_counter() - start
                self.seconds[stage] += spent - self._inner.pop()
                if self._inner:
                    self._inner[-1] += spent

        setattr(holder, name, timed)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("articles", type=Path)
    ap.add_argument("--limit", type=int, default=200)
    a = ap.parse_args()
    documents = [d for d in read([a.articles]) if isinstance(d, Document)][: a.limit]
    clock = Clock()
    for name, stage in (
        ("restore", "restoring"), ("Reader", "actors"), ("find_places", "places"), ("find_times", "times"),
        ("code_article", "coding"), ("detect", "language"),
    ):  # fmt: skip
        clock.wrap(duta.line, name, stage)
    clock.wrap(Reader, "read", "parsing")
    clock.wrap(Reader, "judge", "judging")
    rates = {}
    for engine in ("model", "rules"):
        coder = duta.load(engine=engine)
        list(coder.code(documents[0]))
        clock.seconds.clear()
        start, sentences, events = time.perf_counter(), 0, 0
        for document in documents:
            coded = coder.explain(document)
            sentences += len(coded.sentences)
            events += len(coded.events)
        spent = time.perf_counter() - start
        rates[engine] = sentences / spent / AVERAGE
        print(f"{engine}: {len(documents)} articles, {sentences} sentences, {events} events in {spent:.1f} s: "
              f"{rates[engine]:.2f} articles of {AVERAGE} sentences a second")  # fmt: skip
        for stage, value in sorted(clock.seconds.items(), key=lambda x: -x[1]):
            print(f"  {stage:10} {value / spent:6.1%}")
    print(f"model to rules: {rates['model'] / rates['rules']:.2f}")


if __name__ == "__main__":
    main()
