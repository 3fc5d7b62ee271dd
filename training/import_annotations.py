"""Turns annotators' files (strings) into committed annotation files (offsets, no text).

python training/import_annotations.py DATA_DIR OUT.jsonl ANNOTATED.jsonl...
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from event_data import KEYS, article_texts, parallel_texts


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


def main() -> None:
    data, out, sources = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    pairs, articles = parallel_texts(data), article_texts(data)
    seen, lost = set(), 0
    with out.open("w", encoding="utf-8") as f:
        for source in sources:
            leads = {}
            given = Path(source.replace(".out.jsonl", ".jsonl"))
            if given.exists():
                leads = {r["id"]: r["text"] for r in map(json.loads, given.read_text(encoding="utf-8").splitlines())}
            for line in Path(source).read_text(encoding="utf-8").splitlines():
                r = json.loads(line)
                if r["id"] in seen:
                    continue
                seen.add(r["id"])
                if r["id"] in pairs:
                    todo = [(k, pairs[r["id"]][k], r.get(f"{k}_ev") or []) for k in ("en", "id")]
                else:
                    assert articles[r["id"]].startswith(leads[r["id"]]), r["id"]
                    todo = [("id", leads[r["id"]], r.get("ev") or [])]
                for language, text, events in todo:
                    done = [convert(text, e) for e in events]
                    lost += done.count(None)
                    row = {"id": r["id"], "language": language, "length": len(text), "events": [e for e in done if e]}
                    f.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(len(seen), "passages; events lost:", lost)


if __name__ == "__main__":
    main()
