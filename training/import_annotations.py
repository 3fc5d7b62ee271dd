"""Adds annotators' files (strings) to the committed annotations (offsets, no text).

python training/import_annotations.py DATA_DIR training/annotations/news.jsonl NAME.out.jsonl...

Beside each NAME.out.jsonl lies NAME.jsonl, what the annotator was given.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from event_data import KEYS, parallel_texts, passage_text, passage_texts


def find(text: str, words: str, near: int) -> tuple[int, int] | None:
    """The occurrence of `words` nearest to `near`, whole words first."""
    hits = [m.start() for m in re.finditer(re.escape(words), text)]
    whole = [
        h for h in hits
        if not (h and text[h - 1].isalnum() and words[0].isalnum())
        and not (h + len(words) < len(text) and text[h + len(words)].isalnum() and words[-1].isalnum())
    ]  # fmt: skip
    best = min(whole or hits, key=lambda h: abs(h - near), default=None)
    return None if best is None else (best, best + len(words))


def convert(text: str, event: dict) -> dict | None:
    trigger = find(text, event["t"], 0)
    if trigger is None:
        return None
    spans: dict[str, list[tuple[int, int]]] = {}
    for key, name in KEYS.items():
        values = event.get(key) or []
        for words in [values] if isinstance(values, str) else values:
            span = find(text, words, trigger[0])
            if span:
                spans.setdefault(name, []).append(span)
    if spans.get("actor"):  # the trigger occurrence nearest to its actor
        trigger = find(text, event["t"], spans["actor"][0][1]) or trigger
    return {
        "event": event["e"], "also": event.get("x") or [], "mode": event.get("m") or [], "aux": event.get("u") or [],
        "context": event.get("c") or [], "trigger": trigger, **spans,
    }  # fmt: skip


def told(record: dict, text: dict[str, str]) -> list[tuple[str, str, list[dict]]]:
    """(language, text, events) of an annotator's line: `ev` of one text, or of a parallel pair with `en` and `in`."""
    if len(text) == 1:
        return [(language, words, record["ev"]) for language, words in text.items()]
    out = []
    for language, key in (("en", "en"), ("id", "in")):
        out.append((language, text[language], [{**e, **e[key]} for e in record["ev"] if e.get(key)]))
    return out


def main() -> None:
    data, out, sources = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    pairs, passages = parallel_texts(data), passage_texts(data)
    kept = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
    seen, lost = {json.loads(line)["id"] for line in kept}, 0
    with out.open("a", encoding="utf-8") as f:
        for source in sources:
            given = map(json.loads, Path(source.replace(".out.jsonl", ".jsonl")).read_text(encoding="utf-8").splitlines())
            lengths = {r["id"]: len(r.get("text", "")) for r in given}
            for line in Path(source).read_text(encoding="utf-8").splitlines():
                r = json.loads(line)
                if r["id"] in seen:
                    continue
                seen.add(r["id"])
                text = pairs.get(r["id"])
                if text is None:
                    language, words = passage_text(passages, r["id"])
                    text = {language: words[: lengths[r["id"]]]}
                for language, words, events in told(r, text):
                    done = [convert(words, e) for e in events]
                    lost += done.count(None)
                    row = {"id": r["id"], "language": language, "length": len(words), "events": [e for e in done if e]}
                    f.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(len(seen), "passages; events lost:", lost)


if __name__ == "__main__":
    main()
