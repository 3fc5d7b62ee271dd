"""One record for one act, however often the article tells it."""

from __future__ import annotations

from duta.records import Event

MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})


def merge(
    events: list[Event], headline: int = 0, pointing: frozenset[str] = frozenset()
) -> tuple[list[Event], list[tuple[Event, Event]]]:
    """The records kept, in text order, and (dropped, kept) pairs of retellings.

    Two records tell one act when type and aux agree, no pair of filled fields contradicts, and they share a party. What the
    headline (the first `headline` characters) tells is told again below it: there one shared side is enough. The fuller
    record stays; it takes over what only the other one has. The records `pointing` (ids) name an act told before: the last one
    of their type, unless the parties are others.
    """
    kept: list[Event] = []
    dropped: list[tuple[Event, Event]] = []
    for number, event in enumerate(events):
        before = next((e for e in reversed(events[:number]) if e.event == event.event and e.id not in pointing), None)
        if event.id in pointing and before is not None and not _others(before, event):
            dropped.append((event, before))
    gone = {e.id for e, _ in dropped}
    for event in sorted((e for e in events if e.id not in gone), key=lambda e: (-_fullness(e), e.text_info.start)):
        same = next((k for k in kept if _same(k, event) or _below(k, event, headline)), None)
        if same is None:
            kept.append(event)
        else:
            _take_over(same, event)
            dropped.append((event, same))
    kept.sort(key=lambda e: (e.text_info.start, e.id))
    return kept, dropped


def _fullness(event: Event) -> float:
    parts = [event.actor, event.recipient, event.date_source == "text", event.event_loc, event.mode]
    return sum(bool(p) for p in parts) + event.confidence


def _codes(event: Event) -> tuple[set[str], set[str]]:
    return {e.code for e in event.actor if e.code}, {e.code for e in event.recipient if e.code}


def _others(a: Event, b: Event) -> bool:
    """Whether two records name parties and share none."""
    x, y = (set.union(*_codes(e)) for e in (a, b))
    return bool(x and y and not x & y)


def _same(a: Event, b: Event) -> bool:
    if a.event != b.event or ("negation" in a.aux) != ("negation" in b.aux):
        return False
    if "text" == a.date_source == b.date_source and not _dates_meet(a, b):
        return False
    (aa, ar), (ba, br) = _codes(a), _codes(b)
    if a.event[0] in MUTUAL:
        both_a, both_b = aa | ar, ba | br
        return bool(both_a & both_b) or not both_a or not both_b
    if (aa and ba and not aa & ba) or (ar and br and not ar & br):
        return False
    if a.event_loc and b.event_loc and a.event_loc.country_code != b.event_loc.country_code:
        return False
    return bool(aa & ba or ar & br) or not (aa or ar) or not (ba or br)


def _below(a: Event, b: Event, headline: int) -> bool:
    """Whether one is the headline's telling of the other."""
    if (a.text_info.end <= headline) == (b.text_info.end <= headline) or a.event != b.event:
        return False
    if ("negation" in a.aux) != ("negation" in b.aux):
        return False
    (aa, ar), (ba, br) = _codes(a), _codes(b)
    shared = bool((aa | ar) & (ba | br)) and not (aa and ba)  # "soldiers killed in a firefight": the side is open
    return bool(aa & ba) or shared or not (aa | ar) or not (ba | br)


def _dates_meet(a: Event, b: Event) -> bool:
    x, y = a.date or "", b.date or ""
    return x.startswith(y) or y.startswith(x)


def _take_over(kept: Event, other: Event) -> None:
    if kept.event_loc is None and other.event_loc is not None:
        kept.event_loc = other.event_loc
        kept.evidence.setdefault("event_loc", other.evidence.get("event_loc", []))
    if kept.date_source != "text" and other.date_source == "text":
        kept.date, kept.enddate = other.date, other.enddate
        kept.date_precision, kept.date_source = other.date_precision, other.date_source
        kept.evidence["date"] = other.evidence.get("date", [])
    if kept.enddate is None and other.enddate is not None and kept.date == other.date:
        kept.enddate, kept.evidence["enddate"] = other.enddate, other.evidence.get("enddate", [])
    again = f"the retelling at {other.text_info.start}-{other.text_info.end}"
    if not kept.actor and other.actor:
        kept.actor, kept.evidence["actor"] = other.actor, other.evidence.get("actor", [])
        kept.why.append(f"actor from {again}")
    acting = {e.code for e in kept.actor}
    if not kept.recipient and other.recipient and not acting & {e.code for e in other.recipient}:
        kept.recipient, kept.evidence["recipient"] = other.recipient, other.evidence.get("recipient", [])
        kept.why.append(f"recipient from {again}")
    for name, size in other.size.items():
        kept.size.setdefault(name, size)
    for name in other.context:
        if name not in kept.context:
            kept.context.append(name)
    for name in other.mode:
        if name not in kept.mode:
            kept.mode.append(name)
    kept.why.append(f"told again at {other.text_info.start}-{other.text_info.end}")
