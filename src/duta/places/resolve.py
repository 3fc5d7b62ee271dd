"""Choose what a place name means: a linear score over the candidates, learnt weights, softmax as confidence.

The features are those of the toponym-resolution literature (population, the smallest-area and co-mention heuristics of
Leidner 2007, containment of "X, Y"), the weights a conditional logit fitted by `training/fit_places.py`.
"""

from __future__ import annotations

import collections
import math
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

from duta.places.gazetteer import KINDS, Candidate, Unit, gazetteer, holders, lies_in
from duta.places.mention import Mention
from duta.places.mentions import country_codes
from duta.places.names import key_of
from duta.records import Place

FEATURES = (
    "size", "country", "region", "admin1", "admin2", "admin3", "city", "feature", "main name", "inexact",
    "largest", "named country", "country share", "type word", "indonesian", "american", "container", "inside mentioned",
    "same admin1", "near", "same country",
)  # fmt: skip


SMALL = 15.0
"""log2 of the people of a place too small to be named without its surroundings."""
SEAT = 2.5
"""A city at most this much (in log2) smaller than the province of its name is what the bare name means."""


@cache
def weights() -> tuple[float, ...]:
    """The fitted weights of `weights.toml`, in the order of FEATURES."""
    data = tomllib.loads(resources.files("duta.places").joinpath("weights.toml").read_text(encoding="utf8"))
    return tuple(float(data["weights"][name]) for name in FEATURES)


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine, mean radius 6371 km)."""
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


class Options:
    """The candidates of every mention of one text, with their features; scored in two rounds."""

    def __init__(self, text: str, found: Sequence[Mention], language: str) -> None:
        self.found = found
        self.language = language
        named = country_codes(text, language)
        self.shares = collections.Counter(code for _, _, code, _ in named if code)
        self.total = max(sum(self.shares.values()), 1)
        self.names = [key_of(m.name) for m in found]
        self.candidates = [_candidates(m) for m in found]
        self.containers: dict[str, frozenset[Unit]] = collections.defaultdict(frozenset)
        units = {name: holders(options) for name, options in zip(self.names, self.candidates, strict=True)}
        for mention in found:  # the container of one mention counts for every mention of that name
            if mention.container and (held := key_of(mention.container)) != key_of(mention.name):
                self.containers[key_of(mention.name)] |= units.get(held) or holders(gazetteer().lookup(held))
        self.base = []
        for mention, name, options in zip(found, self.names, self.candidates, strict=True):
            others = frozenset[Unit]().union(*(u for other, u in units.items() if other != name))
            top = max((c.size for c in options), default=0.0)
            self.base.append([self._features(mention, name, c, top, others) for c in options])

    def _features(self, mention: Mention, name: str, c: Candidate, top: float, others: frozenset[Unit]) -> list[float]:
        share = self.shares.get(c.country, 0) / self.total if c.country else 0.0
        around = lies_in(c)
        typed = 0.0
        if mention.kinds:
            typed = 1.0 if c.kind in mention.kinds else -1.0
        return [
            c.size / 10,
            *(float(c.kind == k) for k in KINDS),
            float(c.main),
            float(not c.exact),
            float(c.size == top),
            float(bool(mention.country) and c.kind == "country" and c.country == mention.country),
            share,
            typed,
            float(self.language == "id" and c.country == "IDN"),
            float(self.language == "en" and c.country == "USA"),
            float(bool(around & self.containers[name])),
            float(any(unit in others for unit in around if unit[1])),
            0.0, 0.0, 0.0,
        ]  # fmt: skip

    def score(self, values: Sequence[float]) -> list[list[float]]:
        """Softmax probabilities of every mention's candidates: alone first, then with what the others probably are."""
        first = [_softmax(rows, values) for rows in self.base]
        return [_softmax(rows, values) for rows in self.second(first)]

    def second(self, first: list[list[float]]) -> list[list[list[float]]]:
        """The features with those that look at the other mentions' first choices."""
        best: dict[str, tuple[Candidate, float]] = {}
        for name, options, chances in zip(self.names, self.candidates, first, strict=True):
            if options:
                top = max(range(len(options)), key=chances.__getitem__)
                if name not in best or chances[top] > best[name][1]:
                    best[name] = (options[top], chances[top])
        out = []
        for name, options, rows in zip(self.names, self.candidates, self.base, strict=True):
            others = [(c, p) for other, (c, p) in best.items() if other != name]
            local = [(c, p) for c, p in others if c.kind not in ("country", "region")]
            weight = sum(p for _, p in others) or 1.0
            filled = []
            for c, row in zip(options, rows, strict=True):
                same1 = sum(p for o, p in others if o.admin1 and o.admin1 == c.admin1 and o.country == c.country)
                near = 0.0
                for o, p in local:
                    distance = kilometres(c.lat, c.lon, o.lat, o.lon)
                    if o.entry == c.entry or distance < 0.5:
                        continue
                    near = max(near, p * math.exp(-distance / 200))
                same = sum(p for o, p in others if o.country and o.country == c.country)
                filled.append([*row[:-3], math.log1p(same1), near, same / weight])
            out.append(filled)
        return out


def _softmax(rows: list[list[float]], values: Sequence[float]) -> list[float]:
    scores = [sum(v * x for v, x in zip(values, row, strict=True)) for row in rows]
    top = max(scores, default=0.0)
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


def _candidates(mention: Mention) -> list[Candidate]:
    """What the name may mean; a type word's kinds are a constraint where one of them is there."""
    options = gazetteer().lookup(mention.name)
    if mention.country:
        country = gazetteer().country(mention.country)
        options = [c for c in options if c.kind != "country"] + ([country] if country else [])
    if mention.kinds:
        typed = [c for c in options if c.kind in mention.kinds]
        options = typed if typed or mention.kinds == ("feature",) else options
    if len(options) > 60:
        options = sorted(options, key=lambda c: (-c.size, c.entry))[:60]
    return options


def resolve(text: str, found: Sequence[Mention], language: str) -> list[Place]:
    """One `Place` for each mention, unresolved ones with `name` None and confidence 0."""
    options = Options(text, found, language)
    out: list[Place] = []
    for mention, candidates, chances in zip(found, options.candidates, options.score(weights()), strict=True):
        if not candidates:
            out.append(Place(mention.start, mention.end, mention.text, rule="not in the gazetteer"))
            continue
        top = _seat(mention, candidates, max(range(len(candidates)), key=chances.__getitem__))
        if _elsewhere(candidates[top], options.containers.get(key_of(mention.name), frozenset())):
            why = f"no {mention.name} of the gazetteer lies in {mention.container}"
            out.append(Place(mention.start, mention.end, mention.text, rule=why))
            continue
        out.append(_place(mention, candidates, top, chances))
    return _inside(found, out)


def _elsewhere(c: Candidate, held: frozenset[Unit]) -> bool:
    """Is this small place not in the province or county that the text puts it into ("Pesing, Jakarta Barat")?"""
    return c.size < SMALL and any(unit[1] for unit in held) and not lies_in(c) & held


def _seat(mention: Mention, candidates: list[Candidate], top: int) -> int:
    """Ankara is the city, not its province, unless a type word says so: where the city holds most of the people."""
    chosen = candidates[top]
    if chosen.kind not in ("admin1", "admin2") or mention.kinds or mention.direction or chosen.country == "USA":
        return top  # the American press says New York City
    seats = [
        i
        for i, c in enumerate(candidates)
        if c.kind == "city" and c.main and c.country == chosen.country and c.size > chosen.size - SEAT
    ]
    return max(seats, key=lambda i: candidates[i].size, default=top)


def _inside(found: Sequence[Mention], places: list[Place]) -> list[Place]:
    """A name that the gazetteer lacks takes the point of the place that the text puts it into ("Desa X, Kecamatan Y")."""
    by_name = {m.name: p for m, p in zip(found, places, strict=True) if p.name}
    out = []
    for mention, place in zip(found, places, strict=True):
        holder = by_name.get(mention.container)
        if place.name is None and holder:
            place = replace(
                holder,
                start=place.start,
                end=place.end,
                text=place.text,
                geonameid=None,
                confidence=round(holder.confidence * 0.6, 3),
                rule=f"{place.rule}, the point of {holder.name} that holds it",
            )
        out.append(place)
    return out


def _place(mention: Mention, candidates: list[Candidate], top: int, chances: list[float]) -> Place:
    chosen = candidates[top]
    # other entries of the same spot (Kota Bandung and Bandung) are no rivals
    near = sum(p for c, p in zip(candidates, chances, strict=True) if kilometres(c.lat, c.lon, chosen.lat, chosen.lon) < 50)
    why = f"{len(candidates)} candidates" if len(candidates) > 1 else "only candidate"
    if mention.container:
        why += f", {mention.name} in {mention.container}"
    if mention.kinds and not mention.country:
        why += ", by type word"
    if not chosen.exact:
        why += ", point of the unit above"
    resolution = chosen.kind
    if mention.direction:
        resolution, why = "region", f"{why}, {mention.direction} part of {chosen.name}"
    return Place(
        mention.start,
        mention.end,
        mention.text,
        name=chosen.name,
        geonameid=chosen.geonameid,
        lat=chosen.lat,
        lon=chosen.lon,
        country_code=chosen.country or None,
        admin1=chosen.admin1 or None,
        admin2=chosen.admin2 or None,
        resolution=resolution,
        confidence=round(near * mention.strength, 3),
        rule=why,
    )
