"""Sentences with their events, as the reader's event heads learn them.

Two kinds of source: sentences written for the purpose (`training/written/*.tsv`) and annotations of news
(`training/annotations/*.jsonl`: ids and offsets only; the text is local and comes from the data folder).
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from duta.parsing.tokens import words
from duta.restoring import restore

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
    sentences: list[tuple[int, int]] = field(default_factory=list)
    """Empty when the text is one sentence."""


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


def passage_texts(data: Path) -> dict[str, tuple[str, str]]:
    """Passage id -> (language, text): `i-`/`o-` Indonesian articles (title, line break, text; with `-AT` behind the id, from
    that offset on: `passage_text`), `c-N-AT` English articles (from offset AT; 0 begins with the title), `p-` English
    sentences on protest. An annotation's `length` cuts them."""
    out = {}
    for name in ("international", "other"):
        with gzip.open(data / f"news_id/{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for r in map(json.loads, lines):
                out[f"{name[0]}-{r['id']}"] = ("id", ((r["title"] + "\n") if r.get("title") else "") + r["text"])
    with gzip.open(data / "news_en/crisis_2024.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, r in enumerate(map(json.loads, lines)):
            out[f"c-{number:03d}-0"] = ("en", r["title"] + "\n" + r["text"])
            for m in re.finditer(r"[^\n]{140,700}", r["text"]):
                out[f"c-{number:03d}-{m.start()}"] = ("en", m.group())
    with (data / "protest/train_subtask1.csv").open(encoding="utf-8-sig", newline="") as f:
        out |= {"p-" + r["index"]: ("en", r["text"]) for r in csv.DictReader(f)}
    return out


def passage_text(passages: dict[str, tuple[str, str]], id: str) -> tuple[str, str]:
    """(language, text) of a passage of `passage_texts`, from its offset on where the id names one."""
    if id in passages:
        return passages[id]
    whole, _, at = id.rpartition("-")
    language, text = passages[whole]
    return language, text[int(at) :]


def shingles(text: str, size: int = 8) -> set[tuple[str, ...]]:
    """Runs of words, to tell whether two texts share a sentence."""
    words_ = re.sub(r"\W+", " ", text.lower()).split()
    return {tuple(words_[i : i + size]) for i in range(len(words_) - size + 1)}


def gold_shingles(gold: Path) -> set[tuple[str, ...]]:
    """What no training sentence may share: every text of the gold sets."""
    out: set[tuple[str, ...]] = set()
    for path in sorted(gold.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            out |= shingles(json.loads(line)["text"])
    return out


def annotations(path: Path, data: Path) -> list[Annotated]:
    """Passages of an annotation file, with their text from the data folder, restored as the line restores it."""
    pairs, passages = parallel_texts(data), passage_texts(data)
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        r = json.loads(line)
        text = pairs[r["id"]][r["language"]] if r["id"] in pairs else passage_text(passages, r["id"])[1][: r["length"]]
        out.append(restored(Annotated(r["id"], r["language"], text, r["events"])))
    return out


SPANS = ("actor", "recipient", "place", "time", "source")


def restored(passage: Annotated) -> Annotated:
    """The passage with its text repaired, its spans carried over, and its sentences."""
    repaired = restore(passage.text, passage.language)
    origin = [repaired.original_span(i, i + 1) for i in range(len(repaired.text))]

    def carry(span: list[int]) -> tuple[int, int] | None:
        inside = [i for i, (a, b) in enumerate(origin) if a < span[1] and b > span[0] and a < b]
        return (inside[0], inside[-1] + 1) if inside else None

    events = []
    for event in passage.events:
        trigger = carry(event["trigger"])
        if trigger is None:
            continue  # in a stretch that restoring takes out
        spans = {k: [s for span in event.get(k) or [] if (s := carry(span))] for k in SPANS}
        events.append({**event, "trigger": trigger, **spans})
    return Annotated(passage.id, passage.language, repaired.text, events, sentences=repaired.sentences)


def rows(passage: Annotated, known: dict[str, frozenset[str]]) -> list[dict]:
    """A row for each sentence: its words, its events by word, and the words that the lexicon would ask about (`known`:
    language -> word forms) though they tell nothing."""
    out = []
    for start, end in passage.sentences or [(0, len(passage.text))]:
        for tokens in words(passage.text, passage.language, start, end):
            out.append(_row(passage, tokens, known[passage.language]))
    return out


def _row(passage: Annotated, tokens: list[tuple[int, int]], known: frozenset[str]) -> dict:
    def inside(span: tuple[int, int]) -> list[int]:
        return [i for i, (a, b) in enumerate(tokens) if a < span[1] and b > span[0]]

    events = []
    for e in passage.events:
        sides = {k: [i for span in e.get(k) or [] for i in inside(span)] for k in SPANS}
        at = inside(e["trigger"]) if e["trigger"] else []
        if not at and (e["trigger"] or not (sides["actor"] and sides["recipient"])):
            continue
        roles = [0] * len(tokens)
        for key in reversed(SPANS):
            for i in sides[key]:
                roles[i] = ROLES.index(key)
        events.append({
            "event": e["event"], "also": e.get("also") or [], "mode": e.get("mode") or [], "aux": e.get("aux") or [],
            "at": at, "roles": roles, "actor": sides["actor"], "recipient": sides["recipient"],
        })  # fmt: skip
    forms = [passage.text[a:b] for a, b in tokens]
    told = {i for e in events for i in e["at"]}
    idle = [i for i, w in enumerate(forms) if w.lower() in known and i not in told] if passage.complete else []
    return {
        "id": passage.id, "language": passage.language, "complete": passage.complete, "words": forms, "events": events,
        "idle": idle,
    }  # fmt: skip


def pairs(path: Path, language: str) -> list[Annotated]:
    """Sentences with a marked pair and its type (`plv_train`, `pairs_id_written`); YIELD is CONCEDE, RETREAT allowed."""
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        r = json.loads(line)
        text, spans = "", {}
        for part in re.split(r"(<[st]>.*?</[st]>)", r["marked"]):
            side = re.fullmatch(r"<([st])>(.*)</[st]>", part)
            words_ = side[2] if side else part
            if side:
                spans["actor" if side[1] == "s" else "recipient"] = [(len(text), len(text) + len(words_))]
            text += words_
        event, also = r["event"], []
        if event == "YIELD":
            event, also = "CONCEDE", ["RETREAT"]
        event = None if event == "NONE" else event
        out.append(Annotated(r["id"], language, text, [{"event": event, "also": also, "trigger": None, **spans}], False))
    return out
