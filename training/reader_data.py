"""Gathers what the reader learns from into one file of piece ids and labels.

python training/reader_data.py DATA_DIR BASE_DIR OUT.pkl
"""

from __future__ import annotations

import collections
import gzip
import json
import pickle
import random
import re
import sys
from pathlib import Path

from tokenizers import Tokenizer

from sentences import Sentence, bio, treebank

SOURCES = ("en_ewt", "en_gum", "en_pud", "id_gsd", "id_csui", "id_pud", "id_gsd_old", "none")
"""Treebanks that the parser tells apart; at run time English reads as en_ewt, Indonesian as id_csui."""
MIN_LABEL = {"feats": 8, "scripts": 4, "rels": 3}


def labelled(data: Path) -> list[Sentence]:
    ud, ner = data / "ud", data / "ner"
    dev = lambda sentences, name: [setattr(s, "source", name) or s for s in sentences]  # noqa: E731
    return [
        *treebank(ud / "en_ewt_train.conllu", "en_ewt", "en"),
        *dev(treebank(ud / "en_ewt_dev.conllu", "en_ewt", "en"), "en_ewt.dev"),
        *treebank(ud / "en_gum_train.conllu", "en_gum", "en"),
        *treebank(ud / "en_pud.conllu", "en_pud", "en"),
        *treebank(ud / "id_gsd_dev.conllu", "id_gsd", "id"),
        *treebank(ud / "id_csui_train.conllu", "id_csui", "id"),
        *treebank(ud / "id_pud.conllu", "id_pud", "id"),
        *treebank(ud / "id_gsd_v2.0_train.conllu", "id_gsd_old", "id", full=False),
        *bio(ner / "idner_news_2k_train.txt", "idner", "id"),
        *bio(ner / "idner_news_2k_dev.txt", "idner.dev", "id"),
        *bio(ner / "nergrit_train_preprocess.txt", "nergrit", "id"),
        *bio(ner / "nergrit_valid_preprocess.txt", "nergrit.dev", "id"),
        *bio(ner / "wikigold_wikigold.conll.txt", "wikigold", "en"),
    ]


WORD = re.compile(r"\w+(?:['’]\w+)?(?:[./]\w+)*|[^\w\s]")


def unlabelled(data: Path, seed: int = 5) -> list[Sentence]:
    """News sentences for the teacher to label: both languages, split roughly (the reader must bear that)."""
    rnd = random.Random(seed)
    texts: list[tuple[str, str]] = []
    with gzip.open(data / "parallel_news/parallel_news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            r = json.loads(line)
            if r["domain"] == "int" or rnd.random() < 0.35:
                texts += [("id", r["id_text"]), ("en", r["en_text"])]
    for name, share in (("international", 1.0), ("other", 0.3)):
        with gzip.open(data / f"news_id/{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                r = json.loads(line)
                if rnd.random() < share:
                    texts.append(("id", r.get("title") or ""))
                    texts += [("id", s) for s in re.split(r"(?<=[.!?”\"])\s+|\n", r["text"])]
    with gzip.open(data / "news_en/crisis_2024.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            r = json.loads(line)
            texts += [("en", s) for s in re.split(r"(?<=[.!?”\"])\s+|\n", r["text"]) if len(s) > 60]
    texts += [("en", json.loads(x)["sentence"]) for x in (data / "plv_train/plv_train.jsonl").read_text().splitlines()]
    out = []
    for language, text in texts:
        words = WORD.findall(text)
        if 5 <= len(words) <= 70:
            out.append(Sentence(words, "silver", language))
    rnd.shuffle(out)
    return out


def recase(s: Sentence, rnd: random.Random) -> Sentence:
    """Now and then a headline's spelling: every word capitalised, or all capitals."""
    chance = rnd.random()
    if chance < 0.04:
        return Sentence(**{**s.__dict__, "words": [w[:1].upper() + w[1:] for w in s.words], "scripts": s.scripts})
    if chance < 0.05:
        return Sentence(**{**s.__dict__, "words": [w.upper() for w in s.words]})
    return s


def main() -> None:
    data, base, out = map(Path, sys.argv[1:4])
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    gold, silver = labelled(data), unlabelled(data)
    rnd = random.Random(3)
    for i in [i for i, s in enumerate(gold) if s.source == "wikigold"]:
        gold[i].source = "wikigold.dev" if i % 5 == 0 else "wikigold"
    labels: dict[str, list[str]] = {}
    for key in ("upos", "feats", "scripts", "rels", "entities"):
        counter: collections.Counter[str] = collections.Counter()
        for s in gold:
            values = getattr(s, key)
            if values and s.source != "id_gsd_old":
                counter.update(values)
        labels[key] = [v for v, n in counter.most_common() if n >= MIN_LABEL.get(key, 1) and v != "?"]
        print(key, len(labels[key]))
    index = {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.items()}
    cache: dict[str, list[int]] = {}

    def pieces(word: str) -> list[int]:
        if word not in cache:
            cache[word] = tokenizer.encode(word, add_special_tokens=False).ids[:12] or [3]
        return cache[word]

    def encode(s: Sentence) -> dict | None:
        ids, first = [0], []
        for w in s.words:
            first.append(len(ids))
            ids += pieces(w)
        ids.append(2)
        if len(ids) > 190:
            return None
        row = {"ids": ids, "first": first, "source": s.source, "language": s.language, "words": s.words}
        for key in ("upos", "feats", "scripts", "rels", "entities"):
            values = getattr(s, key)
            row[key] = [index[key].get(v, -100) for v in values] if values else None
        row["heads"] = s.heads
        return row

    rows = [r for s in gold if (r := encode(recase(s, rnd) if not s.source.endswith(".dev") else s))]
    unl = [r for s in silver if (r := encode(s))]
    print(len(rows), len(unl), collections.Counter(r["source"] for r in rows))
    with out.open("wb") as f:
        pickle.dump({"rows": rows, "silver": unl[:60000], "labels": labels, "sources": SOURCES}, f)


if __name__ == "__main__":
    main()
