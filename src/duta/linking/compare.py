"""How much two mentions look like one event: agreement weights, field by field, with the reason in words.

source: I. P. Fellegi and A. B. Sunter, A Theory for Record Linkage, JASA 64 (1969): every field agrees to some level, every
level has a weight (a logarithm of odds), and the sum decides. Fields are taken as independent given the answer; the weights
were fitted together on the gold pairs, which corrects for where they are not (see `weights.toml`, `benchmarks/linking.py`).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

from duta.linking.mention import Mention, Where, Who

MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Types whose two sides do the same: who stands first is the reporter's choice."""
NEAR_KM, APART_KM = 15.0, 40.0
"""Points nearer than the first are one town; points farther apart than the second are two places."""


FORBIDDEN = float("-inf")
KM_A_DEGREE = 111.0
"""Of latitude."""
NEWS_DAYS = 3
"""An act is news for so many days; a text that dates it farther back recalls it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing two mentions gave."""

    weight: float
    """Logarithm of the odds that they tell one event, the prior in it."""
    levels: tuple[tuple[str, str], ...]
    """(field, level) in fixed order: the features the weights are fitted to."""
    veto: str | None = None
    """Why the two can never be one event, whatever else agrees; None when they can."""

    @property
    def reason(self) -> str:
        """The comparison in words, for `event_mention.reason`."""
        if self.veto:
            return self.veto
        words = [f"{field} {level}" for field, level in self.levels if level not in ("unknown", "unequal")]
        return f"{'; '.join(words)} (weight {self.weight:+.1f})"


@cache
def weights() -> dict[tuple[str, str], float]:
    """The weight of every (field, level), and of ("all", "prior"), from `weights.toml`."""
    table = tomllib.loads((files(__package__) / "weights.toml").read_text(encoding="utf-8"))
    return {(field, level): float(weight) for field, levels in table.items() for level, weight in levels.items()}


def compare(a: Mention, b: Mention) -> Comparison:
    """Compare two mentions; symmetric. Whether their days can be one is asked in `partition.py`."""
    veto = _veto(a, b)
    if veto:
        return Comparison(FORBIDDEN, (), veto)
    return Comparison(weight(a, b), _levels(a, b))


def weight(a: Mention, b: Mention) -> float:
    """The weight of `compare` alone, without its reasons: minus infinity where there is a veto."""
    if a.type != b.type or a.state != b.state or _apart(a.place, b.place):
        return FORBIDDEN
    table = weights()
    return table[("all", "prior")] + table[("type", a.type)] + sum([table[level] for level in _levels(a, b)])


def _levels(a: Mention, b: Mention) -> tuple[tuple[str, str], ...]:
    return (
        ("mode", _overlap(a.modes, b.modes)),
        *_parties(a, b),
        ("place", _place(a.place, b.place)),
        ("day", _day(a, b)),
        ("names", _shared(a.names, b.names, (1, 2, 3))),
        ("story", _story(a, b)),
        ("size", _sizes(a, b)),
        ("trigger", "same" if a.trigger == b.trigger and a.language == b.language else "unequal"),
        ("context", _overlap(a.contexts, b.contexts)),
    )


def _veto(a: Mention, b: Mention) -> str | None:
    if a.type != b.type:
        return f"types differ: {a.type} and {b.type}"
    if a.state != b.state:
        return f"one is {a.state}, the other {b.state}"
    if a.place and b.place and _apart(a.place, b.place):
        return f"{a.place.name} and {b.place.name} are {distance(a.place, b.place):.0f} km apart"
    return None


def _apart(a: Where | None, b: Where | None) -> bool:
    if a is None or b is None or not a.is_point or not b.is_point or a.name == b.name:
        return False
    assert a.lat is not None and b.lat is not None
    return abs(a.lat - b.lat) * KM_A_DEGREE > APART_KM or distance(a, b) > APART_KM


def _day(a: Mention, b: Mention) -> str:
    if a.wide or b.wide:
        return "within a wider time"
    if not (a.dated and b.dated):
        return "same"
    return "recalled in both texts" if _recalled(a) and _recalled(b) else "same in both texts"


def _recalled(mention: Mention) -> bool:
    """True when the text dates the act to a day that was no news any more: few days are remembered, and for one thing each."""
    return mention.last is not None and mention.published is not None and mention.published - mention.last > NEWS_DAYS


def _parties(a: Mention, b: Mention) -> tuple[tuple[str, str], ...]:
    if a.type in MUTUAL:
        straight = _side(a.actors, b.actors), _side(a.recipients, b.recipients)
        crossed = _side(a.actors, b.recipients), _side(a.recipients, b.actors)
        table = weights()  # crossed either way round: which mention comes first must not matter
        best = max(straight, crossed, crossed[::-1], key=lambda s: (table[("actor", s[0])] + table[("recipient", s[1])], s))
        return ("actor", best[0]), ("recipient", best[1])
    return ("actor", _side(a.actors, b.actors)), ("recipient", _side(a.recipients, b.recipients))


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a mention, taken apart once: mentions are compared by the million."""

    names: frozenset[str]
    codes: frozenset[str]
    roles: frozenset[tuple[str, str | None]]
    sectors: frozenset[str]
    unnamed: frozenset[str]
    """Codes of participants without a name."""
    all_coded: bool


@lru_cache(maxsize=200_000)
def _taken_apart(side: frozenset[Who]) -> _Side:
    return _Side(
        names=frozenset(w.name for w in side if w.name),
        codes=frozenset(w.code for w in side if w.code),
        roles=frozenset((w.code, w.sector) for w in side if w.code),
        sectors=frozenset(w.sector for w in side if w.sector),
        unnamed=frozenset(w.code for w in side if w.code and w.name is None),
        all_coded=all(w.code for w in side),
    )


def _side(a: frozenset[Who], b: frozenset[Who]) -> str:
    """How far two sets of participants agree: the best agreement of any two."""
    if not a or not b:
        return "unknown"
    x, y = _taken_apart(a), _taken_apart(b)
    if not x.names.isdisjoint(y.names):
        return "same name"
    codes = x.codes & y.codes
    if codes:
        if x.names and y.names and codes.isdisjoint(x.unnamed) and codes.isdisjoint(y.unnamed):
            return "same country, other name"
        return "same code" if x.roles.isdisjoint(y.roles) else "same code and sector"
    if x.all_coded and y.all_coded:
        return "other"
    return "other sector" if x.sectors.isdisjoint(y.sectors) else "same sector"


def _place(a: Where | None, b: Where | None) -> str:
    if a is None or b is None:
        return "unknown"
    if a.is_point and b.is_point:
        return "same town" if a.name == b.name or distance(a, b) <= NEAR_KM else "neighbouring"
    if a.country and b.country and a.country != b.country:
        return "other country"
    if a.name == b.name:
        return "same country" if "country" in (a.resolution, b.resolution) else "same region"
    if a.admin1 and b.admin1:
        return "same region" if a.admin1 == b.admin1 else "other region"
    return "compatible" if a.country and b.country else "unknown"


def distance(a: Where, b: Where) -> float:
    """Kilometres between two points, on a sphere of 6371 km."""
    assert a.lat is not None and a.lon is not None and b.lat is not None and b.lon is not None
    x1, y1, x2, y2 = map(radians, (a.lat, a.lon, b.lat, b.lon))
    h = sin((x2 - x1) / 2) ** 2 + cos(x1) * cos(x2) * sin((y2 - y1) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(min(1.0, h)))


def _overlap(a: frozenset[str], b: frozenset[str]) -> str:
    if not a or not b:
        return "unknown"
    return "shared" if a & b else "other"


def _shared(a: frozenset[int], b: frozenset[int], steps: tuple[int, int, int]) -> str:
    if not a or not b:
        return "unknown"
    shared = len(a & b)
    return "none" if shared < steps[0] else "some" if shared < steps[1] else "several" if shared < steps[2] else "many"


def _story(a: Mention, b: Mention) -> str:
    if a.doc_id == b.doc_id:
        return "same article"
    if a.copies == b.copies:
        return "copies of one text"
    return _shared(a.lead, b.lead, (2, 4, 7))


def _sizes(a: Mention, b: Mention) -> str:
    if not a.sizes or not b.sizes:
        return "unknown"
    if a.sizes & b.sizes:
        return "same figure"
    return "other figure" if {kind for kind, _ in a.sizes} & {kind for kind, _ in b.sizes} else "unknown"
