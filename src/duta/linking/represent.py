"""The record that stands for an event: that of its best told mention, filled up from the others, with the source of each field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from duta.linking.cluster import Group
from duta.linking.groups import Groups
from duta.linking.mention import Mention
from duta.records import Event


def lead_of(group: Group) -> Mention:
    """The mention that tells most: a day from the text, both parties, a place, a known name; then the surest; then the first."""

    def told(m: Mention) -> tuple[float, ...]:
        names = sum(1 for w in (*m.actors, *m.recipients) if w.name)
        point = m.place is not None and m.place.is_point
        filled = 2 * (m.dated and not m.wide) + bool(m.actors) + bool(m.recipients) + bool(m.place) + point + min(names, 2) / 2
        return -(filled + m.confidence), m.published or 0

    return min(group, key=lambda m: (*told(m), m.id))


def represent(group: Group, records: Mapping[str, Event]) -> tuple[Mention, Event]:
    """The lead of a group and the event's record; `records` by mention id.

    The lead's fields stand; what it lacks comes from the mention that tells it best: parties from the surest, the day and the
    place that most independent texts tell, figures from the newest article. `why` says what came from which article.
    """
    lead = lead_of(group)
    out = records[lead.id].model_copy(deep=True)
    others = [m for m in sorted(group, key=lambda m: (-m.confidence, m.id)) if m.id != lead.id]
    if not others:
        return lead, out
    notes = [f"linked: {len(group)} mentions in {articles(group)} articles; told by {lead.doc_id}"]

    def take(name: str, source: Mention | None, reason: str) -> None:
        if source is None:
            return
        setattr(out, name, getattr(records[source.id].model_copy(deep=True), name))
        out.evidence.pop(name, None)
        notes.append(f"{name} from {source.doc_id}: {reason}")

    for side in ("actor", "recipient"):
        if not getattr(out, side):
            take(side, next((m for m in others if getattr(records[m.id], side)), None), "the surest that names one")
    if not lead.dated or lead.wide:
        source = _most_told(others, lambda m: str(m.first) if m.dated and not m.wide else None)
        if source is not None:
            for name in ("date", "enddate", "date_precision", "date_source"):
                setattr(out, name, getattr(records[source.id], name))
            out.evidence.pop("date", None)
            notes.append(f"date from {source.doc_id}: the day that most texts tell")
    if lead.place is None or not lead.place.is_point:
        allowed = None if lead.place is None else lead.place.country
        source = _most_told(
            others, lambda m: m.place.name if m.place and m.place.is_point and allowed in (None, m.place.country) else None
        )
        take("event_loc", source, "the place that most texts tell")
    newest = max((m for m in group if m.sizes), key=lambda m: (m.published or 0, m.id), default=None)
    if newest is not None and newest.id != lead.id:
        take("size", newest, "the newest figures")
    out.why = [*out.why, *notes]
    return lead, out


def articles(group: Group) -> int:
    """How many articles tell it."""
    return len({m.doc_id for m in group})


def languages(group: Group) -> int:
    """In how many languages it is told."""
    return len({m.language for m in group})


def publishers(group: Group) -> int:
    """How many independent publishers tell it: those that print copies of one text count as one."""
    union = Groups()
    for mention in group:
        union.join(f"publisher {mention.publisher or mention.doc_id}", f"text {mention.copies}")
    return len({union.find(f"text {m.copies}") for m in group})


def _most_told(group: list[Mention], value: Callable[[Mention], str | None]) -> Mention | None:
    """The surest mention with the value that most independent texts tell; None when nobody tells one."""
    votes = Counter(told for told, _ in {(value(m), m.copies) for m in group} if told is not None)
    if not votes:
        return None
    best = min(votes, key=lambda told: (-votes[told], told))
    return next(m for m in group if value(m) == best)
