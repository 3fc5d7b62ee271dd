"""Sentences with their events, as the reader's event heads learn them.

Two kinds of source: sentences written for the purpose (`training/written/*.tsv`) and annotations of news
(`training/annotations/*.jsonl`: ids and offsets only; the text is local and comes from the data folder).
"""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from duta.parsing.tokens import words

TYPES = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
ROLES = ["none", "actor", "recipient", "place", "time", "source"]
AUX = ["historical", "future", "hypothetical", "negation"]
KEYS = {"a": "actor", "r": "recipient", "l": "place", "d": "time", "s": "source"}


@dataclass
class Annotated:
    """One sentence: `events` hold spans as (start, end) offsets into `text`."""

    id: str
    language: str
    text: str
    events: list[dict] = field(default_factory=list)
    complete: bool = True
    """False where only the marked event was annotated (written sentences may hold others)."""


MARK = re.compile(r"\[([ART]) ([^\[\]]+)\]")


def written(path: Path, language: str) -> list[Annotated]:
    """Sentences of a written file; NONE sentences have their pair in `events[0]` with event None."""
    out = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        cells = line.split("\t")
        if line.startswith("#") or len(cells) != 4 or cells[0] == "event":
            continue
        text, spans, at = "", {}, 0
        for m in MARK.finditer(cells[3]):
            text += cells[3][at : m.start()]
            spans[m.group(1)] = (len(text), len(text) + len(m.group(2)))
            text += m.group(2)
            at = m.end()
        text += cells[3][at:]
        event = {
            "event": None if cells[0] == "NONE" else cells[0],
            "mode": [m for m in cells[1].split(",") if m],
            "aux": [a for a in cells[2].split(",") if a],
            "trigger": spans.get("T"),
            "actor": [spans["A"]] if "A" in spans else [],
            "recipient": [spans["R"]] if "R" in spans else [],
        }
        out.append(Annotated(f"written-{language}-{number}", language, text, [event], complete=False))
    return out


def parallel_texts(data: Path) -> dict[str, dict[str, str]]:
    with gzip.open(data / "parallel_news/parallel_news.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {r["id"]: {"id": r["id_text"], "en": r["en_text"]} for r in map(json.loads, lines)}


def article_texts(data: Path) -> dict[str, str]:
    """Article id -> title, line break, text."""
    out = {}
    for name in ("international", "other"):
        with gzip.open(data / f"news_id/{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for r in map(json.loads, lines):
                out[f"{name[0]}-{r['id']}"] = ((r["title"] + "\n") if r.get("title") else "") + r["text"]
    return out


def annotations(path: Path, data: Path) -> list[Annotated]:
    """Passages of an annotation file, with their text from the data folder."""
    pairs, articles = parallel_texts(data), article_texts(data)
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        r = json.loads(line)
        text = pairs[r["id"]][r["language"]] if r["id"] in pairs else articles[r["id"]][: r["length"]]
        out.append(Annotated(r["id"], r["language"], text, r["events"]))
    return out


def rows(sentence: Annotated, start: int = 0, end: int | None = None) -> dict | None:
    """Words of `text[start:end]` with labels per word: what `train_events.py` collates."""
    tokens = next(
        iter(words(sentence.text, sentence.language, start, len(sentence.text) if end is None else end)), None
    )
    if not tokens:
        return None

    def inside(span: tuple[int, int]) -> list[int]:
        return [i for i, (a, b) in enumerate(tokens) if a < span[1] and b > span[0]]

    trigger = [0] * len(tokens)
    events = []
    for e in sentence.events:
        at = inside(tuple(e["trigger"])) if e.get("trigger") and e["event"] else []
        if not at:
            continue
        for i in at:
            trigger[i] = TYPES.index(e["event"]) + 1
        roles = [0] * len(tokens)
        for key, role in (("source", 5), ("time", 4), ("place", 3), ("recipient", 2), ("actor", 1)):
            for span in e.get(key) or []:
                for i in inside(tuple(span)):
                    roles[i] = role
        events.append(
            {"at": at, "roles": roles, "mode": e.get("mode") or [], "aux": e.get("aux") or [], "event": e["event"]}
        )
    if not sentence.complete:
        marked = {i for e in events for i in e["at"]}
        trigger = [t if i in marked else 0 for i, t in enumerate(trigger)]
    return {
        "id": sentence.id, "language": sentence.language, "complete": sentence.complete,
        "words": [sentence.text[a:b] for a, b in tokens], "trigger": trigger, "events": events,
    }  # fmt: skip
