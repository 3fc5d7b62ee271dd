"""Which mentions can be touched by a change: what is connected with it by pairs that fit.

Every step of `partition` joins only what fits, so mentions that no chain of fitting pairs connects with a change keep their
events. That makes linking incremental: the connected ones alone are grouped again, with the same result as all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from duta.linking.cluster import Scale, keys, told_keys
from duta.linking.mention import Mention


def connected(seeds: Iterable[Mention], news: Sequence[Mention], scale: Scale) -> list[Mention]:
    """The mentions of `news` (one type and state, none `wide`) that chains of fitting pairs connect with the seeds, by id.

    Seeds need not be among `news` any more; those that are, are in the result. Only days next to each other are compared.
    """
    return _spread(seeds, news, scale, keys, lambda m: [m.first + d for d in (-1, 0, 1)] if m.first is not None else [])


def same_time(seeds: Iterable[Mention], retold: Sequence[Mention], scale: Scale) -> list[Mention]:
    """The mentions of `retold` (one type and state, all `wide`) connected with the seeds among those of the same first day."""
    return _spread(seeds, retold, scale, told_keys, lambda m: [m.first] if m.first is not None else [])


def _spread(
    seeds: Iterable[Mention],
    among: Sequence[Mention],
    scale: Scale,
    by: Callable[[Mention], set[str]],
    near: Callable[[Mention], list[int]],
) -> list[Mention]:
    index: dict[tuple[int, str], list[Mention]] = {}
    here: dict[str, Mention] = {m.id: m for m in among}
    for mention in among:
        if mention.first is not None:
            for key in by(mention):
                index.setdefault((mention.first, key), []).append(mention)
    frontier = list(seeds)
    found = {m.id: m for m in frontier if m.id in here}
    while frontier:
        mention = frontier.pop()
        candidates = {m.id: m for day in near(mention) for key in by(mention) for m in index.get((day, key), ())}
        for id, other in candidates.items():
            if id not in found and id != mention.id and scale.weigh(mention, other) >= 0.0:
                found[id] = other
                frontier.append(other)
    return [found[id] for id in sorted(found)]
