"""Annotated sentences as the reader learns them: treebanks and entity sets of several makers in one form.

Words are what spaCy's tokenizer makes at run time, so Indonesian multiword tokens (`menyetujui` + `nya`) are one word:
it keeps the analysis of its head and takes over the dependents of its clitics. English ones (`do` + `n't`) stay apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FEATURES = ("Voice", "VerbForm", "Tense", "Mood", "Number", "PronType", "Polarity")
"""Morphological features kept: those that the event coder reads."""
ENTITY = {
    "PER": "PER", "PERSON": "PER", "person": "PER", "PPL": "PER",
    "ORG": "ORG", "ORGANISATION": "ORG", "organization": "ORG",
    "LOC": "LOC", "PLACE": "LOC", "place": "LOC", "MISC": "MISC",
}  # fmt: skip


@dataclass
class Sentence:
    """One sentence; what a source does not annotate is None."""

    words: list[str]
    source: str
    language: str
    upos: list[str] | None = None
    feats: list[str] | None = None
    scripts: list[str] | None = None
    heads: list[int] | None = None
    """0 is the root, i is word i-1."""
    rels: list[str] | None = None
    entities: list[str] | None = None
    """BIO tags."""


def lemma_script(word: str, lemma: str) -> str | None:
    """How to make the lemma from the lower-cased word: `strip prefix|add|strip suffix|add`, None when that is no edit."""
    w, x = word.lower(), lemma.lower()
    best = None
    for i in range(len(w)):
        for j in range(len(w), i + 1, -1):
            at = x.find(w[i:j])
            if at >= 0 and (best is None or j - i > best[0]):
                best = (j - i, i, j, at)
        if best and best[0] >= len(w) - i - 1:
            break
    if best is None or best[0] < 2:
        return "=" if len(w) < 2 and w == x else None
    _, i, j, at = best
    add_front, add_back = x[:at], x[at + (j - i) :]
    if i > 7 or len(w) - j > 6 or len(add_front) > 3 or len(add_back) > 4:
        return None
    return f"{i}|{add_front}|{len(w) - j}|{add_back}"


def _features(column: str) -> str:
    pairs = dict(f.split("=", 1) for f in column.split("|") if "=" in f)
    return "|".join(f"{k}={pairs[k]}" for k in FEATURES if k in pairs) or "_"


def _gum_entities(rows: list[list[str]]) -> list[str]:
    """BIO tags of GUM's proper-noun mentions (outermost first), articles cut off."""
    tags = ["O"] * len(rows)
    open_: list[tuple[str, str, int]] = []
    spans: list[tuple[int, int, str]] = []
    for k, row in enumerate(rows):
        value = dict(f.split("=", 1) for f in row[9].split("|") if "=" in f).get("Entity", "")
        for part in re.findall(r"\([^()]+\)|\([^()]+|[^()]+\)", value):
            if part.startswith("("):
                fields = part.strip("()").split("-")
                open_.append((fields[0], fields[1] if len(fields) > 1 else "", k))
            if part.endswith(")"):
                key = part.strip("()").split("-")[0]
                for n in range(len(open_) - 1, -1, -1):
                    if open_[n][0] == key:
                        _, kind, start = open_.pop(n)
                        spans.append((start, k + 1, kind))
                        break
    for start, end, kind in sorted(spans, key=lambda s: s[0] - s[1]):
        if kind not in ENTITY:
            continue
        while start < end and rows[start][3] in ("DET", "PUNCT"):
            start += 1
        inner = rows[start:end]
        if not inner or len(inner) > 7 or not any(r[3] == "PROPN" for r in inner):
            continue
        if any(r[3] not in ("PROPN", "ADP", "DET", "PUNCT", "NUM", "CCONJ", "ADJ", "NOUN") for r in inner):
            continue
        if not all(r[1][:1].isupper() or r[3] in ("ADP", "DET", "PUNCT", "NUM", "CCONJ", "PART") for r in inner):
            continue
        if any(t != "O" for t in tags[start:end]):
            continue
        tags[start:end] = ["B-" + ENTITY[kind]] + ["I-" + ENTITY[kind]] * (end - start - 1)
    return tags


GUM_OPEN = ("GUM_news", "GUM_interview", "GUM_bio", "GUM_voyage", "GUM_academic")
"""GUM's genres whose texts are under CC BY or CC BY-SA; the others are left out."""


def treebank(path: Path, source: str, language: str, full: bool = True) -> list[Sentence]:
    """Sentences of a CoNLL-U file; `full` is False where only UPOS and relations are there."""
    out = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.strip().split("\n")
        sent_id = next((x[12:] for x in lines if x.startswith("# sent_id = ")), "")
        if source == "en_gum" and not sent_id.startswith(GUM_OPEN):
            continue
        cells = [x.split("\t") for x in lines if x and not x.startswith("#")]
        rows = [c for c in cells if c[0].isdigit()]
        if not rows:
            continue
        groups = {}
        if language == "id":
            for c in cells:
                if "-" in c[0]:
                    a, b = map(int, c[0].split("-"))
                    groups.update(dict.fromkeys(range(a, b + 1), (a, b, c[1])))
        entities = _gum_entities(rows) if source == "en_gum" else None
        owner: dict[int, int] = {0: 0}  # word id -> index (1-based) of the joined word
        chosen: list[tuple[list[str], str]] = []
        for row in rows:
            number = int(row[0])
            if number in groups:
                a, b, surface = groups[number]
                inside = [r for r in rows if a <= int(r[0]) <= b]
                head = next((r for r in inside if not a <= int(r[6]) <= b), inside[0])
                if number == a:
                    chosen.append((head, surface))
                owner[number] = len(chosen)
            else:
                chosen.append((row, row[1]))
                owner[number] = len(chosen)
        words = [s for _, s in chosen]
        out.append(
            Sentence(
                words=words,
                source=source,
                language=language,
                upos=[r[3] for r, _ in chosen],
                feats=[_features(r[5]) for r, _ in chosen] if full else None,
                scripts=[lemma_script(s, r[2]) or "?" if r[2] != "_" and r[3] != "PUNCT" else "?" for r, s in chosen]
                if full
                else None,
                heads=[owner[int(r[6])] for r, _ in chosen],
                rels=[r[7] for r, _ in chosen],
                entities=entities,
            )
        )
    return out


def bio(path: Path, source: str, language: str) -> list[Sentence]:
    """Sentences of a two- or three-column BIO file."""
    out: list[Sentence] = []
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        cells = line.split()
        if len(cells) < 2:
            if words:
                out.append(Sentence(words, source, language, entities=_clean(tags)))
            words, tags = [], []
            continue
        words.append(cells[0])
        tag = cells[-1]
        kind = ENTITY.get(tag.split("-", 1)[-1]) if "-" in tag else None
        tags.append(f"{tag[0]}-{kind}" if kind else "O")
    return out


def _clean(tags: list[str]) -> list[str]:
    """IOB1 or IOB2 to IOB2."""
    out = []
    for i, tag in enumerate(tags):
        if tag[0] == "I" and (i == 0 or out[i - 1] == "O" or out[i - 1][2:] != tag[2:]):
            tag = "B" + tag[1:]
        out.append(tag)
    return out
