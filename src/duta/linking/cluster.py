"""Grouping by average linkage: what looks like one event on average, and is nowhere forbidden to be one.

source: R. R. Sokal and C. D. Michener, A Statistical Method for Evaluating Systematic Relationships, 1958 (UPGMA). The result
depends on the mentions alone, not on their order: ties are broken by the mentions' ids.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, product

from duta.linking.compare import FORBIDDEN, Comparison, compare, weight
from duta.linking.mention import LONGEST, Mention

Group = tuple[Mention, ...]
"""Mentions of one event, by id."""
REMEMBERED = 2_000_000
"""Comparisons kept in memory, of about 200 bytes each."""


class Scale:
    """Weighs mentions and groups against each other; a person's splits forbid. Remembers what it has compared."""

    def __init__(self, apart: Iterable[frozenset[str]] = ()) -> None:
        self._apart = frozenset(apart)
        self._known: dict[tuple[str, str], float] = {}

    def weigh(self, a: Mention, b: Mention) -> float:
        """Log-odds that two mentions tell one event; minus infinity where that is forbidden."""
        key = (a.id, b.id) if a.id < b.id else (b.id, a.id)
        known = self._known.get(key)
        if known is None:
            known = FORBIDDEN if self._apart and frozenset(key) in self._apart else weight(a, b)
            if len(self._known) < REMEMBERED:
                self._known[key] = known
        return known

    def average(self, a: Sequence[Mention], b: Sequence[Mention]) -> float:
        """The mean weight over all pairs of two groups; minus infinity when one pair is forbidden."""
        total = 0.0
        for x in a:
            for y in b:
                total += self.weigh(x, y)
            if total == FORBIDDEN:
                break
        return total / (len(a) * len(b))

    def forget(self) -> None:
        """Free the memory of the comparisons made so far."""
        self._known.clear()

    def explain(self, mention: Mention, group: Group) -> tuple[Mention, Comparison] | None:
        """The member of the group that a mention agrees with most, and how; None when it is alone."""
        others = [(-self.weigh(mention, m), m.id, m) for m in group if m.id != mention.id]
        if not others:
            return None
        best = min(others, key=lambda o: o[:2])[2]
        return best, compare(mention, best)


def keys(mention: Mention) -> set[str]:
    """What a mention must share one of with another to be compared with it.

    A known name, a place below the country, the text, a name in the passage, two countries, or the roles of both sides
    (IDN/COP > IDN/CVL). One country is shared by half of a day's news; comparing all of that as well left every figure of the
    gold set as it is.
    """
    found = {f"copies {mention.copies}", *map(str, mention.names)}
    found.update(f"name {w.name}" for w in (*mention.actors, *mention.recipients) if w.name)
    sides = [sorted({f"{w.code}/{w.sector}" for w in side if w.code}) for side in (mention.actors, mention.recipients)]
    found.update(" > ".join(sorted(roles)) for roles in product(*(side or [""] for side in sides)))
    codes = {w.code for w in (*mention.actors, *mention.recipients) if w.code}
    if mention.place:
        if mention.place.resolution not in ("country", "region"):
            found.add(f"place {mention.place.name}")
        if mention.place.country:
            codes.add(mention.place.country)
    found.update(f"{a} + {b}" for a, b in combinations(sorted(codes), 2))
    return found


def told_keys(mention: Mention) -> set[str]:
    """Two things that a telling without a day must share with what it retells: parties and place, two by two.

    Pairs of mere codes count for those dated to a few days; what is dated to months or years must share a known name or a place
    below the country as well, for two countries do much to each other in a year.
    """
    people = {f"name {w.name}" for w in (*mention.actors, *mention.recipients) if w.name}
    place = mention.place
    if place and place.resolution not in ("country", "region"):
        people.add(f"place {place.name}")
    codes = {w.code for w in (*mention.actors, *mention.recipients) if w.code}
    codes |= {place.country} if place and place.country else set()
    found = {f"{a} + {b}" for a, b in combinations(sorted(people), 2)} | {f"{a} + {code}" for a in people for code in codes}
    if mention.first is None or mention.last is None or mention.last - mention.first < LONGEST:
        found |= {f"{a} + {b}" for a, b in combinations(sorted(codes), 2)}
    return found


def cluster(
    mentions: Sequence[Mention], scale: Scale, threshold: float = 0.0, by: Callable[[Mention], set[str]] = keys
) -> list[Group]:
    """Group mentions of one time whose average weight reaches `threshold`; only those that share a key (`by`) are compared."""
    groups: list[Group] = []
    for component in _components(mentions, scale, threshold, by):
        groups.extend(_agglomerate(component, scale, threshold) if len(component) > 1 else [tuple(component)])
    return sorted(groups, key=lambda g: g[0].id)


def _components(
    mentions: Sequence[Mention], scale: Scale, threshold: float, by: Callable[[Mention], set[str]]
) -> list[list[Mention]]:
    """Mentions connected by pairs that reach the threshold: no group ever reaches over two of these."""
    ordered = sorted(mentions, key=lambda m: m.id)
    index: dict[str, list[int]] = {}
    parent = list(range(len(ordered)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, mention in enumerate(ordered):
        shared = by(mention)
        for j in {j for key in shared for j in index.get(key, ())}:
            if scale.weigh(mention, ordered[j]) >= threshold:
                parent[find(i)] = find(j)
        for key in shared:
            index.setdefault(key, []).append(i)
    components: dict[int, list[Mention]] = {}
    for i, mention in enumerate(ordered):
        components.setdefault(find(i), []).append(mention)
    return list(components.values())


def _agglomerate(mentions: list[Mention], scale: Scale, threshold: float) -> list[Group]:
    """Join the two groups with the highest average weight until none reaches the threshold."""
    groups: dict[int, list[Mention]] = dict(enumerate([m] for m in mentions))
    sums = {(i, j): scale.weigh(mentions[i], mentions[j]) for j in groups for i in range(j)}
    heap = [(-weight, i, j) for (i, j), weight in sums.items() if weight >= threshold]
    heapq.heapify(heap)
    new = len(groups)
    while heap:
        _, i, j = heapq.heappop(heap)
        if i not in groups or j not in groups:
            continue
        joined = groups.pop(i) + groups.pop(j)
        for k, group in groups.items():
            total = sums[min(i, k), max(i, k)] + sums[min(j, k), max(j, k)]
            sums[k, new] = total
            mean = total / (len(joined) * len(group))
            if mean >= threshold:
                heapq.heappush(heap, (-mean, k, new))
        groups[new] = joined
        new += 1
    return [tuple(sorted(g, key=lambda m: m.id)) for g in groups.values()]
