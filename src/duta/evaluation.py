"""Scores coded events against a gold set in the format of `gold/GUIDE.md` (docs/accuracy.md says how)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from pydantic import BaseModel

from duta.records import Document, Event

LEVELS = ("T", "TA", "TAR")
"""T: the type is right. TA: and the actors' codes meet. TAR: and the recipients' codes meet."""
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})


class Level(BaseModel):
    """Precision, recall and F1 at one level."""

    p: float
    r: float
    f1: float


class Report(BaseModel):
    """What an evaluation says."""

    passages: int
    gold: int
    predicted: int
    levels: dict[str, Level]
    fields: dict[str, tuple[int, int]]
    """Field -> (right, of), on the pairs that reach T."""


def _codes(entities: Iterable[Any]) -> set[str]:
    return {c for e in entities or [] if (c := e["code"] if isinstance(e, dict) else e.code)}


def _meet(a: set[str], b: set[str]) -> bool:
    return bool(a & b) or (not a and not b)


def level(gold: dict[str, Any], event: Event) -> int:
    """0 no match, 1 T, 2 TA, 3 TAR."""
    if not {gold["event"], *gold.get("also", [])} & set(event.event):
        return 0
    ga, gr = _codes(gold.get("actor", [])), _codes(gold.get("recipient", []))
    pa, pr = _codes(event.actor), _codes(event.recipient)
    best = 1 + _meet(ga, pa) + (_meet(ga, pa) and _meet(gr, pr))
    if gold["event"] in MUTUAL:
        both_g, both_p = ga | gr, pa | pr
        if (both_g and len(both_g & both_p) >= min(2, len(both_g))) or (not both_g and not both_p):
            best = 3
        elif both_g & both_p:
            best = max(best, 2)
    return best


def pair(golds: list[dict[str, Any]], events: list[Event]) -> list[tuple[int, int, int]]:
    """Greedy one-to-one pairs (gold, event, level), best level first, then the trigger named."""
    scored = []
    for i, gold in enumerate(golds):
        for j, event in enumerate(events):
            k = level(gold, event)
            if k:
                named = int((gold.get("trigger") or "\0").lower() in event.event_text.lower())
                scored.append((-k, -named, i, j))
    pairs: list[tuple[int, int, int]] = []
    for k, _, i, j in sorted(scored):
        if all(i != a and j != b for a, b, _ in pairs):
            pairs.append((i, j, -k))
    return pairs


def evaluate(passages: Iterable[dict[str, Any]], code: Callable[[Document], Iterable[Event]]) -> Report:
    """Codes every gold passage and scores the records."""
    hits: Counter[str] = Counter()
    fields: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    n = n_gold = n_events = 0

    def count(name: str, right: bool) -> None:
        fields[name][0] += right
        fields[name][1] += 1

    for passage in passages:
        n += 1
        document = Document(
            id=passage["id"],
            text=passage["text"],
            published=passage.get("date"),
            language=passage.get("language", "auto"),
        )
        golds, events = passage["events"], list(code(document))
        n_gold, n_events = n_gold + len(golds), n_events + len(events)
        for i, j, k in pair(golds, events):
            gold, event = golds[i], events[j]
            hits.update(LEVELS[:k])
            count("aux", set(gold.get("aux") or []) == set(event.aux))
            if gold.get("mode"):
                count("mode", bool(set(gold["mode"]) & set(event.mode)))
            if gold.get("event_date"):
                count("date", (event.date or "").startswith(gold["event_date"]))
            if gold.get("loc") and gold["loc"].get("country"):
                place = event.event_loc.country_code if event.event_loc else None
                count("loc", place == gold["loc"]["country"])
            count("evidence", 0 <= event.text_info.start < event.text_info.end <= len(passage["text"]))
    levels = {}
    for name in LEVELS:
        p, r = hits[name] / max(1, n_events), hits[name] / max(1, n_gold)
        levels[name] = Level(p=round(p, 4), r=round(r, 4), f1=round(2 * p * r / (p + r), 4) if p + r else 0.0)
    return Report(
        passages=n,
        gold=n_gold,
        predicted=n_events,
        levels=levels,
        fields={k: (a, b) for k, (a, b) in sorted(fields.items())},
    )
