"""People's word on records: kept with author and time, outliving recoding; exported as gold; compared between reviewers.

A review is of a whole record (`record`: is this an event of the text?) or of one field, with what it should be. A record that is
right with fields that are wrong is one that was corrected. The newest word of a person on a record and field counts.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy import and_, insert, select

from duta.ontology import auxiliary_modes, contexts, event_types, is_code, is_sector
from duta.records import Event
from duta.store import schema
from duta.store.asking import MENTIONS, narrowed
from duta.store.engine import StoreError
from duta.store.filter import Filter
from duta.store.rows import days
from duta.store.store import Store

Verdict = Literal["right", "wrong", "unsure"]
WHOLE = "record"
FIELDS = ("event", "mode", "aux", "context", "actor", "recipient", "date", "enddate", "event_loc", "event_text", "said_by")
"""What may be corrected."""


class ReviewError(ValueError):
    """A review that cannot be; the message says why."""


class Review(BaseModel):
    """One word of one person."""

    doc_id: str
    mention_id: str
    field: str
    verdict: Verdict
    value: Any = None
    """What the field should be: names (`event`, `mode`, `aux`, `context`), parties as {"text", "code", "sector"}, a place as
    {"text", "country"}, else a text or null."""
    note: str = ""
    person: str
    made: datetime


class Agreement(BaseModel):
    """How far reviewers did the same with the same records: accepted, corrected or rejected them."""

    alpha: float | None
    """Krippendorff's alpha for nominal data; None where no two disagree or none judged the same record."""
    records: int
    """Records that two or more judged."""
    people: list[str]


def add(
    store: Store, mention_id: str, *, person: str, verdict: Verdict, field: str = WHOLE, value: Any = None, note: str = ""
) -> Review:
    """Keeps a review of a current record. Raises `StoreError` for an unknown record, `ReviewError` for a wrong value."""
    if not person.strip():
        raise ReviewError("a review has an author")
    if field != WHOLE and field not in FIELDS:
        raise ReviewError(f"no such field: {field} ({WHOLE}, {', '.join(FIELDS)})")
    if value is not None:
        if field == WHOLE or verdict != "wrong":
            raise ReviewError("a value goes with a field that is wrong")
        _check(field, value)
    mention, article = schema.Mention, schema.Article
    named = select(article.doc_id).join(mention, mention.article_pk == article.pk)
    with store.write() as connection:
        doc_id = connection.execute(named.where(mention.id == mention_id, mention.superseded_run.is_(None))).scalar()
        if doc_id is None:
            raise StoreError(f"no mention {mention_id} in the store")
        review = Review(doc_id=doc_id, mention_id=mention_id, field=field, verdict=verdict, value=value, note=note,
                        person=person.strip(), made=datetime.now(UTC))  # fmt: skip
        row = review.model_dump() | {
            "value": None if verdict != "wrong" or field == WHOLE else json.dumps(value, ensure_ascii=False)
        }
        connection.execute(insert(schema.Review), [row])
    return review


def reviews(store: Store, *, mention_id: str | None = None, person: str | None = None) -> list[Review]:
    """What counts, the oldest first: the newest word of each person on each record and field since they last judged the whole."""
    table = schema.Review
    query = select(table.__table__).order_by(table.pk)
    query = query.where(table.mention_id == mention_id) if mention_id is not None else query
    query = query.where(table.person == person) if person is not None else query
    counting: dict[tuple[str, str, str, str], Review] = {}
    with store.engine.connect() as connection:
        for row in connection.execute(query).mappings():
            review = _read(row)
            key = (review.person, review.doc_id, review.mention_id)
            if review.field == WHOLE:  # whoever judges a record anew says its corrections anew
                for field in (WHOLE, *FIELDS):
                    counting.pop((*key, field), None)
            counting.pop((*key, review.field), None)
            counting[*key, review.field] = review
    return list(counting.values())


def unreviewed(store: Store, wish: Filter, person: str, limit: int = 1) -> list[Event]:
    """The newest mentions that match and that this person has not judged as a whole."""
    review, mention, article, record = schema.Review, schema.Mention, schema.Article, schema.MentionRecord
    judged = (
        select(review.pk)
        .join(article, article.doc_id == review.doc_id)
        .where(
            and_(
                review.mention_id == mention.id, article.pk == mention.article_pk, review.person == person, review.field == WHOLE
            )
        )
    )
    query = select(record.record).join(mention, mention.pk == record.mention_pk).where(~judged.exists())
    with store.engine.connect() as connection:
        query = narrowed(connection, query, wish, MENTIONS).order_by(mention.day.desc(), mention.pk.desc()).limit(limit)
        return [Event.model_validate_json(found) for found in connection.execute(query).scalars()]


def gold(store: Store, *, person: str | None = None) -> Iterator[dict[str, Any]]:
    """The judged sentences as passages of a gold set: accepted records as events, with corrections; rejected ones as none.

    A sentence is a passage when each of its records in that coding was judged and its text is known; a doubtful record keeps its
    sentence out. Of several people the newest word counts, unless one `person` is asked for.
    """
    words: dict[tuple[str, str], dict[str, Review]] = defaultdict(dict)
    for review in sorted(reviews(store, person=person), key=lambda r: r.made):
        said = words[review.doc_id, review.mention_id]
        if review.field == WHOLE:
            said.clear()
        said[review.field] = review
    for doc_id in sorted({doc for doc, _ in words}):
        for text, published, records in _codings(store, doc_id, {id for doc, id in words if doc == doc_id}):
            yield from _passages(doc_id, text, published, records, words)


def agreement(store: Store) -> Agreement:
    """Krippendorff's alpha over what reviewers did with records. Doubtful ones count as not judged."""
    done: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for review in reviews(store):
        act = done[review.doc_id, review.mention_id]
        if review.field == WHOLE and review.verdict != "unsure":
            act[review.person] = "accepted" if review.verdict == "right" else "rejected"
        elif review.verdict == "wrong" and act.get(review.person) == "accepted":
            act[review.person] = "corrected"
    several = [list(act.values()) for act in done.values() if len(act) > 1]
    people = sorted({person for act in done.values() if len(act) > 1 for person in act})
    return Agreement(alpha=alpha(several), records=len(several), people=people)


def alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal data (K. Krippendorff, Computing Krippendorff's alpha-reliability, 2011).

    `units`: the values that each unit was given; one with fewer than two is passed over. None where no value differs.
    """
    totals: Counter[str] = Counter()
    disagreeing = 0.0
    for values in units:
        if len(values) < 2:
            continue
        counts = Counter(values)
        totals.update(counts)
        disagreeing += sum(n * (len(values) - n) for n in counts.values()) / (len(values) - 1)
    n = totals.total()
    expected = sum(count * (n - count) for count in totals.values())
    return 1 - (n - 1) * disagreeing / expected if expected else None


def gold_event(record: Event) -> dict[str, Any]:
    """A record as an event of a gold set."""
    place = record.event_loc
    dated = record.date_source == "text"
    return {
        "event": record.event[0], "also": record.event[1:], "mode": record.mode, "aux": list(record.aux),
        "actor": [{"text": e.entity_text, "code": e.code, "sector": e.sector} for e in record.actor],
        "recipient": [{"text": e.entity_text, "code": e.code, "sector": e.sector} for e in record.recipient],
        "trigger": record.event_text, "event_date": record.date if dated else None,
        "event_enddate": record.enddate if dated else None,
        "loc": {"text": place.extracted_place, "country": place.country_code} if place else None,
        "context": record.context, "said_by": record.said_by.entity_text if record.said_by else None,
    }  # fmt: skip


_GOLD_NAME = {"event_text": "trigger", "date": "event_date", "enddate": "event_enddate", "event_loc": "loc"}
"""Fields of a record that a gold set calls otherwise."""


def _passages(
    doc_id: str, text: str, published: str | None, records: list[Event], words: dict[Any, dict[str, Review]]
) -> Iterator[dict[str, Any]]:
    sentences: dict[tuple[int, int], list[Event]] = defaultdict(list)
    for record in records:
        sentences[record.text_info.start, record.text_info.end].append(record)
    for (start, end), inside in sorted(sentences.items()):
        said = [words.get((doc_id, record.id), {}) for record in inside]
        if any(WHOLE not in word or word[WHOLE].verdict == "unsure" for word in said):
            continue
        kept = [(record, word) for record, word in zip(inside, said, strict=True) if word[WHOLE].verdict == "right"]
        yield {
            "id": f"{doc_id}#{start}", "language": inside[0].language, "date": published, "text": text[start:end],
            "events": [gold_event(record) | _corrections(word) for record, word in kept],
            "reviewed_by": sorted({r.person for word in said for r in word.values()}),
        }  # fmt: skip


def _corrections(said: dict[str, Review]) -> dict[str, Any]:
    wrong = {field: r.value for field, r in said.items() if field != WHOLE and r.verdict == "wrong"}
    fixed = {_GOLD_NAME.get(field, field): value for field, value in wrong.items() if field != "event"}
    if wrong.get("event"):
        fixed |= {"event": wrong["event"][0], "also": wrong["event"][1:]}
    for name in ("mode", "aux", "context", "actor", "recipient"):
        if name in fixed:
            fixed[name] = fixed[name] or []
    return fixed


def _codings(store: Store, doc_id: str, ids: set[str]) -> Iterator[tuple[str, str | None, list[Event]]]:
    """(text, publication date, records) of every coding of an article, superseded ones too, that has one of these records."""
    mention, record, article = schema.Mention, schema.MentionRecord, schema.Article
    query = select(record.record, article.text, article.published, mention.run_pk, mention.id)
    query = query.join(mention, mention.pk == record.mention_pk).join(article, article.pk == mention.article_pk)
    codings: dict[tuple[int, str, str | None], dict[str, Event]] = defaultdict(dict)
    with store.engine.connect() as connection:
        rows = connection.execute(query.where(article.doc_id == doc_id, article.text.is_not(None)).order_by(mention.pk))
        for json_record, text, published, run, id in rows:
            codings[run, text or "", published][id] = Event.model_validate_json(json_record)
    for (_, text, published), records in codings.items():
        if ids & set(records):
            yield text, published, list(records.values())


def _check(field: str, value: Any) -> None:
    """Raises `ReviewError` for a value that the field cannot have."""
    tables = {"event": event_types(), "aux": auxiliary_modes(), "context": contexts(),
              "mode": {mode for kind in event_types().values() for mode in kind.modes}}  # fmt: skip
    if field in tables:
        strange = [v for v in value if v not in tables[field]] if isinstance(value, list) else [value]
        if strange or (field == "event" and not value):
            raise ReviewError(f"{field}: no such name: {strange[0] if strange else 'an empty list'}")
    elif field in ("actor", "recipient"):
        for party in value if isinstance(value, list) else [value]:
            if not isinstance(party, dict) or set(party) != {"text", "code", "sector"} or not isinstance(party["text"], str):
                raise ReviewError(f'{field}: parties are {{"text", "code", "sector"}}')
            if party["code"] is not None and not is_code(party["code"]):
                raise ReviewError(f"{field}: no such code: {party['code']}")
            if party["sector"] is not None and not is_sector(party["sector"]):
                raise ReviewError(f"{field}: no such sector: {party['sector']}")
    elif field == "event_loc":
        if (
            not isinstance(value, dict)
            or set(value) != {"text", "country"}
            or not (value["country"] is None or is_code(value["country"]))
        ):
            raise ReviewError('event_loc: a place is {"text", "country"}, the country an ISO 3166-1 alpha-3 code or null')
    elif not isinstance(value, str) or (field in ("date", "enddate") and not days(value, None)[0]):
        raise ReviewError(f"{field}: {value!r} is no {'ISO 8601 date' if 'date' in field else 'text'}")


def _read(row: Any) -> Review:
    made = row["made"] if row["made"].tzinfo else row["made"].replace(tzinfo=UTC)
    return Review(**{**row, "value": json.loads(row["value"]) if row["value"] else None, "made": made})
