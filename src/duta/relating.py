"""The type of a given pair: who did what to whom, when who and whom are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from duta.ontology import quad_code
from duta.parsing import ACTOR, RECIPIENT, load_reader
from duta.reading.language import detect

NONE = "NONE"
YIELD = "YIELD"
"""What `plv` labels call CONCEDE and RETREAT together."""
Mention = str | tuple[int, int]


class Pair(BaseModel):
    """A question: the text and its two parties, as words or as [start, end)."""

    model_config = ConfigDict(extra="ignore")

    id: str
    text: str
    actor: Mention
    recipient: Mention
    actor_start: int | None = None
    """Where the actor's words begin, when they stand in the text more than once."""
    recipient_start: int | None = None
    language: str = "auto"


class Relation(BaseModel):
    """The answer."""

    id: str
    event: str
    """A PLOVER type, or NONE; with `plv` labels YIELD for CONCEDE and RETREAT."""
    scores: dict[str, float]
    quad_code: int
    """1 to 4; 0 for NONE."""


class NotInText(ValueError):
    """A party's words or offsets are not in the text; the message names the pair."""


def _span(pair: Pair, mention: Mention, start: int | None, name: str) -> tuple[int, int]:
    if isinstance(mention, str):
        at = pair.text.find(mention) if start is None else start
        span = (at, at + len(mention))
        if not mention or pair.text[span[0] : span[1]] != mention or at < 0:
            raise NotInText(f"{pair.id}: {name} {mention!r} is not in the text")
    else:
        span = mention
        if not 0 <= span[0] < span[1] <= len(pair.text):
            raise NotInText(f"{pair.id}: {name} {list(span)} is outside the text")
    return span


def relate(pairs: Iterable[Pair], *, labels: str = "plover") -> Iterator[Relation]:
    """The relation of each pair, in order. `labels` is `plover` or `plv`. Raises `NotInText`."""
    if labels not in ("plover", "plv"):
        raise ValueError(f"labels must be plover or plv, not {labels!r}")
    reader = load_reader()
    types = reader.labels["trigger"][1:]
    for pair in pairs:
        language = detect(pair.text) if pair.language == "auto" else pair.language
        spans = {
            ACTOR: _span(pair, pair.actor, pair.actor_start, "actor"),
            RECIPIENT: _span(pair, pair.recipient, pair.recipient_start, "recipient"),
        }
        parsed = reader.read(pair.text, language, [(0, len(pair.text))])
        offsets: list[tuple[int, int]] = parsed.doc.user_data["offsets"]
        marked = {m: tuple(i for i, (a, b) in enumerate(offsets) if a < e and b > s) for m, (s, e) in spans.items()}
        event = np.eye(1, len(types) + 1)[0]  # parties too far apart for one look are not related
        if len({parsed.sentence(i) for at in marked.values() for i in at}) == 1:
            event = reader.judge(parsed, [marked])[0].event.astype(float)
        yield _answer(pair.id, {NONE: event[0], **dict(zip(types, event[1:], strict=True))}, labels)


def _answer(id_: str, scores: dict[str, Any], labels: str) -> Relation:
    quads = {name: 0 if name == NONE else quad_code(name) for name in scores}
    if labels == "plv":
        merged: Counter[str] = Counter()
        for name, value in scores.items():
            merged[YIELD if name in ("CONCEDE", "RETREAT") else name] += value
        scores, quads[YIELD] = dict(merged), quad_code("CONCEDE")
    best = max(scores, key=lambda name: scores[name])
    return Relation(
        id=id_, event=best, scores={k: round(float(v), 4) for k, v in scores.items()}, quad_code=quads[best]
    )
