"""Which mentions tell which event: a function of the set of mentions and of people's decisions, and of nothing else.

In five steps, the first four of which look only a few days around, so that what arrives today changes nothing that lies farther
away than `CHANGES` days:

1. mentions whose text gives the day are grouped within the day;
2. a group joins a heavier one of the day before or after (news of one night carries two dates), if that one joins none itself;
3. mentions with no date but their article's are grouped within the day of publication and join what happened that day or the
   day before;
4. what is left of these joins a heavier rest of the day before or after;
5. tellings with a wider date ("last week", "in April", "in 2001") are grouped, and join what happened within their time if they
   share enough with it (`told_keys`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from duta.linking.cluster import Group, Scale, cluster, keys, told_keys
from duta.linking.compare import FORBIDDEN
from duta.linking.groups import Groups
from duta.linking.mention import LONGEST, Mention

CHANGES, READS = 7, 13
"""Days: a mention of one day changes the events of no mention farther away than the first, and these hang on no mention farther
away than the second (steps 2 and 4 look two days around each, step 3 one day; what they look at reaches one day farther)."""
OTHER_DAY = 1.0
"""Added to the threshold where the days differ by one: the day is then a witness against."""
PER_DAY = 0.2
"""A wider date is worth less: this times the logarithm of its days is added to the threshold."""
CLEAR = 0.5
"""By how much a retelling must fit one event better than any other."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word: two mentions tell one event (`merge`), or do not (`split`). A later word on the same pair replaces it."""

    kind: str
    a: str
    b: str
    person: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One event: its mentions by id, and the pairs that a person joined."""

    mentions: Group
    merged: tuple[Decision, ...] = ()

    @property
    def id(self) -> str:
        """The record id of the mention published first (then of the smallest id): it does not hang on the order of arrival."""
        first = min(self.mentions, key=lambda m: (m.published is None, m.published or 0, m.id))
        return first.id.rpartition("#")[2]


def partition(mentions: Iterable[Mention], decisions: Sequence[Decision] = ()) -> list[Told]:
    """The events that a set of mentions tells, by id. Every mention is in exactly one."""
    scale = Scale(splits(decisions))
    kinds: dict[str, list[Mention]] = {}
    for mention in mentions:
        kinds.setdefault(mention.kind, []).append(mention)
    groups: list[Group] = []
    for _, same in sorted(kinds.items()):
        news, retold = [m for m in same if not m.wide], [m for m in same if m.wide]
        groups.extend(retell(retold, tell(news, scale), scale))
        scale.forget()
    return merged(groups, decisions)


def splits(decisions: Sequence[Decision]) -> list[frozenset[str]]:
    """The pairs that stay apart by the last word said on them."""
    return [pair for pair, d in latest(decisions).items() if d.kind == "split"]


def latest(decisions: Sequence[Decision]) -> dict[frozenset[str], Decision]:
    """The last word on every pair; `decisions` in the order in which they were made."""
    return {frozenset((d.a, d.b)): d for d in decisions}


def tell(mentions: Sequence[Mention], scale: Scale) -> list[Group]:
    """Steps 1 to 4: group the mentions of one type and state that are not `wide`."""
    dated: dict[int, list[Mention]] = {}
    undated: dict[int, list[Mention]] = {}
    alone: list[Group] = []
    for mention in mentions:
        if mention.first is None:
            alone.append((mention,))
        else:
            (dated if mention.dated else undated).setdefault(mention.first, []).append(mention)

    events = _join_neighbours({day: cluster(same, scale) for day, same in dated.items()}, scale)
    index = _by_day(events)
    rest: dict[int, list[Group]] = {}
    joining: dict[int, list[Group]] = {}
    for day, same in sorted(undated.items()):
        near = sorted({*index.get(day, ()), *index.get(day - 1, ())})
        today = set(index.get(day, ()))
        for group in cluster(same, scale):
            best = _best(group, [(i, events[i], 0.0 if i in today else OTHER_DAY / 2) for i in near], scale)
            (rest.setdefault(day, []) if best is None else joining.setdefault(best, [])).append(group)
    events, refused = _gather(events, joining, scale)
    for group in refused:
        rest.setdefault(group[0].first or 0, []).append(group)
    events += _join_neighbours(rest, scale)
    return alone + events


def retell(mentions: Sequence[Mention], events: list[Group], scale: Scale) -> list[Group]:
    """Step 5: group the `wide` mentions of one type and state, and join each group to the event that it fits best.

    A group dated to less than `LONGEST` days joins the best event within them; an older retelling joins none where two fit
    about as well.
    """
    windows: dict[tuple[int, int], list[Mention]] = {}
    for mention in mentions:
        if mention.first is not None and mention.last is not None:
            windows.setdefault((mention.first, mention.last), []).append(mention)
    index: dict[str, set[int]] = {}
    for i, event in enumerate(events if windows else ()):
        for key in {k for m in event for k in told_keys(m)}:
            index.setdefault(key, set()).add(i)
    alone: list[Group] = []
    joining: dict[int, list[Group]] = {}
    for (first, last), same in sorted(windows.items()):
        needed = PER_DAY * log(last - first + 1)
        clear = 0.0 if last - first < LONGEST else CLEAR
        for group in cluster(same, scale, needed / 2, told_keys):
            met = sorted({i for m in group for k in told_keys(m) for i in index.get(k, ())})
            found = [i for i in met if any(m.first is not None and first <= m.first <= last for m in events[i])]
            best = _best(group, [(i, events[i], needed) for i in found], scale, clear)
            (alone if best is None else joining.setdefault(best, [])).append(group)
    events, refused = _gather(events, joining, scale)
    return events + alone + refused


def _by_day(events: list[Group]) -> dict[int, list[int]]:
    index: dict[int, list[int]] = {}
    for i, event in enumerate(events):
        for day in {m.first for m in event if m.first is not None}:
            index.setdefault(day, []).append(i)
    return index


def _best(group: Group, events: list[tuple[int, Group, float]], scale: Scale, clear: float = 0.0) -> int | None:
    """The event that the group fits best beyond what each needs; None when none does, or when another fits about as well."""
    fits = [(scale.average(group, event) - needed, event[0].id, i) for i, event, needed in events]
    fits = sorted((f for f in fits if f[0] >= 0.0), key=lambda f: (-f[0], f[1]))
    if not fits or (len(fits) > 1 and fits[0][0] - fits[1][0] < clear):
        return None
    return fits[0][2]


def _gather(events: list[Group], joining: Mapping[int, list[Group]], scale: Scale) -> tuple[list[Group], list[Group]]:
    """Events with the groups that join them, and the groups that may not: one that joined before them forbids it."""
    out: list[Group] = []
    refused: list[Group] = []
    for i, event in enumerate(events):
        for group in sorted(joining.get(i, ()), key=lambda g: (-len(g), g[0].id)):
            if scale.average(group, event) == FORBIDDEN:
                refused.append(group)
            else:
                event = _sum(event, group)
        out.append(event)
    return out, refused


def _sum(*groups: Group) -> Group:
    return tuple(sorted((m for g in groups for m in g), key=lambda m: m.id))


def _join_neighbours(days: Mapping[int, list[Group]], scale: Scale) -> list[Group]:
    """Join groups over midnight: each to the heaviest fitting group of the next days that is itself heavier than all it fits.

    Whether a group is such a peak is asked of its neighbours alone, so an event never runs over more than three days.
    """
    groups = [(day, group) for day, same in sorted(days.items()) for group in same]
    fitting: dict[int, list[int]] = {}
    index: dict[tuple[int, str], list[int]] = {}
    for i, (day, group) in enumerate(groups):
        shared = {key for m in group for key in keys(m)}
        for j in sorted({j for key in shared for j in index.get((day - 1, key), ())}):
            if scale.average(groups[j][1], group) >= OTHER_DAY:
                fitting.setdefault(i, []).append(j)
                fitting.setdefault(j, []).append(i)
        for key in shared:
            index.setdefault((day, key), []).append(i)

    def heaviness(i: int) -> tuple[int, int, str]:
        day, group = groups[i]
        return -len({m.copies for m in group}), day, group[0].id

    peaks = [i for i in range(len(groups)) if all(heaviness(i) < heaviness(j) for j in fitting.get(i, ()))]
    place = {i: n for n, i in enumerate(peaks)}
    joining: dict[int, list[Group]] = {}
    alone: list[Group] = []
    for i, (_, group) in enumerate(groups):
        if i not in place:
            best = min((j for j in fitting[i] if j in place), key=heaviness, default=None)
            (alone if best is None else joining.setdefault(place[best], [])).append(group)
    events, refused = _gather([groups[i][1] for i in peaks], joining, scale)
    return events + alone + refused


def merged(groups: Sequence[Group], decisions: Sequence[Decision]) -> list[Told]:
    """The events, with those joined that people joined, unless that would bring together what a person split."""
    home = {m.id: str(i) for i, group in enumerate(groups) for m in group}
    words = [d for d in latest(decisions).values() if d.a in home and d.b in home]
    union = Groups()
    done: list[Decision] = []
    for decision in sorted((d for d in words if d.kind == "merge"), key=lambda d: (d.a, d.b)):
        a, b = union.find(home[decision.a]), union.find(home[decision.b])
        parted = {frozenset((union.find(home[d.a]), union.find(home[d.b]))) for d in words if d.kind == "split"}
        if a == b or frozenset((a, b)) not in parted:
            union.join(a, b)
            done.append(decision)
    joined: dict[str, list[Group]] = {}
    for i, group in enumerate(groups):
        joined.setdefault(union.find(str(i)), []).append(group)
    said: dict[str, list[Decision]] = {}
    for decision in done:
        said.setdefault(union.find(home[decision.a]), []).append(decision)
    events = [Told(_sum(*parts), tuple(said.get(name, ()))) for name, parts in joined.items()]
    return sorted(events, key=lambda told: told.id)
