"""How well linking finds the events that the gold mentions tell.

    python benchmarks/linking.py [--check] [--errors]

Scores duta and two baselines on the development part and on the held part of `gold/links.jsonl`. `--check` fails below the
floors on all of it together. For speed see `linking_speed.py`.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Callable, Sequence

from duta.linking import compare, partition
from duta.linking.groups import Groups
from linking_gold import GoldMention, GoldPair, read_gold
from linking_scores import Rates, b_cubed, pairwise

FLOORS = {"B-cubed F1": 0.85, "pairwise precision": 0.90}
ALIKE = 0.5
"""Jaccard similarity of titles from which on the baseline takes two mentions of one type for one event: of 0.2 to 0.8, B-cubed is no
better than here."""

Grouping = Callable[[Sequence[GoldMention]], dict[str, str]]


def linked(gold: Sequence[GoldMention]) -> dict[str, str]:
    """Mention id to event by duta."""
    return {m.id: told.mentions[0].id for told in partition(g.mention for g in gold) for m in told.mentions}


def exact_key(gold: Sequence[GoldMention]) -> dict[str, str]:
    """Baseline: type, codes of actors and recipients, and day are the same."""

    def codes(side: str, g: GoldMention) -> list[str]:
        return sorted(w.code or "" for w in getattr(g.mention, side))

    return {g.mention.id: f"{g.mention.type} {g.mention.first} {codes('actors', g)} {codes('recipients', g)}" for g in gold}


def same_title(gold: Sequence[GoldMention]) -> dict[str, str]:
    """Baseline: the type is the same and the titles are alike."""
    union = Groups()
    for a, b in itertools.combinations(gold, 2):
        if a.mention.type == b.mention.type and len(a.title & b.title) >= ALIKE * len(a.title | b.title):
            union.join(a.mention.id, b.mention.id)
    return {g.mention.id: union.find(g.mention.id) for g in gold}


SYSTEMS: dict[str, Grouping] = {"exact key": exact_key, "title similarity": same_title, "duta": linked}


def scores(system: Grouping, gold: Sequence[GoldMention], pairs: Sequence[GoldPair]) -> tuple[Rates, Rates]:
    """B-cubed over the mentions, and precision and recall over the pairs."""
    found = system(gold)
    of_pairs = pairwise((found[p.a] == found[p.b] for p in pairs), (p.same for p in pairs))
    return b_cubed(found, {g.mention.id: g.event for g in gold}), of_pairs


def main() -> int:
    """Print the table; 1 when `--check` finds a figure below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--errors", action="store_true", help="also list the wrong pairs of the development part")
    args = parser.parse_args()
    gold, pairs = read_gold()
    measured: dict[str, float] = {}
    for part in ("dev", "held", "all"):
        some = [g for g in gold if part in (g.part, "all")]
        asked = [p for p in pairs if part in (p.part, "all")]
        print(f"{part}: {len(some)} mentions, {len({g.event for g in some})} events, {len(asked)} pairs")
        for name, system in SYSTEMS.items():
            cubed, paired = scores(system, some, asked)
            print(
                f"  {name:17} B-cubed P {cubed.p:.3f} R {cubed.r:.3f} F1 {cubed.f1:.3f}   "
                f"pairs P {paired.p:.3f} R {paired.r:.3f} F1 {paired.f1:.3f}"
            )
            if part == "all" and name == "duta":
                measured = {"B-cubed F1": cubed.f1, "pairwise precision": paired.p}
    if args.errors:
        show_errors([g for g in gold if g.part == "dev"], [p for p in pairs if p.part == "dev"])
    low = [f"{name} {measured[name]:.3f} is below {floor}" for name, floor in FLOORS.items() if measured[name] < floor]
    print("\n".join(low))
    return int(args.check and bool(low))


def show_errors(gold: Sequence[GoldMention], pairs: Sequence[GoldPair]) -> None:
    """Print every pair that duta joins or parts wrongly, with its comparison."""
    found, mentions = linked(gold), {g.mention.id: g.mention for g in gold}
    for pair in pairs:
        if (found[pair.a] == found[pair.b]) != pair.same:
            word = "parted" if pair.same else "joined"
            print(f"{word} {pair.a} {pair.b}: {compare(mentions[pair.a], mentions[pair.b]).reason}")


if __name__ == "__main__":
    sys.exit(main())
