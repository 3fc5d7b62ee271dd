"""Integrity of the Indonesian gold set and, where the articles are at hand, of its offsets."""

from __future__ import annotations

import csv
import gzip
import itertools
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "benchmarks/gold/times-id.tsv"
ARTICLES = ROOT.parent / "shared/data/news_id"
DAY = r"(\d{4}|XXXX)(-(\d\d|XX)(-(\d\d|XX))?|-W(\d\d|XX)(-WE|-\d)?|-[QH]\d|-(SP|SU|FA|WI))?"
VALUE = re.compile(
    rf"{DAY}(T(\d\d(:\d\d)?|DT|MO|MI|AF|EV|NI)?)?(/{DAY})?|\d{{2,3}}|(PAST|PRESENT|FUTURE)_REF"
    r"|P(T?(\d+(\.\d+)?|X)(Y|M|W|D|H|S|DE|CE|WE))+|P(\d+|X)(Y|M|W|D)T?.*"
)
Row = dict[str, str]


def rows() -> list[Row]:
    with GOLD.open(encoding="utf8") as lines:
        return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def times() -> list[Row]:
    return [r for r in rows() if r["type"] != "-"]


def test_three_hundred_expressions_in_two_halves() -> None:
    counts = Counter(r["part"] for r in times())
    assert set(counts) == {"development", "gate"}
    assert min(counts.values()) >= 150


def test_an_article_is_in_one_half_only() -> None:
    halves = defaultdict(set)
    for row in rows():
        halves[row["article"]].add(row["part"])
    assert [a for a, parts in halves.items() if len(parts) > 1] == []


def test_types_and_values_are_timeml() -> None:
    bad = [r for r in times() if r["type"] not in ("DATE", "TIME", "DURATION", "SET") or not VALUE.fullmatch(r["value"])]
    assert bad == []


def test_durations_and_sets_have_durations_or_patterns_as_values() -> None:
    assert [r for r in times() if r["type"] == "DURATION" and not r["value"].startswith("P")] == []
    assert [r for r in times() if r["type"] == "TIME" and "T" not in r["value"]] == []


def test_expressions_lie_in_their_passage_and_apart() -> None:
    passages = defaultdict(list)
    for row in times():
        assert int(row["from"]) <= int(row["start"]) < int(row["end"]) <= int(row["to"]), row
        passages[row["article"]].append((int(row["start"]), int(row["end"])))
    for spans in passages.values():
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(sorted(spans)))


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles are not at hand")
def test_expressions_begin_and_end_with_words_of_the_article() -> None:
    texts = {}
    for path in ARTICLES.glob("*.jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf8") as lines:
            texts |= {a["id"]: a["text"] for a in map(json.loads, lines)}
    for row in times():
        words = texts[row["article"]][int(row["start"]) : int(row["end"])]
        assert words == words.strip() and "\n" not in words, row
