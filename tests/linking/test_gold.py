"""The gold set: judged as it says, free of text, and the floors hold."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    for name in ("linking", "linking_gold", "linking_scores"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("linking")


def test_every_pair_agrees_with_the_events_of_its_mentions(benchmark: ModuleType) -> None:
    gold, pairs = benchmark.read_gold()
    of = {g.mention.id: g for g in gold}
    assert len(pairs) >= 300
    assert all((of[p.a].event == of[p.b].event) == p.same and of[p.a].part == of[p.b].part == p.part for p in pairs)


def test_no_event_is_in_both_parts(benchmark: ModuleType) -> None:
    gold, _ = benchmark.read_gold()
    assert not {g.event for g in gold if g.part == "dev"} & {g.event for g in gold if g.part == "held"}


@pytest.mark.parametrize("part", ["dev", "held"])
def test_the_floors_hold_and_the_baselines_are_beaten(benchmark: ModuleType, part: str) -> None:
    gold, pairs = benchmark.read_gold()
    some, asked = [g for g in gold if g.part == part], [p for p in pairs if p.part == part]
    cubed, paired = benchmark.scores(benchmark.linked, some, asked)
    assert cubed.f1 >= benchmark.FLOORS["B-cubed F1"]
    assert paired.p >= benchmark.FLOORS["pairwise precision"]
    for baseline in (benchmark.exact_key, benchmark.same_title):
        its_cubed, its_paired = benchmark.scores(baseline, some, asked)
        assert cubed.f1 > its_cubed.f1
        assert paired.f1 > its_paired.f1


def test_b_cubed_of_a_known_case(benchmark: ModuleType) -> None:
    found = {"a": "1", "b": "1", "c": "1", "d": "2"}
    gold = {"a": "x", "b": "x", "c": "y", "d": "y"}
    rates = benchmark.b_cubed(found, gold)
    assert rates.p == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert rates.r == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)
